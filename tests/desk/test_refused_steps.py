"""A refused step says so to people in a sentence and to programs by its status, and the record knows who tried."""

from unittest.mock import ANY

from django.test import TestCase
from django.urls import reverse

from accounts import requests
from articles.models import SectionLimit
from audit.models import Event
from proposals import services as proposals
from proposals.models import Proposal
from resolutions import workflow as figures
from resolutions.models import FigureBatch
from tests.factories import MORNING, make_article, make_section, make_user
from tests.factories_resolutions import make_document, make_observation, make_target

FORBIDDEN, CONFLICT = 403, 409


class RefusedStepTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.one, cls.two = make_user("user_manager"), make_user("user_manager")
        cls.approver, cls.figures = make_user("approver"), make_user("tracker_approver")

    def post(self, person, name, thing, seen, **facts):
        self.client.force_login(person)
        return self.client.post(
            reverse(f"admin:{name}", args=[thing.pk]), {"seen": seen, "note": "Lý do đủ dài.", **facts}
        )

    def assert_refused(self, response, status, sentence, person):
        self.assertContains(response, sentence, status_code=status)
        event = Event.objects.latest("number")
        self.assertEqual((event.outcome, event.actor_id, event.note), ("refused", person.pk, ANY))
        self.assertIn(sentence, event.note)

    def test_articles(self):
        own = make_article(status="submitted", author=self.approver, edited_by=self.approver)
        answer = self.post(self.approver, "articles_article_approve", own, f"{own.revision}:submitted")
        self.assert_refused(answer, FORBIDDEN, "do chính mình viết", self.approver)
        draft = make_article(status="draft", author=make_user("writer"))
        answer = self.post(self.approver, "articles_article_approve", draft, f"{draft.revision}:draft")
        self.assert_refused(answer, CONFLICT, "Chỉ duyệt được bài đang chờ duyệt.", self.approver)
        # What the person saw is not what is there.
        waiting = make_article(status="submitted", author=make_user("writer"))
        answer = self.post(self.approver, "articles_article_approve", waiting, "99:submitted")
        self.assert_refused(answer, CONFLICT, "Chưa có gì thay đổi", self.approver)

    def test_a_section_that_is_not_theirs(self):
        SectionLimit.objects.create(user=self.approver).sections.set([make_section("Kinh tế")])
        article = make_article(status="approved", author=make_user("writer"), section=make_section("Văn hóa"))
        answer = self.post(self.approver, "articles_article_withdraw", article, f"{article.revision}:approved")
        self.assert_refused(answer, FORBIDDEN, "không làm việc trong chuyên mục", self.approver)

    def test_figures(self):
        target = make_target()
        own = make_observation(target, 2023, "50", by=self.figures, approved_at=None)
        own.refresh_from_db()
        answer = self.post(self.figures, "resolutions_observation_approve", own, own.recorded_at.isoformat())
        self.assert_refused(answer, FORBIDDEN, figures.TABLE.own, self.figures)
        other = make_observation(target, 2024, "51", by=make_user("tracker"), approved_at=None)
        answer = self.post(self.figures, "resolutions_observation_approve", other, "khác")
        self.assert_refused(answer, CONFLICT, "hãy xem lại", self.figures)

    def test_a_sheet_of_figures(self):
        target = make_target()
        batch = FigureBatch.objects.create(
            congress=target.congress, year=2024, entered_by=self.figures, entered_at=MORNING
        )
        own = make_observation(target, 2024, "50", by=self.figures, approved_at=None, batch=batch)
        own.refresh_from_db()
        sent = {"row": own.pk, f"seen-{own.pk}": own.recorded_at.isoformat(), "approve": "1"}
        answer = self.post(self.figures, "resolutions_observation_batch", batch, "", **sent)
        self.assert_refused(answer, FORBIDDEN, figures.TABLE.own, self.figures)
        other = make_user("tracker_approver")
        sent[f"seen-{own.pk}"] = "khác"
        answer = self.post(other, "resolutions_observation_batch", batch, "", **sent)
        self.assert_refused(answer, CONFLICT, "vừa được người khác sửa", other)

    def test_documents(self):
        paper = make_document(scope="internal", number="97-NQ/TU")
        changes = {"scope": ["internal", "public"]}
        proposal = proposals.propose(paper, "change", changes, by=self.figures, at=MORNING)
        answer = self.post(self.figures, "proposals_proposal_approve", proposal, proposal.proposed_at.isoformat())
        self.assert_refused(answer, FORBIDDEN, proposals.OWN, self.figures)

    def test_proposals(self):
        proposal = proposals.propose(SectionLimit(user=self.two), "add", {}, by=self.one, at=MORNING)
        for person, sentence in ((self.one, proposals.OWN), (self.two, proposals.ABOUT_ONESELF)):
            answer = self.post(person, "proposals_proposal_approve", proposal, "x")
            self.assert_refused(answer, FORBIDDEN, sentence, person)
        Proposal.objects.update(state="returned", decided_at=MORNING, decided_by=self.two)
        answer = self.post(self.two, "proposals_proposal_approve", proposal, "x")
        self.assert_refused(answer, CONFLICT, proposals.DECIDED, self.two)

    def test_many_proposals_at_once(self):
        proposal = proposals.propose(SectionLimit(user=self.two), "add", {}, by=self.one, at=MORNING)
        together = reverse("admin:proposals_proposal_together")
        self.client.force_login(self.one)
        answer = self.client.post(together, {"row": proposal.pk, "approve": "1"})
        self.assert_refused(answer, FORBIDDEN, "không chờ anh/chị", self.one)
        Proposal.objects.update(state="returned", decided_at=MORNING, decided_by=self.two)
        answer = self.client.post(together, {"row": proposal.pk, "approve": "1"})
        self.assert_refused(answer, CONFLICT, "không chờ anh/chị", self.one)

    def test_accounts(self):
        request = requests.ask("role", make_user("writer"), role="approver", by=self.one, at=MORNING)
        answer = self.post(self.one, "accounts_accountrequest_approve", request, request.asked_at.isoformat())
        self.assert_refused(answer, FORBIDDEN, requests.OWN, self.one)
        requests.take("send_back", request, by=self.two, at=MORNING, note="Không quen")
        answer = self.post(self.two, "accounts_accountrequest_approve", request, request.asked_at.isoformat())
        self.assert_refused(answer, CONFLICT, requests.DECIDED, self.two)

    def test_a_missing_word_is_asked_for_and_what_was_typed_stays(self):
        article = make_article(status="submitted", author=make_user("writer"))
        answer = self.post(
            self.approver, "articles_article_send_back", article, f"{article.revision}:submitted", note="...!"
        )
        self.assertContains(answer, "Hãy ghi rõ cần sửa những gì")
        self.assertContains(answer, "...!")
        # Whoever may not take the step at all is told that first.
        own = make_article(status="approved", author=self.approver)
        answer = self.post(self.approver, "articles_article_send_back", own, f"{own.revision}:approved", note="")
        self.assert_refused(answer, CONFLICT, "Chỉ trả lại được bài đang chờ duyệt.", self.approver)
