"""A year in one sitting: entered on one page, approved in one go, all or nothing."""

from decimal import Decimal

from django.test import TestCase
from django.urls import reverse

from resolutions.models import FigureBatch, Observation
from tests.factories import make_user
from tests.factories_resolutions import make_congress, make_observation, make_target

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

    def test_returning_without_a_word_changes_nothing(self):
        self.assertContains(self.decide(step="send_back"), "Hãy ghi cần sửa gì")
        self.assertEqual(Observation.objects.waiting().count(), 3)

    def test_who_entered_the_sheet_does_not_approve_it(self):
        Observation.objects.update(entered_by=self.approver)
        FigureBatch.objects.update(entered_by=self.approver)
        self.assertContains(self.client.get(self.own), "không tự duyệt được")
        self.decide()
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

    def test_only_approvers_open_it(self):
        self.client.force_login(self.tracker)
        self.assertEqual(self.client.get(self.own).status_code, 403)
        self.client.force_login(self.approver)
        unknown = reverse("admin:resolutions_observation_batch", args=[10**9])
        self.assertEqual(self.client.get(unknown).status_code, 404)
