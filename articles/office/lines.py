"""Line breaks that mean something else: empty ones between paragraphs, and the hard ends of lines in a PDF. Pure."""

from dataclasses import replace
from itertools import pairwise

from articles.office.blocks import Block, Break, Inlines, Paragraph, Text, is_blank, words
from articles.office.report import Findings

SHORTEST_LINE = 35
_ENDS = (".", "!", "?", ":", ";", "”", '"', "…", ")")


def split(blocks: list[Block], findings: Findings) -> list[Block]:
    """Two breaks in a row are the end of a paragraph."""
    result = []
    for block in blocks:
        parts = _parts(block.inlines) if isinstance(block, Paragraph) else []
        if len(parts) > 1:
            findings.add("split_breaks", count=len(parts) - 1)
            result += [replace(block, inlines=part) for part in parts]
        else:
            result.append(block)
    return result


def _parts(inlines: Inlines) -> list[Inlines]:
    parts: list[list] = [[]]
    breaks = 0
    for inline in inlines:
        breaks = breaks + 1 if isinstance(inline, Break) else breaks if is_blank((inline,)) else 0
        if breaks > 1:
            parts.append([])
            breaks = 0
        else:
            parts[-1].append(inline)
    return [tuple(part) for part in parts if not is_blank(tuple(part))]


def broken(blocks: list[Block]) -> int:
    """How many lines end in the middle of a sentence."""
    inside = sum(
        _is_cut(*pair) for block in blocks if isinstance(block, Paragraph) for pair in _neighbours(block.inlines)
    )
    return inside + sum(_continues(*pair) for pair in pairwise(blocks))


def joined(blocks: list[Block]) -> list[Block]:
    """The same text with those lines put together again."""
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            block = replace(block, inlines=_joined(block.inlines))
        if result and _continues(result[-1], block, is_joined=True):
            result[-1] = replace(result[-1], inlines=(*result[-1].inlines, Text(" "), *block.inlines))
        else:
            result.append(block)
    return result


def _joined(inlines: Inlines) -> Inlines:
    result = list(inlines)
    for place, inline in enumerate(inlines):
        if isinstance(inline, Break) and _is_cut(_line_before(inlines, place), _line_after(inlines, place)):
            result[place] = Text(" ")
    return tuple(result)


def _neighbours(inlines: Inlines):
    for place, inline in enumerate(inlines):
        if isinstance(inline, Break):
            yield _line_before(inlines, place), _line_after(inlines, place)


def _line_before(inlines: Inlines, place: int) -> str:
    return words(inlines[max(0, place - 20) : place]).rpartition("\n")[2].strip()


def _line_after(inlines: Inlines, place: int) -> str:
    return words(inlines[place + 1 : place + 21]).partition("\n")[0].strip()


def _is_cut(before: str, after: str) -> bool:
    is_whole = before.endswith(_ENDS) or len(before) < SHORTEST_LINE
    return not is_whole and after[:1].islower() and (len(after) < 3 or after[1] not in ".)")


def _continues(first: Block, second: Block, *, is_joined: bool = False) -> bool:
    if not all(isinstance(block, Paragraph) and not block.align and not block.role for block in (first, second)):
        return False
    before = words(first.inlines[-20:])
    last = before.rpartition("\n")[2].strip()
    # A PDF cuts at a hundred letters or so; what is much longer was a paragraph, until lines were joined to it.
    is_line = is_joined or len(last) < 140
    return is_line and _is_cut(last, words(second.inlines).partition("\n")[0].strip())
