"""Whoever is limited to some sections works in those alone, and two user managers stand behind the limit."""

from django.test import TestCase
from django.urls import reverse

from articles import services
from articles.editions import keeping
from articles.models import Article, SectionLimit
from desk.steps import StepRefused
from proposals import services as proposals
from proposals.models import Proposal
from tests.factories import MORNING, make_article, make_section, make_user


class LimitTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.party, cls.economy = make_section("Xây dựng Đảng"), make_section("Kinh tế")
        cls.hoa, cls.duc = make_user("writer", username="hoa"), make_user("approver", username="duc")
        for person in (cls.hoa, cls.duc):
            SectionLimit.objects.create(user=person).sections.set([cls.party])

    def waiting(self, section, author=None):
        return make_article(section=section, status="submitted", author=author or make_user("writer"))

    def test_steps_edits_and_times_outside_are_refused_and_inside_are_not(self):
        for section, is_outside in ((self.party, False), (self.economy, True)):
            shown = make_article(section=section, author=make_user("writer"))
            refused = {
                "duyệt": services.refusal("approve", self.waiting(section), self.duc),
                "trả lại": services.refusal("send_back", self.waiting(section), self.duc),
                "gỡ": services.refusal("withdraw", shown, self.duc),
                "sửa": services.edit_refusal(self.waiting(section), self.duc),
                "đổi lịch": services.schedule_refusal(shown, self.duc),
                "gửi duyệt": services.refusal("submit", self.draft(section), self.hoa),
            }
            for step, sentence in refused.items():
                with self.subTest(section=section.name, step=step):
                    self.assertEqual("Kinh tế" in (sentence or ""), is_outside)

    def draft(self, section):
        return make_article(section=section, status="draft", author=self.hoa)

    def test_nothing_is_written_into_a_section_outside(self):
        self.client.force_login(self.hoa)
        form = {"title": "Bài mới", "lead": "", "body": "<p>Nội dung</p>", "opening": "0" * 32}
        response = self.client.post(reverse("admin:articles_article_add"), form | {"section": self.economy.pk})
        self.assertIn("section", response.context["adminform"].form.errors)
        self.assertFalse(Article.objects.exists())
        self.client.post(reverse("admin:articles_article_add"), form | {"section": self.party.pk})
        self.assertEqual(Article.objects.get().section, self.party)
        article = Article.objects.get()
        article.section = self.economy
        with self.assertRaises(StepRefused):
            services.save_draft(article, by=self.hoa, at=MORNING)

    def test_what_was_said_and_written_on_the_way_is_not_for_approvers_of_other_sections(self):
        for section, is_outside in ((self.party, False), (self.economy, True)):
            shown = make_article(section=section, author=make_user("writer"), body="<p>Lời đã duyệt.</p>")
            text = keeping.copy_of(keeping.live(shown))
            text.body = "<p>Lời chưa ai duyệt.</p>"
            keeping.add(shown, text, by=shown.author, at=MORNING, origin="correction")
            self.client.force_login(self.duc)
            here = reverse("admin:articles_article_change", args=[shown.pk]).removesuffix("change/")
            with self.subTest(section=section.name):
                listed = self.client.get(f"{here}cac-ban/")
                self.assertEqual("Bản 2" not in listed.content.decode(), is_outside)
                answers = [self.client.get(here + page).status_code for page in ("y-kien/", "chia-se/", "history/")]
                self.assertEqual(answers, [404, 404, 403] if is_outside else [200, 200, 200])

    def test_ones_own_draft_outside_may_be_taken_inside(self):
        draft = self.draft(self.economy)
        draft.section = self.party
        services.save_draft(draft, by=self.hoa, at=MORNING)
        self.assertEqual(Article.objects.get(pk=draft.pk).section, self.party)

    def test_an_approver_sees_the_unpublished_of_their_own_sections_alone(self):
        inside, outside = self.waiting(self.party), self.waiting(self.economy)
        self.client.force_login(self.duc)
        page = self.client.get(reverse("admin:articles_article_changelist"))
        self.assertEqual(list(page.context["cl"].queryset), [inside])
        for article, status in ((inside, 200), (outside, 404)):
            address = reverse("admin:articles_article_change", args=[article.pk])
            self.assertEqual(self.client.get(address).status_code, status)
        self.assertContains(self.client.get(reverse("admin:index")), "bài chờ duyệt")
        inside.delete()
        self.assertNotContains(self.client.get(reverse("admin:index")), "bài chờ duyệt")

    def test_a_limit_without_a_section_is_none(self):
        SectionLimit.objects.get(user=self.duc).sections.clear()
        self.assertIsNone(services.refusal("approve", self.waiting(self.economy), self.duc))

    def test_without_a_limit_and_for_a_superuser_every_section_is_open(self):
        for person in (make_user("approver"), make_user(is_superuser=True)):
            self.assertIsNone(services.refusal("approve", self.waiting(self.economy), person))
        SectionLimit.objects.create(user=make_user(username="chu", is_superuser=True)).sections.set([self.party])
        chief = SectionLimit.objects.get(user__username="chu").user
        self.assertIsNone(services.refusal("approve", self.waiting(self.economy), chief))


class TwoManagersTests(TestCase):
    def test_a_limit_holds_once_a_second_user_manager_agrees(self):
        one, two, hoa = make_user("user_manager"), make_user("user_manager"), make_user("writer")
        section = make_section("Kinh tế")
        self.client.force_login(one)
        self.client.post(reverse("admin:articles_sectionlimit_add"), {"user": hoa.pk, "sections": [section.pk]})
        self.assertFalse(SectionLimit.objects.exists())
        proposal = Proposal.objects.waiting().get()
        for person, count in ((make_user("approver"), 0), (one, 0), (two, 1)):
            self.client.force_login(person)
            address = reverse("admin:proposals_proposal_approve", args=[proposal.pk])
            self.client.post(address, {"seen": proposal.proposed_at.isoformat(), "note": ""})
            self.assertEqual(SectionLimit.objects.count(), count)
        self.assertEqual(list(SectionLimit.objects.get().sections.all()), [section])

    def test_nobody_decides_about_a_limit_of_their_own(self):
        one, two, three = (make_user("user_manager", username=name) for name in ("mot", "hai", "ba"))
        party, economy = make_section("Xây dựng Đảng"), make_section("Kinh tế")
        limit = SectionLimit.objects.create(user=two)
        limit.sections.set([party])
        widened = {"sections": [[party.pk], [party.pk, economy.pk]]}
        handed = {"user": [two.pk, three.pk]}
        for action, changes in (("change", widened), ("change", handed), ("delete", {})):
            proposal = proposals.propose(limit, action, changes, by=one, at=MORNING)
            with self.subTest(action=action, changes=list(changes)):
                for step in ("approve", "send_back"):
                    self.assertEqual(proposals.refusal(step, proposal, two), proposals.ABOUT_ONESELF)
                self.assertNotIn(proposal, Proposal.objects.approvable_by(two))
                other = make_user("user_manager")
                self.assertIsNone(proposals.refusal("approve", proposal, other))
                self.assertIn(proposal, Proposal.objects.approvable_by(other))
        fresh = proposals.propose(SectionLimit(user=three), "add", {"sections": [None, [party.pk]]}, by=one, at=MORNING)
        self.assertEqual(proposals.refusal("approve", fresh, three), proposals.ABOUT_ONESELF)
        self.assertIsNone(proposals.refusal("approve", fresh, two))
        handed_over = proposals.propose(limit, "change", handed, by=one, at=MORNING)
        self.assertEqual(proposals.refusal("approve", handed_over, three), proposals.ABOUT_ONESELF)
        with self.assertRaisesMessage(StepRefused, proposals.ABOUT_ONESELF):
            proposals.take("approve", fresh, by=three, at=MORNING)

    def test_ones_own_proposal_about_oneself_can_be_taken_back(self):
        one = make_user("user_manager")
        proposal = proposals.propose(SectionLimit(user=one), "add", {}, by=one, at=MORNING)
        self.assertEqual(proposals.refusal("approve", proposal, one), proposals.OWN)
        self.assertIsNone(proposals.refusal("send_back", proposal, one))

    def test_over_http_the_person_concerned_is_told_why_and_nothing_happens(self):
        one, two = make_user("user_manager"), make_user("user_manager")
        proposal = proposals.propose(SectionLimit(user=two), "add", {}, by=one, at=MORNING)
        self.client.force_login(two)
        address = reverse("admin:proposals_proposal_approve", args=[proposal.pk])
        self.assertContains(self.client.get(address), proposals.ABOUT_ONESELF)
        self.client.post(address, {"seen": proposal.proposed_at.isoformat(), "note": ""})
        self.client.post(reverse("admin:proposals_proposal_together"), {"row": [proposal.pk], "approve": "1"})
        self.assertFalse(SectionLimit.objects.exists())

    def test_only_user_managers_come_to_the_screen(self):
        for role, status in (("writer", 403), ("approver", 403), ("tracker_approver", 403), ("user_manager", 200)):
            self.client.force_login(make_user(role))
            with self.subTest(role):
                self.assertEqual(self.client.get(reverse("admin:articles_sectionlimit_changelist")).status_code, status)
