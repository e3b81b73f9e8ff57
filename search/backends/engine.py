"""What both engines do alike: one database, one set of tables in it."""

from collections.abc import Sequence

Years = list[tuple[int, int]]
"""(year, how many entries), from the oldest on; years without any are left out."""


class Engine:
    """`connection`: to the database that answers; `suffix` names a second set of tables, while a rebuild fills it."""

    def __init__(self, connection, suffix: str = ""):
        self.connection, self.suffix = connection, suffix

    def fetch(self, sql: str, params: Sequence = ()) -> list[tuple]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def years(self) -> Years:
        """How many entries each year has, those that are hidden at the moment among them."""
        sql = f"SELECT year, sum(n) FROM search_year{self.suffix} WHERE n > 0 GROUP BY year ORDER BY year"  # noqa: S608
        return [(year, int(n)) for year, n in self.fetch(sql)]
