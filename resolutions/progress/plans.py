"""How a year stands beside what was planned for it: the first thing that officials ask.

A plan is one number. Of a range, and of what has no direction, nothing can be said by it: above it may be too much.
"""

from decimal import Decimal

from . import formulas
from .answers import AgainstPlan, Line, Measure
from .case import Case
from .words import Direction, Kind


def against_plan(case: Case) -> AgainstPlan | None:
    """Of the newest year that has a figure and a plan, whatever the kind of the target; None without such a year, and
    where more is neither better nor worse."""
    if not case.has_side:
        return None
    plans = {plan.year: plan.value for plan in case.goal.plans}
    year = max((year for year in case.chosen.years if year in plans), default=None)
    found = None if year is None else _of_year(case, year)
    if found is None:
        return None
    plan, sign = plans[year], case.stick.sign
    ratio = formulas.ratio(found, plan) if sign > 0 else None
    is_met, scope = sign * (found - plan) >= 0, case.chosen.years[year].scope
    return AgainstPlan(year=year, found=found, plan=plan, is_met=is_met, ratio=ratio, scope=scope)


def plan_line(shown: AgainstPlan) -> Line:
    label, numbers = f"So với kế hoạch năm {shown.year}", {"a": shown.found, "p": shown.plan}
    if shown.ratio is not None:
        return Line(label, "100 × {a} ÷ {p}", numbers, shown.ratio, Measure.PERCENT)
    return Line(label, f"{{a}} so với {{p}}: {'đạt' if shown.is_met else 'chưa đạt'} kế hoạch", numbers)


def _of_year(case: Case, year: int) -> Decimal | None:
    """What its plan speaks of: the figure itself, or for a yearly change its change since the year before."""
    value = case.chosen.years[year].value
    if case.goal.kind != Kind.AVERAGE_CHANGE:
        return value
    before = _level_before(case, year)
    sign = -1 if case.goal.direction == Direction.DOWN else 1
    return None if before is None or year in case.goal.break_years else sign * (value - before)


def _level_before(case: Case, year: int) -> Decimal | None:
    goal, known = case.goal, case.chosen.years.get(year - 1)
    if known is not None:
        return known.value
    if year - 1 == (goal.baseline_year or goal.start_year) and goal.baseline_value is not None:
        return goal.baseline_value
    return case.chosen.base.value if case.chosen.base and year - 1 == goal.start_year else None
