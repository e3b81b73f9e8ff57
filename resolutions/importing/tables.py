"""Reads .csv and .xlsx as rows of text with their places, in bounded memory. Whoever made the file is not trusted.

openpyxl reads a sheet as a stream and tells numbers, dates and formulas apart, and it also writes our exports: one
library for both ways. A file is refused before it is opened when what it unpacks to is out of proportion.
"""

import csv
import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

import vietnamese
from resolutions.exports import COLUMNS

MOST_BYTES = 200_000_000
"""Unpacked; a hundred thousand rows have about a tenth of that."""
MOST_EMPTY = 1_000
"""Empty rows one after the other: the end of the data, whatever a spreadsheet says of its size."""
MOST_IN_A_CELL = 2_000
NEEDED = ("ma", "nam", "gia_tri", "nguon")


class UnreadableError(Exception):
    """The file cannot be read at all; the text is a sentence."""


@dataclass(frozen=True)
class Row:
    """`number`: as the spreadsheet counts; `cells`: text by our names; `wrong`: {our name: sentence}."""

    number: int
    cells: dict[str, str]
    wrong: dict[str, str]

    def place(self, name: str, columns: list[str]) -> str:
        """ "F12": the cell of that name."""
        return (
            f"{get_column_letter(columns.index(name) + 1)}{self.number}" if name in columns else f"dòng {self.number}"
        )


@dataclass(frozen=True)
class Table:
    """`columns`: the names of the heading, in order, as far as they are ours ("" for others)."""

    columns: list[str]
    rows: Iterator[Row]


def read(path: Path) -> Table:
    """Raises UnreadableError with what is wrong with the file as a whole."""
    ending = path.suffix.lower()
    if ending == ".csv":
        return _table(_csv(path))
    if ending == ".xlsx":
        return _table(_xlsx(path))
    raise UnreadableError("Chỉ đọc được tệp .xlsx hoặc .csv; hãy lưu lại tệp ở một trong hai dạng đó.")


def _table(lines: Iterator[tuple[int, list, dict]]) -> Table:
    _number, heading, _wrong = next(lines, (0, [], {}))
    columns = [name if name in COLUMNS else "" for name in (_name(cell) for cell in heading)]
    if missing := [name for name in NEEDED if name not in columns]:
        raise UnreadableError(
            f"Dòng đầu của tệp phải là tên cột; thiếu cột: {', '.join(missing)}. Hãy dùng tệp tải về ở trang đại hội."
        )
    if twice := {name for name in columns if name and columns.count(name) > 1}:
        raise UnreadableError(f"Có hai cột cùng tên {', '.join(sorted(twice))}; hãy bỏ một cột.")
    return Table(columns, _rows(columns, lines))


def _rows(columns, lines):
    empty = 0
    for number, cells, wrong in lines:
        if not any(cells) and not wrong:
            empty += 1
            if empty >= MOST_EMPTY:
                return
            continue
        empty = 0
        told = {name: cells[place] if place < len(cells) else "" for place, name in enumerate(columns) if name}
        yield Row(number, told, {columns[place]: said for place, said in wrong.items() if place < len(columns)})


def _name(cell) -> str:
    return vietnamese.slug(str(cell or "")).replace("-", "_")


def _csv(path):
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            # Vietnamese spreadsheets write a comma in numbers, so they part cells by semicolons.
            delimiter = ";" if first.count(";") > first.count(",") else ","
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter), start=1):
                yield number, *_parted(_text(cell) for cell in cells)
    except UnicodeDecodeError as error:
        raise UnreadableError("Tệp không phải mã UTF-8; hãy lưu lại dạng «CSV UTF-8».") from error
    except csv.Error as error:
        raise UnreadableError("Tệp .csv hỏng: có ô quá dài hoặc dấu nháy không đóng.") from error


def _xlsx(path):
    _check_size(path)
    try:
        book = load_workbook(path, read_only=True, data_only=False)
    except Exception as error:  # openpyxl lets many kinds through, according to where a file is broken
        raise UnreadableError("Không mở được tệp .xlsx: tệp hỏng hoặc không phải bảng tính.") from error
    try:
        sheet = book.worksheets[0]
        # What a file says of its own size may be a million rows.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            yield number, *_parted(_cell(cell) for cell in cells[:50])
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError("Tệp .xlsx hỏng ở giữa chừng; chưa nhập gì.") from error
    finally:
        book.close()


def _parted(cells: Iterable[tuple[str, str]]) -> tuple[list[str], dict[int, str]]:
    """The texts, and what is wrong by place."""
    read = list(cells)
    return [text for text, _ in read], {place: said for place, (_, said) in enumerate(read) if said}


def _check_size(path):
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(info.file_size for info in packed.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableError("Không mở được tệp .xlsx: tệp hỏng hoặc không phải bảng tính.") from error
    if unpacked > MOST_BYTES:
        raise UnreadableError("Tệp mở ra quá lớn, không giống một bảng số liệu; chưa đọc gì.")


def _cell(cell) -> tuple[str, str]:
    """Its text, and what is wrong with it."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return str(value), "ô này là công thức; hãy dán lại dưới dạng giá trị"
    if cell.data_type == "e":
        return str(value), f"ô này báo lỗi {value}"
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return "", "bảng tính hiểu ô này là ngày tháng; hãy đổi ô sang dạng số hoặc chữ"
    if isinstance(value, bool):
        return "", "ô này là đúng/sai, không phải số"
    if isinstance(value, int | float):
        # The shortest number that reads back as the same: 0.1 stays 0,1.
        number = Decimal(repr(value))
        return vietnamese.typed_number(number), _of_hundred(number) if _is_percent(cell.number_format) else ""
    return _text(str(value))


def _is_percent(number_format: str) -> bool:
    """Does the spreadsheet show a hundred times what it holds? In quotes or behind a backslash it is only a sign."""
    return "%" in re.sub(r'"[^"]*"|[\\_*].', "", number_format or "")


def _of_hundred(held: Decimal) -> str:
    kept, shown = vietnamese.number(held), vietnamese.number(held * 100)
    return f"ô có định dạng phần trăm, hiện {shown}% nhưng giữ {kept}; hãy đổi ô sang dạng số rồi ghi {shown}"


def _text(value: str) -> tuple[str, str]:
    # Our own export puts the sign before words that a spreadsheet would run.
    text = vietnamese.nfc(value[: MOST_IN_A_CELL + 1]).removeprefix("'").strip()
    return text, f"ô dài quá {vietnamese.number(MOST_IN_A_CELL)} ký tự" if len(value) > MOST_IN_A_CELL else ""


def from_upload(upload, folder: Path) -> Path:
    """An uploaded file under a name of ours, its ending kept."""
    ending = Path(upload.name).suffix.lower()
    path = folder / f"tep{ending}"
    with path.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return path
