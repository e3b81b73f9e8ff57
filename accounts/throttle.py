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


@dataclass(frozen=True)
class Counted:
    """A row that a try counts in. `name_key`: the digest of the name that the row is about, among whatever else."""

    key: str
    bound: Bound
    name_key: str = ""


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
def attempt(name: str, address: str, at: datetime, device: str = ""):
    """Counts a try at the secret of `name`, then lets the caller look at it. `device`: one where this person is known.

    Raises TooManyTriesError before that when a bound is reached. Must not stand in a transaction, which could take the
    count back.
    """
    counted = _keys_of_device(name, device) if device else _keys(name, address)
    _count(counted, at)
    tried = Attempt()
    try:
        yield tried
    except Busy:
        _give_back(counted, at)
        raise
    if tried.is_right:
        TryCount.objects.filter(key__in=[one.key for one in counted if one.bound in (HERE, NAME)]).delete()
        _give_back(counted, at)
        TryCount.objects.filter(last_at__lte=at - KEPT).delete()


def turn(kind: str, name: str, bound: Bound, at: datetime) -> None:
    """Counts a turn at something that is no secret, and that nobody may have without end. Raises TooManyTriesError."""
    _count([Counted(_digest(kind, "", name), bound)], at)


def _count(counted, at):
    """All of the bounds, or none. A refused try costs one reading and no lock."""
    _refuse_locked(counted, at)
    with transaction.atomic():
        # Always in this order, from the narrowest bound to the widest: two tries never wait for each other.
        for one in counted:
            row = _row_of_ones_own(one, at)
            if row.open_at > at:
                # Someone else took the last try since we read.
                raise TooManyTriesError(row.open_at - at)
            _add_one(row, one.bound, at)


def _refuse_locked(counted, at):
    opens = TryCount.objects.filter(key__in=[one.key for one in counted], open_at__gt=at).order_by("-open_at")
    if latest := opens.values_list("open_at", flat=True).first():
        raise TooManyTriesError(latest - at)


def _row_of_ones_own(one, at):
    """Nobody else counts in it until the transaction ends."""
    new = {"name_key": one.name_key, "count": 0, "last_at": at, "open_at": _long_ago(at)}
    return TryCount.objects.select_for_update(no_key=True).get_or_create(key=one.key, defaults=new)[0]


def _add_one(row, bound, at):
    row.count = 1 if row.last_at <= at - bound.forget else row.count + 1
    row.last_at = at
    lock = bound.lock_after(row.count)
    row.open_at = at + lock if lock else _long_ago(at)
    row.save()


def _long_ago(at):
    """Not locked. `at` itself would turn away whoever read the clock a moment earlier and comes a moment later."""
    return at - KEPT


def _give_back(counted, at):
    with transaction.atomic():
        for one in counted:
            row = TryCount.objects.select_for_update(no_key=True).filter(key=one.key, count__gt=0).first()
            if row:
                if row.count >= one.bound.free:
                    # From there on each try closes the lock, and nobody else's is let in while it is closed.
                    row.open_at = _long_ago(at)
                row.count -= 1
                row.save()


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


def _keys(name: str, address: str) -> list[Counted]:
    """Digests, because people type passwords into the name field by mistake."""
    name, place = name.casefold(), network(address)
    return [
        Counted(_digest("here", place, name), HERE, _key_of_name(name)),
        Counted(_key_of_name(name), NAME, _key_of_name(name)),
        Counted(_key_of_address(address), ADDRESS),
        Counted(_digest("all", "", ""), ALL),
    ]


def _keys_of_device(name: str, device: str) -> list[Counted]:
    """By itself: neither what others try for this name nor what comes from its address, or from everywhere, counts."""
    return [Counted(_digest("device", device, name.casefold()), HERE, _key_of_name(name))]


def _key_of_name(name: str) -> str:
    return _digest("name", "", name.casefold())


def _key_of_address(address: str) -> str:
    return _digest("address", network(address), "")


def _digest(kind: str, place: str, name: str) -> str:
    return hashlib.sha256(f"{kind}\n{place}\n{name}".encode(errors="replace")).hexdigest()


def lift(name: str = "", address: str = "") -> int:
    """Forgets what was tried for a name, wherever that was, or from an address; all of it where neither is said.
    Returns how many rows went."""
    rows = TryCount.objects.all()
    if name:
        rows = rows.filter(name_key=_key_of_name(name))
    elif address:
        rows = rows.filter(key=_key_of_address(address))
    return rows.delete()[0]
