"""Where one person is on duty: an approver may publish their own text with a reason, and everybody sees it until a
second person has confirmed it."""

from django.test import TestCase, override_settings
from django.urls import reverse

from articles import filters, services, workflow
from articles.models import Article
from articles.services import StepRefused
from articles.workflow import STEPS
from audit.models import Event
from tests.factories import MORNING, make_article, make_user

WHY = "Cảnh báo lũ khẩn trong đêm, chỉ có một người trực."
LIST = reverse("admin:articles_article_changelist")


class AloneCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author, cls.other = make_user("approver", display_name="Lò Văn Đức"), make_user("approver")
        cls.writer = make_user("writer")

    def submitted(self, author=None):
        author = author or self.author
        article = make_article(status="draft", author=author, edited_by=author)
        services.submit(article, by=author, at=MORNING)
        return article

    def alone(self):
        article = self.submitted()
        services.override(article, by=self.author, at=MORNING, note=WHY)
        return article

    def page(self, article, page="change"):
        return reverse(f"admin:articles_article_{page}", args=[article.pk])


class ServiceTests(AloneCase):
    def refused(self, article, by, sentence, note=WHY):
        with self.assertRaisesMessage(StepRefused, sentence):
            services.override(article, by=by, at=MORNING, note=note)
        self.assertEqual(Article.objects.get(pk=article.pk).status, "submitted")

    def test_unless_the_site_allows_it_nobody_does(self):
        self.refused(self.submitted(), self.author, workflow.OVERRIDE_OFF)

    @override_settings(OVERRIDE_ALLOWED=True)
    def test_who_may_and_with_what_reason(self):
        self.refused(self.submitted(), self.author, STEPS["override"].note_refusal, note="Gấp.")
        self.refused(self.submitted(self.writer), self.writer, workflow.NO_PERMISSION)
        self.refused(self.submitted(), self.other, STEPS["override"].instead)
        article = self.alone()
        self.assertEqual((article.status, article.approved_alone_by), ("approved", self.author))
        self.assertTrue(Article.objects.published(MORNING).filter(pk=article.pk).exists())
        event = Event.objects.get(kind="article.override")
        self.assertEqual((event.actor_id, event.note), (self.author.pk, WHY))

    @override_settings(OVERRIDE_ALLOWED=True)
    def test_what_one_person_put_before_readers_is_never_deleted(self):
        article = self.alone()
        waiting = [code for code, _, rows in filters.my_work(self.other) if rows]
        self.assertEqual(waiting, ["cho-xac-nhan"])
        services.withdraw(article, by=self.other, at=MORNING, note="Nhầm số liệu.")
        services.reopen(article, by=self.other, at=MORNING)
        self.assertEqual((article.status, article.author), ("draft", self.author))
        with self.assertRaises(StepRefused):
            services.delete(article, by=self.author, at=MORNING)

    @override_settings(OVERRIDE_ALLOWED=True)
    def test_only_another_approver_confirms_it_and_once(self):
        article = self.alone()
        for person in (self.author, self.writer):
            with self.subTest(person=person), self.assertRaises(StepRefused):
                services.confirm(article, by=person, at=MORNING)
        again = Article.objects.get(pk=article.pk)
        services.confirm(article, by=self.other, at=MORNING)
        self.assertEqual(Article.objects.unconfirmed().count(), 0)
        self.assertEqual(Event.objects.filter(kind="article.confirm").count(), 1)
        with self.assertRaisesMessage(StepRefused, "sau khi anh/chị mở bài"):
            services.confirm(again, by=make_user("approver"), at=MORNING)
        with self.assertRaisesMessage(StepRefused, STEPS["confirm"].refusal):
            services.confirm(article, by=self.other, at=MORNING)

    @override_settings(OVERRIDE_ALLOWED=True)
    def test_taken_down_it_is_no_longer_waiting_and_starts_anew(self):
        article = self.alone()
        services.withdraw(article, by=self.other, at=MORNING, note="Chưa đúng số hộ dân.")
        self.assertEqual((article.status, Article.objects.unconfirmed().count()), ("withdrawn", 0))
        services.reopen(article, by=self.other, at=MORNING)
        services.submit(article, by=self.author, at=MORNING)
        self.assertEqual(services.refusal("approve", article, self.author), workflow.TABLE.own)

    @override_settings(OVERRIDE_ALLOWED=True)
    def test_whoever_published_alone_does_not_move_its_times_alone(self):
        article = self.alone()
        article.is_featured = True
        with self.assertRaisesMessage(StepRefused, workflow.SCHEDULE.own):
            services.reschedule(article, by=self.author, at=MORNING, note=WHY)

    @override_settings(OVERRIDE_ALLOWED=True)
    def test_an_editor_may_be_the_one_who_is_alone(self):
        article = self.submitted(self.writer)
        article.lead = "Nước sông Đà lên nhanh."
        services.save_draft(article, by=self.author, at=MORNING)
        services.override(article, by=self.author, at=MORNING, note=WHY)
        with self.assertRaises(StepRefused):
            services.confirm(article, by=self.author, at=MORNING)
        services.confirm(article, by=self.other, at=MORNING)

    def test_what_waits_for_confirmation_can_be_confirmed_after_the_site_allows_it_no_more(self):
        with override_settings(OVERRIDE_ALLOWED=True):
            article = self.alone()
        services.confirm(article, by=self.other, at=MORNING)
        self.assertIsNone(Article.objects.get(pk=article.pk).approved_alone_by)


class ScreenTests(AloneCase):
    @override_settings(OVERRIDE_ALLOWED=True)
    def test_everybody_at_the_desk_sees_it_until_it_is_confirmed(self):
        article = self.alone()
        for person in (self.writer, self.other, self.author):
            with self.subTest(person=person):
                self.client.force_login(person)
                self.assertContains(self.client.get(LIST), "Một người duyệt, chờ xác nhận")
                page = self.client.get(self.page(article))
                self.assertContains(page, "Bài do một người duyệt, chờ người thứ hai xác nhận.")
                self.assertContains(page, WHY)
        self.client.force_login(self.other)
        self.client.post(self.page(article, "confirm"), {"seen": f"{article.revision}:approved"})
        self.assertNotContains(self.client.get(LIST), "Một người duyệt, chờ xác nhận")
        self.assertNotContains(self.client.get(self.page(article)), "chờ người thứ hai xác nhận")

    @override_settings(OVERRIDE_ALLOWED=True)
    def test_the_other_approvers_have_it_to_do_and_the_link_leads_to_it(self):
        article = self.alone()
        line = "bài đăng khi chỉ một người duyệt, chờ người thứ hai xác nhận"
        for person, has_line in ((self.other, True), (self.author, False), (self.writer, False)):
            with self.subTest(person=person):
                self.client.force_login(person)
                found = self.client.get(reverse("admin:index"))
                self.assertEqual(line in found.content.decode(), has_line)
        self.client.force_login(self.other)
        self.assertContains(self.client.get(f"{LIST}?viec=cho-xac-nhan"), article.title)
        self.assertContains(self.client.get(f"{LIST}?nguoi-thu-hai=cho"), article.title)

    def test_the_button_is_there_only_for_whom_it_is_meant(self):
        address = self.page(self.submitted(), "override")
        cases = [(True, self.author, True), (True, self.other, False), (False, self.author, False)]
        for is_allowed, person, is_offered in cases:
            with self.subTest(allowed=is_allowed, person=person), override_settings(OVERRIDE_ALLOWED=is_allowed):
                self.client.force_login(person)
                article = self.submitted()
                page = self.client.get(self.page(article)).content.decode()
                self.assertEqual(self.page(article, "override") in page, is_offered)
        self.assertContains(self.client.get(address), workflow.OVERRIDE_OFF)

    @override_settings(OVERRIDE_ALLOWED=True)
    def test_a_forged_step_is_refused_recorded_and_changes_nothing(self):
        article = self.submitted()
        for note in ("", "x" * 19, "." * 100):
            self.client.force_login(self.author)
            self.client.post(self.page(article, "override"), {"seen": "1:submitted", "note": note})
        self.client.force_login(self.other)
        self.client.post(self.page(article, "override"), {"seen": "1:submitted", "note": WHY})
        self.assertEqual(Article.objects.get(pk=article.pk).status, "submitted")
        told = Event.objects.filter(outcome="refused").values_list("note", flat=True)
        self.assertTrue(any(STEPS["override"].instead in note for note in told), list(told))
        self.assertTrue(any(STEPS["override"].note_refusal in note for note in told), list(told))
