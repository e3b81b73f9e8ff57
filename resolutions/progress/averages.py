"""Targets on a mean over the term: a rate of growth, a yearly change, a level kept on average."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from . import formulas
from .answers import Line, Measure, Progress
from .case import Case, found_line, listed
from .choosing import Spell
from .facts import Figure
from .words import Direction, Kind, Verdict
from .yardstick import final_verdict, verdict_of_pace

NO_YEAR = "chưa có số liệu năm nào"
NEEDED = "Còn cần mỗi năm, trong {} năm chưa có số liệu"


@dataclass(frozen=True)
class Mean:
    """What the figures give so far; `value` None where undefined, `why` then says so.

    `missing`: years without which nothing can be concluded.
    """

    value: Decimal | None
    used: Sequence[Figure]
    lines: tuple[Line, ...]
    missing: tuple[int, ...] = ()
    why: str = ""
    needed: Line | None = None
    computed: Decimal | None = None  # from yearly figures


def assess_average_rate(case: Case) -> Progress:
    return _answer(case, _joined(case, _rate_line, _rate_needed))


def assess_average_level(case: Case) -> Progress:
    return _answer(case, _joined(case, _level_line, _level_needed))


def assess_average_change(case: Case) -> Progress:
    """Changes between known levels add up over a gap, so both ends are enough, whatever lies between."""
    stretch, computed = case.chosen.stretch, _change(case)
    if stretch is None:
        return _answer(case, computed)
    missing = () if _speaks_for_all(case, stretch) else case.missing(stretch.year, joined=True)
    lines = (found_line(stretch), *computed.lines)
    return _answer(case, Mean(stretch.value, [stretch], lines, missing, computed=computed.value))


def _change(case: Case) -> Mean:
    why, base_year, base = _base(case)
    figures = list(case.chosen.years.values())
    if why or not figures:
        why = why or NO_YEAR
        return Mean(None, figures[-1:], (Line("Mức thay đổi bình quân tính từ các năm", undefined=why),), why=why)
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
    missing = tuple(range(last.year + 1, case.goal.target_year + 1)) if case.is_over else ()
    needed = _change_needed(case, base_year, change, gone)
    return Mean(value, [last], (found_line(last), line), missing, needed=needed, computed=value)


def _joined(case: Case, line_of: Callable, needed_of: Callable) -> Mean:
    """Stretches and years together: (1,09^3 × 1,01)^(1/4). One figure for the whole needs no computing."""
    spells, stretch = case.chosen.spells, case.chosen.stretch
    if stretch and (len(spells) == 1 or _speaks_for_all(case, stretch)):
        own = [Spell(figure, year, year) for year, figure in case.chosen.years.items()]
        beside = [line_of(own)] if own else []
        missing = () if _speaks_for_all(case, stretch) else case.missing(stretch.year, joined=True)
        lines = (found_line(stretch), *beside)
        computed = beside[0].value if beside else None
        return Mean(stretch.value, [stretch], lines, missing, needed=needed_of(case), computed=computed)
    line, used = line_of(spells), [spell.figure for spell in spells]
    missing = case.missing(used[-1].year, joined=True) if used else ()
    lines = (*map(found_line, used), line)
    return Mean(line.value, used, lines, missing, line.undefined, needed_of(case), line.value)


def _rate_line(spells: Sequence[Spell]) -> Line:
    rates, (product, numbers) = _each_year(spells), _product(spells)
    value = formulas.mean_rate(rates)
    why = "" if value is not None else "có năm giảm từ 100% trở lên" if rates else NO_YEAR
    return Line(_label(spells), f"100 × [({product})^(1/{len(rates)}) − 1]", numbers, value, undefined=why)


def _level_line(spells: Sequence[Spell]) -> Line:
    values = _each_year(spells)
    numbers = {f"a{place}": spell.figure.value for place, spell in enumerate(spells)}
    terms = [f"{{a{place}}}{_times(spell)}" for place, spell in enumerate(spells)]
    why = "" if values else NO_YEAR
    formula = f"({' + '.join(terms)}) ÷ {len(values)}"
    return Line(_label(spells), formula, numbers, formulas.mean(values), undefined=why)


def _speaks_for_all(case: Case, stretch: Figure) -> bool:
    """Whether it is said to stand for years that it does not cover: its scope is then said with the verdict."""
    return bool(stretch.scope) and stretch.year == case.goal.target_year


def _answer(case: Case, mean: Mean) -> Progress:
    if not mean.used:
        return case.no_data()
    last = mean.used[-1]
    if mean.value is None:
        reason = f"Chưa tính được số bình quân: {mean.why}."
        return case.answer(
            Verdict.NOT_ASSESSED,
            mean.used,
            reason=reason,
            found_year=last.year,
            missing_years=mean.missing,
            lines=mean.lines,
        )
    pace = None if case.is_over else _pace(case, mean.value)
    verdict, reason = _verdict(case, mean, pace)
    return case.answer(
        verdict,
        mean.used,
        reason=reason,
        found=mean.value,
        found_year=last.year,
        missing_years=mean.missing,
        average=mean.computed,
        needed=mean.needed.value if mean.needed and not case.is_over else None,
        expected=None if case.is_over or case.goal.kind == Kind.MAINTAIN else case.stick.aim,
        pace=pace,
        lines=(*mean.lines, case.comparison(mean.value, verdict), *_ways_on(case, mean, pace)),
    )


def _verdict(case: Case, mean: Mean, pace: Decimal | None) -> tuple[Verdict, str]:
    """An average is never met early: the years to come can still undo it."""
    a = mean.value
    if case.is_over:
        if mean.missing:
            return Verdict.INSUFFICIENT, f"Bình quân của các năm có số liệu; thiếu năm {listed(mean.missing)}."
        return final_verdict(case.stick, a), ""
    gaps = f"Bình quân của các năm có số liệu; thiếu năm {listed(mean.missing)}." if mean.missing else ""
    if case.stick.meets(a):
        return Verdict.ON_TRACK, gaps
    if pace is not None:
        return verdict_of_pace(pace), gaps
    return _off_the_line(case, mean), gaps


def _off_the_line(case: Case, mean: Mean) -> Verdict:
    """Of what must stay under a line, or be kept: slow while it can still be reached, adverse when ever further off."""
    if _moves_away(case):
        return Verdict.ADVERSE
    needed = mean.needed.value if mean.needed else None
    least = Decimal(-100) if case.goal.kind == Kind.AVERAGE_RATE else formulas.NOTHING
    is_reachable = needed is not None and (case.stick.sign > 0 or needed > least)
    return Verdict.SLOW if is_reachable else Verdict.UNLIKELY


def _moves_away(case: Case) -> bool:
    """Whether each known year was further off than the one before."""
    is_change = case.goal.kind == Kind.AVERAGE_CHANGE
    values = _changes(case) if is_change else [figure.value for figure in case.chosen.years.values()]
    steps = [case.stick.distance(later) - case.stick.distance(earlier) for earlier, later in pairwise(values)]
    return bool(steps) and min(steps) > 0


def _changes(case: Case) -> list[Decimal]:
    """What is held against the limit of a mean change: the change a year from each known level to the next, in the
    wanted direction. None is counted across a break of the series."""
    why, base_year, base = _base(case)
    levels = {} if why else {base_year: base}
    levels |= {year: figure.value for year, figure in case.chosen.years.items()}
    sign = -1 if case.goal.direction == Direction.DOWN else 1
    return [
        sign * (levels[later] - levels[earlier]) / (later - earlier)
        for earlier, later in pairwise(sorted(levels))
        if not any(earlier < cut <= later for cut in case.goal.break_years)
    ]


def _pace(case: Case, a: Decimal) -> Decimal | None:
    """From zero, for what is wanted to grow; what must stay under a line has none."""
    if case.goal.kind == Kind.MAINTAIN or (case.stick.is_two_sided and a > case.stick.high):
        return None
    return formulas.pace(a, formulas.NOTHING, case.stick.aim, case.stick.sign)


def _ways_on(case: Case, mean: Mean, pace: Decimal | None) -> list[Line]:
    if case.is_over:
        return []
    lines = []
    if pace is not None:
        lines.append(Line("Nhịp độ K", "{a} ÷ {T}", {"a": mean.value, "T": case.stick.aim}, pace, Measure.FACTOR))
    return [*lines, mean.needed] if mean.needed else lines


def _each_year(spells: Sequence[Spell]) -> list[Decimal]:
    """One value a year: the mean of a stretch stands for each of its years."""
    return [spell.figure.value for spell in spells for _ in range(spell.length)]


def _product(spells: Sequence[Spell]) -> tuple[str, dict[str, Decimal]]:
    powers = [f"^{spell.length}" if spell.length > 1 else "" for spell in spells]
    factors = [f"(1 + {{a{place}}}/100){power}" for place, power in enumerate(powers)]
    return " × ".join(factors), {f"a{place}": spell.figure.value for place, spell in enumerate(spells)}


def _times(spell: Spell) -> str:
    return f" × {spell.length}" if spell.length > 1 else ""


def _label(spells: Sequence[Spell]) -> str:
    years = sum(spell.length for spell in spells)
    return f"Bình quân của {years} năm có số liệu ({', '.join(spell.words for spell in spells)})"


def _rate_needed(case: Case) -> Line | None:
    rates, (product, numbers) = _each_year(case.chosen.spells), _product(case.chosen.spells)
    years, left = len(case.work_years), len(case.work_years) - len(rates)
    value = formulas.rate_needed(case.stick.aim, years, rates)
    if value is None or case.is_over or not rates:
        return None
    formula = f"100 × [((1 + {{T}}/100)^{years} ÷ ({product}))^(1/{left}) − 1]"
    return Line(NEEDED.format(left), formula, {"T": case.stick.aim, **numbers}, value)


def _level_needed(case: Case) -> Line | None:
    values = _each_year(case.chosen.spells)
    years, left = len(case.work_years), len(case.work_years) - len(values)
    value = formulas.level_needed(case.stick.aim, years, values)
    if value is None or case.is_over or not values:
        return None
    numbers = {"T": case.stick.aim, "c": sum(values)}
    return Line(NEEDED.format(left), f"({{T}} × {years} − {{c}}) ÷ {left}", numbers, value)


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
    if value is None or case.is_over:
        return None
    formula = f"({{T}} × {years} − {{c}}) ÷ {years - gone}"
    return Line(
        f"Còn cần mỗi năm, trong {years - gone} năm còn lại", formula, {"T": case.stick.aim, "c": change}, value
    )
