"""The index on PostgreSQL: one vector per entry with both streams at the same positions, split by year.

Left alone, the planner walks the entries by date and unpacks a vector for each. So the plan is chosen here: the newest
400 entries are simply read, which settles a frequent word; then the index alone is asked, in windows going back in
time, until the page is full.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from search import keys, schema, text
from search.keys import Window
from search.queries import Phrase, Query, Term
from search.rows import STORED, Row, marks

PROBE = 400
EXACT = "="
"""Begins every token of the exact stream, so that "tham" typed and "thẩm" folded stay apart."""
_LOCK = 7_151_723
_BITMAPS = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; SET LOCAL jit = off; "
_AS_USUAL = "SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = on"
_TAIL = 16_383
_VISIBLE = "id BETWEEN %s AND %s AND (expires IS NULL OR expires > %s)"


class PostgreSQL:
    vendor = "postgresql"

    def __init__(self, connection, suffix: str = ""):
        self.connection, self.suffix = connection, suffix

    def lock(self) -> None:
        """One writer at a time until the transaction ends: slots and counts are read before they are written."""
        self._fetch("SELECT pg_advisory_xact_lock(%s)", [_LOCK])

    def add(self, rows: list[Row]) -> None:
        columns = ", ".join((*STORED, "words", "titles"))
        places = ", ".join(["%s"] * len(STORED) + ["%s::tsvector"] * 2)
        sql = f"INSERT INTO search_entry{self.suffix} ({columns}) VALUES ({places})"  # noqa: S608
        with self.connection.cursor() as cursor:
            for row in rows:
                cursor.execute(sql, (*row.values, _vector(row.body, row.marks), _vector(row.heading, row.marks)))

    def drop(self, rows: list[Row]) -> None:
        with self.connection.cursor() as cursor:
            for row in rows:
                cursor.execute(f"DELETE FROM search_entry{self.suffix} WHERE id = %s", [row.id])  # noqa: S608

    def keys(self, query: Query, window: Window, limit: int, *, newest: bool = True, titles: bool = False) -> list[int]:
        """The first keys of the window, from the newest or from the oldest."""
        found: list[int] = []
        for piece, sql, params in self._plan(query, window, newest=newest, titles=titles):
            rows = self._ask(sql, [*params, limit - len(found)], bitmaps=piece != "probe")
            found += [key for (key,) in rows]
            if len(found) >= limit:
                break
        return found

    def count(self, query: Query, window: Window, limit: int, *, titles: bool = False) -> int:
        """How many there are, counting no further than `limit`."""
        total = 0
        for piece in _pieces(window, newest=True):
            sql, params = self._select(query, piece, titles=titles)
            sql = f"SELECT count(*) FROM ({sql} LIMIT %s) AS found"  # noqa: S608
            total += self._ask(sql, [*params, limit - total], bitmaps=bool(query.terms))[0][0]
            if total >= limit:
                break
        return total

    def explain(self, query: Query, window: Window, limit: int) -> str:
        """The plans of every statement after the probe that `keys` would run."""
        plans = []
        for piece, sql, params in self._plan(query, window, newest=True, titles=False):
            if piece != "probe":
                rows = self._ask("EXPLAIN " + sql, [*params, limit], bitmaps=True)
                plans += [line for (line,) in rows]
        return "\n".join(plans)

    def indexed(self, kind: str) -> Iterator[set[int]]:
        """The keys under which each vector has something of that kind, for checking."""
        for column in ("words", "titles"):
            sql = f"SELECT id FROM search_entry{self.suffix} WHERE {column} @@ %s::tsquery"  # noqa: S608
            yield {key for (key,) in self._fetch(sql, [expression(Query(kind=kind))])}

    def clear(self) -> None:
        """Emptying search_entry has emptied the words with it."""

    def _plan(self, query: Query, window: Window, *, newest: bool, titles: bool) -> Iterator[tuple[str, str, list]]:
        """(name, statement, parameters) of each step, one after the other."""
        order = "DESC" if newest else "ASC"
        if window.is_empty:
            return
        if not expression(query):
            for piece in _pieces(window, newest=newest):
                sql, params = self._select(query, piece, titles=titles)
                yield "probe", f"{sql} ORDER BY id {order} LIMIT %s", params
            return
        border = self._border(window, newest=newest)
        near = window if border is None else _near(window, border, newest=newest)
        sql, params = self._probe(query, near, order, titles=titles)
        yield "probe", sql, params
        if border is not None:
            rest = window.before(border) if newest else window.after(border)
            for piece in _pieces(rest, newest=newest):
                sql, params = self._select(query, piece, titles=titles)
                yield "window", f"{sql} ORDER BY id {order} LIMIT %s", params

    def _border(self, window: Window, *, newest: bool) -> int | None:
        """The key of the last entry that a probe reads; None when the whole window is not that long."""
        left = PROBE
        order = "DESC" if newest else "ASC"
        for piece in _pieces(window, newest=newest):
            rows = self._fetch(
                f"SELECT id FROM search_entry{self.suffix} WHERE id BETWEEN %s AND %s ORDER BY id {order} LIMIT %s",  # noqa: S608
                [piece.low, piece.high, left],
            )
            left -= len(rows)
            if left == 0:
                return rows[-1][0]
        return None

    def _probe(self, query: Query, near: Window, order: str, *, titles: bool) -> tuple[str, list]:
        """Reads every entry of a short stretch; OFFSET 0 keeps the planner from asking the index of words."""
        column = "titles" if titles else "words"
        sql = (
            f"SELECT id FROM (SELECT id, {column} FROM search_entry{self.suffix}"  # noqa: S608
            f" WHERE {_VISIBLE} OFFSET 0) AS near WHERE {column} @@ %s::tsquery ORDER BY id {order} LIMIT %s"
        )
        return sql, [near.low, near.high, near.now, expression(query)]

    def _select(self, query: Query, window: Window, *, titles: bool) -> tuple[str, list]:
        wanted = expression(query)
        sql = f"SELECT id FROM search_entry{self.suffix} WHERE {_VISIBLE}"  # noqa: S608
        params = [window.low, window.high, window.now]
        return (
            (sql + f" AND {'titles' if titles else 'words'} @@ %s::tsquery", [*params, wanted])
            if wanted
            else (sql, params)
        )

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


def expression(query: Query) -> str:
    """The query as a tsquery; every token is quoted, so nothing a reader types is an operator."""
    parts = [_term(term) for term in query.terms]
    return " & ".join(parts + [_quoted(mark) for mark in marks(query.kind, query.section)])


def _term(term: Term) -> str:
    return "(" + " | ".join(map(_phrase, term.alternatives)) + ")"


def _phrase(phrase: Phrase) -> str:
    start = EXACT if phrase.exact else ""
    words = [_quoted(start + word) for word in phrase.words]
    if phrase.prefix:
        words[-1] += ":*"
    return "(" + " <-> ".join(words) + ")"


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _vector(streams: text.Streams, tokens: list[str]) -> str:
    """A tsvector as PostgreSQL reads it, made without its parser: 'dang':1,7 '=đảng':1."""
    positions: dict[str, list[int]] = defaultdict(list)
    for position, pair in enumerate(streams.main, start=1):
        _place(positions, pair, position)
    for pair in streams.tail:
        _place(positions, pair, _TAIL)
    words = [f"{_quoted(token)}:{','.join(map(str, places))}" for token, places in positions.items()]
    return " ".join(words + [_quoted(token) for token in tokens])


def _place(positions: dict[str, list[int]], pair: tuple[str, str], position: int) -> None:
    folded, exact = pair
    if folded != text.GAP:
        positions[folded].append(position)
    if exact != text.GAP:
        positions[EXACT + exact].append(position)


def _near(window: Window, border: int, *, newest: bool) -> Window:
    return window.after(border - 1) if newest else window.before(border + 1)


def _pieces(window: Window, *, newest: bool) -> list[Window]:
    """The window cut into half a year, two years, then four at a time, on the years that split the tables."""
    if window.is_empty:
        return []
    bounds = _bounds(window)
    pieces = [Window(max(low, window.low), min(high - 1, window.high), window.now) for low, high in pairwise(bounds)]
    pieces = [piece for piece in pieces if not piece.is_empty]
    return pieces[::-1] if newest else pieces


def _bounds(window: Window) -> list[int]:
    newest = keys.day_of(min(max(window.high, schema.start(schema.FIRST_YEAR)), window.now)).year
    years = [newest + 1, newest, newest - 2, *range(newest - 6, schema.FIRST_YEAR, -4), schema.FIRST_YEAR]
    starts = sorted({schema.start(year) for year in years if year >= schema.FIRST_YEAR})
    half = keys.day_low(keys.day_of(schema.start(newest)).replace(month=7))
    return [keys.FIRST, *sorted({*starts, half}), keys.LAST + 1]
