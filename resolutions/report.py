"""The sheet that every report carries (biểu): a line for each target, a column for each year, in every format."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

import vietnamese
from resolutions import dashboard, freshness
from resolutions.models import Congress
from resolutions.plot import amount, beside
from resolutions.portrait import Portrait
from resolutions.progress import Kind, Span, Vintage

ESTIMATE = Vintage.ESTIMATE.word


class ReportRow(NamedTuple):
    """`number`: "1", of a part "1.2"; `years`: a cell for each year of the report, "" where nothing is known."""

    number: str
    wording: str
    unit: str
    resolved: str
    years: list[str]
    term: str
    compared: str
    verdict: str
    lead_unit: str
    cause: str
    remedy: str


@dataclass(frozen=True)
class Report:
    title: str
    subtitle: str
    years: list[int]
    rows: list[ReportRow]

    @property
    def headings(self) -> list[str]:
        years = [f"Năm {year}" for year in self.years]
        return [
            "TT", "Chỉ tiêu", "Đơn vị", "Nghị quyết", *years, "Cả nhiệm kỳ", "So với nghị quyết", "Kết luận",
            "Đơn vị chủ trì", "Nguyên nhân", "Giải pháp",
        ]  # fmt: skip

    @property
    def lines(self) -> list[list[str]]:
        """The rows as plain cells, in the order of `headings`."""
        return [[*row[:4], *row.years, *row[5:]] for row in self.rows]


def report(code: str, at: dt.datetime) -> Report | None:
    """None for an unknown code."""
    congress = Congress.objects.filter(code=code).first()
    if congress is None:
        return None
    years = list(range(congress.start_year + 1, congress.end_year + 1))
    rows = []
    for place, portrait in enumerate(dashboard.portraits(congress.targets.top_level(), at), start=1):
        rows.append(_row(str(place), portrait, years))
        rows += [_row(f"{place}.{part}", one, years) for part, one in enumerate(portrait.parts, start=1)]
    told = freshness.of_congress(congress).words
    subtitle = f"Nhiệm kỳ {congress.term}" + (f". {told}" if told else "")
    return Report(f"Kết quả thực hiện các chỉ tiêu Nghị quyết {congress.name}", subtitle, years, rows)


def _row(number: str, portrait: Portrait, years: list[int]) -> ReportRow:
    target = portrait.target
    return ReportRow(
        number=number,
        wording=target.wording,
        unit=portrait.unit,
        resolved=_resolved(portrait),
        years=[_of_year(portrait, year) for year in years],
        term=_of_term(portrait),
        compared=portrait.ratio or (portrait.parts_text if portrait.parts else "") or portrait.beyond,
        verdict=_verdict(portrait),
        lead_unit=target.lead_unit.name if target.lead_unit else "",
        cause=target.cause,
        remedy=target.remedy,
    )


def _resolved(portrait: Portrait) -> str:
    """Without the unit, which has a column of its own."""
    told = portrait.target.resolved_number
    return told.removesuffix(vietnamese.with_unit("", portrait.unit)).strip() if portrait.unit else told


def _of_year(portrait: Portrait, year: int) -> str:
    figure = portrait.year_figures.get(year) if portrait.target.indicator else None
    if figure is None:
        return ""
    return _cell(portrait.in_its_unit(amount(figure.value, 4), Span.YEAR), figure.vintage, figure.scope)


def _of_term(portrait: Portrait) -> str:
    """What speaks for the term: a figure for a stretch, a mean or a sum; a level has none besides its last year."""
    found = portrait.progress
    stretch = next((figure for figure in found.used if figure.span == Span.TERM), None)
    summed = portrait.target.kind in {Kind.AVERAGE_RATE, Kind.AVERAGE_CHANGE, Kind.TOTAL}
    if found.found is None or not (stretch or summed):
        return ""
    at_least = "ít nhất " if found.is_at_least else ""
    return at_least + _cell(portrait.found, found.found_vintage, *found.scope)


def _cell(told: str, vintage: str, *scope: str) -> str:
    return beside(told, ESTIMATE if vintage == Vintage.ESTIMATE else "", *scope)


def _verdict(portrait: Portrait) -> str:
    marks = [portrait.scope, "tạm tính" if portrait.progress.is_provisional else ""]
    told = "; ".join(filter(None, marks))
    return f"{portrait.verdict.word} ({told})" if told else portrait.verdict.word
