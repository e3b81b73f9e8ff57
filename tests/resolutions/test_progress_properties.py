"""What must hold for every number: scale, order and direction."""

import datetime as dt
from decimal import Decimal
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from resolutions.progress import (
    CONCLUDED,
    UNDECIDED,
    Comparator,
    Direction,
    Figure,
    Goal,
    Kind,
    MaintainRule,
    Plan,
    Span,
    Verdict,
    Vintage,
    assess,
)

RANKS = {
    Verdict.ADVERSE: 0,
    Verdict.UNLIKELY: 1,
    Verdict.SLOW: 2,
    Verdict.ON_TRACK: 3,
    Verdict.EARLY: 4,
    Verdict.NOT_MET: 10,
    Verdict.MET: 11,
    Verdict.EXCEEDED: 12,
}
numbers = st.decimals(-1000, 1000, places=2)
optional = st.none() | numbers
one_sided = st.sampled_from([Comparator.AT_LEAST, Comparator.ABOVE, Comparator.AT_MOST, Comparator.BELOW])
falling = {Comparator.AT_MOST, Comparator.BELOW}
measured = st.sampled_from([Kind.LEVEL, Kind.COUNT, Kind.TOTAL, Kind.AVERAGE_RATE, Kind.AVERAGE_CHANGE, Kind.MAINTAIN])


@st.composite
def goals(draw, kinds=measured):
    comparator = draw(one_sided)
    return Goal(
        kind=draw(kinds),
        start_year=2020,
        target_year=2025,
        comparator=comparator,
        direction=Direction.DOWN if comparator in falling else Direction.UP,
        value=draw(numbers),
        baseline_value=draw(optional),
        maintain_rule=draw(st.sampled_from(MaintainRule)),
        plans=tuple(Plan(year=2023, value=value) for value in draw(st.lists(numbers, max_size=1))),
    )


@st.composite
def one_figure(draw):
    return Figure(
        year=draw(st.integers(2018, 2027)),
        value=draw(numbers),
        vintage=draw(st.sampled_from(Vintage)),
        span=draw(st.sampled_from(Span)),
        order=draw(st.integers(0, 3)),
        ref=draw(st.integers(1, 50)),
    )


many = st.lists(one_figure(), max_size=8, unique_by=lambda figure: figure.ref)


class ProgressProperties(TestCase):
    @settings(max_examples=100)
    @given(goals(), many, st.booleans(), st.randoms(use_true_random=False))
    def test_the_order_of_figures_does_not_matter(self, goal, found, over, random):
        shuffled = random.sample(found, len(found))
        self.assertEqual(
            assess(goal, found, as_of=dt.date(2025 if over else 2024, 11, 1), term_over=over),
            assess(goal, shuffled, as_of=dt.date(2025 if over else 2024, 11, 1), term_over=over),
        )

    @settings(max_examples=100)
    @given(goals(), many, st.booleans())
    def test_every_figure_is_used_or_ignored_with_a_reason_and_the_verdict_fits_the_time(self, goal, found, over):
        progress = assess(goal, found, as_of=dt.date(2025 if over else 2024, 11, 1), term_over=over)
        if progress.is_final:
            self.assertIn(progress.verdict, CONCLUDED | UNDECIDED)
        else:
            self.assertNotIn(progress.verdict, CONCLUDED)
        if progress.verdict == Verdict.NOT_ASSESSED:
            self.assertTrue(progress.reason)
        self.assertFalse(set(progress.used) & {one.figure for one in progress.ignored})
        self.assertTrue(all(one.reason for one in progress.ignored))

    @settings(max_examples=100)
    @given(goals(st.sampled_from([Kind.LEVEL, Kind.COUNT, Kind.AVERAGE_RATE])), numbers, numbers, st.booleans())
    def test_a_better_figure_never_gives_a_worse_verdict(self, goal, one, other, over):
        worse, better = sorted([one, other], reverse=goal.comparator in falling)
        year = 2025 if over else 2023
        ranks = [
            RANKS.get(
                assess(goal, [Figure(year=year, value=value)], as_of=dt.date(year, 11, 1), term_over=over).verdict
            )
            for value in (worse, better)
        ]
        if None not in ranks:
            self.assertLessEqual(*ranks)

    @settings(max_examples=100)
    @given(goals(st.just(Kind.LEVEL)), numbers, st.sampled_from(["0.5", "2", "10"]), st.booleans())
    def test_another_unit_of_measure_changes_no_verdict(self, goal, value, factor, over):
        """Triệu đồng or nghìn đồng: the verdict is about the thing, not about the unit."""
        factor, year = Decimal(factor), 2025 if over else 2023
        scaled = Goal(
            kind=goal.kind,
            start_year=2020,
            target_year=2025,
            comparator=goal.comparator,
            direction=goal.direction,
            value=goal.value * factor,
            baseline_value=None if goal.baseline_value is None else goal.baseline_value * factor,
            plans=tuple(Plan(year=plan.year, value=plan.value * factor) for plan in goal.plans),
        )
        verdicts = [
            assess(resolved, [Figure(year=year, value=found)], as_of=dt.date(year, 11, 1), term_over=over).verdict
            for resolved, found in ((goal, value), (scaled, value * factor))
        ]
        self.assertEqual(*verdicts)
