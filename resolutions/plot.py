"""What of a target is drawn, and how its numbers are written."""

from decimal import Decimal

import vietnamese
from resolutions import chart, progress
from resolutions.models import Target
from resolutions.progress import Comparator, Direction, Kind, Span, Vintage

# No break between the word and its number.
PREFIXES = {Comparator.ABOVE: "trên\u00a0", Comparator.BELOW: "dưới\u00a0"}


def amount(value: Decimal | None, decimals: int) -> str:
    """ "61,8": rounded half up, without the zeros that rounding would add. "" for None."""
    if value is None:
        return ""
    return vietnamese.number(progress.rounded(value, decimals)).replace("-", "−")


def percent(value: Decimal | None) -> str:
    if value is None:
        return ""
    number = vietnamese.number(value, progress.decimals_apart(value, Decimal(100), 1)).replace("-", "−")
    return vietnamese.with_unit(number, "%")


def factor(value: Decimal) -> str:
    """A pace just under a cut-off must not be printed as the cut-off."""
    decimals = max(progress.decimals_apart(value, cut, 2) for cut in (progress.ON_TRACK_FROM, progress.SLOW_FROM))
    return vietnamese.number(value, decimals).replace("-", "−")


def beside(told: str, *words: str) -> str:
    """ "190 (ước; chỉ nông sản)": what must be known of a number stands with it."""
    known = "; ".join(filter(None, words))
    return f"{told} ({known})" if told and known else told


def unit_of(target: Target, span: str) -> str:
    """In what a figure is counted: a year of a mean change is a level of the indicator, a stretch a change."""
    return target.shown_unit if span == Span.TERM or not target.indicator else target.indicator.unit


def resolved(target: Target, found: progress.Progress, decimals: int) -> str:
    """ "60", "4-5", "trên 200", "≈ 120.000": the right side of the pair, against the number that `found` used."""
    if found.low is not None and found.high is not None:
        return f"{amount(found.low, decimals)}-{amount(found.high, decimals)}"
    prefix = "≈\u00a0" if target.is_approximate else PREFIXES.get(target.comparator, "")
    return f"{prefix}{amount(found.target, decimals)}" if found.target is not None else ""


def series_of(
    target: Target, figures: dict[int, progress.Figure], found: progress.Progress, decimals: int
) -> chart.Series:
    """`figures`: of each year the one that counts; `decimals`: of the pair found / resolved."""
    points = [
        chart.Point(
            year=figure.year,
            value=figure.value,
            is_official=figure.vintage == Vintage.OFFICIAL,
            is_narrow=bool(figure.scope),
        )
        for figure in figures.values()
    ]
    by_rate = target.kind in {Kind.AVERAGE_RATE, Kind.TOTAL}
    if target.baseline_value is not None and target.baseline_year not in figures:
        points.append(chart.Point(year=target.baseline_year, value=target.baseline_value, is_baseline=True))
    term = next((figure for figure in found.used if figure.span == Span.TERM), None)
    has_mean = term is not None and target.kind == Kind.AVERAGE_RATE
    return chart.Series(
        points=points,
        first_year=target.congress.start_year + 1,
        last_year=target.target_year,
        level=_levels(target),
        level_label=_level_label(target, found, decimals),
        mean=term.value if has_mean else None,
        mean_label=f"Bình quân {term.period_label}: {amount(term.value, decimals)}" if has_mean else "",
        mean_label_narrow=f"Bình quân: {amount(term.value, decimals)}" if has_mean else "",
        path=_path(target, points),
        break_years=[cut.year for cut in target.indicator.breaks.all()],
        as_columns=by_rate,
        decimals=target.indicator.decimals,
    )


def _levels(target: Target) -> list[Decimal]:
    """The line to reach, or both edges of a range; of a total, what one year has to bring."""
    if target.kind == Kind.AVERAGE_CHANGE:
        return []
    edges = [target.value] if target.value is not None else [target.low, target.high]
    years = target.target_year - target.congress.start_year if target.kind == Kind.TOTAL else 1
    return [edge / years for edge in edges if edge is not None]


def _level_label(target: Target, found: progress.Progress, decimals: int) -> str:
    if target.kind == Kind.TOTAL:
        needed = "-".join(amount(level, decimals) for level in _levels(target))
        return f"Cần mỗi năm: {needed}" if needed else ""
    if target.kind == Kind.AVERAGE_CHANGE:
        is_fall = target.indicator.direction == Direction.DOWN
        return "Nếu giảm đúng chỉ tiêu" if is_fall else "Nếu tăng đúng chỉ tiêu"
    return f"Chỉ tiêu: {resolved(target, found, decimals)}"


def _path(target: Target, points: list[chart.Point]):
    """The level if it changed just as resolved, from the first level that compares with today's."""
    aim = target.value if target.value is not None else target.low
    if target.kind != Kind.AVERAGE_CHANGE or aim is None or not points:
        return None
    cut = max((cut.year for cut in target.indicator.breaks.all()), default=0)
    start = min((point for point in points if point.year >= cut), key=lambda point: point.year, default=None)
    if start is None or start.year >= target.target_year:
        return None
    sign = -1 if target.indicator.direction == Direction.DOWN else 1
    end = start.value + sign * aim * (target.target_year - start.year)
    return (start.year, start.value), (target.target_year, end)
