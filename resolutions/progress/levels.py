"""Targets that one year decides: a level, a count, a level to be kept."""

from decimal import Decimal

from . import formulas
from .answers import Line, Progress
from .case import Case, found_line, listed, share_line
from .facts import Figure
from .way import Way, way_lines, way_of
from .words import FEWEST_COUNTED, Kind, MaintainRule, Verdict
from .yardstick import final_verdict, verdict_of_pace, verdict_without_pace


def assess_level(case: Case) -> Progress:
    figure = case.chosen.stretch or case.chosen.years.get(case.chosen.last_year)
    now = _newer(case, figure)
    if now and (figure is None or case.stick.meets(now.value)):
        return _known_now(case, now)
    if figure is None:
        return case.no_data()
    if now and case.stick.meets(figure.value):
        return _slipped(case, figure, now)
    way = way_of(case, figure)
    verdict, reason = _final(case, figure) if case.is_over else _in_term(case, figure, way)
    return _answer(case, figure, way, verdict, reason)


def _newer(case: Case, figure: Figure | None) -> Figure | None:
    """A level that stands at any moment is known in the middle of a year too. Of a narrower scope it says nothing of
    the whole, where the whole is known."""
    now = case.chosen.latest if case.goal.is_stock and not case.is_over else None
    return None if now and now.scope and figure and not figure.scope else now


def _answer(case: Case, figure: Figure, way: Way, verdict: Verdict, reason: str) -> Progress:
    return case.answer(
        verdict,
        [figure],
        reason=reason,
        found=figure.value,
        found_year=figure.year,
        missing_years=case.missing(figure.year),
        ratio=_ratio(case, figure.value),
        covered=way.covered,
        expected=None if case.is_over else way.expected,
        pace=None if case.is_over else way.pace,
        lines=(
            found_line(figure),
            case.comparison(figure.value, verdict),
            *_ratio_lines(case, figure.value),
            *way_lines(case, way),
        ),
    )


def _known_now(case: Case, now: Figure) -> Progress:
    """Met is met at any moment; only the year's end can be slow."""
    met = case.stick.meets(now.value)
    reason = "" if met else f"Mới có số {now.period_label} {now.year}, chưa có số cuối năm nào."
    return case.answer(
        Verdict.EARLY if met else Verdict.NOT_ASSESSED,
        [now],
        reason=reason,
        found=now.value,
        found_year=now.year,
        missing_years=case.missing(now.year),
        ratio=_ratio(case, now.value),
        lines=(found_line(now), case.comparison(now.value), *_ratio_lines(case, now.value)),
    )


def _slipped(case: Case, before: Figure, now: Figure) -> Progress:
    """It was there at the end of a year and is not any more: no longer early. Where it should be at the end of this
    year it may already be; whether it is too low only that end can tell."""
    way = way_of(case, now)
    verdict, _ = _in_term(case, now, way)
    if verdict != Verdict.ON_TRACK:
        verdict = Verdict.NOT_ASSESSED
    newest = f"mức mới nhất ({now.period_label} {now.year})"
    reason = f"Năm {before.year} đã tới mức đề ra, nhưng {newest} thì chưa; chờ số cuối năm."
    return _answer(case, now, way, verdict, reason)


def assess_maintained(case: Case) -> Progress:
    """Kept each year, or in the end year. There is no early: what is to be kept is kept until the end."""
    figures = list(case.chosen.years.values())
    if not figures:
        return case.no_data()
    if case.goal.maintain_rule == MaintainRule.END_YEAR:
        return _kept_in_the_end(case, figures[-1])
    worst = min(figures, key=lambda figure: case.stick.sign * figure.value)
    if case.stick.is_two_sided:
        worst = next((figure for figure in figures if not case.stick.meets(figure.value)), figures[-1])
    missing = case.missing(figures[-1].year)
    verdict, reason = _kept_every_year(case, worst, missing)
    lines = [found_line(figure) for figure in figures]
    return case.answer(
        verdict,
        figures,
        reason=reason,
        found=worst.value,
        found_year=worst.year,
        missing_years=missing,
        lines=(
            *lines,
            Line(f"Năm xa chỉ tiêu nhất: {worst.year}", value=worst.value),
            case.comparison(worst.value, verdict),
        ),
    )


def _kept_in_the_end(case: Case, figure: Figure) -> Progress:
    if case.is_over:
        verdict, reason = _final(case, figure)
    else:
        verdict, reason = (Verdict.ON_TRACK if case.stick.meets(figure.value) else Verdict.SLOW), ""
    return case.answer(
        verdict,
        [figure],
        reason=reason,
        found=figure.value,
        found_year=figure.year,
        missing_years=case.missing(figure.year),
        lines=(found_line(figure), case.comparison(figure.value, verdict)),
    )


def _kept_every_year(case: Case, worst: Figure, missing: tuple[int, ...]) -> tuple[Verdict, str]:
    """One year below is enough to fail, whatever is missing; keeping it needs every year."""
    if not case.stick.meets(worst.value):
        return (Verdict.NOT_MET if case.is_over else Verdict.UNLIKELY), ""
    if not case.is_over:
        return Verdict.ON_TRACK, ""
    if missing:
        return Verdict.INSUFFICIENT, f"Chưa có số liệu các năm {listed(missing)}; các năm còn lại đều đạt."
    return final_verdict(case.stick, worst.value), ""


def _final(case: Case, figure: Figure) -> tuple[Verdict, str]:
    """Only the target year decides; an earlier figure is shown and decides nothing."""
    if figure.year != case.goal.target_year:
        return Verdict.INSUFFICIENT, f"Chưa có số liệu năm {case.goal.target_year}; gần nhất là năm {figure.year}."
    return final_verdict(case.stick, figure.value), ""


def _in_term(case: Case, figure: Figure, way: Way) -> tuple[Verdict, str]:
    if case.stick.meets(figure.value):
        return Verdict.EARLY, ""
    if way.is_turned:
        return Verdict.ADVERSE, ""
    if way.pace is not None:
        return verdict_of_pace(way.pace), ""
    if way.baseline is not None and way.expected is not None:
        return verdict_without_pace(way.stick, figure.value, way.expected), ""
    if way.baseline is None and way.plan is not None and case.has_side:
        return _by_plan(case, figure, way)
    return Verdict.NOT_ASSESSED, f"Chưa xếp được tiến độ: {way.no_baseline or way.NOT_AFTER}."


def _by_plan(case: Case, figure: Figure, way: Way) -> tuple[Verdict, str]:
    """Without a level to start from, the plan of the year is all that can be held against it."""
    if case.stick.sign > 0 and way.plan > 0:
        return verdict_of_pace(figure.value / way.plan), ""
    if case.stick.sign * (figure.value - way.plan) >= 0:
        return Verdict.ON_TRACK, ""
    return Verdict.NOT_ASSESSED, f"Chưa đạt kế hoạch năm; chưa xếp được tiến độ: {way.no_baseline}."


def _shows_ratio(case: Case) -> bool:
    """Only where more is better (3,74 of 3,65% unemployment is not "102%" of anything good), and of more than a few."""
    is_few = case.goal.kind == Kind.COUNT and case.stick.aim < FEWEST_COUNTED
    return case.stick.sign > 0 and case.stick.value is not None and not is_few


def _ratio(case: Case, a: Decimal) -> Decimal | None:
    return formulas.ratio(a, case.stick.aim) if _shows_ratio(case) else None


def _ratio_lines(case: Case, a: Decimal) -> list[Line]:
    if not _shows_ratio(case):
        return []
    undefined = "mức chỉ tiêu không lớn hơn 0, hoặc số tìm thấy âm"
    numbers = {"a": a, "T": case.stick.aim}
    return [share_line("Tỷ lệ so với chỉ tiêu", "100 × {a} ÷ {T}", numbers, _ratio(case, a), undefined)]
