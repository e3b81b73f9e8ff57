"""Named stretches of days that a reader may pick: today, this year, a term of the Party committee.

Terms are known to other apps; they register what gives them. `search` imports none of them.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple

from search.storage import keys
from web.versions import Versions


class Period(NamedTuple):
    name: str
    since: dt.date
    until: dt.date


_sources: dict[str, Callable[[], Iterable[Period]]] = {}


def register(name: str, source: Callable[[], Iterable[Period]]) -> None:
    """Called by a content app when Django starts. Registering a name twice replaces it."""
    _sources[name] = source


def forget(name: str) -> None:
    """The opposite of `register`."""
    _sources.pop(name, None)


def presets(today: dt.date, known: Versions) -> list[Period]:
    """What is offered on that day, the nearest first."""
    month = today.replace(day=1)
    month_end = keys.month_start(keys.month_number(month) + 1) - dt.timedelta(days=1)
    near = [
        Period("Hôm nay", today, today),
        Period("7 ngày", today - dt.timedelta(days=6), today),
        Period("Tháng này", month, month_end),
        year(today.year)._replace(name="Năm nay"),
    ]
    return near + known.keep("periods", ["tracker"], _registered)


def _registered() -> list[Period]:
    return [period for source in _sources.values() for period in source()]


def year(number: int) -> Period:
    return Period(str(number), dt.date(number, 1, 1), dt.date(number, 12, 31))
