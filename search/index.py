"""Writes the index: entries, their places, and what is counted from them. Everything in one transaction."""

from collections import Counter
from collections.abc import Callable, Iterable

from django.db import connection

from search import keys, text, years
from search.backends import backend
from search.entries import Entry
from search.models import SearchChange, SearchRebuild
from search.rows import STORED, Row

_AT_ONCE = 1_000


class Index:
    """One set of tables: the one that answers (no suffix), or the one that a rebuild fills."""

    def __init__(self, suffix: str = ""):
        self.suffix = suffix
        self.backend = backend(suffix)

    def put(self, entries: Iterable[Entry], *, is_bulk: bool = False) -> None:
        """Each entry replaces what was there for the same kind and object; the last one given wins.

        `is_bulk`: there are many, so it pays to count their words (search/frequency.py).
        """
        latest = {(entry.kind, entry.object_id): entry for entry in entries}
        self.backend.lock()
        old = self._rows(self._places(latest))
        self.backend.drop(old)
        self._note(latest)
        rows = self._placed(latest.values(), {row.id for row in old if row.fold_version != text.FOLD_VERSION})
        self._bring_in(rows, old)
        if is_bulk:
            self._count_words(rows)
        else:
            self._meet_words(rows)

    def remove(self, objects: Iterable[tuple[str, int]]) -> None:
        objects = list(objects)
        self.backend.lock()
        old = self._rows(self._places(objects))
        self.backend.drop(old)
        places = [(row.kind, row.object_id) for row in old]
        _many(f"DELETE FROM search_place{self.suffix} WHERE kind = %s AND object_id = %s", places)  # noqa: S608
        self._count_all([], old)
        self._note(objects)

    def copy(self, rows: list[Row]) -> None:
        """Brings in rows of another index, of objects that this one does not have, under the same key if it is free."""
        placed = self._at_free_keys([(row.id, row) for row in rows], set())
        self._bring_in(placed, [])
        self._meet_words(placed)

    def settle(self, progress: Callable[[int], None] = lambda size: None) -> None:
        """After very many entries: puts in order what the engine has gathered in pieces."""
        self.backend.settle(progress)

    def rows(self, objects: Iterable[tuple[str, int]]) -> list[Row]:
        return self._rows(self._places(objects))

    def _placed(self, entries: Iterable[Entry], avoid: set[int]) -> list[Row]:
        """`avoid`: keys whose old words could not be taken out of SQLite, since they were made by other rules."""
        wanted = [(keys.base(entry.at), Row.of(entry, 0)) for entry in entries]
        return self._at_free_keys(wanted, avoid)

    def _at_free_keys(self, wanted: list[tuple[int, Row]], avoid: set[int]) -> list[Row]:
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
            placed.append(Row(key, *row.values[1:]))
        return placed

    def _taken(self, wanted: list[int]) -> set[int]:
        """Which of these keys are in use."""
        taken: set[int] = set()
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            marks = ", ".join(["%s"] * len(part))
            # The bounds tell PostgreSQL which years it need not look at.
            sql = f"SELECT id FROM search_entry{self.suffix} WHERE id BETWEEN %s AND %s AND id IN ({marks})"  # noqa: S608
            taken.update(key for (key,) in _fetch(sql, [min(part), max(part), *part]))
        return taken

    def _taken_on(self, day: int) -> set[int]:
        low = day * keys.DAY
        sql = f"SELECT id FROM search_entry{self.suffix} WHERE id BETWEEN %s AND %s"  # noqa: S608
        return {key for (key,) in _fetch(sql, [low, low + keys.DAY - 1])}

    def _bring_in(self, rows: list[Row], old: list[Row]) -> None:
        """`old`: those of the same objects that were taken out of the entries."""
        self.backend.add(rows)
        places = [(row.kind, row.object_id, row.id) for row in rows]
        moved = "ON CONFLICT (kind, object_id) DO UPDATE SET key = excluded.key"
        _insert(f"search_place{self.suffix} (kind, object_id, key)", places, moved)
        self._count_all(rows, old)

    def _count_all(self, rows: list[Row], old: list[Row]) -> None:
        """What came and what went, in everything that is counted from the entries."""
        years.known.forget()
        for unit, number in _UNITS.items():
            self._count(unit, _changes(rows, old, number))
        gone = [(row.id,) for row in old if row.expires is not None]
        expiring = [(row.id, row.expires, row.kind, row.section) for row in rows if row.expires is not None]
        _many(f"DELETE FROM search_expiry{self.suffix} WHERE id = %s", gone)  # noqa: S608
        _insert(f"search_expiry{self.suffix} (id, expires, kind, section)", expiring)
        if old:
            _many(f"UPDATE search_word{self.suffix} SET n = n + %s WHERE word = ''", [(len(old),)])  # noqa: S608

    def _count(self, unit: str, changes: list[tuple]) -> None:
        name, key = f"search_{unit}{self.suffix}", f"{unit}, kind, section"
        _insert(f"{name} ({key}, n)", changes, f"ON CONFLICT ({key}) DO UPDATE SET n = {name}.n + excluded.n")

    def _count_words(self, rows: list[Row]) -> None:
        counted: Counter = Counter()
        for row in rows:
            counted.update(row.vocabulary)
        name = f"search_word{self.suffix}"
        conflict = f"ON CONFLICT (word) DO UPDATE SET n = {name}.n + excluded.n"
        _insert(f"{name} (word, n)", sorted(counted.items()), conflict)

    def _meet_words(self, rows: list[Row]) -> None:
        """Only words that were never met: to count the rest would cost as much as all else in a publish."""
        words = list(set().union(*(row.correctable for row in rows)))
        name, met = f"search_word{self.suffix}", set()
        for start in range(0, len(words), _AT_ONCE):
            part = words[start : start + _AT_ONCE]
            sql = f"SELECT word FROM {name} WHERE word IN ({', '.join(['%s'] * len(part))})"  # noqa: S608
            met.update(word for (word,) in _fetch(sql, part))
        new = sorted((word, 1) for word in set(words) - met)
        _insert(f"{name} (word, n)", new, "ON CONFLICT (word) DO NOTHING")

    def _places(self, objects: Iterable[tuple[str, int]]) -> list[int]:
        by_kind: dict[str, list[int]] = {}
        for kind, object_id in objects:
            by_kind.setdefault(kind, []).append(object_id)
        found = []
        for kind, ids in by_kind.items():
            marks = ", ".join(["%s"] * len(ids))
            sql = f"SELECT key FROM search_place{self.suffix} WHERE kind = %s AND object_id IN ({marks})"  # noqa: S608
            found += [key for (key,) in _fetch(sql, [kind, *ids])]
        return found

    def _rows(self, places: list[int]) -> list[Row]:
        if not places:
            return []
        marks = ", ".join(["%s"] * len(places))
        sql = f"SELECT {', '.join(STORED)} FROM search_entry{self.suffix} WHERE id IN ({marks})"  # noqa: S608
        return [Row(*values) for values in _fetch(sql, places)]

    def _note(self, objects: Iterable[tuple[str, int]]) -> None:
        """While a rebuild runs, says what it must bring over before its tables are swapped in."""
        if not self.suffix and _fetch(f"SELECT 1 FROM {SearchRebuild._meta.db_table} LIMIT 1", []):  # noqa: S608
            changes = [SearchChange(kind=kind, object_id=object_id) for kind, object_id in objects]
            SearchChange.objects.bulk_create(changes, ignore_conflicts=True)


def _day(row: Row) -> int:
    return row.id // keys.DAY


def _month(row: Row) -> int:
    return keys.month_number(keys.day_of(row.id))


def _changes(rows: list[Row], old: list[Row], number: Callable[[Row], int]) -> list[tuple]:
    """(day, month or year, kind, section, how many more): an entry that stays where it was changes nothing."""
    counted = Counter((number(row), row.kind, row.section) for row in rows)
    counted.subtract((number(row), row.kind, row.section) for row in old)
    return [(*group, n) for group, n in sorted(counted.items()) if n]


def _year(row: Row) -> int:
    return keys.day_of(row.id).year


_UNITS = {"day": _day, "month": _month, "year": _year}


def _fetch(sql: str, params: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _insert(into: str, rows: list[tuple], conflict: str = "") -> None:
    """Many rows: on PostgreSQL each statement is a journey of its own, SQLite likes one short statement repeated."""
    if connection.vendor == "sqlite":
        if rows:
            places = ", ".join(["%s"] * len(rows[0]))
            _many(f"INSERT INTO {into} VALUES ({places}) {conflict}", rows)  # noqa: S608
        return
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            places = ", ".join([f"({', '.join(['%s'] * len(part[0]))})"] * len(part))
            cursor.execute(f"INSERT INTO {into} VALUES {places} {conflict}", [value for row in part for value in row])  # noqa: S608


def _many(sql: str, rows: list[tuple]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)
