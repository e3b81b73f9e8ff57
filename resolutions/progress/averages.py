"""Targets on a mean over the term: a rate of growth, a yearly change, a level kept on average."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from . import formulas
from .answers import Line, Measure, Progress
from .case import Case, found_line, listed
from .facts import Figure
from .words import Direction, Kind, Verdict
from .yardstick import final_verdict, verdict_of_pace


@dataclass(frozen=True)
class Mean:
    """What the yearly figures give by computation; `value` None where undefined, `why` then says so."""

    value: Decimal | None
    years: Sequence[Figure]
    line: Line
    needed: Line | None = None


def assess_average_rate(case: Case) -> Progress:
    figures = list(case.chosen.years.values())
    rates = [figure.value for figure in figures]
    value = formulas.mean_rate(rates)
    numbers = {f"a{place}": rate for place, rate in enumerate(rates)}
    product = " × ".join(f"(1 + {{{name}}}/100)" for name in numbers)
    undefined = "" if value is not None else "có năm giảm từ 100% trở lên" if rates else "chưa có số liệu năm nào"
    line = Line(_mean_label(figures), f"100 × [({product})^(1/{len(rates)}) − 1]", numbers, value, undefined=undefined)
    return _assess(case, Mean(value, figures, line, _rate_needed(case, rates)), formulas.NOTHING)


def assess_average_change(case: Case) -> Progress:
    """Changes between known levels add up over a gap, so only both ends must be known and comparable."""
    why, base_year, base = _base(case)
    figures = list(case.chosen.years.values())
    if why or not figures:
        line = Line("Mức thay đổi bình quân tính từ các năm", undefined=why or "chưa có số liệu năm nào")
        return _assess(case, Mean(None, figures, line), formulas.NOTHING)
    last = figures[-1]
    gone = last.year - base_year
    sign = -1 if case.goal.direction == Direction.DOWN else 1
    change = sign * (last.value - base)
    first, second = ("{a}", "{b}") if sign > 0 else ("{b}", "{a}")
    value = formulas.mean_change(change, gone)
    line = Line(
        f"Mức thay đổi bình quân {base_year + 1}-{last.year}",
        f"({first} − {second}) ÷ {gone}",
        {"a": last.value, "b": base},
        value,
    )
    return _assess(case, Mean(value, [last], line, _change_needed(case, base_year, change, gone)), formulas.NOTHING)


def assess_average_level(case: Case) -> Progress:
    figures = list(case.chosen.years.values())
    value = formulas.mean([figure.value for figure in figures])
    names = {f"a{place}": figure.value for place, figure in enumerate(figures)}
    formula = f"({' + '.join(f'{{{name}}}' for name in names)}) ÷ {len(figures)}"
    undefined = "" if figures else "chưa có số liệu năm nào"
    line = Line(_mean_label(figures), formula, names, value, undefined=undefined)
    return _assess(case, Mean(value, figures, line), None)


def _assess(case: Case, mean: Mean, start: Decimal | None) -> Progress:
    """A figure published for the period decides before a mean computed over the years; both are shown."""
    term = case.chosen.deciding_term
    if term and case.term_over and term.year != case.goal.target_year:
        term = None
    decides = term.value if term else mean.value
    used = [term] if term else list(mean.years)
    if decides is None:
        return _undecided(case, mean, used)
    missing = () if term else case.missing(used[-1].year)
    pace = None if case.term_over or start is None else formulas.pace(decides, start, case.stick.aim, case.stick.sign)
    return case.answer(
        _verdict(case, decides, pace),
        used,
        has_gaps=bool(missing),
        reason=_gap_reason(case, missing),
        found=decides,
        found_year=used[-1].year,
        missing_years=missing,
        average=mean.value,
        needed=mean.needed.value if mean.needed else None,
        expected=None if case.term_over or start is None else case.stick.aim,
        pace=pace,
        lines=tuple(_lines(case, mean, used, decides, pace)),
    )


def _undecided(case: Case, mean: Mean, used: list[Figure]) -> Progress:
    if not used:
        return case.no_data()
    last = used[-1]
    return case.answer(
        Verdict.NOT_ASSESSED,
        used,
        reason=f"Chưa tính được số bình quân: {mean.line.undefined}.",
        found_year=last.year,
        missing_years=case.missing(last.year),
        lines=(*map(found_line, used), mean.line),
    )


def _verdict(case: Case, a: Decimal, pace: Decimal | None) -> Verdict:
    """An average is never met early: the years to come can still undo it."""
    if case.term_over:
        return final_verdict(case.stick, a)
    if case.stick.meets(a):
        return Verdict.ON_TRACK
    if pace is None and case.goal.kind == Kind.MAINTAIN:
        return Verdict.SLOW
    if pace is None or (case.stick.is_two_sided and a > case.stick.high):
        return Verdict.ADVERSE
    return verdict_of_pace(pace)


def _lines(case: Case, mean: Mean, used: list[Figure], a: Decimal, pace: Decimal | None) -> list[Line]:
    lines = [found_line(figure) for figure in used]
    if mean.years or mean.line.undefined:
        lines.append(mean.line)
    lines.append(case.comparison(a))
    if case.term_over:
        return lines
    if pace is not None:
        lines.append(Line("Nhịp độ K", "{a} ÷ {T}", {"a": a, "T": case.stick.aim}, pace, Measure.FACTOR))
    return [*lines, mean.needed] if mean.needed else lines


def _gap_reason(case: Case, missing: tuple[int, ...]) -> str:
    return f"Bình quân của các năm có số liệu; thiếu năm {listed(missing)}." if missing else ""


def _mean_label(figures: Sequence[Figure]) -> str:
    return f"Bình quân của {len(figures)} năm có số liệu ({listed(figure.year for figure in figures)})"


def _rate_needed(case: Case, rates: list[Decimal]) -> Line | None:
    years, left = len(case.work_years), len(case.work_years) - len(rates)
    value = formulas.rate_needed(case.stick.aim, years, rates)
    if value is None or case.term_over or not rates:
        return None
    numbers = {"T": case.stick.aim, **{f"a{place}": rate for place, rate in enumerate(rates)}}
    product = " × ".join(f"(1 + {{a{place}}}/100)" for place in range(len(rates)))
    formula = f"100 × [((1 + {{T}}/100)^{years} ÷ ({product}))^(1/{left}) − 1]"
    return Line(f"Còn cần mỗi năm, trong {left} năm chưa có số liệu", formula, numbers, value)


def _base(case: Case) -> tuple[str, int, Decimal]:
    """Why no mean change can be computed, else the year and the level that it starts from."""
    goal, base = case.goal, case.chosen.base
    if goal.baseline_value is not None:
        year, level = goal.baseline_year or goal.start_year, goal.baseline_value
    elif base is not None:
        year, level = base.year, base.value
    else:
        return "chưa có mức xuất phát", goal.start_year, formulas.NOTHING
    last = case.chosen.last_year or year
    cut = next((cut for cut in sorted(goal.break_years) if year < cut <= last), None)
    if cut:
        return f"chuỗi số liệu bị ngắt từ năm {cut}, không nối được với các năm trước", year, level
    return ("" if last > year else "chưa có số liệu sau năm xuất phát"), year, level


def _change_needed(case: Case, base_year: int, change: Decimal, gone: int) -> Line | None:
    years = case.goal.target_year - base_year
    value = formulas.change_needed(case.stick.aim, years, change, gone)
    if value is None or case.term_over:
        return None
    formula = f"({{T}} × {years} − {{c}}) ÷ {years - gone}"
    return Line(
        f"Còn cần mỗi năm, trong {years - gone} năm còn lại", formula, {"T": case.stick.aim, "c": change}, value
    )
