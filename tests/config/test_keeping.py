"""What nginx is told of an answer: for how long, and what on it ends."""

import datetime as dt

import pytest
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from config.keeping import MOST_ENDS, URGENT, Clock, Making, facts
from tests.factories import make_article, make_articles
from words.models import UrgentNotice

KEY = {"HTTP_X_STALE_KEY": "https://trang.example/"}
SECOND = dt.timedelta(seconds=1)
AT = dt.datetime.fromtimestamp(1_764_000_000.25, dt.UTC)
MADE = Making(AT, None, 0.0)


class KeepingTests(TestCase):
    def told(self, path, **headers):
        return self.client.get(path, **KEY, **headers).headers

    def test_a_page_says_when_it_was_made_and_is_fresh_for_that_second(self):
        told = self.told("/")
        made = float(told["X-Made-At"])
        self.assertLess(abs(made - timezone.now().timestamp()), 60)
        self.assertEqual(told["X-Accel-Expires"], f"@{int(made)}")
        self.assertEqual(told["Cache-Control"], "stale-while-revalidate=1")
        self.assertLess(list(told).index("Cache-Control"), list(told).index("X-Accel-Expires"))

    def test_a_machine_whose_clock_is_wrong_dates_no_page_later_than_nginx_does(self):
        """Removals are dated on nginx's machine: a page of before one must not look like one of after it."""
        now = timezone.now().timestamp()
        for there, made, fresh in ((now - 600, now - 600, now - 600), (now + 600, now, now + 600)):
            with self.subTest(there=there - now):
                told = self.told("/", HTTP_X_REQUEST_START=f"t={there:.3f}")
                self.assertLess(abs(float(told["X-Made-At"]) - made), 60)
                self.assertEqual(told["X-Accel-Expires"], f"@{int(fresh)}")

    def test_what_is_still_shown_here_by_a_clock_that_is_behind_ends_by_nginxs_own(self):
        ended = make_article(expire_at=timezone.now() + dt.timedelta(minutes=5))
        told = self.told("/", HTTP_X_REQUEST_START=f"t={timezone.now().timestamp() + 600:.3f}")
        self.assertIn(f"-{ended.pk}/", told["X-Ends"])

    def test_nobody_else_is_told_anything(self):
        headers = self.client.get("/").headers
        self.assertFalse({"X-Made-At", "X-Ends", "X-Accel-Expires", "Cache-Control"} & headers.keys())

    def test_what_ends_within_a_day_is_named_with_its_moment(self):
        now = timezone.now()
        soon, _late = (make_article(expire_at=now + dt.timedelta(hours=hours)) for hours in (1, 40))
        make_article(expire_at=now - SECOND)
        UrgentNotice.objects.create(text="Lũ về", starts_at=now, ends_at=now + dt.timedelta(hours=2))
        ends = dict(word.split(":")[::-1] for word in self.told("/")["X-Ends"].split())
        self.assertEqual(list(ends), [f"-{soon.pk}/", URGENT])
        self.assertEqual(float(ends[URGENT]), round((now + dt.timedelta(hours=2)).timestamp(), 3))
        self.assertIn(f'id="{URGENT}"', self.client.get("/").content.decode())

    def test_of_too_many_ends_the_first_without_room_ends_every_page(self):
        make_articles(MOST_ENDS + 3, expire_at=timezone.now() + dt.timedelta(hours=1))
        words = self.told("/")["X-Ends"].split()
        self.assertEqual((len(words), words[-1].partition(":")[2]), (MOST_ENDS + 1, ""))

    def test_what_the_browser_is_told_travels_under_another_name(self):
        told = self.told("/api/v1/chi-tieu/")
        self.assertEqual(told["X-Reader-Cache-Control"], "no-cache")
        self.assertEqual(told["Cache-Control"], "stale-while-revalidate=1")

    def test_what_is_not_for_everybody_or_not_there_is_not_kept(self):
        for path in ("/khong-co/", "/quan-tri/login/", "/api/v1/chi-tieu/?la=1", "/chia-se/khong-co/"):
            with self.subTest(path=path):
                self.assertEqual(self.told(path)["X-Accel-Expires"], "0")
        self.client.cookies["a"] = "b"
        self.assertEqual(self.told("/")["X-Accel-Expires"], "0")


@pytest.mark.once
class FactsTests(SimpleTestCase):
    def test_nothing_is_shown_past_the_moment_at_which_something_changes(self):
        for seconds, fresh, is_updated_behind in (
            (None, "@1764000000", True), (0.5, "@1763999999", False), (0.75, "@1764000000", False),
            (1.2, "@1764000000", False), (1.75, "@1764000000", True), (60, "@1764000000", True),
        ):  # fmt: skip
            with self.subTest(seconds=seconds):
                change = None if seconds is None else AT + dt.timedelta(seconds=seconds)
                told = facts(Clock((), change), MADE)
                self.assertEqual((told["X-Accel-Expires"], "Cache-Control" in told), (fresh, is_updated_behind))

    def test_a_page_that_had_to_wait_is_as_old_as_its_question_and_fresh_in_the_second_of_its_making(self):
        for waited, made, fresh in ((1.5, "1763999998.750", "@1764000000"), (2.5, "1763999997.750", "@1763999997")):
            with self.subTest(waited=waited):
                told = facts(Clock((), None), Making(AT, AT - waited * SECOND, 0.0))
                self.assertEqual((told["X-Made-At"], told["X-Accel-Expires"]), (made, fresh))

    def test_a_page_is_fresh_by_the_clock_and_as_old_as_what_it_knows(self):
        told = facts(Clock((), None), MADE, behind=90.0)
        self.assertEqual((told["X-Made-At"], told["X-Accel-Expires"]), ("1763999910.250", "@1764000000"))
        self.assertEqual(facts(Clock((), None), MADE, behind=-1.0)["X-Made-At"], "1764000000.250")
