"""The index on PostgreSQL: one vector per entry with both streams at the same positions, split by year.

Left alone, the planner walks the entries by date and unpacks a vector for each. So the plan is chosen here: the newest
entries, 400 at most, are simply read, which settles a word that is not rare; then the index alone is asked, in ever
larger windows going back in time, until the page is full (stretches.py).
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from search import keys, shares, stretches, years
from search.keys import Window
from search.queries import Query
from search.rows import STORED, Row, selected
from search.shares import Share
from search.vectors import copied, expression, vector

PROBE = 400
_LEAST_READ, _AMPLE = 40, 3
"""Where every second entry has the word, 126 are read to find 21."""
_RARE = 1 / 50
_SMALLEST = 1e-9
_FEW = 30
"""Keys: to look at each costs less than to ask the index of every year."""
_IN_TITLES = 1 / 10
"""About one in ten of the texts that have a word has it in the title too."""
_OF_A_KIND = Share(1.0, 0.1)
"""Of a kind or section without words; a guess."""
_MOST_FETCHED = 1_500
"""Entries that one statement may have to fetch, if all that have the rarest word have the others as well."""
_LOCK = 7_151_723
_BITMAPS = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; SET LOCAL jit = off; "
_AS_USUAL = "SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = on"
_VISIBLE = "id BETWEEN %s AND %s AND (expires IS NULL OR expires > %s)"


@dataclass(frozen=True)
class _Manner:
    """How to look: from which end, in which words, and which columns to bring, the key first."""

    newest: bool = True
    titles: bool = False
    columns: tuple[str, ...] = ("id",)

    @property
    def selected(self) -> str:
        return ", ".join(self.columns)

    @property
    def order(self) -> str:
        return f"ORDER BY id {'DESC' if self.newest else 'ASC'}"

    @property
    def border(self) -> str:
        return "min" if self.newest else "max"

    @property
    def words(self) -> str:
        return "titles" if self.titles else "words"


class PostgreSQL:
    vendor = "postgresql"

    def __init__(self, connection, suffix: str = ""):
        self.connection, self.suffix = connection, suffix

    def lock(self) -> None:
        """One writer at a time until the transaction ends: slots and counts are read before they are written."""
        self._fetch("SELECT pg_advisory_xact_lock(%s)", [_LOCK])

    def add(self, rows: list[Row]) -> None:
        columns = ", ".join((*STORED, "words", "titles"))
        lines = io.StringIO()
        for row in rows:
            vectors = (vector(row.body, row.marks), vector(row.heading, row.marks))
            lines.write("\t".join(map(copied, (*row.values, *vectors))) + "\n")
        lines.seek(0)
        with self.connection.cursor() as cursor:
            cursor.copy_expert(f"COPY search_entry{self.suffix} ({columns}) FROM STDIN", lines)

    def take(self, found: list[int]) -> list[Row]:
        """Takes these entries out, and hands them over."""
        if not found:
            return []
        places = ", ".join(["%s"] * len(found))
        sql = f"DELETE FROM search_entry{self.suffix} WHERE id IN ({places}) RETURNING {', '.join(STORED)}"  # noqa: S608
        return [Row(*values) for values in self._fetch(sql, found)]

    def keys(self, query: Query, window: Window, limit: int, *, newest: bool = True, titles: bool = False) -> list[int]:
        """The first keys of the window, from the newest or from the oldest."""
        return [key for (key,) in self._find(query, window, limit, _Manner(newest, titles))]

    def sift(self, query: Query, window: Window, limit: int, among: list[int]) -> list[int]:
        """The newest of the window that have the words in their titles, if only those of `among` can have them."""
        if len(among) > _FEW:
            return self.keys(query, window, limit, titles=True)
        sql = f"SELECT id FROM search_entry{self.suffix} WHERE id = ANY(%s) AND titles @@ %s::tsquery"  # noqa: S608
        rows = self._fetch(f"{sql} ORDER BY id DESC LIMIT %s", [among, expression(query), limit]) if among else []
        return [key for (key,) in rows]

    def by_day(self, query: Query, window: Window, limit: int) -> dict[int, int]:
        """How many each day has of the newest `limit`, by its number."""
        return Counter(key // keys.DAY for key in self.keys(query, window, limit))

    def newest(self, query: Query, window: Window, limit: int) -> list[tuple[int, str, str]]:
        """(key, kind, section) of the newest."""
        return self._find(query, window, limit, _Manner(columns=("id", "kind", "section")))

    def _find(self, query: Query, window: Window, limit: int, manner: _Manner) -> list[tuple]:
        wanted, share = expression(query), self._share(query, manner)
        if not wanted:
            found, rest = self._nearest(window, limit, manner)
        elif worth := _worth_reading(share, limit):
            found, rest = self._probe(wanted, window, manner, worth)
        else:
            found, rest = [], window
        if len(found) >= limit or rest.is_empty:
            return found[:limit]
        for piece in stretches.pieces(rest, self._years(), newest=manner.newest, wanted=_worth_asking(share, limit)):
            sql, params = self._ordered(wanted, piece, manner)
            found += self._ask(sql, [*params, limit - len(found)], bitmaps=bool(wanted))
            if len(found) >= limit:
                break
        return found

    def count(self, query: Query, window: Window, limit: int, *, titles: bool = False) -> int:
        """How many there are, counting no further than `limit`."""
        wanted, total, manner = expression(query), 0, _Manner(titles=titles)
        first = _worth_asking(self._share(query, manner), limit)
        for piece in stretches.pieces(window, self._years(), newest=True, wanted=first):
            sql, params = self._select(wanted, piece, manner)
            sql = f"SELECT count(*) FROM ({sql} LIMIT %s) AS found"  # noqa: S608
            total += self._ask(sql, [*params, limit - total], bitmaps=bool(wanted))[0][0]
            if total >= limit:
                break
        return total

    def rows(self, found: list[int], *, with_text: bool = True) -> list[Row]:
        """What is stored under these keys, in no order; the long text is "" where it is not needed."""
        if not found:
            return []
        # The bounds name the years, or the plan would look into each.
        where = "id BETWEEN %s AND %s AND id = ANY(%s)"
        sql = f"SELECT {selected(with_text)} FROM search_entry{self.suffix} WHERE {where}"  # noqa: S608
        return [Row(*values) for values in self._fetch(sql, [min(found), max(found), found])]

    def explain(self, query: Query, window: Window, limit: int) -> str:
        """The plans of every statement after the probe that `keys` may run."""
        wanted, plans, manner = expression(query), [], _Manner()
        first = _worth_asking(self._share(query, manner), limit)
        for piece in stretches.pieces(window, self._years(), newest=True, wanted=first):
            sql, params = self._ordered(wanted, piece, manner)
            plans += [line for (line,) in self._ask("EXPLAIN " + sql, [*params, limit], bitmaps=bool(wanted))]
        return "\n".join(plans)

    def indexed(self, kind: str) -> Iterator[set[int]]:
        """The keys under which each vector has something of that kind, for checking."""
        for column in ("words", "titles"):
            sql = f"SELECT id FROM search_entry{self.suffix} WHERE {column} @@ %s::tsquery"  # noqa: S608
            yield {key for (key,) in self._fetch(sql, [expression(Query(kind=kind))])}

    def clear(self) -> None:
        """Emptying search_entry has emptied the words with it."""

    def settle(self, progress: Callable[[int], None]) -> None:
        """Files the words that still wait in the lists beside each index: every search reads such a list whole."""
        indexes = (
            "SELECT indexrelid::regclass::text FROM pg_inherits JOIN pg_index ON indrelid = inhrelid"
            " JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam"
            " WHERE inhparent = %s::regclass AND amname = 'gin'"
        )
        for (index,) in self._fetch(indexes, [f"search_entry{self.suffix}"]):
            self._fetch("SELECT gin_clean_pending_list(%s::regclass)", [index])
            progress(1)
        self._run(f"ANALYZE search_entry{self.suffix}")

    def _share(self, query: Query, manner: _Manner) -> Share:
        if not query.terms:
            return _OF_A_KIND
        found = shares.share(query, self.suffix)
        return Share(found.most, found.likely * _IN_TITLES) if manner.titles else found

    def _probe(self, wanted: str, window: Window, manner: _Manner, size: int) -> tuple[list[tuple], Window]:
        """Reads the first `size` entries of the window: what is found among them, and the window that is left."""
        near, rest = stretches.near(window, self._years(), size, newest=manner.newest)
        if near.is_empty:
            return [], near
        # The words are compared below the LIMIT, once for each entry. Besides what fits, the last one read comes back.
        entries = (
            f"SELECT {manner.selected}, {manner.words} @@ %s::tsquery AND (expires IS NULL OR expires > %s) AS fits"  # noqa: S608
            f" FROM search_entry{self.suffix} WHERE id BETWEEN %s AND %s {manner.order} LIMIT %s"
        )
        seen = f"SELECT *, count(*) OVER () AS read, {manner.border}(id) OVER () AS border FROM ({entries}) AS near"  # noqa: S608
        sql = f"SELECT {manner.selected}, fits, read FROM ({seen}) AS seen WHERE fits OR id = border {manner.order}"  # noqa: S608
        rows = self._fetch(sql, [wanted, near.now, near.low, near.high, size])
        if rows and rows[-1][-1] == size:
            rest = window.before(rows[-1][0]) if manner.newest else window.after(rows[-1][0])
        return [row[:-2] for row in rows if row[-2]], rest

    def _nearest(self, window: Window, limit: int, manner: _Manner) -> tuple[list[tuple], Window]:
        """What the first years of the window have, and the window that is left."""
        near, rest = stretches.near(window, self._years(), limit, newest=manner.newest)
        if near.is_empty:
            return [], near
        sql, params = self._ordered("", near, manner)
        return self._fetch(sql, [*params, limit]), rest

    def _years(self) -> years.Counted:
        """A little old for the index that answers: for each of its many statements they tell where to begin."""
        return years.of(self.suffix) if self.suffix else years.known()

    def _ordered(self, wanted: str, window: Window, manner: _Manner) -> tuple[str, list]:
        sql, params = self._select(wanted, window, manner)
        return f"{sql} {manner.order} LIMIT %s", params

    def _select(self, wanted: str, window: Window, manner: _Manner) -> tuple[str, list]:
        sql = f"SELECT {manner.selected} FROM search_entry{self.suffix} WHERE {_VISIBLE}"  # noqa: S608
        params = [window.low, window.high, window.now]
        if not wanted:
            return sql, params
        return f"{sql} AND {manner.words} @@ %s::tsquery", [*params, wanted]

    def _ask(self, sql: str, params: list, *, bitmaps: bool) -> list[tuple]:
        if not bitmaps:
            return self._fetch(sql, params)
        # Several statements sent at once are one transaction of their own, so SET LOCAL ends with them; inside a
        # transaction it must be taken back.
        rows = self._fetch(_BITMAPS + sql, params)
        if self.connection.in_atomic_block:
            self._run(_AS_USUAL)
        return rows

    def _fetch(self, sql: str, params: list) -> list[tuple]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def _run(self, sql: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)


def _worth_reading(share: Share, limit: int) -> int:
    """How many entries should be read for so many hits; none for words that most of them lack."""
    return 0 if share.likely < _RARE else min(PROBE, max(_LEAST_READ, int(_AMPLE * limit / share.likely)))


def _worth_asking(share: Share, limit: int) -> float:
    """How many entries the index should be asked about at first: enough for so many hits, but never about too many."""
    enough = _AMPLE * limit / max(share.likely, _SMALLEST)
    return max(stretches.FIRST_PIECE, min(enough, _MOST_FETCHED / max(share.most, _SMALLEST)))
