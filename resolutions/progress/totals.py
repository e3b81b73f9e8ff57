"""Targets on the sum of the years. Over a gap the sum is only a lower bound, and says so."""

from . import formulas
from .answers import Line, Measure, Progress
from .case import Case, found_line, listed, share_line
from .facts import Figure
from .words import Verdict
from .yardstick import final_verdict, verdict_of_pace

NO_PACE = "tổng chỉ tiêu không lớn hơn 0"
NO_PLAN = "kế hoạch các năm cộng lại không lớn hơn 0"


def assess_total(case: Case) -> Progress:
    used = [spell.figure for spell in case.chosen.spells]
    if not used:
        return case.no_data()
    year, total = used[-1].year, sum(figure.value for figure in used)
    missing = case.missing(year, joined=True)
    sum_ = _Sum(case, used, year, total, missing)
    verdict, reason = sum_.final() if case.is_over else sum_.in_term()
    return case.answer(
        verdict,
        used,
        has_gaps=bool(missing),
        reason=reason,
        found=total,
        found_year=year,
        is_at_least=sum_.is_at_least,
        total=total,
        missing_years=missing,
        ratio=sum_.ratio,
        expected=sum_.expected,
        pace=sum_.pace,
        lines=tuple(sum_.lines()),
    )


class _Sum:
    def __init__(self, case: Case, used: list[Figure], year: int, total, missing: tuple[int, ...]):
        self.case, self.used, self.year, self.total, self.missing = case, used, year, total, missing
        self.is_at_least = bool(missing) and all(figure.value >= 0 for figure in used)
        aim, goal = case.stick.aim, case.goal
        self.shows_ratio = case.stick.sign > 0 and not case.stick.is_two_sided
        self.ratio = formulas.ratio(total, aim) if self.shows_ratio else None
        is_open = not missing and not case.is_over and aim > 0
        start = formulas.NOTHING if is_open else None
        self.planned = None if missing or case.is_over or case.stick.is_two_sided else self._planned()
        line = formulas.expected(start, aim, goal.start_year, goal.target_year, year)
        self.expected = line if self.planned is None else self.planned
        far = case.stick.high if case.stick.is_two_sided else None
        self.most = None if far is None else formulas.expected(start, far, goal.start_year, goal.target_year, year)
        self.pace = formulas.pace(total, formulas.NOTHING, self.expected, 1)

    def _planned(self):
        """The plans of all the years that the sum is of; None unless there is one for each of them."""
        plans = {plan.year: plan.value for plan in self.case.goal.plans}
        years = [year for year in self.case.work_years if year <= self.year]
        return sum(plans[year] for year in years) if years and all(year in plans for year in years) else None

    def final(self) -> tuple[Verdict, str]:
        verdict = final_verdict(self.case.stick, self.total)
        if self.missing and not self._is_certain(verdict):
            return Verdict.INSUFFICIENT, f"Chưa có số liệu năm {listed(self.missing)}, nên chưa biết tổng cả nhiệm kỳ."
        return verdict, ""

    def in_term(self) -> tuple[Verdict, str]:
        stick = self.case.stick
        if stick.is_two_sided:
            return self._in_a_range()
        if stick.sign > 0 and stick.meets(self.total) and (not self.missing or self._is_certain(Verdict.MET)):
            return Verdict.EARLY, ""
        if stick.sign < 0:
            return self._under_a_ceiling()
        if self.pace is None:
            return Verdict.NOT_ASSESSED, f"Chưa xếp được tiến độ: {self.no_pace()}."
        return verdict_of_pace(self.pace), ""

    def _in_a_range(self) -> tuple[Verdict, str]:
        """Never early, for more may still be too much: held against the lines to both edges."""
        if self.total > self.case.stick.high:
            return Verdict.UNLIKELY, ""
        if self.pace is None:
            return Verdict.NOT_ASSESSED, f"Chưa xếp được tiến độ: {self.no_pace()}."
        return (Verdict.SLOW if self.total > self.most else verdict_of_pace(self.pace)), ""

    def _under_a_ceiling(self) -> tuple[Verdict, str]:
        """A sum that must stay low only grows: it is never met early, and once over it cannot come back."""
        if self.total > self.case.stick.aim:
            return Verdict.UNLIKELY, ""
        if self.pace is None:
            return Verdict.NOT_ASSESSED, f"Chưa xếp được tiến độ: {self.no_pace()}."
        return (Verdict.ON_TRACK if self.pace <= 1 else Verdict.SLOW), ""

    def no_pace(self) -> str:
        """Why there is none; "" where there is one."""
        if self.pace is not None:
            return ""
        if self.missing:
            return f"thiếu số liệu năm {listed(self.missing)}"
        return NO_PACE if self.planned is None else NO_PLAN

    def _is_certain(self, verdict: Verdict) -> bool:
        """Would more years of figures that are not negative leave this verdict as good, or as bad?"""
        if not self.is_at_least or self.case.stick.is_two_sided:
            return False
        return (verdict != Verdict.NOT_MET) == (self.case.stick.sign > 0)

    def lines(self) -> list[Line]:
        stick, goal = self.case.stick, self.case.goal
        lines = [found_line(figure) for figure in self.used]
        names = {f"a{place}": figure.value for place, figure in enumerate(self.used)}
        label = "Tổng: ít nhất" if self.is_at_least else "Tổng"
        lines.append(Line(label, " + ".join(f"{{{name}}}" for name in names), names, self.total))
        if not self.missing:
            lines.append(self.case.comparison(self.total))
        if self.shows_ratio:
            numbers = {"a": self.total, "T": stick.aim}
            lines.append(share_line("Tỷ lệ so với chỉ tiêu", "100 × {a} ÷ {T}", numbers, self.ratio, NO_PACE))
        if self.case.is_over:
            return lines
        gone, years = self.year - goal.start_year, goal.target_year - goal.start_year
        label, numbers = f"Tổng cần có đến hết năm {self.year}", {"T": stick.aim}
        expected = Line(label, f"{{T}} × {gone} ÷ {years}", numbers, self.expected)
        if self.planned is not None:
            expected = Line(f"{label}, theo kế hoạch các năm", value=self.planned)
        bounds = [expected]
        if self.most is not None:
            most = f"Tổng nhiều nhất đến hết năm {self.year}"
            bounds.append(Line(most, f"{{T}} × {gone} ÷ {years}", {"T": stick.high}, self.most))
        pace = {"a": self.total, "e": self.expected}
        if undefined := self.no_pace():
            return [*lines, Line("Nhịp độ K", undefined=undefined)]
        return [*lines, *bounds, Line("Nhịp độ K", "{a} ÷ {e}", pace, self.pace, Measure.FACTOR)]
