"""The way from the baseline to the target of a level, and how far along it a figure is."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from . import formulas
from .answers import Line, Measure
from .case import Case, share_line
from .facts import Figure, Goal
from .yardstick import Yardstick


@dataclass(frozen=True)
class Way:
    NOT_AFTER: ClassVar[str] = "năm này không sau năm xuất phát"

    figure: Figure
    stick: Yardstick  # a two-sided range as seen from the baseline
    no_baseline: str  # why there is none to compare with
    baseline: Decimal | None
    is_turned: bool  # moving out of a range on the far side
    plan: Decimal | None
    expected: Decimal | None
    covered: Decimal | None
    pace: Decimal | None


def way_of(case: Case, figure: Figure) -> Way:
    no_baseline, b = _baseline(case.goal, figure)
    facing = None if b is None else case.stick.facing(b)
    stick = facing or case.stick
    plan = next((plan.value for plan in case.goal.plans if plan.year == figure.year), None)
    line = formulas.expected(b, stick.aim, _start(case.goal), case.goal.target_year, figure.year)
    expected = line if plan is None else plan
    return Way(
        figure=figure,
        stick=stick,
        no_baseline=no_baseline,
        baseline=b,
        is_turned=case.stick.is_two_sided and b is not None and (facing is None or facing.exceeds(figure.value)),
        plan=plan,
        expected=expected,
        covered=formulas.covered(figure.value, b, stick.aim),
        pace=formulas.pace(figure.value, b, expected, stick.sign),
    )


def way_lines(case: Case, way: Way) -> list[Line]:
    covered = share_line(
        "Quãng đường đã đi từ mức xuất phát",
        "100 × ({a} − {b}) ÷ ({T} − {b})",
        {"a": way.figure.value, "b": way.baseline, "T": way.stick.aim},
        way.covered,
        way.no_baseline or "chỉ tiêu bằng mức xuất phát",
    )
    return [covered] if case.term_over else [covered, _expected_line(case, way), _pace_line(way)]


def _expected_line(case: Case, way: Way) -> Line:
    label = f"Mức cần có năm {way.figure.year}"
    if way.plan is not None:
        return Line(f"{label}, theo kế hoạch năm", value=way.plan)
    gone, years = way.figure.year - _start(case.goal), case.goal.target_year - _start(case.goal)
    formula = f"{{b}} + ({{T}} − {{b}}) × {gone} ÷ {years}"
    undefined = "" if way.expected is not None else way.no_baseline or Way.NOT_AFTER
    return Line(label, formula, {"b": way.baseline, "T": way.stick.aim}, way.expected, undefined=undefined)


def _pace_line(way: Way) -> Line:
    numbers = {"a": way.figure.value, "b": way.baseline, "e": way.expected}
    undefined = "" if way.pace is not None else way.no_baseline or _no_pace(way)
    return Line("Nhịp độ K", "({a} − {b}) ÷ ({e} − {b})", numbers, way.pace, Measure.FACTOR, undefined)


def _no_pace(way: Way) -> str:
    return Way.NOT_AFTER if way.expected is None else "mức cần có không tốt hơn mức xuất phát"


def _start(goal: Goal) -> int:
    return goal.start_year if goal.baseline_year is None else goal.baseline_year


def _baseline(goal: Goal, figure: Figure) -> tuple[str, Decimal | None]:
    """Why there is no baseline to compare with, and the baseline."""
    if goal.baseline_value is None:
        return "chưa có mức xuất phát", None
    cut = next((year for year in sorted(goal.break_years) if _start(goal) < year <= figure.year), None)
    if cut:
        return f"chuỗi số liệu bị ngắt từ năm {cut}", None
    return "", goal.baseline_value
