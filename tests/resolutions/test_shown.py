"""What stands beside a verdict is as true as the verdict: each formula gives its number, each number its meaning."""

import os
import re
from decimal import Decimal
from unittest import TestCase

import pytest

from resolutions.progress import Comparator, Direction, Figure, Kind, MaintainRule, Road, Span, Verdict, assess
from tests.resolutions.chance import Chance

ROUND = int(os.environ.get("SHOWN", "6000"))
MEANS = {Kind.AVERAGE_RATE, Kind.AVERAGE_CHANGE}
SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "^": "**", "[": "(", "]": ")"})
WORK_OF_FIGURES = {Kind.LEVEL, Kind.COUNT, Kind.TOTAL, Kind.MAINTAIN, *MEANS}


def computed(line):
    """The printed formula, computed by Python's own arithmetic; None where it is only a comparison in words."""
    if not line.formula or "?" in line.formula or "so với" in line.formula:
        return None
    text = re.sub(r"(?<![a-z0-9_])(\d+)", r"Decimal(\1)", line.formula.replace("{", "").replace("}", ""))
    return eval(text.translate(SIGNS), {"Decimal": Decimal, **line.numbers})  # noqa: S307 - text of our own


def is_near(one, other):
    return abs(one - other) <= Decimal("1e-15") * max(1, abs(one), abs(other))


def is_average(goal):
    return goal.kind == Kind.AVERAGE_RATE or (goal.kind == Kind.MAINTAIN and goal.maintain_rule == MaintainRule.AVERAGE)


def aim(goal):
    if goal.comparator != Comparator.BETWEEN:
        return goal.value
    return goal.high if goal.direction == Direction.DOWN and goal.kind != Kind.AVERAGE_CHANGE else goal.low


def is_more_better(goal):
    if goal.comparator == Comparator.BETWEEN:
        return goal.direction != Direction.DOWN or goal.kind == Kind.AVERAGE_CHANGE
    return goal.comparator in {Comparator.AT_LEAST, Comparator.ABOVE}


@pytest.mark.once
class ShownTests(TestCase):
    def cases(self, seed, *, whole_years=False, number=ROUND):
        """(goal, figures, what was assessed, the arguments of time)."""
        chance = Chance(seed)
        for _ in range(number):
            goal, figures, today = chance.goal(), chance.figures(), chance.day()
            if whole_years:
                figures = [figure for figure in figures if figure.span == Span.YEAR and not figure.scope]
            when = {"as_of": today, "term_over": today.year >= 2025 and chance.random() < 0.6}
            if goal.kind in WORK_OF_FIGURES and not goal.not_assessed_reason:
                yield goal, figures, assess(goal, figures, **when), when

    def test_a_printed_formula_gives_the_number_beside_it(self):
        seen = 0
        for goal, figures, found, _ in self.cases(11):
            for line in found.lines:
                if line.value is not None and (again := computed(line)) is not None:
                    seen += 1
                    self.assertTrue(is_near(again, line.value), (line, again, goal, figures))
                elif line.value is None and not line.undefined:
                    self.assertTrue("?" in line.formula or "so với" in line.formula, line)
        self.assertGreater(seen, ROUND)

    def test_a_number_of_the_answer_is_the_number_of_its_line(self):
        names = {"ratio": "Tỷ lệ so với", "covered": "Quãng đường", "pace": "Nhịp độ K", "needed": "Còn cần"}
        names |= {"expected": "Mức cần có", "total": "Tổng"}
        for goal, figures, found, _ in self.cases(12):
            for name, label in names.items():
                value = getattr(found, name)
                lines = [line for line in found.lines if line.label.startswith(label) and "đến hết" not in line.label]
                if name == "expected" and goal.kind not in {Kind.LEVEL, Kind.COUNT}:
                    continue
                told = lines[0].value if lines else None
                self.assertEqual(value, told, (name, goal, figures, found.lines))

    def test_what_is_needed_is_enough_and_no_more(self):
        seen = 0
        for goal, figures, found, when in self.cases(13, whole_years=True, number=4 * ROUND):
            if found.needed is None or not is_average(goal):
                continue
            known = {figure.year for figure in found.used}
            rest = [year for year in range(goal.start_year + 1, goal.target_year + 1) if year not in known]
            filled = [*found.used, *(Figure(year=year, value=found.needed) for year in rest)]
            then = when["as_of"].replace(year=goal.target_year + 1)
            whole = assess(goal, filled, as_of=then, term_over=True)
            seen += 1
            self.assertTrue(is_near(whole.found, aim(goal)), (goal, figures, found.needed, whole.found))
        self.assertGreater(seen, 100)

    def test_a_change_that_is_needed_leads_to_the_line(self):
        seen = 0
        for goal, _, found, when in self.cases(14, whole_years=True, number=4 * ROUND):
            if found.needed is None or goal.kind != Kind.AVERAGE_CHANGE or goal.break_years:
                continue
            [last] = found.used
            sign = -1 if goal.direction == Direction.DOWN else 1
            end = last.value + sign * found.needed * (goal.target_year - last.year)
            then = when["as_of"].replace(year=goal.target_year + 1)
            if goal.baseline_value is not None:
                whole = assess(goal, [Figure(year=goal.target_year, value=end)], as_of=then, term_over=True)
                seen += 1
                self.assertTrue(is_near(whole.found, aim(goal)), (goal, found, whole.found))
        self.assertGreater(seen, 50)

    def test_missing_years_are_those_without_a_figure(self):
        for goal, figures, found, when in self.cases(15, whole_years=True):
            if goal.kind == Kind.AVERAGE_CHANGE or found.found is None or found.verdict == Verdict.NO_DATA:
                continue
            reached = max(f.year for f in figures if goal.start_year < f.year <= self.last_year(goal, when))
            until = goal.target_year if found.is_final else reached
            known = {figure.year for figure in figures}
            missing = tuple(year for year in range(goal.start_year + 1, until + 1) if year not in known)
            self.assertEqual(found.missing_years, missing, (goal, figures, found))

    @staticmethod
    def last_year(goal, when):
        return min(goal.target_year, when["as_of"].year)

    def test_the_way_of_a_level_is_measured_from_its_baseline(self):
        seen = 0
        for goal, figures, found, _ in self.cases(16, number=4 * ROUND):
            b, t = goal.baseline_value, aim(goal)
            if goal.kind not in {Kind.LEVEL, Kind.COUNT} or found.expected is None or b is None:
                continue
            if found.found_year in {plan.year for plan in goal.plans}:
                continue
            if goal.comparator == Comparator.BETWEEN and goal.direction not in {Direction.UP, Direction.DOWN}:
                t = goal.low if b < goal.low else goal.high if b > goal.high else t
            start = goal.start_year if goal.baseline_year is None else goal.baseline_year
            share = Decimal(found.found_year - start) / (goal.target_year - start)
            line = b * (t / b) ** share if goal.road == Road.GEOMETRIC else b + (t - b) * share
            seen += 1
            self.assertTrue(is_near(found.expected, line), (goal, figures, found))
            if found.covered is not None:
                self.assertTrue(is_near(found.covered, 100 * (found.found - b) / (t - b)))
                self.assertGreaterEqual(found.covered, 0)
        self.assertGreater(seen, 50)

    def test_a_share_of_the_target_is_shown_only_where_more_is_better(self):
        for goal, figures, found, _ in self.cases(17):
            if found.ratio is None:
                continue
            self.assertTrue(is_more_better(goal), goal)
            self.assertGreater(aim(goal), 0)
            self.assertGreaterEqual(found.found, 0)
            self.assertTrue(is_near(found.ratio, 100 * found.found / aim(goal)), (goal, figures, found))

    def test_a_plan_is_held_against_its_own_year(self):
        seen = 0
        for goal, figures, found, _ in self.cases(18, whole_years=True):
            shown = found.against_plan
            if shown is None or goal.kind == Kind.AVERAGE_CHANGE:
                continue
            plans = {plan.year: plan.value for plan in goal.plans}
            self.assertEqual(shown.plan, plans[shown.year])
            self.assertIn(shown.found, [figure.value for figure in figures if figure.year == shown.year])
            sign = 1 if is_more_better(goal) else -1
            self.assertEqual(shown.is_met, sign * (shown.found - shown.plan) >= 0)
            if shown.ratio is not None:
                self.assertTrue(is_near(shown.ratio, 100 * shown.found / shown.plan))
                self.assertGreater(shown.plan, 0)
            seen += 1
        self.assertGreater(seen, 100)

    def test_a_sum_over_a_gap_is_at_least_only_if_nothing_can_take_from_it(self):
        for goal, figures, found, _ in self.cases(19):
            if goal.kind == Kind.TOTAL and found.used:
                self.assertEqual(found.total, sum(figure.value for figure in found.used))
                is_least = bool(found.missing_years) and all(figure.value >= 0 for figure in found.used)
                self.assertEqual(found.is_at_least, is_least, (goal, figures))
