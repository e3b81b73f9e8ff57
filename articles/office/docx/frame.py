"""The sheet of paper of a Party document: A4, margins, type, the number of the page, what stands above and below. Pure.

Hướng dẫn 36-HD/VPTW, appendix 3, as far as an article has the facts: it has neither number nor kind of document.
"""

from dataclasses import dataclass

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT, SIZE = "Times New Roman", 14
TOP, BOTTOM, LEFT, RIGHT = 25, 25, 35, 15
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
BLANK_DAY = "Ngày      tháng      năm"


@dataclass(frozen=True)
class Facts:
    """What stands around the text. `day`: "Ngày 25 tháng 9 năm 2020", or a blank to fill in."""

    owner: str
    title: str
    lead: str = ""
    byline: str = ""
    writer: str = ""
    sources: tuple[str, ...] = ()
    day: str = BLANK_DAY


def prepare(document) -> None:
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.language = "vi"
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    for name in ("Heading 1", "Heading 2", "Heading 3", "Title", "Quote", "Caption"):
        _plain(document.styles[name])
    _lay_page(document)


def letterhead(document, facts: Facts) -> None:
    table = document.add_table(1, 2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(62), Mm(98)
    _line(left, facts.owner.upper(), bold=True)
    _line(left, "*")
    party = _line(right, PARTY, size=15, bold=True)
    _underline(party)
    _line(right, facts.day, italic=True)


def signatures(document, facts: Facts) -> None:
    document.add_paragraph()
    left, right = document.add_table(1, 2).rows[0].cells
    if facts.writer:
        _line(left, "NGƯỜI VIẾT", bold=True)
        _room(left)
        _line(left, facts.writer, bold=True)
    _line(right, "NGƯỜI DUYỆT", bold=True)
    _line(right, "(ký, ghi rõ họ tên)", italic=True)
    _room(right)


def _lay_page(document) -> None:
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    # Word minds the order of its settings: this one stands behind the zoom.
    document.settings.element.find(qn("w:zoom")).addnext(OxmlElement("w:mirrorMargins"))
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number._p.append(field)


def _plain(style) -> None:
    """Word's own headings are blue and of another type."""
    style.font.name, style.font.italic = FONT, style.name == "Quote"
    style.font.size = Pt(15 if style.name == "Title" else SIZE)
    style.font.bold = style.name not in {"Quote", "Caption"}
    for child in list(style.element.rPr):
        if child.tag in {qn("w:color"), qn("w:spacing"), qn("w:kern")}:
            style.element.rPr.remove(child)
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if "Theme" in name]:
        del fonts.attrib[name]
    properties = style.element.pPr
    border = None if properties is None else properties.find(qn("w:pBdr"))
    if border is not None:
        properties.remove(border)


def _line(cell, words: str, *, size: int = SIZE, **marks):
    first = cell.paragraphs[0]
    paragraph = first if not first.text and len(cell.paragraphs) == 1 else cell.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    for name, said in marks.items():
        setattr(run, name, said)
    return paragraph


def _room(cell) -> None:
    for _ in range(3):
        cell.add_paragraph()


def _underline(paragraph) -> None:
    for run in paragraph.runs:
        run.underline = True
