"""A month as a calendar: Monday first, how many things each day has, and the nearest months that have any."""

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

import vietnamese
from search.backends import backend
from search.page.addresses import Addresses
from search.query.parsing import Query
from search.query.request import SearchRequest
from search.retrieval import facets
from search.storage import keys
from search.storage.keys import Window


class Cell(NamedTuple):
    """`day` None: it belongs to another month; `url` "": nothing on that day; `is_chosen`: among the days asked for."""

    day: dt.date | None = None
    count: int = 0
    is_today: bool = False
    is_chosen: bool = False
    url: str = ""


@dataclass(frozen=True)
class Month:
    """A neighbouring month that has something."""

    name: str
    url: str


@dataclass(frozen=True)
class Calendar:
    name: str
    url: str
    weeks: list[list[Cell]]
    earlier: Month | None
    later: Month | None


def build(
    year: int,
    month: int,
    at: dt.datetime,
    asked: SearchRequest | None = None,
    query: Query | None = None,
) -> Calendar:
    """The month as a reader may see it at that moment.

    `asked`: keep its words, kind and section; `query`: how its words were read, where that is not as typed.
    """
    asked = asked or SearchRequest()
    first, last = dt.date(year, month, 1), _last_day(year, month)
    query, window = query or asked.query, keys.window(first, last, at)
    days = facets.by_day(query, window)
    addresses = Addresses(reverse("search:search"), asked.but(order=""))
    return Calendar(
        month_name(first),
        addresses.but(since=first, until=last),
        weeks(first, days, vietnamese.local(at).date(), asked, addresses),
        *(_month(addresses, found) for found in _neighbours(first, last, query, window)),
    )


def weeks(
    first: dt.date, found: Mapping[dt.date, int], today: dt.date, asked: SearchRequest, addresses: Addresses
) -> list[list[Cell]]:
    """The grid, weeks from Monday."""
    since, until = asked.since or dt.date.min, asked.until or dt.date.max
    is_narrowed = bool(asked.since or asked.until)
    cells = []
    for day in _grid(first.year, first.month):
        count = found.get(day, 0) if day else 0
        url = addresses.but(since=day, until=day) if count else ""
        is_chosen = is_narrowed and day is not None and since <= day <= until
        cells.append(Cell(day, count, day == today, is_chosen, url))
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _grid(year: int, month: int) -> list[dt.date | None]:
    """The days of whole weeks; None: a day of another month."""
    days = calendar.Calendar().itermonthdays(year, month)
    return [dt.date(year, month, number) if number else None for number in days]


def month_name(day: dt.date) -> str:
    return f"Tháng {day.month} năm {day.year}"


def _neighbours(first: dt.date, last: dt.date, query: Query, window: Window) -> tuple[list[int], list[int]]:
    """The nearest keys before and after the month, in lists of one or none."""
    everything = Window(keys.FIRST, window.now, window.now)
    return backend().beside(query, everything.before(keys.day_low(first)), everything.after(keys.day_high(last)))


def _month(addresses: Addresses, found: list[int]) -> Month | None:
    if not found:
        return None
    first = keys.day_of(found[0]).replace(day=1)
    return Month(month_name(first), addresses.but(since=first, until=_last_day(first.year, first.month)))


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
