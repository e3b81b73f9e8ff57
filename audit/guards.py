"""Triggers that let nobody change the record, in the SQL of each database; and the question whether they stand.

The site's own code never tries: they are for the hand at the database's prompt, and for the mistake of next year.
"""

SENTENCE = "Nhật ký chỉ được ghi thêm, không sửa, không xóa."
FORBIDDEN = {
    "audit_event": ("UPDATE", "DELETE"),
    # The address of an event may be erased, never replaced.
    "audit_address": ("UPDATE",),
}


def names(vendor: str) -> set[str]:
    """The triggers that should stand."""
    actions = [(table, action) for table, forbidden in FORBIDDEN.items() for action in forbidden]
    if vendor == "postgresql":
        actions += [(table, "TRUNCATE") for table in FORBIDDEN]
    return {_name(table, action) for table, action in actions}


def _name(table: str, action: str) -> str:
    return f"{table}_no_{action.lower()}"


def raise_up(connection) -> None:
    with connection.cursor() as cursor:
        for statement in _RAISE[connection.vendor]():
            cursor.execute(statement)


def take_down(connection) -> None:
    """For undoing the migration, and for tests that empty the tables."""
    with connection.cursor() as cursor:
        for statement in _DROP[connection.vendor]():
            cursor.execute(statement)


def standing(connection) -> set[str]:
    """Those of the triggers that are there and switched on."""
    queries = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'",
        "postgresql": (
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE c.relname IN ('audit_event', 'audit_address') AND pg_table_is_visible(c.oid)"
            " AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        ),
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor])
        return {row[0] for row in cursor.fetchall()} & names(connection.vendor)


def role_could_delete(connection) -> str:
    """Why the site's own database role could delete rows without the triggers, as a sentence; "" if it could not."""
    if connection.vendor == "sqlite":
        return "SQLite không có vai trò: ai ghi được tệp cơ sở dữ liệu thì bỏ được trigger và xóa được dòng."
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, r.rolsuper, pg_has_role(current_user, c.relowner, 'USAGE'),"
            " has_table_privilege(current_user, c.oid, 'DELETE, TRUNCATE')"
            " FROM pg_class c, pg_roles r WHERE c.oid = 'audit_event'::regclass AND r.rolname = current_user"
        )
        role, is_super, is_owner, may_delete = cursor.fetchone()
    if is_super:
        return f"Vai trò «{role}» là superuser của PostgreSQL nên tắt được trigger và xóa được dòng."
    if is_owner:
        return f"Vai trò «{role}» sở hữu bảng nhật ký nên bỏ được trigger và xóa được dòng."
    return f"Vai trò «{role}» có quyền xóa trên bảng nhật ký; hiện chỉ trigger ngăn." if may_delete else ""


def _raise_sqlite():
    for table, forbidden in FORBIDDEN.items():
        for action in forbidden:
            yield (
                f"CREATE TRIGGER {_name(table, action)} BEFORE {action} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )


def _raise_postgresql():
    yield (
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table, forbidden in FORBIDDEN.items():
        for action in forbidden:
            yield (
                f"CREATE TRIGGER {_name(table, action)} BEFORE {action} ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
            )
        yield (
            f"CREATE TRIGGER {_name(table, 'TRUNCATE')} BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        )


def _drop_sqlite():
    yield from (f"DROP TRIGGER IF EXISTS {name}" for name in sorted(names("sqlite")))


def _drop_postgresql():
    for table, forbidden in FORBIDDEN.items():
        for action in (*forbidden, "TRUNCATE"):
            yield f"DROP TRIGGER IF EXISTS {_name(table, action)} ON {table}"
    yield "DROP FUNCTION IF EXISTS audit_refuse()"


_RAISE = {"sqlite": _raise_sqlite, "postgresql": _raise_postgresql}
_DROP = {"sqlite": _drop_sqlite, "postgresql": _drop_postgresql}
