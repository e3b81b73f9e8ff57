"""What content calls, in the transaction that changed it: put an entry in the index, or take it out.

And the one count that other pages ask for.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import islice

from django.db import transaction

from search import counts, keys
from search.entries import Entry
from search.index import Index
from search.models import SearchPlace
from search.queries import Query

CHUNK = 1_000
_WORTH_SETTLING = 1_000


def put(entry: Entry) -> None:
    """Index the entry, replacing what was indexed for the same kind and object."""
    with transaction.atomic():
        Index().put([entry])


def put_many(entries: Iterable[Entry], progress: Callable[[int], None] | None = None) -> int:
    """The bulk path: streams, in the order given (by date is fastest). Returns how many.

    `progress` is told how many entries each piece had.
    """
    total, stream, index = 0, iter(entries), Index()
    while chunk := list(islice(stream, CHUNK)):
        # A savepoint would make FTS5 write out what it has gathered.
        with transaction.atomic(savepoint=False):
            index.put(chunk, is_bulk=True)
        total += len(chunk)
        if progress:
            progress(len(chunk))
    return total


def settle(brought: int) -> None:
    """Call after a bulk that brought in so many entries, best in its transaction: every search is cheaper afterwards.

    It takes time in proportion to the whole index, so nothing is done when they are a small part of it.
    """
    if brought >= _WORTH_SETTLING and brought * 10 >= SearchPlace.objects.count():
        Index().settle()


def remove(kind: str, object_id: int) -> None:
    """Take it out; nothing happens if it is not there."""
    with transaction.atomic():
        Index().remove([(kind, object_id)])


def month_counts(year: int, month: int, at: dt.datetime, filters: Query | None = None) -> dict[dt.date, int]:
    """How many things a reader can find under each day of the month; days without any are left out."""
    first = dt.date(year, month, 1)
    until = keys.month_start(keys.month_number(first) + 1) - dt.timedelta(days=1)
    return counts.by_day(filters or Query(), keys.window(first, until, at))
