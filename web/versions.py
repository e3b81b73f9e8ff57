"""Keeps what pages are made from until something of it changes, in every process and on every machine.

Each topic ("articles", "sections" ...) has a token in the database, which a write replaces in its own transaction. A
request reads all tokens once, in one query; what is kept stands in Django's cache under them. So a change is seen by
the next request wherever it is answered, and an old value is simply never asked for again. Tokens are random: one
that was rolled back never comes again.

What is dear to make from very much is made by whoever changes it, after the commit, and left in the database for
every process: see `prepare`. Readers then never wait for it, and never see an old one.

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
from django.db import DEFAULT_DB_ALIAS, connections, router, transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils.module_loading import import_string

from monitoring import passing
from web import removals
from web.removals import EVERYTHING, Marks

T = TypeVar("T")
_afterwards: dict[str, list[str]] = {}
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
        is_true = found is not None and not (found.until and at >= found.until)
        passing.tally(was_kept=is_true)
        if not is_true:
            found = make()
            cache.set(key, found, SECONDS)
        return found

    def prepared(self, name: str, topic: str, make: Callable[[], T]) -> T:
        """What `prepare` left in the database, or made here where that is not there yet. Only what JSON holds."""

        def find() -> T:
            ready = _model("Prepared").objects.filter(name=name, token=self.tokens.get(topic, "")).first()
            return ready.value if ready else make()

        return self.keep(name, [topic], find)


def of(request: Any) -> Versions:
    """Read once for each request."""
    if not hasattr(request, "content_versions"):
        request.content_versions = read()
    return request.content_versions


def read(using: str = "") -> Versions:
    """From the database that the values are read from ("": the router's), so that neither is ahead of the other.

    In SQL, since every page asks this first: put together by the ORM it costs a sixth of the home page.
    """
    with connections[using or router.db_for_read(_model("Version"))].cursor() as cursor:
        cursor.execute("SELECT topic, token FROM web_version")
        return Versions(dict(cursor.fetchall()))


def renew(topic: str, using: str = DEFAULT_DB_ALIAS, marks: Marks = EVERYTHING) -> None:
    """Call in the transaction that changes something of the topic. `marks`: of what is changed (web/removals.py)."""
    removals.add(marks, using)
    hold(topic, using)
    for action in _afterwards.get(topic, ()):
        # What fails is logged: the change stands, and readers make the value themselves.
        transaction.on_commit(_calling(action, using), using=using, robust=True)


def hold(topic: str, using: str = DEFAULT_DB_ALIAS) -> None:
    """Replaces the token alone. Until the transaction ends, whoever would change something of the topic waits.

    For whoever will renew it at the end, and must have it before others: two who take topics in another order each
    wait for the other.
    """
    rows = _rows("Version", using)
    changed = rows.model(topic=topic, token=uuid.uuid4().hex)
    rows.bulk_create([changed], update_conflicts=True, unique_fields=["topic"], update_fields=["token"])


def forget(topic: str, using: str = DEFAULT_DB_ALIAS) -> None:
    """As if nothing of it had ever been written; what was prepared under its name goes along."""
    _rows("Version", using).filter(topic=topic).delete()
    _rows("Prepared", using).filter(name=topic).delete()


def _calling(action: str, using: str) -> Callable[[], None]:
    def call() -> None:
        import_string(action)(using)

    # Django names what failed in its log.
    call.__qualname__ = action
    return call


def afterwards(topic: str, action: str) -> None:
    """Has it called, with the database's alias, once a change of the topic is committed. `action`: dotted name."""
    _afterwards.setdefault(topic, []).append(action)


def prepare(name: str, topic: str, make: Callable[[], Any], using: str = DEFAULT_DB_ALIAS) -> None:
    """Makes a value and leaves it for every process; does nothing where it is there already."""
    rows, token = _rows("Prepared", using), read(using).tokens.get(topic, "")
    if rows.filter(name=name, token=token).exists():
        return
    ready = rows.model(name=name, token=token, value=make())
    # Whoever changed something meanwhile makes the newer value, which this one must not replace.
    if read(using).tokens.get(topic, "") == token:
        rows.bulk_create([ready], update_conflicts=True, unique_fields=["name"], update_fields=["token", "value"])


def follow(model: type[Model], topic: str, marks: Callable[[Any], Marks] = lambda _row: EVERYTHING) -> None:
    """Renews the topic whenever a row of the model is saved or deleted. Bulk writes call `renew` themselves."""

    def changed(using: str, instance: Model, **_kwargs) -> None:
        # Links of many to many may be changed from their other end.
        renew(topic, using, marks(instance) if isinstance(instance, model) else EVERYTHING)

    for signal in (post_save, post_delete):
        signal.connect(changed, sender=model, weak=False, dispatch_uid=f"web.versions.{model._meta.label}")
    for field in model._meta.many_to_many:
        through = getattr(model, field.name).through
        m2m_changed.connect(changed, sender=through, weak=False, dispatch_uid=f"web.versions.{through._meta.label}")


def _rows(model: str, using: str = DEFAULT_DB_ALIAS):
    return _model(model).objects.using(using)


def _model(name: str) -> type[Model]:
    # Apps ask to follow their models while they load, before there are any.
    return apps.get_model("web", name)
