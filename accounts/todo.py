"""What waits for a person: the lines on the admin's front page.

An app registers one function from its admin.py, `todo.register(waiting)`; it is asked at every visit to the page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Todo:
    """One line, read as count and label: "3 bài chờ duyệt". `url` leads to the list of exactly these."""

    label: str
    url: str
    count: int


Source = Callable[[object, datetime], Iterable[Todo]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """`source(user, at)` gives only what this user may do; lines with a count of 0 are left out for it."""
    if source not in _sources:
        _sources.append(source)
    return source


def for_user(user, at: datetime) -> list[Todo]:
    return [line for source in _sources for line in source(user, at) if line.count]
