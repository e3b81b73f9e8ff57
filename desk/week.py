"""The week on the desk's front page: what has a day. Pure but for the list of those who tell.

An app registers one function, `week.register(source)`; it is asked for the entries of one week.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import vietnamese

YEARS = range(1990, 2200)
"""A day outside is a slip of the finger."""
NAMES = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
DAYS = len(NAMES)
WRONG_DAY = "Ngày không đúng; hãy ghi như 28/11/2026."


@dataclass(frozen=True)
class Entry:
    """Something with a day: `clock` "08:30" or "", `what` says of which sort it is ("hẹn giờ", "mốc").

    `move`: where its day is changed, "" where this person may not.
    """

    day: dt.date
    name: str
    url: str
    what: str
    clock: str = ""
    move: str = ""


@dataclass(frozen=True)
class Day:
    date: dt.date
    entries: tuple[Entry, ...]
    is_today: bool

    @property
    def name(self) -> str:
        return NAMES[self.date.weekday()]


@dataclass(frozen=True)
class Week:
    """From Monday to Sunday."""

    monday: dt.date

    @property
    def sunday(self) -> dt.date:
        return self.monday + dt.timedelta(days=DAYS - 1)

    @property
    def after(self) -> "Week":
        return Week(self.monday + dt.timedelta(days=DAYS))

    @property
    def before(self) -> "Week":
        return Week(self.monday - dt.timedelta(days=DAYS))

    def __contains__(self, day: dt.date) -> bool:
        return self.monday <= day <= self.sunday

    def days(self, entries: Iterable[Entry], today: dt.date) -> list[Day]:
        """All seven, each with its entries: first what has no hour, then by the clock."""
        entries = sorted(entries, key=lambda one: (one.clock, one.name))
        dates = [self.monday + dt.timedelta(days=number) for number in range(DAYS)]
        return [Day(day, tuple(one for one in entries if one.day == day), day == today) for day in dates]


def of(day: dt.date) -> Week:
    return Week(day - dt.timedelta(days=day.weekday()))


def day_of(typed: str | None) -> dt.date | None:
    """A day in every spelling that people and addresses have (vietnamese.parse_date); None for anything else."""
    try:
        day = vietnamese.parse_date(typed or "")
    except ValueError:
        return None
    return day if day.year in YEARS else None


def asked(typed: str, today: dt.date) -> Week:
    """The week of the day in an address; this week where there is none."""
    return of(day_of(typed) or today)


Source = Callable[[object, Week, dt.datetime], Iterable[Entry]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """`source(user, week, at)` gives only what this user may see."""
    if source not in _sources:
        _sources.append(source)
    return source


def for_user(user, week: Week, at: dt.datetime) -> list[Entry]:
    return [entry for source in _sources for entry in source(user, week, at)]
