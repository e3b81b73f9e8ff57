"""Shapes from numbers, without a database and without a page."""

from decimal import Decimal
from unittest import TestCase

from resolutions import chart
from resolutions.chart import Point, Series


def series(by_year, **facts):
    points = [Point(year=year, value=Decimal(str(value)), is_official=year % 2 == 0) for year, value in by_year.items()]
    facts = {"first_year": 2021, "last_year": 2025, "level": [Decimal(60)], "level_label": "Chỉ tiêu: 60", **facts}
    return Series(points=points, **facts)


class DrawingTests(TestCase):
    def test_nothing_measured_gives_no_drawing(self):
        self.assertEqual(chart.draw(series({})), [])

    def test_there_is_one_drawing_for_narrow_screens_and_one_for_wide_ones(self):
        self.assertEqual([drawing.name for drawing in chart.draw(series({2021: 45}))], ["narrow", "wide"])

    def test_everything_stays_inside_the_drawing(self):
        for drawing in chart.draw(series({2021: "-12.5", 2022: 48, 2025: 5000})):
            for mark in drawing.marks:
                self.assertTrue(0 <= mark.x <= drawing.width)
                self.assertTrue(0 <= mark.y <= drawing.height)
                self.assertTrue(0 < mark.label.y < drawing.height)

    def test_higher_values_stand_higher(self):
        drawing = chart.draw(series({2021: 45, 2022: 48, 2023: 61}))[0]
        heights = [mark.y for mark in drawing.marks]
        self.assertEqual(heights, sorted(heights, reverse=True))

    def test_a_missing_year_is_marked_and_no_line_runs_over_it(self):
        drawing = chart.draw(series({2021: 45, 2022: 48, 2025: 61}))[1]
        self.assertEqual(len(drawing.missing), 2)
        self.assertEqual(len(drawing.joins), 1)
        self.assertEqual([label.text for label in drawing.years], ["2021", "2022", "2023", "2024", "2025"])

    def test_no_line_runs_over_a_break_of_the_series(self):
        drawing = chart.draw(series({2020: 18, 2021: 21, 2022: 19}, break_years=[2021]))[0]
        self.assertEqual((len(drawing.joins), len(drawing.breaks)), (1, 1))

    def test_official_figures_are_filled_and_estimates_are_not(self):
        drawing = chart.draw(series({2021: 45, 2022: 48}))[0]
        self.assertEqual([mark.css for mark in drawing.marks], ["estimate", "official"])

    def test_columns_begin_at_zero_also_below_it(self):
        drawing = chart.draw(series({2021: 5, 2022: -3}, level=[Decimal(7)], as_columns=True))[0]
        up, down = drawing.marks
        self.assertAlmostEqual(up.y + up.height, drawing.floor.y1, 1)
        self.assertAlmostEqual(down.y, drawing.floor.y1, 1)

    def test_one_flat_series_still_has_a_scale(self):
        drawing = chart.draw(series({2021: 0, 2022: 0}, level=[]))[0]
        self.assertEqual(drawing.marks[0].y, drawing.marks[1].y)

    def test_a_range_has_two_lines_and_one_name(self):
        drawing = chart.draw(series({2021: 4}, level=[Decimal(4), Decimal(5)], level_label="Chỉ tiêu: 4-5"))[0]
        self.assertEqual([bool(line.label) for line in drawing.levels], [False, True])


class BarTests(TestCase):
    def test_the_bar_holds_found_target_and_what_is_expected_now(self):
        bar = chart.bar(Decimal(30), Decimal(60), Decimal(45))
        self.assertAlmostEqual(bar.found * 2, bar.target, 1)
        self.assertTrue(bar.found < bar.expected < bar.target <= 100)

    def test_more_than_the_target_moves_the_mark_inward(self):
        bar = chart.bar(Decimal(120), Decimal(60))
        self.assertTrue(bar.target < bar.found <= 100)

    def test_there_is_no_bar_where_it_would_mislead(self):
        for found, target in ((None, None), (Decimal(-1), Decimal(5)), (Decimal(0), Decimal(0))):
            with self.subTest(found=found, target=target):
                self.assertIsNone(chart.bar(found, target))
