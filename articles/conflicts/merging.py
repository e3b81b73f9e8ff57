"""Two texts of one article become one, paragraph by paragraph, as a person chooses. Pure.

Both are HTML as richtext.py keeps it; what comes out is to be cleaned by it. A row is one paragraph, heading, list,
table or picture, or one note at the end. Words that a row holds are in the merged text whenever its side, or both, is
chosen: nothing is taken apart below a row.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from articles import comparing, footnotes

MOST_PARTS = 3_000
"""Of one side; a text of more is one part, for nobody answers so many questions."""
LOOKED_AT = 30
"""So many rows further on a changed one is looked for."""
_TOKENS = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>|[^<]+|<')
_BLOCKS = frozenset("p h2 h3 h4 ul ol blockquote figure figcaption table hr li".split())
_VOID = frozenset({"img", "br", "hr"})


class Side(StrEnum):
    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"


@dataclass(frozen=True)
class Row:
    """`theirs`, `mine`: HTML of either side, "" where it has none. `name` stays the same while both do."""

    name: str
    theirs: str
    mine: str
    is_same: bool
    their_note: str = ""
    my_note: str = ""
    is_note: bool = False


@dataclass(frozen=True)
class Texts:
    """Two bodies, laid side by side."""

    theirs: str
    mine: str
    rows: tuple[Row, ...]

    @property
    def differing(self) -> list[Row]:
        return [row for row in self.rows if not row.is_same]

    def merged(self, sides: Mapping[str, Side]) -> str:
        """`sides`: for each differing row by its name. One side throughout is that side, letter by letter."""
        chosen = {sides[row.name] for row in self.differing}
        if chosen <= {Side.THEIRS}:
            return self.theirs
        if chosen == {Side.MINE}:
            return self.mine
        numbers = _numbers(self.rows)
        text = [_words(row, sides, numbers) for row in self.rows if not row.is_note]
        notes = [_note(row, sides, numbers) for row in self.rows if row.is_note]
        return "\n".join(filter(None, text)) + footnotes.listed([note for note in notes if note])


def side_by_side(theirs: str, mine: str) -> Texts:
    old, new = footnotes.apart(theirs), footnotes.apart(mine)
    named = _namer()
    old_parts, new_parts = parts(old.text), parts(new.text)
    if max(len(old_parts) + len(old.items), len(new_parts) + len(new.items)) > MOST_PARTS:
        return _as_one(theirs, mine, named(theirs, mine), len(old.items))
    rows = [
        Row(named(before, after), before, after, _look(before) == _look(after))
        for before, after in _aligned(old_parts, new_parts, _look)
    ]
    for before, after in _aligned(old.items, new.items, lambda item: item[1]):
        (their_number, their_words), (my_number, my_words) = before or ("", ""), after or ("", "")
        is_same = their_words == my_words
        name = named(their_words, my_words)
        rows.append(Row(name, their_words, my_words, is_same, their_number, my_number, is_note=True))
    return Texts(theirs, mine, tuple(rows))


def _as_one(theirs: str, mine: str, name: str, notes: int) -> Texts:
    shifted = footnotes.shifted(mine, notes)
    return Texts(theirs, mine, (Row(name, theirs, shifted, is_same=theirs == mine),))


def parts(body: str) -> list[str]:
    """The outermost elements in their order, each with the space behind it; put together they are the body again."""
    found, piece, depth = [], [], 0
    for token in _TOKENS.finditer(body):
        slash, name = token[1], token[2]
        if depth == 0 and name in _BLOCKS and "".join(piece).strip():
            found.append("".join(piece))
            piece = []
        piece.append(token[0])
        if not name or name in _VOID - {"hr"}:
            continue
        depth += 0 if name == "hr" else -1 if slash else 1
        if depth == 0 and name in _BLOCKS:
            found.append("".join(piece))
            piece = []
    left = "".join(piece)
    return [*found, left] if left.strip() or not found else [*found[:-1], found[-1] + left]


def _look(part: str) -> str:
    """What makes two parts the same: all but the space around them and the numbers of their notes."""
    return footnotes.unnumbered(part).strip()


def _namer() -> Callable[[str, str], str]:
    """A name for each pair, the same in every reading of the same two texts."""
    seen: Counter[str] = Counter()

    def name(theirs: str, mine: str) -> str:
        pair = f"{_look(theirs)}\0{_look(mine)}"
        seen[pair] += 1
        return hashlib.sha256(f"{pair}\0{seen[pair]}".encode()).hexdigest()[:16]

    return name


def _aligned(old: Sequence, new: Sequence, look: Callable) -> Iterator[tuple]:
    """Pairs in reading order, "" for what a side does not have; what only they have stands before what only I have."""
    for step, first, last, begin, end in comparing.opcodes([look(one) for one in old], [look(one) for one in new]):
        if step == "equal":
            yield from zip(old[first:last], new[begin:end], strict=True)
        else:
            yield from _alike(old[first:last], new[begin:end], look)


def _alike(old: Sequence, new: Sequence, look: Callable) -> Iterator[tuple]:
    """Each of mine beside the first of theirs that it may have been."""
    words = [_block(look(one)) for one in old]
    place = 0
    for one in new:
        near, own = range(place, min(place + LOOKED_AT, len(old))), _block(look(one))
        like = next((n for n in near if comparing.are_alike(words[n], own)), None)
        if like is not None:
            yield from ((gone, "") for gone in old[place:like])
            yield old[like], one
            place = like + 1
        else:
            yield "", one
    yield from ((gone, "") for gone in old[place:])


def _block(part: str) -> comparing.Block:
    blocks = comparing.blocks(part)
    return comparing.Block("", tuple(word for block in blocks for word in block.words), "")


def _numbers(rows: Sequence[Row]) -> dict[str, str]:
    """Of my notes: the number that each has in the merged text. A note that both have keeps theirs."""
    notes = [row for row in rows if row.is_note]
    last = max((int(row.their_note) for row in notes if row.their_note), default=0)
    free = iter(range(last + 1, last + 1 + len(notes)))
    return {row.my_note: row.their_note or str(next(free)) for row in notes if row.my_note}


def _words(row: Row, sides: Mapping[str, Side], numbers: Mapping[str, str]) -> str:
    side = Side.THEIRS if row.is_same else sides[row.name]
    mine = footnotes.renamed(row.mine, numbers)
    shown = {Side.THEIRS: [row.theirs], Side.MINE: [mine], Side.BOTH: [row.theirs, mine]}[side]
    return "\n".join(part.strip() for part in shown if part.strip())


def _note(row: Row, sides: Mapping[str, Side], numbers: Mapping[str, str]) -> str:
    side = Side.THEIRS if row.is_same else sides[row.name]
    words = {Side.THEIRS: row.theirs, Side.MINE: row.mine, Side.BOTH: f"{row.theirs} {row.mine}"}[side].strip()
    number = row.their_note or numbers.get(row.my_note, "")
    if not words:
        return ""
    return footnotes.item(int(number), words) if number else f"<li>{words}</li>"
