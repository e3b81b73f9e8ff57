"""The one door: a goal and its figures in, a Progress out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from .answers import Progress
from .averages import assess_average_change, assess_average_level, assess_average_rate
from .case import Case
from .choosing import choose
from .facts import Figure, Goal
from .levels import assess_level, assess_maintained
from .occasions import assess_milestone, assess_qualitative
from .parts import assess_parts
from .plans import against_plan, plan_line
from .totals import assess_total
from .words import WITHOUT_NUMBER, Direction, Kind, MaintainRule, Verdict
from .yardstick import Yardstick

NO_DIRECTION = "Chỉ tiêu không xếp hướng tốt hay xấu, nên chỉ nêu số tìm thấy và số đã đề ra."
NO_NUMBER = "Chưa nhập mức chỉ tiêu."

BY_KIND = {
    Kind.AVERAGE_RATE: assess_average_rate,
    Kind.AVERAGE_CHANGE: assess_average_change,
    Kind.LEVEL: assess_level,
    Kind.COUNT: assess_level,
    Kind.TOTAL: assess_total,
    Kind.MAINTAIN: assess_maintained,
}


def assess(goal: Goal, figures: Iterable[Figure], *, as_of: dt.date, term_over: bool) -> Progress:
    """The verdict on a goal as of that day; final once the year that decides is behind us.

    That is the target's own year, whether or not the term still runs; a year that lies beyond the end of a concluded
    term goes on being followed. The order of `figures` does not matter. Against a revised number the same is in
    `Progress.revised`; the verdict itself stays with the original.
    """
    figures = tuple(figures)
    progress = _assess(goal, figures, as_of, term_over)
    if not goal.revisions:
        return progress
    latest = max(goal.revisions, key=lambda revision: revision.decided_on)
    moved = replace(goal, value=latest.value, low=latest.low, high=latest.high, revisions=())
    return replace(progress, revised=_assess(moved, figures, as_of, term_over))


def _assess(goal: Goal, figures: tuple[Figure, ...], as_of: dt.date, term_over: bool) -> Progress:
    progress = _measured(goal, figures, as_of, term_over)
    if goal.not_assessed_reason:
        return _not_assessed(progress, goal.not_assessed_reason)
    is_measured = goal.kind not in WITHOUT_NUMBER and progress.verdict != Verdict.NO_DATA
    if goal.direction == Direction.NEUTRAL and is_measured:
        return _not_assessed(progress, NO_DIRECTION)
    return progress


def _not_assessed(progress: Progress, reason: str) -> Progress:
    """The figures stay on the page; only the judgement goes."""
    return replace(progress, verdict=Verdict.NOT_ASSESSED, reason=reason, is_provisional=False)


def _measured(goal: Goal, figures: tuple[Figure, ...], as_of: dt.date, term_over: bool) -> Progress:
    is_over = goal.target_year < as_of.year or (term_over and goal.target_year <= as_of.year)
    if goal.kind == Kind.QUALITATIVE:
        return assess_qualitative(is_over)
    if goal.kind == Kind.MILESTONE:
        return assess_milestone(goal, as_of, is_over)
    if goal.parts:
        own = partial(assess, as_of=as_of, term_over=term_over)
        return assess_parts(goal, is_over, lambda part: own(part.goal, part.figures))
    stick = Yardstick.of(goal)
    if stick is None:
        return Progress(verdict=Verdict.NOT_ASSESSED, is_final=is_over, reason=NO_NUMBER)
    case = Case(goal, stick, choose(goal, figures, goal.target_year if is_over else as_of.year), is_over)
    progress, beside = _assessor(goal)(case), against_plan(case)
    return replace(progress, against_plan=beside, lines=(*progress.lines, plan_line(beside))) if beside else progress


def _assessor(goal: Goal):
    if goal.kind == Kind.MAINTAIN and goal.maintain_rule == MaintainRule.AVERAGE:
        return assess_average_level
    # A structure entered without its parts is one level among others.
    return BY_KIND.get(goal.kind, assess_level)
