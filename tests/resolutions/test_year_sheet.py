"""A year in one sitting: entered on one page, approved in one go, all or nothing."""

from decimal import Decimal
from unittest import mock

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from desk.steps import StepRefused
from resolutions import services, year_sheet
from resolutions.models import FigureBatch, Observation
from resolutions.progress.choosing import choose
from tests.factories import make_user
from tests.factories_resolutions import RECORDED, make_congress, make_indicator, make_observation, make_target

SHEET = reverse("admin:resolutions_observation_sheet")
SOURCE = "Báo cáo tình hình kinh tế - xã hội năm 2024 của Cục Thống kê"


class SheetCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tracker = make_user("tracker")
        cls.approver = make_user("tracker_approver")
        cls.congress = make_congress("xv")
        cls.forest = make_target(wording="Tỷ lệ che phủ rừng", code="che-phu-rung", unit="%")
        cls.income = make_target(wording="GRDP bình quân đầu người", code="grdp", unit="triệu đồng")
        cls.communes = make_target(wording="Số xã đạt chuẩn", code="so-xa", unit="xã")
        for year, value in ((2021, "46"), (2022, "47"), (2023, "47,5")):
            make_observation(cls.forest, year, value)
        make_observation(cls.income, 2023, "55")

    def setUp(self):
        self.client.force_login(self.tracker)
        self.address = f"{SHEET}?dai_hoi=xv&nam=2024"

    def page(self):
        return self.client.get(self.address)

    def data(self, page=None, **values):
        """The form as the page showed it, with values for targets by their code and common fields."""
        sheet = (page or self.page()).context["sheet"]
        data = {"vintage": "preliminary", "source": SOURCE, "source_as_of": "2024-12"}
        for form in sheet.rows:
            data[form.add_prefix("seen")] = form.row.seen
            if (typed := values.pop(form.row.target.code.replace("-", "_"), None)) is not None:
                data[form.add_prefix("value")] = typed
        return data | values

    def send(self, **values):
        page = values.pop("page", None)
        return self.client.post(self.address, self.data(page, **values))

    def errors(self, response):
        sheet = response.context["sheet"]
        forms = [sheet.common, *sheet.rows]
        return " ".join(sentence for form in forms for errors in form.errors.values() for sentence in errors)


class EnteringTests(SheetCase):
    def test_the_row_shows_what_is_known_beside_the_empty_field(self):
        page = self.page()
        self.assertContains(page, "Tỷ lệ che phủ rừng")
        self.assertContains(page, "47,5")
        self.assertEqual(
            [form.row.target for form in page.context["sheet"].rows], [self.forest, self.income, self.communes]
        )

    def test_all_figures_wait_as_one_sheet_with_the_source_typed_once(self):
        response = self.send(che_phu_rung="47,8", grdp="58,1")
        self.assertRedirects(response, self.address)
        batch = FigureBatch.objects.get()
        rows = batch.observations.order_by("pk")
        self.assertEqual([row.value for row in rows], [Decimal("47.8"), Decimal("58.1")])
        told = {(row.source, row.source_as_of, row.vintage, row.year, row.entered_by) for row in rows}
        self.assertEqual(told, {(SOURCE, "2024-12", "preliminary", 2024, self.tracker)})
        self.assertEqual(Observation.objects.waiting().count(), 2)

    def test_a_row_may_say_otherwise(self):
        prefix = f"ct-{self.forest.pk}"
        own = {f"{prefix}-source": "Quyết định hiện trạng rừng", f"{prefix}-vintage": "official"}
        self.send(che_phu_rung="47,8", grdp="58,1", **own)
        found = Observation.objects.get(indicator=self.forest.indicator, year=2024)
        self.assertEqual((found.source, found.vintage), ("Quyết định hiện trạng rừng", "official"))

    def test_bad_numbers_get_a_sentence_at_their_cell_and_nothing_is_kept(self):
        for typed in ("1.234", "7,5 %", "~60", "-", "–", "khoảng 5", "1,2,3", "9" * 30):
            with self.subTest(typed=typed):
                response = self.send(che_phu_rung=typed, grdp="58,1")
                form = response.context["sheet"].rows[0]
                self.assertEqual(len(form.errors["value"]), 1, form.errors)
                self.assertContains(response, 'value="58,1"')
        self.assertFalse(FigureBatch.objects.exists())

    def test_what_looks_like_a_slip_must_have_been_looked_at(self):
        response = self.send(che_phu_rung="478")
        self.assertContains(response, "nằm ngoài khoảng từ 0 đến 100")
        self.assertIn("Đã xem các cảnh báo", self.errors(response))
        self.assertFalse(Observation.objects.waiting().exists())
        self.assertRedirects(self.send(che_phu_rung="478", have_looked="on"), self.address)

    def test_an_empty_sheet_says_so(self):
        self.assertIn("Chưa có số nào được gõ", self.errors(self.send()))

    def test_without_a_source_nothing_is_kept(self):
        self.assertIn("bắt buộc", self.errors(self.send(che_phu_rung="47,8", source=" ")))

    def test_of_two_people_the_second_is_told_row_by_row(self):
        page = self.page()
        self.client.force_login(make_user("tracker", display_name="Lò Thị Hoa"))
        self.send(che_phu_rung="47,7")
        self.client.force_login(self.tracker)
        response = self.send(page=page, che_phu_rung="47,9", grdp="58,1", source="Nguồn khác")
        self.assertIn("Lò Thị Hoa đã nhập 47,7 cho dòng này", self.errors(response))
        self.assertEqual(Observation.objects.waiting().count(), 1)

    def test_what_is_shown_already_is_passed_over_and_a_change_of_it_is_a_correction(self):
        shown = make_observation(self.forest, 2024, "47", source=SOURCE, vintage="preliminary")
        self.assertIn("Chưa có số nào", self.errors(self.send(che_phu_rung="47")))
        self.assertIn("lý do đính chính", self.errors(self.send(che_phu_rung="47,8")))
        self.send(che_phu_rung="47,8", reason="Gõ nhầm")
        self.assertEqual(Observation.objects.waiting().get().replaces, shown)

    def test_what_stands_beside_the_field_is_the_figure_that_counts(self):
        """Of the target's own scope, then the more official one; not what was recorded last."""
        make_observation(self.forest, 2024, "47,6", vintage="official")
        make_observation(self.forest, 2024, "48,5", vintage="official", source="Báo cáo", scope_note="chỉ rừng trồng")
        make_observation(self.forest, 2024, "49", vintage="estimate", source="Báo Sơn La")
        make_observation(self.income, 2023, "54", vintage="estimate", source="Báo Sơn La")
        rows = {form.row.target: form.row for form in self.page().context["sheet"].rows}
        figures = self.forest.indicator.figures()
        chosen = choose(self.forest.goal(), figures, 2024).years[2024]
        self.assertEqual((rows[self.forest].shown.value, chosen.value), (Decimal("47.6"), Decimal("47.6")))
        self.assertEqual(rows[self.income].last, 55)

    def test_a_correction_finds_its_original_among_all_that_are_shown(self):
        original = make_observation(self.forest, 2024, "47", source=SOURCE, vintage="preliminary")
        make_observation(self.forest, 2024, "47,5", vintage="official")
        self.assertIn("lý do đính chính", self.errors(self.send(che_phu_rung="47,8")))
        self.send(che_phu_rung="47,8", reason="Gõ nhầm")
        self.assertEqual(Observation.objects.waiting().get().replaces, original)

    def test_another_scope_is_no_figure_that_is_shown_already(self):
        shown = make_observation(self.forest, 2024, "47", source=SOURCE, vintage="preliminary", note="Công bố tháng 3")
        scope = {f"ct-{self.forest.pk}-scope_note": "chỉ rừng tự nhiên"}
        self.send(che_phu_rung="47", reason="Nguồn chỉ nói rừng tự nhiên", have_looked="on", **scope)
        found = Observation.objects.waiting().get()
        self.assertEqual(
            (found.replaces, found.scope_note, found.note), (shown, "chỉ rừng tự nhiên", "Công bố tháng 3")
        )

    def test_a_correction_keeps_the_marks_that_it_says_nothing_about(self):
        marks = {"from_press": True, "is_derived": True, "confidence": "low", "scope_note": "chỉ rừng trồng"}
        make_observation(self.forest, 2024, "47", source=SOURCE, vintage="preliminary", **marks)
        self.send(che_phu_rung="47,8", reason="Gõ nhầm")
        found = Observation.objects.waiting().get()
        self.assertEqual({name: getattr(found, name) for name in marks}, marks)

    def test_what_a_newspaper_says_is_marked_unless_somebody_says_otherwise(self):
        newspaper = "https://baosonla.vn/kinh-te/grdp-tang-8.html"
        prefix = f"ct-{self.income.pk}"
        own = {f"{prefix}-source": "Niên giám thống kê 2024", f"{prefix}-is_derived": "on"}
        said = {f"ct-{self.communes.pk}-from_press": "khong"}
        self.send(che_phu_rung="47,8", grdp="58,1", so_xa="60", source=newspaper, **own, **said)
        told = Observation.objects.waiting().order_by("pk").values_list("from_press", "is_derived")
        self.assertEqual(list(told), [(True, False), (False, True), (False, False)])

    def test_the_period_of_a_sheet_is_read_as_what_people_mean(self):
        for typed, label, words in (
            ("Cả năm", "", ""),
            ("2024", "", ""),
            ("2021-2024", "2021-2024", ""),
            ("2023", None, "«2023» là năm khác với ô năm (2024)."),
            ("2021-2025", None, "Giai đoạn 2021-2025 thì ô năm phải là 2025."),
            ("2024-2021", None, "Giai đoạn ghi hai năm"),
        ):
            with self.subTest(typed=typed):
                page = self.client.get(SHEET, {"dai_hoi": "xv", "nam": "2024", "ky": typed})
                self.assertContains(page, words)
                sheet = page.context["sheet"]
                self.assertEqual(sheet.period_label if sheet else None, label)

    def test_a_stretch_of_years_is_entered_as_such(self):
        self.address = f"{SHEET}?dai_hoi=xv&nam=2024&ky=2021-2024"
        self.send(grdp="5,12")
        found = Observation.objects.waiting().get()
        self.assertEqual((found.span, found.period_label, found.year), ("term", "2021-2024", 2024))

    def test_a_part_of_the_year_is_entered_as_such(self):
        self.address = f"{SHEET}?dai_hoi=xv&nam=2024&ky=9+tháng"
        self.send(che_phu_rung="40")
        found = Observation.objects.waiting().get()
        self.assertEqual((found.span, found.period_label), ("part_year", "9 tháng"))

    def test_years_outside_the_term_and_in_the_future_are_refused(self):
        for year in (2020, 2026, 1, 99999):
            with self.subTest(year=year):
                page = self.client.get(f"{SHEET}?dai_hoi=xv&nam={year}")
                self.assertContains(page, "Nhiệm kỳ này có số liệu các năm 2021 đến 2025.")
                self.assertIsNone(page.context["sheet"])

    def test_only_who_enters_figures_opens_the_sheet(self):
        self.client.force_login(make_user("writer"))
        self.assertEqual(self.page().status_code, 403)

    def test_a_number_is_checked_while_it_is_typed(self):
        address = f"{reverse('admin:resolutions_observation_check')}?dai_hoi=xv&nam=2024"
        for value, words in (("478", "ngoài khoảng"), ("7,5 %", "Hãy nhập một số"), ("47,8", "")):
            with self.subTest(value=value):
                answer = self.client.post(address, {"row": self.forest.pk, "value": value}).json()
                self.assertIn(words, " ".join(answer.get("said") or answer.get("errors") or []))

    def test_the_sheet_costs_the_same_for_three_targets_and_for_thirty(self):
        with self.assertNumQueries(16):
            self.page()
        for number in range(27):
            make_observation(make_target(code=f"them-{number}"), 2023, "5")
        with self.assertNumQueries(16):
            self.page()


class ApprovingTests(SheetCase):
    def setUp(self):
        super().setUp()
        self.send(che_phu_rung="47,8", grdp="58,1", so_xa="60")
        self.batch = FigureBatch.objects.get()
        self.own = reverse("admin:resolutions_observation_batch", args=[self.batch.pk])
        self.client.force_login(self.approver)

    def decide(self, *targets, step="approve", **data):
        page = self.client.get(self.own)
        rows = page.context["rows"]
        data |= {f"seen-{row.observation.pk}": row.observation.recorded_at.isoformat() for row in rows}
        wanted = [row.observation.pk for row in rows if not targets or row.target in targets]
        return self.client.post(self.own, data | {"row": wanted, step: "1"}, follow=True)

    def test_the_sheet_is_one_line_to_do_and_one_click_to_agree(self):
        self.assertContains(self.client.get(reverse("admin:index")), self.own)
        self.assertContains(self.decide(), "Đã duyệt 3 số liệu.")
        self.assertEqual(Observation.objects.approved().filter(year=2024).count(), 3)

    def test_the_approver_sees_old_new_and_what_looks_odd(self):
        make_observation(self.forest, 2024, "30", vintage="estimate", source="Báo")
        page = self.client.get(self.own)
        self.assertContains(page, "17,8")
        self.assertContains(page, "47,8")

    def test_some_rows_are_approved_and_others_returned_with_a_word(self):
        self.decide(self.forest, self.communes)
        self.assertContains(self.decide(step="send_back", note="Thiếu văn bản"), "Đã trả lại 1 số liệu.")
        returned = Observation.objects.returned().get()
        self.assertEqual(returned.indicator, self.income.indicator)
        self.assertEqual(returned.events.get(step="send_back").note, "Thiếu văn bản")

    def test_what_was_returned_is_mended_in_its_row(self):
        self.decide(self.income, step="send_back", note="Gõ ngược chữ số")
        returned = Observation.objects.returned().get()
        self.client.force_login(self.tracker)
        self.assertContains(self.page(), "đã trả lại: 58,1")
        self.assertRedirects(self.send(grdp="55,8"), self.address)
        found = Observation.objects.get(pk=returned.pk)
        self.assertEqual(
            (found.value, found.state, found.batch), (Decimal("55.8"), "waiting", FigureBatch.objects.first())
        )
        self.assertNotEqual(found.batch, self.batch)
        self.assertEqual(Observation.objects.filter(year=2024).count(), 3)

    def test_what_is_shown_is_typed_again_while_its_correction_was_returned(self):
        make_observation(self.forest, 2022, "47,2", source=SOURCE, vintage="preliminary")
        self.client.force_login(self.tracker)
        self.address = f"{SHEET}?dai_hoi=xv&nam=2022"
        self.send(che_phu_rung="47,3", reason="Gõ nhầm")
        fresh = Observation.objects.waiting().get(year=2022)
        services.return_observation(fresh, by=self.approver, at=timezone.now(), note="Chưa rõ nguồn")
        self.assertIn("Chưa có số nào", self.errors(self.send(che_phu_rung="47,2")))
        self.assertEqual(Observation.objects.returned().get().value, Decimal("47.3"))

    def test_what_waits_is_decided_before_another_is_sent(self):
        self.client.force_login(self.tracker)
        self.assertIn("đang chờ duyệt", self.errors(self.send(grdp="55,8")))

    def test_returned_while_somebody_types_is_said(self):
        self.client.force_login(self.tracker)
        page = self.page()
        self.client.force_login(self.approver)
        self.decide(self.income, step="send_back", note="Gõ ngược chữ số")
        self.client.force_login(self.tracker)
        self.assertIn("số 58,1 của dòng này đã bị trả lại", self.errors(self.send(page=page, grdp="55,8")))

    def test_returning_without_a_word_changes_nothing(self):
        response = self.decide(step="send_back")
        self.assertContains(response, "Hãy ghi cần sửa gì")
        self.assertEqual(Observation.objects.waiting().count(), 3)

    def test_who_entered_the_sheet_does_not_approve_it(self):
        Observation.objects.update(entered_by=self.approver)
        FigureBatch.objects.update(entered_by=self.approver)
        self.assertContains(self.client.get(self.own), "không tự duyệt được")
        self.assertEqual(self.decide().status_code, 403)
        self.assertFalse(Observation.objects.approved().filter(year=2024).exists())

    def test_a_row_changed_meanwhile_stops_the_whole(self):
        page = self.client.get(self.own)
        rows = page.context["rows"]
        data = {f"seen-{row.observation.pk}": row.observation.recorded_at.isoformat() for row in rows}
        changed = rows[0].observation
        self.client.force_login(self.tracker)
        Observation.objects.filter(pk=changed.pk).update(recorded_at="2026-01-01T00:00:00Z")
        self.client.force_login(self.approver)
        data |= {"row": [row.observation.pk for row in rows], "approve": "1"}
        self.assertContains(self.client.post(self.own, data), "vừa được người khác sửa", status_code=409)
        self.assertEqual(Observation.objects.waiting().count(), 3)

    def test_whoever_was_slower_is_told_and_it_is_not_forbidden(self):
        page = self.client.get(self.own)
        rows = page.context["rows"]
        data = {f"seen-{row.observation.pk}": row.observation.recorded_at.isoformat() for row in rows}
        with mock.patch("resolutions.year_sheet.decide", side_effect=StepRefused("Số liệu này đã được duyệt.")):
            answer = self.client.post(self.own, data | {"row": [row.observation.pk for row in rows], "approve": "1"})
        self.assertContains(answer, "Số liệu này đã được duyệt.", status_code=409)

    def test_only_approvers_open_it(self):
        self.client.force_login(self.tracker)
        self.assertEqual(self.client.get(self.own).status_code, 403)
        self.client.force_login(self.approver)
        unknown = reverse("admin:resolutions_observation_batch", args=[10**9])
        self.assertEqual(self.client.get(unknown).status_code, 404)


class EveryFigureTests(SheetCase):
    """Whatever is confirmed stands on the page with its time, scope and source, beside what it compares with."""

    def setUp(self):
        super().setUp()
        self.client.force_login(self.approver)

    def sheet(self, *figures):
        batch = FigureBatch.objects.create(
            congress=self.congress, year=2024, entered_by=self.tracker, entered_at=RECORDED
        )
        for target, value, facts in figures:
            facts = {"by": self.tracker, "approved_at": None, "batch": batch, **facts}
            make_observation(target, facts.pop("year", 2024), value, **facts)
        return self.client.get(reverse("admin:resolutions_observation_batch", args=[batch.pk]))

    def told(self, page):
        return [(row.observation.period, row.observation.value, row.difference) for row in page.context["rows"]]

    def test_a_stretch_and_a_year_of_one_indicator_are_two_rows(self):
        make_observation(self.income, 2024, "5", source="Báo cáo")
        make_observation(self.income, 2024, "4,5", source="Báo cáo", span="term", period_label="2021-2024")
        stretch = {"span": "term", "period_label": "2021-2024", "scope_note": "giá so sánh 2010"}
        page = self.sheet((self.income, "5,12", stretch), (self.income, "8", {}))
        self.assertEqual(
            self.told(page), [("2024", Decimal(8), Decimal(3)), ("2021-2024", Decimal("5.12"), Decimal("0.62"))]
        )
        self.assertContains(page, "<td>2021-2024</td>", html=True)
        self.assertContains(page, "giá so sánh 2010")

    def test_a_mean_of_years_is_not_compared_with_one_year(self):
        make_observation(self.communes, 2024, "50")
        page = self.sheet((self.communes, "800", {"span": "term", "period_label": "2021-2024"}))
        [row] = page.context["rows"]
        self.assertEqual((row.shown, row.difference, row.doubts), (None, None, []))

    def test_two_sources_of_one_indicator_are_two_rows_and_both_are_decided(self):
        newspaper = "https://baosonla.vn/" + "kinh-te-xa-hoi/" * 8
        page = self.sheet(
            (self.forest, "47,8", {"source": "Niên giám"}),
            (self.forest, "48", {"source": newspaper, "from_press": True, "vintage": "estimate"}),
        )
        self.assertEqual([row.observation.value for row in page.context["rows"]], [Decimal("47.8"), 48])
        self.assertContains(page, newspaper)
        self.assertContains(page, "theo báo chí, cần đối chiếu")

    def test_an_indicator_that_left_the_congress_can_still_be_decided(self):
        page = self.sheet((make_indicator(name="Số thuê bao internet"), "12", {}))
        self.assertContains(page, "Số thuê bao internet")

    def test_of_very_many_the_page_says_how_many_are_left(self):
        with mock.patch.object(year_sheet, "AT_ONCE", 2):
            page = self.sheet(*((self.forest, "47", {"source": f"Nguồn số {number}"}) for number in range(5)))
        self.assertEqual(len(page.context["rows"]), 2)
        self.assertContains(page, "Còn 3 số khác của bảng này")

    def test_the_page_costs_the_same_for_three_rows_and_for_thirty(self):
        batch = self.sheet(*((self.forest, "47", {"source": f"Nguồn số {number}"}) for number in range(3))).context[
            "batch"
        ]
        address = reverse("admin:resolutions_observation_batch", args=[batch.pk])
        with CaptureQueriesContext(connection) as three:
            self.client.get(address)
        for number in range(27):
            facts = {"by": self.tracker, "approved_at": None, "batch": batch, "source": f"Báo cáo số {number}"}
            make_observation(self.income, 2024, "58", **facts)
        with self.assertNumQueries(len(three)):
            self.client.get(address)
