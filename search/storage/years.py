"""How many entries each year has, those that are hidden at the moment among them."""

from django.db import connection

Counted = list[tuple[int, int]]
"""(year, how many entries), from the oldest on; years without any are left out."""


def of(suffix: str = "") -> Counted:
    sql = f"SELECT year, sum(n) FROM search_year{suffix} WHERE n > 0 GROUP BY year ORDER BY year"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [(year, int(n)) for year, n in cursor.fetchall()]
