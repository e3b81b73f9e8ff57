"""The index on PostgreSQL: one vector per entry with both streams at the same positions, split by time.

Left alone, the planner walks the entries by date and unpacks a vector for each. So the plan is chosen here: the index
alone is asked, for words and weeks together, in ever larger windows going back in time until the page is full
(partitions.py).
"""

import io
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from math import inf, sqrt

from django.db import transaction

from search.backends import partitions, selectivity
from search.backends.engine import Engine
from search.backends.selectivity import Selectivity
from search.backends.tsvector import copied, expression, vector
from search.query.parsing import Query
from search.storage import keys, schema
from search.storage.documents import STORED, Document, selected
from search.storage.keys import Window

_NEAREST = 200
"""Titles that are read for the beginning of a word: a short one is soon met, a long one has a short list."""
_LEAST_ASKED = 100
"""Entries: to ask the index about fewer would cost hardly less."""
_SMALLEST = 1e-9
_IN_TITLES = 1 / 10
"""About one in ten of the texts that have a word has it in the title too."""
_OF_A_KIND = Selectivity(1.0, 0.1)
"""Of a kind or section without words; a guess."""
_MOST_FETCHED = 1_500
"""Entries that one statement may have to fetch, if all that have the rarest word have the others as well."""
_LOCK, _REBUILD_LOCK = 7_151_723, 7_151_724
# A row is dearer than a page of the lists: a vector of several pages may have to be unpacked for it. Helpers cost more
# than they bring: no statement fetches more than some thousand rows.
_PLANNING = {
    "enable_seqscan": "off",
    "enable_indexscan": "off",
    "cpu_tuple_cost": "10",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
_BITMAPS = "".join(f"SET LOCAL {name} = {value}; " for name, value in _PLANNING.items())
_AS_USUAL = "; ".join(f"SET LOCAL {name} TO DEFAULT" for name in _PLANNING)
_IN_SIGHT = "(expires IS NULL OR expires > %s)"
# No index has this.
_BESIDES = "(titles || '') @@ %s::tsquery"


@dataclass(frozen=True)
class _Manner:
    """How to look: from which end, in which words, and which columns to bring, the key first."""

    newest: bool = True
    titles: bool = False
    columns: tuple[str, ...] = ("id",)
    also: str = ""
    """What titles must have besides: looked for in each of them, not in the index."""

    @property
    def selected(self) -> str:
        return ", ".join(self.columns)

    @property
    def order(self) -> str:
        return f"ORDER BY id {'DESC' if self.newest else 'ASC'}"

    @property
    def words(self) -> str:
        return "titles" if self.titles else "words"


class PostgreSQL(Engine):
    vendor = "postgresql"

    def lock(self) -> None:
        """One writer at a time until the transaction ends: slots and counts are read before they are written."""
        self.fetch("SELECT pg_advisory_xact_lock(%s)", [_LOCK])

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether nobody else is rebuilding. Held by a transaction of a session of its own, also behind PgBouncer."""
        with closing(self.connection.copy()) as other:
            other.set_autocommit(False)
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_REBUILD_LOCK])
                (is_alone,) = cursor.fetchone()
            yield is_alone

    def streaming(self) -> AbstractContextManager:
        """Around reading very much, a little at a time: without a transaction all of it is copied into a file first."""
        return transaction.atomic(using=self.connection.alias)

    def add(self, rows: list[Document]) -> None:
        columns = ", ".join((*STORED, "words", "titles"))
        lines = io.StringIO()
        for row in rows:
            vectors = (vector(row.body, row.marks), vector(row.heading, row.marks))
            lines.write("\t".join(map(copied, (*row.values, *vectors))) + "\n")
        lines.seek(0)
        with self.connection.cursor() as cursor:
            cursor.copy_expert(f"COPY search_entry{self.suffix} ({columns}) FROM STDIN", lines)

    def take(self, found: list[int]) -> list[Document]:
        """Takes these entries out, and hands them over."""
        if not found:
            return []
        places = ", ".join(["%s"] * len(found))
        sql = f"DELETE FROM search_entry{self.suffix} WHERE id IN ({places}) RETURNING {', '.join(STORED)}"  # noqa: S608
        return [Document(*values) for values in self.fetch(sql, found)]

    def keys(self, query: Query, window: Window, limit: int, *, newest: bool = True, titles: bool = False) -> list[int]:
        """The first keys of the window, from the newest or from the oldest."""
        manner, finished = _Manner(newest, titles), query.finished
        if titles and finished != query:
            return [key for (key,) in self._begun(query, finished, window, limit, manner)]
        return [key for (key,) in self._find(query, window, limit, manner)]

    def beside(self, query: Query, before: Window, after: Window) -> tuple[list[int], list[int]]:
        """The newest key of the one window and the oldest of the other, each in a list of one or none."""
        return self.keys(query, before, 1), self.keys(query, after, 1, newest=False)

    def by_day(self, query: Query, window: Window, limit: int) -> dict[int, int]:
        """How many each day has of the newest `limit`, by its number."""
        return Counter(key // keys.DAY for key in self.keys(query, window, limit))

    def newest(self, query: Query, window: Window, limit: int) -> list[tuple[int, str, str]]:
        """(key, kind, section) of the newest."""
        return self._find(query, window, limit, _Manner(columns=("id", "kind", "section")))

    def _find(self, query: Query, window: Window, limit: int, manner: _Manner) -> list[tuple]:
        wanted, found = expression(query), []
        for piece in self._pieces(query, window, limit, manner):
            sql, params = self._ordered(wanted, piece, manner)
            found += self._ask(sql, [*params, limit - len(found)], bitmaps=bool(wanted))
            if len(found) >= limit:
                break
        return found

    def _begun(self, query: Query, finished: Query, window: Window, limit: int, manner: _Manner) -> list[tuple]:
        """With a word that is not finished. It may become thousands, whose lists PostgreSQL would join before all else.

        So it is looked for in the titles that have the finished words, or in the nearest if there are none.
        """
        if finished.terms:
            return self._find(finished, window, limit, replace(manner, also=expression(query)))
        nearest = [key for (key,) in self._find(finished, window, _NEAREST, manner)]
        found = self._among(query, nearest, limit, manner)
        return found if len(found) == limit else self._find(query, window, limit, manner)

    def _among(self, query: Query, found: list[int], limit: int, manner: _Manner) -> list[tuple]:
        """Those of these keys that have the words in their titles."""
        if not found:
            return []
        where = f"id BETWEEN %s AND %s AND id = ANY(%s) AND {_BESIDES} {manner.order} LIMIT %s"
        sql = f"SELECT id FROM search_entry{self.suffix} WHERE {where}"  # noqa: S608
        return self.fetch(sql, [min(found), max(found), found, expression(query), limit])

    def count(self, query: Query, window: Window, limit: int, *, titles: bool = False) -> int:
        """How many there are, counting no further than `limit`."""
        wanted, total, manner = expression(query), 0, _Manner(titles=titles)
        # Nothing is put in order, so nothing is fetched in vain.
        for piece in self._pieces(query, window, limit, manner, most_fetched=inf):
            sql, params = self._select(wanted, piece, manner)
            sql = f"SELECT count(*) FROM ({sql} LIMIT %s) AS found"  # noqa: S608
            total += self._ask(sql, [*params, limit - total], bitmaps=bool(wanted))[0][0]
            if total >= limit:
                break
        return total

    def rows(self, found: list[int], *, with_text: bool = True) -> list[Document]:
        """What is stored under these keys, in no order; the long text is "" where it is not needed."""
        if not found:
            return []
        # The bounds name the parts, or the plan would look into each.
        where = "id BETWEEN %s AND %s AND id = ANY(%s)"
        sql = f"SELECT {selected(with_text)} FROM search_entry{self.suffix} WHERE {where}"  # noqa: S608
        return [Document(*values) for values in self.fetch(sql, [min(found), max(found), found])]

    def known(self, words: Collection[str]) -> dict[str, int]:
        """Those that were indexed once, and in how many entries."""
        sql = f"SELECT word, n FROM search_word{self.suffix} WHERE word = ANY(%s)"  # noqa: S608
        return dict(self.fetch(sql, [list(words)]))

    def explain(self, query: Query, window: Window, limit: int, *, titles: bool = False) -> str:
        """The plans of every statement that `keys` may run."""
        wanted, plans, manner = expression(query), [], _Manner(titles=titles)
        for piece in self._pieces(query, window, limit, manner):
            sql, params = self._ordered(wanted, piece, manner)
            plans += [line for (line,) in self._ask("EXPLAIN " + sql, [*params, limit], bitmaps=bool(wanted))]
        return "\n".join(plans)

    def indexed(self, kind: str) -> Iterator[set[int]]:
        """The keys under which each vector has something of that kind, for checking."""
        for column in ("words", "titles"):
            sql = f"SELECT id FROM search_entry{self.suffix} WHERE {column} @@ %s::tsquery"  # noqa: S608
            yield {key for (key,) in self.fetch(sql, [expression(Query(kind=kind))])}

    def clear(self) -> None:
        """Emptying search_entry has emptied the words with it."""

    def settle(self, progress: Callable[[int], None]) -> None:
        """Files the words that still wait in the lists beside each index: every search reads such a list whole."""
        indexes = (
            "SELECT indexrelid::regclass::text FROM pg_inherits JOIN pg_index ON indrelid = inhrelid"
            " JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam"
            " WHERE inhparent = %s::regclass AND amname = 'gin'"
        )
        for (index,) in self.fetch(indexes, [f"search_entry{self.suffix}"]):
            self.fetch("SELECT gin_clean_pending_list(%s::regclass)", [index])
            progress(1)
        self._run(f"ANALYZE search_entry{self.suffix}")

    def _pieces(
        self, query: Query, window: Window, limit: int, manner: _Manner, most_fetched: float = _MOST_FETCHED
    ) -> Iterator[Window]:
        first = _worth_asking(self._share(query, manner), limit, most_fetched)
        return partitions.pieces(window, self.years(), newest=manner.newest, wanted=first)

    def _share(self, query: Query, manner: _Manner) -> Selectivity:
        if not query.terms:
            return _OF_A_KIND if query.kind or query.section else Selectivity()
        found = selectivity.estimate(query, self)
        return Selectivity(found.most, found.likely * _IN_TITLES) if manner.titles else found

    def _ordered(self, wanted: str, window: Window, manner: _Manner) -> tuple[str, list]:
        sql, params = self._select(wanted, window, manner)
        return f"{sql} {manner.order} LIMIT %s", params

    def _select(self, wanted: str, window: Window, manner: _Manner) -> tuple[str, list]:
        sql = f"SELECT {manner.selected} FROM search_entry{self.suffix} WHERE {_IN_SIGHT} AND id BETWEEN %s AND %s"  # noqa: S608
        if not wanted:
            params = [window.now, window.low, window.high]
            return (f"{sql} AND {_BESIDES}", [*params, manner.also]) if manner.also else (sql, params)
        # The bounds of whole parts say which of them to look into. More exactly the planner is not to know it: it would
        # fetch by the key and unpack a vector for each, where words and weeks are found in one index.
        sql += f" AND id + 0 BETWEEN %s AND %s AND {manner.words} @@ %s::tsquery"
        params = [window.now, *partitions.whole_parts(window), window.low, window.high, wanted]
        if weeks := partitions.weeks(window):
            sql += f" AND {schema.WEEK_OF[manner.words]} && %s::bigint[]"
            params.append([-week for week in weeks] if manner.titles else weeks)
        return (f"{sql} AND {_BESIDES}", [*params, manner.also]) if manner.also else (sql, params)

    def _ask(self, sql: str, params: list, *, bitmaps: bool) -> list[tuple]:
        if not bitmaps:
            return self.fetch(sql, params)
        # Several statements sent at once are one transaction of their own, so SET LOCAL ends with them; inside a
        # transaction it must be taken back.
        rows = self.fetch(_BITMAPS + sql, params)
        if self.connection.in_atomic_block:
            self._run(_AS_USUAL)
        return rows

    def _run(self, sql: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)


def _worth_asking(share: Selectivity, limit: int, most_fetched: float) -> float:
    """How many entries the index should be asked about at first: enough for so many hits, but never about too many."""
    # By chance there are fewer hits than the share says, and the fewer are wanted, the more so.
    ample = limit + 8 * sqrt(limit)
    return max(_LEAST_ASKED, min(ample / max(share.likely, _SMALLEST), most_fetched / max(share.most, _SMALLEST)))
