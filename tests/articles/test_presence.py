"""Who has an article open, told to those who may see it; it locks nothing and is no sign of work."""

import datetime as dt

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.models import StaffSession
from articles.models import Presence
from articles.presence import keeping
from audit.models import Event
from tests.articles.test_admin import DeskTestCase, change_url
from tests.clock import clock
from tests.cpu import Spent
from tests.factories import local, make_article, make_user

AT = local(2026, 12, 1, 9, 40)
SECOND = dt.timedelta(seconds=1)


def presence_url(article):
    return reverse("admin:articles_article_presence", args=[article.pk])


class KeepingTests(TestCase):
    def setUp(self):
        self.article = make_article(status="submitted")
        self.hoa, self.duyet = make_user("writer", display_name="Lò Thị Hoa"), make_user("approver")

    def said(self, at, to=None):
        return keeping.said(keeping.others(self.article.pk, to or self.duyet, at))

    def test_it_holds_for_40_seconds_and_as_long_as_it_is_renewed(self):
        keeping.renew(self.article.pk, self.hoa, AT)
        self.assertEqual(self.said(AT + 39 * SECOND), "Lò Thị Hoa đang mở bài này từ 09:40.")
        self.assertEqual(self.said(AT + 40 * SECOND), "")
        for tick in range(0, 200, 20):
            keeping.renew(self.article.pk, self.hoa, AT + tick * SECOND)
        self.assertEqual(self.said(AT + 219 * SECOND), "Lò Thị Hoa đang mở bài này từ 09:40.")
        self.assertEqual(Presence.objects.count(), 1)

    def test_who_comes_back_later_is_there_since_then(self):
        keeping.renew(self.article.pk, self.hoa, AT)
        keeping.renew(self.article.pk, self.hoa, AT + dt.timedelta(minutes=5))
        self.assertIn("từ 09:45", self.said(AT + dt.timedelta(minutes=5)))

    def test_nobody_is_told_of_themselves_or_of_another_article(self):
        keeping.renew(self.article.pk, self.hoa, AT)
        self.assertEqual(self.said(AT, to=self.hoa), "")
        self.assertEqual(keeping.others(make_article().pk, self.duyet, AT), [])

    def test_old_rows_go_by_themselves(self):
        for number in range(5):
            keeping.renew(make_article().pk, self.hoa, AT + number * SECOND)
        keeping.renew(self.article.pk, self.duyet, AT + dt.timedelta(minutes=1))
        self.assertEqual([one.user for one in Presence.objects.all()], [self.duyet])


class ScreenTests(DeskTestCase):
    def test_who_may_see_the_article_is_told_at_the_opening_and_while_it_is_open(self):
        article = self.own("submitted")
        self.client.force_login(self.approver)
        self.assertEqual(self.client.post(presence_url(article)).json(), {"said": ""})
        self.client.force_login(self.writer)
        told = f"{self.approver} đang mở bài này từ"
        self.assertContains(self.client.get(change_url(article)), told)
        self.assertIn(told, self.client.post(presence_url(article)).json()["said"])

    def test_who_may_not_see_it_is_neither_told_nor_counted(self):
        draft = self.own("draft")
        for person in (self.other, make_user("tracker")):
            self.client.force_login(person)
            self.assertIn(self.client.post(presence_url(draft)).status_code, {403, 404})
        self.client.logout()
        self.assertEqual(self.client.post(presence_url(draft)).status_code, 302)
        self.assertFalse(Presence.objects.exists())

    def test_to_read_counts_nobody_and_nothing_of_it_is_recorded(self):
        article = self.own("submitted")
        self.client.force_login(self.approver)
        before = Event.objects.count()
        self.client.get(presence_url(article))
        self.assertFalse(Presence.objects.exists())
        self.client.post(presence_url(article))
        self.assertEqual(Event.objects.count(), before)

    def test_a_name_of_markup_stays_a_name(self):
        article = self.own("submitted")
        keeping.renew(article.pk, make_user("approver", display_name="<script>alert(1)</script>"), timezone.now())
        self.client.force_login(self.approver)
        self.assertNotContains(self.client.get(change_url(article)), "<script>alert")

    def test_it_is_cheap(self):
        article = self.own("submitted", body="<p>Một đoạn dài của bài.</p>\n" * 2_000)
        self.client.force_login(self.approver)
        self.client.post(presence_url(article))
        with self.assertNumQueries(11):
            self.client.post(presence_url(article))
        with Spent() as spent:
            for _ in range(50):
                self.client.post(presence_url(article))
        spent.expect_under(self, 50 * 0.012)


class IdleTests(DeskTestCase):
    def test_an_open_page_does_not_keep_a_session_alive_but_work_does(self):
        article = self.own("submitted")
        with clock(AT):
            self.client.force_login(self.approver)
        for minute in (10, 20, 29):
            with clock(AT + dt.timedelta(minutes=minute)):
                self.assertEqual(self.client.post(presence_url(article)).status_code, 200)
        self.assertEqual(StaffSession.objects.get(user=self.approver).seen_at, AT)
        with clock(AT + dt.timedelta(minutes=31)):
            answer = self.client.post(presence_url(article))
            # No sign-in page that carries a form on: nobody typed this.
            self.assertEqual(answer.status_code, 302)
            self.assertEqual(self.client.get(reverse("accounts:still_here")).json(), {"owner": ""})
        with clock(AT):
            self.client.force_login(self.approver)
        with clock(AT + dt.timedelta(minutes=20)):
            self.client.get(change_url(article))
        with clock(AT + dt.timedelta(minutes=45)):
            self.assertEqual(self.client.post(presence_url(article)).status_code, 200)

    def test_who_is_there_is_named_by_a_word_that_tells_nothing_of_the_account(self):
        self.client.force_login(self.approver)
        told = self.client.get(reverse("accounts:still_here")).json()
        self.assertEqual(told["name"], str(self.approver))
        self.assertRegex(told["owner"], "^[0-9a-f]{16}$")
        self.client.force_login(self.writer)
        self.assertNotEqual(self.client.get(reverse("accounts:still_here")).json()["owner"], told["owner"])
