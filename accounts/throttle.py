"""May this name be tried from this address now? A lock that grows with every failure and goes by itself.

Known and unknown names are counted alike, so a lock tells nothing about which accounts exist.
"""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from accounts.models import LoginFailure

FREE_TRIES = 5
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(hours=1)
FORGET_AFTER = timedelta(hours=24)


def lock_after(failures: int) -> timedelta:
    """1, 2, 4, 8 ... minutes from the fifth failure on, an hour at most."""
    if failures < FREE_TRIES:
        return timedelta(0)
    doublings = min(failures - FREE_TRIES, 10)
    return min(FIRST_LOCK * 2**doublings, LONGEST_LOCK)


def wait(username: str, address: str, at: datetime) -> timedelta:
    """How long until the next try is looked at; zero when it may come now."""
    failure = LoginFailure.objects.filter(key=_key(username, address), last_at__gt=at - FORGET_AFTER).first()
    if failure is None:
        return timedelta(0)
    return max(failure.last_at + lock_after(failure.count) - at, timedelta(0))


def failed(username: str, address: str, at: datetime) -> None:
    LoginFailure.objects.filter(last_at__lte=at - FORGET_AFTER).delete()
    key = _key(username, address)
    LoginFailure.objects.get_or_create(key=key, defaults={"count": 0, "last_at": at})
    LoginFailure.objects.filter(key=key).update(count=F("count") + 1, last_at=at)


def succeeded(username: str, address: str) -> None:
    LoginFailure.objects.filter(key=_key(username, address)).delete()


def address_of(request) -> str:
    """The visitor's address. X-Forwarded-For is believed only as far as settings.TRUSTED_PROXIES stand in front.

    Each proxy appends the address it saw, so with one proxy the last entry is true and the rest is hearsay.
    """
    proxies = getattr(settings, "TRUSTED_PROXIES", 0)
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(seen) >= proxies and seen[-proxies].strip():
        return seen[-proxies].strip()
    return request.META.get("REMOTE_ADDR", "")


def _key(username: str, address: str) -> str:
    return hashlib.sha256(f"{address}\n{username.casefold()}".encode()).hexdigest()
