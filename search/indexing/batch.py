"""What one change writes beside the entries, gathered first: PostgreSQL gets it in one journey instead of eight."""

from itertools import chain, groupby
from operator import itemgetter

from search.backends.engine import Engine

_AT_ONCE = 1_000


class Batch:
    """Statements in the order in which they were asked for; none is run before `send`."""

    def __init__(self, engine: Engine):
        self._connection = engine.connection
        self._gathered: list[tuple[str, tuple]] = []

    def each(self, sql: str, rows: list[tuple]) -> None:
        """The same statement once with the values of each row."""
        self._gathered += [(sql, row) for row in rows]

    def insert(self, into: str, rows: list[tuple], *, where: str = "", conflict: str = "") -> None:
        """All rows, or none when `where` does not hold. PostgreSQL likes few long statements, SQLite many short."""
        at_once = 1 if self._connection.vendor == "sqlite" else _AT_ONCE
        for start in range(0, len(rows), at_once):
            part = rows[start : start + at_once]
            places = f"({', '.join(['%s'] * len(part[0]))})"
            values = f"VALUES {', '.join([places] * len(part))}"
            source = f"SELECT * FROM ({values}) AS new WHERE {where}" if where else values  # noqa: S608
            self._gathered.append((f"INSERT INTO {into} {source} {conflict}", tuple(chain(*part))))

    def send(self) -> None:
        with self._connection.cursor() as cursor:
            if self._connection.vendor == "sqlite":
                for sql, same in groupby(self._gathered, itemgetter(0)):
                    cursor.executemany(sql, [values for _, values in same])
            elif self._gathered:
                statements, values = zip(*self._gathered, strict=True)
                cursor.execute("; ".join(statements), list(chain(*values)))
