"""The way from the baseline to the target of a level, and how far along it a figure is."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from . import formulas
from .answers import Line, Measure
from .case import Case, share_line
from .facts import Figure, Goal
from .words import Kind, Road
from .yardstick import Yardstick

# A way of fewer steps than this, a step being one of the last printed digit, says more about rounding than progress.
FEWEST_STEPS = 10


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
    no_share: str  # why no share of the way is shown
    pace: Decimal | None


def way_of(case: Case, figure: Figure) -> Way:
    no_baseline, b = _baseline(case.goal, figure)
    facing = None if b is None else case.stick.facing(b)
    stick = facing or case.stick
    plan = next((plan.value for plan in case.goal.plans if plan.year == figure.year), None)
    road = formulas.geometric if case.goal.road == Road.GEOMETRIC else formulas.expected
    line = road(b, stick.aim, _start(case.goal), case.goal.target_year, figure.year)
    expected = line if plan is None else plan
    no_share = no_baseline or _no_share(case, stick, figure.value, b)
    return Way(
        figure=figure,
        stick=stick,
        no_baseline=no_baseline,
        baseline=b,
        is_turned=case.stick.is_two_sided and b is not None and (facing is None or facing.exceeds(figure.value)),
        plan=plan,
        expected=expected,
        covered=None if no_share else formulas.covered(figure.value, b, stick.aim),
        no_share=no_share,
        pace=formulas.pace(figure.value, b, expected, stick.sign),
    )


def way_lines(case: Case, way: Way) -> list[Line]:
    covered = share_line(
        "Quãng đường đã đi từ mức xuất phát",
        "100 × ({a} − {b}) ÷ ({T} − {b})",
        {"a": way.figure.value, "b": way.baseline, "T": way.stick.aim},
        way.covered,
        way.no_share,
    )
    return [covered] if case.is_over else [covered, _expected_line(case, way), _pace_line(way)]


def _expected_line(case: Case, way: Way) -> Line:
    label = f"Mức cần có năm {way.figure.year}"
    if way.plan is not None:
        return Line(f"{label}, theo kế hoạch năm", value=way.plan)
    gone, years = way.figure.year - _start(case.goal), case.goal.target_year - _start(case.goal)
    formula = f"{{b}} + ({{T}} − {{b}}) × {gone} ÷ {years}"
    if case.goal.road == Road.GEOMETRIC:
        formula = f"{{b}} × ({{T}} ÷ {{b}})^({gone} ÷ {years})"
    undefined = "" if way.expected is not None else way.no_baseline or _no_line(case, way)
    return Line(label, formula, {"b": way.baseline, "T": way.stick.aim}, way.expected, undefined=undefined)


def _pace_line(way: Way) -> Line:
    numbers = {"a": way.figure.value, "b": way.baseline, "e": way.expected}
    undefined = "" if way.pace is not None else way.no_baseline or _no_pace(way)
    return Line("Nhịp độ K", "({a} − {b}) ÷ ({e} − {b})", numbers, way.pace, Measure.FACTOR, undefined)


def _no_line(case: Case, way: Way) -> str:
    is_after = way.figure.year > _start(case.goal)
    return "tăng theo tỷ lệ cần mức xuất phát và mức chỉ tiêu lớn hơn 0" if is_after else Way.NOT_AFTER


def _no_pace(way: Way) -> str:
    return Way.NOT_AFTER if way.expected is None else "mức cần có không tốt hơn mức xuất phát"


def _no_share(case: Case, stick: Yardstick, a: Decimal, b: Decimal) -> str:
    """Why the share of the way would mislead; "" where it tells something."""
    way = stick.sign * (stick.aim - b)
    if way == 0:
        return "chỉ tiêu bằng mức xuất phát"
    if way < 0:
        return "mức xuất phát đã tốt hơn chỉ tiêu"
    if stick.sign * (a - b) < 0:
        return "số tìm thấy kém hơn mức xuất phát"
    # Things counted one by one are exact.
    if case.goal.kind != Kind.COUNT and way < FEWEST_STEPS * _step(a, b, stick.aim):
        return "quãng đường từ mức xuất phát đến chỉ tiêu quá ngắn so với độ chính xác của số liệu"
    return ""


def _step(*values: Decimal) -> Decimal:
    """One of the last digit that any of them is printed with; at most 1, as 60 may well be 60,0."""
    return Decimal(1).scaleb(min(0, *(value.normalize().as_tuple().exponent for value in values)))


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
