"""A new term's targets are entered on one page, and agreed to on one."""

from datetime import date
from decimal import Decimal

from django.test import TestCase
from django.urls import reverse

from desk.steps import StepRefused
from proposals import services as proposals
from proposals.models import Proposal
from resolutions import term_sheet
from resolutions.admin.term_sheet import BLANK_ROWS, NOTHING, WORDING_NEEDED
from resolutions.models import Indicator, Target, TargetGroup
from tests.factories import local, make_user
from tests.factories_resolutions import make_congress, make_indicator, make_target

HEADING = {"kind": "composite"}
MONDAY = local(2026, 1, 5, 9)


class TermSheetCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.one, cls.other = (make_user("tracker_approver") for _ in range(2))
        cls.before = make_congress("xv", ordinal=15, start_year=2020, end_year=2025)
        cls.now = make_congress("xvi", ordinal=16, start_year=2025, end_year=2030)
        cls.grdp = make_target(congress=cls.before, wording="GRDP bình quân đầu người", code="grdp", value=60)
        cls.group = cls.grdp.group

    def setUp(self):
        self.client.force_login(self.one)
        self.page = reverse("admin:resolutions_target_term") + "?dai_hoi=xvi"

    def typed(self, **facts):
        row = {"wording": "Tỷ lệ che phủ rừng", "group": self.group, "kind": "level", "comparator": "at_least"}
        return term_sheet.TypedTarget(**row | {"unit": "%", "value": Decimal("48.5")} | facts)

    def enter(self, *rows):
        return term_sheet.enter(self.now, dict(enumerate(rows, 1)), source="Nghị quyết", by=self.one, at=MONDAY)

    def refused(self, *rows):
        with self.assertRaises(term_sheet.TermRefusedError) as raised:
            self.enter(*rows)
        return raised.exception.rows

    def post(self, *rows, page="", **facts):
        data = {"source": "Nghị quyết Đại hội XVI"} | facts
        for place, row in enumerate(rows, 1):
            row = {"group": str(self.group.pk), "kind": "level", "comparator": "at_least"} | row
            data |= {f"dong-{place}-{name}": value for name, value in row.items()}
        for place in range(len(rows) + 1, BLANK_ROWS + 1):
            data |= {f"dong-{place}-group": str(self.group.pk), f"dong-{place}-kind": "level"}
            data |= {f"dong-{place}-comparator": "at_least"}
        return self.client.post(page or self.page, data)


class EnteringTests(TermSheetCase):
    def test_a_row_becomes_a_target_once_a_second_person_agrees(self):
        [proposal] = self.enter(self.typed())
        self.assertFalse(self.now.targets.exists())
        proposals.decide([proposal], "approve", by=self.other, at=MONDAY)
        target = self.now.targets.get()
        self.assertEqual((target.code, target.value, target.target_year), ("ty-le-che-phu-rung", Decimal("48.5"), 2030))
        self.assertEqual((target.indicator.name, target.indicator.unit), ("Tỷ lệ che phủ rừng", "%"))

    def test_an_indicator_of_that_name_is_used_again_whatever_its_case(self):
        self.enter(self.typed(wording="GRDP/người", indicator=self.grdp.indicator.name.upper()))
        self.assertEqual(Indicator.objects.get(), self.grdp.indicator)

    def test_two_rows_of_one_new_indicator_make_it_once(self):
        self.enter(self.typed(indicator="Độ che phủ"), self.typed(wording="Giữ rừng", indicator="độ che phủ"))
        self.assertEqual(Indicator.objects.exclude(pk=self.grdp.indicator_id).count(), 1)

    def test_a_copied_row_keeps_how_it_is_counted(self):
        change = {"kind": "average_change", "unit": "điểm phần trăm/năm"}
        Target.objects.filter(pk=self.grdp.pk).update(road="geometric", **change)
        [like] = term_sheet.copied(self.before)
        indicator = self.grdp.indicator.name
        row = {"wording": like.wording, "indicator": indicator, "kind": like.kind, "unit": "", "like": like}
        [proposal] = self.enter(self.typed(**row))
        self.assertEqual(proposal.changes["road"], [None, "geometric"])
        self.assertEqual(proposal.changes["unit"], [None, "điểm phần trăm/năm"])

    def test_a_copied_row_keeps_its_indicator_whoever_else_has_that_name(self):
        """Names are not unique: «Tỷ lệ» of one field may stand in another too."""
        namesake = make_indicator(name=self.grdp.indicator.name, unit="USD", code="grdp-khac")
        for indicator in (self.grdp.indicator, namesake):
            with self.subTest(code=indicator.code):
                Proposal.objects.all().delete()
                Target.objects.filter(pk=self.grdp.pk).update(indicator=indicator)
                [like] = term_sheet.copied(self.before)
                [proposal] = self.enter(self.typed(wording=like.wording, indicator=indicator.name, unit="", like=like))
                self.assertEqual(proposal.changes["indicator"][1], indicator.pk)

    def test_of_two_indicators_of_one_name_the_code_says_which(self):
        name = self.grdp.indicator.name
        namesake = make_indicator(name=name, unit="USD", code="grdp-khac")
        said = self.refused(self.typed(indicator=name))[1]["indicator"]
        self.assertEqual(
            said, [f"Có nhiều chỉ số tên này; hãy ghi mã của một chỉ số: {self.grdp.indicator.code}, grdp-khac."]
        )
        [proposal] = self.enter(self.typed(indicator="grdp-khac", unit=""))
        self.assertEqual(proposal.changes["indicator"][1], namesake.pk)

    def test_a_range_goes_from_its_number_to_the_other(self):
        [proposal] = self.enter(self.typed(comparator="between", value=Decimal(4), high=Decimal(5)))
        self.assertEqual((proposal.changes["low"][1], proposal.changes["high"][1]), ("4", "5"))
        self.assertNotIn("value", proposal.changes)

    def test_codes_stay_apart_from_those_that_wait(self):
        self.enter(self.typed())
        [other] = self.enter(self.typed(wording="Tỷ lệ che phủ, rừng"))
        self.assertEqual(other.changes["code"][1], "ty-le-che-phu-rung-2")

    def test_one_bad_row_keeps_all_out_and_every_one_is_named(self):
        good, known = self.typed(), self.grdp.indicator.name
        for row, column in (
            (self.typed(wording="Không đơn vị", unit=""), "unit"),
            (self.typed(wording="Giảm nghèo", kind="average_change"), "indicator"),
            (self.typed(wording="Sai hướng", indicator=known, comparator="at_most"), "comparator"),
            (self.typed(wording="Thiếu mức", value=None), "value"),
            (self.typed(wording="GRDP/người bằng USD", indicator=known, unit="USD", value=Decimal(3500)), "unit"),
            (self.typed(wording="Thu ngân sách tăng 10%/năm", kind="average_rate", unit="tỷ đồng"), "indicator"),
            (self.typed(wording="Thiếu cận", comparator="between"), "value"),
            (self.typed(wording="ty le che phu rung"), "wording"),
        ):
            with self.subTest(row.wording):
                self.assertEqual([*self.refused(good, row)[2]], [column])
                self.assertEqual((Proposal.objects.count(), Indicator.objects.count()), (0, 1))

    def test_twice_changes_nothing(self):
        self.enter(self.typed())
        self.assertEqual(self.refused(self.typed()), {1: {"wording": [term_sheet.TWICE]}})

    def test_what_is_gone_is_not_copied_and_parts_follow_what_they_are_parts_of(self):
        make_target(congress=self.before, wording="Số xã", code="so-xa", not_assessed_reason="Đã sắp xếp lại")
        economy = make_target(congress=self.before, wording="Cơ cấu kinh tế", code="co-cau", **HEADING)
        make_target(congress=self.before, wording="Mỗi xã một sản phẩm", code="ocop")
        make_target(congress=self.before, wording="Nông nghiệp", code="nong-nghiep", parent=economy)
        copied = [target.wording for target in term_sheet.copied(self.before)]
        self.assertNotIn("Số xã", copied)
        self.assertEqual(copied.index("Nông nghiệp"), copied.index("Cơ cấu kinh tế") + 1)

    def test_a_milestone_has_a_day_instead_of_a_number(self):
        row = self.typed(kind="milestone", unit="", value=None, due_on=date(2028, 6, 30))
        [proposal] = self.enter(row)
        proposals.decide([proposal], "approve", by=self.other, at=MONDAY)
        self.assertEqual(self.now.targets.get().due_on, date(2028, 6, 30))
        without = self.typed(wording="Sáp nhập xong", kind="milestone", unit="", value=None)
        self.assertEqual([*self.refused(without)[1]], ["due_on"])

    def test_a_target_of_parts_comes_to_be_with_its_parts_or_not_at_all(self):
        rows = [self.heading(), self.part("Nông nghiệp", 18), self.part("Công nghiệp", 35), self.typed()]
        economy, forest = self.enter(*rows)
        self.assertIn(
            ("Phần 2", "chưa có", "Công nghiệp (chỉ số Công nghiệp, loại chỉ tiêu Mức đạt vào năm cuối, "
            "phép so sánh từ … trở lên, mức chỉ tiêu 35)"),
            proposals.in_words(economy),
        )  # fmt: skip
        proposals.decide([forest, economy], "approve", by=self.other, at=MONDAY)
        parent = self.now.targets.get(kind="composite")
        parts = parent.parts.order_by("order").values_list("wording", "value", "group")
        expected = [("Nông nghiệp", 18, self.group.pk), ("Công nghiệp", 35, self.group.pk)]
        self.assertEqual(list(parts), expected)

    def test_of_a_target_whose_part_cannot_be_made_any_more_nothing_is_made(self):
        [economy] = self.enter(self.heading(), self.part("Nông nghiệp", 18))
        make_target(congress=self.now, wording="Nông nghiệp", code="nong-nghiep")
        with self.assertRaises(StepRefused):
            proposals.decide([economy], "approve", by=self.other, at=MONDAY)
        self.assertFalse(self.now.targets.filter(kind="composite").exists())
        self.assertEqual(Proposal.objects.waiting().count(), 1)

    def test_parts_stand_below_what_they_are_parts_of(self):
        other_field = TargetGroup.objects.create(name="Xã hội", code="xa-hoi")
        for sentence, *rows in (
            (term_sheet.PART_OF_NOTHING, self.part("Nông nghiệp", 18)),
            (term_sheet.PART_OF_NOTHING, self.typed(), self.part("Nông nghiệp", 18)),
            (term_sheet.PARTS_NEEDED, self.heading()),
            (term_sheet.PARTS_NEEDED, self.heading(), self.typed()),
            (term_sheet.PART_WITH_PARTS, self.heading(), self.heading(wording="Công nghiệp", is_part=True)),
        ):
            with self.subTest(sentence, rows=len(rows)):
                self.assertIn(sentence, str(self.refused(*rows)))
                self.assertFalse(Proposal.objects.exists())
        [economy] = self.enter(self.heading(), self.part("Nông nghiệp", 18, group=other_field))
        self.assertEqual(proposals.parts(economy)[0]["group"], self.group.pk)

    def test_parts_that_wait_are_known_too(self):
        self.enter(self.heading(), self.part("Nông nghiệp", 18))
        self.assertIn(term_sheet.TWICE, str(self.refused(self.typed(wording="Nông nghiệp"))))

    def heading(self, **facts):
        return self.typed(**{"wording": "Cơ cấu kinh tế", "unit": "", "value": None} | HEADING | facts)

    def part(self, wording, value, **facts):
        return self.typed(wording=wording, value=Decimal(value), is_part=True, **facts)


class PageTests(TermSheetCase):
    def test_the_sheet_is_copied_without_its_numbers(self):
        page = self.client.get(self.page + "&chep=on")
        self.assertContains(page, 'value="GRDP bình quân đầu người"')
        self.assertNotContains(page, 'value="60')

    def test_thirty_targets_are_sent_in_one_page_and_agreed_to_in_one(self):
        rows = [{"wording": f"Chỉ tiêu số {n}", "unit": "%", "value": f"{n},5"} for n in range(1, 31)]
        self.assertRedirects(self.post(*rows), reverse("admin:resolutions_target_changelist"))
        self.assertEqual((Proposal.objects.waiting().count(), self.now.targets.count()), (30, 0))
        self.client.force_login(self.other)
        together = reverse("admin:proposals_proposal_together")
        self.assertContains(self.client.get(together), "Chỉ tiêu số 30")
        pks = Proposal.objects.values_list("pk", flat=True)
        self.client.post(together, {"row": [str(pk) for pk in pks], "approve": "1"})
        self.assertEqual((Proposal.objects.waiting().count(), self.now.targets.count()), (0, 30))

    def test_what_is_wrong_is_said_at_its_cell_and_what_was_typed_stays(self):
        page = self.post({"wording": "Tỷ lệ che phủ rừng", "unit": "%", "value": "1.234"}, {"value": "5"})
        self.assertContains(page, 'value="1.234"')
        page = self.post({"wording": "", "value": "5"})
        self.assertContains(page, WORDING_NEEDED)
        self.assertContains(self.post(), NOTHING)
        self.assertFalse(Proposal.objects.exists())

    def test_a_copied_row_without_a_number_is_left_out(self):
        copied = {"wording": self.grdp.wording, "like": str(self.grdp.pk)}
        self.assertContains(self.post(copied), NOTHING)

    def test_a_copied_target_of_parts_is_sent_with_those_of_its_parts_that_have_a_number(self):
        economy = make_target(congress=self.before, wording="Cơ cấu kinh tế", code="co-cau", **HEADING)
        parts = [
            make_target(congress=self.before, wording=wording, code=code, parent=economy)
            for wording, code in (("Nông nghiệp", "nong-nghiep"), ("Công nghiệp", "cong-nghiep"))
        ]
        page = self.client.get(self.page + "&chep=on")
        self.assertContains(page, f'name="dong-4-like" value="{parts[1].pk}"')
        rows = [{"wording": one.wording, "like": str(one.pk), "unit": "%"} for one in (self.grdp, economy, *parts)]
        rows[1] |= HEADING
        rows[2] |= {"is_part": "on"}
        rows[3] |= {"is_part": "on"}
        self.assertContains(self.post(*rows), NOTHING)
        rows[3] |= {"value": "35", "indicator": parts[1].indicator.name}
        self.post(*rows)
        sent = Proposal.objects.get()
        self.assertEqual([part["wording"] for part in proposals.parts(sent)], ["Công nghiệp"])
        milestone = {"wording": "Hoàn thành cao tốc", "kind": "milestone", "due_on": "30/6/2028"}
        self.post(milestone)
        self.assertEqual(proposals.told_of(Proposal.objects.first())["due_on"], "2028-06-30")

    def test_nobody_agrees_to_their_own_and_all_or_none_are_decided(self):
        self.post({"wording": "Tỷ lệ che phủ rừng", "unit": "%", "value": "48,5"})
        together = reverse("admin:proposals_proposal_together")
        [pk] = Proposal.objects.values_list("pk", flat=True)
        self.client.post(together, {"row": [str(pk)], "approve": "1"})
        self.assertEqual(Proposal.objects.waiting().count(), 1)
        self.client.force_login(self.other)
        response = self.client.post(together, {"row": [str(pk)], "send_back": "1", "note": ""}, follow=True)
        self.assertContains(response, "Hãy ghi vì sao")
        self.client.post(together, {"row": [str(pk), "x", "9" * 30], "send_back": "1", "note": "Sai mức"})
        self.assertEqual(Proposal.objects.get().state, Proposal.State.RETURNED)

    def test_only_those_who_may_enter_and_who_may_decide(self):
        self.client.force_login(make_user("writer"))
        for page in (self.page, reverse("admin:proposals_proposal_together")):
            self.assertEqual(self.client.get(page).status_code, 403)

    def test_a_field_that_is_not_there_is_refused_in_words(self):
        page = self.post(
            {"wording": "Tỷ lệ", "unit": "%", "value": "5", "group": str(TargetGroup.objects.count() + 999)}
        )
        self.assertEqual(page.status_code, 200)
        self.assertFalse(Proposal.objects.exists())
