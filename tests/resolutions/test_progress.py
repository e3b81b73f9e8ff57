"""The arithmetic of docs and method page as tables: no database, every edge by name."""

import datetime as dt
from decimal import Decimal
from unittest import TestCase

from resolutions.progress import (
    Comparator,
    Direction,
    Figure,
    Goal,
    Kind,
    MaintainRule,
    Part,
    Plan,
    Revision,
    Span,
    Verdict,
    Vintage,
    assess,
    decimals_apart,
    formulas,
)

D = Decimal
UP = {"kind": Kind.LEVEL, "start_year": 2020, "target_year": 2025}


def goal(**facts):
    facts = {**UP, **facts}
    for name in ("value", "low", "high", "baseline_value"):
        if facts.get(name) is not None:
            facts[name] = D(str(facts[name]))
    return Goal(**facts)


def figures(by_year, **facts):
    return [Figure(year=year, value=D(str(value)), **facts) for year, value in by_year.items()]


def in_term(resolved, found, year=2023):
    return assess(resolved, found, as_of=dt.date(year, 12, 31), term_over=False)


def final(resolved, found):
    return assess(resolved, found, as_of=dt.date(2026, 11, 1), term_over=True)


def two(number):
    return number.quantize(D("0.01"))


DOWN = {"direction": Direction.DOWN, "comparator": Comparator.AT_MOST}
RANGE = {"direction": Direction.RANGE, "comparator": Comparator.BETWEEN}


class FormulaTests(TestCase):
    def test_a_ratio_is_undefined_where_it_would_mislead(self):
        self.assertEqual(formulas.ratio(D("61.8"), D(60)), D(103))
        for a, t in ((1, 0), (1, -2), (-1, 5)):
            with self.subTest(a=a, t=t):
                self.assertIsNone(formulas.ratio(D(a), D(t)))

    def test_the_way_covered_needs_a_baseline_other_than_the_target(self):
        self.assertEqual(formulas.covered(D(15), D(10), D(20)), D(50))
        self.assertEqual(formulas.covered(D(4), D(10), D(5)), D(120))
        self.assertIsNone(formulas.covered(D(15), D(20), D(20)))
        self.assertIsNone(formulas.covered(D(15), None, D(20)))

    def test_five_equal_rates_have_exactly_that_mean(self):
        for rate in ("7.5", "0.1", "-3.3", "12.3456", "0"):
            with self.subTest(rate=rate):
                self.assertEqual(formulas.mean_rate([D(rate)] * 5), D(rate))

    def test_a_rate_of_minus_a_hundred_has_no_mean(self):
        self.assertIsNone(formulas.mean_rate([D(5), D(-100)]))
        self.assertIsNone(formulas.rate_needed(D(5), 5, [D(-120)]))
        self.assertIsNone(formulas.mean_rate([]))

    def test_nothing_is_needed_where_no_year_is_left(self):
        self.assertIsNone(formulas.rate_needed(D(5), 3, [D(1), D(2), D(3)]))
        self.assertIsNone(formulas.change_needed(D(3), 5, D(10), 5))

    def test_expected_is_undefined_in_the_baseline_year(self):
        self.assertIsNone(formulas.expected(D(10), D(20), 2020, 2025, 2020))
        self.assertEqual(formulas.expected(D(10), D(20), 2020, 2025, 2023), D(16))

    def test_two_steps_back_are_no_pace(self):
        """80 after a baseline of 100 that may fall to 90: both differences are negative, their ratio is not."""
        self.assertIsNone(formulas.pace(D(80), D(100), D(98), 1))
        self.assertIsNone(formulas.pace(D(80), D(100), D(100), 1))


class WorkedExampleTests(TestCase):
    def test_rates_of_4_8_and_2_need_11_94_a_year_in_the_last_two(self):
        progress = in_term(goal(kind=Kind.AVERAGE_RATE, value="7.5"), figures({2021: 4, 2022: 8, 2023: 2}))
        self.assertEqual(two(progress.needed), D("11.94"))
        self.assertEqual(two(progress.average), D("4.64"))
        self.assertEqual(progress.verdict, Verdict.SLOW)

    def test_70_000_of_120_000_after_three_of_five_years_is_on_track(self):
        progress = in_term(goal(kind=Kind.TOTAL, value=120000), figures({2021: 20000, 2022: 24000, 2023: 26000}))
        self.assertEqual(progress.total, D(70000))
        self.assertEqual(round(progress.ratio, 1), D("58.3"))
        self.assertEqual(two(progress.pace), D("0.97"))
        self.assertEqual(progress.expected, D(72000))
        self.assertEqual(progress.verdict, Verdict.ON_TRACK)

    def test_a_share_of_the_target_and_a_share_of_the_way_are_two_numbers(self):
        progress = final(goal(value=60, baseline_value="44.1"), figures({2025: "61.8"}))
        self.assertEqual((progress.found, progress.target), (D("61.8"), D(60)))
        self.assertEqual(round(progress.ratio, 1), D("103.0"))
        self.assertEqual(round(progress.covered, 1), D("111.3"))
        self.assertEqual(progress.verdict, Verdict.EXCEEDED)


class LevelTests(TestCase):
    def test_the_final_verdict_is_that_of_the_target_year(self):
        cases = [
            ("above the target", goal(value=60), 61, Verdict.EXCEEDED),
            ("on the target", goal(value=60), 60, Verdict.MET),
            ("close is not met", goal(value="7.5"), "7.46", Verdict.NOT_MET),
            ("falling, reached", goal(value=5, **DOWN), 5, Verdict.MET),
            ("falling, overshot", goal(value=5, **DOWN), 4, Verdict.EXCEEDED),
            ("falling, not reached", goal(value="3.65", **DOWN), "3.74", Verdict.NOT_MET),
            ("trên 200 is not 200", goal(value=200, comparator=Comparator.ABOVE), 200, Verdict.NOT_MET),
            ("trên 200, 208", goal(value=200, comparator=Comparator.ABOVE), 208, Verdict.MET),
            ("dưới 5 is not 5", goal(value=5, comparator=Comparator.BELOW), 5, Verdict.NOT_MET),
            ("dưới 5, 4,9", goal(value=5, comparator=Comparator.BELOW), "4.9", Verdict.MET),
            ("khoảng 100 is compared with 100", goal(value=100, is_approximate=True), "99.9", Verdict.NOT_MET),
            ("a range, inside", goal(low=4, high=5, **RANGE), "4.5", Verdict.MET),
            ("a range, at its edges", goal(low=4, high=5, **RANGE), 5, Verdict.MET),
            ("a range, above", goal(low=4, high=5, **RANGE), "5.1", Verdict.NOT_MET),
            ("a range, below", goal(low=4, high=5, **RANGE), "3.9", Verdict.NOT_MET),
            (
                "more is better, above the range",
                goal(low=4, high=5, comparator=Comparator.BETWEEN),
                6,
                Verdict.EXCEEDED,
            ),
            ("a target of 0", goal(value=0), 0, Verdict.MET),
            ("a negative target", goal(value=-2), -3, Verdict.NOT_MET),
            ("a share over 100", goal(value=98), 101, Verdict.EXCEEDED),
        ]
        for name, resolved, found, expected in cases:
            with self.subTest(name):
                self.assertEqual(final(resolved, figures({2025: found})).verdict, expected)

    def test_an_earlier_year_is_shown_but_does_not_conclude(self):
        progress = final(goal(value=5800), figures({2023: 4700, 2024: 5800}))
        self.assertEqual(progress.verdict, Verdict.INSUFFICIENT)
        self.assertEqual((progress.found, progress.found_year), (D(5800), 2024))
        self.assertEqual(progress.reason, "Chưa có số liệu năm 2025; gần nhất là năm 2024.")

    def test_a_concluded_term_without_any_figure_stays_without_data(self):
        progress = final(goal(value=31), [])
        self.assertEqual(progress.verdict, Verdict.NO_DATA)
        self.assertFalse(progress.is_provisional)
        self.assertFalse(progress.has_data)

    def test_the_pace_in_the_term_decides_the_word(self):
        resolved = goal(value=20, baseline_value=10)
        expected_16 = [
            (21, Verdict.EARLY),
            (20, Verdict.EARLY),
            ("15.7", Verdict.ON_TRACK),
            ("15.6", Verdict.SLOW),
            ("13.6", Verdict.SLOW),
            ("13.5", Verdict.UNLIKELY),
            (10, Verdict.UNLIKELY),
            ("9.9", Verdict.ADVERSE),
        ]
        for found, verdict in expected_16:
            with self.subTest(found=found):
                self.assertEqual(in_term(resolved, figures({2023: found})).verdict, verdict)

    def test_a_falling_target_has_the_same_pace(self):
        resolved = goal(value=10, baseline_value=20, **DOWN)
        for found, verdict in ((9, Verdict.EARLY), (14, Verdict.ON_TRACK), (16, Verdict.SLOW), (21, Verdict.ADVERSE)):
            with self.subTest(found=found):
                self.assertEqual(in_term(resolved, figures({2023: found})).verdict, verdict)
        self.assertIsNone(in_term(resolved, figures({2023: 14})).ratio)

    def test_the_plan_of_the_year_comes_before_the_straight_line(self):
        resolved = goal(value=20, baseline_value=10, plans=(Plan(year=2023, value=D(12)),))
        progress = in_term(resolved, figures({2023: 12}))
        self.assertEqual((progress.expected, progress.pace, progress.verdict), (D(12), D(1), Verdict.ON_TRACK))

    def test_without_a_baseline_there_is_no_pace_and_the_page_says_why(self):
        progress = in_term(goal(value=20), figures({2023: 12}))
        self.assertEqual(progress.verdict, Verdict.NOT_ASSESSED)
        self.assertEqual(progress.reason, "Chưa xếp được tiến độ: chưa có mức xuất phát.")
        self.assertEqual(in_term(goal(value=20), figures({2023: 20})).verdict, Verdict.EARLY)

    def test_a_share_of_the_way_is_hidden_where_it_would_mislead(self):
        cases = [
            ("95.7", "82.7", 96, {}, "số tìm thấy kém hơn mức xuất phát"),
            (
                "95.7",
                "95.9",
                96,
                {},
                "quãng đường từ mức xuất phát đến chỉ tiêu quá ngắn so với độ chính xác của số liệu",
            ),
            ("3.9", "3.95", "3.65", DOWN, "số tìm thấy kém hơn mức xuất phát"),
            (98, 99, 96, {}, "mức xuất phát đã tốt hơn chỉ tiêu"),
            (96, 97, 96, {}, "chỉ tiêu bằng mức xuất phát"),
        ]
        for baseline, found, value, side, reason in cases:
            with self.subTest(baseline=baseline, found=found):
                progress = final(goal(value=value, baseline_value=baseline, **side), figures({2025: found}))
                self.assertIsNone(progress.covered)
                self.assertEqual(progress.lines[-1].undefined, reason)

    def test_a_short_way_of_things_that_are_counted_is_still_a_way(self):
        progress = final(goal(kind=Kind.COUNT, value=5, baseline_value=1), figures({2025: 3}))
        self.assertEqual(progress.covered, D(50))

    def test_a_year_that_does_not_decide_is_compared_in_words_that_are_no_verdict(self):
        for year, found, words in (
            (2025, 59, "Không đạt"),
            (2023, 59, "Chưa tới mức đề ra"),
            (2023, 61, "Đã tới mức đề ra"),
        ):
            with self.subTest(year=year, found=found):
                progress = final(goal(value=60), figures({year: found}))
                line = next(line for line in progress.lines if line.label.startswith("So với chỉ tiêu"))
                self.assertTrue(line.formula.endswith(words), line.formula)
                self.assertEqual(line.label.endswith("chưa quyết định"), progress.verdict == Verdict.INSUFFICIENT)
        early = in_term(goal(value=60, baseline_value=40), figures({2023: 50}))
        self.assertNotIn("Không đạt", " ".join(line.formula for line in early.lines))

    def test_a_target_at_its_baseline_asks_only_to_hold(self):
        for baseline in (20, 0, 25):
            with self.subTest(baseline=baseline):
                resolved = goal(value=20 if baseline else 0, baseline_value=baseline)
                unmet = resolved.value - 1
                self.assertEqual(in_term(resolved, figures({2023: unmet})).verdict, Verdict.ADVERSE)
                self.assertEqual(in_term(resolved, figures({2023: resolved.value})).verdict, Verdict.EARLY)

    def test_a_baseline_of_zero_is_a_baseline(self):
        progress = in_term(goal(value=10, baseline_value=0), figures({2023: 6}))
        self.assertEqual((progress.pace, progress.covered), (D(1), D(60)))

    def test_negative_numbers_move_too(self):
        progress = in_term(goal(value=5, baseline_value=-5), figures({2023: "-2"}))
        self.assertEqual((progress.covered, progress.pace, progress.ratio), (D(30), D("0.5"), None))

    def test_a_range_is_entered_from_the_side_of_the_baseline(self):
        cases = [(3, 4, Verdict.EARLY), (1, 3, Verdict.ON_TRACK), (1, 6, Verdict.ADVERSE), (9, 7, Verdict.SLOW)]
        cases += [("4.5", 6, Verdict.ADVERSE), (9, 3, Verdict.ADVERSE)]
        for baseline, found, verdict in cases:
            with self.subTest(baseline=baseline, found=found):
                resolved = goal(low=4, high=5, baseline_value=baseline, **RANGE)
                self.assertEqual(in_term(resolved, figures({2023: found}), 2023).verdict, verdict)

    def test_a_series_break_takes_the_baseline_away(self):
        resolved = goal(value=10, baseline_value=20, break_years=(2021,), **DOWN)
        progress = in_term(resolved, figures({2023: 12}))
        self.assertIsNone(progress.covered)
        self.assertEqual(progress.reason, "Chưa xếp được tiến độ: chuỗi số liệu bị ngắt từ năm 2021.")

    def test_a_figure_with_no_direction_is_only_shown(self):
        resolved = goal(value="6.8", direction=Direction.NEUTRAL)
        self.assertEqual(final(resolved, figures({2025: 7})).verdict, Verdict.NOT_ASSESSED)
        self.assertEqual(final(resolved, []).verdict, Verdict.NO_DATA)


class ChoosingTests(TestCase):
    def test_of_two_vintages_on_both_sides_of_the_line_the_official_one_decides(self):
        found = [
            *figures({2025: "7.6"}, vintage=Vintage.ESTIMATE, order=9),
            *figures({2025: "7.4"}, vintage=Vintage.OFFICIAL, order=1),
        ]
        progress = final(goal(value="7.5"), found)
        self.assertEqual((progress.verdict, progress.found), (Verdict.NOT_MET, D("7.4")))
        self.assertEqual([one.reason for one in progress.ignored], ["đã có số chính thức hơn"])

    def test_of_one_vintage_the_last_recorded_holds(self):
        found = [*figures({2024: "11.11"}, order=1), *figures({2024: "10.89"}, order=2)]
        progress = in_term(goal(value=5, baseline_value=20, **DOWN), found, 2024)
        self.assertEqual(progress.found, D("10.89"))
        self.assertEqual(progress.ignored[0].reason, "đã có số mới hơn")

    def test_only_estimates_give_a_provisional_verdict(self):
        for vintage, expected in ((Vintage.ESTIMATE, True), (Vintage.PRELIMINARY, True), (Vintage.OFFICIAL, False)):
            with self.subTest(vintage=vintage):
                progress = final(goal(value=60), figures({2025: 61}, vintage=vintage))
                self.assertEqual((progress.is_provisional, progress.found_vintage), (expected, vintage))

    def test_part_of_a_year_never_counts_as_the_year(self):
        nine_months = figures({2025: 208}, span=Span.PART_YEAR, period_label="9 tháng")
        progress = final(goal(value=200), nine_months)
        self.assertEqual(progress.verdict, Verdict.NO_DATA)
        self.assertEqual(progress.ignored[0].reason, "số của một phần năm, không tính là số cả năm")

    def test_years_outside_the_term_and_after_the_day_are_ignored_with_a_reason(self):
        progress = in_term(
            goal(value=20, baseline_value=10), figures({2019: 30, 2020: 30, 2023: 14, 2024: 30, 2026: 30})
        )
        self.assertEqual(progress.found_year, 2023)
        outside = "ngoài các năm thực hiện 2021-2025"
        self.assertEqual(
            [(one.figure.year, one.reason) for one in progress.ignored],
            [(2019, outside), (2020, outside), (2024, "sau năm đang xét"), (2026, outside)],
        )

    def test_a_period_figure_is_no_level(self):
        progress = final(goal(value=60), figures({2025: 70}, span=Span.TERM))
        self.assertEqual(progress.verdict, Verdict.NO_DATA)


class AverageTests(TestCase):
    growth = goal(kind=Kind.AVERAGE_RATE, value="7.5")

    def test_the_period_figure_decides_before_a_mean_over_gaps_and_both_are_shown(self):
        found = figures({2023: "0.75", 2024: "6.3"}, vintage=Vintage.ESTIMATE)
        found += figures({2025: "5.12"}, span=Span.TERM, period_label="2021-2025", vintage=Vintage.ESTIMATE)
        progress = final(self.growth, found)
        self.assertEqual((progress.verdict, progress.found), (Verdict.NOT_MET, D("5.12")))
        self.assertEqual(two(progress.average), D("3.49"))
        self.assertTrue(progress.is_provisional)
        self.assertEqual(progress.missing_years, ())

    def test_a_mean_over_gaps_concludes_nothing_and_names_the_years(self):
        progress = final(self.growth, figures({2021: 8, 2022: 8, 2024: 8, 2025: 8}))
        self.assertEqual((progress.verdict, progress.found), (Verdict.INSUFFICIENT, D(8)))
        self.assertEqual(progress.missing_years, (2023,))
        self.assertIn("thiếu năm 2023", progress.reason)

    def test_a_complete_official_mean_is_not_provisional(self):
        progress = final(self.growth, figures(dict.fromkeys(range(2021, 2026), "7.5")))
        self.assertEqual((progress.verdict, progress.is_provisional), (Verdict.MET, False))

    def test_7_46_is_not_7_5_and_is_printed_so_that_it_shows(self):
        progress = final(self.growth, figures({2025: "7.46"}, span=Span.TERM))
        self.assertEqual(progress.verdict, Verdict.NOT_MET)
        self.assertEqual(decimals_apart(progress.found, progress.target, 1), 2)
        self.assertEqual(decimals_apart(D("7.4996"), D("7.5"), 1), 4)
        self.assertEqual(decimals_apart(D("7.5"), D("7.5"), 1), 1)

    def test_an_average_is_never_met_early(self):
        for found in (9, "7.5"):
            self.assertEqual(in_term(self.growth, figures({2021: found})).verdict, Verdict.ON_TRACK)

    def test_the_pace_of_an_average_is_its_share_of_the_target(self):
        cases = [("7.2", Verdict.ON_TRACK), (5, Verdict.SLOW), (2, Verdict.UNLIKELY), (-1, Verdict.ADVERSE)]
        for found, verdict in cases:
            with self.subTest(found=found):
                self.assertEqual(in_term(self.growth, figures({2021: found})).verdict, verdict)

    def test_an_impossible_rate_is_not_assessed_and_says_why(self):
        progress = final(self.growth, figures({2021: -100, 2022: 5}))
        self.assertEqual(progress.verdict, Verdict.NOT_ASSESSED)
        self.assertIn("giảm từ 100%", progress.reason)

    def test_a_period_that_ends_before_the_target_year_does_not_conclude(self):
        progress = final(self.growth, figures({2023: 9}, span=Span.TERM, since=2021, period_label="2021-2023"))
        self.assertEqual(progress.verdict, Verdict.INSUFFICIENT)

    def test_a_mean_change_counts_in_the_wanted_direction(self):
        poverty = goal(kind=Kind.AVERAGE_CHANGE, value=3, direction=Direction.DOWN, baseline_value=20)
        progress = in_term(poverty, figures({2021: 18, 2023: "12.5"}))
        self.assertEqual(progress.average, D("2.5"))
        self.assertEqual(progress.needed, D("3.75"))
        self.assertEqual(progress.verdict, Verdict.SLOW)
        self.assertEqual(in_term(poverty, figures({2023: 21})).verdict, Verdict.ADVERSE)

    def test_a_series_break_leaves_only_the_published_mean(self):
        poverty = goal(
            kind=Kind.AVERAGE_CHANGE, value=3, direction=Direction.DOWN, break_years=(2021,), baseline_value="18.62"
        )
        levels = figures({2021: "21.66", 2024: "10.89", 2025: "7.89"})
        alone = final(poverty, levels)
        self.assertEqual(alone.verdict, Verdict.NOT_ASSESSED)
        self.assertIn("ngắt từ năm 2021", alone.reason)
        published = final(poverty, [*levels, *figures({2025: "3.44"}, span=Span.TERM, period_label="2022-2025")])
        self.assertEqual((published.verdict, published.found, published.average), (Verdict.EXCEEDED, D("3.44"), None))

    def test_the_level_of_the_start_year_is_the_base_of_a_mean_change(self):
        resolved = goal(kind=Kind.AVERAGE_CHANGE, value=3)
        progress = final(resolved, figures({2020: 10, 2025: 25}))
        self.assertEqual((progress.found, progress.verdict), (D(3), Verdict.MET))

    def test_a_range_of_change_is_met_from_its_low_edge(self):
        poor = goal(kind=Kind.AVERAGE_CHANGE, low=4, high=5, direction=Direction.DOWN, comparator=Comparator.BETWEEN)
        for found, verdict in ((5, Verdict.MET), (4, Verdict.MET), ("3.9", Verdict.NOT_MET), (6, Verdict.EXCEEDED)):
            with self.subTest(found=found):
                self.assertEqual(final(poor, figures({2025: found}, span=Span.TERM)).verdict, verdict)


class TotalTests(TestCase):
    investment = goal(kind=Kind.TOTAL, value=120000, is_approximate=True)

    def test_a_missing_middle_year_leaves_a_lower_bound_without_pace(self):
        progress = in_term(self.investment, figures({2021: 20000, 2023: 26000}))
        self.assertTrue(progress.is_at_least)
        self.assertEqual((progress.total, progress.pace), (D(46000), None))
        self.assertEqual(progress.missing_years, (2022,))
        self.assertEqual(progress.verdict, Verdict.NOT_ASSESSED)

    def test_a_concluded_lower_bound_below_the_target_proves_nothing(self):
        progress = final(self.investment, figures({2021: 19000}))
        self.assertEqual(progress.verdict, Verdict.INSUFFICIENT)
        self.assertEqual(progress.missing_years, (2022, 2023, 2024, 2025))

    def test_a_lower_bound_above_the_target_is_enough(self):
        progress = final(self.investment, figures({2021: 60000, 2024: 61000}))
        self.assertEqual((progress.verdict, progress.is_provisional), (Verdict.EXCEEDED, True))
        self.assertEqual(in_term(self.investment, figures({2021: 60000, 2023: 61000})).verdict, Verdict.EARLY)

    def test_the_published_total_of_the_period_decides(self):
        found = [*figures({2021: 19000}), *figures({2025: 101000}, span=Span.TERM, period_label="2021-2025")]
        progress = final(self.investment, found)
        self.assertEqual((progress.verdict, progress.found), (Verdict.NOT_MET, D(101000)))
        self.assertFalse(progress.is_at_least)

    def test_a_total_of_zero_has_no_pace(self):
        progress = in_term(goal(kind=Kind.TOTAL, value=0, comparator=Comparator.ABOVE), figures({2021: 0}))
        self.assertEqual((progress.pace, progress.ratio), (None, None))

    def test_a_ceiling_is_never_met_early_and_once_broken_stays_broken(self):
        ceiling = goal(kind=Kind.TOTAL, value=100, **DOWN)
        for found, verdict in ((15, Verdict.ON_TRACK), (30, Verdict.SLOW), (101, Verdict.UNLIKELY)):
            with self.subTest(found=found):
                self.assertEqual(in_term(ceiling, figures({2021: found}), 2021).verdict, verdict)
        self.assertEqual(final(ceiling, figures({2021: 101})).verdict, Verdict.NOT_MET)
        self.assertEqual(final(ceiling, figures({2021: 90})).verdict, Verdict.INSUFFICIENT)


class KeptTests(TestCase):
    def test_every_year_end_year_and_average_read_the_same_figures_differently(self):
        found = figures({2021: 94, 2022: 96, 2023: 97, 2024: 97, 2025: 96})
        for rule, verdict in (
            (MaintainRule.EVERY_YEAR, Verdict.NOT_MET),
            (MaintainRule.END_YEAR, Verdict.EXCEEDED),
            (MaintainRule.AVERAGE, Verdict.EXCEEDED),
        ):
            with self.subTest(rule=rule):
                self.assertEqual(final(goal(kind=Kind.MAINTAIN, value=95, maintain_rule=rule), found).verdict, verdict)

    def test_to_keep_is_never_early(self):
        for rule in MaintainRule:
            with self.subTest(rule=rule):
                resolved = goal(kind=Kind.MAINTAIN, value=95, maintain_rule=rule)
                self.assertEqual(in_term(resolved, figures({2022: 96})).verdict, Verdict.ON_TRACK)
                self.assertIn(in_term(resolved, figures({2022: 94})).verdict, {Verdict.SLOW, Verdict.UNLIKELY})

    def test_one_year_below_fails_whatever_is_missing_but_keeping_needs_all(self):
        resolved = goal(kind=Kind.MAINTAIN, value=95, maintain_rule=MaintainRule.EVERY_YEAR)
        self.assertEqual(final(resolved, figures({2022: 90})).verdict, Verdict.NOT_MET)
        self.assertEqual(final(resolved, figures({2022: 96})).verdict, Verdict.INSUFFICIENT)
        self.assertEqual(final(resolved, figures(dict.fromkeys(range(2021, 2026), 95))).verdict, Verdict.MET)


class PartsTests(TestCase):
    shares = (
        ("Nông nghiệp", 21, True),
        ("Công nghiệp", "29.7", False),
        ("Dịch vụ", "42.5", False),
        ("Thuế", "6.8", False),
    )

    def structure(self, *found):
        parts = []
        for (name, value, falls), share in zip(self.shares, found, strict=True):
            part = goal(value=value, **(DOWN if falls else {}))
            parts.append(Part(name=name, goal=part, figures=tuple(figures({2025: share}) if share is not None else [])))
        return goal(kind=Kind.COMPOSITE, parts=tuple(parts), parts_are_shares=True)

    def test_three_of_four_parts_met_is_not_met_and_says_three_of_four(self):
        progress = final(self.structure(20, 30, "43.2", "6.7"), [])
        self.assertEqual((progress.verdict, progress.parts_met, len(progress.parts)), (Verdict.NOT_MET, 3, 4))

    def test_all_parts_must_hold(self):
        cases = [
            ((20, 30, 43, 7), Verdict.EXCEEDED),
            ((21, "29.7", "42.5", "6.8"), Verdict.MET),
            ((20, "29.7", "42.5", "6.8"), Verdict.MET),
            ((20, 30, 43, None), Verdict.INSUFFICIENT),
            ((22, 30, 43, None), Verdict.NOT_MET),
            ((None, None, None, None), Verdict.NO_DATA),
        ]
        for found, verdict in cases:
            with self.subTest(found=found):
                self.assertEqual(final(self.structure(*found), []).verdict, verdict)

    def test_parts_that_do_not_sum_to_a_hundred_are_named(self):
        for found, is_warned in (((20, 30, 43, 7), False), ((20, 30, 43, "7.1"), False), ((20, 30, 43, "7.2"), True)):
            with self.subTest(found=found):
                self.assertEqual(bool(final(self.structure(*found), []).warnings), is_warned)

    def test_a_nested_target_needs_both(self):
        parts = [Part(name="Qua đào tạo", goal=goal(value=65), figures=tuple(figures({2025: 66})))]
        parts.append(Part(name="Có bằng, chứng chỉ", goal=goal(value=30), figures=tuple(figures({2025: 29}))))
        progress = final(goal(kind=Kind.NESTED, parts=tuple(parts)), [])
        self.assertEqual((progress.verdict, progress.parts_met), (Verdict.NOT_MET, 1))


class OccasionTests(TestCase):
    def test_a_milestone_is_a_day_that_was_kept(self):
        due = dt.date(2022, 6, 30)
        cases = [
            ("before the day", dt.date(2022, 5, 1), None, Verdict.NO_DATA),
            ("done before the day", dt.date(2022, 6, 1), dt.date(2022, 5, 30), Verdict.EARLY),
            ("on the day itself", dt.date(2022, 6, 30), None, Verdict.NO_DATA),
            ("the day after", dt.date(2022, 7, 1), None, Verdict.OVERDUE),
            ("kept, the day past", dt.date(2022, 11, 1), dt.date(2022, 6, 30), Verdict.MET),
            ("done a day late", dt.date(2022, 11, 1), dt.date(2022, 7, 1), Verdict.NOT_MET),
            ("a day to come is no deed", dt.date(2022, 11, 1), dt.date(2022, 12, 1), Verdict.OVERDUE),
            ("years later, not recorded", dt.date(2026, 11, 1), None, Verdict.OVERDUE),
        ]
        for name, today, done, verdict in cases:
            for over in (False, True):
                with self.subTest(name, over=over):
                    resolved = goal(kind=Kind.MILESTONE, target_year=2022, due_on=due, done_on=done)
                    found = assess(resolved, [], as_of=today, term_over=over and today.year > 2025)
                    self.assertEqual(found.verdict, verdict)
                    self.assertEqual(found.has_data, verdict not in {Verdict.NO_DATA, Verdict.OVERDUE})

    def test_only_a_review_judges_what_has_no_number(self):
        progress = final(goal(kind=Kind.QUALITATIVE), [])
        self.assertEqual(progress.verdict, Verdict.NOT_ASSESSED)
        self.assertTrue(progress.reason)

    def test_a_target_whose_object_is_gone_keeps_its_figures_and_says_why(self):
        reason = "Cấp huyện kết thúc hoạt động từ ngày 01/7/2025."
        progress = final(goal(kind=Kind.COUNT, value=1, not_assessed_reason=reason), figures({2025: 4}))
        self.assertEqual((progress.verdict, progress.reason, progress.found), (Verdict.NOT_ASSESSED, reason, D(4)))

    def test_a_revised_number_is_judged_too_and_the_original_first(self):
        moved = (
            Revision(decided_on=dt.date(2022, 1, 1), value=D(58)),
            Revision(decided_on=dt.date(2023, 1, 1), value=D(50)),
        )
        progress = final(goal(value=60, revisions=moved), figures({2025: 55}))
        self.assertEqual((progress.verdict, progress.target), (Verdict.NOT_MET, D(60)))
        self.assertEqual((progress.revised.verdict, progress.revised.target), (Verdict.EXCEEDED, D(50)))

    def test_a_target_without_a_number_is_not_assessed(self):
        self.assertEqual(final(goal(), figures({2025: 5})).verdict, Verdict.NOT_ASSESSED)


class WordTests(TestCase):
    def test_every_verdict_has_a_word_a_sign_and_a_tone(self):
        words = [verdict.word for verdict in Verdict]
        self.assertEqual(len(set(words)), len(Verdict))
        for verdict in Verdict:
            self.assertIn(verdict.tone, {"good", "ok", "warn", "bad", "none"})
            self.assertEqual(len(verdict.sign), 1)
        self.assertEqual((Verdict.MET.sign, Verdict.MET.tone), ("✓", "ok"))

    def test_every_line_says_a_number_or_why_there_is_none(self):
        for resolved in (goal(value=20), goal(value=0, baseline_value=0), goal(value=5, baseline_value=1)):
            for line in in_term(resolved, figures({2023: 3})).lines:
                with self.subTest(line=line.label):
                    self.assertTrue(line.value is not None or line.undefined or line.formula)
                    if not line.undefined:
                        self.assertTrue(line.formula.format(**line.numbers) or line.value is not None)
