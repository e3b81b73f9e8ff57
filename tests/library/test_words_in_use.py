"""The words of a picture that readers see, or that a second person is reading, have two people behind them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction
from django.test import TestCase, TransactionTestCase
from django.urls import reverse

from articles import services as articles
from audit.models import Event as Recorded
from desk.steps import StepRefused
from library import services
from library.models import DocumentFile, Picture
from proposals import services as proposals
from proposals.models import Proposal
from resolutions import services as tracker
from tests import own_database
from tests.factories import MORNING, local, make_article, make_user
from tests.factories_resolutions import make_document
from tests.library import samples
from tests.library.samples import upload
from tests.sent import untouched

ALT = "Bà con bản Phiêng Khoài thu hoạch chè"
FORGED = "Ảnh chụp lãnh đạo tỉnh nhận quà"
REASON = {"proposal_reason": "Chú thích sai tên bản"}


class WordsCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.one, cls.other = make_user("approver"), make_user("approver")
        cls.writer = make_user("writer")
        content = upload(samples.jpeg(400, 300))
        cls.picture = services.store_picture(content, by=cls.writer, at=MORNING, alt=ALT, caption="Vụ xuân")
        cls.page = reverse("admin:library_picture_change", args=[cls.picture.pk])

    def setUp(self):
        self.client.force_login(self.one)

    def article(self, status="approved", **facts):
        return make_article(status=status, cover=self.picture, author=self.writer, edited_by=self.writer, **facts)

    def post(self, **facts):
        return self.client.post(self.page, untouched(self.client, self.page) | REASON | facts)

    def stored(self):
        return Picture.objects.values("alt", "is_decorative", "caption", "credit").get()

    def agree(self, by=None):
        proposals.take("approve", Proposal.objects.waiting().get(), by=by or self.other, at=MORNING)


class WhereTests(WordsCase):
    def test_wherever_others_stand_behind_it_a_change_waits(self):
        cases = {
            "nowhere": (lambda: None, True),
            "in a draft": (lambda: self.article("draft"), True),
            "in a text that waits for approval": (lambda: self.article("submitted"), False),
            "on the page": (self.article, False),
            "on the page tomorrow": (lambda: self.article(publish_at=local(2099, 1, 1)), False),
            "on the page until yesterday": (lambda: self.article(expire_at=local(2020, 12, 1)), False),
            "in a text that was withdrawn": (lambda: self.article("withdrawn", publish_at=MORNING), True),
        }
        for place, (use, is_at_once) in cases.items():
            with self.subTest(place=place):
                article = use()
                before = self.stored()
                self.post(caption=f"Vụ hè {place}")
                self.assertEqual(self.stored()["caption"], f"Vụ hè {place}" if is_at_once else before["caption"])
                self.assertEqual(Proposal.objects.waiting().count(), 0 if is_at_once else 1)
                Proposal.objects.all().delete()
                if article:
                    services.clear_uses("articles.article", article.pk)

    def test_each_of_its_words_waits_with_old_and_new_and_holds_when_another_agrees(self):
        article = self.article()
        said = {"alt": FORGED, "is_decorative": "on", "caption": "Vụ hè", "credit": "Lò Văn Đức"}
        before = self.stored()
        for name, value in said.items():
            with self.subTest(name=name):
                self.post(**{name: value})
                self.assertEqual(self.stored(), before)
                after = True if value == "on" else value
                self.assertEqual(Proposal.objects.waiting().get().changes, {name: [before[name], after]})
                self.agree()
                self.assertEqual(self.stored()[name], after)
                before = self.stored()
        page = self.client.get(article.get_absolute_url())
        self.assertContains(page, "Vụ hè")
        kinds = ["proposal.propose", "proposal.approve"]
        told = Recorded.objects.filter(kind__in=kinds).order_by("number").values_list("kind", flat=True)
        self.assertEqual(list(told), kinds * 4)

    def test_a_reason_is_asked_for_and_nothing_happens_without(self):
        self.article()
        self.assertContains(self.post(caption="Vụ hè", proposal_reason=""), "Hãy ghi lý do sửa")
        self.assertEqual((self.stored()["caption"], Proposal.objects.count()), ("Vụ xuân", 0))

    def test_a_picture_in_a_submitted_text_is_not_changed_by_whoever_approves_it(self):
        article = self.article("draft")
        articles.submit(article, by=self.writer, at=MORNING)
        self.post(alt=FORGED)
        articles.approve(article, by=self.one, at=MORNING)
        self.assertNotContains(self.client.get(article.get_absolute_url()), FORGED)

    def test_the_title_of_an_offered_file_waits_too_and_of_an_internal_one_does_not(self):
        tracker_one, tracker_other = make_user("tracker"), make_user("tracker_approver")
        self.client.force_login(tracker_one)
        for number, (scope, is_at_once) in enumerate([("internal", True), ("public", False)]):
            with self.subTest(scope=scope):
                file = upload(samples.pdf(str(number)), "a.pdf")
                file = services.store_document_file(file, title="Kế hoạch 25", by=None, at=MORNING)
                tracker.save(make_document(number=f"{number}-KH/TU", file=file, scope=scope), at=MORNING)
                page = reverse("admin:library_documentfile_change", args=[file.pk])
                self.client.post(page, untouched(self.client, page) | REASON | {"title": "Kế hoạch 26"})
                stored = DocumentFile.objects.get(pk=file.pk)
                self.assertEqual(stored.title, "Kế hoạch 26" if is_at_once else "Kế hoạch 25")
        with self.assertRaises(StepRefused):
            self.agree(by=make_user("tracker"))
        self.agree(by=tracker_other)
        self.assertEqual(DocumentFile.objects.get(pk=file.pk).title, "Kế hoạch 26")


class MeanwhileTests(WordsCase):
    def test_who_proposed_does_not_agree_nor_does_a_writer_or_a_tracker(self):
        self.article()
        self.post(caption="Vụ hè")
        for person in (self.one, self.writer, make_user("tracker_approver"), make_user()):
            with self.subTest(person=person), self.assertRaises(StepRefused):
                self.agree(by=person)
        self.assertEqual(self.stored()["caption"], "Vụ xuân")

    def test_words_that_were_changed_meanwhile_are_not_overwritten(self):
        self.article()
        self.post(caption="Vụ hè")
        first = Proposal.objects.waiting().get()
        self.post(caption="Vụ đông")
        proposals.take("approve", Proposal.objects.waiting().exclude(pk=first.pk).get(), by=self.other, at=MORNING)
        with self.assertRaisesMessage(StepRefused, "«chú thích» đã được sửa khác đi"):
            self.agree()
        self.assertEqual(self.stored()["caption"], "Vụ đông")

    def test_what_is_published_elsewhere_meanwhile_is_asked_for_again(self):
        self.article()
        self.post(caption="Vụ hè")
        self.article()
        with self.assertRaisesMessage(StepRefused, proposals.ELSEWHERE):
            self.agree()
        self.assertEqual((self.stored()["caption"], Proposal.objects.waiting().count()), ("Vụ xuân", 1))

    def test_a_form_that_was_opened_before_the_picture_went_public_ends_in_a_proposal(self):
        typed = untouched(self.client, self.page) | REASON | {"caption": "Vụ hè"}
        self.article()
        self.client.post(self.page, typed)
        self.assertEqual((self.stored()["caption"], Proposal.objects.waiting().count()), ("Vụ xuân", 1))

    def test_whoever_decides_sees_old_and_new_and_the_way_to_the_picture(self):
        self.article()
        self.post(caption="Vụ hè")
        self.client.force_login(self.other)
        proposal = Proposal.objects.get()
        page = self.client.get(reverse("admin:proposals_proposal_approve", args=[proposal.pk]))
        for words in ("Chú thích: Vụ xuân → Vụ hè", "Lý do: Chú thích sai tên bản", self.page, "ảnh chính"):
            self.assertContains(page, words)
        self.assertContains(self.client.get(reverse("admin:index")), "đề nghị sửa đổi chờ duyệt")

    def test_a_proposal_is_shown_to_those_who_see_its_thing(self):
        self.article()
        self.post(caption="Vụ hè")
        page = reverse("admin:proposals_proposal_change", args=[Proposal.objects.get().pk])
        for role, status in (("approver", 200), ("writer", 200), ("tracker", 404), ("user_manager", 404)):
            with self.subTest(role=role):
                self.client.force_login(make_user(role))
                self.assertEqual(self.client.get(page).status_code, status)


@pytest.mark.postgresql_only
class AtOnceTests(TransactionTestCase):
    """The text goes to its second person at the very moment at which somebody else changes the caption."""

    def test_the_caption_waits_for_the_text_and_then_for_a_second_person(self):
        writer, approver = make_user("writer"), make_user("approver")
        picture = services.store_picture(upload(samples.jpeg(400, 300)), by=writer, at=MORNING, alt=ALT)
        article = make_article(status="draft", cover=picture, author=writer, edited_by=writer)
        page = reverse("admin:library_picture_change", args=[picture.pk])
        self.client.force_login(approver)
        typed = untouched(self.client, page) | REASON | {"caption": "Vụ hè"}
        submitted = Event()
        with ThreadPoolExecutor(2) as people:
            sending = people.submit(self.submit, article, writer, submitted)
            self.assertTrue(submitted.wait(60))
            people.submit(self.post, page, typed).result()
            sending.result()
        self.assertEqual((Picture.objects.get().caption, Proposal.objects.waiting().count()), ("", 1))

    def submit(self, article, writer, submitted):
        try:
            with transaction.atomic():
                articles.submit(article, by=writer, at=MORNING)
                submitted.set()
                own_database.until_somebody_waits()
        finally:
            connection.close()

    def post(self, page, typed):
        try:
            self.client.post(page, typed)
        finally:
            connection.close()
