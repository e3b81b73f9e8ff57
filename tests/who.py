"""One attempt of one person at one thing, over HTTP, and whether it left what it should have left."""

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test import Client

from audit.models import Event, Refusals

# Roles as the table of roles has them, with the superuser beside those whose rights they hold too.
WRITERS = {"writer", "approver", "superuser"}
APPROVERS = {"approver", "superuser"}
TRACKERS = {"tracker", "tracker_approver", "superuser"}
FIGURE_APPROVERS = {"tracker_approver", "superuser"}
KNOW_PAPERS = TRACKERS | APPROVERS
MANAGERS = {"user_manager", "superuser"}

REFUSED, CONFLICT = {403, 404}, 409
PASSING = ("audit_", "django_session", "accounts_trycount", "accounts_staffsession")
"""Tables that every visit may write to."""
READS = re.compile(
    r"[\s(]*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|PRAGMA|EXPLAIN|SET|LOCK|DECLARE|CLOSE|FETCH"
    r"|WITH(?!.*\b(INSERT INTO|UPDATE|DELETE FROM)\b))\b",
    re.IGNORECASE | re.DOTALL,
)
WRITES = re.compile(
    r'\s*(INSERT( OR \w+)? INTO|REPLACE INTO|UPDATE( ONLY)?|DELETE FROM|TRUNCATE)\s+"?(?P<table>\w+)"?', re.IGNORECASE
)
"""A statement that is neither fails the test."""
UNREADABLE = {"search_body", "search_title"}
"""SQLite's own indexes of words cannot be listed, so whoever writes to it is taken to have changed it."""


@dataclass(frozen=True)
class Try:
    """Who, at whose thing, in which state."""

    role: str
    is_own: bool
    state: str

    def __str__(self):
        return f"{self.role}, {'của mình' if self.is_own else 'của người khác'}, {self.state or 'mọi trạng thái'}"


@dataclass(frozen=True)
class Action:
    """`may`: is it theirs to do? `address`, `data`: of the thing at hand. `answers`: when it is done.

    `has_sentence`: a step that a page offers is refused by the state of the thing, too (409), and a text that was
    locked meanwhile is given back with that answer. All else is refused with 403 or 404.
    `of_row`: not where the address names no row: there it is all one whose the thing is, and in which state.
    `is_recorded`: not where readers fetch things, too, and nobody is asked who they are without need.
    """

    name: str
    may: Callable[[Try], bool]
    address: Callable[[Any], str]
    data: Callable[[Any], dict] | None = None
    has_sentence: bool = False
    of_row: bool = True
    is_recorded: bool = True
    answers: set[int] = field(default_factory=lambda: {200})


class Writes:
    """Stands around every statement, and keeps each table as it was before anything wrote to it.

    To read all tables before and after each attempt says the same and takes twenty times as long.
    """

    def __init__(self):
        self.before = {}

    def __call__(self, execute, sql, params, many, context):
        if not READS.match(sql):
            table = WRITES.match(sql)["table"]
            if table not in self.before and not table.startswith(PASSING):
                self.before[table] = _rows(table)
        return execute(sql, params, many, context)

    def changed(self) -> list[str]:
        """The tables that hold something else than before."""
        return [table for table, rows in self.before.items() if rows != _rows(table)]


@contextlib.contextmanager
def watched():
    writes = Writes()
    with connection.execute_wrapper(writes):
        yield writes


def _rows(table):
    if table in UNREADABLE:
        return object()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of ours
        return sorted(map(repr, cursor.fetchall()))


@contextlib.contextmanager
def undone():
    """Whatever happens within, the database is as before."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Attempt:
    """What came of it; everything is rolled back."""

    def __init__(self, person, action: Action, client: Client, thing):
        with undone():
            Refusals.objects.all().delete()
            last = _last_number()
            with watched() as writes:
                self.status, self.said = _send(client, action, thing)
            self.changed = writes.changed()
            events = Event.objects.filter(number__gt=last)
            self.refusals = [event.actor_id for event in events if event.outcome == "refused"]
            self.person = person.pk if person else None

    def problems(self, action: Action, allowed: bool) -> list[str]:
        if allowed:
            return self._of_allowed(action)
        wrong = [f"đã đổi {self.changed}"] * bool(self.changed)
        is_answer = self.status in REFUSED or (action.has_sentence and self.status == CONFLICT)
        wrong += [f"trả lời {self.status} {self.said}"] * (not is_answer)
        expected = [self.person] if action.is_recorded else []
        return wrong + [f"nhật ký có {self.refusals}"] * (self.refusals != expected)

    def _of_allowed(self, action: Action) -> list[str]:
        wrong = [f"trả lời {self.status} {self.said}"] * (self.status not in action.answers)
        wrong += ["không đổi gì"] * (action.data is not None and not self.changed)
        wrong += [f"chỉ đọc mà đã đổi {self.changed}"] * (action.data is None and bool(self.changed))
        return wrong + [f"nhật ký có {self.refusals}"] * bool(self.refusals)


def _send(client, action, thing):
    address = action.address(thing)
    response = client.get(address) if action.data is None else client.post(address, action.data(thing))
    response.getvalue()  # a file is closed once it is read
    return response.status_code, [str(message) for message in get_messages(response.wsgi_request)]


def _last_number():
    return Event.objects.values_list("number", flat=True).first() or 0
