"""What people typed by hand where Word has a feature: numbers and dashes before items, bold lines as headings. Pure."""

import re
from dataclasses import dataclass

from articles.office.blocks import (
    BULLET,
    Block,
    Heading,
    Inlines,
    ListItem,
    NoteMark,
    Paragraph,
    Text,
    cut,
    without_bold,
    words,
)
from articles.office.report import Findings
from articles.office.symbols import is_symbol_font

# A sign and a gap; signs that are letters elsewhere need the gap that Word puts behind a bullet.
_BULLET = re.compile(
    r"[ \t\xa0]*(?:([•·▪▫◦●○■□◆◇❖➢➤►▶✓✔☐∙‣⁃⇨→*+–—\uf020-\uf0ff-])[ \t\xa0]+|([§Øvo])(?:\t|\xa0[ \xa0])[ \t\xa0]*)(?=\S)"
)
_NUMBER = re.compile(r"[ \t\xa0]*\(?([0-9]{1,3}|[a-zđ]|[A-ZĐ]|[ivx]{2,5}|[IVX]{2,5})([.)])[ \t\xa0]+(?=\S)")
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
_INNER_BULLETS = frozenset("+◦○▫")

LONGEST_HEADING = 160
_LEVELS = (
    re.compile(r"(?:phần|chương)\s+(?:thứ\s+)?\S+", re.I),
    re.compile(r"[IVX]{1,5}[.)\-–:]?\s+\S"),
    re.compile(r"[A-Z][.)]\s+\S"),
    re.compile(r"\d{1,2}[.)]\s+\S"),
    re.compile(r"\d{1,2}\.\d{1,2}\.?\s+\S"),
    re.compile(r"\d{1,2}(?:\.\d{1,2}){2,}\.?\s+\S"),
)
_CAPITALS = len(_LEVELS)


@dataclass(frozen=True)
class Suggestion:
    """`place`: the position of the block. `level` counts among the suggestions of this text, 1 the highest."""

    place: int
    words: str
    level: int


def with_lists(blocks: list[Block], findings: Findings) -> list[Block]:
    """Typed items become list items; numbers only where two or more of them follow each other in order."""
    result, place = [], 0
    while place < len(blocks):
        run = _bullet(blocks[place]) or _numbers(blocks, place)
        items = sum(isinstance(block, ListItem) for block in run)
        if items:
            code = "symbol_bullets" if _has_symbol(blocks[place]) else "typed_lists"
            findings.add(code, count=items)
        result += run or [blocks[place]]
        place += max(1, len(run))
    return result


def _bullet(block: Block) -> list[Block]:
    if (
        not isinstance(block, Paragraph)
        or block.role == "caption"
        or not (found := _BULLET.match(words(block.inlines)))
    ):
        return []
    level = int((found[1] or "") in _INNER_BULLETS)
    return [ListItem(cut(block.inlines, found.end()), BULLET, level)]


def _has_symbol(block: Block) -> bool:
    first = block.inlines[0] if isinstance(block, Paragraph) and block.inlines else None
    return isinstance(first, Text) and is_symbol_font(first.font)


def _numbers(blocks: list[Block], place: int) -> list[Block]:
    """The blocks from here that belong together, as items where HTML can count them; empty where there is no list."""
    found = _numbered(blocks[place])
    if found is None:
        return []
    for kind, number in _readings(found[1]):
        items, sign = [], found[2]
        for here in range(place, len(blocks)):
            block = blocks[here]
            told = _numbered(block)
            if told is None or told[2] != sign or (kind, number) not in _readings(told[1]):
                break
            items.append(ListItem(cut(block.inlines, told.end()), kind, 0, number))
            number += 1
        if len(items) > 1:
            # Vietnamese counts a, b, c, d, đ, e; no browser does, so such a list stays as it was typed.
            is_ours = told is not None and told[1] in {"đ", "Đ"}
            return blocks[place : place + len(items)] if is_ours else items
    return []


def _numbered(block: Block) -> re.Match | None:
    is_plain = isinstance(block, Paragraph) and not block.role and not block.align
    return _NUMBER.match(words(block.inlines)) if is_plain and not is_bold(block.inlines) else None


def _readings(label: str) -> list[tuple[str, int]]:
    """ "i" may be the first of the Roman numbers or the ninth letter."""
    if label.isdigit():
        return [("1", int(label))]
    is_capital = label.isupper()
    small = label.lower()
    found = [("I" if is_capital else "i", _ROMAN[small])] if small in _ROMAN else []
    if len(small) == 1 and small.isascii():
        found.append(("A" if is_capital else "a", ord(small) - ord("a") + 1))
    return found


def suggestions(blocks: list[Block]) -> list[Suggestion]:
    """Bold lines that look like headings, "I. TÌNH HÌNH CHUNG": for a person to decide."""
    found = [(place, rank) for place, block in enumerate(blocks) if (rank := _rank(block)) is not None]
    ranks = sorted({rank for _place, rank in found if rank != _CAPITALS})
    levels = {rank: level for level, rank in enumerate(ranks, start=1)} | {_CAPITALS: 1}
    return [Suggestion(place, " ".join(words(blocks[place].inlines).split()), levels[rank]) for place, rank in found]


def with_headings(blocks: list[Block], chosen: list[Suggestion]) -> list[Block]:
    levels = {one.place: one.level for one in chosen}
    return [
        Heading(without_bold(block.inlines), levels[place]) if place in levels else block
        for place, block in enumerate(blocks)
    ]


def _rank(block: Block) -> int | None:
    is_plain = isinstance(block, Paragraph) and not block.role and block.align != "right"
    if not is_plain or not is_bold(block.inlines) or any(isinstance(one, NoteMark) for one in block.inlines):
        return None
    text = words(block.inlines).strip()
    if not text or len(text) > LONGEST_HEADING or "\n" in text:
        return None
    # The most exact rule last: "1.1" also begins like "1.".
    for rank in reversed(range(len(_LEVELS))):
        if _LEVELS[rank].match(text):
            return rank
    return _CAPITALS if not block.align and text.isupper() and len(text.split()) > 1 else None


def is_bold(inlines: Inlines) -> bool:
    texts = [one for one in inlines if isinstance(one, Text) and one.text.strip()]
    return bool(texts) and all("strong" in one.marks for one in texts)
