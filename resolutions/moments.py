"""From which day on do the verdicts of today hold? They change with the year, and as days to keep come and go."""

import datetime as dt

from django.db.models import Q

import vietnamese
from resolutions import concerned
from resolutions.models import Target
from web.versions import Versions


def held_since(known: Versions, at: dt.datetime) -> dt.date:
    """The last day on which a verdict may have changed by the calendar alone; what is kept is kept under it."""
    return _last(known.keep("tracker-days", ["tracker"], days), at)


def held_since_of(congress: int, known: Versions, at: dt.datetime) -> dt.date:
    """The same for what is kept of one congress, by its key."""
    return _last(known.keep(f"tracker-days:{congress}", [concerned.topic(congress)], lambda: days(congress)), at)


def days(congress: int | None = None) -> list[dt.date]:
    """Of milestones, of one congress or of all: the day after each due day, and each day on which something is done."""
    told = Target.objects.filter(Q(due_on__isnull=False) | Q(done_on__isnull=False))
    told = told if congress is None else told.filter(congress=congress)
    found = {day for row in told.order_by().values_list("due_on", "done_on") for day in _turning(*row)}
    return sorted(found)


def _turning(due: dt.date | None, done: dt.date | None) -> list[dt.date]:
    return ([due + dt.timedelta(days=1)] if due else []) + ([done] if done else [])


def _last(turning: list[dt.date], at: dt.datetime) -> dt.date:
    today = vietnamese.local(at).date()
    return max([dt.date(today.year, 1, 1), *(day for day in turning if day <= today)])


def held_since_now(congress: int, at: dt.datetime) -> dt.date:
    """The same, asked of the database: for whoever has just changed something."""
    return _last(days(congress), at)
