"""Writes the record. Call `record` as the last write of the transaction that does the thing.

The head of the chain is one row, locked from the call to the commit (SQLite has its one write lock anyway), so that
whoever records next waits for the commit and no longer. What is rolled back was never recorded.
"""

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from functools import partial

from django.db import models, transaction

import vietnamese
from audit import chain, origin
from audit.digest import Digest
from audit.kinds import KINDS, Outcome
from audit.models import EVENT_FIELDS, Address, Event, Head
from audit.values import plain
from monitoring import counters


@transaction.atomic
def record(
    kind: str,
    thing: models.Model | None = None,
    *,
    by,
    at: dt.datetime,
    before: Mapping | None = None,
    after: Mapping | None = None,
    note: str = "",
    outcome: Outcome = Outcome.DONE,
) -> Event:
    """Appends one event. `by`: None for whoever runs a command. `before`, `after`: what changed, values of any kind."""
    if kind not in KINDS:
        raise ValueError(f"not in the table of kinds: {kind!r}")
    came = origin.current()
    salt = secrets.token_hex(16) if came.address else ""
    event = Event(
        at=at,
        kind=kind,
        outcome=outcome.value,
        before=None if before is None else plain(before),
        after=None if after is None else plain(after),
        note=vietnamese.nfc(note),
        place=came.place,
        request=came.request,
        address_seal=chain.sealed(salt, came.address[:64]) if salt else "",
        **_person(by),
        **_object(thing),
    )
    _append(event)
    transaction.on_commit(partial(counters.step, kind, outcome.value))
    if salt:
        Address.objects.bulk_create([Address(event=event, salt=salt, address=came.address[:64])])
    return event


def _person(by) -> dict:
    if by is None or not by.is_authenticated:
        return {}
    return {
        "actor_id": by.pk,
        "user_name": vietnamese.nfc(by.get_username()),
        "shown_name": vietnamese.nfc(str(by))[:150],
    }


def _object(thing) -> dict:
    if thing is None:
        return {}
    pk = "" if thing.pk is None else str(thing.pk)
    return {"model": thing._meta.label_lower, "object_id": pk[:64], "title": vietnamese.nfc(str(thing))[:600]}


def _append(event: Event) -> None:
    head = Head.objects.select_for_update(no_key=True).filter(pk=1).first() or _new_head()
    event.number = head.number + 1
    event.hash = chain.link(head.hash, facts(event))
    # Plain inserts: the row is new, and nothing listens to its saving.
    Event.objects.bulk_create([event])
    Head.objects.filter(pk=1).update(number=event.number, hash=event.hash)


def _new_head() -> Head:
    """Before the first event of all. Of two that come here at once, the second waits for the first."""
    Head.objects.bulk_create([Head(number=0, hash=chain.START)], ignore_conflicts=True)
    return Head.objects.select_for_update(no_key=True).get(pk=1)


def facts(event: Event) -> dict[str, chain.Json]:
    """What the hash of an event covers."""
    return facts_of(event.number, event.at, (getattr(event, name) for name in EVENT_FIELDS))


def facts_of(number: int, at: dt.datetime, values: Iterable[chain.Json]) -> dict[str, chain.Json]:
    """The same of a row whose columns of EVENT_FIELDS come in that order."""
    said = dict(zip(EVENT_FIELDS, values, strict=True))
    return {"number": number, "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"), **said}


def digest_of(day: dt.date) -> Digest:
    """How far the record had come by the end of that day in Việt Nam."""
    end = vietnamese.day_start(day + dt.timedelta(days=1))
    last = Event.objects.filter(at__lt=end).order_by("-number").values_list("number", "hash").first()
    return Digest(day, *(last or (0, chain.START)))


def old_addresses(before: dt.datetime) -> models.QuerySet:
    return Address.objects.filter(event__at__lt=before)


@transaction.atomic
def forget_addresses(before: dt.datetime, *, by, at: dt.datetime) -> int:
    """Erases the addresses of events from before that moment; returns how many. That it was done is recorded."""
    old = old_addresses(before).order_by("pk").values("pk")
    count, _ = Address.objects.filter(pk__in=old).delete()
    if count:
        record("record.forget", by=by, at=at, after={"addresses": count, "before": before})
    return count
