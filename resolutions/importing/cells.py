"""The cells of a row as columns of a figure, and what is wrong with those that cannot be read. No question asked."""

from decimal import Decimal

import vietnamese
from resolutions import periods
from resolutions.fields import question
from resolutions.importing.tables import Row
from resolutions.models import Observation
from resolutions.models.sourced import is_moment_of_source
from web.digits import whole_number


def _by_word(choices) -> dict[str, str]:
    return {vietnamese.fold(choice.label): choice.value for choice in choices} | {
        one.value: one.value for one in choices
    }


VINTAGES, CONFIDENCES = _by_word(Observation.Vintage), _by_word(Observation.Confidence)
YES_OR_NO = {"co": True, "x": True, "khong": False}
LONGEST_SCOPE, LONGEST_SOURCE = 200, 500
READ = (
    "ma", "nam", "khoang_thoi_gian", "gia_tri", "do_chinh_thuc", "pham_vi", "nguon", "thoi_diem_nguon", "ghi_chu",
    "theo_bao_chi", "tinh_ra", "do_tin_cay",
)  # fmt: skip
"""Of the columns of an export; what else stands there is for people."""

Wrong = dict[str, str]
"""{name of a cell: what is wrong with it}."""


def read(row: Row, indicators: dict[str, int], years: tuple[int, int], numeral: str) -> tuple[dict, Wrong]:
    """The columns that the file tells; a mark that it leaves open is not among them.

    `indicators`: by the code of a target; `years`: the first and the last that may be entered.
    """
    wrong = {name: said for name, said in row.wrong.items() if name in READ}
    told = row.cells
    year = _year(told, years, wrong)
    period = _period(told, year, wrong)
    figure = {
        "indicator_id": _indicator(told, indicators, numeral, wrong),
        "year": year,
        "span": period.span.value,
        "period_label": period.label,
        "value": _value(told, wrong),
        "vintage": _vintage(told, wrong),
        "source": _source(told, wrong),
    }
    return figure | _scope(told, wrong) | _as_of(told, wrong) | _note(told) | _marks(told, wrong), wrong


def _indicator(told, indicators, numeral, wrong):
    code = told.get("ma", "")
    if code not in indicators and "ma" not in wrong:
        wrong["ma"] = f"không có chỉ tiêu mã «{code[:60]}» trong Đại hội {numeral}" if code else "thiếu mã chỉ tiêu"
    return indicators.get(code)


def _year(told, years, wrong):
    text, (first, last) = told.get("nam", ""), years
    if "nam" in wrong:
        return None
    year = whole_number(text, 4)
    if year is None or len(text) < 4:
        wrong["nam"] = f"«{text[:20]}» không phải một năm"
        return None
    if not first <= year <= last:
        wrong["nam"] = f"năm {text} ngoài nhiệm kỳ, chỉ nhập các năm {first} đến {last}"
    return year


def _period(told, year, wrong) -> periods.Period:
    try:
        period = periods.read(told.get("khoang_thoi_gian", ""), year)
    except periods.PeriodError as error:
        wrong.setdefault("khoang_thoi_gian", str(error))
        return periods.Period(periods.Span.YEAR, "")
    if period.span == periods.Span.TERM and year is not None and int(period.label[-4:]) != year:
        wrong["nam"] = f"giai đoạn {period.label} thì ô năm phải là {period.label[-4:]}"
    return period


def _value(told, wrong) -> Decimal | None:
    text = told.get("gia_tri", "").replace("\u2212", "-")
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


def _vintage(told, wrong) -> str:
    text = told.get("do_chinh_thuc", "")
    return _chosen("do_chinh_thuc", text, VINTAGES, wrong) if text else Observation.Vintage.UNKNOWN.value


def _chosen(name, text, known, wrong):
    word = vietnamese.fold(text)
    if word not in known:
        choices = Observation.Vintage if known is VINTAGES else Observation.Confidence
        wrong.setdefault(name, f"«{text[:30]}» không có trong: {', '.join(one.label.lower() for one in choices)}")
    return known.get(word, "")


def _source(told, wrong) -> str:
    text = " ".join(told.get("nguon", "").split())
    if not text:
        wrong.setdefault("nguon", "số liệu phải có nguồn")
    elif len(text) > LONGEST_SOURCE:
        wrong.setdefault("nguon", f"nguồn dài quá {LONGEST_SOURCE} ký tự")
    return text


def _scope(told, wrong) -> dict:
    if "pham_vi" not in told:
        return {}
    if len(told["pham_vi"]) > LONGEST_SCOPE:
        wrong.setdefault("pham_vi", f"phạm vi dài quá {LONGEST_SCOPE} ký tự")
    return {"scope_note": told["pham_vi"]}


def _as_of(told, wrong) -> dict:
    text = told.get("thoi_diem_nguon")
    if text is None:
        return {}
    if text and not is_moment_of_source.regex.search(text):
        wrong.setdefault("thoi_diem_nguon", "hãy ghi 2024, 2024-12 hoặc 2024-12-05")
    return {"source_as_of": text}


def _note(told) -> dict:
    return {"note": told["ghi_chu"].replace("\r\n", "\n")} if "ghi_chu" in told else {}


def _marks(told, wrong) -> dict:
    """Those that the file says; an open cell leaves the mark as it is."""
    found: dict = {}
    for name, column in (("theo_bao_chi", "from_press"), ("tinh_ra", "is_derived")):
        if word := vietnamese.fold(told.get(name, "")):
            found[column] = YES_OR_NO.get(word, False)
            if word not in YES_OR_NO:
                wrong.setdefault(name, f"«{told[name][:30]}» không rõ; hãy ghi có hoặc không")
    if text := told.get("do_tin_cay", ""):
        found["confidence"] = _chosen("do_tin_cay", text, CONFIDENCES, wrong)
    return found
