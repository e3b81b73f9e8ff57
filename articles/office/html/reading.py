"""Pasted HTML as blocks, from Word, LibreOffice, Google Docs, Zalo or a page. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from articles import richtext
from articles.office import refusals, symbols
from articles.office.blocks import (
    Block,
    Break,
    Cell,
    Document,
    Heading,
    Inline,
    ListItem,
    NoteMark,
    Paragraph,
    Picture,
    Row,
    Rule,
    Table,
    Text,
    every_inline,
    is_blank,
    joined,
    without_bold,
    words,
)
from articles.office.html import lists, notes
from articles.office.html.looks import Look, inside, side
from articles.office.html.tree import BLOCKS, Node, parse
from articles.office.links import repaired
from articles.office.refusals import DocumentRefused
from web.digits import whole_number

MOST_LETTERS = 200_000
_SPACES = re.compile(r"[ \t\n\r\f]+")
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n+")


def read(text: str, *, accepts_changes: bool = True) -> Document:
    """Raises DocumentRefused."""
    root = parse(text)
    reader = HtmlReader(accepts_changes)
    reader.document.blocks = list(reader.blocks(root, Look()))
    texts = (reader.document.blocks, *reader.document.notes.values())
    if sum(len(words(every_inline(text))) for text in texts) > MOST_LETTERS:
        raise DocumentRefused(refusals.PASTE_TOO_LONG)
    return reader.document


def read_plain(text: str) -> Document:
    """Words without any markup: an empty line ends a paragraph, the end of a line breaks it."""
    if len(text) > MOST_LETTERS:
        raise DocumentRefused(refusals.PASTE_TOO_LONG)
    parts = _PARAGRAPH_BREAK.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    return Document(blocks=[Paragraph(_lines(part.strip("\n"))) for part in parts if part.strip()])


def _lines(text: str) -> tuple[Inline, ...]:
    inlines: list[Inline] = []
    for line in text.split("\n"):
        inlines += [Break(), Text(line)] if inlines else [Text(line)]
    return tuple(inlines)


class HtmlReader:
    def __init__(self, accepts: bool):
        self.document, self.accepts = Document(), accepts

    def blocks(self, node: Node, look: Look, align: str = "", role: str = "") -> Iterator[Block]:
        """Of what stands inside: elements in turn, and loose words between them as paragraphs."""
        loose: list[Inline] = []
        for child in node.children:
            if isinstance(child, Node) and (child.name in BLOCKS or _holds_blocks(child)):
                yield from _paragraph(loose, align, role)
                loose = []
                if not self._is_gone(child):
                    yield from self._block(child, inside(child, look), side(child, align), role)
            else:
                loose += self.inlines([child], look)
        yield from _paragraph(loose, align, role)

    def _block(self, node: Node, look: Look, align: str, role: str) -> Iterator[Block]:
        if key := notes.key_of(node):
            self.document.notes[key] = list(self.blocks(node, look))
        elif look.is_hidden:
            self._note_hidden(node)
        elif node.name == "hr":
            yield Rule()
        elif node.name == "table":
            yield self._table(node, look)
        elif node.name in {"ul", "ol"}:
            yield from self._list(node, look, 0)
        elif notes.is_list(node):
            rest = [child for child in node.children if not (isinstance(child, Node) and child.name == "hr")]
            yield from self.blocks(Node("div", {}, rest), look)
        elif (level := lists.heading_level(node)) or lists.is_item(node):
            yield from self._labelled(node, look, align, level)
        else:
            yield from self.blocks(node, look, align, "quote" if node.name == "blockquote" else role)

    def _labelled(self, node: Node, look: Look, align: str, level: int) -> Iterator[Block]:
        """A heading, or a paragraph of Word that is an item of a list by its style alone."""
        marker = lists.Marker.of(node)
        inlines = joined(self.inlines(node.children, look))
        if is_blank(inlines):
            return
        label = marker.label if marker else ""
        if level:
            yield Heading(without_bold(joined([Text(f"{label} " if label else ""), *inlines])), level)
        elif marker and marker.kind:
            yield ListItem(inlines, marker.kind, marker.level, marker.number)
        else:
            yield from _paragraph([Text(f"{label} " if label else ""), *inlines], align, "")

    def _list(self, node: Node, look: Look, level: int) -> Iterator[Block]:
        if node.name == "ol" and node.attributes.get("class") == "notes":
            for child in node.children:
                if isinstance(child, Node) and (key := notes.key_of(child)):
                    self.document.notes[key] = list(self.blocks(child, look))
            return
        number = lists.start_of(node)
        for child in node.children:
            if isinstance(child, str):
                child = Node("li", {}, [child])
            if self._is_gone(child):
                continue
            if child.name in {"ul", "ol"}:
                yield from self._list(child, inside(child, look), level + 1)
                continue
            items = list(self._item(child, inside(child, look), lists.kind_of(node, child), level, number))
            yield from items
            number += bool(items)

    def _item(self, node: Node, look: Look, kind: str, level: int, number: int) -> Iterator[Block]:
        own, deeper = [], []
        for child in node.children:
            is_list = isinstance(child, Node) and child.name in {"ul", "ol"}
            (deeper if is_list else own).append(child)
        inlines: list[Inline] = []
        others: list[Block] = []
        for block in self.blocks(Node("div", {}, own), look):
            if isinstance(block, Paragraph):
                inlines += [Break(), *block.inlines] if inlines else block.inlines
            else:
                others.append(block)
        if inlines:
            yield ListItem(joined(inlines), kind, level, number)
        yield from others
        for child in deeper:
            yield from self._list(child, inside(child, look), level + 1)

    def _table(self, node: Node, look: Look) -> Table:
        rows, caption = [], ()
        for part in _rows_and_caption(node):
            if part.name == "caption":
                caption = joined(self.inlines(part.children, inside(part, look)))
                continue
            cells = [one for one in part.children if isinstance(one, Node) and one.name in {"td", "th"}]
            is_header = bool(cells) and all(one.name == "th" for one in cells)
            rows.append(Row(tuple(self._cell(one, look) for one in cells), is_header))
        return Table(_headed_at_the_top(rows), caption)

    def _cell(self, node: Node, look: Look) -> Cell:
        # None or nought is one.
        colspan, rowspan = (whole_number(node.attributes.get(name), 3) or 1 for name in ("colspan", "rowspan"))
        # A header cell is bold by itself, and its look is not inherited from the words around the table.
        return Cell(tuple(self.blocks(node, inside(node, look), side(node))), colspan, rowspan)

    # Words.

    def inlines(self, children: list["Node | str"], look: Look) -> Iterator[Inline]:
        for child in children:
            if isinstance(child, str):
                yield from self._words(child, look)
            elif not self._is_gone(child):
                yield from self._inline(child, inside(child, look))

    def _words(self, text: str, look: Look) -> Iterator[Inline]:
        if look.is_hidden:
            if text.strip():
                self.document.findings.add("hidden", text)
            return
        if look.is_pre and "\n" in text:
            for number, line in enumerate(text.split("\n")):
                yield from ([Break()] if number else [])
                yield Text(line, look.marks, look.link, look.font)
            return
        text = _SPACES.sub(" ", text) if not look.is_pre else text
        shown = symbols.shown(text, look.font) if symbols.is_symbol_font(look.font) else text
        yield Text(shown, look.marks, look.link, look.font)

    def _inline(self, node: Node, look: Look) -> Iterator[Inline]:
        if lists.is_marker(node) or notes.is_way_back(node):
            return
        if key := notes.mark_of(node):
            yield NoteMark(key)
        elif node.name == "br":
            yield Break()
        elif node.name == "img":
            yield from self._picture(node)
        elif node.name == "a":
            link = repaired(_address(node), self.document.findings)
            yield from self.inlines(node.children, replace(look, link=link))
        else:
            yield from self.inlines(node.children, look)

    def _picture(self, node: Node) -> Iterator[Picture]:
        source = node.attributes.get("src", "")
        own = re.sub(r"^https?://[^/]+(?=/thu-vien/anh/)", "", source)
        if richtext.PICTURE.fullmatch(own):
            yield Picture(own)
            return
        alt = node.attributes.get("alt", "") or ("" if source.startswith("data:") else source.rpartition("/")[2])
        self.document.findings.add("pasted_pictures" if source.startswith("data:") else "foreign_pictures", alt)

    def _is_gone(self, node: Node) -> bool:
        """Words that a tracked change takes out."""
        if node.name not in {"ins", "del"}:
            return False
        self.document.findings.add("tracked_changes")
        return (node.name == "ins") != self.accepts

    def _note_hidden(self, node: Node) -> None:
        for _ in self.inlines([node], Look(is_hidden=True)):
            pass


def _holds_blocks(node: Node) -> bool:
    """Google and Word put whole paragraphs into an inline element."""
    return any(isinstance(one, Node) and (one.name in BLOCKS or _holds_blocks(one)) for one in node.children)


def _paragraph(inlines: list[Inline], align: str, role: str) -> Iterator[Paragraph]:
    found = joined(inlines)
    if not is_blank(found):
        yield Paragraph(found, align, role)


def _rows_and_caption(node: Node) -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, Node):
            if child.name in {"tr", "caption"}:
                yield child
            elif child.name in {"thead", "tbody", "tfoot"}:
                yield from _rows_and_caption(child)


def _headed_at_the_top(rows: list[Row]) -> tuple[Row, ...]:
    first = next((number for number, row in enumerate(rows) if not row.is_header), len(rows))
    return tuple(replace(row, is_header=number < first) for number, row in enumerate(rows))


def _address(node: Node) -> str:
    return node.attributes.get("href", "")
