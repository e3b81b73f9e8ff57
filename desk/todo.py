"""What waits for a person: the lines on the admin's front page.

An app registers one function from its admin.py, `todo.register(waiting)`; it is asked at every visit to the page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

AT_ONCE = 5
"""So many of a line's things are named under it; the rest is behind its link."""


@dataclass(frozen=True)
class Item:
    """One of the things that wait. `note` is what the person should know before opening it."""

    name: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Todo:
    """One line, read as count and label: "3 bài chờ duyệt". `url` leads to the list of exactly these."""

    label: str
    url: str
    count: int
    items: tuple[Item, ...] = ()

    @property
    def others(self) -> int:
        """How many are not named under it; none when nothing is."""
        return self.count - len(self.items) if self.items else 0


Source = Callable[[object, datetime], Iterable[Todo]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """`source(user, at)` gives only what this user may do; lines with a count of 0 are left out for it."""
    if source not in _sources:
        _sources.append(source)
    return source


def for_user(user, at: datetime) -> list[Todo]:
    return [line for source in _sources for line in source(user, at) if line.count]
