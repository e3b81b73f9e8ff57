"""The yardstick has two people too: what a verdict hangs on changes only once a second person agrees."""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.test import TestCase
from django.urls import reverse

from audit.models import Event
from desk.steps import StepRefused
from proposals import services as proposals
from proposals.models import Proposal
from resolutions.models import (
    AnnualPlan,
    Breakthrough,
    Congress,
    Document,
    Indicator,
    Resolution,
    SeriesBreak,
    Target,
    Unit,
)
from tests.factories import local, make_user
from tests.factories_resolutions import make_congress, make_document, make_observation, make_target
from tests.sent import untouched

MONDAY = local(2026, 1, 5, 9)


class ProposalCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.one, cls.other = (make_user("tracker_approver") for _ in range(2))
        cls.congress = make_congress("xv")
        cls.target = make_target(wording="GRDP bình quân đầu người", code="grdp", unit="triệu đồng")
        make_observation(cls.target, 2025, "61,8")

    def propose(self, **facts):
        thing = Target.objects.get(pk=self.target.pk)
        stored = Target.objects.get(pk=self.target.pk)
        for name, value in facts.items():
            setattr(thing, name, value)
        changes = proposals.differences(stored, thing)
        return proposals.propose(stored, "change", changes, by=self.one, at=MONDAY, reason="Gõ nhầm khi nhập")

    def value(self):
        return Target.objects.get(pk=self.target.pk).value


FORM_COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS")


class DecidingTests(ProposalCase):
    def test_nothing_changes_before_a_second_person_agrees(self):
        proposal = self.propose(value=Decimal(65))
        self.assertEqual((self.value(), proposal.changes), (60, {"value": ["60", "65"]}))
        with self.assertRaisesMessage(StepRefused, proposals.OWN):
            proposals.take("approve", proposal, by=self.one, at=MONDAY)
        self.assertEqual(self.value(), 60)
        proposals.take("approve", proposal, by=self.other, at=MONDAY)
        self.assertEqual(self.value(), 65)

    def test_readers_see_when_and_why(self):
        proposals.take("approve", self.propose(value=Decimal(65)), by=self.other, at=MONDAY)
        page = self.client.get(self.target.get_absolute_url())
        self.assertContains(page, "Mức chỉ tiêu: 60 → 65")
        self.assertContains(page, "05/01/2026")
        self.assertContains(page, "Gõ nhầm khi nhập")
        self.assertContains(page, "Không đạt")

    def test_what_waits_or_was_refused_is_not_told_to_readers(self):
        proposals.take("send_back", self.propose(value=Decimal(65)), by=self.other, at=MONDAY, note="Không đúng")
        self.propose(value=Decimal(66))
        self.assertNotContains(self.client.get(self.target.get_absolute_url()), "→")

    def test_refusing_says_why_and_changes_nothing(self):
        proposal = self.propose(value=Decimal(65))
        with self.assertRaisesMessage(StepRefused, "Hãy ghi vì sao"):
            proposals.take("send_back", proposal, by=self.other, at=MONDAY)
        proposals.take("send_back", proposal, by=self.other, at=MONDAY, note="Nguồn ghi 60")
        self.assertEqual((self.value(), Proposal.objects.get().state), (60, "returned"))
        with self.assertRaisesMessage(StepRefused, proposals.DECIDED):
            proposals.take("approve", Proposal.objects.get(), by=self.other, at=MONDAY)

    def test_of_two_proposals_for_one_number_the_second_no_longer_fits(self):
        first, second = self.propose(value=Decimal(65)), self.propose(value=Decimal(70))
        proposals.take("approve", first, by=self.other, at=MONDAY)
        with self.assertRaisesMessage(StepRefused, "«mức chỉ tiêu» đã được sửa khác đi"):
            proposals.take("approve", second, by=self.other, at=MONDAY)
        self.assertEqual((self.value(), Proposal.objects.get(pk=second.pk).state), (65, "waiting"))

    def test_what_cannot_be_is_refused_with_its_sentence_when_agreed_to(self):
        proposal = self.propose(comparator="at_most")
        with self.assertRaisesMessage(StepRefused, "không hợp với hướng"):
            proposals.take("approve", proposal, by=self.other, at=MONDAY)

    def test_the_database_knows_that_two_are_needed(self):
        proposal = self.propose(value=Decimal(65))
        with self.assertRaises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(state="approved", decided_by=self.one)

    def test_who_may_not_decide_does_not(self):
        with self.assertRaises(StepRefused):
            proposals.take("approve", self.propose(value=Decimal(65)), by=make_user("tracker"), at=MONDAY)

    def test_what_is_gone_is_said_to_be_gone(self):
        plan = AnnualPlan.objects.create(target=self.target, year=2024, value=55, source="Nghị quyết 252")
        proposal = proposals.propose(plan, "delete", {}, by=self.one, at=MONDAY)
        plan.delete()
        with self.assertRaisesMessage(StepRefused, proposals.GONE):
            proposals.take("approve", proposal, by=self.other, at=MONDAY)


class ScreenTests(ProposalCase):
    """Every way of the admin to what verdicts hang on ends in a proposal, also for whoever may do everything."""

    def setUp(self):
        self.chief = make_user(is_superuser=True)
        self.client.force_login(self.chief)

    def post(self, model, page, data, *args):
        return self.client.post(reverse(f"admin:resolutions_{model}_{page}", args=args), data)

    def agree(self):
        proposals.take("approve", Proposal.objects.waiting().get(), by=self.other, at=MONDAY)

    def test_a_series_break_is_proposed_and_then_there(self):
        data = {"indicator": self.target.indicator_id, "year": "2023", "reason": "Chuẩn mới"}
        self.assertEqual(self.post("seriesbreak", "add", data).status_code, 302)
        self.assertFalse(SeriesBreak.objects.exists())
        self.agree()
        self.assertEqual(SeriesBreak.objects.get().reason, "Chuẩn mới")

    def test_the_direction_of_an_indicator_is_proposed_and_its_note_saved(self):
        indicator = self.target.indicator
        data = {"name": indicator.name, "unit": indicator.unit, "direction": "neutral", "decimals": "2"}
        data |= {"code": indicator.code, "note": "Theo Cục Thống kê", "proposal_reason": "Không xếp hướng được"}
        data |= {
            f"{prefix}-{name}": "0"
            for prefix in ("breaks", "observations")
            for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        }
        self.assertEqual(self.post("indicator", "change", data, indicator.pk).status_code, 302)
        stored = Indicator.objects.get(pk=indicator.pk)
        self.assertEqual((stored.direction, stored.note), ("up", "Theo Cục Thống kê"))
        self.agree()
        self.assertEqual(Target.objects.get(pk=self.target.pk).direction, "neutral")

    def congress_form(self):
        """The address of the congress's form, and what a browser would send back of it."""
        page = reverse("admin:resolutions_congress_change", args=[self.congress.pk])
        form = self.client.get(page).context["adminform"].form
        data = {name: "" if value is None else value for name, value in form.initial.items() if value is not False}
        for field in ("opens_on", "closes_on"):
            data[field] = getattr(self.congress, field).strftime("%d/%m/%Y")
        data |= {"resolution-TOTAL_FORMS": "0", "resolution-INITIAL_FORMS": "0"}
        data |= {"task_groups-TOTAL_FORMS": "0", "task_groups-INITIAL_FORMS": "0"}
        data |= {"breakthroughs-TOTAL_FORMS": "0", "breakthroughs-INITIAL_FORMS": "0"}
        return page, data

    def test_the_facts_of_the_congress_itself_are_proposed(self):
        page, data = self.congress_form()
        data |= {"state": "concluded", "official_met_count": "24", "official_target_count": "25"}
        self.assertContains(self.client.post(page, data), "Hãy ghi lý do sửa")
        before = self.congress.state
        response = self.client.post(page, data | {"proposal_reason": "Theo báo cáo tổng kết"})
        self.assertEqual(response.status_code, 302)
        self.congress.refresh_from_db()
        self.assertEqual((self.congress.state, self.congress.official_met_count), (before, None))
        self.agree()
        self.congress.refresh_from_db()
        self.assertEqual((self.congress.state, self.congress.official_met_count), ("concluded", 24))

    def test_a_new_congress_and_its_resolution_are_proposed_one_after_the_other(self):
        facts = {
            "name": "Đại hội đại biểu Đảng bộ tỉnh lần thứ XVI",
            "ordinal": "16",
            "code": "xvi",
            "state": "in_term",
        }
        page = reverse("admin:resolutions_congress_add")
        response = self.client.post(page, facts | {"start_year": "2025", "end_year": "2030"})
        self.assertEqual(response.status_code, 302)
        self.assertFalse(Congress.objects.filter(code="xvi").exists())
        self.agree()
        self.assertEqual(Congress.objects.get(code="xvi").end_year, 2030)
        page, data = self.congress_form()
        data |= {"resolution-TOTAL_FORMS": "1", "resolution-0-number": "01-NQ/ĐH", "resolution-0-summary": "Toàn văn"}
        own = Resolution.objects.get(congress=self.congress)
        data |= {"resolution-INITIAL_FORMS": "1", "resolution-0-id": own.pk, "resolution-0-congress": self.congress.pk}
        self.assertEqual(self.client.post(page, data).status_code, 302)
        self.assertNotEqual(Resolution.objects.get(pk=own.pk).number, "01-NQ/ĐH")
        self.agree()
        self.assertEqual(Resolution.objects.get(pk=own.pk).number, "01-NQ/ĐH")

    def test_where_a_row_under_it_comes_from_is_proposed_like_its_name(self):
        part = Breakthrough.objects.create(congress=self.congress, number=1)
        page, data = self.congress_form()
        data |= {"breakthroughs-TOTAL_FORMS": "1", "breakthroughs-INITIAL_FORMS": "1", "breakthroughs-0-id": part.pk}
        data |= {"breakthroughs-0-congress": self.congress.pk, "breakthroughs-0-number": "1"}
        source = "https://sonla.gov.vn/nghi-quyet"
        self.assertEqual(self.client.post(page, data | {"breakthroughs-0-source": source}).status_code, 302)
        part.refresh_from_db()
        self.assertEqual((part.source, Proposal.objects.count()), ("", 1))
        self.agree()
        part.refresh_from_db()
        self.assertEqual(part.source, source)

    def test_what_a_target_belongs_to_is_proposed_and_a_link_that_moved_meanwhile_is_not_overwritten(self):
        parts = [Breakthrough.objects.create(congress=self.congress, number=number) for number in (1, 2)]
        page = reverse("admin:resolutions_target_change", args=[self.target.pk])
        data = untouched(self.client, page) | {"breakthroughs": [parts[0].pk], "proposal_reason": "Theo nghị quyết"}
        self.assertEqual(self.client.post(page, data).status_code, 302)
        self.assertFalse(self.target.breakthroughs.exists())
        self.target.breakthroughs.set(parts[1:])
        with self.assertRaisesMessage(StepRefused, "«khâu đột phá» đã được sửa khác đi"):
            self.agree()
        self.target.breakthroughs.set([])
        self.agree()
        self.assertEqual(list(self.target.breakthroughs.all()), parts[:1])

    def test_an_official_name_under_the_congress_is_proposed(self):
        part = Breakthrough.objects.create(congress=self.congress, number=1)
        page, data = self.congress_form()
        data |= {"breakthroughs-TOTAL_FORMS": "1", "breakthroughs-INITIAL_FORMS": "1", "breakthroughs-0-id": part.pk}
        data |= {"breakthroughs-0-congress": self.congress.pk, "breakthroughs-0-number": "1"}
        response = self.client.post(page, data | {"breakthroughs-0-name": "Hạ tầng giao thông"})
        self.assertEqual(response.status_code, 302)
        part.refresh_from_db()
        self.assertEqual(part.name, "")
        self.agree()
        part.refresh_from_db()
        self.assertEqual(part.name, "Hạ tầng giao thông")

    def test_what_is_only_proposed_is_not_recorded_as_done(self):
        group = self.target.group
        data = {"name": "Kinh tế - xã hội", "code": group.code, "proposal_reason": "Chép sai"}
        for order, kinds in (("0", ["proposal.propose"]), ("3", ["row.change", "proposal.propose"])):
            with self.subTest(order=order):
                last = Event.objects.values_list("number", flat=True).first() or 0
                self.post("targetgroup", "change", data | {"order": order}, group.pk)
                events = Event.objects.filter(number__gt=last, kind__in=["row.change", "proposal.propose"])
                self.assertEqual(sorted(events.values_list("kind", flat=True)), sorted(kinds))
                for event in events.filter(kind="row.change"):
                    self.assertEqual(event.after, {"order": 3})

    def test_one_person_does_not_say_alone_how_far_a_plan_is_to_be_trusted(self):
        """Readers see «độ tin cậy thấp» beside it."""
        plan = AnnualPlan.objects.create(target=self.target, year=2024, value=55, source="Nghị quyết 252")
        data = {"target": self.target.pk, "year": "2024", "value": "55", "source": plan.source, "confidence": "low"}
        self.post("annualplan", "change", data | {"proposal_reason": "Nguồn không chắc"}, plan.pk)
        self.assertEqual(AnnualPlan.objects.get().confidence, "high")
        self.agree()
        self.assertEqual(AnnualPlan.objects.get().confidence, "low")

    def test_without_a_reason_a_number_is_not_proposed(self):
        plan = AnnualPlan.objects.create(target=self.target, year=2024, value=55, source="Nghị quyết 252")
        data = {"target": self.target.pk, "year": "2024", "value": "56", "source": plan.source, "confidence": "high"}
        self.assertContains(self.post("annualplan", "change", data, plan.pk), "Hãy ghi lý do sửa")
        self.assertEqual(self.post("annualplan", "change", data | {"proposal_reason": "Sửa"}, plan.pk).status_code, 302)
        self.assertEqual((AnnualPlan.objects.get().value, Proposal.objects.count()), (55, 1))

    def test_an_adopted_number_changes_by_a_decision_or_because_it_was_copied_wrongly(self):
        page = reverse("admin:resolutions_target_change", args=[self.target.pk])
        form = self.client.get(page).context["adminform"].form
        data = {name: value for name, value in form.initial.items() if value not in (None, False, [])}
        data |= {f"{name}-{count}": "0" for name in ("parts", "plans", "revisions") for count in FORM_COUNTS}
        data |= {"value": "65", "proposal_reason": "Gõ nhầm khi nhập"}
        self.assertContains(self.client.post(page, data), "Nghị quyết đã được thông qua nên mức này không đổi nữa")
        self.assertEqual(self.client.post(page, data | {"is_miscopied": "on"}).status_code, 302)
        self.agree()
        self.assertEqual(self.value(), 65)

    def test_what_a_new_target_is_linked_to_is_not_lost_on_the_way(self):
        part = Breakthrough.objects.create(congress=self.congress, number=1)
        data = {"congress": self.congress.pk, "group": self.target.group_id, "wording": "Tỷ lệ che phủ rừng"}
        data |= {"code": "rung", "order": "9", "kind": "level", "indicator": self.target.indicator_id, "value": "50"}
        data |= {"comparator": "at_least", "road": "linear", "target_year": "2025", "breakthroughs": [part.pk]}
        data |= {"source": "Nghị quyết Đại hội", "confidence": "high", "maintain_rule": "", "baseline_vintage": ""}
        response = self.post("target", "add", data)
        self.assertEqual(response.status_code, 302, response.context and response.context["errors"])
        shown = self.client.get(reverse("admin:proposals_proposal_change", args=[Proposal.objects.get().pk]))
        self.assertContains(shown, f"Khâu đột phá: chưa có → {part}")
        self.agree()
        self.assertEqual(list(Target.objects.get(code="rung").breakthroughs.all()), [part])

    def test_names_that_stand_on_the_pages_are_proposed(self):
        unit = Unit.objects.create(name="Sở Tài chính")
        for model, thing, data in (
            ("unit", unit, {"name": "Sở Tài chính tỉnh Sơn La"}),
            ("targetgroup", self.target.group, {"name": "Kinh tế số", "code": "so", "order": "1"}),
        ):
            with self.subTest(model=model):
                before = thing.name
                response = self.post(model, "change", data | {"proposal_reason": "Tên đầy đủ"}, thing.pk)
                self.assertEqual(response.status_code, 302)
                thing.refresh_from_db()
                self.assertEqual(thing.name, before)
                self.agree()
                thing.refresh_from_db()
                self.assertEqual(thing.name, data["name"])

    def test_removing_is_proposed_too(self):
        plan = AnnualPlan.objects.create(target=self.target, year=2024, value=55, source="Nghị quyết 252")
        self.post("annualplan", "delete", {"post": "yes"}, plan.pk)
        self.assertTrue(AnnualPlan.objects.exists())
        self.agree()
        self.assertFalse(AnnualPlan.objects.exists())

    def test_an_internal_document_becomes_public_by_two_people_only(self):
        data = {
            "number": "15-BC/TU",
            "kind": "báo cáo",
            "issuer": "Tỉnh ủy Sơn La",
            "scope": "internal",
            "issued_year": "2024",
        }
        data |= {"abstract": "Tình hình nội bộ"}
        self.assertEqual(self.post("document", "add", data).status_code, 302)
        document = Document.objects.get()
        self.assertEqual(
            self.post("document", "change", data | {"signer": "Lò Minh Hùng"}, document.pk).status_code, 302
        )
        self.assertEqual((Document.objects.get().signer, Proposal.objects.count()), ("Lò Minh Hùng", 0))
        data |= {"signer": "Lò Minh Hùng", "scope": "public"}
        self.assertContains(self.post("document", "change", data, document.pk), "Hãy ghi lý do sửa")
        self.post("document", "change", data | {"proposal_reason": "Đã giải mật"}, document.pk)
        self.assertEqual(Document.objects.get().scope, "internal")
        self.assertNotContains(self.client.get("/van-ban/"), "15-BC/TU")
        self.agree()
        self.assertContains(self.client.get("/van-ban/"), "15-BC/TU")

    def test_only_what_readers_do_not_see_is_removed_at_once(self):
        for scope, left in (("internal", 0), ("public", 1)):
            with self.subTest(scope=scope):
                document = make_document(scope=scope)
                self.post("document", "delete", {"post": "yes"}, document.pk)
                self.assertEqual(Document.objects.filter(pk=document.pk).count(), left)

    def test_what_waits_is_a_line_to_do_for_the_other_and_its_page_asks(self):
        proposal = self.propose(value=Decimal(65))
        self.client.force_login(self.other)
        page = reverse("admin:proposals_proposal_change", args=[proposal.pk])
        self.assertContains(self.client.get(reverse("admin:index")), page)
        self.assertContains(self.client.get(page), "Mức chỉ tiêu: 60 → 65")
        approve = reverse("admin:proposals_proposal_approve", args=[proposal.pk])
        self.assertContains(self.client.get(approve), "Lý do: Gõ nhầm khi nhập")
        self.client.post(approve, {"seen": proposal.proposed_at.isoformat()})
        self.assertEqual(self.value(), 65)
