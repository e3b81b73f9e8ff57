"""A month as a calendar: Monday first, how many things each day has, and the nearest months that have any."""

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from django.utils.safestring import SafeString

import vietnamese
from search import counts, keys, places
from search.addresses import Addresses, open_days
from search.asked import Asked
from search.backends import backend
from search.drawing import draw, fill, kept
from search.keys import Window
from search.known import Known
from search.queries import Query


class Cell(NamedTuple):
    """`day` None: it belongs to another month; `count`: what it has; `is_chosen`: among the days asked for."""

    day: dt.date | None = None
    count: int = 0
    is_today: bool = False
    is_chosen: bool = False


class Day(NamedTuple):
    """A cell as its template names it. `number` 0: of another month; `url` "": nothing on that day."""

    number: int
    count: str = ""
    url: str = ""
    label: str = ""
    is_today: bool = False
    is_chosen: bool = False


_COUNT = SafeString("\ue004")
"""Stands for the count of a day, in cells that are drawn once for all counts."""


class Week(NamedTuple):
    """`days`: drawn."""

    days: SafeString


@dataclass(frozen=True)
class Month:
    """A neighbouring month that has something."""

    name: str
    url: str


@dataclass(frozen=True)
class Calendar:
    """`addresses`: what links of its days keep of the question."""

    name: str
    url: str
    weeks: list[list[Cell]]
    addresses: Addresses
    earlier: Month | None
    later: Month | None

    @property
    def drawn(self) -> SafeString:
        weeks = draw("components/calendar-week.html", [Week(_week(week)) for week in self.weeks])
        months = ((month.name, month.url) if month else ("", "") for month in (self.earlier, self.later))
        sheet = Sheet(self.name, self.url, self.addresses.complete(weeks), *chain.from_iterable(months))
        return fill("components/calendar.html", sheet)


class Sheet(NamedTuple):
    """A calendar as its template names it. `weeks`: drawn; what is not there is ""."""

    name: str
    url: str
    weeks: SafeString
    earlier: str
    earlier_url: str
    later: str
    later_url: str


def build(
    year: int,
    month: int,
    at: dt.datetime,
    asked: Asked | None = None,
    query: Query | None = None,
    known: Known | None = None,
    days: Mapping[dt.date, int] | None = None,
) -> Calendar:
    """The month as a reader may see it at that moment.

    `asked`: keep its words, kind and section; `query`: how its words were read, where that is not as typed; `known`:
    what is known of the query's answer already; `days`: how many each day of the month has, where that is.
    """
    asked = asked or Asked()
    first, last = dt.date(year, month, 1), _last_day(year, month)
    query, window = query or asked.query, keys.window(first, last, at)
    days = counts.by_day(query, window, known) if days is None else days
    addresses = Addresses(places.results(), asked.but(order=""))
    return Calendar(
        month_name(first),
        addresses.but(since=first, until=last),
        weeks(first, days, vietnamese.local(at).date(), asked),
        addresses,
        *(_month(addresses, found) for found in _neighbours(first, last, query, window, known)),
    )


def weeks(first: dt.date, found: Mapping[dt.date, int], today: dt.date, asked: Asked) -> list[list[Cell]]:
    """The grid, weeks from Monday."""
    since, until = asked.since or dt.date.min, asked.until or dt.date.max
    is_narrowed = bool(asked.since or asked.until)
    cells = [
        Cell(day, found.get(day, 0), day == today, is_narrowed and since <= day <= until) if day else Cell()
        for day in _grid(first.year, first.month)
    ]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


@lru_cache(maxsize=512)
def _grid(year: int, month: int) -> list[dt.date | None]:
    """The days of whole weeks; None: a day of another month."""
    days = calendar.Calendar().itermonthdays(year, month)
    return [dt.date(year, month, number) if number else None for number in days]


def _week(cells: list[Cell]) -> SafeString:
    shapes = ((_cell(day, count > 0, *marked), count) for day, count, *marked in cells)
    return SafeString("".join([shape % ((count, count) if count > 0 else ()) for shape, count in shapes]))


@kept(8_192)
def _cell(day: dt.date | None, has_any: bool, is_today: bool, is_chosen: bool) -> str:
    """With a %s for each time that the count is printed, and an address that is still to be completed."""
    link = (_COUNT, open_days(day, day), day_label(day, _COUNT)) if day and has_any else ("", "", "")
    drawn = fill("components/calendar-day.html", Day(day.day if day else 0, *link, is_today, is_chosen))
    return drawn.replace("%", "%%").replace(_COUNT, "%s")


def month_name(day: dt.date) -> str:
    return f"Tháng {day.month} năm {day.year}"


def _neighbours(
    first: dt.date, last: dt.date, query: Query, window: Window, known: Known | None
) -> tuple[list[int], list[int]]:
    """The nearest keys before and after the month, in lists of one or none."""
    everything = Window(keys.FIRST, window.now, window.now)
    before, after = everything.before(keys.day_low(first)), everything.after(keys.day_high(last))
    earlier, later = (known.newest(before), known.oldest(after)) if known else (None, None)
    unknown = before if earlier is None else window.nothing, after if later is None else window.nothing
    found = backend().beside(query, *unknown)
    return found[0] if earlier is None else earlier, found[1] if later is None else later


def day_label(day: dt.date, count: int | str) -> SafeString:
    """ "Thứ Sáu, 25 tháng 9 năm 2020, 3 mục"."""
    return SafeString(f"{vietnamese.weekday(day)}, {day.day} tháng {day.month} năm {day.year}, {count} mục")


def _month(addresses: Addresses, found: list[int]) -> Month | None:
    if not found:
        return None
    first = keys.day_of(found[0]).replace(day=1)
    return Month(month_name(first), addresses.but(since=first, until=_last_day(first.year, first.month)))


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
