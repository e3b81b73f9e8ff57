"""Where a comment stands: at a paragraph, known by its words, so that it stays there when others change. Pure."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from articles import comparing

LONGEST = 2_000
"""Letters of a paragraph that are kept."""
ALIKE = 0.5
"""From this share of common words on it is the same paragraph, edited."""
_TOKENS = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>|[^<]+")
_VOID = frozenset({"img", "br", "hr"})


@dataclass(frozen=True)
class Anchor:
    """`occurrence`: the how manieth paragraph of these words, from 0."""

    words: str
    occurrence: int = 0

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.occurrence}\n{self.words}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Place:
    """`number`: of the paragraph as the text stands now, None where it is gone. `is_same`: nobody has edited it."""

    number: int | None
    is_same: bool = False


def pieces(body: str) -> list[str]:
    """The HTML of each block that stands by itself: a paragraph, a heading, a whole list, table or figure."""
    found, depth, begin = [], 0, 0
    for token in _TOKENS.finditer(body):
        slash, tag = token.groups()
        if tag is not None and tag not in _VOID:
            depth += -1 if slash else 1
        if depth == 0 and tag is not None:
            found.append(body[begin : token.end()])
            begin = token.end()
    return [piece for piece in [*found, body[begin:]] if words(piece)]


def words(piece: str) -> str:
    return " ".join(word for block in comparing.blocks(piece) for word in block.words)


def anchors(paragraphs: Sequence[str]) -> list[Anchor]:
    """One for each paragraph, given as its words."""
    seen: Counter[str] = Counter()
    found = []
    for said in paragraphs:
        said = said[:LONGEST]
        found.append(Anchor(said, seen[said]))
        seen[said] += 1
    return found


def place(anchor: Anchor, now: Sequence[Anchor]) -> Place:
    """Where the paragraph stands among those of today."""
    same = [number for number, one in enumerate(now) if one.words == anchor.words]
    if same:
        return Place(same[min(anchor.occurrence, len(same) - 1)], is_same=True)
    likest = max(range(len(now)), key=lambda number: _alike(anchor.words, now[number].words), default=None)
    if likest is None or _alike(anchor.words, now[likest].words) < ALIKE:
        return Place(None)
    return Place(likest)


def _alike(one: str, other: str) -> float:
    """The share of words in common, from 0 to 1."""
    some, others = one.split(), other.split()
    common = sum((Counter(some) & Counter(others)).values())
    return 2 * common / (len(some) + len(others)) if common else 0.0
