"""The index on SQLite: FTS5 tables without content, whose rowid is the key of the entry.

Newest first is then the order in which FTS5 reads, so a common word costs no more among a million than among ten.
"""

import fcntl
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from operator import attrgetter
from pathlib import Path

from search.backends.engine import Engine
from search.query import tokens
from search.query.parsing import Phrase, Query, Term
from search.storage.documents import STORED, Document, marks, selected
from search.storage.keys import DAY, Window

TEXT_TABLES = ("search_body", "search_title")
_PAGES_AT_ONCE = 1_000
_LONG_BEFORE = 800_000
"""Days before 1970: more than there are since the year 1."""


class SQLite(Engine):
    vendor = "sqlite"

    def lock(self) -> None:
        """Transactions begin IMMEDIATE, so one writer at a time is a fact already."""

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether nobody else is rebuilding; the kernel lets go of it with the process.

        A database in memory belongs to one process alone.
        """
        if self.connection.is_in_memory_db():
            yield True
            return
        with Path(f"{self.connection.settings_dict['NAME']}.rebuild").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def streaming(self) -> AbstractContextManager:
        """Around reading very much, a little at a time: nothing, for nobody could write beside a transaction."""
        return nullcontext()

    def add(self, rows: list[Document]) -> None:
        columns, places = ", ".join(STORED), ", ".join(["%s"] * len(STORED))
        # In the order of keys: at each step back FTS5 would write out all that it has gathered.
        rows = sorted(rows, key=attrgetter("id"))
        self._many(
            f"INSERT INTO search_entry{self.suffix} ({columns}) VALUES ({places})",  # noqa: S608
            [row.values for row in rows],
        )
        for table in TEXT_TABLES:
            self._many(
                f"INSERT INTO {table}{self.suffix} (rowid, f, x, m) VALUES (%s, %s, %s, %s)",  # noqa: S608
                [_words(row, table) for row in rows],
            )

    def take(self, found: list[int]) -> list[Document]:
        """Takes these entries out, and hands them over.

        SQLite 3.40 forgets words only when told which: they are made again from the stored text.
        """
        rows = self.rows(found)
        for table in TEXT_TABLES:
            name = table + self.suffix
            self._many(
                f"INSERT INTO {name} ({name}, rowid, f, x, m) VALUES ('delete', %s, %s, %s, %s)",  # noqa: S608
                [_words(row, table) for row in rows if row.fold_version == tokens.FOLD_VERSION],
            )
        self._many(f"DELETE FROM search_entry{self.suffix} WHERE id = %s", [(row.id,) for row in rows])  # noqa: S608
        return rows

    def keys(self, query: Query, window: Window, limit: int, *, newest: bool = True, titles: bool = False) -> list[int]:
        """The first keys of the window, from the newest or from the oldest."""
        if window.is_empty:
            return []
        sql, params = self._select(query, window, titles=titles)
        key = "id" if "search_entry" in sql else "rowid"
        order = "DESC" if newest else "ASC"
        return [found for (found,) in self.fetch(f"{sql} ORDER BY {key} {order} LIMIT %s", [*params, limit])]

    def beside(self, query: Query, before: Window, after: Window) -> tuple[list[int], list[int]]:
        """The newest key of the one window and the oldest of the other, each in a list of one or none."""
        parts, values = [], []
        for window, order in ((before, "DESC"), (after, "ASC")):
            if not window.is_empty:
                sql, params = self._select(query, window, titles=False)
                key = "id" if "search_entry" in sql else "rowid"
                parts.append(f"SELECT * FROM ({sql} ORDER BY {key} {order} LIMIT 1)")  # noqa: S608
                values += params
        found = [key for (key,) in self.fetch(" UNION ALL ".join(parts), values)] if parts else []
        earlier = [key for key in found if before.low <= key <= before.high]
        return earlier, [key for key in found if key not in earlier]

    def count(self, query: Query, window: Window, limit: int, *, titles: bool = False) -> int:
        """How many there are, counting no further than `limit`."""
        if window.is_empty:
            return 0
        sql, params = self._select(query, window, titles=titles, has_expired=self._has_expired(window))
        return self.fetch(f"SELECT count(*) FROM ({sql} LIMIT %s)", [*params, limit])[0][0]  # noqa: S608

    def by_day(self, query: Query, window: Window, limit: int) -> dict[int, int]:
        """How many each day has of the newest `limit`, by its number. Counted in SQL: to bring each key costs more."""
        if window.is_empty:
            return {}
        sql, params = self._select(query, window, titles=False, has_expired=self._has_expired(window))
        key = "rowid" if match(query) else "id"
        found = f"SELECT {key} AS found FROM ({sql} ORDER BY {key} DESC LIMIT %s)"  # noqa: S608
        # Division cuts towards zero, so days before 1970 are counted from long before.
        days = f"SELECT (found + %s) / %s - %s, count(*) FROM ({found}) GROUP BY 1"  # noqa: S608
        return dict(self.fetch(days, [_LONG_BEFORE * DAY, DAY, _LONG_BEFORE, *params, limit]))

    def newest(self, query: Query, window: Window, limit: int) -> list[tuple[int, str, str]]:
        """(key, kind, section) of the newest."""
        if window.is_empty:
            return []
        sql, params = self._select(query, window, titles=False, has_expired=self._has_expired(window))
        key = "rowid" if match(query) else "id"
        found = f"SELECT {key} AS found FROM ({sql} ORDER BY {key} DESC LIMIT %s)"  # noqa: S608
        rows = f"SELECT id, kind, section FROM ({found}) CROSS JOIN search_entry{self.suffix} ON id = found"  # noqa: S608
        return self.fetch(rows, [*params, limit])

    def rows(self, found: list[int], *, with_text: bool = True) -> list[Document]:
        """What is stored under these keys, in no order; the long text is "" where it is not needed."""
        columns, places = selected(with_text), ", ".join(["%s"] * len(found))
        sql = f"SELECT {columns} FROM search_entry{self.suffix} WHERE id IN ({places})"  # noqa: S608
        return [Document(*values) for values in self.fetch(sql, found)]

    def known(self, words: Collection[str]) -> dict[str, int]:
        """Those that were indexed once, and in how many entries. As one value: to bind hundreds costs as much again."""
        sql = f"SELECT word, n FROM json_each(%s) CROSS JOIN search_word{self.suffix} ON word = value"  # noqa: S608
        return dict(self.fetch(sql, [json.dumps(list(words))]))

    def explain(self, query: Query, window: Window, limit: int, *, titles: bool = False) -> str:
        sql, params = self._select(query, window, titles=titles)
        key = "id" if "search_entry" in sql else "rowid"
        plan = self.fetch(f"EXPLAIN QUERY PLAN {sql} ORDER BY {key} DESC LIMIT %s", [*params, limit])
        return "\n".join(step[-1] for step in plan)

    def indexed(self, kind: str) -> Iterator[set[int]]:
        """The keys under which each table of words has something of that kind, for checking."""
        for table in TEXT_TABLES:
            name = table + self.suffix
            sql = f"SELECT rowid FROM {name} WHERE {name} MATCH %s"  # noqa: S608
            yield {key for (key,) in self.fetch(sql, [match(Query(kind=kind))])}

    def clear(self) -> None:
        with self.connection.cursor() as cursor:
            for table in TEXT_TABLES:
                cursor.execute(f"INSERT INTO {table}{self.suffix} ({table}{self.suffix}) VALUES ('delete-all')")  # noqa: S608

    def settle(self, progress: Callable[[int], None]) -> None:
        """Merges the pieces that FTS5 has gathered into one. In steps: between two of them an editor may save."""
        for table in TEXT_TABLES:
            pages = -_PAGES_AT_ONCE
            while self._merge(table + self.suffix, pages):
                pages = _PAGES_AT_ONCE
                progress(pages)

    def _merge(self, name: str, pages: int) -> bool:
        """About so many pages; a negative number begins anew. False when nothing was left to merge."""
        with self.connection.cursor() as cursor:
            before = cursor.execute("SELECT total_changes()").fetchone()[0]
            cursor.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('merge', %s)", [pages])  # noqa: S608
            # As its manual says: the command itself counts for one.
            return cursor.execute("SELECT total_changes()").fetchone()[0] - before >= 2

    def _has_expired(self, window: Window) -> bool:
        """Mostly not, and then counting thousands need not ask it of each."""
        sql = f"SELECT 1 FROM search_expiry{self.suffix} WHERE id BETWEEN %s AND %s AND expires <= %s LIMIT 1"  # noqa: S608
        return bool(self.fetch(sql, [window.low, window.high, window.now]))

    def _select(self, query: Query, window: Window, *, titles: bool, has_expired: bool = True) -> tuple[str, list]:
        expression = match(query)
        table = ("search_title" if titles else "search_body") if expression else "search_entry"
        key = "rowid" if expression else "id"
        name = table + self.suffix
        sql = f"SELECT {key} FROM {name} WHERE "  # noqa: S608
        sql += f"{name} MATCH %s AND " if expression else ""
        sql += f"{key} BETWEEN %s AND %s"
        params = [*([expression] if expression else []), window.low, window.high]
        if not has_expired:
            return sql, params
        gone = f"SELECT 1 FROM search_expiry{self.suffix} AS gone WHERE gone.id = {name}.{key} AND gone.expires <= %s"  # noqa: S608
        return f"{sql} AND NOT EXISTS ({gone})", [*params, window.now]

    def _many(self, sql: str, rows: Iterable[tuple]) -> None:
        with self.connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def match(query: Query) -> str:
    """The query in FTS5's language; every token is quoted, so nothing a reader types is an operator."""
    parts = [_term(term) for term in query.terms]
    parts += [f'm : "{mark}"' for mark in marks(query.kind, query.section)]
    return " AND ".join(parts)


def _term(term: Term) -> str:
    return "(" + " OR ".join(map(_phrase, term.alternatives)) + ")"


def _phrase(phrase: Phrase) -> str:
    words = " ".join(phrase.words).replace('"', '""')
    return f'{"x" if phrase.exact else "f"} : "{words}"{" *" if phrase.prefix else ""}'


def _words(row: Document, table: str) -> tuple[int, str, str, str]:
    streams = row.body if table == "search_body" else row.heading
    folded, exact = ([pair[stream] for pair in streams.main] for stream in (0, 1))
    for pair in streams.tail:
        folded += (tokens.GAP, pair[0])
        exact += (tokens.GAP, pair[1])
    return row.id, " ".join(folded), " ".join(exact), " ".join(row.marks)
