"""Builds a new index beside the one that answers, and swaps the two.

Readers see the old index until the new one is complete. What editors change meanwhile goes into the old one as always,
and is noted; under the writers' lock it is brought over, and then the names are exchanged.
"""

import json
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import IO

from django.db import transaction

from search.indexing.writer import CHUNK, IndexWriter
from search.models import SearchChange, SearchRebuild
from search.storage import kinds, schema
from search.storage.entry import Entry

Progress = Callable[[int], None]
_OLD = "_old"


class AlreadyRunningError(Exception):
    """Another rebuild has not ended yet."""


def rebuild(*, reading: Progress, start_writing: Callable[[int], Progress], using: str = "") -> int:
    """Returns how many entries the new index has. `reading` and `start_writing(total)` are told how it gets on."""
    old = IndexWriter(using=using)
    with old.backend.alone() as is_alone:
        if not is_alone:
            raise AlreadyRunningError
        return _rebuild(old, reading, start_writing)


def _rebuild(old: IndexWriter, reading: Progress, start_writing: Callable[[int], Progress]) -> int:
    connection = old.backend.connection
    _clear_away(old)
    new = IndexWriter(f"_{secrets.token_hex(4)}", old.using)
    with transaction.atomic(old.using):
        # Whoever is saving just now has not noted it: waiting for the lock lets what is read below include it.
        old.backend.lock()
        SearchRebuild.objects.using(old.using).create(suffix=new.suffix)
        schema.create(connection, new.suffix, is_indexed=False)
    # Read everything before the first write: on SQLite an open query and a write on one connection collide as soon as
    # an editor saves in between. A file keeps memory bounded.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as spool:
        with old.backend.streaming():
            entries = merge(*(kind.entries() for kind in kinds.everything()), key=lambda entry: entry.at)
            total = _spool(entries, spool, reading)
        _fill(new, _read(spool), start_writing(total))
    schema.index(connection, new.suffix)
    new.settle()
    with transaction.atomic(old.using):
        _catch_up(old, new)
        schema.swap(connection, new.suffix, _OLD)
        _forget(old.using)
    schema.drop(connection, _OLD)
    return total


def _clear_away(old: IndexWriter) -> None:
    """What a rebuild that was cut short has left."""
    for unfinished in SearchRebuild.objects.using(old.using):
        schema.drop(old.backend.connection, unfinished.suffix)
    schema.drop(old.backend.connection, _OLD)
    _forget(old.using)


def _forget(using: str) -> None:
    """From now on nothing is noted."""
    SearchRebuild.objects.using(using).delete()
    SearchChange.objects.using(using).delete()


def _spool(entries: Iterable[Entry], spool: IO[str], progress: Progress) -> int:
    total = 0
    for entry in entries:
        spool.write(json.dumps(vars(entry), default=datetime.isoformat) + "\n")
        progress(1)
        total += 1
    spool.seek(0)
    return total


def _read(spool: IO[str]) -> Iterator[Entry]:
    for line in spool:
        facts = json.loads(line)
        for name in ("at", "expires"):
            facts[name] = facts[name] and datetime.fromisoformat(facts[name])
        yield Entry(**facts)


def _fill(index: IndexWriter, entries: Iterator[Entry], progress: Progress) -> None:
    while chunk := list(islice(entries, CHUNK)):
        with transaction.atomic(index.using):
            index.put(chunk, is_bulk=True)
        progress(len(chunk))


def _catch_up(old: IndexWriter, new: IndexWriter) -> None:
    """Brings over what has changed since; the lock makes sure that nothing changes any more."""
    old.backend.lock()
    changed = list(SearchChange.objects.using(old.using).values_list("kind", "object_id"))
    for start in range(0, len(changed), CHUNK):
        objects = changed[start : start + CHUNK]
        new.remove(objects)
        new.copy(old.rows(objects))
