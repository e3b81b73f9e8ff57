"""How many? Per day, per month, per kind and section, of what a reader can see at that moment.

Without words everything is summed from the tables of counts: whole months from one, the days at the edges from the
other; what has expired is taken off, and today is counted by its keys, since some of it is still to come.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Model, QuerySet, Sum

from search import keys
from search.backends import backend
from search.keys import Window
from search.models import SearchDay, SearchEntry, SearchExpiry, SearchMonth
from search.queries import Query

LIMIT = 10_001
"""Counting stops here; readers see "10.000+"."""
SAMPLE = 1_000
"""With words, kinds and sections are counted among the newest so many."""


@dataclass(frozen=True)
class Facets:
    """Counts per kind and per section; `sampled`: only of the newest `SAMPLE`."""

    kinds: dict[str, int]
    sections: dict[str, int]
    sampled: bool = False


def total(query: Query, window: Window) -> int:
    """At most LIMIT."""
    if query.terms:
        return backend().count(query, window, LIMIT)
    return min(LIMIT, sum(_groups(query, window).values()))


def by_day(query: Query, window: Window) -> dict[dt.date, int]:
    """For a window of weeks or months; days without anything are left out."""
    if query.terms:
        found = Counter(key // keys.DAY for key in backend().keys(query, window, LIMIT))
    else:
        found = _days(query, window)
    return {keys.day_of_number(day): n for day, n in sorted(found.items()) if n > 0}


def by_year(query: Query, window: Window) -> dict[int, int]:
    """Without words only: how many things each year has, whatever its days."""
    found: Counter = Counter()
    for table, column, low, high in _stretches(window):
        rows = _narrowed(table.objects, query).filter(**_range(column, low, high))
        for number, n in rows.values_list(column).annotate(sum=Sum("n")).order_by():
            found[number // 12 if table is SearchMonth else keys.day_of_number(number).year] += n
    for hidden in _hidden(query, window):
        found.subtract(keys.day_of(key).year for key in hidden.values_list("id", flat=True))
    return {year: n for year, n in sorted(found.items()) if n > 0}


def facets(query: Query, window: Window) -> Facets:
    """Each list under all other filters: the kinds ignore the chosen kind, the sections the chosen section."""
    any_kind = Query(query.terms, "", query.section)
    any_section = Query(query.terms, query.kind, "")
    by_kind = _counted(any_kind, window)
    by_section = by_kind if any_section == any_kind else _counted(any_section, window)
    sampled = bool(query.terms) and max(sum(by_kind.values()), sum(by_section.values())) >= SAMPLE
    return Facets(_by(0, by_kind), _by(1, by_section), sampled)


def _counted(query: Query, window: Window) -> Mapping[tuple[str, str], int]:
    return backend().groups(query, window, SAMPLE) if query.terms else _groups(query, window)


def _by(part: int, groups: Mapping[tuple[str, str], int]) -> dict[str, int]:
    found: Counter = Counter()
    for group, n in groups.items():
        found[group[part]] += n
    return {code: n for code, n in found.items() if code and n > 0}


def _groups(query: Query, window: Window) -> Counter:
    """How many of each (kind, section) the window shows."""
    found: Counter = Counter()
    for table, column, low, high in _stretches(window):
        rows = _narrowed(table.objects, query).filter(**_range(column, low, high))
        for kind, section, n in rows.values_list("kind", "section").annotate(sum=Sum("n")).order_by():
            found[kind, section] += n
    for hidden in _hidden(query, window):
        for kind, section, n in hidden.values_list("kind", "section").annotate(n=Count("id")).order_by():
            found[kind, section] -= n
    return found


def _days(query: Query, window: Window) -> Counter:
    if window.is_empty:
        return Counter()
    rows = _narrowed(SearchDay.objects, query).filter(day__gte=window.low // keys.DAY, day__lte=window.high // keys.DAY)
    found = Counter(dict(rows.values_list("day").annotate(sum=Sum("n")).order_by()))
    for hidden in _hidden(query, window):
        found.subtract(key // keys.DAY for key in hidden.values_list("id", flat=True))
    return found


def _hidden(query: Query, window: Window) -> list[QuerySet]:
    """Counted in the window's days, but not to be seen: what has expired, and what comes later today."""
    if window.is_empty:
        return []
    day_end = (window.high // keys.DAY + 1) * keys.DAY - 1
    gone = SearchExpiry.objects.filter(id__gte=window.low, id__lte=window.high, expires__lte=window.now)
    to_come = SearchEntry.objects.filter(id__gt=window.high, id__lte=day_end)
    return [_narrowed(gone, query), _narrowed(to_come, query)]


def _stretches(window: Window) -> list[tuple[type[Model], str, int | None, int]]:
    """(table, column, first, last) of the whole months in the window and of the days before and after them."""
    if window.is_empty:
        return []
    last_day = window.high // keys.DAY
    month_after = keys.month_number(keys.day_of_number(last_day + 1))
    tail = (SearchDay, "day", keys.day_number(keys.month_start(month_after)), last_day)
    if window.low == keys.FIRST:
        return [(SearchMonth, "month", None, month_after - 1), tail]
    first_day = window.low // keys.DAY
    first_month = keys.month_number(keys.day_of_number(first_day - 1)) + 1
    if first_month >= month_after:
        return [(SearchDay, "day", first_day, last_day)]
    head = (SearchDay, "day", first_day, keys.day_number(keys.month_start(first_month)) - 1)
    return [head, (SearchMonth, "month", first_month, month_after - 1), tail]


def _range(column: str, low: int | None, high: int) -> dict[str, int]:
    bounds = {f"{column}__lte": high}
    return bounds if low is None else bounds | {f"{column}__gte": low}


def _narrowed(rows, query: Query) -> QuerySet:
    wanted = {"kind": query.kind, "section": query.section}
    return rows.filter(**{name: code for name, code in wanted.items() if code})
