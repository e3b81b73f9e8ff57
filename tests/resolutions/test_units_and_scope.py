"""A number stands with its unit and with what it covers: in table, chart, biểu and API."""

from decimal import Decimal

from django.contrib import admin
from django.test import TestCase

from resolutions import api, dashboard, report, target_facts
from resolutions.models import AnnualPlan, Target
from resolutions.progress import Kind, Span
from tests.factories_resolutions import make_congress, make_indicator, make_observation, make_target
from tests.resolutions.tracked import NOW

POINTS = "điểm phần trăm/năm"
AGRICULTURE = "chỉ nông sản, thực phẩm"


def cells(code="xv"):
    """{wording: cells of the years}"""
    return {row.wording: row.years for row in report.report(code, NOW).rows}


def plain(text):
    return text.replace("\u00a0", " ")


class ChangeTests(TestCase):
    """The fall of poverty: resolved in points a year, measured in percent."""

    @classmethod
    def setUpTestData(cls):
        poverty = make_indicator(name="Tỷ lệ hộ nghèo", unit="%", direction="down", decimals=2)
        facts = {"kind": Kind.AVERAGE_CHANGE, "indicator": poverty, "wording": "Giảm nghèo", "code": "giam-ngheo"}
        cls.target = make_target(Decimal(3), **facts)
        Target.objects.filter(pk=cls.target.pk).update(
            unit=POINTS, baseline_value="21.66", baseline_year=2021, baseline_source="Niên giám"
        )
        make_observation(poverty, 2023, "14,41")
        make_observation(poverty, 2024, "10,89", vintage="estimate")
        AnnualPlan.objects.create(target=cls.target, year=2024, value=Decimal("2.5"), source="Nghị quyết HĐND")

    @property
    def portrait(self):
        return dashboard.target_page("xv", "giam-ngheo", NOW).portrait

    def term_figure(self):
        facts = {"span": Span.TERM, "period_label": "2021-2025", "source": "Báo cáo chính trị"}
        return make_observation(self.target, 2025, "3,44", **facts)

    def test_a_level_that_was_used_is_in_the_unit_of_its_indicator(self):
        values = {reason.label: plain(reason.value) for reason in self.portrait.reasons}
        self.assertEqual(values["Số liệu được dùng: năm 2024, ước"], "10,89%")
        self.assertEqual(values["Mức thay đổi bình quân 2022-2024"], "3,59 điểm phần trăm/năm")
        self.term_figure()
        values = {reason.label: plain(reason.value) for reason in self.portrait.reasons}
        self.assertEqual(values["Số liệu được dùng: 2021-2025, chính thức"], "3,44 điểm phần trăm/năm")
        self.assertEqual(values["Số liệu được dùng: năm 2024, ước"], "10,89%")

    def test_half_a_year_is_a_level_too(self):
        make_observation(self.target, 2025, "9,5", span=Span.PART_YEAR, period_label="6 tháng")
        self.assertIn("9,5%", self.portrait.latest)

    def test_the_sheet_of_a_report_prints_levels_with_their_unit(self):
        self.term_figure()
        [row] = report.report("xv", NOW).rows
        self.assertEqual(row.years, ["", "", "14,41%", "10,89% (ước)", ""])
        self.assertEqual((row.unit, row.resolved, row.term), (POINTS, "ít nhất 3", "3,44"))

    def test_where_all_is_in_one_unit_it_stands_once(self):
        income = make_target(wording="GRDP/người", unit="triệu đồng")
        make_observation(income, 2025, "61,8")
        self.assertEqual(cells()["GRDP/người"][-1], "61,8")

    def test_a_program_is_told_the_unit_of_each_figure(self):
        self.term_figure()
        item = api._item(self.portrait)
        self.assertEqual(item["unit"], POINTS)
        self.assertEqual([one["unit"] for one in item["figures"]], ["%", "%", POINTS])
        self.assertEqual(item["baseline"]["unit"], "%")

    def test_a_plan_in_points_is_not_shown_as_a_share(self):
        rows = {row.year: row for row in self.portrait.years}
        self.assertEqual((rows[2024].figure, plain(rows[2024].plan)), ("10,89", "2,5 điểm phần trăm/năm"))
        figures = target_facts.target("xv", "giam-ngheo", NOW).figures
        self.assertEqual(plain(figures.plans[0][0]), "Năm 2024: 2,5 điểm phần trăm/năm.")
        shown = admin.site._registry[AnnualPlan].value_shown(AnnualPlan.objects.get())
        self.assertEqual(plain(shown), "2,5 điểm phần trăm/năm")

    def test_who_listens_hears_the_units_apart(self):
        words = plain(self.portrait.chart_words)
        self.assertIn("Chỉ tiêu: ít nhất 3 điểm phần trăm/năm.", words)
        self.assertIn("2021, mức xuất phát: 21,66%; 2023: 14,41% (chính thức); 2024: 10,89% (ước)", words)

    def test_levels_and_changes_stand_apart_in_the_list_of_figures(self):
        self.term_figure()
        told = [(found.observation.period, plain(found.value)) for found in self.portrait.findings]
        self.assertEqual(
            sorted(told), [("2021-2025", "3,44 điểm phần trăm/năm"), ("2023", "14,41%"), ("2024", "10,89%")]
        )

    def test_the_level_that_it_starts_from_has_its_unit(self):
        [base] = [fact for fact in target_facts.target("xv", "giam-ngheo", NOW).facts if "xuất phát" in fact.label]
        self.assertEqual(base.text, "21,66%")


class ScopeTests(TestCase):
    """190 of all goods beside 208 of farm produce alone, which is more official."""

    @classmethod
    def setUpTestData(cls):
        cls.target = make_target(Decimal(200), wording="Xuất khẩu", code="xuat-khau", unit="triệu USD")
        narrow = {"scope_note": AGRICULTURE, "source": "Báo cáo của Sở"}
        make_observation(cls.target, 2024, "163,1", vintage="estimate", **narrow)
        make_observation(cls.target, 2025, "190", vintage="estimate")
        make_observation(cls.target, 2025, "208", vintage="official", **narrow)

    @property
    def portrait(self):
        return dashboard.target_page("xv", "xuat-khau", NOW).portrait

    def test_table_chart_and_sheet_show_the_figure_that_decides(self):
        self.assertEqual((self.portrait.verdict.word, self.portrait.found), ("Không đạt", "190"))
        rows = {row.year: row for row in self.portrait.years}
        self.assertEqual((rows[2025].figure, rows[2025].scope), ("190", ""))
        texts = [mark.label.text for mark in self.portrait.drawings[0].marks]
        self.assertEqual(texts, ["163,1*", "190"])
        self.assertEqual(cells()["Xuất khẩu"][-1], "190 (ước)")

    def test_what_a_number_covers_stands_beside_it(self):
        self.assertEqual(cells()["Xuất khẩu"][-2], f"163,1 (ước; {AGRICULTURE})")
        self.assertIn(f"2024: 163,1 (ước; {AGRICULTURE})", self.portrait.chart_words)
        page = self.client.get(self.target.get_absolute_url()).content.decode()
        self.assertIn(f'163,1 <span class="meta">{AGRICULTURE}</span>', page)
        self.assertIn(f"Dấu “*”, phạm vi khác chỉ tiêu: năm 2024: {AGRICULTURE}.", page)

    def test_a_plan_of_the_whole_is_held_against_a_part_with_a_word(self):
        AnnualPlan.objects.create(target=self.target, year=2024, value=Decimal("163.1"), source="Nghị quyết HĐND")
        self.assertEqual(self.portrait.against_plan, f"Bằng 100,0% kế hoạch năm 2024 ({AGRICULTURE})")

    def test_the_newest_of_a_part_of_a_year_says_it_too(self):
        running = make_target(Decimal(200), congress=make_congress("xvi"), code="xk", unit="triệu USD")
        facts = {"span": Span.PART_YEAR, "period_label": "10 tháng", "scope_note": AGRICULTURE, "vintage": "estimate"}
        make_observation(running, 2026, "172,1", **facts)
        at = NOW.replace(month=12)
        told = plain(dashboard.target_page("xvi", "xk", at).portrait.latest)
        self.assertEqual(told, f"10 tháng 2026: 172,1 triệu USD (ước; {AGRICULTURE}), chưa phải số cả năm")

    def test_a_figure_that_concludes_nothing_says_it_beside_its_year(self):
        other = make_target(Decimal(200), code="khac", unit="triệu USD")
        make_observation(other, 2024, "163,1", vintage="estimate", scope_note=AGRICULTURE)
        shown = dashboard.target_page("xv", "khac", NOW).portrait
        self.assertEqual((shown.scope, shown.found_when), ("", f"2024, ước; {AGRICULTURE}"))

    def test_beside_an_article_the_scope_of_what_decided_is_said(self):
        other = make_target(Decimal(200), code="khac", unit="triệu USD")
        make_observation(other, 2025, "208", vintage="estimate", scope_note=AGRICULTURE)
        [card] = dashboard.target_cards(Target.objects.filter(pk=other.pk), NOW)
        self.assertEqual((card.word, card.found_when), ("Vượt", f"2025, ước; phạm vi hẹp hơn: {AGRICULTURE}"))


class RangeTests(TestCase):
    between = {"comparator": "between", "low": Decimal(4), "high": Decimal(5)}

    def test_a_miss_of_a_range_is_printed_so_that_it_shows(self):
        for value, printed in (("3,996", "3,996"), ("5,004", "5,004"), ("4,5", "4,5")):
            with self.subTest(value):
                target = make_target(None, decimals=1, **self.between)
                make_observation(target, 2025, value)
                shown = dashboard.target_page("xv", target.code, NOW).portrait
                self.assertEqual((shown.found, shown.resolved), (printed, "4-5"))

    def test_both_edges_of_a_total_stand_on_its_lines(self):
        target = make_target(None, kind=Kind.TOTAL, **{**self.between, "low": Decimal(1000), "high": Decimal(1200)})
        make_observation(target, 2021, "215")
        [narrow, _] = dashboard.target_page("xv", target.code, NOW).portrait.drawings
        self.assertEqual([line.label and line.label.text for line in narrow.levels], [None, "Cần mỗi năm: 200-240"])

    def test_a_part_that_is_left_out_is_not_counted_beside_the_others(self):
        heading = make_target(kind=Kind.COMPOSITE, code="co-cau")
        for code, direction in (("dich-vu", "up"), ("thue", "neutral")):
            make_observation(make_target(code=code, parent=heading, direction=direction), 2025, "61")
        shown = dashboard.target_page("xv", "co-cau", NOW).portrait
        self.assertEqual((shown.parts_text, shown.verdict.word), ("1/1 phần đạt", "Vượt"))
        Target.objects.filter(code="dich-vu").update(not_assessed_reason="Không còn thống kê")
        self.assertEqual(dashboard.target_page("xv", "co-cau", NOW).portrait.parts_text, "2 phần")
