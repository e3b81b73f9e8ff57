"""What content calls, in the transaction that changed it: put an entry in the index, or take it out."""

from collections.abc import Iterable

from search.entries import Entry


def put(entry: Entry) -> None:
    """Index the entry, replacing what was indexed for the same kind and object."""


def put_many(entries: Iterable[Entry]) -> int:
    """The bulk path: streams, in the order given (by date is fastest). Returns how many."""
    return sum(1 for _ in entries)


def remove(kind: str, object_id: int) -> None:
    """Take it out; nothing happens if it is not there."""
