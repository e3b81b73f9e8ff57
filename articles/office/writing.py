"""Blocks as our HTML. Pure; what comes of it still goes through articles/richtext.py like anything else."""

import html
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby

from articles import footnotes
from articles.office.blocks import (
    BULLET,
    Block,
    Break,
    Cell,
    Document,
    Heading,
    Inline,
    Inlines,
    ListItem,
    NoteMark,
    Paragraph,
    Picture,
    Row,
    Rule,
    Table,
    Text,
    inlines_of,
    is_blank,
)

Address = Callable[[str], str]
"""Name of a picture -> its address, "" when it has none."""
_MARKS = ("strong", "em", "u", "s", "sub", "sup")
_HIGHEST, _LOWEST = 2, 4


def written(document: Document, address: Address = lambda name: "") -> str:
    return Writer(document, address).text()


class Writer:
    def __init__(self, document: Document, address: Address):
        self.document, self.address = document, address
        self.numbers: dict[str, int] = {}

    def text(self) -> str:
        parts = self.blocks(self.document.blocks)
        # Writing a note may meet no further mark: Word has no notes in notes.
        notes = [footnotes.item(number, self._note(key)) for key, number in self.numbers.items()]
        return "\n".join([*parts, *filter(None, [footnotes.listed(notes)])])

    def blocks(self, blocks: Iterable[Block]) -> list[str]:
        blocks, parts, place = list(blocks), [], 0
        while place < len(blocks):
            count = _run(blocks, place)
            parts += self._written(blocks[place : place + count])
            place += count
        return [part for part in parts if part]

    def _written(self, run: list[Block]) -> list[str]:
        first = run[0]
        if isinstance(first, ListItem):
            return self.lists(run)
        if isinstance(first, Heading):
            level = min(first.level + _HIGHEST - 1, _LOWEST)
            return self._with_pictures(first.inlines, f"<h{level}>", f"</h{level}>")
        if isinstance(first, Table):
            return [self._table(first)]
        if isinstance(first, Rule):
            return ["<hr>"]
        if first.role == "quote":
            inside = [part for block in run for part in self._with_pictures(block.inlines, "<p>", "</p>")]
            return [f"<blockquote>{''.join(inside)}</blockquote>"]
        if len(run) == 2:
            return [self._figure(first, run[1])]
        return self._with_pictures(first.inlines, _opening("p", first.align), "</p>")

    def _figure(self, picture: Paragraph, caption: Paragraph) -> str:
        image = self.inline(picture.inlines)
        said = self.inline(caption.inlines)
        return f"<figure>{image}<figcaption>{said}</figcaption></figure>" if image else f"<p>{said}</p>"

    def _with_pictures(self, inlines: Inlines, opening: str, closing: str) -> list[str]:
        """The words, and each picture by itself where it stood."""
        parts = []
        for is_picture, group in groupby(inlines, lambda one: isinstance(one, Picture)):
            for piece in [(one,) for one in group] if is_picture else [trimmed(tuple(group))]:
                inside = self.inline(piece)
                if inside:
                    parts.append(f"<p>{inside}</p>" if is_picture else f"{opening}{inside}{closing}")
        return parts

    def lists(self, items: list[ListItem]) -> list[str]:
        """Items of the same depth stand side by side, deeper ones inside the one before."""
        parts, place = [], 0
        while place < len(items):
            group = _same_list(items, place)
            top = items[place]
            inside = "".join(self._item(items, start, end) for start, end in group)
            parts.append(f"{_list_opening(top)}{inside}</{_list_name(top)}>")
            place = group[-1][1]
        return parts

    def _item(self, items: list[ListItem], start: int, end: int) -> str:
        inside = self.inline(trimmed(items[start].inlines))
        return f"<li>{inside}{''.join(self.lists(items[start + 1 : end]))}</li>"

    def _table(self, table: Table) -> str:
        caption = self.inline(trimmed(table.caption))
        heads = [row for row in table.rows if row.is_header]
        body = [row for row in table.rows if not row.is_header]
        parts = [f"<caption>{caption}</caption>" if caption else ""]
        parts += ["<thead>", *(self._row(row) for row in heads), "</thead>"] if heads else []
        parts += ["<tbody>", *(self._row(row) for row in body), "</tbody>"] if body else []
        return f"<table>{''.join(parts)}</table>"

    def _row(self, row: Row) -> str:
        return f"<tr>{''.join(self._cell(cell, row.is_header) for cell in row.cells)}</tr>"

    def _cell(self, cell: Cell, is_header: bool) -> str:
        spans = "".join(
            f' {name}="{count}"' for name, count in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if count > 1
        )
        name, scope = ("th", ' scope="col"') if is_header else ("td", "")
        return f"<{name}{spans}{scope}{_aligned(cell)}>{self._inside(cell)}</{name}>"

    def _inside(self, cell: Cell) -> str:
        if len(cell.blocks) == 1 and isinstance(cell.blocks[0], Paragraph) and cell.blocks[0].role != "quote":
            return self.inline(trimmed(cell.blocks[0].inlines))
        side = _side(cell)
        inside = (replace(one, align="") if isinstance(one, Paragraph) and side else one for one in cell.blocks)
        return "".join(self.blocks(inside))

    def _note(self, key: str) -> str:
        lines = [self.inline(trimmed(inlines_of(block))) for block in self.document.notes[key]]
        return "<br>".join(filter(None, lines))

    def inline(self, inlines: Inlines) -> str:
        parts = []
        for link, group in groupby(inlines, lambda one: one.link if isinstance(one, Text) else ""):
            inside = "".join(map(self._one, group))
            parts.append(f'<a href="{html.escape(link)}">{inside}</a>' if link and inside.strip() else inside)
        return "".join(parts)

    def _one(self, inline: Inline) -> str:
        if isinstance(inline, Text):
            return _marked(html.escape(inline.text.replace("\t", " "), quote=False), inline.marks)
        if isinstance(inline, Break):
            return "<br>"
        if isinstance(inline, NoteMark):
            return self._mark(inline.note)
        source = self.address(inline.name)
        return f'<img src="{html.escape(source)}" alt="">' if source else ""

    def _mark(self, note: str) -> str:
        if note not in self.document.notes:
            return ""
        is_first = note not in self.numbers
        number = self.numbers.setdefault(note, len(self.numbers) + 1)
        return footnotes.mark(number, is_first=is_first)


def trimmed(inlines: Inlines) -> Inlines:
    """Without what is blank at either end."""
    start, end = 0, len(inlines)
    while start < end and is_blank(inlines[start : start + 1]):
        start += 1
    while end > start and is_blank(inlines[end - 1 : end]):
        end -= 1
    result = list(inlines[start:end])
    if result and isinstance(result[0], Text):
        result[0] = Text(result[0].text.lstrip(), result[0].marks, result[0].link)
    if result and isinstance(result[-1], Text):
        result[-1] = Text(result[-1].text.rstrip(), result[-1].marks, result[-1].link)
    return tuple(result)


def _run(blocks: list[Block], place: int) -> int:
    """How many blocks from here belong to one element."""
    first = blocks[place]
    if isinstance(first, ListItem):
        return _while(blocks, place, lambda one: isinstance(one, ListItem))
    if isinstance(first, Paragraph) and first.role == "quote":
        return _while(blocks, place, lambda one: isinstance(one, Paragraph) and one.role == "quote")
    follows = blocks[place + 1] if place + 1 < len(blocks) else None
    is_captioned = isinstance(follows, Paragraph) and follows.role == "caption" and _is_lone_picture(first)
    return 2 if is_captioned else 1


def _while(blocks: list[Block], start: int, holds: Callable[[Block], bool]) -> int:
    end = start
    while end < len(blocks) and holds(blocks[end]):
        end += 1
    return end - start


def _is_lone_picture(block: Block) -> bool:
    inlines = trimmed(inlines_of(block))
    return isinstance(block, Paragraph) and len(inlines) == 1 and isinstance(inlines[0], Picture)


def _same_list(items: list[ListItem], place: int) -> list[tuple[int, int]]:
    """(start, end) of each item of the list that begins here, what is deeper included."""
    first, found, expected = items[place], [], items[place].number
    while place < len(items):
        here = items[place]
        goes_on = (
            here.level == first.level and here.kind == first.kind and (here.kind == BULLET or here.number == expected)
        )
        if found and not goes_on:
            break
        end = place + 1
        while end < len(items) and items[end].level > first.level:
            end += 1
        found.append((place, end))
        place, expected = end, expected + 1
    return found


def _list_name(item: ListItem) -> str:
    return "ul" if item.kind == BULLET else "ol"


def _list_opening(item: ListItem) -> str:
    if item.kind == BULLET:
        return "<ul>"
    start = f' start="{item.number}"' if item.number != 1 else ""
    kind = f' type="{item.kind}"' if item.kind != "1" else ""
    return f"<ol{start}{kind}>"


def _side(cell: Cell) -> str:
    """On which all that stands in the cell stands."""
    sides = {block.align for block in cell.blocks if isinstance(block, Paragraph)}
    return sides.pop() if len(sides) == 1 else ""


def _aligned(cell: Cell) -> str:
    side = _side(cell)
    return f' class="align-{side}"' if side else ""


def _opening(name: str, align: str) -> str:
    return f'<{name} class="align-{align}">' if align else f"<{name}>"


def _marked(text: str, marks: frozenset[str]) -> str:
    if not text.strip():
        return text
    for mark in reversed(_MARKS):
        if mark in marks:
            text = f"<{mark}>{text}</{mark}>"
    return text
