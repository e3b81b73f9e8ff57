"""What the pages are made of: the right counts, in a number of queries that does not grow."""

from django.test import TestCase

from resolutions import dashboard, facts, summaries
from resolutions.models import Breakthrough, Target
from tests.resolutions.tracked import NOW, make_congress, make_figure, make_target, queries
from web import versions


def summary_of(congress):
    return summaries.of(congress, versions.read(), NOW)


class SummaryTests(TestCase):
    def test_a_summary_counts_verdicts_and_says_how_many_are_known(self):
        congress = make_congress()
        make_target(congress, "vuot", found={2025: 61})
        make_target(congress, "dat", found={2025: 60})
        make_target(congress, "khong-dat", found={2025: 59})
        make_target(congress, "nam-truoc", found={2023: 59})
        make_target(congress, "trong")
        summary = summary_of(congress)
        words = "2 đạt và vượt (1 vượt, 1 đạt), 1 không đạt, 1 chưa đủ số liệu, 1 chưa có số liệu"
        self.assertEqual(summary.words, words)
        self.assertEqual(summary.coverage, "3 trong 5 chỉ tiêu đã kết luận được, 4 có số liệu")
        self.assertEqual((summary.total, summary.met, summary.concluded, summary.with_data), (5, 2, 3, 4))
        self.assertEqual((summary.provisional, summary.is_final), (3, True))

    def test_the_parts_of_a_heading_are_counted_and_the_heading_is_not(self):
        congress = make_congress()
        heading = make_target(congress, "co-cau", value=None, kind=Target.Kind.NESTED)
        for place, value in enumerate((61, 59)):
            make_target(congress, f"phan-{place}", found={2025: value}, parent=heading)
        page = dashboard.congress_page("xv", NOW)
        self.assertEqual(summary_of(congress).total, 2)
        (portrait,) = page.groups[0].targets
        self.assertEqual(portrait.parts_text, "1/2 phần đạt")
        self.assertEqual(portrait.verdict.word, "Không đạt")

    def test_a_figure_that_nobody_approved_does_not_exist(self):
        congress = make_congress()
        target = make_target(congress)
        make_figure(target.indicator, 2025, 61, approved_at=None)
        self.assertEqual(summary_of(congress).with_data, 0)

    def test_a_congress_without_targets_has_an_empty_summary(self):
        self.assertEqual(summary_of(make_congress("xvi")).total, 0)

    def test_the_card_of_a_target_carries_the_pair_and_the_verdict(self):
        target = make_target(make_congress(), found={2025: "61.8"})
        card = dashboard.portrait(target, NOW)
        self.assertEqual((card.found, card.resolved, card.verdict.word), ("61,8", "60", "Vượt"))
        self.assertEqual(card.found_when, "2025, ước")


class PortraitTests(TestCase):
    def test_the_badge_says_only_what_the_figures_carry(self):
        ended, running = make_congress(), make_congress("xvi")
        words = {
            "Chưa đủ số liệu": make_target(ended, "nam-truoc", found={2022: 59}),
            "Chưa có số liệu": make_target(ended, "trong"),
            "Không đạt": make_target(ended, "nam-cuoi", found={2025: 59}),
            "Đã đạt sớm": make_target(running, "som", found={2026: 61}),
        }
        for word, target in words.items():
            with self.subTest(word=word):
                self.assertEqual(dashboard.portrait(target, NOW).verdict.word, word)

    def test_a_near_miss_is_printed_with_one_more_decimal(self):
        target = make_target(make_congress(), value="7.5", found={2025: "7.46"})
        card = dashboard.portrait(target, NOW)
        self.assertEqual((card.found, card.resolved), ("7,46", "7,5"))
        self.assertEqual(card.verdict.word, "Không đạt")

    def test_about_and_above_are_said_beside_the_number(self):
        congress = make_congress()
        about = make_target(congress, "khoang", value=120000, is_approximate=True)
        above = make_target(congress, "tren", value=200, comparator="above")
        shown = [dashboard.portrait(target, NOW).resolved.replace("\u00a0", " ") for target in (about, above)]
        self.assertEqual(shown, ["≈ 120.000", "trên 200"])

    def test_every_published_figure_says_what_became_of_it(self):
        target = make_target(make_congress(), found={2024: 58, 2025: 61})
        make_figure(target.indicator, 2025, 55, span="part_year", period_label="9 tháng")
        roles = {found.observation.period: found.role for found in dashboard.portrait(target, NOW).findings}
        self.assertEqual(roles["2025"], "được dùng")
        self.assertEqual(roles["2024"], "nêu để đối chiếu")
        self.assertEqual(roles["9 tháng 2025"], "số của một phần năm, không tính là số cả năm")

    def test_years_without_a_figure_stand_in_the_table(self):
        target = make_target(make_congress(), found={2021: 45}, plans={2024: 55}, baseline_value=44, baseline_year=2020)
        rows = dashboard.portrait(target, NOW).years
        self.assertEqual([row.year for row in rows], [2020, 2021, 2022, 2023, 2024, 2025])
        self.assertTrue(rows[0].is_baseline)
        self.assertEqual([row.figure for row in rows], ["44", "45", "", "", "", ""])
        self.assertEqual(rows[4].plan, "55")

    def test_a_baseline_and_a_figure_of_one_year_both_stand_in_the_table(self):
        target = make_target(make_congress(), value=96, found={2021: "82.7"}, baseline_value="95.7", baseline_year=2021)
        card = dashboard.portrait(target, NOW)
        rows = [(row.year, row.figure, row.is_baseline) for row in card.years[:3]]
        self.assertEqual(rows, [(2021, "95,7", True), (2021, "82,7", False), (2022, "", False)])
        self.assertIn("2021, mức xuất phát: 95,7; 2021: 82,7 (ước)", card.chart_words)


class QueryTests(TestCase):
    def grow(self, congress, first, last):
        for number in range(first, last):
            make_target(congress, f"ct-{number}", found={2023: 50, 2025: 61}, plans={2024: 55})
            Breakthrough.objects.create(congress=congress, number=number + 1)

    def test_thirty_targets_cost_as_many_queries_as_three(self):
        congress = make_congress()
        readers = {
            "danh sách": lambda: facts.congresses(versions.read(), NOW),
            "đại hội": lambda: [
                one.bar for group in dashboard.congress_page("xv", NOW).groups for one in group.targets
            ],
            "chỉ tiêu": lambda: dashboard.target_page("xv", "ct-1", NOW),
            "tổng hợp": lambda: summary_of(congress),
        }
        self.grow(congress, 0, 3)
        few = {name: queries(read) for name, read in readers.items()}
        self.grow(congress, 3, 30)
        many = {name: queries(read) for name, read in readers.items()}
        self.assertEqual(few, many)

    def test_unknown_codes_find_nothing(self):
        make_target(make_congress())
        self.assertIsNone(dashboard.congress_page("xx", NOW))
        self.assertIsNone(dashboard.target_page("xv", "khong-co", NOW))
        self.assertIsNone(dashboard.target_page("xvi", "grdp", NOW))

    def test_places_in_the_resolution_that_nobody_entered_are_listed(self):
        congress = make_congress(breakthrough_count=3, task_group_count=9)
        Breakthrough.objects.create(congress=congress, number=2, name="Phát triển hạ tầng giao thông liên vùng")
        page = dashboard.congress_page("xv", NOW)
        self.assertEqual(
            [part.shown_name for part in page.breakthroughs],
            ["Chưa nhập tên", "Phát triển hạ tầng giao thông liên vùng", "Chưa nhập tên"],
        )
        self.assertEqual(len(page.task_groups), 9)
