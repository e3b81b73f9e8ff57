"""As of when a page speaks: of the figures of its own years."""

import datetime as dt

from django.test import TestCase

from resolutions import api, dashboard, freshness, target_facts
from resolutions.progress import Kind
from tests.factories_resolutions import make_congress, make_indicator, make_observation, make_target
from tests.resolutions.tracked import NOW


class FreshnessTests(TestCase):
    """An indicator goes on in the next term; the term before stands still."""

    @classmethod
    def setUpTestData(cls):
        cls.target = make_target(code="che-phu-rung")
        make_observation(cls.target, 2025, "47,6", source_as_of="2026-02")
        later = dt.datetime(2028, 3, 1, 9, tzinfo=NOW.tzinfo)
        make_observation(cls.target, 2027, "48", source_as_of="2028-02", recorded_at=later)

    def test_a_concluded_term_does_not_move_with_the_next(self):
        congress = self.target.congress
        self.assertEqual(freshness.of_congress(congress).words, "Số liệu đến tháng 02/2026; cập nhật ngày 06/01/2025")
        page = dashboard.target_page("xv", "che-phu-rung", NOW).portrait
        told = api._item(page)
        self.assertEqual((told["figures_as_of"], told["updated_on"]), ("2026-02", "2025-01-06"))
        answer = target_facts.target("xv", "che-phu-rung", NOW).answer
        self.assertEqual(answer.as_of, "Số liệu đến tháng 02/2026; cập nhật ngày 06/01/2025")

    def test_the_next_term_has_its_own(self):
        indicator, xvi = self.target.indicator, make_congress("xvi")
        make_target(congress=xvi, code="che-phu-rung", indicator=indicator)
        self.assertEqual(freshness.of_congress(xvi).figures, "2028-02")
        self.assertEqual(freshness.of_congress(self.target.congress).figures, "2026-02")

    def test_a_target_of_later_years_takes_theirs_and_no_other_does(self):
        indicator = self.target.indicator
        make_target(code="tam-nhin", indicator=make_indicator(unit="%"), target_year=2030)
        self.assertEqual(freshness.of_congress(self.target.congress).figures, "2026-02")
        make_target(code="den-2030", indicator=indicator, target_year=2030)
        self.assertEqual(freshness.of_congress(self.target.congress).figures, "2028-02")

    def test_the_parts_of_a_heading_are_asked_together(self):
        heading = make_target(kind=Kind.NESTED, code="nhieu-phan")
        make_observation(make_target(code="phan", parent=heading), 2024, "5", source_as_of="2025-01")
        self.assertIn("tháng 01/2025", target_facts.target("xv", "nhieu-phan", NOW).answer.as_of)
