"""An article goes in one of three ways or stays under a word; readers are told so, and each has a way back."""

import datetime as dt

from django.test import TestCase
from django.utils import timezone

from articles import services, workflow
from articles.models import Article
from articles.taking_down import ITSELF, NO_OTHER, Reason
from audit.models import Event
from desk.steps import StepRefused
from tests.factories import make_article, make_user

NOTE = "Nhầm số liệu của xã Chiềng Hặc."


class TakingDown(TestCase):
    def setUp(self):
        self.writer, self.approver = make_user("writer"), make_user("approver")
        self.at = timezone.now()
        self.article = make_article(author=self.writer, edited_by=self.writer, title="Cầu mới ở bản Nà Ớt")
        self.other = make_article(title="Hai cây cầu mới")
        self.address = self.article.get_absolute_url()

    def withdraw(self, **facts):
        services.withdraw(self.article, by=self.approver, at=self.at, note=NOTE, **facts)


class AddressTests(TakingDown):
    def test_what_was_published_in_error_is_gone_and_says_so_without_its_title(self):
        self.withdraw(reason=Reason.ERROR)
        page = self.client.get(self.address)
        self.assertContains(page, "vì đăng nhầm", status_code=410)
        self.assertNotContains(page, "Nà Ớt", status_code=410)
        self.assertNotContains(page, NOTE, status_code=410)

    def test_what_was_merged_leads_to_the_other_article(self):
        self.withdraw(reason=Reason.MERGED, into=self.other)
        self.assertRedirects(self.client.get(self.address), self.other.get_absolute_url(), 301)
        services.withdraw(self.other, by=self.approver, at=self.at, note=NOTE)
        self.assertContains(self.client.get(self.address), "đã được gỡ ngày", status_code=410)

    def test_what_was_merged_twice_leads_to_where_it_is_read_now(self):
        last = make_article(title="Bài gộp cuối cùng")
        self.withdraw(reason=Reason.MERGED, into=self.other)
        services.withdraw(self.other, by=self.approver, at=self.at, note=NOTE, reason=Reason.MERGED, into=last)
        self.assertRedirects(self.client.get(self.address), last.get_absolute_url(), 301)

    def test_articles_that_were_merged_into_each_other_lead_nowhere(self):
        self.withdraw(reason=Reason.MERGED, into=self.other)
        Article.objects.filter(pk=self.other.pk).update(
            status="withdrawn", withdrawn_as=Reason.MERGED, merged_into=self.article
        )
        self.assertEqual(self.client.get(self.address).status_code, 410)

    def test_what_is_being_corrected_will_come_back(self):
        self.withdraw(reason=Reason.CORRECTING)
        self.assertContains(self.client.get(self.address), "để cải chính", status_code=404)

    def test_a_browser_asks_again_for_it_may_come_back(self):
        for facts in ({"reason": Reason.ERROR}, {"reason": Reason.MERGED, "into": self.other}):
            with self.subTest(**facts):
                self.withdraw(**facts)
                self.assertEqual(self.client.get(self.address).headers["Cache-Control"], "no-cache")
                services.reopen(self.article, by=self.approver, at=self.at)
                services.submit(self.article, by=self.writer, at=self.at)
                services.approve(self.article, by=self.approver, at=self.at)

    def test_a_title_that_changes_and_changes_back_sends_nobody_in_a_circle(self):
        old = self.address.replace(self.article.slug, "ten-cu")
        self.assertEqual(self.client.get(old).headers["Cache-Control"], "no-cache")

    def test_what_was_never_public_says_nothing(self):
        for status in ("draft", "submitted"):
            article = make_article(status=status, title="Bản nháp kín")
            page = self.client.get(article.get_absolute_url())
            self.assertNotContains(page, "đã được gỡ", status_code=404)

    def test_what_was_withdrawn_before_its_hour_says_nothing(self):
        article = make_article(author=self.writer, publish_at=self.at + dt.timedelta(days=1))
        services.withdraw(article, by=self.approver, at=self.at, note=NOTE)
        self.assertNotContains(self.client.get(article.get_absolute_url()), "đã được gỡ", status_code=404)

    def test_the_way_back_is_a_step_and_the_address_serves_again(self):
        self.withdraw(reason=Reason.MERGED, into=self.other)
        services.reopen(self.article, by=self.approver, at=self.at)
        self.assertEqual(self.client.get(self.address).status_code, 404)
        services.submit(self.article, by=self.writer, at=self.at)
        services.approve(self.article, by=self.approver, at=self.at)
        self.assertContains(self.client.get(self.address), "Cầu mới ở bản Nà Ớt")


class OutdatedTests(TakingDown):
    def test_it_stays_readable_and_found_under_a_dated_word(self):
        services.outdate(self.article, by=self.approver, at=self.at, note=NOTE)
        self.assertContains(self.client.get(self.address), "Nội dung bài viết này đã cũ, ghi nhận ngày")
        self.assertContains(self.client.get("/tim-kiem/?q=cau+moi"), self.address)
        services.renew(self.article, by=self.approver, at=self.at, note=NOTE)
        self.assertNotContains(self.client.get(self.address), "đã cũ")

    def test_it_is_not_said_twice_and_not_taken_away_when_it_is_not_there(self):
        with self.assertRaises(StepRefused):
            services.renew(self.article, by=self.approver, at=self.at, note=NOTE)
        again = Article.objects.get(pk=self.article.pk)
        services.outdate(self.article, by=self.approver, at=self.at, note=NOTE)
        for stale in (again, self.article):
            with self.assertRaises(StepRefused):
                services.outdate(stale, by=self.approver, at=self.at + dt.timedelta(hours=1), note=NOTE)
        self.assertEqual(Article.objects.get(pk=self.article.pk).outdated_at, self.at)

    def test_a_writer_says_it_of_nothing(self):
        with self.assertRaisesMessage(StepRefused, workflow.NO_PERMISSION):
            services.outdate(self.article, by=self.writer, at=self.at, note=NOTE)

    def test_taking_it_down_takes_the_word_along(self):
        services.outdate(self.article, by=self.approver, at=self.at, note=NOTE)
        self.withdraw()
        self.assertIsNone(Article.objects.get(pk=self.article.pk).outdated_at)


class ScreenTests(TakingDown):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.approver)
        self.step = f"/quan-tri/articles/article/{self.article.pk}/go-bai/"

    def post(self, **facts):
        seen = self.client.get(self.step).context["form"].initial["seen"]
        return self.client.post(self.step, {"seen": seen, "note": NOTE} | facts)

    def state(self):
        article = Article.objects.get(pk=self.article.pk)
        return article.status, article.withdrawn_as, article.merged_into

    def test_the_page_asks_in_which_way(self):
        page = self.client.get(self.step)
        for words in ("Đăng nhầm", "Gộp vào bài khác", "Đang cải chính", "Gộp vào bài số"):
            self.assertContains(page, words)

    def test_a_merger_names_a_published_article(self):
        draft = make_article(status="draft")
        for into in ("", draft.pk, 10**15, "x"):
            with self.subTest(into=into):
                self.assertEqual(self.post(reason="merged", into=into).status_code, 200)
                self.assertEqual(self.state(), ("approved", "", None))
        self.assertContains(self.post(reason="merged", into=draft.pk), NO_OTHER)
        self.assertContains(self.post(reason="merged", into=self.article.pk), ITSELF, status_code=409)
        self.assertEqual(self.state(), ("approved", "", None))
        self.post(reason="merged", into=self.other.pk)
        self.assertEqual(self.state(), ("withdrawn", "merged", self.other))

    def test_the_record_says_in_which_way(self):
        self.post(reason="correcting")
        event = Event.objects.get(kind="article.withdraw")
        self.assertEqual((event.after["withdrawn_as"], event.note), ("correcting", NOTE))
