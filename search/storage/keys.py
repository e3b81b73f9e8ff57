"""The key of an entry is its time: local epoch seconds * 8 + slot, on the clock of Việt Nam. Pure.

So a day, a month, "newest first" and "what is not yet public" are ranges of whole numbers, the same in every database.
"""

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass
from itertools import chain

import vietnamese

SLOTS = 8
"""Things that may share one second."""
DAY = 86_400 * SLOTS
WEEK = 7 * DAY
"""Weeks lie side by side from the first key of 1970 on, a Thursday."""
FIRST, LAST = -(2**60), 2**60
"""Beyond every key that a date of year 1 to 9999 can give, and within a 64-bit integer."""

_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock, on purpose
_EPOCH_ORDINAL = dt.date(1970, 1, 1).toordinal()

OF_DATES = range((1 - _EPOCH_ORDINAL) * DAY, (dt.date.max.toordinal() + 1 - _EPOCH_ORDINAL) * DAY)
"""Every key that a date can give."""


@dataclass(frozen=True)
class Window:
    """Keys from `low` to `high`, both included, as they may be seen when the last key of this second is `now`."""

    low: int
    high: int
    now: int

    def __post_init__(self):
        object.__setattr__(self, "high", min(self.high, self.now))

    @property
    def nothing(self) -> "Window":
        """An empty one of the same moment."""
        return Window(1, 0, self.now)

    @property
    def is_empty(self) -> bool:
        return self.low > self.high

    def before(self, key: int) -> "Window":
        return Window(self.low, min(self.high, key - 1), self.now)

    def after(self, key: int) -> "Window":
        return Window(max(self.low, key + 1), self.high, self.now)


def base(at: dt.datetime) -> int:
    """The first key of that second. Raises ValueError for a naive moment."""
    wall = vietnamese.local(at).replace(tzinfo=None)
    return (wall - _EPOCH) // dt.timedelta(seconds=1) * SLOTS


def last(at: dt.datetime) -> int:
    """The last key that may be seen at that moment."""
    return base(at) + SLOTS - 1


def day_number(day: dt.date) -> int:
    return day.toordinal() - _EPOCH_ORDINAL


def day_of_number(number: int) -> dt.date:
    return dt.date.fromordinal(number + _EPOCH_ORDINAL)


def day_of(key: int) -> dt.date:
    return day_of_number(key // DAY)


def time_of(key: int) -> dt.datetime:
    """The wall clock of a key as an aware moment."""
    return (_EPOCH + dt.timedelta(seconds=key // SLOTS)).replace(tzinfo=vietnamese.TIME_ZONE)


def month_number(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def month_start(number: int) -> dt.date:
    return dt.date(number // 12, number % 12 + 1, 1)


def day_low(day: dt.date) -> int:
    return day_number(day) * DAY


def day_high(day: dt.date) -> int:
    return (day_number(day) + 1) * DAY - 1


def window(since: dt.date | None, until: dt.date | None, at: dt.datetime) -> Window:
    """What can be seen at that moment from `since` to `until`, both included; None: no limit."""
    low = FIRST if since is None else day_low(since)
    high = LAST if until is None else day_high(until)
    return Window(low, high, last(at))


def first_free(wanted: int, taken: Container[int]) -> int:
    """The first key from `wanted` on that is not taken, within its day; else the nearest before."""
    low = wanted // DAY * DAY
    after = (key for key in range(wanted, low + DAY) if key not in taken)
    before = (key for key in range(wanted - 1, low - 1, -1) if key not in taken)
    return next(chain(after, before))
