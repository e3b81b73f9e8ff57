"""How many rows each table has, and a checksum of them that does not depend on their order."""

import hashlib

ROWS = 200
"""At once in memory: an article with its words folded may take some hundred kilobytes."""
ROOM = 2**256


def facts(connection) -> dict[str, dict]:
    """{table: {"rows": n, "sum": hexadecimal}}, as the connection sees them now."""
    return {name: _table(connection, name) for name in sorted(_names(connection))}


def _names(connection) -> set[str]:
    """SQLite's indexes of words cannot be listed; what they are made of lies in tables beside them."""
    names = set(connection.introspection.table_names())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
            names -= {name for (name,) in cursor.fetchall()}
    return names


def _table(connection, name: str) -> dict:
    rows, total = 0, 0
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608 - a table of the site
        while batch := cursor.fetchmany(ROWS):
            for row in batch:
                total += int.from_bytes(hashlib.sha256(_text(row)).digest())
            rows += len(batch)
    return {"rows": rows, "sum": f"{total % ROOM:064x}"}


def _text(row) -> bytes:
    return repr([bytes(value) if isinstance(value, memoryview) else value for value in row]).encode()


def audit_head(connection) -> dict:
    """The end of the record's chain."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, hash FROM audit_head ORDER BY number DESC")
        number, last = cursor.fetchone() or (0, "")
    return {"number": number, "hash": last}


def migrations(connection) -> list[str]:
    """ "articles.0005_section_limits": what the database has gone through."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return sorted({f"{app}.{name}" for app, name in cursor.fetchall()})
