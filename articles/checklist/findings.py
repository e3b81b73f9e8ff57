"""What the checklist takes in and what it hands back."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MOST_PLACES = 5
"""Told of each finding; the others are counted."""


class Level(StrEnum):
    ERROR = "error"
    """Nobody submits or approves the text before it is mended."""
    WARNING = "warning"
    """Somebody has to say that they saw it."""


class Reach(StrEnum):
    """Where a link into the own site does not lead a reader."""

    MISSING = "missing"
    """Nothing is there, or nothing that readers may see; which of the two is not told."""
    LATER = "later"
    """Approved, but it appears after this text."""
    INSIDE = "inside"
    """The desk, or the committee's own network."""


@dataclass(frozen=True)
class Draft:
    """`body` is what richtext.clean made."""

    title: str
    lead: str = ""
    body: str = ""
    byline: str = ""
    sources: str = ""


@dataclass(frozen=True)
class Facts:
    """`reaches`: addresses into the own site that lead no reader anywhere, as they stand in the text.

    Of the library's pictures, by key: `silent` are decorative and need no words, `lost` are no longer there.
    """

    site: str = ""
    reaches: Mapping[str, Reach] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Finding:
    """One thing that was found, in one or more places. `places`: the first few, in words, of `everywhere`."""

    code: str
    level: Level
    sentence: str
    places: tuple[str, ...]
    count: int
    fingerprint: str
    everywhere: frozenset[str] = frozenset()

    @property
    def is_error(self) -> bool:
        return self.level == Level.ERROR

    @property
    def more(self) -> int:
        return self.count - len(self.places)


def finding(code: str, level: Level, sentence: str, places: list[str]) -> Finding:
    """The fingerprint stays while the same is wrong in the same places: a tick holds until something is added."""
    told = "\n".join([code, sentence, *places])
    key = hashlib.sha256(told.encode()).hexdigest()[:16]
    return Finding(
        code, level, sentence, tuple(dict.fromkeys(places))[:MOST_PLACES], len(places), key, frozenset(places)
    )


def errors(found: tuple[Finding, ...]) -> list[Finding]:
    return [one for one in found if one.is_error]


def warnings(found: tuple[Finding, ...]) -> list[Finding]:
    return [one for one in found if not one.is_error]
