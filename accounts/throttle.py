"""May this secret be looked at now? Every try is counted before it is looked at, whatever the secret.

A try counts for the name, for the address and for everybody together. Known and unknown names are counted alike, so a
lock tells nothing about which accounts exist. A right secret gives its try back.
"""

import hashlib
import ipaddress
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When

from accounts.hashing import Busy
from accounts.models import TryCount

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Bound:
    """`free` tries, then a lock that doubles from `first` up to `longest`; after `forget` without a try all is new."""

    free: int
    first: timedelta
    longest: timedelta
    forget: timedelta

    def lock_after(self, count: int) -> timedelta:
        if count < self.free:
            return timedelta(0)
        return min(self.first * 2 ** min(count - self.free, 10), self.longest)


# From one place a name is locked early and long. Whoever tries it from many places can keep its owner out for a quarter
# of an hour at a time, no longer. Many people share the address of an office, and everybody shares the last bound.
HERE = Bound(free=5, first=MINUTE, longest=HOUR, forget=KEPT)
NAME = Bound(free=20, first=MINUTE, longest=15 * MINUTE, forget=KEPT)
ADDRESS = Bound(free=30, first=MINUTE, longest=15 * MINUTE, forget=HOUR)
ALL = Bound(free=120, first=MINUTE, longest=MINUTE, forget=MINUTE)


class TooManyTriesError(Exception):
    """The secret was not looked at; `wait` says when it may be."""

    def __init__(self, wait: timedelta):
        super().__init__()
        self.wait = wait

    def __str__(self):
        return f"Thử sai nhiều lần. Hãy thử lại sau {-(-self.wait // MINUTE)} phút."


@dataclass
class Attempt:
    """One try that was counted. Whoever looked at the secret calls `succeeded` when it was right."""

    is_right: bool = False

    def succeeded(self) -> None:
        self.is_right = True


@contextmanager
def attempt(name: str, address: str, at: datetime):
    """Counts a try at the secret of `name`, then lets the caller look at it.

    Raises TooManyTriesError before that when a bound is reached. Must not stand in a transaction, which could take the
    count back.
    """
    counted = _keys(name, address)
    _count(counted, at)
    tried = Attempt()
    try:
        yield tried
    except Busy:
        _give_back(counted, at)
        raise
    if tried.is_right:
        TryCount.objects.filter(key__in=[key for key, bound in counted if bound in (HERE, NAME)]).delete()
        _give_back(counted, at)
        TryCount.objects.filter(last_at__lte=at - KEPT).delete()


def _count(counted, at):
    """All of the bounds, or none. A refused try costs one reading and no lock."""
    _refuse_locked(counted, at)
    with transaction.atomic():
        # Always in this order, from the narrowest bound to the widest: two tries never wait for each other.
        for key, bound in counted:
            TryCount.objects.bulk_create(
                [TryCount(key=key, count=0, last_at=at, open_at=_long_ago(at))], ignore_conflicts=True
            )
            if not _took(key, bound, at):
                # Someone else took the last try since we read.
                _refuse_locked(counted, at)
                raise TooManyTriesError(bound.first)


def _refuse_locked(counted, at):
    opens = TryCount.objects.filter(key__in=[key for key, _ in counted], open_at__gt=at).order_by("-open_at")
    if latest := opens.values_list("open_at", flat=True).first():
        raise TooManyTriesError(latest - at)


def _took(key, bound, at):
    """One UPDATE that names the state it expects: of many at once, each gets a try of its own or none."""
    rows = TryCount.objects.filter(key=key, open_at__lte=at)
    anew = rows.filter(last_at__lte=at - bound.forget)
    return anew.update(count=1, last_at=at, open_at=_long_ago(at)) or rows.update(
        count=F("count") + 1, last_at=at, open_at=_open_at(bound, at)
    )


def _long_ago(at):
    """Not locked. `at` itself would turn away whoever read the clock a moment earlier and comes a moment later."""
    return at - KEPT


def _open_at(bound, at):
    """When the next try may come, by the count that the row has before this one."""
    locks, count = [], bound.free
    while (lock := bound.lock_after(count)) < bound.longest:
        locks.append(When(count=count - 1, then=Value(at + lock)))
        count += 1
    return Case(When(count__lt=bound.free - 1, then=Value(_long_ago(at))), *locks, default=Value(at + bound.longest))


def _give_back(counted, at):
    for key, bound in counted:
        rows = TryCount.objects.filter(key=key, count__gt=0)
        # The lock, too, where this try was the one that closed it.
        rows.filter(count=bound.free).update(count=F("count") - 1, open_at=_long_ago(at)) or rows.update(
            count=F("count") - 1
        )


def address_of(request) -> str:
    """The visitor's address. X-Forwarded-For is believed only as far as settings.TRUSTED_PROXIES stand in front.

    Each proxy appends the address it saw, so with one proxy the last entry is true and the rest is hearsay.
    """
    proxies = getattr(settings, "TRUSTED_PROXIES", 0)
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(seen) >= proxies and seen[-proxies].strip():
        return seen[-proxies].strip()
    return request.META.get("REMOTE_ADDR", "")


def network(address: str) -> str:
    """What one household or office is given: one IPv4 address, or the first 64 bits of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4 or found.ipv4_mapped:
        return str(getattr(found, "ipv4_mapped", None) or found)
    return str(ipaddress.ip_network((found, 64), strict=False))


def _keys(name: str, address: str) -> list[tuple[str, Bound]]:
    """Digests, because people type passwords into the name field by mistake."""
    name, place = name.casefold(), network(address)
    facts = (
        ("here", place, name, HERE),
        ("name", "", name, NAME),
        ("address", place, "", ADDRESS),
        ("all", "", "", ALL),
    )
    return [
        (hashlib.sha256(f"{kind}\n{place}\n{name}".encode(errors="replace")).hexdigest(), bound)
        for kind, place, name, bound in facts
    ]
