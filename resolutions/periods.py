"""Which stretch of time do words name: a whole year, a part of one, or several years? Pure."""

import re
from typing import NamedTuple

import vietnamese
from resolutions.progress import Span

LONGEST = 40
TWO_YEARS = "giai đoạn ghi hai năm, năm đầu trước, ví dụ 2021-2025"
_STRETCH = re.compile(r"(?:giai doan )?(\d{4}) ?[-–] ?(\d{4})", re.ASCII)
_NEARLY_A_STRETCH = re.compile(r"\d{4} ?[-–]|(?:ca )?(?:nhiem ky|giai doan)", re.ASCII)
_WHOLE_YEAR = re.compile(r"(?:ca )?(?:nam )?(\d{4})", re.ASCII)
_WITH_ITS_YEAR = re.compile(r"(.+?)(?: năm)? (\d{4})", re.ASCII | re.IGNORECASE)


class Period(NamedTuple):
    """`label`: as a figure keeps it, "" for a whole year."""

    span: Span
    label: str


class PeriodError(ValueError):
    """The words name nothing that a figure can be of; the text says why, without its full stop."""


def read(text: str, year: int | None) -> Period:
    """ "", "Cả năm" and the year itself are the whole year; "2021-2025" is a stretch; anything else a part of the year.

    `year`: of the figure, None where it could not be read. Raises PeriodError.
    """
    words = " ".join(vietnamese.nfc(text).split())
    folded = vietnamese.fold(words)
    if years := _STRETCH.fullmatch(folded):
        return _stretch(*map(int, years.groups()))
    if folded in {"", "ca nam"}:
        return Period(Span.YEAR, "")
    if whole := _WHOLE_YEAR.fullmatch(folded):
        _expect(int(whole[1]), year, words)
        return Period(Span.YEAR, "")
    if _NEARLY_A_STRETCH.match(folded):
        raise PeriodError(TWO_YEARS)
    if told := _WITH_ITS_YEAR.fullmatch(words):
        _expect(int(told[2]), year, words)
        words = told[1]
    if len(words) > LONGEST:
        raise PeriodError(f"tên khoảng thời gian dài quá {LONGEST} ký tự")
    return Period(Span.PART_YEAR, words)


def span_of(label: str) -> Span:
    """Of a label as it is kept."""
    if not label:
        return Span.YEAR
    return Span.TERM if _STRETCH.fullmatch(label) else Span.PART_YEAR


def in_words(label: str, year: int) -> str:
    """ "năm 2025", "9 tháng năm 2025", "giai đoạn 2021-2025"."""
    return f"giai đoạn {label}" if span_of(label) == Span.TERM else f"{label} năm {year}".strip()


def _stretch(first: int, last: int) -> Period:
    if first >= last:
        raise PeriodError(TWO_YEARS)
    return Period(Span.TERM, f"{first}-{last}")


def _expect(told: int, year: int | None, words: str) -> None:
    if year is not None and told != year:
        raise PeriodError(f"«{words[:LONGEST]}» là năm khác với ô năm ({year})")
