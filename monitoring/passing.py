"""The request in hand: the id under which log, error page, record and nginx know it, and what is counted on its way."""

import contextlib
import re
import uuid
from collections.abc import Iterator
from contextvars import ContextVar, Token
from dataclasses import dataclass

FORM = re.compile(r"[0-9a-f]{32}")
"""As nginx makes `$request_id`, and as the record keeps it."""


@dataclass(slots=True)
class Passing:
    """`kept` and `made`: how many of the values that pages keep were there, and how many had to be made."""

    id: str
    kept: int = 0
    made: int = 0


_passing: ContextVar[Passing | None] = ContextVar("monitoring_passing", default=None)


def known_as(told: str) -> str:
    """What a proxy told, where it has the form of an id, or a new one."""
    return told if FORM.fullmatch(told) else uuid.uuid4().hex


def begin(passing: Passing) -> Token:
    return _passing.set(passing)


def end(token: Token) -> None:
    _passing.reset(token)


@contextlib.contextmanager
def under(request_id: str) -> Iterator[Passing]:
    passing = Passing(request_id)
    token = begin(passing)
    try:
        yield passing
    finally:
        end(token)


def current_id() -> str:
    """ "" outside of a request."""
    passing = _passing.get()
    return passing.id if passing else ""


def tally(*, was_kept: bool) -> None:
    passing = _passing.get()
    if passing is None:
        return
    if was_kept:
        passing.kept += 1
    else:
        passing.made += 1
