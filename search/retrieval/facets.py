"""How many? Per day, per year, per kind and section, of what a reader can see at that moment.

Without words everything is summed from the tables of counts: whole years from one, months and days at the edges from
the others; what has expired is taken off, and so is what comes later today. Written as SQL, since each statement costs
Django more to put together than the database to answer.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter

from search.backends import backend
from search.query.parsing import Query
from search.retrieval import document_frequency
from search.storage import keys
from search.storage.keys import Window

LIMIT = 10_001
"""Counting stops here; readers see "10.000+"."""
SAMPLE = 300
"""With words, kinds and sections are counted among the newest so many."""

Span = tuple[str, int, int]
"""Of days, months or years: which of them, the first, the last."""
Found = tuple[int, str, str]
"""Key, kind and section of something found."""
Groups = Mapping[tuple[str, str], int]
"""How many of each kind and section."""

_MANY = 500
"""With so many expired entries, every year is looked into."""

_kind, _section = itemgetter(1), itemgetter(2)

_HIDDEN = {
    "search_expiry": "id BETWEEN %s AND %s AND expires <= %s",
    "search_entry": "id > %s AND id <= %s",
}


@dataclass(frozen=True)
class Facets:
    """Counts per kind and per section; `sampled`: only of the newest `SAMPLE`."""

    kinds: dict[str, int]
    sections: dict[str, int]
    sampled: bool = False


@dataclass(frozen=True)
class Newest:
    """The newest `SAMPLE`, from the newest on."""

    found: list[Found]

    @property
    def is_all(self) -> bool:
        return len(self.found) < SAMPLE

    def __bool__(self) -> bool:
        return bool(self.found)


def newest(query: Query, window: Window) -> Newest:
    """One look at the index gives most of what a page shows."""
    return Newest(backend().newest(query, window, SAMPLE))


def look(query: Query, window: Window) -> Newest | Groups:
    """What both total and facets are made from: the newest of a query with words, the groups of one without."""
    return newest(query, window) if query.terms else _groups(window)


def total(query: Query, window: Window, found: Newest | Groups | None = None) -> int:
    """At most LIMIT. `found`: from `look`, where that is known already."""
    if not query.terms:
        groups = _groups(window) if found is None else found
        return min(LIMIT, sum(_kinds(groups, query.section, query.kind).values()))
    if found is None:
        return backend().count(query, window, LIMIT)
    if found.is_all:
        return len(found.found)
    if document_frequency.at_least(query, window) >= LIMIT:
        return LIMIT
    return SAMPLE + backend().count(query, window.before(found.found[-1][0]), LIMIT - SAMPLE)


def by_day(query: Query, window: Window) -> dict[dt.date, int]:
    """For a window of weeks or months; days without anything are left out. With words, of the newest LIMIT."""
    found = backend().by_day(query, window, LIMIT) if query.terms else _days(query, window)
    return {keys.day_of_number(day): n for day, n in sorted(found.items()) if n > 0}


def by_year(query: Query, window: Window) -> dict[int, int]:
    """Without words only: how many things each year has, whatever its days."""
    found: Counter = Counter()
    for unit, number, n in _summed(query, window, {unit: f"'{unit}', {unit}" for unit in _YEAR}, "2"):
        found[_YEAR[unit](number)] += n
    return {year: n for year, n in sorted(found.items()) if n > 0}


def years(query: Query, window: Window) -> list[int]:
    """The years that have anything of that kind and section, the newest first; words do not matter.

    Where something is hidden, the keys themselves are asked.
    """
    if window.is_empty:
        return []
    this_year = keys.day_of(window.high).year
    found = [year for year in _listed_years(query) if year <= this_year]
    gone = backend().fetch("SELECT id FROM search_expiry WHERE expires <= %s LIMIT %s", [window.now, _MANY])
    doubtful = {this_year, *(keys.day_of(key).year for (key,) in gone)} if len(gone) < _MANY else set(found)
    return [year for year in found if year not in doubtful or _has_any(query, year, window)]


def _listed_years(query: Query) -> list[int]:
    """The newest first."""
    if not (query.kind or query.section):
        return [year for year, _ in reversed(backend().years())]
    sql = f"SELECT DISTINCT year FROM search_year WHERE n > 0{_narrowed(query)} ORDER BY year DESC"  # noqa: S608
    return [year for (year,) in backend().fetch(sql, _narrowing(query))]


def _has_any(query: Query, year: int, window: Window) -> bool:
    bounds = keys.day_low(dt.date(year, 1, 1)), keys.day_high(dt.date(year, 12, 31))
    return bool(backend().keys(Query((), query.kind, query.section), Window(*bounds, window.now), 1))


def facets(query: Query, window: Window, found: Newest | Groups | None = None) -> Facets:
    """Each list under all other filters: the kinds ignore the chosen kind, the sections the chosen section.

    `found`: from `look`, where that is known already.
    """
    if not query.terms:
        groups = _groups(window) if found is None else found
        return Facets(_positive(_kinds(groups, query.section)), _positive(_sections(groups, query.kind)))
    known = {} if found is None else {query: found}
    any_kind, any_section = Query(query.terms, "", query.section), Query(query.terms, query.kind, "")
    for each in (any_kind, any_section):
        if each not in known:
            known[each] = newest(each, window)
    by_kind = Counter(map(_kind, known[any_kind].found))
    by_section = Counter(map(_section, known[any_section].found))
    return Facets(_positive(by_kind), _positive(by_section), not all(each.is_all for each in known.values()))


def _kinds(groups: Groups, section: str, kind: str = "") -> Counter:
    """Per kind, in the section and of the kind if they are named."""
    found: Counter = Counter()
    for (code, within), n in groups.items():
        found[code] += n if section in ("", within) and kind in ("", code) else 0
    return found


def _sections(groups: Groups, kind: str) -> Counter:
    """Per section, of the kind if one is named."""
    found: Counter = Counter()
    for (of, section), n in groups.items():
        found[section] += n if kind in ("", of) else 0
    return found


def _positive(found: Counter) -> dict[str, int]:
    return {code: n for code, n in found.items() if code and n > 0}


def _groups(window: Window) -> Groups:
    """How many of each (kind, section) the window shows."""
    found: Counter = Counter()
    for kind, section, n in _summed(Query(), window, dict.fromkeys(_YEAR, "kind, section"), "1, 2"):
        found[kind, section] += n
    return found


def _days(query: Query, window: Window) -> Counter:
    found: Counter = Counter()
    if window.is_empty:
        return found
    low, high = window.low // keys.DAY, window.high // keys.DAY
    spans = [("day", low, high)], (high + 1) * keys.DAY - 1
    for unit, number, n in _summed(query, window, {"day": "'day', day", "id": "'id', id"}, "2", spans):
        found[number if unit == "day" else number // keys.DAY] += n
    return found


def _summed(query: Query, window: Window, columns: Mapping[str, str], groups: str, spans=None) -> list[tuple]:
    """One statement: two columns per table (of days to years, of single keys), and the sum of what they count.

    `spans`: as `_spans` gives them; `groups`: which columns tell the groups apart; naming a constant there
    makes SQLite sort.
    """
    if window.is_empty:
        return []
    counted, end = spans or _spans(window)
    parts, values = [], []
    for unit, low, high in counted:
        part = f"SELECT {columns[unit]}, sum(n) FROM search_{unit} WHERE {unit} BETWEEN %s AND %s"  # noqa: S608
        parts.append(part + _narrowed(query))
        values += [low, high, *_narrowing(query)]
    bounds = ([window.low, window.high, window.now], [window.high, end])
    for (table, hidden), limits in zip(_HIDDEN.items(), bounds, strict=True):
        parts.append(f"SELECT {columns['id']}, -count(*) FROM {table} WHERE {hidden}" + _narrowed(query))  # noqa: S608
        values += [*limits, *_narrowing(query)]
    return backend().fetch(" UNION ALL ".join(f"{part} GROUP BY {groups}" for part in parts), values)


def _spans(window: Window) -> tuple[list[Span], int]:
    """The whole years of the window, months beside them, days beside those; and the last key that they count."""
    if window.low == keys.FIRST and window.high == window.now:
        # What is still to come this year is only what was planned, and soon counted.
        year = keys.day_of(window.now).year
        return [("year", 0, year)], keys.day_high(dt.date(year, 12, 31))
    last_day = window.high // keys.DAY
    parts = _from_days(window, last_day)
    return [part for part in parts if part[1] <= part[2]], (last_day + 1) * keys.DAY - 1


def _from_days(window: Window, last_day: int) -> list[Span]:
    """Some may be empty: their last is before their first."""
    month_after = keys.month_number(keys.day_of_number(last_day + 1))
    tail = ("day", keys.day_number(keys.month_start(month_after)), last_day)
    if window.low == keys.FIRST:
        return [*_months(0, month_after - 1), tail]
    first_day = window.low // keys.DAY
    first_month = keys.month_number(keys.day_of_number(first_day - 1)) + 1
    if first_month >= month_after:
        return [("day", first_day, last_day)]
    head = ("day", first_day, keys.day_number(keys.month_start(first_month)) - 1)
    return [head, *_months(first_month, month_after - 1), tail]


def _months(first: int, last: int) -> list[tuple[str, int, int]]:
    """Months, the whole years among them as years."""
    first_year, year_after = -(-first // 12), (last + 1) // 12
    if first_year >= year_after:
        return [("month", first, last)]
    return [
        ("month", first, first_year * 12 - 1),
        ("year", first_year, year_after - 1),
        ("month", year_after * 12, last),
    ]


def _narrowed(query: Query) -> str:
    return " AND kind = %s" * bool(query.kind) + " AND section = %s" * bool(query.section)


def _narrowing(query: Query) -> list[str]:
    return [code for code in (query.kind, query.section) if code]


_YEAR = {
    "year": lambda number: number,
    "month": lambda number: number // 12,
    "day": lambda number: keys.day_of_number(number).year,
    "id": lambda key: keys.day_of(key).year,
}
