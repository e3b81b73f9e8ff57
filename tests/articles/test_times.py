"""When an approved article appears and goes: by somebody who did not write it, with a reason, and never as a way to
take from readers what they are reading."""

import datetime as dt

from django.test import TestCase
from django.urls import reverse

import vietnamese
from articles import services, workflow
from articles.links import LINKS
from articles.models import Article
from articles.services import StepRefused
from audit.models import Event
from tests.factories import MORNING, local, make_article, make_user, now
from tests.factories_resolutions import make_target
from tests.sent import untouched

REASON = "Dời sang ngày khai mạc hội nghị"


class TimesCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author, cls.editor, cls.approver, cls.other = (make_user("approver") for _ in range(4))

    def approved(self, **facts):
        """Written by one, edited by another while it waited, approved by a third."""
        article = make_article(status="draft", author=self.author, edited_by=self.author, **facts)
        services.submit(article, by=self.author, at=MORNING)
        article.lead = "Sapo do người duyệt sửa."
        services.save_draft(article, by=self.editor, at=MORNING)
        services.approve(article, by=self.approver, at=MORNING)
        return article

    def stored(self, article):
        return Article.objects.values("publish_at", "expire_at", "is_featured", "revision", "status").get(pk=article.pk)


class ServiceTests(TimesCase):
    changes = {
        "publish_at": local(2099, 1, 1),
        "expire_at": local(2099, 1, 1),
        "is_featured": True,
    }

    def test_its_author_and_its_editor_do_not_and_the_others_may(self):
        for name, value in self.changes.items():
            for person, sentence in (
                (self.author, workflow.SCHEDULE.own),
                (self.editor, workflow.SCHEDULE.edited),
                (make_user("writer"), workflow.NO_PERMISSION),
                (self.approver, None),
                (self.other, None),
            ):
                with self.subTest(name=name, person=person):
                    article = self.approved(publish_at=local(2098, 1, 1))
                    before = self.stored(article)
                    setattr(article, name, value)
                    try:
                        services.reschedule(article, by=person, at=MORNING, note=REASON)
                    except StepRefused as refusal:
                        self.assertEqual(str(refusal), sentence)
                        self.assertEqual(self.stored(article), before)
                    else:
                        self.assertIsNone(sentence)
                        self.assertEqual(self.stored(article)[name], value)
                        self.assertEqual(article.events.filter(step="reschedule").get().note, REASON)
                        self.assertEqual(Event.objects.filter(kind="article.reschedule")[0].note, REASON)

    def test_without_a_reason_nothing_moves(self):
        for note in ("", "  ", "..."):
            with self.subTest(note=note):
                article = self.approved()
                article.expire_at = local(2099, 1, 1)
                with self.assertRaisesMessage(StepRefused, "Hãy ghi lý do đổi lịch đăng."):
                    services.reschedule(article, by=self.other, at=MORNING, note=note)
                self.assertIsNone(self.stored(article)["expire_at"])

    def test_what_readers_are_reading_ends_by_withdrawing_alone(self):
        hour = dt.timedelta(hours=1)
        at = MORNING + 5 * hour
        ways = {"expired": {"expire_at": at}, "long expired": {"expire_at": at - hour}}
        ways |= {"not yet": {"publish_at": at + hour}}
        for way, facts in ways.items():
            with self.subTest(way=way):
                article = self.approved()
                for name, value in facts.items():
                    setattr(article, name, value)
                with self.assertRaisesMessage(StepRefused, workflow.TAKES_AWAY):
                    services.reschedule(article, by=self.other, at=at, note=REASON)
                self.assertTrue(Article.objects.published(at).filter(pk=article.pk).exists())

    def test_what_they_do_not_see_yet_may_come_later(self):
        article = self.approved(publish_at=local(2098, 1, 1))
        article.publish_at = local(2099, 1, 1)
        services.reschedule(article, by=self.other, at=MORNING, note=REASON)
        self.assertEqual(self.stored(article)["publish_at"], local(2099, 1, 1))

    def test_the_same_times_again_are_no_change_and_ask_for_no_reason(self):
        article = self.approved()
        before, events = self.stored(article), Event.objects.count()
        services.reschedule(article, by=self.other, at=MORNING)
        self.assertEqual((self.stored(article), Event.objects.count()), (before, events))

    def test_whoever_only_changed_what_it_is_about_has_edited_it(self):
        article = make_article(status="draft", author=self.author, edited_by=self.author)
        services.submit(article, by=self.author, at=MORNING)
        target = make_target()
        links = {name: [] for name in LINKS} | {"targets": [target]}
        services.set_links(article, links, by=self.editor, at=MORNING)
        article.lead = "Sapo do người khác sửa."
        services.save_draft(article, by=self.other, at=MORNING)
        for person in (self.editor, self.other):
            self.assertEqual(services.refusal("approve", article, person), workflow.TABLE.edited)
        self.assertIsNone(services.refusal("approve", article, self.approver))

    def test_a_change_of_what_it_is_about_is_a_revision_that_an_approver_must_have_seen(self):
        article = make_article(status="submitted", author=self.author, edited_by=self.author)
        seen = Article.objects.get(pk=article.pk)
        links = {name: [] for name in LINKS} | {"targets": [make_target()]}
        services.set_links(article, links, by=self.editor, at=MORNING)
        with self.assertRaisesMessage(StepRefused, "sau khi anh/chị mở bài"):
            services.approve(seen, by=self.approver, at=MORNING)

    def test_an_author_does_not_change_what_an_approved_article_is_about(self):
        article = self.approved()
        links = {name: [] for name in LINKS} | {"targets": [make_target()]}
        with self.assertRaisesMessage(StepRefused, workflow.LOCKED):
            services.set_links(article, links, by=self.author, at=MORNING)
        self.assertFalse(article.targets.exists())


class ScreenTests(TimesCase):
    def page(self, article):
        return reverse("admin:articles_article_change", args=[article.pk])

    def typed(self, article, **facts):
        self.client.force_login(self.other)
        return untouched(self.client, self.page(article)) | facts

    def test_who_may_not_has_no_boxes_and_is_told_why_and_a_forged_post_is_refused(self):
        for person, sentence in ((self.author, workflow.SCHEDULE.own), (self.editor, workflow.SCHEDULE.edited)):
            with self.subTest(person=person):
                article = self.approved(publish_at=local(2098, 1, 1))
                typed = self.typed(article, publish_at_0="01/01/2097", is_featured="on", reason=REASON)
                before = self.stored(article)
                self.client.force_login(person)
                page = self.client.get(self.page(article))
                self.assertContains(page, sentence)
                self.assertNotContains(page, 'name="publish_at_0"')
                self.assertEqual(self.client.post(self.page(article), typed).status_code, 403)
                self.assertEqual(self.stored(article), before)

    def test_a_reason_is_asked_for_beside_its_box(self):
        article = self.approved(publish_at=local(2098, 1, 1))
        response = self.client.post(self.page(article), self.typed(article, publish_at_0="01/01/2097"))
        self.assertContains(response, "Hãy ghi lý do đổi lịch đăng.")
        self.assertEqual(self.stored(article)["publish_at"], local(2098, 1, 1))
        self.client.post(self.page(article), self.typed(article, publish_at_0="01/01/2097", reason=REASON))
        self.assertEqual(self.stored(article)["publish_at"], local(2097, 1, 1))
        self.assertContains(self.client.get(self.page(article)), REASON)

    def test_a_time_in_the_past_is_refused_with_the_way_to_do_it(self):
        article = self.approved()
        yesterday = vietnamese.short_date((now() - dt.timedelta(days=1)).date())
        typed = self.typed(article, expire_at_0=yesterday, expire_at_1="08:00", reason=REASON)
        self.assertContains(self.client.post(self.page(article), typed), "Hãy dùng «Gỡ bài» và ghi lý do.")
        self.assertIsNone(self.stored(article)["expire_at"])

    def test_an_empty_save_keeps_the_times_to_the_microsecond(self):
        article = self.approved()
        moment = now().replace(second=31, microsecond=7)
        Article.objects.filter(pk=article.pk).update(publish_at=moment, expire_at=moment + dt.timedelta(days=99))
        before, events = self.stored(article), Event.objects.exclude(kind="session.sign_in").count()
        self.assertEqual(self.client.post(self.page(article), self.typed(article)).status_code, 302)
        self.assertEqual(self.stored(article), before)
        self.assertEqual(Event.objects.exclude(kind="session.sign_in").count(), events)

    def test_text_and_links_that_change_in_one_sitting_are_one_revision(self):
        article = make_article(status="submitted", author=self.author, edited_by=self.author)
        typed = self.typed(article, lead="Sapo mới.", targets=[make_target().pk])
        self.assertEqual(self.client.post(self.page(article), typed).status_code, 302)
        self.assertEqual((self.stored(article)["revision"], article.targets.count()), (2, 1))
        typed = self.typed(article, targets=[])
        self.client.post(self.page(article), typed)
        self.assertEqual((self.stored(article)["revision"], article.targets.count()), (3, 0))

    def test_the_list_changes_nothing(self):
        article = self.approved()
        before = self.stored(article)
        self.client.force_login(self.other)
        forged = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": article.pk, "_save": "Lưu"}
        forged |= {"form-0-expire_at_0": "01/01/2021", "form-0-expire_at_1": "00:00", "action": "delete_selected"}
        self.client.post(reverse("admin:articles_article_changelist"), forged | {"_selected_action": article.pk})
        self.assertEqual(self.stored(article), before)
