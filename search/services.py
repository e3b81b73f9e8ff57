"""What content calls, in the transaction that changed it: put an entry in the index, or take it out."""

from collections.abc import Callable, Iterable
from itertools import islice

from django.db import transaction

from search.indexing.writer import CHUNK, IndexWriter
from search.models import SearchPlace
from search.storage.entry import Entry

_WORTH_SETTLING = 1_000


def put(entry: Entry, using: str = "") -> None:
    """Index the entry, replacing what was indexed for the same kind and object. `using`: in which database."""
    index = IndexWriter(using=using)
    with transaction.atomic(index.using):
        index.put([entry])


def put_many(entries: Iterable[Entry], progress: Callable[[int], None] | None = None, using: str = "") -> int:
    """The bulk path: streams, in the order given (by date is fastest). Returns how many.

    `progress` is told how many entries each piece had.
    """
    total, stream, index = 0, iter(entries), IndexWriter(using=using)
    while chunk := list(islice(stream, CHUNK)):
        # A savepoint would make FTS5 write out what it has gathered.
        with transaction.atomic(index.using, savepoint=False):
            index.put(chunk, is_bulk=True)
        total += len(chunk)
        if progress:
            progress(len(chunk))
    return total


def settle(brought: int, using: str = "") -> None:
    """Call after a bulk that brought in so many entries, best in its transaction: every search is cheaper afterwards.

    It takes time in proportion to the whole index, so nothing is done when they are a small part of it.
    """
    index = IndexWriter(using=using)
    if brought >= _WORTH_SETTLING and brought * 10 >= SearchPlace.objects.using(index.using).count():
        index.settle()


def remove(kind: str, object_id: int, using: str = "") -> None:
    """Take it out; nothing happens if it is not there."""
    index = IndexWriter(using=using)
    with transaction.atomic(index.using):
        index.remove([(kind, object_id)])
