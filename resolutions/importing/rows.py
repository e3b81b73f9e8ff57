"""What is a row of a file: new, the same, a change of what is shown, or wrong? Judged in memory, no query for a row."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.db.models import F

import vietnamese
from resolutions.fields import question
from resolutions.importing.tables import Row, Table
from resolutions.models import Congress, Observation
from resolutions.models.sourced import is_moment_of_source
from resolutions.progress import Span

VINTAGES = {vietnamese.fold(choice.label): choice.value for choice in Observation.Vintage} | {
    choice.value: choice.value for choice in Observation.Vintage
}


class Fate(StrEnum):
    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    WRONG = "wrong"

    @property
    def word(self) -> str:
        return {"new": "mới", "same": "đã có", "changed": "thay số đang hiện", "wrong": "sai"}[self.value]


@dataclass(frozen=True)
class Judged:
    """`said`: sentences with their cell; `figure`: columns of an Observation; `replaces`: the shown one it corrects."""

    number: int
    fate: Fate
    said: list[str] = field(default_factory=list)
    figure: dict = field(default_factory=dict)
    replaces: int | None = None


class Judge:
    """Knows a congress and its figures; asked once for each row, in the order of the file."""

    def __init__(self, congress: Congress, table: Table, *, this_year: int):
        self._congress, self._columns = congress, table.columns
        self._last = min(congress.end_year, this_year)
        self._indicators = dict(congress.targets.filter(indicator__isnull=False).values_list("code", "indicator"))
        self._known = self._figures()
        self._seen: dict[tuple, int] = {}

    def _figures(self) -> dict[tuple, tuple]:
        """Of what is shown or waits: (pk, value, whether it is shown) by what makes it one; what waits stands."""
        rows = Observation.objects.filter(withdrawn_at__isnull=True, indicator__targets__congress=self._congress)
        names = ("pk", "value", "approved_at", "indicator", "year", "span", "period_label", "vintage", "source")
        found: dict[tuple, tuple] = {}
        for pk, value, approved_at, *key in (
            rows.values_list(*names).distinct().order_by(F("approved_at").asc(nulls_last=True))
        ):
            found[tuple(key)] = (pk, value, approved_at is not None)
        return found

    def judge(self, row: Row) -> Judged:
        wrong = {name: said for name, said in row.wrong.items() if name}
        figure = self._read(row.cells, wrong)
        if wrong:
            return Judged(row.number, Fate.WRONG, [self._at(row, name, said) for name, said in wrong.items()])
        key = tuple(figure[name] for name in ("indicator_id", "year", "span", "period_label", "vintage", "source"))
        if key in self._seen:
            said = f"dòng này trùng với dòng {self._seen[key]}"
            return Judged(row.number, Fate.WRONG, [self._at(row, "ma", said)])
        self._seen[key] = row.number
        return self._compared(row, key, figure)

    def _compared(self, row: Row, key: tuple, figure: dict) -> Judged:
        pk, value, is_shown = self._known.get(key, (None, None, False))
        if pk is None:
            return Judged(row.number, Fate.NEW, figure=figure)
        if value == figure["value"]:
            return Judged(row.number, Fate.SAME)
        if not is_shown:
            said = f"số {vietnamese.number(value)} của dòng này đang chờ duyệt; hãy duyệt hoặc trả lại trước"
            return Judged(row.number, Fate.WRONG, [self._at(row, "gia_tri", said)])
        said = f"{vietnamese.number(value)} thành {vietnamese.number(figure['value'])}"
        return Judged(row.number, Fate.CHANGED, [said], figure, pk)

    def _at(self, row: Row, name: str, said: str) -> str:
        return f"Ô {row.place(name, self._columns)}: {said}."

    def _read(self, cells: dict[str, str], wrong: dict[str, str]) -> dict:
        """The columns of a figure; what cannot be read is written into `wrong` under the name of its cell."""
        period = cells.get("khoang_thoi_gian", "")
        span = Span.TERM if _is_stretch(period) else Span.PART_YEAR if period else Span.YEAR
        return {
            "indicator_id": self._indicator(cells, wrong),
            "year": self._year(cells, period, span, wrong),
            "span": span.value,
            "period_label": period.replace("–", "-").replace(" ", "") if span == Span.TERM else period[:40],
            "value": _value(cells, wrong),
            "vintage": _vintage(cells, wrong),
            "scope_note": cells.get("pham_vi", "")[:200],
            "source": _source(cells, wrong),
            "source_as_of": _as_of(cells, wrong),
            "note": cells.get("ghi_chu", ""),
        }

    def _indicator(self, cells, wrong):
        code = cells.get("ma", "")
        if code not in self._indicators and "ma" not in wrong:
            numeral = self._congress.numeral
            wrong["ma"] = f"không có chỉ tiêu mã «{code[:60]}» trong Đại hội {numeral}" if code else "thiếu mã chỉ tiêu"
        return self._indicators.get(code)

    def _year(self, cells, period, span, wrong):
        text = cells.get("nam", "")
        if "nam" in wrong:
            return None
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            wrong["nam"] = f"«{text[:20]}» không phải một năm"
            return None
        first = self._congress.start_year + 1
        if not first <= int(text) <= self._last:
            wrong["nam"] = f"năm {text} ngoài nhiệm kỳ, chỉ nhập các năm {first} đến {self._last}"
        if span == Span.TERM and int(period[-4:]) != int(text):
            wrong["nam"] = f"giai đoạn {period} thì ô năm phải là {period[-4:]}"
        return int(text)


def _is_stretch(period: str) -> bool:
    years = period.replace("–", "-").replace(" ", "").split("-")
    return len(years) == 2 and all(year.isdigit() and len(year) == 4 for year in years) and years[0] < years[1]


def _value(cells, wrong) -> Decimal | None:
    text = cells.get("gia_tri", "").replace("\u2212", "-")
    if "gia_tri" in wrong:
        return None
    try:
        value = vietnamese.parse_number(text) if text else None
    except vietnamese.AmbiguousNumberError:
        wrong["gia_tri"] = question(text).rstrip(".")
        return None
    except ValueError:
        value = None
    if value is None:
        wrong["gia_tri"] = f"«{text[:30]}» không phải một con số; chỉ ghi số, ví dụ 7,46" if text else "thiếu giá trị"
        return None
    exponent = -value.normalize().as_tuple().exponent
    if exponent > 4 or abs(value) >= Decimal(10) ** 16:
        wrong["gia_tri"] = "số quá lớn hoặc có hơn 4 chữ số sau dấu phẩy"
    return value


def _vintage(cells, wrong) -> str:
    text = cells.get("do_chinh_thuc", "")
    if not text:
        return Observation.Vintage.UNKNOWN.value
    if vietnamese.fold(text) not in VINTAGES:
        known = ", ".join(choice.label.lower() for choice in Observation.Vintage)
        wrong.setdefault("do_chinh_thuc", f"«{text[:30]}» không có trong: {known}")
    return VINTAGES.get(vietnamese.fold(text), "")


def _source(cells, wrong) -> str:
    text = " ".join(cells.get("nguon", "").split())
    if not text:
        wrong.setdefault("nguon", "số liệu phải có nguồn")
    elif len(text) > 500:
        wrong.setdefault("nguon", "nguồn dài quá 500 ký tự")
    return text


def _as_of(cells, wrong) -> str:
    text = cells.get("thoi_diem_nguon", "")
    if text and not is_moment_of_source.regex.search(text):
        wrong.setdefault("thoi_diem_nguon", "hãy ghi 2024, 2024-12 hoặc 2024-12-05")
    return text
