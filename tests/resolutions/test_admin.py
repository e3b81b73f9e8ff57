"""The staff's screens: who may do what, what is refused with which sentence, and no English anywhere."""

import datetime as dt
import re
from decimal import Decimal
from unittest import mock

from django.contrib import admin
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from desk import todo
from library.models import DocumentFile, Use
from proposals import services as proposals
from proposals.models import Proposal
from resolutions import services, workflow
from resolutions.models import (
    AnnualPlan,
    Breakthrough,
    Congress,
    Document,
    Indicator,
    Observation,
    Target,
    TargetGroup,
    Unit,
)
from resolutions.progress import Span, Vintage
from search.models import SearchEntry
from tests.english import visible_english
from tests.factories import local, make_user
from tests.factories_resolutions import (
    make_congress,
    make_document,
    make_group,
    make_indicator,
    make_observation,
    make_parts,
    make_target,
)

MONDAY = local(2025, 1, 6, 9, 0)
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(\ssrc=|application/json))", re.IGNORECASE)
OURS = [model for model in admin.site._registry if model._meta.app_label == "resolutions"]


def address(model, page, *args):
    return reverse(f"admin:resolutions_{model._meta.model_name}_{page}", args=args)


class AdminCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tracker = make_user("tracker")
        cls.approver = make_user("tracker_approver")
        cls.writer = make_user("writer")
        cls.chief = make_user(is_superuser=True)
        cls.indicator = make_indicator(name="Tỷ lệ che phủ rừng", code="che-phu-rung")

    def agree(self):
        """A second person agrees to all that is proposed."""
        for proposal in Proposal.objects.waiting():
            proposals.take("approve", proposal, by=self.chief, at=MONDAY)

    def sign_in(self, person):
        self.client.force_login(person)

    def errors(self, response):
        """Every sentence beside a field or above the form."""
        form = response.context["adminform"].form
        sentences = [sentence for errors in form.errors.values() for sentence in errors]
        for formset in response.context["inline_admin_formsets"]:
            sentences += [sentence for one in formset.formset.errors for errors in one.values() for sentence in errors]
        return sentences

    def figure_data(self, **facts):
        return {
            "indicator": self.indicator.pk,
            "year": "2024",
            "span": Span.YEAR.value,
            "period_label": "",
            "value": "47,6",
            "vintage": Vintage.OFFICIAL.value,
            "source": "Quyết định công bố hiện trạng rừng năm 2024",
            "source_as_of": "",
            "confidence": "high",
            "note": "",
            **facts,
        }

    def enter(self, **facts):
        return self.client.post(address(Observation, "add"), self.figure_data(**facts))


class EnteringFiguresTest(AdminCase):
    def test_a_tracker_enters_a_figure_that_then_waits(self):
        self.sign_in(self.tracker)
        self.assertEqual(self.enter().status_code, 302)
        found = Observation.objects.get()
        self.assertEqual(
            (found.value, found.entered_by, found.state_name), (Decimal("47.6"), self.tracker, "Chờ duyệt")
        )

    def test_a_number_that_looks_like_a_slip_is_asked_back_once(self):
        make_observation(self.indicator, 2023, "47,3")
        self.sign_in(self.tracker)
        asked = self.enter(value="476", year="2024")
        self.assertContains(asked, "nằm ngoài khoảng từ 0 đến 100")
        self.assertContains(asked, "Gấp hoặc kém từ 10 lần trở lên so với số gần nhất (47,3)")
        self.assertContains(asked, "đánh dấu «Đã xem các cảnh báo»")
        self.assertFalse(Observation.objects.waiting().exists())
        self.assertEqual(self.enter(value="476", year="2024", have_looked="on").status_code, 302)
        [waiting] = Observation.objects.waiting()
        # Whoever mends its note is not asked about the number again.
        mended = self.figure_data(value="476", year="2024", note="Đã hỏi lại cơ quan thống kê.")
        self.assertEqual(self.client.post(address(Observation, "change", waiting.pk), mended).status_code, 302)

    def test_whoever_sends_the_same_figure_a_moment_later_is_told(self):
        """The form was sound when it was looked at; then the other came."""
        data = self.figure_data()

        def other_comes(_indicators):
            make_observation(self.indicator, int(data["year"]), "47", source=data["source"], vintage=data["vintage"])

        with mock.patch("resolutions.at_once.hold", other_comes):
            self.sign_in(self.tracker)
            response = self.client.post(address(Observation, "add"), data)
        self.assertContains(response, "Nguồn này đã có số liệu cùng năm", status_code=409)
        self.assertFalse(Observation.objects.waiting().exists())

    def test_correcting_opens_the_form_with_what_is_shown_and_asks_why(self):
        self.sign_in(self.tracker)
        self.enter()
        wrong = Observation.objects.get()
        services.approve_observation(wrong, by=self.approver, at=MONDAY)
        page = self.client.get(address(Observation, "change", wrong.pk))
        form = f"{address(Observation, 'add')}?replaces={wrong.pk}"
        self.assertContains(page, f'href="{form}"')
        shown = self.client.get(form).context["adminform"].form
        self.assertEqual((shown.initial["value"], shown.initial["source"]), (wrong.value, wrong.source))
        facts = self.figure_data(value="48,1", replaces=wrong.pk)
        self.assertEqual(self.errors(self.client.post(form, facts)), ["Đính chính phải nêu lý do."])
        self.assertEqual(self.client.post(form, facts | {"correction_reason": "Gõ nhầm"}).status_code, 302)
        fresh = Observation.objects.get(replaces=wrong)
        self.sign_in(self.approver)
        asked = self.client.get(address(Observation, "approve", fresh.pk))
        self.assertContains(asked, "thay cho: 47,6")
        self.client.post(address(Observation, "approve", fresh.pk), {"seen": fresh.recorded_at.isoformat()})
        self.assertEqual(list(Observation.objects.approved()), [fresh])

    def test_a_returned_figure_is_on_the_list_of_whoever_entered_it(self):
        self.sign_in(self.tracker)
        self.enter()
        found = Observation.objects.get()
        self.sign_in(self.approver)
        data = {"seen": found.recorded_at.isoformat(), "note": "Thiếu số văn bản"}
        self.client.post(address(Observation, "send_back", found.pk), data)
        self.sign_in(self.tracker)
        self.assertContains(self.client.get(reverse("admin:index")), "số liệu được trả lại để sửa")
        page = self.client.get(address(Observation, "change", found.pk))
        self.assertContains(page, "Thiếu số văn bản")
        self.assertContains(page, "Lịch sử của số liệu này")

    def test_a_lone_dot_is_asked_back(self):
        self.sign_in(self.tracker)
        response = self.enter(value="1.234")
        self.assertEqual(
            self.errors(response),
            ["«1.234» có thể hiểu hai cách. Nếu là 1234 hãy gõ 1234; nếu là số lẻ hãy gõ 1,234."],
        )
        self.assertFalse(Observation.objects.exists())

    def test_every_refusal_is_a_sentence_beside_the_form(self):
        self.sign_in(self.tracker)
        self.enter()
        for facts, sentence in (
            ({}, "Số liệu cùng năm, cùng nguồn này đã được nhập và đang chờ duyệt."),
            ({"year": "2999"}, "Năm 2999 chưa tới; số liệu thực hiện chỉ ghi cho năm đã qua hoặc năm nay."),
            ({"source": " "}, "Trường này là bắt buộc."),
            ({"span": "part_year"}, "Hãy ghi tên khoảng thời gian cho số không phải cả năm; số cả năm để trống."),
            (
                {"span": "term", "period_label": "2021-2025"},
                "Giai đoạn ghi hai năm, ví dụ 2021-2025, và năm cuối phải trùng với ô năm.",
            ),
            (
                {"year": "2023", "source_as_of": "12/2024"},
                "Hãy ghi năm, năm-tháng hoặc năm-tháng-ngày, ví dụ: 2024, 2024-12, 2024-12-05.",
            ),
        ):
            with self.subTest(facts=facts):
                self.assertEqual(self.errors(self.enter(**facts)), [sentence])
        self.assertEqual(Observation.objects.count(), 1)

    def test_people_of_other_roles_enter_nothing(self):
        self.sign_in(self.writer)
        self.assertEqual(self.enter().status_code, 403)

    def test_a_waiting_figure_may_be_corrected_and_an_approved_one_not(self):
        waiting = make_observation(self.indicator, 2023, "47", by=self.tracker, approved_at=None)
        approved = make_observation(self.indicator, 2022, "46", by=self.tracker, approved_by=self.approver)
        self.sign_in(self.approver)
        for figure, status, value in ((waiting, 302, Decimal("47.3")), (approved, 403, Decimal(46))):
            with self.subTest(state=figure.state_name):
                data = self.figure_data(year=str(figure.year), value="47,3")
                response = self.client.post(address(Observation, "change", figure.pk), data)
                self.assertEqual(response.status_code, status)
                figure.refresh_from_db()
                self.assertEqual(figure.value, value)
        waiting.refresh_from_db()
        self.assertEqual(waiting.entered_by, self.approver)

    def test_an_approved_figure_cannot_be_deleted_by_anyone(self):
        figures = {
            302: make_observation(self.indicator, 2023, "47", by=self.tracker, approved_at=None),
            403: make_observation(self.indicator, 2022, "46"),
        }
        self.sign_in(self.chief)
        for status, figure in figures.items():
            with self.subTest(state=figure.state_name):
                response = self.client.post(address(Observation, "delete", figure.pk), {"post": "yes"})
                self.assertEqual(response.status_code, status)
        self.assertEqual(list(Observation.objects.all()), [figures[403]])
        # The indicator would take them along.
        self.client.post(address(Indicator, "delete", self.indicator.pk), {"post": "yes"})
        self.assertTrue(Indicator.objects.filter(pk=self.indicator.pk).exists())


class ApprovingTest(AdminCase):
    def setUp(self):
        self.figure = make_observation(
            self.indicator, 2024, "47,6", by=self.tracker, approved_at=None, recorded_at=MONDAY
        )
        self.approve = address(Observation, "approve", self.figure.pk)

    def state(self):
        self.figure.refresh_from_db()
        return self.figure.state_name

    def test_the_button_leads_to_a_page_that_asks_and_the_answer_approves(self):
        self.sign_in(self.approver)
        self.assertContains(self.client.get(address(Observation, "change", self.figure.pk)), self.approve)
        page = self.client.get(self.approve)
        self.assertContains(page, "47,6%")
        self.assertEqual(self.state(), "Chờ duyệt")
        response = self.client.post(self.approve, {"seen": page.context["form"]["seen"].value()}, follow=True)
        self.assertContains(response, "Đã duyệt số liệu «Tỷ lệ che phủ rừng, 2024».")
        self.assertEqual((self.state(), self.figure.approved_by), ("Đã duyệt", self.approver))

    def test_the_page_that_asks_tells_all_that_readers_will_see(self):
        facts = {"scope_note": "chỉ rừng trồng", "is_derived": True, "confidence": "low", "source_as_of": "2025-03"}
        Observation.objects.update(**facts)
        self.sign_in(self.approver)
        page = self.client.get(self.approve)
        self.assertContains(page, "Phạm vi: chỉ rừng trồng.")
        self.assertContains(page, ", tháng 03/2025, tính từ số đã công bố, độ tin cậy thấp.")

    def test_nobody_approves_their_own_figure(self):
        Observation.objects.update(entered_by=self.approver)
        self.sign_in(self.approver)
        self.assertNotContains(self.client.get(address(Observation, "change", self.figure.pk)), self.approve)
        self.assertContains(self.client.get(self.approve), workflow.OWN_FIGURE)
        self.assertContains(self.client.post(self.approve, self.seen()), workflow.OWN_FIGURE, status_code=403)
        self.assertEqual(self.state(), "Chờ duyệt")

    def seen(self):
        return {"seen": Observation.objects.get().recorded_at.isoformat()}

    def test_only_approvers_approve(self):
        for person in (self.writer, self.tracker):
            with self.subTest(person=person):
                self.sign_in(person)
                self.assertEqual(self.client.post(self.approve, self.seen()).status_code, 403)
                self.assertEqual(self.state(), "Chờ duyệt")

    def test_approving_takes_a_post_with_its_token(self):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(self.approver)
        self.assertEqual(strict.post(self.approve, self.seen()).status_code, 403)
        self.assertEqual(self.state(), "Chờ duyệt")

    def test_a_figure_corrected_since_the_page_was_shown_is_not_approved(self):
        self.sign_in(self.approver)
        seen = self.seen()
        Observation.objects.update(value=Decimal("74.6"), recorded_at=local(2025, 1, 7))
        response = self.client.post(self.approve, seen)
        self.assertContains(response, services.CHANGED_MEANWHILE, status_code=409)
        self.assertEqual(self.state(), "Chờ duyệt")

    def test_approving_twice_says_so(self):
        self.sign_in(self.approver)
        seen = self.seen()
        self.client.post(self.approve, seen)
        self.assertContains(self.client.post(self.approve, seen), workflow.APPROVED_ALREADY, status_code=409)

    def test_withdrawing_asks_for_a_reason(self):
        services.approve_observation(self.figure, by=self.approver, at=MONDAY)
        self.sign_in(self.approver)
        withdraw = address(Observation, "withdraw", self.figure.pk)
        self.assertContains(self.client.post(withdraw, {**self.seen(), "note": " "}), workflow.REASON_NEEDED)
        self.assertEqual(self.state(), "Đã duyệt")
        response = self.client.post(withdraw, {**self.seen(), "note": "Nhập nhầm <cột>"}, follow=True)
        self.assertContains(response, "Nhập nhầm &lt;cột&gt;")
        self.assertEqual(self.state(), "Đã thu hồi")

    def test_a_figure_that_is_not_there_is_not_found(self):
        self.sign_in(self.approver)
        self.assertEqual(self.client.get(address(Observation, "approve", 999_999)).status_code, 404)

    def test_the_front_page_says_how_many_wait_for_this_person(self):
        make_observation(self.indicator, 2023, "47", by=self.approver, approved_at=None)
        lines = {
            person: [line for line in todo.for_user(person, MONDAY) if line.label == "số liệu chờ duyệt"]
            for person in (self.approver, self.tracker)
        }
        self.assertEqual(lines[self.tracker], [])
        self.assertEqual([line.count for line in lines[self.approver]], [1])
        self.sign_in(self.approver)
        response = self.client.get(lines[self.approver][0].url)
        self.assertEqual(list(response.context["cl"].queryset), [self.figure])

    def test_the_list_is_filtered_by_who_published(self):
        press = make_observation(self.indicator, 2023, "47", from_press=True)
        self.sign_in(self.tracker)
        for chosen, expected in (("bao-chi", [press]), ("co-quan", [self.figure]), ("khac", [self.figure, press])):
            with self.subTest(chosen=chosen):
                response = self.client.get(address(Observation, "changelist"), {"nguon": chosen})
                self.assertCountEqual(response.context["cl"].queryset, expected)

    def test_the_list_is_filtered_by_state(self):
        approved = make_observation(self.indicator, 2023, "47")
        withdrawn = make_observation(self.indicator, 2022, "46", withdrawn_at=MONDAY, withdrawn_reason="Sai")
        self.sign_in(self.tracker)
        for state, expected in (
            ("cho-duyet", [self.figure]),
            ("toi-duyet", []),
            ("da-duyet", [approved]),
            ("thu-hoi", [withdrawn]),
        ):
            with self.subTest(state=state):
                response = self.client.get(address(Observation, "changelist"), {"tinh-trang": state})
                self.assertEqual(list(response.context["cl"].queryset), expected)


class MissingFiguresTest(AdminCase):
    """The trackers' front page names what nobody has entered yet."""

    def setUp(self):
        make_target(congress=make_congress("xv", start_year=2020, end_year=2025), indicator=self.indicator)
        self.at = local(2025, 3, 1)

    def missing(self, person, at=None):
        lines = todo.for_user(person, at or self.at)
        return [(line.label, line.count) for line in lines if "chưa có số liệu" in line.label]

    def test_the_last_full_year_of_a_running_term_is_asked_for(self):
        self.assertEqual(self.missing(self.tracker), [("chỉ số chưa có số liệu cả năm 2024", 1)])
        self.assertEqual(self.missing(self.writer), [])
        self.assertEqual(self.missing(self.tracker, local(2020, 12, 31)), [])
        self.assertEqual(self.missing(self.tracker, local(2027, 1, 1)), [])

    def test_a_figure_that_waits_is_entered_and_a_withdrawn_one_is_not(self):
        figure = make_observation(self.indicator, 2024, "47", approved_at=None)
        self.assertEqual(self.missing(self.tracker), [])
        Observation.objects.filter(pk=figure.pk).update(withdrawn_at=MONDAY, withdrawn_reason="Sai")
        self.assertEqual(self.missing(self.tracker), [("chỉ số chưa có số liệu cả năm 2024", 1)])

    def test_a_part_of_the_year_is_not_the_year(self):
        make_observation(self.indicator, 2024, "47", span=Span.PART_YEAR, period_label="9 tháng")
        self.assertEqual(self.missing(self.tracker), [("chỉ số chưa có số liệu cả năm 2024", 1)])

    def test_a_stretch_that_ends_with_the_year_is_not_the_year(self):
        make_observation(self.indicator, 2024, "47", span=Span.TERM, period_label="2021-2024")
        self.assertEqual(self.missing(self.tracker), [("chỉ số chưa có số liệu cả năm 2024", 1)])

    def test_each_name_leads_to_its_row_of_the_sheet_of_that_year(self):
        self.sign_in(self.tracker)
        [line] = [line for line in todo.for_user(self.tracker, self.at) if "chưa có" in line.label]
        address, _, place = line.items[0].url.partition("#")
        page = self.client.get(address)
        self.assertContains(page, f'id="{place}"')
        self.assertEqual(page.context["sheet"].year, 2024)

    def test_the_list_of_indicators_finds_those_without_a_figure(self):
        self.sign_in(self.tracker)
        make_indicator(name="Chỉ số không thuộc chỉ tiêu nào", code="khac")
        year = timezone.now().year - 1
        Congress.objects.update(start_year=year - 1, end_year=year)
        url = f"{address(Indicator, 'changelist')}?thieu-nam={year}"
        self.assertEqual(list(self.client.get(url).context["cl"].queryset), [self.indicator])


class StructureTest(AdminCase):
    def management(self, *prefixes):
        return {
            f"{prefix}-{name}": value
            for prefix in prefixes
            for name, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"))
        }

    def target_data(self, target, **facts):
        return {
            "congress": target.congress_id,
            "group": target.group_id,
            "wording": target.wording,
            "code": target.code,
            "order": "1",
            "kind": target.kind,
            "indicator": target.indicator_id,
            "comparator": target.comparator,
            "road": target.road,
            "value": "60",
            "target_year": "2025",
            "source": target.source,
            "confidence": "high",
            **self.management("parts", "plans", "revisions"),
            **facts,
        }

    def save_target(self, target, **facts):
        return self.client.post(address(Target, "change", target.pk), self.target_data(target, **facts))

    def test_a_saved_target_is_found_under_its_new_words(self):
        target = make_target()
        self.sign_in(self.approver)
        facts = {"wording": "Thu nhập bình quân đầu người", "proposal_reason": "Theo đúng câu chữ"}
        self.assertEqual(self.save_target(target, **facts).status_code, 302)
        self.agree()
        target.refresh_from_db()
        self.assertEqual(target.wording, "Thu nhập bình quân đầu người")
        self.assertTrue(SearchEntry.objects.filter(kind="chi-tieu", object_id=target.pk).exists())

    def test_rules_of_a_target_are_said_beside_their_fields(self):
        target = make_target()
        self.sign_in(self.approver)
        corrected = {"is_miscopied": "on", "proposal_reason": "Chép sai"}
        for facts, sentence in (
            ({"value": ""}, "Hãy nhập mức chỉ tiêu."),
            ({"value": "", "comparator": "between", "low": "4"}, "cần cả cận dưới và cận trên"),
            ({"target_year": "2020"}, "Năm đích phải sau năm bắt đầu nhiệm kỳ (2020)."),
            ({"baseline_value": "44,1"}, "Mức xuất phát cần năm."),
            ({"kind": "maintain"}, "Hãy chọn cách tính duy trì."),
        ):
            with self.subTest(facts=facts):
                self.assertIn(sentence, " ".join(self.errors(self.save_target(target, **corrected | facts))))

    def test_plans_are_entered_under_their_target_in_vietnamese_numbers(self):
        target = make_target()
        self.sign_in(self.approver)
        plan = {
            "plans-TOTAL_FORMS": "1",
            "plans-0-year": "2024",
            "plans-0-value": "55,5",
            "plans-0-source": "Nghị quyết 252/NQ-HĐND",
        }
        self.assertEqual(self.save_target(target, **plan).status_code, 302)
        self.assertFalse(AnnualPlan.objects.exists())
        self.agree()
        self.assertEqual(AnnualPlan.objects.get().value, Decimal("55.5"))
        response = self.save_target(target, **{**plan, "plans-0-value": "1.234"})
        self.assertIn("có thể hiểu hai cách", " ".join(self.errors(response)))

    def seen(self, page):
        return re.findall(r'name="((?:plans-0-)?seen)" value="([0-9a-f]{64})"', page.content.decode())

    def test_of_two_open_pages_the_second_does_not_undo_what_the_first_has_saved(self):
        group = make_group()
        self.sign_in(self.approver)
        whole = {"name": group.name, "code": group.code}
        screen = address(TargetGroup, "change", group.pk)
        first, second = (dict(self.seen(self.client.get(screen))) for _ in range(2))
        self.assertEqual(self.client.post(screen, {**whole, **first, "order": "3"}).status_code, 302)
        response = self.client.post(screen, {**whole, **second, "order": "5"})
        self.assertContains(response, "đã được lưu từ một trang khác")
        group.refresh_from_db()
        self.assertEqual(group.order, 3)
        again = dict(self.seen(self.client.get(screen)))
        self.assertEqual(self.client.post(screen, {**whole, **again, "order": "5"}).status_code, 302)

    def test_the_same_holds_for_the_rows_under_a_target(self):
        plan = AnnualPlan.objects.create(target=make_target(), year=2024, value=55, source="Nghị quyết 252/NQ-HĐND")
        self.sign_in(self.approver)
        opened = dict(self.seen(self.client.get(address(Target, "change", plan.target.pk))))
        AnnualPlan.objects.update(value=56)
        rows = {"plans-TOTAL_FORMS": "1", "plans-INITIAL_FORMS": "1", "plans-0-id": plan.pk, "plans-0-year": "2024"}
        rows |= {"plans-0-target": plan.target.pk, "plans-0-source": plan.source, **opened}
        response = self.save_target(plan.target, **rows, **{"plans-0-value": "57"})
        self.assertIn("đã được lưu từ một trang khác", " ".join(self.errors(response)))
        self.assertEqual(AnnualPlan.objects.get().value, 56)

    def test_sample_links_lose_their_mark_when_a_person_chooses(self):
        group = make_parts().task_groups.first()
        target = make_target(task_group=group, links_are_sample=True)
        self.sign_in(self.approver)
        self.assertContains(self.client.get(address(Target, "change", target.pk)), "(mẫu) do bản minh họa đặt")
        self.save_target(target, task_group=group.pk)
        target.refresh_from_db()
        self.assertTrue(target.links_are_sample)
        other = Breakthrough.objects.first()
        chosen = {"task_group": group.pk, "breakthroughs": [other.pk], "proposal_reason": "Theo nghị quyết"}
        self.save_target(target, **chosen)
        target.refresh_from_db()
        self.assertEqual((target.links_are_sample, list(target.breakthroughs.all())), (True, []))
        self.agree()
        target.refresh_from_db()
        self.assertEqual((target.links_are_sample, list(target.breakthroughs.all())), (False, [other]))

    def test_naming_a_part_takes_the_sample_mark_away_and_makes_it_findable(self):
        make_parts()
        Breakthrough.objects.filter(number=1).update(name="Nguồn nhân lực", is_sample=True)
        part = Breakthrough.objects.get(number=1)
        self.sign_in(self.approver)
        page = address(Breakthrough, "change", part.pk)
        self.assertContains(self.client.get(page), "Nguồn nhân lực (mẫu)")
        data = {"congress": part.congress_id, "number": "1", "name": "Phát triển nguồn nhân lực", "body": ""}
        data |= {"proposal_reason": "Theo văn bản nghị quyết"}
        self.assertEqual(self.client.post(page, data).status_code, 302)
        part.refresh_from_db()
        self.assertEqual(part.shown_name, "Nguồn nhân lực (mẫu)")
        self.agree()
        part.refresh_from_db()
        self.assertEqual(part.shown_name, "Phát triển nguồn nhân lực")
        self.assertTrue(SearchEntry.objects.filter(kind="khau-dot-pha", object_id=part.pk).exists())

    def test_an_official_name_like_the_sample_needs_a_word_of_the_person_who_compared(self):
        make_parts()
        Breakthrough.objects.filter(number=1).update(name="Chất lượng nguồn nhân lực", is_sample=True)
        part = services.save(Breakthrough.objects.get(number=1), at=MONDAY)
        self.sign_in(self.approver)
        page = address(Breakthrough, "change", part.pk)
        self.assertContains(self.client.get(page), "Đã đối chiếu với nghị quyết")
        data = {"congress": part.congress_id, "number": "1", "name": part.name, "body": ""}
        for ticked, shown in (({}, f"{part.name} (mẫu)"), ({"is_checked": "on"}, part.name)):
            with self.subTest(ticked=ticked):
                self.assertEqual(self.client.post(page, {**data, **ticked}).status_code, 302)
                for proposal in Proposal.objects.waiting():
                    proposals.take("approve", proposal, by=self.chief, at=MONDAY)
                part.refresh_from_db()
                self.assertEqual(part.shown_name, shown)
                self.assertEqual(SearchEntry.objects.get(kind="khau-dot-pha", object_id=part.pk).title, shown)
        self.assertNotContains(self.client.get(page), "Đã đối chiếu với nghị quyết")

    def test_unnamed_parts_can_be_told_apart_when_chosen(self):
        make_parts()
        self.sign_in(self.approver)
        response = self.client.get(address(Target, "add"))
        self.assertContains(response, "Đại hội XV, nhóm nhiệm vụ, giải pháp 9: Chưa nhập tên")
        self.assertContains(response, "Đại hội XV, khâu đột phá 3: Chưa nhập tên")

    def test_deleting_a_target_takes_it_out_of_the_index(self):
        target = services.save(make_target(), at=MONDAY)
        self.sign_in(self.chief)
        self.client.post(address(Target, "delete", target.pk), {"post": "yes"})
        self.assertTrue(Target.objects.exists())
        proposals.take("approve", Proposal.objects.get(), by=self.approver, at=MONDAY)
        self.assertFalse(SearchEntry.objects.exists())
        self.assertFalse(Target.objects.exists())

    def test_a_tracker_sees_targets_and_changes_none(self):
        target = make_target()
        self.sign_in(self.tracker)
        self.assertEqual(self.client.get(address(Target, "change", target.pk)).status_code, 200)
        self.assertEqual(self.save_target(target).status_code, 403)

    def test_the_congress_shows_where_its_facts_are_from_and_never_as_a_live_script(self):
        source = {"source": "https://sonla.dcs.vn/x", "as_of": "2020-09-24", "note": "<script>alert(1)</script>"}
        congress = make_congress(sources={"theme": source})
        self.sign_in(self.approver)
        response = self.client.get(address(Congress, "change", congress.pk))
        self.assertContains(response, 'href="https://sonla.dcs.vn/x"')
        self.assertContains(response, "&lt;script&gt;alert(1)")


class PaperTest(AdminCase):
    def paper(self, **facts):
        data = {
            "number": "22-NQ/TU",
            "kind": "nghị quyết",
            "issuer": "Ban Thường vụ Tỉnh ủy",
            "abstract": "Xây dựng nông thôn mới",
            "issued_on": "06/06/2022",
            "issued_year": "",
            "congress": make_congress().pk,
            "scope": "public",
            **facts,
        }
        return self.client.post(address(Document, "add"), data)

    def test_a_public_paper_is_found_and_its_file_may_be_read(self):
        file = DocumentFile.objects.create(
            file="documents/a.pdf", title="Nghị quyết", type="pdf", size=1, sha256="0", uploaded_at=MONDAY
        )
        self.sign_in(self.tracker)
        self.assertEqual(self.paper(file=file.pk).status_code, 302)
        self.assertFalse(Document.objects.exists())
        self.agree()
        document = Document.objects.get()
        self.assertEqual((document.issued_on, document.issued_year), (dt.date(2022, 6, 6), 2022))
        self.assertTrue(SearchEntry.objects.filter(kind="van-ban").exists())
        self.assertIsNotNone(Use.objects.get(document_file=file).public_from)

    def test_names_in_its_file_are_shown_to_both_people_before_a_paper_is_public(self):
        told = [
            {"kind": "Người soạn", "values": ["Lò Thị Hoa"], "count": 0},
            {"kind": "Chữ ẩn", "values": [], "count": 3},
        ]
        facts = {"title": "Nghị quyết", "type": "docx", "size": 1, "uploaded_at": MONDAY, "file": "documents/a.docx"}
        file = DocumentFile.objects.create(sha256="0", traces=told, **facts)
        plain = DocumentFile.objects.create(sha256="1", traces=[], **facts)
        self.sign_in(self.tracker)
        self.paper(scope="internal", file=file.pk)
        paper = Document.objects.get()
        page = self.client.get(address(Document, "change", paper.pk))
        self.assertContains(page, "<strong>Người soạn:</strong> Lò Thị Hoa")
        for changes, is_said in (
            ({"scope": ["internal", "public"]}, True),
            ({"scope": ["internal", "public"], "file": [file.pk, plain.pk]}, False),
            ({"abstract": ["", "Nội dung khác"]}, False),
        ):
            proposal = proposals.propose(paper, "change", changes, by=self.tracker, at=MONDAY, reason="Theo quyết định")
            self.sign_in(self.approver)
            page = self.client.get(reverse("admin:proposals_proposal_change", args=[proposal.pk]))
            with self.subTest(changes=changes):
                self.assertEqual("Người soạn: Lò Thị Hoa; Chữ ẩn: 3 chỗ" in page.content.decode(), is_said)
            proposal.delete()

    def test_an_internal_paper_is_not(self):
        self.sign_in(self.tracker)
        self.paper(scope="internal")
        self.assertFalse(SearchEntry.objects.exists())

    def test_the_same_number_twice_is_a_sentence_also_without_a_term(self):
        self.sign_in(self.tracker)
        self.paper()
        self.agree()
        self.assertIn("cùng số trong nhiệm kỳ", " ".join(self.errors(self.paper(issued_on="07/06/2022"))))
        state = {"number": "78/QĐ-UBND", "kind": "quyết định", "issuer": "Ủy ban nhân dân tỉnh", "congress": ""}
        self.assertEqual(self.paper(**state).status_code, 302)
        self.agree()
        self.assertIn("cùng số trong năm", " ".join(self.errors(self.paper(**state))))

    def test_a_paper_needs_a_day_or_a_year(self):
        self.sign_in(self.tracker)
        self.assertIn("ít nhất là năm ban hành", " ".join(self.errors(self.paper(issued_on=""))))
        self.assertEqual(self.paper(issued_on="", issued_year="2021").status_code, 302)


class ScreenTest(AdminCase):
    """Every screen of the app, with things on it."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        make_parts(names=["Phát triển nguồn nhân lực"])
        make_group()
        heading = make_target(kind=Target.Kind.COMPOSITE, wording="Cơ cấu kinh tế")
        part = make_target(Decimal(21), parent=heading, links_are_sample=True)
        AnnualPlan.objects.create(target=part, year=2024, value=Decimal(25), source="Nghị quyết 252/NQ-HĐND")
        cls.waiting = make_observation(part, 2024, "25,5", by=cls.tracker, approved_at=None)
        make_observation(part, 2023, "26", from_press=True)
        make_observation(part, 2022, "27", withdrawn_at=MONDAY, withdrawn_reason="Nhập nhầm cột")
        part.indicator.breaks.create(year=2021, reason="Chuẩn mới")
        make_document(issued_year=2021)
        Unit.objects.create(name="Sở Tài chính")

    def screens(self):
        for model in OURS:
            yield address(model, "changelist")
            yield address(model, "changelist") + "?q=tỉnh"
            if model is not Proposal:
                yield address(model, "add")
            for thing in model.objects.all()[:3]:
                yield address(model, "change", thing.pk)
                yield address(model, "history", thing.pk)
                if model is not Proposal and (model is not Observation or thing.is_waiting):
                    yield address(model, "delete", thing.pk)
        for step in ("approve", "withdraw"):
            yield address(Observation, step, self.waiting.pk)
        yield reverse("admin:app_list", args=["resolutions"])

    def test_every_screen_is_vietnamese_and_carries_nothing_inline(self):
        self.sign_in(self.chief)
        for url in self.screens():
            with self.subTest(url=url):
                response = self.client.get(url)
                self.assertEqual(response.status_code, 200)
                html = response.content.decode()
                self.assertEqual(visible_english(html, allow=("xv",)), [])
                self.assertIsNone(INLINE.search(html))

    def test_who_may_only_look_sees_words_too(self):
        self.sign_in(self.tracker)
        for target in Target.objects.all():
            with self.subTest(target=target):
                html = self.client.get(address(Target, "change", target.pk)).content.decode()
                self.assertEqual(visible_english(html), [])
                self.assertIsNone(re.search(r"\d,\d*0000", html))

    def test_lists_ask_the_same_number_of_questions_for_3_rows_and_for_30(self):
        self.sign_in(self.chief)
        for model in (Target, Observation, AnnualPlan, Document):
            with self.subTest(model=model.__name__):
                url = address(model, "changelist")
                few = self.queries(url)
                for number in range(27):
                    self.one_more(model, number)
                self.assertEqual(self.queries(url), few)

    def queries(self, url):
        with CaptureQueriesContext(connection) as queries:
            self.client.get(url)
        return len(queries)

    def one_more(self, model, number):
        target = make_target()
        if model is Observation:
            make_observation(target, 2000 + number, "25", by=self.tracker, approved_at=None)
        elif model is AnnualPlan:
            AnnualPlan.objects.create(target=target, year=2024, value=Decimal(25), source="Nghị quyết")
        elif model is Document:
            make_document()
