"""The one door: a goal and its figures in, a Progress out."""

from collections.abc import Iterable
from dataclasses import replace

from .answers import Progress
from .averages import assess_average_change, assess_average_level, assess_average_rate
from .case import Case
from .choosing import choose
from .facts import Figure, Goal, Part
from .levels import assess_level, assess_maintained
from .occasions import assess_milestone, assess_qualitative
from .parts import assess_parts
from .totals import assess_total
from .words import Direction, Kind, MaintainRule, Verdict
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


def assess(goal: Goal, figures: Iterable[Figure], *, as_of_year: int, term_over: bool) -> Progress:
    """The verdict on a goal as of the end of `as_of_year`; final once the term is over.

    The order of `figures` does not matter. Against a revised number the same is in `Progress.revised`; the verdict
    itself stays with the original.
    """
    figures = tuple(figures)
    progress = _assess(goal, figures, as_of_year, term_over)
    if not goal.revisions:
        return progress
    latest = max(goal.revisions, key=lambda revision: revision.decided_on)
    moved = replace(goal, value=latest.value, low=latest.low, high=latest.high, revisions=())
    return replace(progress, revised=_assess(moved, figures, as_of_year, term_over))


def _assess(goal: Goal, figures: tuple[Figure, ...], as_of_year: int, term_over: bool) -> Progress:
    progress = _measured(goal, figures, as_of_year, term_over)
    if goal.not_assessed_reason:
        return _not_assessed(progress, goal.not_assessed_reason)
    if goal.direction == Direction.NEUTRAL and not goal.parts and progress.verdict != Verdict.NO_DATA:
        return _not_assessed(progress, NO_DIRECTION)
    return progress


def _not_assessed(progress: Progress, reason: str) -> Progress:
    """The figures stay on the page; only the judgement goes."""
    return replace(progress, verdict=Verdict.NOT_ASSESSED, reason=reason, is_provisional=False)


def _measured(goal: Goal, figures: tuple[Figure, ...], as_of_year: int, term_over: bool) -> Progress:
    if goal.kind == Kind.QUALITATIVE:
        return assess_qualitative(term_over)
    if goal.kind == Kind.MILESTONE:
        return assess_milestone(goal, as_of_year, term_over)
    if goal.parts:
        return assess_parts(goal, term_over, lambda part: _assess_part(part, as_of_year, term_over))
    stick = Yardstick.of(goal)
    if stick is None:
        return Progress(verdict=Verdict.NOT_ASSESSED, is_final=term_over, reason=NO_NUMBER)
    chosen = choose(goal, figures, goal.target_year if term_over else as_of_year)
    return _assessor(goal)(Case(goal, stick, chosen, term_over))


def _assess_part(part: Part, as_of_year: int, term_over: bool) -> Progress:
    return assess(part.goal, part.figures, as_of_year=as_of_year, term_over=term_over)


def _assessor(goal: Goal):
    if goal.kind == Kind.MAINTAIN and goal.maintain_rule == MaintainRule.AVERAGE:
        return assess_average_level
    # A structure entered without its parts is one level among others.
    return BY_KIND.get(goal.kind, assess_level)
