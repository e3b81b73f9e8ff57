"""Exactly on the line, with nothing there, in the first year: where one sign more or less would change an answer."""

import datetime as dt
from decimal import Decimal
from unittest import TestCase

import pytest

from resolutions.progress import (
    Comparator,
    Direction,
    Figure,
    Goal,
    Kind,
    MaintainRule,
    Part,
    Road,
    Span,
    Verdict,
    agree,
    assess,
    decimals_apart,
    formulas,
)
from resolutions.progress.yardstick import Yardstick
from tests.resolutions.test_verdicts import AFTERWARDS, DOWN, NOVEMBER, POVERTY, RATE, goal, part, stretch, years

D = Decimal


def running(resolved, *found, day=NOVEMBER):
    return assess(resolved, found, as_of=day, term_over=False)


def final(resolved, *found):
    return assess(resolved, found, as_of=AFTERWARDS, term_over=True)


def line(progress, label):
    return next(line for line in progress.lines if line.label.startswith(label))


@pytest.mark.once
class FormulaTests(TestCase):
    def test_a_share_needs_a_target_above_nothing_and_a_figure_not_below(self):
        for a, t, share in ((1, 1, 100), ("0.5", 5, 10), (0, 5, 0), (1, "0.5", 200), (5, 0, None), (-1, 5, None)):
            with self.subTest(a=a, t=t):
                self.assertEqual(formulas.ratio(D(a), D(t)), share)

    def test_no_way_leads_through_no_time(self):
        for road in (formulas.expected, formulas.geometric):
            with self.subTest(road=road.__name__):
                self.assertIsNone(road(D(1), D(2), 2020, 2025, 2020))
                self.assertIsNone(road(D(1), D(2), 2020, 2020, 2021))
                self.assertEqual(road(D("0.5"), D("0.5"), 2020, 2021, 2021), D("0.5"))

    def test_a_growth_by_percent_starts_and_ends_above_nothing(self):
        self.assertIsNone(formulas.geometric(D(0), D(2), 2020, 2025, 2021))
        self.assertIsNone(formulas.geometric(D(2), D(0), 2020, 2025, 2021))

    def test_beyond_a_line_at_nothing_there_is_no_percent(self):
        self.assertIsNone(formulas.beyond(D(5), D(0), 1))
        self.assertEqual(formulas.beyond(D(2), D(1), 1), 100)

    def test_a_mean_needs_years_and_rates_that_leave_something(self):
        self.assertIsNone(formulas.mean_change(D(5), 0))
        self.assertIsNone(formulas.rate_needed(D(-100), 5, []))
        self.assertIsNone(formulas.rate_needed(D(5), 5, [D(-100)]))
        self.assertIsNone(formulas.rate_needed(D(5), 1, [D(5)]))
        self.assertIsNone(formulas.level_needed(D(5), 1, [D(5)]))
        self.assertIsNone(formulas.change_needed(D(5), 1, D(5), 1))


@pytest.mark.once
class YardstickTests(TestCase):
    def test_which_comparators_fit_which_direction(self):
        for direction, comparator, kind, fits in (
            (Direction.UP, Comparator.AT_LEAST, Kind.LEVEL, True),
            (Direction.UP, Comparator.AT_MOST, Kind.LEVEL, False),
            (Direction.DOWN, Comparator.AT_LEAST, Kind.LEVEL, False),
            (Direction.DOWN, Comparator.AT_LEAST, Kind.AVERAGE_CHANGE, True),
            (Direction.UP, Comparator.AT_MOST, Kind.MILESTONE, True),
        ):
            with self.subTest(direction=direction, comparator=comparator, kind=kind):
                self.assertEqual(agree(direction, comparator, kind), fits)

    def test_the_sign_of_a_range_is_that_of_its_direction(self):
        for direction, sign in ((Direction.UP, 1), (Direction.DOWN, -1), (Direction.RANGE, 1)):
            self.assertEqual(Yardstick(Comparator.BETWEEN, direction, None, D(1), D(2)).sign, sign)

    def test_on_its_edge_one_is_inside_a_range(self):
        stick = Yardstick(Comparator.BETWEEN, Direction.RANGE, None, D(1), D(2))
        self.assertEqual([stick.facing(D(b)) for b in (1, 2)], [None, None])
        self.assertEqual([stick.facing(D(b)).direction for b in (0, 3)], [Direction.UP, Direction.DOWN])

    def test_numbers_that_differ_in_the_last_place_only_get_no_more_than_ten(self):
        self.assertEqual(decimals_apart(D("7.5"), D("7.50000000000001"), 1), 10)


@pytest.mark.once
class ChoosingTests(TestCase):
    def test_a_stretch_without_a_first_year_begins_with_the_work(self):
        early = Figure(year=2023, span=Span.TERM, value=D(9), period_label="giai đoạn đầu")
        found = final(RATE, early, *years({2024: 5, 2025: 6}))
        self.assertEqual(found.missing_years, ())
        label = "Bình quân của 5 năm có số liệu (2021-2023, 2024, 2025)"
        self.assertEqual(line(found, "Bình quân").label, label)
        whole = Figure(year=2025, span=Span.TERM, value=D(8), period_label="cả nhiệm kỳ")
        self.assertEqual(final(RATE, whole).verdict, Verdict.EXCEEDED)

    def test_of_two_alike_the_later_key_holds(self):
        one, other = (Figure(year=2025, value=D(value), ref=ref) for value, ref in ((9, 1), (3, 2)))
        self.assertEqual(final(goal(value=5), one, other).found, 3)
        nameless, kept = Figure(year=2025, value=D(9)), Figure(year=2025, value=D(3), ref=1)
        self.assertEqual(final(goal(value=5), nameless, kept).found, 3)

    def test_the_start_year_is_none_of_the_work(self):
        found = running(goal(value=60), *years({2020: 50, 2022: 55}))
        self.assertEqual([one.figure.year for one in found.ignored], [2020])

    def test_what_is_not_counted_is_none(self):
        found = final(goal(value=200), *years({2025: 208}))
        self.assertEqual((found.beyond, found.parts_met, found.parts_judged), (None, 0, 0))

    def test_a_stretch_says_nothing_of_what_must_be_kept_each_year(self):
        kept = goal(Kind.MAINTAIN, 95, maintain_rule=MaintainRule.EVERY_YEAR)
        [left] = final(kept, stretch(2021, 2025, 96)).ignored
        self.assertEqual(left.reason, "số của cả giai đoạn; chỉ tiêu này xét theo từng năm")

    def test_a_figure_is_named_by_its_stretch_or_its_year(self):
        found = final(RATE, stretch(2021, 2023, 9), *years({2024: 5, 2025: 6}))
        labels = [one.label.split(",")[0] for one in found.lines if one.label.startswith("Số liệu được dùng")]
        self.assertEqual(labels, [f"Số liệu được dùng: {when}" for when in ("2021-2023", "năm 2024", "năm 2025")])


@pytest.mark.once
class TotalTests(TestCase):
    def test_why_a_sum_has_no_pace(self):
        none, small = goal(Kind.TOTAL, 0), goal(Kind.TOTAL, "0.5")
        self.assertIsNone(running(none, *years({2021: -1})).expected)
        self.assertEqual(running(small, *years({2021: "0.1"})).expected, D("0.1"))
        for resolved, found, why in (
            (none, {2021: -1}, "tổng chỉ tiêu không lớn hơn 0"),
            (goal(Kind.TOTAL, 10, plans={2021: 0}), {2021: 1}, "kế hoạch các năm cộng lại không lớn hơn 0"),
            (goal(Kind.TOTAL, 10), {2022: 1}, "thiếu số liệu năm 2021"),
        ):
            with self.subTest(why):
                progress = running(resolved, *years(found))
                self.assertEqual(progress.reason, f"Chưa xếp được tiến độ: {why}.")
                self.assertEqual(line(progress, "Nhịp độ").undefined, why)

    def test_a_sum_exactly_at_its_share_of_the_ceiling_is_on_track(self):
        self.assertEqual(running(goal(Kind.TOTAL, 100, **DOWN), *years({2021: 20})).verdict, Verdict.ON_TRACK)

    def test_a_sum_over_a_gap_is_not_held_against_the_target(self):
        for found, is_compared in (({2021: 20}, True), ({2022: 20}, False)):
            labels = [one.label for one in running(goal(Kind.TOTAL, 100), *years(found)).lines]
            self.assertEqual("So với chỉ tiêu" in labels, is_compared)


@pytest.mark.once
class LevelTests(TestCase):
    def test_a_plan_of_nothing_is_no_divisor(self):
        behind = running(goal(value=60, plans={2022: 0}), *years({2022: -1}))
        self.assertEqual(behind.verdict, Verdict.NOT_ASSESSED)
        self.assertEqual(behind.reason, "Chưa đạt kế hoạch năm; chưa xếp được tiến độ: chưa có mức xuất phát.")
        self.assertEqual(running(goal(value=60, plans={2022: 0}), *years({2022: 0})).verdict, Verdict.ON_TRACK)
        self.assertEqual(running(goal(value=60, plans={2022: "0.5"}), *years({2022: "0.4"})).verdict, Verdict.SLOW)

    def test_a_figure_of_the_baseline_year_has_no_way_behind_it(self):
        found = running(goal(value=60, baseline_value=40, baseline_year=2022), *years({2022: 41}))
        self.assertEqual(line(found, "Mức cần có").undefined, "năm này không sau năm xuất phát")
        self.assertEqual(line(found, "Nhịp độ").undefined, "năm này không sau năm xuất phát")

    def test_growth_by_percent_from_nothing_says_why_there_is_none(self):
        found = running(goal(value=60, baseline_value=0, road=Road.GEOMETRIC), *years({2022: 41}))
        told = line(found, "Mức cần có").undefined
        self.assertEqual(told, "tăng theo tỷ lệ cần mức xuất phát và mức chỉ tiêu lớn hơn 0")

    def test_standing_still_is_nothing_of_the_way(self):
        self.assertEqual(running(goal(value=60, baseline_value=40), *years({2022: 40})).covered, 0)

    def test_round_numbers_are_exact_to_one(self):
        self.assertEqual(running(goal(value=70, baseline_value=50), *years({2022: 60})).covered, 50)
        self.assertIsNone(running(goal(value=59, baseline_value=50), *years({2022: 55})).covered)

    def test_a_break_in_the_year_of_the_baseline_cuts_nothing(self):
        joined = running(goal(value=60, baseline_value=40, break_years=(2020,)), *years({2022: 50}))
        cut = running(goal(value=60, baseline_value=40, break_years=(2022,)), *years({2022: 50}))
        self.assertIsNotNone(joined.pace)
        self.assertIsNone(cut.pace)
        self.assertEqual(line(cut, "Nhịp độ").undefined, "chuỗi số liệu bị ngắt từ năm 2022")


@pytest.mark.once
class AverageTests(TestCase):
    def test_the_steps_of_a_yearly_change(self):
        found = running(POVERTY, *years({2021: 18, 2022: 15}))
        step = line(found, "Mức thay đổi")
        self.assertEqual((step.label, step.formula), ("Mức thay đổi bình quân 2021-2022", "({b} − {a}) ÷ 2"))
        self.assertEqual((found.found, found.average), (D("2.5"), D("2.5")))
        rising = goal(Kind.AVERAGE_CHANGE, 3, baseline_value=20)
        self.assertEqual(line(running(rising, *years({2022: 27})), "Mức thay đổi").formula, "({a} − {b}) ÷ 2")

    def test_a_yearly_change_without_a_beginning_shows_its_last_figure(self):
        found = running(goal(Kind.AVERAGE_CHANGE, 3), *years({2021: 18, 2022: 15}))
        self.assertEqual([figure.year for figure in found.used], [2022])
        self.assertEqual(found.reason, "Chưa tính được số bình quân: chưa có mức xuất phát.")
        early = goal(Kind.AVERAGE_CHANGE, 3, baseline_value=20, baseline_year=2022)
        self.assertEqual(
            running(early, *years({2022: 15})).reason, "Chưa tính được số bình quân: chưa có số liệu sau năm xuất phát."
        )

    def test_a_break_in_its_first_year_leaves_a_change_whole(self):
        changed = {"direction": Direction.DOWN, "baseline_value": 20, "baseline_year": 2020}
        whole = goal(Kind.AVERAGE_CHANGE, 3, break_years=(2020,), **changed)
        cut = goal(Kind.AVERAGE_CHANGE, 3, break_years=(2022,), **changed)
        self.assertEqual(running(whole, *years({2022: 15})).found, D("2.5"))
        self.assertIn("bị ngắt từ năm 2022", running(cut, *years({2022: 15})).reason)

    def test_what_is_still_needed_is_said_for_the_years_left(self):
        needed = line(running(POVERTY, *years({2022: 15})), "Còn cần mỗi năm")
        self.assertEqual(
            (needed.label, needed.formula), ("Còn cần mỗi năm, trong 3 năm còn lại", "({T} × 5 − {c}) ÷ 3")
        )
        rate = line(running(RATE, *years({2021: 8, 2022: 6})), "Còn cần mỗi năm")
        self.assertEqual(rate.label, "Còn cần mỗi năm, trong 3 năm chưa có số liệu")
        self.assertEqual(rate.formula, "100 × [((1 + {T}/100)^5 ÷ ((1 + {a0}/100) × (1 + {a1}/100)))^(1/3) − 1]")
        self.assertFalse([one for one in final(RATE, *years({2021: 8})).lines if one.label.startswith("Còn cần")])

    def test_a_mean_level_names_its_stretches(self):
        kept = goal(Kind.MAINTAIN, 95, maintain_rule=MaintainRule.AVERAGE)
        found = running(kept, stretch(2021, 2022, 96), *years({2023: 90}))
        self.assertEqual(line(found, "Bình quân").formula, "({a0} × 2 + {a1}) ÷ 3")
        self.assertEqual((found.found, found.expected), (94, None))

    def test_what_is_expected_of_a_mean_is_its_target_until_the_end(self):
        self.assertEqual(running(RATE, *years({2022: 6})).expected, D("7.5"))
        self.assertIsNone(final(RATE, *years({2022: 6})).expected)

    def test_moving_away_needs_a_step_every_year(self):
        capped = goal(Kind.AVERAGE_RATE, "1.2", **DOWN)
        self.assertEqual(running(capped, *years({2021: "1.3", 2022: "1.3"})).verdict, Verdict.SLOW)
        self.assertEqual(running(capped, *years({2021: "1.3", 2022: "1.4"})).verdict, Verdict.ADVERSE)
        self.assertEqual(running(capped, *years({2021: "1.3", 2022: "1.9"})).verdict, Verdict.ADVERSE)

    def test_a_mean_on_the_far_edge_of_its_range_is_inside(self):
        between = {"direction": Direction.RANGE, "comparator": Comparator.BETWEEN, "low": 5, "high": 6}
        ranged = goal(Kind.AVERAGE_RATE, **between)
        edge = running(ranged, *years({2022: 6}))
        self.assertEqual((edge.verdict, edge.pace), (Verdict.ON_TRACK, D("1.2")))
        self.assertEqual(running(ranged, *years({2022: 7})).pace, None)
        self.assertEqual(running(ranged, *years({2022: 4})).pace, D("0.8"))


@pytest.mark.once
class PlanTests(TestCase):
    def of_2022(self, found, **facts):
        resolved = goal(Kind.AVERAGE_CHANGE, 3, plans={2022: 3}, **facts)
        shown = running(resolved, *years(found)).against_plan
        return shown and shown.found

    def test_the_change_of_a_year_is_counted_from_the_year_before(self):
        falling = {"direction": Direction.DOWN}
        self.assertEqual(self.of_2022({2021: 16, 2022: 14}, baseline_value=20, **falling), 2)
        self.assertEqual(self.of_2022({2021: 16, 2022: 19}, baseline_value=20), 3)
        self.assertEqual(self.of_2022({2022: 14}, baseline_value=20, baseline_year=2021, **falling), 6)
        self.assertIsNone(self.of_2022({2022: 14}, baseline_value=20, baseline_year=2020, **falling))
        self.assertIsNone(self.of_2022({2020: 20, 2022: 14}, **falling))
        self.assertIsNone(self.of_2022({2021: 16, 2022: 14}, break_years=(2022,), baseline_value=20, **falling))

    def test_in_the_first_year_the_level_of_the_start_year_is_the_year_before(self):
        resolved = goal(Kind.AVERAGE_CHANGE, 3, direction=Direction.DOWN, plans={2021: 3})
        self.assertEqual(running(resolved, *years({2020: 20, 2021: 16})).against_plan.found, 4)


@pytest.mark.once
class OccasionTests(TestCase):
    def milestone(self, day=NOVEMBER, **facts):
        return running(goal(Kind.MILESTONE, **facts), day=day)

    def test_a_thing_done_today_is_done_and_a_day_that_runs_is_not_past(self):
        done = self.milestone(done_on=NOVEMBER, due_on=NOVEMBER)
        self.assertEqual((done.verdict, done.is_final), (Verdict.EARLY, False))
        after = self.milestone(done_on=NOVEMBER, due_on=NOVEMBER, day=NOVEMBER + dt.timedelta(days=1))
        self.assertEqual((after.verdict, after.is_final), (Verdict.MET, True))
        self.assertEqual(self.milestone(due_on=NOVEMBER).verdict, Verdict.NO_DATA)


@pytest.mark.once
class PartsTests(TestCase):
    def whole(self, *found):
        parts = []
        for number, value in enumerate(found, 1):
            of = goal(value=10, not_assessed_reason="Không còn" if value == "gone" else "")
            figures = years({2025: value}) if value not in ("gone", None) else []
            parts.append(Part(name=f"Phần {number}", goal=of, figures=tuple(figures)))
        return final(Goal(kind=Kind.COMPOSITE, start_year=2020, target_year=2025, parts=tuple(parts)))

    def test_a_part_that_is_not_assessed_leaves_the_word_to_the_others(self):
        found = self.whole(10, "gone")
        self.assertEqual((found.verdict, found.reason, found.parts_met), (Verdict.MET, "", 1))
        self.assertEqual(self.whole("gone").reason, "Không phần nào của chỉ tiêu được đánh giá.")

    def test_parts_without_data_are_counted(self):
        found = self.whole(10, None)
        self.assertEqual((found.verdict, found.reason), (Verdict.INSUFFICIENT, "1/2 phần chưa đủ số liệu."))


@pytest.mark.once
class StockTests(TestCase):
    def test_half_a_year_is_news_only_beyond_the_whole_years(self):
        stock = goal(Kind.COUNT, 83, is_stock=True)
        self.assertEqual(running(stock, part(2021, 84)).verdict, Verdict.EARLY)
        self.assertIsNone(running(stock, *years({2022: 59}), part(2022, 84)).latest)
