"""Targets without a measured series: a thing to be done by a day, and what only a review can judge."""

from .answers import Line, Progress
from .facts import Goal
from .words import Verdict

BY_REVIEW = "Chỉ tiêu định tính, chỉ đánh giá qua sơ kết, tổng kết."
BY_DATE = "So ngày hoàn thành với hạn hoàn thành"


def assess_milestone(goal: Goal, as_of_year: int, term_over: bool) -> Progress:
    verdict, reason = _kept(goal, as_of_year, term_over)
    return Progress(verdict=verdict, is_final=term_over, reason=reason, lines=(Line(BY_DATE),))


def assess_qualitative(term_over: bool) -> Progress:
    return Progress(verdict=Verdict.NOT_ASSESSED, is_final=term_over, reason=BY_REVIEW)


def _kept(goal: Goal, as_of_year: int, term_over: bool) -> tuple[Verdict, str]:
    if goal.done_on is None:
        return _not_recorded_as_done(goal, as_of_year, term_over)
    if goal.due_on is None or goal.done_on <= goal.due_on:
        return (Verdict.MET if term_over else Verdict.EARLY), ""
    return (Verdict.NOT_MET if term_over else Verdict.SLOW), "Hoàn thành sau hạn."


def _not_recorded_as_done(goal: Goal, as_of_year: int, term_over: bool) -> tuple[Verdict, str]:
    """An empty day is not proof that nothing was done, so a term that is over is left without data."""
    if term_over or goal.due_on is None:
        return Verdict.NO_DATA, "Chưa ghi nhận ngày hoàn thành."
    if goal.due_on.year < as_of_year:
        return Verdict.SLOW, "Quá hạn, chưa ghi nhận hoàn thành."
    return Verdict.NO_DATA, "Chưa đến hạn hoàn thành."
