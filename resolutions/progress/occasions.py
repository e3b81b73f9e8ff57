"""Targets without a measured series: a thing to be done by a day, and what only a review can judge."""

import datetime as dt

from .answers import Line, Progress
from .facts import Goal
from .words import CONCLUDED, Verdict

BY_REVIEW = "Chỉ tiêu định tính, chỉ đánh giá qua sơ kết, tổng kết."
BY_DATE = "So ngày hoàn thành với hạn hoàn thành"


def assess_milestone(goal: Goal, as_of: dt.date, is_over: bool) -> Progress:
    """Days are compared, not years. `is_over`: nothing more is awaited of the congress."""
    verdict, reason = _kept(goal, as_of, is_over)
    return Progress(verdict=verdict, is_final=verdict in CONCLUDED, reason=reason, lines=(Line(BY_DATE),))


def assess_qualitative(is_over: bool) -> Progress:
    return Progress(verdict=Verdict.NOT_ASSESSED, is_final=is_over, reason=BY_REVIEW)


def _kept(goal: Goal, as_of: dt.date, is_over: bool) -> tuple[Verdict, str]:
    """A day still to come is no deed; an empty day is no proof that nothing was done, so it is never «Không đạt»."""
    if goal.done_on is None or goal.done_on > as_of:
        if goal.due_on is None:
            return Verdict.NO_DATA, "Chưa ghi nhận ngày hoàn thành."
        if goal.due_on < as_of:
            return Verdict.OVERDUE, "Quá hạn, chưa ghi nhận hoàn thành."
        return Verdict.NO_DATA, "Chưa đến hạn hoàn thành."
    if goal.due_on is not None and goal.done_on > goal.due_on:
        return Verdict.NOT_MET, "Hoàn thành sau hạn."
    is_past = is_over or (goal.due_on is not None and goal.due_on < as_of)
    return (Verdict.MET if is_past else Verdict.EARLY), ""
