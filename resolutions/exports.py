"""Files to take along: the report for a spreadsheet or for Word, and figures as rows, which the import reads again."""

import csv
import io
from collections.abc import Iterable, Iterator

from docx import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

import vietnamese
from resolutions.models import Congress, Observation, Target
from resolutions.plot import unit_of
from resolutions.report import Report

COLUMNS = (
    "ma", "chi_tieu", "don_vi", "nam", "khoang_thoi_gian", "gia_tri", "do_chinh_thuc", "pham_vi", "nguon",
    "thoi_diem_nguon", "ghi_chu", "theo_bao_chi", "tinh_ra", "do_tin_cay",
)  # fmt: skip
"""Of a file of figures, for the export and the import alike."""
WIDE, NARROW = 40, 12
_WIDE_COLUMNS = {"Chỉ tiêu", "Nguyên nhân", "Giải pháp", "Đơn vị chủ trì"}
# A spreadsheet would run what begins with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Before such words, and before words that begin with the sign itself, so that it can be taken away again.
_SIGN = "'"
_YES_OR_NO = {True: "có", False: "không"}
A4_LONG, A4_SHORT = Mm(297), Mm(210)


def figure_rows(targets: Iterable[Target]) -> Iterator[list[str]]:
    """The figures that are shown, oldest first; `targets` as read by `with_figures`."""
    for target in targets:
        for row in target.indicator.shown_observations() if target.indicator else []:
            yield _figure(target, row)


def _figure(target: Target, row: Observation) -> list[str]:
    words = {choice.value: choice.label for choice in Observation.Vintage}
    number = vietnamese.typed_number(row.value)
    period = "" if row.span == Observation.Span.YEAR else row.period_label
    return [
        target.code, target.wording, unit_of(target, row.span), str(row.year), period, number, words[row.vintage],
        row.scope_note, row.source, row.source_as_of, row.note, _YES_OR_NO[row.from_press], _YES_OR_NO[row.is_derived],
        # Pages tell of no other.
        row.get_confidence_display().lower() if row.confidence == Observation.Confidence.LOW else "",
    ]  # fmt: skip


def of_congress(congress: Congress) -> Iterator[list[str]]:
    """As the import of that congress takes them: of each indicator once, and of no year that another term has."""
    rows = congress.targets.filter(indicator__isnull=False).with_figures()
    told: set[int] = set()
    for target in rows.order_by("group__order", "group__name", "order", "pk"):
        if target.indicator_id in told:
            continue
        told.add(target.indicator_id)
        for row in target.indicator.shown_observations():
            # The year before the first is what a mean change is counted from.
            if congress.start_year <= row.year <= congress.end_year:
                yield _figure(target, row)


def as_csv(rows: Iterable[list[str]], headings: Iterable[str] = COLUMNS) -> bytes:
    """UTF-8 with a mark at the front, without which spreadsheets read Vietnamese as noise."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(headings)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def as_spreadsheet(rows: Iterable[list[str]], headings: Iterable[str] = COLUMNS, title: str = "Số liệu") -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(headings))
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    return _bytes(book)


def report_spreadsheet(report: Report) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Biểu"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "4:4"
    sheet.append([report.title])
    sheet.append([report.subtitle])
    sheet.append([])
    sheet.append(report.headings)
    for line in report.lines:
        sheet.append([harmless(cell) for cell in line])
    _shape(sheet, report)
    return _bytes(book)


def _shape(sheet, report: Report) -> None:
    sheet["A1"].font = Font(bold=True, size=14)
    for place, heading in enumerate(report.headings, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDE if heading in _WIDE_COLUMNS else NARROW
        sheet.cell(row=4, column=place).font = Font(bold=True)
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def report_document(report: Report) -> bytes:
    document = WordDocument()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = A4_LONG, A4_SHORT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.title, document.core_properties.language = report.title, "vi"
    document.add_heading(report.title, level=1)
    document.add_paragraph(report.subtitle)
    lines = [report.headings, *report.lines]
    table = document.add_table(rows=len(lines), cols=len(report.headings), style="Table Grid")
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(9), line is report.headings
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def harmless(cell: str) -> str:
    """A number stays as it is; words that a spreadsheet would take for a formula get a sign before them."""
    if not cell.startswith((*_FORMULA, _SIGN)):
        return cell
    is_number = cell[1:2].isdigit() and not cell[1:].translate(str.maketrans("", "", "0123456789.,"))
    return cell if is_number else f"{_SIGN}{cell}"


def _bytes(book: Workbook) -> bytes:
    book.properties.creator = None
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
