"""What waits for a person, and what they should know of: the blocks of the desk's front page.

An app registers one function, `todo.register(source)`; it is asked at every visit to the page and gives lines. Each
line says by its kind in which block it stands; each of its items leads by one click to where it is decided.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

AT_ONCE = 5
"""So many of a line's things are named under it; the rest is behind its link."""


class Kind(StrEnum):
    """What a line is about, in the order of the page: first what the person has to do, then what stands beside it."""

    DECIDE = "decide"
    RETURNED = "returned"
    DRAFT = "draft"
    FIGURES = "figures"
    CONFIRM = "confirm"
    CARE = "care"
    PUBLISHED = "published"
    EXPIRING = "expiring"
    FLAGGED = "flagged"


BESIDE = {Kind.PUBLISHED: "Vừa đăng", Kind.EXPIRING: "Sắp hết hạn", Kind.FLAGGED: "Bị gắn cờ"}
"""To be known, not to be done: each kind is a block of its own, with its heading."""
_ORDER = list(Kind)


@dataclass(frozen=True)
class Action:
    """A button: one click to the page where it is done."""

    name: str
    url: str


@dataclass(frozen=True)
class Item:
    """One of the things that wait. `note` is what the person should know before opening it.

    The last of its actions is what it waits for ("Duyệt"); those before it help to decide ("Xem").
    """

    name: str
    url: str
    note: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Todo:
    """One line, read as count and label: "3 bài chờ duyệt". `url` leads to the list of exactly these.

    `action` does something with all of them together ("Nhập cả bảng").
    """

    label: str
    url: str
    count: int
    items: tuple[Item, ...] = ()
    kind: Kind = Kind.CARE
    action: Action | None = None

    @property
    def others(self) -> int:
        """How many are not named under it; none when nothing is."""
        return self.count - len(self.items) if self.items else 0


@dataclass(frozen=True)
class Next:
    """The one thing to do first. `of`: the line that it stands in."""

    name: str
    action: Action
    of: str
    note: str = ""


@dataclass(frozen=True)
class Block:
    """What stands beside the work, under its heading."""

    kind: Kind
    name: str
    lines: tuple[Todo, ...]


def in_order(lines: Iterable[Todo]) -> list[Todo]:
    """As the page shows them; lines of one kind keep the order in which they came."""
    return sorted(lines, key=lambda line: _ORDER.index(line.kind))


def to_do(lines: Iterable[Todo]) -> list[Todo]:
    return [line for line in lines if line.kind not in BESIDE]


def beside(lines: Iterable[Todo]) -> list[Block]:
    """Blocks that hold something."""
    lines = list(lines)
    blocks = [Block(kind, name, tuple(line for line in lines if line.kind is kind)) for kind, name in BESIDE.items()]
    return [block for block in blocks if block.lines]


def first(lines: Iterable[Todo]) -> Next | None:
    """The oldest thing of the first line; None when nothing waits."""
    line = next(iter(to_do(in_order(lines))), None)
    if line is None:
        return None
    if not line.items:
        return Next(f"{line.count} {line.label}", line.action or Action("Mở", line.url), of="")
    item = line.items[0]
    action = item.actions[-1] if item.actions else Action("Mở", item.url)
    return Next(item.name, action, of=line.label, note=item.note)


Source = Callable[[object, datetime], Iterable[Todo]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """`source(user, at)` gives only what this user may do or see; lines with a count of 0 are left out for it."""
    if source not in _sources:
        _sources.append(source)
    return source


def for_user(user, at: datetime) -> list[Todo]:
    return in_order(line for source in _sources for line in source(user, at) if line.count)
