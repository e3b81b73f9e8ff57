"""The rules of November 2026 as a table: kinds of case in which a verdict once said what its figures do not carry."""

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
    Plan,
    Road,
    Span,
    Verdict,
    assess,
)

NOVEMBER = dt.date(2023, 11, 25)
AFTERWARDS = dt.date(2026, 11, 25)
DOWN = {"direction": Direction.DOWN, "comparator": Comparator.AT_MOST}


def goal(kind=Kind.LEVEL, value=None, **facts):
    facts = {"start_year": 2020, "target_year": 2025} | facts
    for name in ("low", "high", "baseline_value"):
        if name in facts:
            facts[name] = Decimal(str(facts[name]))
    facts["plans"] = tuple(Plan(year=y, value=Decimal(str(v))) for y, v in facts.get("plans", {}).items())
    return Goal(kind=kind, value=None if value is None else Decimal(str(value)), **facts)


def years(found, **facts):
    return [Figure(year=year, value=Decimal(str(value)), **facts) for year, value in found.items()]


def stretch(first, last, value, **facts):
    label = f"{first}-{last}"
    return Figure(year=last, since=first, span=Span.TERM, value=Decimal(str(value)), period_label=label, **facts)


def part(year, value, label="giữa năm"):
    return Figure(year=year, span=Span.PART_YEAR, value=Decimal(str(value)), period_label=label)


RATE = goal(Kind.AVERAGE_RATE, "7.5")
CAPPED = goal(Kind.AVERAGE_RATE, "1.2", **DOWN)
KEPT_LOW = goal(Kind.MAINTAIN, 4, maintain_rule=MaintainRule.AVERAGE, **DOWN)
KEPT_HIGH = goal(Kind.MAINTAIN, 95, maintain_rule=MaintainRule.AVERAGE)
POVERTY = goal(Kind.AVERAGE_CHANGE, 3, direction=Direction.DOWN, baseline_value=20, baseline_year=2020)
COMMUNES = goal(Kind.COUNT, 83, is_stock=True, baseline_value=40, baseline_year=2020)
GROWTH = goal(value="161.051", baseline_value=100, baseline_year=2020, road=Road.GEOMETRIC)
RANGED = goal(Kind.AVERAGE_RATE, direction=Direction.RANGE, comparator=Comparator.BETWEEN, low=5, high=6)
FIVE = dict.fromkeys(range(2021, 2026), 8)

FINAL = [
    ("average rate, one year missing", RATE, years({2021: 8, 2022: 8, 2024: 8, 2025: 8}), Verdict.INSUFFICIENT),
    ("average rate, one year of five", RATE, years({2025: 9}), Verdict.INSUFFICIENT),
    ("average rate, every year", RATE, years(FIVE), Verdict.EXCEEDED),
    ("average rate, the figure of the term", RATE, [stretch(2021, 2025, "7.5")], Verdict.MET),
    ("average rate, the term against the years", RATE, [stretch(2021, 2025, "5.12"), *years(FIVE)], Verdict.NOT_MET),
    (
        "average rate, a stretch and the other years",
        RATE,
        [stretch(2021, 2023, 9), *years({2024: 5, 2025: 6})],
        Verdict.EXCEEDED,
    ),
    ("average rate, a stretch and a gap", RATE, [stretch(2021, 2023, 9), *years({2025: 9})], Verdict.INSUFFICIENT),
    ("average rate, two stretches", RATE, [stretch(2021, 2022, 8), stretch(2023, 2025, 8)], Verdict.EXCEEDED),
    ("average rate, four years of five", RATE, [stretch(2022, 2025, 9)], Verdict.INSUFFICIENT),
    ("average rate, four years said to stand", RATE, [stretch(2022, 2025, 9, scope="4 trong 5 năm")], Verdict.EXCEEDED),
    (
        "kept on average, a year missing",
        KEPT_HIGH,
        years({2021: 96, 2022: 96, 2023: 96, 2025: 96}),
        Verdict.INSUFFICIENT,
    ),
    ("kept on average, every year", KEPT_HIGH, years({**FIVE, **dict.fromkeys(range(2021, 2026), 95)}), Verdict.MET),
    ("yearly change, both ends", POVERTY, years({2025: 4}), Verdict.EXCEEDED),
    ("yearly change, both ends and a rise between", POVERTY, years({2022: 30, 2025: 4}), Verdict.EXCEEDED),
    ("yearly change, two early years alone", POVERTY, years({2021: 15, 2022: 10}), Verdict.INSUFFICIENT),
    ("yearly change, not enough of it", POVERTY, years({2025: "5.1"}), Verdict.NOT_MET),
    ("yearly change, exactly", POVERTY, years({2025: 5}), Verdict.MET),
    ("yearly change, the figure of the term", POVERTY, [stretch(2021, 2025, "2.9")], Verdict.NOT_MET),
    ("a level, its year missing", goal(value=60), years({2024: 70}), Verdict.INSUFFICIENT),
    ("a level, only part of its year", COMMUNES, [part(2025, 90)], Verdict.NO_DATA),
    ("a total, a year missing", goal(Kind.TOTAL, 120), years({2021: 20, 2022: 20}), Verdict.INSUFFICIENT),
    (
        "a total, a stretch and years",
        goal(Kind.TOTAL, 120),
        [stretch(2021, 2023, 80), *years({2024: 20, 2025: 20})],
        Verdict.MET,
    ),
    ("trên 200, 200", goal(value=200, comparator=Comparator.ABOVE), years({2025: 200}), Verdict.NOT_MET),
    ("trên 200, 208", goal(value=200, comparator=Comparator.ABOVE), years({2025: 208}), Verdict.MET),
    ("a figure of other scope alone", goal(value=200), years({2025: 208}, scope="chỉ nông sản"), Verdict.EXCEEDED),
    ("vision 2030", goal(value=60, target_year=2030, baseline_value=40), years({2025: 50}), Verdict.ON_TRACK),
]

IN_TERM = [
    ("its own year is over, met", goal(value=60, target_year=2022), years({2022: 60}), Verdict.MET),
    ("its own year is over, missed", goal(value=60, target_year=2022), years({2022: 59}), Verdict.NOT_MET),
    ("its own year is over, unknown", goal(value=60, target_year=2022), years({2021: 70}), Verdict.INSUFFICIENT),
    ("its own year runs", goal(value=60, target_year=2023, baseline_value=0), years({2022: 45}), Verdict.ON_TRACK),
    ("capped rate, a first year just over", CAPPED, years({2021: "1.25"}), Verdict.SLOW),
    ("capped rate, ever further off", CAPPED, years({2021: "1.25", 2022: "1.3", 2023: "1.4"}), Verdict.ADVERSE),
    ("capped rate, over but coming down", CAPPED, years({2021: "1.6", 2022: "1.3"}), Verdict.SLOW),
    ("capped rate, under", CAPPED, years({2021: "1.2"}), Verdict.ON_TRACK),
    ("kept low on average, a first year just over", KEPT_LOW, years({2021: "4.1"}), Verdict.SLOW),
    ("a range on average, from above into it", RANGED, years({2021: 9, 2022: 6}), Verdict.SLOW),
    ("a range on average, ever further above", RANGED, years({2021: 7, 2022: 9}), Verdict.ADVERSE),
    ("kept low on average, nothing left to give", KEPT_LOW, years({2021: 20}), Verdict.UNLIKELY),
    ("kept low on average, beyond reach", KEPT_LOW, years({2021: 15, 2022: 9}), Verdict.UNLIKELY),
    ("kept high on average, a little under", KEPT_HIGH, years({2021: 94}), Verdict.SLOW),
    ("plan without a baseline, met", goal(value=60, plans={2022: 50}), years({2022: 51}), Verdict.ON_TRACK),
    ("plan without a baseline, behind", goal(value=60, plans={2022: 50}), years({2022: 40}), Verdict.SLOW),
    ("no plan and no baseline", goal(value=60), years({2022: 40}), Verdict.NOT_ASSESSED),
    ("falling, plan without a baseline", goal(value=3, plans={2022: 5}, **DOWN), years({2022: 5}), Verdict.ON_TRACK),
    (
        "a total beside its plans",
        goal(Kind.TOTAL, 100, plans={2021: 10, 2022: 10}),
        years({2021: 10, 2022: 9}),
        Verdict.ON_TRACK,
    ),
    ("a stock met in the middle of a year", COMMUNES, [*years({2022: 59}), part(2023, 84)], Verdict.EARLY),
    ("a stock not yet there in the middle", COMMUNES, [*years({2022: 59}), part(2023, 61)], Verdict.ON_TRACK),
    ("a flow is never the year's", goal(value=80), [part(2023, 90, "9 tháng")], Verdict.NO_DATA),
    ("growth by percent, first year", GROWTH, years({2021: 110}), Verdict.ON_TRACK),
    ("growth by percent, third year", GROWTH, years({2021: 110, 2023: "133.1"}), Verdict.ON_TRACK),
    ("growth by percent, behind", GROWTH, years({2023: 120}), Verdict.SLOW),
    ("a summit by review only", goal(Kind.QUALITATIVE), [], Verdict.NOT_ASSESSED),
]


@pytest.mark.once
class TableTests(TestCase):
    def test_when_the_term_is_over(self):
        for name, resolved, found, verdict in FINAL:
            with self.subTest(name):
                self.assertEqual(assess(resolved, found, as_of=AFTERWARDS, term_over=True).verdict, verdict)

    def test_while_the_term_runs(self):
        for name, resolved, found, verdict in IN_TERM:
            with self.subTest(name):
                self.assertEqual(assess(resolved, found, as_of=NOVEMBER, term_over=False).verdict, verdict)

    def test_an_even_road_is_on_track_in_each_of_its_years(self):
        for road, level in ((Road.LINEAR, lambda n: 100 + 20 * n), (Road.GEOMETRIC, lambda n: 100 * 2 ** (n / 5))):
            resolved = goal(value=200, baseline_value=100, baseline_year=2020, road=road)
            for n in range(1, 5):
                with self.subTest(road=road, year=2020 + n):
                    found = years({2020 + n: round(level(n), 4)})
                    today = dt.date(2020 + n, 12, 31)
                    self.assertEqual(assess(resolved, found, as_of=today, term_over=False).verdict, Verdict.ON_TRACK)


@pytest.mark.once
class BesideTests(TestCase):
    """What stands beside the verdict."""

    def final(self, resolved, *found):
        return assess(resolved, found, as_of=AFTERWARDS, term_over=True)

    def running(self, resolved, *found):
        return assess(resolved, found, as_of=NOVEMBER, term_over=False)

    def test_what_is_known_stands_beside_what_does_not_suffice(self):
        found = self.final(RATE, *years({2021: 8, 2022: 6}))
        self.assertEqual((round(found.found, 2), found.missing_years), (Decimal("7.00"), (2023, 2024, 2025)))
        self.assertEqual(found.reason, "Bình quân của các năm có số liệu; thiếu năm 2023, 2024, 2025.")
        self.assertTrue(found.has_data)

    def test_a_stretch_and_later_years_are_one_mean(self):
        found = self.running(RATE, stretch(2021, 2022, 9), *years({2023: 1}))
        self.assertAlmostEqual(float(found.found), 100 * ((1.09**2 * 1.01) ** (1 / 3) - 1))
        [line] = [line for line in found.lines if line.label.startswith("Bình quân")]
        self.assertEqual(line.label, "Bình quân của 3 năm có số liệu (2021-2022, 2023)")
        self.assertEqual(line.formula, "100 × [((1 + {a0}/100)^2 × (1 + {a1}/100))^(1/3) − 1]")

    def test_a_year_stands_beside_its_plan_whatever_the_kind(self):
        plans = {2022: 50, 2023: 60}
        for kind in (Kind.LEVEL, Kind.TOTAL, Kind.AVERAGE_RATE, Kind.COUNT):
            with self.subTest(kind=kind):
                found = self.running(goal(kind, 90, plans=plans), *years({2021: 1, 2022: 51})).against_plan
                self.assertEqual((found.year, found.ratio, found.is_met), (2022, 102, True))

    def test_the_plan_of_a_yearly_change_is_held_against_the_change_of_that_year(self):
        resolved = goal(Kind.AVERAGE_CHANGE, 3, direction=Direction.DOWN, baseline_value=20, plans={2021: 3})
        self.assertEqual(self.running(resolved, *years({2021: 16})).against_plan.found, 4)

    def test_of_what_must_fall_only_whether_the_plan_was_kept_is_said(self):
        found = self.running(goal(value=3, plans={2022: 5}, **DOWN), *years({2022: 6}))
        self.assertEqual((found.against_plan.ratio, found.against_plan.is_met), (None, False))
        self.assertIn("chưa đạt kế hoạch", found.lines[-1].formula)

    def test_tren_and_duoi_say_how_far_from_the_line(self):
        for comparator, value, beyond in (
            (Comparator.ABOVE, 208, 4),
            (Comparator.BELOW, 190, 5),
            (Comparator.ABOVE, 190, -5),
        ):
            with self.subTest(comparator=comparator, value=value):
                found = self.final(goal(value=200, comparator=comparator), *years({2025: value}))
                self.assertEqual(found.beyond, beyond)

    def test_four_of_one_is_no_four_hundred_percent(self):
        few, many = goal(Kind.COUNT, 1), goal(Kind.COUNT, 10)
        self.assertIsNone(self.final(few, *years({2025: 4})).ratio)
        self.assertEqual(self.final(many, *years({2025: 40})).ratio, 400)

    def test_the_scope_of_what_decides_is_carried_on(self):
        narrow = years({2025: 208}, scope="chỉ nông sản, thực phẩm")
        self.assertEqual(self.final(goal(value=200), *narrow).scope, ("chỉ nông sản, thực phẩm",))
        found = self.final(goal(value=200), *narrow, *years({2025: 190}, order=-1))
        self.assertEqual((found.verdict, found.scope), (Verdict.NOT_MET, ()))
        self.assertEqual(found.ignored[0].reason, "đã có số đúng phạm vi của chỉ tiêu")

    def test_the_newest_of_a_part_of_a_year_is_at_hand_in_any_case(self):
        found = self.running(COMMUNES, *years({2022: 59}), part(2021, 50), part(2023, 61))
        self.assertEqual((found.found, found.latest.value), (59, 61))
        self.assertIsNone(self.running(COMMUNES, *years({2023: 62}), part(2023, 61)).latest)

    def test_what_has_neither_figure_nor_day_has_no_data(self):
        self.assertFalse(self.running(goal(Kind.QUALITATIVE)).has_data)
        self.assertFalse(self.running(goal(Kind.MILESTONE)).has_data)
        due = {"due_on": dt.date(2023, 6, 30)}
        self.assertFalse(self.running(goal(Kind.MILESTONE, **due)).has_data)
        self.assertTrue(self.running(goal(Kind.MILESTONE, **due, done_on=dt.date(2023, 6, 1))).has_data)
