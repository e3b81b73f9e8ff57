"""Keeps what pages are made from until something of it changes, in every process and on every machine.

Each topic ("articles", "sections" ...) has a token in the database, which a write replaces in its own transaction. A
request reads all tokens once, in one query; what is kept stands in Django's cache under them. So a change is seen by
the next request wherever it is answered, and an old value is simply never asked for again. Tokens are random: one
that was rolled back never comes again.

Something that changes by the clock alone (an article whose hour comes) is kept until then: see `Kept`.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save

T = TypeVar("T")
SECONDS = 3600
"""How long nothing is kept beyond, so that what nobody asks for goes."""


@dataclass(frozen=True)
class Kept(Generic[T]):
    """A value, and the moment from which it may no longer be true (None: only a change ends it)."""

    value: T
    until: dt.datetime | None = None


@dataclass(frozen=True)
class Versions:
    """The tokens as one request read them."""

    tokens: Mapping[str, str]

    def keep(self, name: str, topics: Iterable[str], make: Callable[[], T]) -> T:
        """The value of `make`, made anew only when a topic has changed. `name`: with all else it depends on."""
        return self.keep_until(name, topics, None, lambda: Kept(make())).value

    def keep_until(
        self, name: str, topics: Iterable[str], at: dt.datetime | None, make: Callable[[], Kept[T]]
    ) -> Kept[T]:
        """The same for what also changes by the clock. `at`: the moment of the request."""
        key = ":".join([name, *(self.tokens.get(topic, "") for topic in topics)])
        # A name may come from an address: no cache takes every length and letter as a key.
        key = hashlib.sha256(key.encode()).hexdigest()
        found = cache.get(key)
        if found is None or (found.until and at >= found.until):
            found = make()
            cache.set(key, found, SECONDS)
        return found


def of(request: Any) -> Versions:
    """Read once for each request."""
    if not hasattr(request, "content_versions"):
        request.content_versions = read()
    return request.content_versions


def read(using: str = DEFAULT_DB_ALIAS) -> Versions:
    """From the database that the values are read from, so that neither is ahead of the other.

    In SQL, since every page asks this first: put together by the ORM it costs a sixth of the home page.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT topic, token FROM web_version")
        return Versions(dict(cursor.fetchall()))


def renew(topic: str, using: str = DEFAULT_DB_ALIAS) -> None:
    """Call in the transaction that changes something of the topic."""
    rows = _rows(using)
    changed = rows.model(topic=topic, token=uuid.uuid4().hex)
    rows.bulk_create([changed], update_conflicts=True, unique_fields=["topic"], update_fields=["token"])


def follow(model: type[Model], topic: str) -> None:
    """Renews the topic whenever a row of the model is saved or deleted. Bulk writes call `renew` themselves."""

    def changed(using: str, **_kwargs) -> None:
        renew(topic, using)

    for signal in (post_save, post_delete):
        signal.connect(changed, sender=model, weak=False, dispatch_uid=f"web.versions.{model._meta.label}")
    for field in model._meta.many_to_many:
        through = getattr(model, field.name).through
        m2m_changed.connect(changed, sender=through, weak=False, dispatch_uid=f"web.versions.{through._meta.label}")


def _rows(using: str):
    # Apps ask to follow their models while they load, before there are any.
    return apps.get_model("web", "Version").objects.using(using)
