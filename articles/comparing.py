"""What changed between two versions of a text: paragraph by paragraph, and in a changed one word by word. Pure.

Both are HTML as richtext.py keeps it. Nothing here is HTML any more: rows of pieces, which a template draws and a
screen reader can read.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import Match, SequenceMatcher
from enum import StrEnum
from itertools import accumulate

BLOCK_NAMES = {
    "h2": "Tiêu đề mục", "h3": "Tiêu đề mục nhỏ", "h4": "Tiêu đề mục nhỏ nhất", "li": "Dòng danh sách",
    "blockquote": "Trích dẫn", "figcaption": "Chú thích ảnh", "caption": "Tên bảng", "td": "Ô bảng", "th": "Đầu bảng",
    "img": "Ảnh", "hr": "Vạch ngang", "p": "",
}  # fmt: skip
ALIKE = 0.4
"""From this share of common words on, two paragraphs are one that was changed."""
LOOKED_AT = 30
"""So many paragraphs further on a changed one is looked for."""
MOST_WORDS = 4_000
"""Of one paragraph; a longer one is shown as replaced whole. Comparing takes time with the square of the words."""
MOST_LOOKS = 200
"""So often, on average, a word or a paragraph of two texts is held against others before the search is given up."""
_TOKENS = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_WORDS = re.compile(r"\S+")
_INLINE = frozenset({"strong", "em", "u", "s", "sub", "sup", "a", "br"})
_AROUND = frozenset({"ul", "ol", "blockquote"})
"""These say nothing, but how the paragraphs inside are set."""


class State(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RESTYLED = "restyled"
    """The same words, set in another way: bold, another level of heading."""


@dataclass(frozen=True)
class Piece:
    """Words that stay, come or go together."""

    state: State
    text: str


@dataclass(frozen=True)
class Row:
    """One paragraph. `before` and `after`: its pieces on either side; the same on both where nothing changed."""

    state: State
    kind: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def merged(self) -> tuple[Piece, ...]:
        """Both sides in one line: what goes stands before what comes in its place."""
        found, old, new = [], list(self.before), list(self.after)
        while old or new:
            if old and old[0].state == State.REMOVED:
                found.append(old.pop(0))
            elif new and new[0].state == State.ADDED:
                found.append(new.pop(0))
            else:
                found.append((new or old)[0])
                del old[:1], new[:1]
        return tuple(found)


@dataclass(frozen=True)
class Block:
    """One paragraph of a version. `look` tells it from one of the same words that is set differently."""

    kind: str
    words: tuple[str, ...]
    look: str


@dataclass(frozen=True)
class Comparison:
    rows: tuple[Row, ...]

    @property
    def is_same(self) -> bool:
        return all(row.state == State.SAME for row in self.rows)

    @property
    def changed(self) -> int:
        return sum(row.state != State.SAME for row in self.rows)

    def folded(self, around: int = 1) -> list[Row | int]:
        """The changed rows with so many unchanged ones around each; a number stands for those left out between."""
        near = {
            place + step
            for place, row in enumerate(self.rows)
            if row.state != State.SAME
            for step in range(-around, around + 1)
        }
        found: list[Row | int] = []
        for place, row in enumerate(self.rows):
            if place in near:
                found.append(row)
            elif found and isinstance(found[-1], int):
                found[-1] += 1
            else:
                found.append(1)
        return found


def compare(before: str, after: str) -> Comparison:
    """Two bodies."""
    return Comparison(tuple(_rows(blocks(before), blocks(after))))


def compare_lines(kind: str, before: str, after: str) -> list[Row]:
    """Plain text, a paragraph a line; `kind` says of each row what it is of ("Tiêu đề")."""
    sides = (
        [Block("p", tuple(words), "") for line in text.splitlines() if (words := line.split())]
        for text in (before, after)
    )
    return [replace(row, kind=kind) for row in _rows(*sides)]


def blocks(body: str) -> list[Block]:
    """The paragraphs of a version in their order; a picture is one, and a link is said after its words."""
    found, kind, said, look, links, around = [], "p", [], [], [], []

    def end():
        if words := _WORDS.findall("".join(said)):
            found.append(Block(kind, tuple(words), "".join([*around, *look])))
        said.clear()
        look.clear()

    for slash, tag, attributes, text in _TOKENS.findall(body):
        if text:
            said.append(html.unescape(text))
            look.append(text)
        elif tag in _INLINE:
            look.append(f"<{slash}{tag}{attributes}>")
            said.append(_link(slash, attributes, links) if tag == "a" else " " * (tag == "br"))
        else:
            end()
            if tag in _AROUND:
                around = around[:-1] if slash else [*around, f"<{tag}{attributes}>"]
            kind = "p" if slash else tag
            look.append(attributes)
            if tag in ("img", "hr"):
                found.append(_thing(tag, attributes))
    end()
    return found


def _link(slash, attributes, links) -> str:
    """Where a link leads, and what it says to who points at it, is said once its words are over."""
    if not slash:
        links.append(dict(_ATTRIBUTE.findall(attributes)))
        return ""
    told = links.pop() if links else {}
    address, title = (html.unescape(told.get(name, "")) for name in ("href", "title"))
    if not title or address.startswith("#"):  # the way back of a note says the same everywhere
        return f" [liên kết: {address}]" if address else ""
    return f" [liên kết: {address}, lời nhắc: {title}]"


def _thing(tag, attributes) -> Block:
    told = dict(_ATTRIBUTE.findall(attributes))
    said = html.unescape(told.get("alt", ""))
    return Block(tag, tuple(_WORDS.findall(f"[{said}]" if tag == "img" else "[vạch ngang]")), attributes)


def _rows(old: list[Block], new: list[Block]) -> Iterator[Row]:
    for step, first, last, begin, end in opcodes([one.words for one in old], [one.words for one in new]):
        if step == "equal":
            yield from map(_same, old[first:last], new[begin:end])
        else:
            yield from _changed(old[first:last], new[begin:end])


def _same(old: Block, new: Block) -> Row:
    is_same = (old.kind, old.look) == (new.kind, new.look)
    pieces = (Piece(State.SAME, " ".join(new.words)),)
    return Row(State.SAME if is_same else State.RESTYLED, BLOCK_NAMES.get(new.kind, ""), pieces, pieces)


def _changed(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Row]:
    """Each new paragraph beside the first of the old ones that it may have been; the others went or came."""
    place = 0
    for block in new:
        near = range(place, min(place + LOOKED_AT, len(old)))
        like = next((n for n in near if are_alike(old[n], block)), None)
        if like is None:
            yield _alone(block, State.ADDED)
            continue
        yield from (_alone(gone, State.REMOVED) for gone in old[place:like])
        yield _pair(old[like], block)
        place = like + 1
    yield from (_alone(gone, State.REMOVED) for gone in old[place:])


def are_alike(old: Block, new: Block) -> bool:
    """May one be the other, changed?"""
    needed = ALIKE * (len(old.words) + len(new.words)) / 2
    if min(len(old.words), len(new.words)) < needed:  # most pairs, and counting costs
        return False
    return sum((Counter(old.words) & Counter(new.words)).values()) >= needed


def _alone(block: Block, state: State) -> Row:
    pieces = (Piece(state, " ".join(block.words)),)
    sides = ((), pieces) if state == State.ADDED else (pieces, ())
    return Row(state, BLOCK_NAMES.get(block.kind, ""), *sides)


def _pair(old: Block, new: Block) -> Row:
    if old.words == new.words:
        return _same(old, new)
    before, after = [], []
    for step, first, last, begin, end in _steps(old.words, new.words):
        is_same = step == "equal"
        if last > first:
            before.append(Piece(State.SAME if is_same else State.REMOVED, " ".join(old.words[first:last])))
        if end > begin:
            after.append(Piece(State.SAME if is_same else State.ADDED, " ".join(new.words[begin:end])))
    return Row(State.CHANGED, BLOCK_NAMES.get(new.kind, ""), tuple(before), tuple(after))


def _steps(old: Sequence[str], new: Sequence[str]):
    if max(len(old), len(new)) > MOST_WORDS:
        return [("replace", 0, len(old), 0, len(new))]
    return opcodes(old, new)


def opcodes(old: Sequence, new: Sequence) -> list[tuple[str, int, int, int, int]]:
    """What leads from one to the other, as difflib says it (`get_opcodes`), in bounded time."""
    numbers: dict = {}
    sides = [[numbers.setdefault(one, len(numbers)) for one in side] for side in (old, new)]
    return _Bounded(*sides).get_opcodes()


class _Bounded(SequenceMatcher):
    """Gives up on two texts that are alike in too many places: what is left counts as replaced.

    difflib alone takes minutes over a hundred words that come again and again in another order.
    """

    def __init__(self, old: list[int], new: list[int]):
        super().__init__(None, old, new)
        self.left = MOST_LOOKS * (len(old) + len(new) + MOST_LOOKS)
        self.looks = [0, *accumulate(1 + len(self.b2j.get(one, ())) for one in old)]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        self.left -= self.looks[ahi] - self.looks[alo]
        return super().find_longest_match(alo, ahi, blo, bhi) if self.left > 0 else Match(alo, blo, 0)
