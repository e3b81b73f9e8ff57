"""Blocks as a .docx that Word, and people with a pen, can go on with. Pure."""

import io
from collections.abc import Callable
from xml.sax.saxutils import escape

from docx import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from articles.office import refusals
from articles.office.blocks import (
    BULLET,
    Block,
    Break,
    Document,
    Heading,
    Inlines,
    ListItem,
    NoteMark,
    Paragraph,
    Picture,
    Rule,
    Table,
    Text,
    inlines_of,
    words,
)
from articles.office.docx import frame
from articles.office.docx.frame import Facts
from articles.office.refusals import DocumentRefused

Bytes = Callable[[str], bytes | None]
"""Name of a picture -> the bytes of a JPEG or PNG."""
WIDTH = Mm(160)
MOST_COLUMNS = 63
"""Of a table of Word."""
MOST_CELLS = 20_000
_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    BULLET: "bullet",
}
_SIDES = {"center": ALIGN.CENTER, "right": ALIGN.RIGHT, "": ALIGN.JUSTIFY}
_NUMBERED_FROM = 800


def written(document: Document, facts: Facts, picture: Bytes = lambda name: None) -> bytes:
    """Raises DocumentRefused for a table that Word does not hold."""
    word = WordDocument()
    frame.prepare(word)
    frame.letterhead(word, facts)
    word.add_paragraph(facts.title, style="Title").alignment = ALIGN.CENTER
    if facts.lead:
        word.add_paragraph().add_run(facts.lead).bold = True
    writer = Writer(word, document, picture)
    writer.blocks(document.blocks)
    if facts.byline:
        word.add_paragraph(facts.byline).alignment = ALIGN.RIGHT
    for source in facts.sources:
        word.add_paragraph(f"Nguồn: {source}")
    frame.signatures(word, facts)
    writer.keep_notes()
    held = io.BytesIO()
    word.save(held)
    return held.getvalue()


class Writer:
    def __init__(self, word, document: Document, picture: Bytes):
        self.word, self.document, self.picture = word, document, picture
        self.notes: list[str] = []
        self._last: Block | None = None
        self._open: dict[int, tuple[str, str, int]] = {}  # of each level: the list, its kind, its last number

    def blocks(self, blocks: list[Block], place=None) -> None:
        """`place`: a cell; without one, the page."""
        place = place or self.word
        for block in blocks:
            if isinstance(block, Table):
                self._table(block, place)
            elif isinstance(block, Rule):
                place.add_paragraph("* * *").alignment = ALIGN.CENTER
            else:
                self._words(block, place)
            self._last = block

    def _words(self, block: Heading | ListItem | Paragraph, place) -> None:
        paragraph = place.add_paragraph()
        if isinstance(block, Heading):
            paragraph.style = f"Heading {min(block.level, 3)}"
        elif isinstance(block, ListItem):
            self._number(paragraph, block)
        else:
            paragraph.alignment = _SIDES[block.align]
            if block.role:
                paragraph.style = block.role.capitalize()
        self._inlines(paragraph, block.inlines)

    def _inlines(self, paragraph, inlines: Inlines) -> None:
        for inline in inlines:
            if isinstance(inline, Text):
                self._text(paragraph, inline)
            elif isinstance(inline, Break):
                paragraph.add_run().add_break()
            elif isinstance(inline, NoteMark):
                self._mark(paragraph, inline.note)
            elif isinstance(inline, Picture) and (content := self.picture(inline.name)):
                drawn = paragraph.add_run().add_picture(io.BytesIO(content), width=WIDTH)
                drawn._inline.docPr.set("descr", inline.alt)

    def _text(self, paragraph, text: Text) -> None:
        parent = paragraph
        run = paragraph.add_run(text.text)
        if text.link:
            relation = self.word.part.relate_to(text.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"/>')
            parent._p.append(link)
            link.append(run._r)
        marks = text.marks
        run.bold, run.italic, run.underline = (
            ("strong" in marks) or None,
            ("em" in marks) or None,
            ("u" in marks) or None,
        )
        run.font.strike, run.font.superscript = ("s" in marks) or None, ("sup" in marks) or None
        if "sub" in marks:
            run.font.subscript = True

    # Lists: each has a definition of its own, so that kind and first number are as they were.

    def _number(self, paragraph, item: ListItem) -> None:
        if not isinstance(self._last, ListItem):
            self._open = {}
        self._open = {level: told for level, told in self._open.items() if level <= item.level}
        number, kind, last = self._open.get(item.level, ("", "", 0))
        if kind != item.kind or (kind != BULLET and item.number != last + 1):
            number = self._defined(item)
        self._open[item.level] = (number, item.kind, item.number)
        said = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{item.level}"/><w:numId w:val="{number}"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(said))

    def _defined(self, item: ListItem) -> str:
        root = self.word.part.numbering_part.element
        number = str(_NUMBERED_FROM + len(root.findall(qn("w:num"))))
        levels = "".join(_level(level, item) for level in range(9))
        definition = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{levels}</w:abstractNum>'
        root.insert(0, parse_xml(definition))
        told = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        root.append(parse_xml(told))
        return number

    # Tables.

    def _table(self, table: Table, place) -> None:
        if table.caption:
            self._words(Paragraph(table.caption, "center", "caption"), place)
        taken: dict[tuple[int, int], bool] = {}
        cells = list(_placed(table, taken))
        if not cells:
            return
        columns = 1 + max(column for _row, column in taken)
        if columns * len(table.rows) > MOST_CELLS:
            raise DocumentRefused(refusals.NOT_FOR_WORD)
        made = place.add_table(len(table.rows), columns)
        made.style = "Table Grid"
        # Asked of the table, each cell would be looked for among all of them.
        grid = [row.cells for row in made.rows]
        for row, column, cell in cells:
            first = grid[row][column]
            last = grid[min(row + cell.rowspan, len(table.rows)) - 1][column + cell.colspan - 1]
            merged = first if first is last else first.merge(last)
            self._fill(merged, cell.blocks)
        for row, written in zip(table.rows, made.rows, strict=True):
            if row.is_header:
                written._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))

    def _fill(self, cell, blocks: tuple[Block, ...]) -> None:
        first = blocks[0] if blocks else None
        if isinstance(first, Paragraph):
            # A cell begins with a paragraph of its own.
            cell.paragraphs[0].alignment = _SIDES[first.align] if first.align else None
            self._inlines(cell.paragraphs[0], first.inlines)
            blocks = blocks[1:]
        self.blocks(list(blocks), cell)

    # Notes, of which python-docx knows nothing.

    def _mark(self, paragraph, note: str) -> None:
        if note not in self.document.notes:
            return
        if note not in self.notes:
            self.notes.append(note)
        number = self.notes.index(note) + 1
        properties = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}>{properties}<w:footnoteReference w:id="{number}"/></w:r>'))

    def keep_notes(self) -> None:
        if not self.notes:
            return
        made = "".join(_note(number, self.document.notes[key]) for number, key in enumerate(self.notes, start=1))
        separators = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
        )
        xml = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}>{separators}{made}</w:footnotes>'
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), self.word.part.package)
        self.word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _level(level: int, item: ListItem) -> str:
    is_bullet = item.kind == BULLET
    label = "-" if is_bullet else f"%{level + 1}{')' if item.kind == 'a' else '.'}"
    start = 1 if is_bullet else item.number
    left = 360 * (level + 1)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{_FORMATS[item.kind]}"/>'
        f'<w:lvlText w:val="{label}"/><w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr></w:lvl>'
    )


def _note(number: int, blocks: list[Block]) -> str:
    text = escape(" ".join(words(inlines_of(block)) for block in blocks).replace("\n", " ").strip())
    reference = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    return (
        f'<w:footnote w:id="{number}"><w:p>{reference}<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p>'
        "</w:footnote>"
    )


def _placed(table: Table, taken: dict[tuple[int, int], bool]):
    """(row, column, cell), each where those before leave room."""
    for row, line in enumerate(table.rows):
        column = 0
        for cell in line.cells:
            while (row, column) in taken:
                column += 1
            if column + cell.colspan > MOST_COLUMNS:
                raise DocumentRefused(refusals.NOT_FOR_WORD)
            yield row, column, cell
            last = min(row + cell.rowspan, len(table.rows))
            taken |= {(r, c): True for r in range(row, last) for c in range(column, column + cell.colspan)}
