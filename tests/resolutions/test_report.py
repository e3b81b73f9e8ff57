"""The sheet of a report in each of its forms, and figures as rows."""

import csv
import io

from django.test import TestCase
from django.utils import timezone
from docx import Document as WordDocument
from openpyxl import load_workbook

from resolutions import exports
from resolutions.models import Target, Unit
from resolutions.progress import Kind
from resolutions.report import report
from tests.factories_resolutions import make_congress, make_observation, make_target

SHEET = "/nghi-quyet/xv/bieu/"


class ReportCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.congress = make_congress("xv")
        unit = Unit.objects.create(name="Sở Tài chính")
        facts = {"unit": "triệu đồng/người", "lead_unit": unit, "cause": "Công nghiệp tăng nhanh", "remedy": "Giữ đà"}
        cls.income = make_target(wording="GRDP bình quân đầu người", code="grdp", **facts)
        make_observation(cls.income, 2024, "58")
        make_observation(cls.income, 2025, "61,8", vintage="estimate", source="Báo cáo năm 2025")
        heading = make_target(kind=Kind.NESTED, wording="Lao động qua đào tạo", code="lao-dong")
        make_target(wording="Có chứng chỉ", code="chung-chi", parent=heading)


class PageTests(ReportCase):
    def test_a_line_has_what_a_report_asks_for(self):
        page = self.client.get(SHEET)
        for words in ("ít nhất 60", "61,8 (ước)", "58", "103,0%", "Vượt (tạm tính)", "Sở Tài chính", "Giữ đà"):
            with self.subTest(words=words):
                self.assertContains(page, words)

    def test_parts_stand_under_their_heading(self):
        found = report("xv", timezone.now())
        numbers = {row.number: row.wording for row in found.rows}
        self.assertEqual([number for number in numbers if "." in number], ["2.1"])
        self.assertEqual(numbers["2.1"], "Có chứng chỉ")

    def test_what_is_not_there_is_not_found(self):
        for address in (
            "/nghi-quyet/xx/bieu/", "/nghi-quyet/xx/bieu.xlsx", "/nghi-quyet/xv/bieu.pdf", "/nghi-quyet/xv/bieu.csv",
            "/nghi-quyet/xx/so-lieu.csv", "/nghi-quyet/xv/so-lieu.docx", "/nghi-quyet/xv/chi-tieu/khong/so-lieu.csv",
            "/nghi-quyet/xv/chi-tieu/lao-dong/so-lieu.csv",
        ):  # fmt: skip
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 404)

    def test_the_pages_lead_to_it(self):
        self.assertContains(self.client.get("/nghi-quyet/xv/"), f'href="{SHEET}"')
        self.assertContains(self.client.get(self.income.get_absolute_url()), 'href="so-lieu.csv"')


class FileTests(ReportCase):
    def test_the_spreadsheet_has_the_same_cells_and_prints_across(self):
        response = self.client.get("/nghi-quyet/xv/bieu.xlsx")
        self.assertEqual(response["Content-Disposition"], 'attachment; filename="bieu-xv.xlsx"')
        sheet = load_workbook(io.BytesIO(response.content)).active
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        lines = [[cell or "" for cell in line] for line in sheet.iter_rows(min_row=4, values_only=True)]
        found = report("xv", timezone.now())
        self.assertEqual(lines, [found.headings, *found.lines])

    def test_the_document_has_the_same_cells_and_names_nobody(self):
        document = WordDocument(io.BytesIO(self.client.get("/nghi-quyet/xv/bieu.docx").content))
        found = report("xv", timezone.now())
        [table] = document.tables
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        self.assertEqual(cells, [found.headings, *found.lines])
        section = document.sections[0]
        self.assertGreater(section.page_width, section.page_height)
        self.assertEqual(document.core_properties.author, "")

    def test_figures_as_rows_have_their_source(self):
        response = self.client.get("/nghi-quyet/xv/so-lieu.csv")
        self.assertTrue(response.content.startswith(b"\xef\xbb\xbf"))
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        self.assertEqual([row["nam"] for row in rows], ["2024", "2025"])
        told = (rows[1]["ma"], rows[1]["gia_tri"], rows[1]["do_chinh_thuc"], rows[1]["nguon"])
        self.assertEqual(told, ("grdp", "61,8", "Ước", "Báo cáo năm 2025"))
        of_one = self.client.get("/nghi-quyet/xv/chi-tieu/grdp/so-lieu.csv").content.decode("utf-8-sig")
        self.assertEqual(list(csv.DictReader(io.StringIO(of_one))), rows)

    def test_what_a_spreadsheet_would_run_is_made_harmless(self):
        for cell, harmless in (
            ("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("@SUM", "'@SUM"), ("+84 912", "'+84 912"), ("-7,5", "-7,5"),
            ("- chưa rõ", "'- chưa rõ"), ("+1.234,5", "+1.234,5"), ("Sơn La", "Sơn La"), ("", ""), ("-", "'-"),
        ):  # fmt: skip
            with self.subTest(cell=cell):
                self.assertEqual(exports.harmless(cell), harmless)

    def test_thirty_targets_cost_as_many_queries_as_three(self):
        for number in range(27):
            make_observation(make_target(code=f"them-{number}"), 2025, "5")
        rows = Target.objects.filter(congress=self.congress, indicator__isnull=False).with_figures()
        with self.assertNumQueries(5):
            list(exports.figure_rows(rows))
