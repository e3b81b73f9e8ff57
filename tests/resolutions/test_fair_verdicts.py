"""Bad news counts as much as good: parts that nobody could judge, both edges of a range, a stock that slipped back."""

from dataclasses import replace
from decimal import Decimal
from unittest import TestCase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolutions.progress import (
    GOOD,
    UNDECIDED,
    Comparator,
    Direction,
    Goal,
    Kind,
    Measure,
    Part,
    Span,
    Verdict,
    Vintage,
    assess,
    of_each_year,
)
from resolutions.progress.choosing import choose
from tests.resolutions.test_edges import final, line, running
from tests.resolutions.test_progress_properties import RANKS, many, numbers
from tests.resolutions.test_verdicts import COMMUNES, NOVEMBER, POVERTY, goal, part, stretch, years

D = Decimal
RANGE = {"direction": Direction.RANGE, "comparator": Comparator.BETWEEN}
GONE = "Cấp huyện kết thúc hoạt động từ ngày 01/7/2025."
REACHED = {Verdict.MET, Verdict.EXCEEDED, Verdict.EARLY}


def heading(*parts, target_year=2025):
    named = tuple(Part(name=f"Phần {place}", goal=one, figures=tuple(f)) for place, (one, f) in enumerate(parts, 1))
    return Goal(kind=Kind.NESTED, start_year=2020, target_year=target_year, parts=named)


EARLY = (goal(value=65), years({2022: 66}))
ON_TRACK = (goal(value=20, baseline_value=10), years({2022: 14}))
MET_IN_2022 = (goal(value=60, target_year=2022), years({2022: 60}))
BETTER_IN_2022 = (goal(value=60, target_year=2022), years({2022: 61}))
MISSED_IN_2022 = (goal(value=60, target_year=2022), years({2022: 59}))
WITHOUT_PACE = (goal(value=30), years({2022: 10}))
WITHOUT_NUMBER = (goal(), years({2022: 10}))
WITHOUT_FIGURE = (goal(value=30), [])
NEUTRAL = (goal(value=30, direction=Direction.NEUTRAL), years({2022: 10}))
NEUTRAL_DARK = (goal(value=30, direction=Direction.NEUTRAL), [])
ABOLISHED = (goal(value=30, not_assessed_reason=GONE), years({2022: 10}))
REVIEWED = (goal(Kind.QUALITATIVE), [])

PARTS = [
    ("one early, one that nobody could judge", [EARLY, WITHOUT_PACE], Verdict.INSUFFICIENT),
    ("one early, one whose number nobody entered", [EARLY, WITHOUT_NUMBER], Verdict.INSUFFICIENT),
    ("one early, one that only a review can judge", [EARLY, REVIEWED], Verdict.INSUFFICIENT),
    ("one met for good, one on its way", [MET_IN_2022, ON_TRACK], Verdict.ON_TRACK),
    ("one exceeded for good, one on its way", [BETTER_IN_2022, ON_TRACK], Verdict.ON_TRACK),
    ("one early, one on its way", [EARLY, ON_TRACK], Verdict.ON_TRACK),
    ("one met for good, one early", [MET_IN_2022, EARLY], Verdict.EARLY),
    ("one met, one exceeded", [MET_IN_2022, BETTER_IN_2022], Verdict.MET),
    ("both exceeded", [BETTER_IN_2022, BETTER_IN_2022], Verdict.EXCEEDED),
    ("one missed for good, one unknown", [MISSED_IN_2022, WITHOUT_FIGURE], Verdict.NOT_MET),
    ("nobody could judge either", [WITHOUT_PACE, WITHOUT_PACE], Verdict.NOT_ASSESSED),
    ("no figure of either", [WITHOUT_FIGURE, WITHOUT_FIGURE], Verdict.NO_DATA),
    ("one met, one without a direction", [MET_IN_2022, NEUTRAL], Verdict.MET),
    ("one met, one without direction and figure", [MET_IN_2022, NEUTRAL_DARK], Verdict.MET),
    ("one early, one whose object is gone", [EARLY, ABOLISHED], Verdict.EARLY),
    ("one unknown, one without a direction", [WITHOUT_FIGURE, NEUTRAL_DARK], Verdict.NO_DATA),
    ("neither counts", [NEUTRAL, ABOLISHED], Verdict.NOT_ASSESSED),
    ("neither counts, and nothing is known", [NEUTRAL_DARK, NEUTRAL_DARK], Verdict.NO_DATA),
]
kinds_of_part = st.sampled_from([
    EARLY, ON_TRACK, MET_IN_2022, BETTER_IN_2022, MISSED_IN_2022, WITHOUT_PACE, WITHOUT_NUMBER, WITHOUT_FIGURE, NEUTRAL,
    NEUTRAL_DARK, ABOLISHED, REVIEWED,
])  # fmt: skip


@pytest.mark.once
class PartsTests(TestCase):
    def test_the_whole_is_as_good_as_what_is_known_of_its_parts(self):
        for name, parts, verdict in PARTS:
            with self.subTest(name):
                self.assertEqual(running(heading(*parts)).verdict, verdict)

    def test_what_is_left_out_is_said_beside_the_count(self):
        found = running(heading(MET_IN_2022, NEUTRAL, ABOLISHED))
        self.assertEqual((found.parts_met, found.parts_judged), (1, 1))
        [told] = found.lines
        self.assertEqual(
            told.label,
            "1/1 phần đạt; chỉ tiêu đạt khi mọi phần đều đạt; không tính 1 phần không còn đối tượng, "
            "1 phần không xếp hướng tốt xấu",
        )
        self.assertNotIn("không tính", running(heading(EARLY, ON_TRACK)).lines[0].label)

    def test_what_is_not_known_of_the_parts_is_counted_by_its_reason(self):
        self.assertEqual(running(heading(EARLY, WITHOUT_PACE)).reason, "1/2 phần chưa xếp được kết quả.")
        found = running(heading(EARLY, WITHOUT_PACE, WITHOUT_FIGURE, NEUTRAL))
        self.assertEqual(found.reason, "1/3 phần chưa đủ số liệu; 1/3 phần chưa xếp được kết quả.")
        self.assertEqual(running(heading(NEUTRAL, ABOLISHED)).reason, "Không phần nào của chỉ tiêu được đánh giá.")

    @settings(max_examples=200)
    @given(st.lists(kinds_of_part, min_size=1, max_size=5))
    def test_whole_is_reached_only_when_every_judged_part_is(self, parts):
        found = running(heading(*parts))
        judged = [
            running(one, *figures).verdict
            for one, figures in parts
            if not one.not_assessed_reason and one.direction != Direction.NEUTRAL
        ]
        self.assertEqual(found.parts_judged, len(judged))
        self.assertEqual(found.verdict in REACHED, bool(judged) and set(judged) <= REACHED)
        self.assertEqual(found.parts_met == found.parts_judged > 0, found.verdict in REACHED)
        if found.verdict in GOOD:
            self.assertTrue(set(judged) <= GOOD)
        if found.verdict in UNDECIDED:
            self.assertTrue(found.reason)

    @settings(max_examples=100)
    @given(st.lists(kinds_of_part, min_size=1, max_size=4), st.sampled_from([NEUTRAL, ABOLISHED]))
    def test_a_part_that_is_left_out_changes_nothing(self, parts, left_out):
        without, beside = running(heading(*parts)), running(heading(*parts, left_out))
        if without.verdict != Verdict.NO_DATA:
            self.assertEqual(without.verdict, beside.verdict)


TOTAL = goal(Kind.TOTAL, low=1000, high=1200, **RANGE)
AFTER_FOUR = [
    ("a tenth of what is needed", 25, Verdict.UNLIKELY),
    ("a little behind the low edge", 180, Verdict.SLOW),
    ("on the low edge's line", 200, Verdict.ON_TRACK),
    ("between the lines of both edges", 215, Verdict.ON_TRACK),
    ("on the high edge's line", 240, Verdict.ON_TRACK),
    ("one more ordinary year breaks the range", 275, Verdict.SLOW),
    ("exactly at the high edge, a year too early", 300, Verdict.SLOW),
    ("already above it", 301, Verdict.UNLIKELY),
]


@pytest.mark.once
class RangeTests(TestCase):
    def after_four(self, each, **facts):
        found = years({2021: each, 2022: each, 2023: each, 2024: each})
        return assess(replace(TOTAL, **facts), found, as_of=NOVEMBER.replace(year=2024), term_over=False)

    def test_a_total_in_a_range_is_held_against_both_edges(self):
        for name, each, verdict in AFTER_FOUR:
            with self.subTest(name):
                self.assertEqual(self.after_four(each).verdict, verdict)

    def test_of_a_total_in_a_range_both_lines_are_shown_and_no_share(self):
        found = self.after_four(215)
        self.assertEqual((found.expected, found.pace), (800, D("1.075")))
        self.assertEqual(line(found, "Tổng cần có đến hết năm 2024").value, 800)
        self.assertEqual(line(found, "Tổng nhiều nhất đến hết năm 2024").value, 960)
        self.assertIsNone(found.ratio)

    def test_over_a_gap_a_total_in_a_range_has_no_pace_unless_it_is_above_it(self):
        for each, verdict in ((250, Verdict.NOT_ASSESSED), (550, Verdict.NOT_ASSESSED), (601, Verdict.UNLIKELY)):
            with self.subTest(each=each):
                self.assertEqual(running(TOTAL, *years({2021: each, 2023: each})).verdict, verdict)

    @settings(max_examples=200)
    @given(st.integers(1, 1000), st.integers(0, 1000), st.integers(1, 4), st.integers(0, 4000))
    def test_an_even_pace_into_the_range_is_on_track_and_none_is_early(self, low, width, gone, found):
        resolved = goal(Kind.TOTAL, low=5 * low, high=5 * (low + width), **RANGE)
        figures = years({2020 + year: D(found) / gone for year in range(1, gone + 1)})
        day = NOVEMBER.replace(year=2020 + gone)
        verdict = assess(resolved, figures, as_of=day, term_over=False).verdict
        self.assertNotIn(verdict, REACHED)
        if low * gone <= found <= (low + width) * gone:
            self.assertEqual(verdict, Verdict.ON_TRACK)
        if found > (low + width) * gone + gone:
            self.assertIn(verdict, {Verdict.SLOW, Verdict.UNLIKELY})

    def test_a_level_in_a_range_is_not_judged_by_its_plan(self):
        planned = goal(low=4, high=6, plans={2022: 5}, **RANGE)
        for found in (9, 1):
            with self.subTest(found=found):
                above = running(planned, *years({2022: found}))
                self.assertEqual(above.verdict, Verdict.NOT_ASSESSED)
                self.assertEqual(above.reason, "Chưa xếp được tiến độ: chưa có mức xuất phát.")
        self.assertEqual(running(planned, *years({2022: 5})).verdict, Verdict.EARLY)

    def test_beside_a_plan_stands_only_what_has_a_side(self):
        sides = {
            Direction.UP: Comparator.AT_LEAST,
            Direction.DOWN: Comparator.AT_MOST,
            Direction.RANGE: Comparator.BETWEEN,
            Direction.NEUTRAL: Comparator.AT_LEAST,
        }
        for direction, comparator in sides.items():
            with self.subTest(direction):
                number = {"low": 4, "high": 6} if comparator == Comparator.BETWEEN else {"value": 6}
                resolved = goal(direction=direction, comparator=comparator, plans={2022: 5}, **number)
                is_shown = running(resolved, *years({2022: 9})).against_plan is not None
                self.assertEqual(is_shown, direction in {Direction.UP, Direction.DOWN})

    def test_a_change_in_a_range_still_has_its_plan(self):
        poor = goal(Kind.AVERAGE_CHANGE, low=4, high=5, baseline_value=20, plans={2021: 4}, **RANGE)
        poor = replace(poor, direction=Direction.DOWN)
        self.assertEqual(running(poor, *years({2021: 15})).against_plan.ratio, 125)


SLIPPED = years({2023: 84})
HELD = goal(Kind.COUNT, 83, is_stock=True, baseline_value=40)


@pytest.mark.once
class StockTests(TestCase):
    def then(self, resolved, *found):
        return assess(resolved, found, as_of=NOVEMBER.replace(year=2024), term_over=False)

    def test_a_newer_level_below_the_line_ends_early(self):
        for name, resolved, found, verdict in (
            ("where the year's end should be", HELD, 80, Verdict.ON_TRACK),
            ("short of where the year's end should be", HELD, 60, Verdict.NOT_ASSESSED),
            ("nothing to start from", replace(HELD, baseline_value=None), 80, Verdict.NOT_ASSESSED),
            ("still there", HELD, 83, Verdict.EARLY),
        ):
            with self.subTest(name):
                shown = self.then(resolved, *SLIPPED, part(2024, found, "9 tháng"))
                self.assertEqual((shown.verdict, shown.found, shown.found_year), (verdict, found, 2024))

    def test_it_says_what_it_was_and_what_it_is(self):
        shown = self.then(HELD, *SLIPPED, part(2024, 60, "9 tháng"))
        self.assertEqual(
            shown.reason, "Năm 2023 đã tới mức đề ra, nhưng mức mới nhất (9 tháng 2024) thì chưa; chờ số cuối năm."
        )
        self.assertEqual(line(shown, "Nhịp độ K").value, shown.pace)

    def test_out_of_a_range_on_the_far_side_is_not_on_track(self):
        ranged = goal(low=4, high=6, is_stock=True, baseline_value=1, **RANGE)
        self.assertEqual(self.then(ranged, *years({2023: 5}), part(2024, 9)).verdict, Verdict.NOT_ASSESSED)

    def test_a_part_of_the_whole_says_nothing_of_the_whole_where_that_is_known(self):
        for name, before, now, verdict in (
            ("slipped in part only", years({2023: 84}), 60, Verdict.EARLY),
            ("there in part only", years({2023: 60}), 90, Verdict.SLOW),
            ("the whole was never known", years({2023: 84}, scope="chỉ xã biên giới"), 60, Verdict.NOT_ASSESSED),
            ("nothing else is known", [], 90, Verdict.EARLY),
        ):
            with self.subTest(name):
                narrow = replace(part(2024, now), scope="chỉ xã biên giới")
                self.assertEqual(self.then(HELD, *before, narrow).verdict, verdict)

    def test_what_flows_is_not_judged_by_half_a_year(self):
        flow = replace(HELD, is_stock=False)
        self.assertEqual(self.then(flow, *SLIPPED, part(2024, 80)).verdict, Verdict.EARLY)

    def test_a_level_that_was_never_there_waits_for_the_end_of_the_year(self):
        self.assertEqual(self.then(COMMUNES, *years({2023: 66}), part(2024, 1)).verdict, Verdict.ON_TRACK)

    @settings(max_examples=200)
    @given(st.none() | st.integers(0, 120), st.integers(0, 120), st.integers(0, 120))
    def test_early_is_what_stands_at_the_newest_moment(self, baseline, end, now):
        resolved = replace(HELD, baseline_value=None if baseline is None else D(baseline))
        shown = self.then(resolved, *years({2023: end}), part(2024, now))
        self.assertEqual(shown.verdict == Verdict.EARLY, now >= 83)


HALF = {"span": Span.PART_YEAR, "period_label": "6 tháng"}
NINE = {"span": Span.PART_YEAR, "period_label": "9 tháng"}


@pytest.mark.once
class NewestTests(TestCase):
    def test_the_newest_of_a_year_is_what_was_recorded_last_however_official(self):
        six = years({2023: 85}, vintage=Vintage.OFFICIAL, order=1, **HALF)
        nine = years({2023: 80}, vintage=Vintage.ESTIMATE, order=2, **NINE)
        shown = running(COMMUNES, *six, *nine)
        self.assertEqual((shown.latest.value, shown.verdict), (80, Verdict.NOT_ASSESSED))

    def test_of_its_own_scope_comes_first_and_a_later_year_before_that(self):
        own = years({2023: 61}, order=1, **HALF)
        narrow = years({2023: 70}, order=2, scope="chỉ xã biên giới", **NINE)
        self.assertEqual(running(COMMUNES, *own, *narrow).latest.value, 61)
        later = years({2022: 61}, order=9, **HALF)
        self.assertEqual(running(COMMUNES, *narrow, *later).latest.value, 70)

    def test_two_recorded_at_once_are_told_apart_by_their_vintage(self):
        one = years({2023: 85}, vintage=Vintage.ESTIMATE, **HALF)
        other = years({2023: 80}, vintage=Vintage.OFFICIAL, **NINE)
        self.assertEqual(running(COMMUNES, *one, *other).latest.value, 80)

    @settings(max_examples=200)
    @given(many)
    def test_the_figure_of_a_year_is_the_one_that_decides(self, found):
        chosen = choose(goal(value=60), found, 2025)
        shown = of_each_year(found)
        self.assertEqual(chosen.years, {year: shown[year] for year in chosen.years})
        self.assertEqual(list(shown), sorted(shown))

    def test_the_figure_of_a_year_is_of_its_own_scope(self):
        whole = years({2025: 190}, vintage=Vintage.ESTIMATE, order=1)
        narrow = years({2025: 208}, vintage=Vintage.OFFICIAL, order=2, scope="chỉ nông sản")
        self.assertEqual(of_each_year([*whole, *narrow]), {2025: whole[0]})


LIMITED = goal(Kind.AVERAGE_CHANGE, "-0.1", direction=Direction.DOWN, baseline_value=3, baseline_year=2020)


@pytest.mark.once
class LimitTests(TestCase):
    """ "Tăng không quá 0,1 điểm mỗi năm" of what should fall: a change of at least -0,1 in the wanted direction."""

    def test_a_step_back_towards_the_limit_is_no_step_away(self):
        for name, found, verdict in (
            ("within it", {2021: "3.1"}, Verdict.ON_TRACK),
            ("a first year over it", {2021: 4}, Verdict.SLOW),
            ("over it, then better", {2021: 4, 2022: "3.9"}, Verdict.SLOW),
            ("as far over it again", {2021: 4, 2022: 5}, Verdict.SLOW),
            ("ever further over it", {2021: 4, 2022: "5.5"}, Verdict.ADVERSE),
            ("ever further over it, a year unknown", {2021: 4, 2023: "6.5"}, Verdict.ADVERSE),
            ("the same each year, a year unknown", {2021: 4, 2023: 6}, Verdict.SLOW),
        ):
            with self.subTest(name):
                self.assertEqual(running(LIMITED, *years(found)).verdict, verdict)

    def test_a_change_across_a_break_is_none(self):
        found = [stretch(2021, 2022, "-1.25"), *years({2021: 4, 2022: "5.5"})]
        self.assertEqual(running(LIMITED, *found).verdict, Verdict.ADVERSE)
        self.assertEqual(running(replace(LIMITED, break_years=(2022,)), *found).verdict, Verdict.UNLIKELY)
        # In the year of the first level itself nothing is cut.
        longer = [stretch(2021, 2023, "-1.67"), *years({2021: 4, 2022: "5.5", 2023: 8})]
        self.assertEqual(running(replace(LIMITED, break_years=(2021,)), *longer).verdict, Verdict.ADVERSE)

    @settings(max_examples=200)
    @given(numbers, numbers, numbers, st.integers(-50, 50))
    def test_a_better_last_year_never_reads_worse(self, first, one, other, limit):
        resolved = replace(LIMITED, value=D(limit) / 10)
        better, worse = sorted([one, other])
        ranks = [RANKS[running(resolved, *years({2021: first, 2022: last})).verdict] for last in (worse, better)]
        self.assertLessEqual(*ranks)


@pytest.mark.once
class UnitTests(TestCase):
    """A change is counted in points, the levels that it is counted from are not."""

    def test_a_figure_of_a_year_is_a_level_and_one_of_a_stretch_a_change(self):
        of_years = line(running(POVERTY, *years({2022: 15})), "Số liệu được dùng")
        of_stretch = line(final(POVERTY, stretch(2021, 2025, "2.9")), "Số liệu được dùng")
        self.assertEqual((of_years.measure, of_stretch.measure), (Measure.LEVEL, Measure.AMOUNT))

    def test_a_change_of_one_year_is_no_level(self):
        changes = replace(POVERTY, baseline_value=None, measures_changes=True)
        found = final(changes, *years({2020: 2, 2024: 3, 2025: 17}), stretch(2021, 2025, "3.1"))
        self.assertEqual((found.found, found.average, found.verdict), (D("3.1"), None, Verdict.EXCEEDED))
        self.assertEqual(final(changes, *years({2020: 2, 2025: 17})).verdict, Verdict.NO_DATA)
        [told, *_] = found.ignored
        self.assertIn("mức thay đổi của một năm", told.reason)

    def test_an_overdue_milestone_has_no_data(self):
        overdue = running(goal(Kind.MILESTONE, due_on=NOVEMBER.replace(month=6)))
        self.assertEqual((overdue.verdict, overdue.has_data), (Verdict.OVERDUE, False))

    def test_a_plan_is_held_against_a_figure_with_its_scope(self):
        narrow = years({2022: 50}, scope="chỉ nông sản")
        self.assertEqual(running(goal(value=60, plans={2022: 50}), *narrow).against_plan.scope, "chỉ nông sản")
        self.assertEqual(running(goal(value=60, plans={2022: 50}), *years({2022: 50})).against_plan.scope, "")
