"""Figures from a file: what is wrong is named by its cell, nothing is half kept, and twice is once."""

import csv
import datetime as dt
import io
import tempfile
import tracemalloc
import zipfile
from pathlib import Path
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from resolutions import exports, services
from resolutions.importing import entering, tables
from resolutions.importing.rows import Fate
from resolutions.models import Congress, FigureBatch, Observation, Target
from tests.config.pages import FACTS
from tests.factories import make_user
from tests.factories_resolutions import make_congress, make_observation, make_target

HEADING = ["ma", "nam", "khoang_thoi_gian", "gia_tri", "do_chinh_thuc", "nguon"]
SOURCE = "Niên giám thống kê 2024"


class ImportCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tracker = make_user("tracker", username="so")
        cls.approver = make_user("tracker_approver")
        cls.congress = make_congress("xv")
        cls.forest = make_target(wording="Tỷ lệ che phủ rừng", code="che-phu-rung")
        cls.income = make_target(wording="GRDP bình quân đầu người", code="grdp")

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def csv(self, *rows, heading=HEADING, delimiter=",", name="so-lieu"):
        path = self.folder / f"{name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows([heading, *rows])
        return path

    def xlsx(self, *rows, heading=HEADING):
        book = Workbook()
        for row in [heading, *rows]:
            book.active.append(row)
        return self.saved(book)

    def saved(self, book):
        path = self.folder / "so-lieu.xlsx"
        book.save(path)
        return path

    def enter(self, path, **facts):
        table = tables.read(path)
        return entering.enter(table, self.congress, by=self.tracker, at=timezone.now(), **facts)

    def examine(self, path):
        return entering.examine(tables.read(path), self.congress, at=timezone.now())

    def said(self, path):
        return " ".join(sentence for row in self.examine(path).told for sentence in row.said)


class EnteringTests(ImportCase):
    rows = (["che-phu-rung", "2024", "", "47,8", "Chính thức", SOURCE], ["grdp", "2024", "", "58,1", "", SOURCE])

    def test_both_kinds_of_file_are_entered_and_wait(self):
        for path in (self.csv(*self.rows), self.csv(*self.rows, delimiter=";"), self.xlsx(*self.rows)):
            with self.subTest(path=path.name):
                Observation.objects.all().delete()
                self.assertEqual(self.enter(path).counts, {Fate.NEW: 2})
                found = list(Observation.objects.waiting().order_by("pk").values_list("value", "vintage", "source"))
                self.assertEqual([str(value.normalize()) for value, _, _ in found], ["47.8", "58.1"])
                self.assertEqual([vintage for _, vintage, _ in found], ["official", "unknown"])

    def test_twice_changes_nothing(self):
        path = self.csv(*self.rows)
        self.enter(path)
        self.assertEqual(self.enter(path).counts, {Fate.SAME: 2})
        self.assertEqual((Observation.objects.count(), FigureBatch.objects.count()), (2, 1))

    def test_what_is_exported_comes_back_the_same(self):
        make_observation(self.forest, 2024, "47,8", note="=1+1", from_press=True)
        make_observation(self.forest, 2023, "47", note="'Nông thôn mới' nâng cao", is_derived=True, confidence="low")
        make_observation(self.income, 2025, "5,12", span="term", period_label="2021-2025")
        make_observation(self.forest, 2025, "40", span="part_year", period_label="9 tháng")
        for write, name in ((exports.as_csv, "a.csv"), (exports.as_spreadsheet, "a.xlsx")):
            with self.subTest(name=name):
                path = self.folder / name
                path.write_bytes(write(exports.of_congress(self.congress)))
                self.assertEqual(self.examine(path).counts, {Fate.SAME: 4})

    def test_a_sheet_a_year_is_made_and_agreed_to_like_any_other(self):
        self.enter(self.csv(*self.rows, ["grdp", "2023", "", "55", "", SOURCE]))
        self.assertEqual(set(FigureBatch.objects.values_list("year", flat=True)), {2023, 2024})
        for row in Observation.objects.waiting():
            services.approve_observation(row, by=self.approver, at=timezone.now())
        self.assertEqual(Observation.objects.approved().count(), 3)

    def test_one_wrong_row_keeps_all_out(self):
        outcome = self.enter(self.csv(*self.rows, ["khong-co", "2024", "", "1", "", SOURCE]))
        self.assertEqual(outcome.counts, {Fate.NEW: 2, Fate.WRONG: 1})
        self.assertFalse(Observation.objects.exists() or FigureBatch.objects.exists())

    def test_a_change_of_what_is_shown_needs_a_reason_and_becomes_a_correction(self):
        shown = make_observation(self.forest, 2024, "47", source=SOURCE, vintage="official")
        path = self.csv(*self.rows)
        self.assertEqual(self.enter(path).counts, {Fate.NEW: 1, Fate.CHANGED: 1})
        self.assertFalse(Observation.objects.waiting().exists())
        self.enter(path, reason="Theo niên giám")
        fresh = Observation.objects.waiting().get(indicator=self.forest.indicator)
        self.assertEqual((fresh.replaces, fresh.correction_reason), (shown, "Theo niên giám"))

    def test_a_stretch_of_years_is_a_sheet_of_its_own(self):
        self.enter(self.csv(["grdp", "2025", "2021-2025", "5,12", "", SOURCE], ["grdp", "2025", "", "8,0", "", SOURCE]))
        told = {str(batch): batch.observations.get().period for batch in FigureBatch.objects.all()}
        congress = str(self.congress)
        self.assertEqual(told, {f"{congress}, giai đoạn 2021-2025": "2021-2025", f"{congress}, năm 2025": "2025"})

    def test_the_whole_year_may_be_named(self):
        for period in ("Cả năm", "2024", "năm 2024"):
            with self.subTest(period=period):
                Observation.objects.all().delete()
                self.enter(self.csv(["grdp", "2024", period, "58,1", "", SOURCE]))
                self.assertEqual(Observation.objects.get().span, "year")

    def test_the_file_may_say_what_readers_see_of_a_figure_besides_its_number(self):
        heading = [*HEADING, "theo_bao_chi", "tinh_ra", "do_tin_cay"]
        path = self.csv(["grdp", "2024", "", "58,1", "", SOURCE, "Có", "x", "thấp"], heading=heading)
        self.assertEqual(self.enter(path).counts, {Fate.NEW: 1})
        found = Observation.objects.get()
        self.assertEqual((found.from_press, found.is_derived, found.confidence), (True, True, "low"))
        self.assertEqual(self.enter(path).counts, {Fate.SAME: 1})

    def test_what_a_paper_says_is_not_the_press_and_what_a_newspaper_says_is(self):
        newspaper = "https://baosonla.vn/kinh-te/grdp-tang-8.html"
        self.enter(self.csv(["grdp", "2023", "", "55", "", newspaper], ["grdp", "2024", "", "58,1", "", SOURCE]))
        self.assertEqual(
            dict(Observation.objects.values_list("source", "from_press")), {newspaper: True, SOURCE: False}
        )

    def test_another_scope_is_a_change_and_what_the_file_does_not_say_stays(self):
        shown = make_observation(
            self.forest, 2024, "47,8", source=SOURCE, note="Công bố tháng 3", from_press=True, confidence="low"
        )
        row = ["che-phu-rung", "2024", "", "47,8", "Chính thức", SOURCE]
        self.assertEqual(self.enter(self.csv(row)).counts, {Fate.SAME: 1})
        path = self.csv([*row, "chỉ rừng tự nhiên"], heading=[*HEADING, "pham_vi"])
        self.assertIn("phạm vi, nếu khác chỉ tiêu: «» thành «chỉ rừng tự nhiên»", self.said(path))
        self.enter(path, reason="Nguồn chỉ nói rừng tự nhiên")
        fresh = Observation.objects.waiting().get()
        self.assertEqual((fresh.replaces, fresh.scope_note), (shown, "chỉ rừng tự nhiên"))
        kept = (fresh.note, fresh.from_press, fresh.confidence)
        self.assertEqual(kept, ("Công bố tháng 3", True, "low"))

    def test_somebody_who_sends_the_same_in_that_moment_is_a_sentence(self):
        with mock.patch("resolutions.importing.rows.Judge._figures", return_value=[]):
            self.enter(self.csv(*self.rows))
            with self.assertRaisesMessage(services.StepRefused, "đã được người khác gửi"):
                self.enter(self.csv(*self.rows))
        self.assertEqual(FigureBatch.objects.count(), 1)

    def test_only_who_enters_figures_imports(self):
        table = tables.read(self.csv(*self.rows))
        with self.assertRaises(services.StepRefused):
            entering.enter(table, self.congress, by=make_user("writer"), at=timezone.now())


class ReturnedTests(ImportCase):
    """The approver sends some rows of a file back; the clerk mends them in the file."""

    rows = (
        ["che-phu-rung", "2024", "", "47,8", "Chính thức", SOURCE],
        ["grdp", "2024", "", "85,1", "", SOURCE],
    )

    def setUp(self):
        super().setUp()
        self.enter(self.csv(*self.rows))
        self.returned = Observation.objects.get(indicator=self.income.indicator)
        services.return_observation(self.returned, by=self.approver, at=timezone.now(), note="Gõ ngược chữ số")

    def test_a_mended_row_changes_the_figure_that_was_returned(self):
        outcome = self.enter(self.csv(self.rows[0], ["grdp", "2024", "", "58,1", "", SOURCE]))
        self.assertEqual(outcome.words, "0 mới, 0 thay số đang hiện, 1 sửa số đã trả lại, 1 đã có, 0 sai")
        self.assertIn("85,1 thành 58,1", outcome.told[0].said[0])
        found = Observation.objects.waiting().get(pk=self.returned.pk)
        self.assertEqual((str(found.value.normalize()), found.batch), ("58.1", FigureBatch.objects.first()))
        self.assertEqual(list(found.events.values_list("step", flat=True)), ["enter", "send_back", "change"])

    def test_one_that_is_not_mended_stays_returned_and_that_is_said(self):
        outcome = self.enter(self.csv(*self.rows))
        self.assertEqual(outcome.counts, {Fate.SAME: 2})
        self.assertIn("đã bị trả lại cho người nhập, và dòng này chưa sửa gì", outcome.told[0].said[0])
        self.assertEqual(Observation.objects.returned().get(), self.returned)

    def test_one_that_waits_is_still_decided_first(self):
        said = self.said(self.csv(["che-phu-rung", "2024", "", "48", "Chính thức", SOURCE]))
        self.assertIn("số 47,8 của dòng này đang chờ duyệt", said)

    def test_what_is_shown_is_read_again_while_its_correction_waits_or_was_returned(self):
        make_observation(self.forest, 2023, "47", source=SOURCE)
        row = ["che-phu-rung", "2023", "", "47", "Chính thức", SOURCE]
        self.enter(self.csv([*row[:3], "47,4", *row[4:]]), reason="Theo niên giám")
        fresh = Observation.objects.waiting().get(year=2023)
        for _state in ("waiting", "returned"):
            outcome = self.enter(self.csv(row))
            self.assertEqual(outcome.counts, {Fate.SAME: 1})
            self.assertIn("như số đang hiện; số 47,4 thay cho nó chưa được duyệt", outcome.told[0].said[0])
            if fresh.is_waiting:
                services.return_observation(fresh, by=self.approver, at=timezone.now(), note="Chưa rõ nguồn")
        self.assertEqual(str(Observation.objects.returned().get(year=2023).value.normalize()), "47.4")

    def test_a_returned_correction_stays_a_correction(self):
        shown = make_observation(self.forest, 2023, "47", source=SOURCE)
        row = ["che-phu-rung", "2023", "", "74", "Chính thức", SOURCE]
        self.enter(self.csv(row), reason="Theo niên giám")
        fresh = Observation.objects.waiting().get(year=2023)
        services.return_observation(fresh, by=self.approver, at=timezone.now(), note="Gõ ngược")
        self.enter(self.csv([*row[:3], "47,4", *row[4:]]))
        fresh = Observation.objects.waiting().get(year=2023)
        self.assertEqual((fresh.replaces, fresh.correction_reason), (shown, "Theo niên giám"))


class DoubtTests(ImportCase):
    def setUp(self):
        super().setUp()
        make_observation(self.income, 2023, "5,5")
        self.path = self.csv(["grdp", "2024", "", "58,1", "", SOURCE], ["che-phu-rung", "2024", "", "478", "", SOURCE])

    def test_what_looks_like_a_slip_is_said_and_must_have_been_looked_at(self):
        outcome = self.enter(self.path)
        self.assertEqual((outcome.doubted, outcome.is_sound), (2, True))
        self.assertIn("Cảnh báo, ô D2: Gấp hoặc kém từ 10 lần", outcome.told[0].said[0])
        self.assertIn("Cảnh báo, ô D3: Tỷ lệ 478% nằm ngoài khoảng", outcome.told[1].said[0])
        self.assertFalse(Observation.objects.waiting().exists())
        self.enter(self.path, have_looked=True)
        self.assertEqual(Observation.objects.waiting().count(), 2)

    def test_the_figure_that_counts_is_compared_with_and_not_the_last_recorded(self):
        make_observation(self.income, 2023, "60", source="Báo", vintage="estimate")
        self.assertIn("số gần nhất (5,5)", self.said(self.path))


class ToldTests(ImportCase):
    def test_a_wrong_row_after_many_new_ones_is_told_first(self):
        new = [["grdp", "2024", "", "58,1", "", f"Nguồn số {number}"] for number in range(300)]
        outcome = self.examine(self.csv(*new, ["grdp", "2024", "", "~60", "", SOURCE]))
        self.assertEqual([row.number for row in outcome.told], [302])

    def test_of_very_many_it_says_how_many_are_not_told(self):
        wrong = [["grdp", "2024", "", "~60", "", SOURCE]] * (entering.MOST_TOLD + 5)
        outcome = self.examine(self.csv(["che-phu-rung", "2024", "", "478", "", SOURCE], *wrong))
        self.assertEqual((len(outcome.told), outcome.untold), (entering.MOST_TOLD, 6))
        self.assertEqual({row.fate for row in outcome.told}, {Fate.WRONG})


class RealTests(ImportCase):
    """What is published of the real term is the template, so it must come back as it is."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        Target.objects.all().delete()
        Congress.objects.all().delete()
        call_command("load_congress", str(FACTS), verbosity=0)
        cls.congress = Congress.objects.get(code="xv")

    def exported(self):
        path = self.folder / "so-lieu-xv.csv"
        path.write_bytes(exports.as_csv(exports.of_congress(self.congress)))
        return path

    def test_the_export_of_the_fifteenth_congress_is_read_as_what_is_there(self):
        outcome = self.examine(self.exported())
        self.assertEqual(outcome.told, [])
        self.assertEqual(set(outcome.counts), {Fate.SAME})
        self.assertIn("2020", [row.cells["nam"] for row in tables.read(self.exported()).rows])

    def test_an_indicator_that_the_next_term_shares_brings_no_year_of_it(self):
        target = self.congress.targets.filter(indicator__isnull=False).first()
        make_observation(target, 2026, "61")
        self.assertEqual(set(self.examine(self.exported()).counts), {Fate.SAME})

    def test_two_targets_on_one_indicator_tell_its_figures_once(self):
        target = self.congress.targets.filter(indicator__observations__isnull=False).first()
        make_target(congress=self.congress, indicator=target.indicator, group=target.group, code="cung-chi-so")
        self.assertEqual(set(self.examine(self.exported()).counts), {Fate.SAME})


class WrongTests(ImportCase):
    def row(self, **facts):
        told = dict(zip(HEADING, ["grdp", "2024", "", "58,1", "", SOURCE], strict=True)) | facts
        return [told[name] for name in HEADING]

    def test_each_wrong_cell_is_named_with_what_to_do(self):
        for facts, sentence in (
            ({"gia_tri": "1.234"}, "Ô D2: «1.234» có thể hiểu hai cách"),
            ({"gia_tri": "7,5 %"}, "Ô D2: «7,5 %» không phải một con số"),
            ({"gia_tri": "~60"}, "Ô D2: «~60» không phải"),
            ({"gia_tri": "-"}, "Ô D2: «-» không phải"),
            ({"gia_tri": "–"}, "Ô D2: «–» không phải"),
            ({"gia_tri": ""}, "Ô D2: thiếu giá trị"),
            ({"gia_tri": "1,23456"}, "Ô D2: số quá lớn hoặc có hơn 4"),
            ({"nam": "2019"}, "Ô B2: năm 2019 ngoài nhiệm kỳ"),
            ({"nam": "2026"}, "Ô B2: năm 2026 ngoài nhiệm kỳ"),
            ({"nam": "năm nay"}, "Ô B2: «năm nay» không phải một năm"),
            ({"khoang_thoi_gian": "2023"}, "Ô C2: «2023» là năm khác với ô năm (2024)"),
            ({"khoang_thoi_gian": "2021-202²"}, "Ô C2: giai đoạn ghi hai năm, năm đầu trước"),
            ({"khoang_thoi_gian": "9 tháng " * 6}, "Ô C2: tên khoảng thời gian dài quá 40 ký tự"),
            ({"nguon": "Niên giám " * 300}, "Ô F2: ô dài quá 2.000 ký tự"),
            ({"khoang_thoi_gian": "2021-2025"}, "Ô B2: giai đoạn 2021-2025 thì ô năm phải là 2025"),
            ({"ma": "do-thi-hoa"}, "Ô A2: không có chỉ tiêu mã «do-thi-hoa» trong Đại hội XV"),
            ({"ma": ""}, "Ô A2: thiếu mã"),
            ({"do_chinh_thuc": "đoán"}, "Ô E2: «đoán» không có trong: ước, chưa rõ, sơ bộ, chính thức"),
            ({"nguon": " "}, "Ô F2: số liệu phải có nguồn"),
        ):
            with self.subTest(facts=facts):
                self.assertIn(sentence, self.said(self.csv(self.row(**facts))))

    def test_a_row_that_stands_twice_names_the_first(self):
        self.assertIn("Ô A3: dòng này trùng với dòng 2", self.said(self.csv(self.row(), self.row(gia_tri="9"))))

    def test_numbers_that_spreadsheets_hold_as_numbers_are_read_exactly(self):
        self.enter(self.xlsx(self.row(gia_tri=58.1, nam=2024), self.row(gia_tri=1234, nam=2023)), have_looked=True)
        found = Observation.objects.order_by("year").values_list("value", flat=True)
        self.assertEqual([str(value.normalize()) for value in found], ["1234", "58.1"])

    def test_formulas_dates_and_errors_are_refused_at_their_cell(self):
        for value, sentence in (
            ("=SUM(1,2)", "Ô D2: ô này là công thức"),
            (dt.date(2024, 5, 1), "Ô D2: bảng tính hiểu ô này là ngày tháng"),
            (True, "Ô D2: ô này là đúng/sai"),
        ):
            with self.subTest(value=value):
                self.assertIn(sentence, self.said(self.xlsx(self.row(gia_tri=value))))

    def test_a_cell_that_a_spreadsheet_shows_as_a_percentage_is_refused(self):
        """It holds a hundredth of what it shows."""
        for number_format, is_refused in (("0.00%", True), ("0%;[Red]-0%", True), ('0.00"%"', False), ("0.00", False)):
            with self.subTest(number_format=number_format):
                book = Workbook()
                for row in (HEADING, self.row(gia_tri=0.0746)):
                    book.active.append(row)
                book.active["D2"].number_format = number_format
                said = "Ô D2: ô có định dạng phần trăm, hiện 7,46% nhưng giữ 0,0746" if is_refused else ""
                self.assertIn(said, self.said(self.saved(book)))
                self.assertEqual(bool(self.examine(self.saved(book)).counts[Fate.WRONG]), is_refused)

    def test_a_cell_that_is_too_long_is_not_cut(self):
        for name, text, words in (
            ("pham_vi", "chỉ nông sản " * 20, "Ô G2: phạm vi dài quá 200 ký tự"),
            ("ghi_chu", "dài " * 600, "Ô G2: ô dài quá 2.000 ký tự"),
            ("theo_bao_chi", "chắc là có", "Ô G2: «chắc là có» không rõ; hãy ghi có hoặc không"),
            ("do_tin_cay", "vừa", "Ô G2: «vừa» không có trong: cao, trung bình, thấp"),
            ("chi_tieu", "dài " * 600, ""),
        ):
            with self.subTest(name=name):
                path = self.csv([*self.row(), text], heading=[*HEADING, name])
                self.assertIn(words, self.said(path))
                self.assertEqual(bool(self.examine(path).counts[Fate.WRONG]), bool(words))

    def test_merged_cells_leave_the_others_empty_and_that_is_said(self):
        book = Workbook()
        for row in (HEADING, self.row(), self.row(ma="che-phu-rung")):
            book.active.append(row)
        book.active.merge_cells("F2:F3")
        self.assertIn("Ô F3: số liệu phải có nguồn", self.said(self.saved(book)))

    def test_files_that_are_no_table_of_ours_are_refused_with_a_sentence(self):
        garbage = self.folder / "hong.xlsx"
        garbage.write_bytes(b"PK\x03\x04 khong phai")
        latin = self.folder / "la-tinh.csv"
        latin.write_bytes("mã,năm".encode("utf-16"))
        for path, sentence in (
            (garbage, "tệp hỏng"),
            (latin, "UTF-8"),
            (self.csv(heading=["ten", "so"], name="thieu"), "thiếu cột: ma, nam, gia_tri, nguon"),
            (self.csv(heading=[*HEADING, "gia_tri"]), "hai cột cùng tên gia_tri"),
            (self.folder / "a.pdf", "Chỉ đọc được tệp .xlsx hoặc .csv"),
        ):
            with self.subTest(path=path.name), self.assertRaisesMessage(tables.UnreadableError, sentence):
                list(tables.read(path).rows)

    def test_a_bomb_is_refused_before_it_is_opened(self):
        path = self.folder / "bom.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("xl/worksheets/sheet1.xml", b" " * (tables.MOST_BYTES + 1))
        self.assertLess(path.stat().st_size, 1_000_000)
        with self.assertRaisesMessage(tables.UnreadableError, "quá lớn"):
            tables.read(path)

    def test_a_million_empty_rows_end_soon(self):
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(HEADING)
        sheet.append(self.row())
        for _ in range(50_000):
            sheet.append([])
        sheet.append(self.row(ma="khong-bao-gio-doc"))
        self.assertEqual(self.examine(self.saved(book)).counts, {Fate.NEW: 1})


class SizeTests(ImportCase):
    def test_five_thousand_rows_ask_the_database_as_little_as_fifty(self):
        def asked(count):
            rows = (["grdp", "2024", "", "58,1", "", f"{count}, nguồn số {number}"] for number in range(count))
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(self.enter(self.csv(*rows)).counts, {Fate.NEW: count})
            return len(queries)

        self.assertLess(asked(5_000), asked(50) + 200)

    def test_reading_holds_no_more_than_a_few_rows(self):
        path = self.csv(*(["grdp", "2024", "", "58,1", "", f"Nguồn số {number}"] for number in range(20_000)))
        tracemalloc.start()
        for _row in tables.read(path).rows:
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        self.assertLess(peak, 1_000_000)


class ScreenTests(ImportCase):
    def send(self, path, button, **facts):
        file = SimpleUploadedFile(path.name, path.read_bytes())
        self.client.force_login(self.tracker)
        data = {"congress": self.congress.pk, "file": file, button: "1", **facts}
        return self.client.post(reverse("admin:resolutions_observation_import"), data)

    def test_a_file_is_looked_at_and_then_entered(self):
        path = self.csv(*EnteringTests.rows)
        self.assertContains(self.send(path, "examine"), "2 mới")
        self.assertFalse(Observation.objects.exists())
        self.assertRedirects(self.send(path, "enter"), reverse("admin:resolutions_observation_changelist"))
        self.assertEqual(Observation.objects.waiting().count(), 2)

    def test_what_is_wrong_is_said_row_by_row(self):
        response = self.send(self.csv(["grdp", "2024", "", "~60", "", SOURCE]), "enter")
        self.assertContains(response, "Ô D2: «~60» không phải một con số")
        self.assertContains(response, "Không nhập gì")

    def test_what_looks_like_a_slip_is_asked_about_beside_the_box(self):
        path = self.csv(["che-phu-rung", "2024", "", "478", "", SOURCE])
        response = self.send(path, "enter")
        self.assertContains(response, "Tỷ lệ 478% nằm ngoài khoảng")
        self.assertContains(response, "1 dòng có cảnh báo")
        self.assertIn("đánh dấu ô này", response.context["form"].errors["have_looked"][0])
        self.assertRedirects(
            self.send(path, "enter", have_looked="on"), reverse("admin:resolutions_observation_changelist")
        )

    def test_writers_have_no_such_screen(self):
        self.client.force_login(make_user("writer"))
        self.assertEqual(self.client.get(reverse("admin:resolutions_observation_import")).status_code, 403)


class CommandTests(ImportCase):
    def run_it(self, path, *words):
        said, wrong = io.StringIO(), io.StringIO()
        call_command("import_figures", str(path), "--congress", "xv", "--by", "so", *words, stdout=said, stderr=wrong)
        return said.getvalue() + wrong.getvalue()

    def test_a_dry_run_writes_nothing_and_the_run_does(self):
        path = self.csv(*EnteringTests.rows)
        self.assertIn("Xét thử: 2 mới", self.run_it(path, "--dry-run"))
        self.assertFalse(Observation.objects.exists())
        self.assertIn("Đã nhập, chờ duyệt: 2 mới", self.run_it(path))
        self.assertIn("2 đã có", self.run_it(path))

    def test_what_cannot_be_ends_with_a_sentence(self):
        path = self.csv(["grdp", "2024", "", "~60", "", SOURCE])
        with self.assertRaisesMessage(CommandError, "Không nhập gì: 0 mới, 0 thay số đang hiện, 0 đã có, 1 sai"):
            self.run_it(path)
        doubtful = self.csv(["che-phu-rung", "2024", "", "478", "", SOURCE], name="ngo")
        with self.assertRaisesMessage(CommandError, "1 dòng có cảnh báo; nếu số đúng, hãy thêm --have-looked"):
            self.run_it(doubtful)
        self.assertIn("1 mới", self.run_it(doubtful, "--have-looked"))
        with self.assertRaisesMessage(CommandError, "Không đọc được tệp"):
            self.run_it(self.folder / "khong-co.csv")
        with self.assertRaisesMessage(CommandError, "Không có tài khoản"):
            call_command("import_figures", str(path), "--congress", "xv", "--by", "ai-do")
