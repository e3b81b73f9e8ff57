"""A month as a calendar: Monday first, how many things each day has, and the nearest months that have any."""

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import reverse

import vietnamese
from search import counts, keys
from search.asked import Asked
from search.backends import backend
from search.keys import Window
from search.queries import Query

WEEKDAYS = [("T2", "Thứ Hai"), ("T3", "Thứ Ba"), ("T4", "Thứ Tư"), ("T5", "Thứ Năm")]
WEEKDAYS += [("T6", "Thứ Sáu"), ("T7", "Thứ Bảy"), ("CN", "Chủ Nhật")]


@dataclass(frozen=True)
class Day:
    """`url` "" where the day has nothing; `is_chosen`: it lies within the days asked for."""

    day: dt.date
    count: int
    url: str
    is_today: bool
    is_chosen: bool

    @property
    def label(self) -> str:
        """ "Thứ Sáu, 25 tháng 9 năm 2020, 3 mục"."""
        day = self.day
        return f"{vietnamese.weekday(day)}, {day.day} tháng {day.month} năm {day.year}, {self.count} mục"


@dataclass(frozen=True)
class Month:
    """A neighbouring month that has something."""

    name: str
    url: str


@dataclass(frozen=True)
class Calendar:
    name: str
    url: str
    weeks: list[list[Day | None]]
    earlier: Month | None
    later: Month | None
    weekdays = WEEKDAYS


def build(year: int, month: int, at: dt.datetime, asked: Asked | None = None, query: Query | None = None) -> Calendar:
    """The month as a reader may see it at that moment.

    `asked`: keep its words, kind and section; `query`: how its words were read, where that is not as typed.
    """
    asked = asked or Asked()
    first = dt.date(year, month, 1)
    last = keys.month_start(keys.month_number(first) + 1) - dt.timedelta(days=1)
    query, window = query or asked.query, keys.window(first, last, at)
    found = counts.by_day(query, window)
    everything = Window(keys.FIRST, window.now, window.now)
    earlier = backend().keys(query, everything.before(keys.day_low(first)), 1)
    later = backend().keys(query, everything.after(keys.day_high(last)), 1, newest=False)
    return Calendar(
        month_name(first),
        _url(asked, first, last),
        weeks(year, month, found, vietnamese.local(at).date(), asked),
        *(_month(asked, keys.day_of(keys_found[0])) if keys_found else None for keys_found in (earlier, later)),
    )


def weeks(year: int, month: int, found: Mapping[dt.date, int], today: dt.date, asked: Asked) -> list[list[Day | None]]:
    """The grid, weeks from Monday; None for what belongs to other months."""
    grid = calendar.Calendar(firstweekday=calendar.MONDAY).monthdatescalendar(year, month)
    return [
        [_day(day, found.get(day, 0), today, asked) if day.month == month else None for day in week] for week in grid
    ]


def month_name(day: dt.date) -> str:
    return f"Tháng {day.month} năm {day.year}"


def _day(day: dt.date, count: int, today: dt.date, asked: Asked) -> Day:
    has_days = asked.since or asked.until
    chosen = has_days and (asked.since or day) <= day <= (asked.until or day)
    return Day(day, count, _url(asked, day, day) if count else "", day == today, bool(chosen))


def _month(asked: Asked, day: dt.date) -> Month:
    first = day.replace(day=1)
    last = keys.month_start(keys.month_number(first) + 1) - dt.timedelta(days=1)
    return Month(month_name(first), _url(asked, first, last))


def _url(asked: Asked, since: dt.date, until: dt.date) -> str:
    narrowed = replace(asked.but(since=since, until=until), order="")
    return f"{reverse('search:search')}?{narrowed.parameters}"
