"""Writes the index: entries, their places, and what is counted from them. Everything in one transaction."""

from collections import Counter
from collections.abc import Callable, Iterable

from search.backends import backend, to_write
from search.indexing.batch import Batch
from search.models import SearchChange, SearchRebuild
from search.query import tokens
from search.storage import keys
from search.storage.documents import Document
from search.storage.entry import Entry

CHUNK = 1_000
"""So many entries are written at once."""
_AT_ONCE = 1_000


class IndexWriter:
    """One set of tables: the one that answers (no suffix), or the one that a rebuild fills.

    `using`: in which database; "" the one that the router names for writing.
    """

    def __init__(self, suffix: str = "", using: str = ""):
        self.suffix = suffix
        self.using = using or to_write()
        self.backend = backend(suffix, self.using)

    def put(self, entries: Iterable[Entry], *, is_bulk: bool = False) -> None:
        """Each entry replaces what was there for the same kind and object; the last one given wins.

        `is_bulk`: there are many, so it pays to count their words (search/retrieval/document_frequency.py).
        """
        latest = {(entry.kind, entry.object_id): entry for entry in entries}
        self.backend.lock()
        old = self.backend.take(self._places(latest))
        rows = self._placed(latest.values(), {row.id for row in old if row.fold_version != tokens.FOLD_VERSION})
        self._bring_in(rows, old, is_bulk=is_bulk)

    def remove(self, objects: Iterable[tuple[str, int]]) -> None:
        objects = list(objects)
        self.backend.lock()
        old = self.backend.take(self._places(objects))
        batch = Batch(self.backend)
        places = [(row.kind, row.object_id) for row in old]
        batch.each(f"DELETE FROM search_place{self.suffix} WHERE kind = %s AND object_id = %s", places)  # noqa: S608
        self._count_all(batch, [], old)
        self._note(batch, objects)
        batch.send()

    def copy(self, rows: list[Document]) -> None:
        """Brings in rows of another index, of objects that this one does not have, under the same key if it is free."""
        self._bring_in(self._at_free_keys([(row.id, row) for row in rows], set()), [], is_bulk=False)

    def settle(self, progress: Callable[[int], None] = lambda size: None) -> None:
        """After very many entries: puts in order what the engine has gathered in pieces."""
        self.backend.settle(progress)

    def rows(self, objects: Iterable[tuple[str, int]]) -> list[Document]:
        return self.backend.rows(self._places(objects))

    def _placed(self, entries: Iterable[Entry], avoid: set[int]) -> list[Document]:
        """`avoid`: keys whose old words could not be taken out of SQLite, since they were made by other rules."""
        wanted = [(keys.base(entry.at), Document.of(entry, 0)) for entry in entries]
        return self._at_free_keys(wanted, avoid)

    def _at_free_keys(self, wanted: list[tuple[int, Document]], avoid: set[int]) -> list[Document]:
        """Gives each row the first free key of its second. Whole days are looked at only where a second is taken."""
        used = self._taken([base for base, _ in wanted]) | avoid
        days: set[int] = set()
        reached: dict[int, int] = {}
        placed = []
        for base, row in wanted:
            key, day = base, base // keys.DAY
            if base in used:
                if day not in days:
                    days.add(day)
                    used |= self._taken_on(day)
                # From where the last one of the same second ended, or many in one second would be slow.
                key = reached[base] = keys.first_free(reached.get(base, base), used)
            used.add(key)
            placed.append(Document(key, *row.values[1:]))
        return placed

    def _taken(self, wanted: list[int]) -> set[int]:
        """Which of these keys are in use."""
        taken: set[int] = set()
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            marks = ", ".join(["%s"] * len(part))
            # The bounds tell PostgreSQL which parts it need not look at.
            sql = f"SELECT id FROM search_entry{self.suffix} WHERE id BETWEEN %s AND %s AND id IN ({marks})"  # noqa: S608
            taken.update(key for (key,) in self.backend.fetch(sql, [min(part), max(part), *part]))
        return taken

    def _taken_on(self, day: int) -> set[int]:
        low = day * keys.DAY
        sql = f"SELECT id FROM search_entry{self.suffix} WHERE id BETWEEN %s AND %s"  # noqa: S608
        return {key for (key,) in self.backend.fetch(sql, [low, low + keys.DAY - 1])}

    def _bring_in(self, rows: list[Document], old: list[Document], *, is_bulk: bool) -> None:
        """`old`: those of the same objects that were taken out of the entries."""
        self.backend.add(rows)
        batch = Batch(self.backend)
        places = [(row.kind, row.object_id, row.id) for row in rows]
        moved = "ON CONFLICT (kind, object_id) DO UPDATE SET key = excluded.key"
        batch.insert(f"search_place{self.suffix} (kind, object_id, key)", places, conflict=moved)
        self._count_all(batch, rows, old)
        if is_bulk:
            self._count_words(batch, rows)
        else:
            self._meet_words(batch, rows, old)
        self._note(batch, [(row.kind, row.object_id) for row in rows])
        batch.send()

    def _count_all(self, batch: Batch, rows: list[Document], old: list[Document]) -> None:
        """What came and what went, in everything that is counted from the entries."""
        for unit, number in _UNITS.items():
            self._count(batch, unit, _changes(rows, old, number))
        gone = [(row.id,) for row in old if row.expires is not None]
        expiring = [(row.id, row.expires, row.kind, row.section) for row in rows if row.expires is not None]
        batch.each(f"DELETE FROM search_expiry{self.suffix} WHERE id = %s", gone)  # noqa: S608
        batch.insert(f"search_expiry{self.suffix} (id, expires, kind, section)", expiring)
        removed = [(len(old),)] if old else []
        batch.each(f"UPDATE search_word{self.suffix} SET n = n + %s WHERE word = ''", removed)  # noqa: S608

    def _count(self, batch: Batch, unit: str, changes: list[tuple]) -> None:
        name, key = f"search_{unit}{self.suffix}", f"{unit}, kind, section"
        added = f"ON CONFLICT ({key}) DO UPDATE SET n = {name}.n + excluded.n"
        batch.insert(f"{name} ({key}, n)", changes, conflict=added)

    def _count_words(self, batch: Batch, rows: list[Document]) -> None:
        counted: Counter = Counter()
        for row in rows:
            counted.update(row.vocabulary)
        name = f"search_word{self.suffix}"
        added = f"ON CONFLICT (word) DO UPDATE SET n = {name}.n + excluded.n"
        batch.insert(f"{name} (word, n)", sorted(counted.items()), conflict=added)

    def _meet_words(self, batch: Batch, rows: list[Document], old: list[Document]) -> None:
        """Only words that were never met: to count the rest would cost as much as all else in a publish.

        The words of `old` were met when these were brought in, if they were made by the same rules.
        """
        known = _words([row for row in old if row.fold_version == tokens.FOLD_VERSION])
        words = _words(rows) - known
        met = self.backend.known(words) if words else {}
        new = sorted((word, 1) for word in words - set(met))
        batch.insert(f"search_word{self.suffix} (word, n)", new, conflict="ON CONFLICT (word) DO NOTHING")

    def _places(self, objects: Iterable[tuple[str, int]]) -> list[int]:
        by_kind: dict[str, list[int]] = {}
        for kind, object_id in objects:
            by_kind.setdefault(kind, []).append(object_id)
        found = []
        for kind, ids in by_kind.items():
            marks = ", ".join(["%s"] * len(ids))
            sql = f"SELECT key FROM search_place{self.suffix} WHERE kind = %s AND object_id IN ({marks})"  # noqa: S608
            found += [key for (key,) in self.backend.fetch(sql, [kind, *ids])]
        return found

    def _note(self, batch: Batch, objects: list[tuple[str, int]]) -> None:
        """While a rebuild runs, says what it must bring over before its tables are swapped in."""
        if not self.suffix:
            into = f"{SearchChange._meta.db_table} (kind, object_id)"
            is_running = f"EXISTS (SELECT 1 FROM {SearchRebuild._meta.db_table})"  # noqa: S608
            batch.insert(into, objects, where=is_running, conflict="ON CONFLICT DO NOTHING")


def _day(row: Document) -> int:
    return row.id // keys.DAY


def _month(row: Document) -> int:
    return keys.month_number(keys.day_of(row.id))


def _changes(rows: list[Document], old: list[Document], number: Callable[[Document], int]) -> list[tuple]:
    """(day, month or year, kind, section, how many more): an entry that stays where it was changes nothing."""
    counted = Counter((number(row), row.kind, row.section) for row in rows)
    counted.subtract((number(row), row.kind, row.section) for row in old)
    return [(*group, n) for group, n in sorted(counted.items()) if n]


def _year(row: Document) -> int:
    return keys.day_of(row.id).year


_UNITS = {"day": _day, "month": _month, "year": _year}


def _words(rows: list[Document]) -> set[str]:
    return set().union(*(row.correctable for row in rows))
