"""Which database answers which request; the cluster's tests (tests/cluster/) ask the same of real servers."""

import threading
import time
from unittest import TestCase, mock

import pytest
from django.db import OperationalError
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory, SimpleTestCase

from accounts.models import User
from articles.models import Article
from config import failures
from config.recording import DESK
from config.replica import DEFAULT, REPLICA, middleware, rules
from config.replica.absence import Absence
from config.replica.middleware import PRIMARY_ONLY, ReadFromReplica
from config.replica.router import Router, reading_from
from config.replica.rules import Source
from web.versions import Versions

pytestmark = pytest.mark.once

PAGES = (
    "/",
    "/bai-viet/mot-bai-1/",
    "/tim-kiem/?q=rung",
    "/nghi-quyet/xv/",
    "/rss/",
    "/sitemap.xml",
    "/api/v1/chi-tieu/",
    "/khong-co/",
)
STAFF = (
    "/quan-tri/",
    "/soan-thao/tai-anh/",
    "/thu-vien/chon-anh/",
    "/thu-vien/tai-anh/",
    "/chia-se/abc/",
    "/readyz",
    "/healthz",
)


def source(path, method="GET", *, is_staff=False):
    return rules.source(method, path, is_staff=is_staff, primary_only=PRIMARY_ONLY)


class SourceTests(TestCase):
    def test_readers_pages_come_from_the_replica(self):
        for path in PAGES:
            for method in ("GET", "HEAD"):
                self.assertEqual(source(path, method), Source.REPLICA_FIRST, path)

    def test_whatever_may_write_and_whoever_has_a_cookie_of_the_desk_asks_the_primary(self):
        for path in PAGES:
            self.assertEqual(source(path, is_staff=True), Source.PRIMARY)
            for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get", "TRACE"):
                self.assertEqual(source(path, method), Source.PRIMARY, (method, path))

    def test_the_desk_and_links_for_one_person_ask_the_primary_alone(self):
        for path in (*STAFF, *(prefix for prefix in DESK if prefix != "/thu-vien/tep/")):
            self.assertEqual(source(path), Source.PRIMARY, path)

    def test_files_ask_the_replica_only_while_the_primary_is_away(self):
        for path in ("/thu-vien/anh/abc-960.webp", "/thu-vien/tep/abc/ke-hoach.pdf"):
            self.assertEqual(source(path), Source.PRIMARY_FIRST)


class VersionTests(TestCase):
    def test_the_replica_answers_once_it_has_everything(self):
        old, new = {"articles": "a", "tracker": "b"}, {"articles": "c", "tracker": "b"}
        for primary, replica, expected in (
            (old, old, True),
            (new, old, False),
            (new, None, False),
            (None, old, True),
            (None, None, False),
            (new, {}, False),
            ({}, {}, True),
        ):
            with self.subTest(primary=primary, replica=replica):
                self.assertIs(rules.has_everything(primary, replica), expected)


class AbsenceTests(TestCase):
    def test_one_thread_asks_until_it_is_back_and_nobody_else_does(self):
        asked, back, seen = [], threading.Event(), threading.Event()

        def is_there(alias):
            asked.append((alias, threading.current_thread()))
            seen.set()
            return back.is_set()

        away = Absence(is_there, seconds=0.01)
        self.assertNotIn(REPLICA, away)
        away.note(REPLICA)
        away.note(REPLICA)
        self.assertTrue(seen.wait(timeout=30))
        self.assertIn(REPLICA, away)
        self.assertNotIn(DEFAULT, away)
        back.set()
        asked[0][1].join(timeout=30)
        self.assertNotIn(REPLICA, away)
        self.assertEqual(set(asked), {(REPLICA, asked[0][1])})


class RouterTests(TestCase):
    router = Router()

    def test_reading_follows_the_request_and_writing_never_does(self):
        self.assertEqual(self.router.db_for_read(Article), DEFAULT)
        with reading_from(REPLICA):
            self.assertEqual(self.router.db_for_read(Article), REPLICA)
            self.assertEqual(self.router.db_for_write(Article, instance=Article()), DEFAULT)
            self.assertEqual(self.router.db_for_read(Article), DEFAULT, "đã ghi thì phải đọc thấy")
        self.assertEqual(self.router.db_for_read(Article), DEFAULT)

    def test_tables_are_made_on_the_primary_alone(self):
        self.assertIs(self.router.allow_migrate(REPLICA, "articles"), False)
        self.assertIsNone(self.router.allow_migrate(DEFAULT, "articles"))
        self.assertTrue(self.router.allow_relation(Article(), User()))


class MiddlewareTests(SimpleTestCase):
    """With versions put in their place; nobody is asked."""

    def setUp(self):
        self.asked = []
        self.gone = set()
        self.tokens = {DEFAULT: {"articles": "a"}, REPLICA: {"articles": "a"}}
        self.known = set()
        self.site = ReadFromReplica(self.page)
        known = mock.MagicMock()
        known.__contains__.side_effect = self.known.__contains__
        known.note.side_effect = self.known.add
        for owner, name, new in (
            (middleware.versions, "read", self.read),
            (middleware, "away", known),
            (middleware, "connections", mock.MagicMock()),
        ):
            patch = mock.patch.object(owner, name, new)
            patch.start()
            self.addCleanup(patch.stop)

    def read(self, alias):
        if alias in self.gone:
            raise OperationalError("server closed the connection")
        return Versions(self.tokens[alias])

    def page(self, request):
        alias = Router().db_for_read(Article)
        self.asked.append(alias)
        if alias in self.gone or f"{alias} giữa chừng" in self.gone:
            return failures.unavailable(request)
        return HttpResponse(getattr(request, "content_versions", Versions({})).tokens.get("articles", ""))

    def get(self, path="/api/v1/chi-tieu/", **facts):
        self.asked.clear()
        with self.assertNoLogs("django.request"), mock.patch.object(middleware, "logger"):
            return self.site(self.request(path, **facts))

    def request(self, path="/api/v1/chi-tieu/", **facts):
        self.last = RequestFactory().get(path, **facts)
        return self.last

    def test_a_reader_is_answered_by_a_replica_that_has_everything(self):
        self.assertEqual(self.get().content, b"a")
        self.assertEqual(self.asked, [REPLICA])

    def test_what_is_asked_while_it_is_sent_is_asked_of_the_same_database(self):
        streamed = ReadFromReplica(lambda _request: StreamingHttpResponse(self.page("").content for _ in range(2)))
        for away, expected in ((set(), REPLICA), ({DEFAULT}, REPLICA), ({REPLICA}, DEFAULT)):
            with self.subTest(away=away), mock.patch.object(middleware, "logger"):
                self.gone, self.asked = away, []
                self.known.clear()
                list(streamed(self.request("/sitemap-trang.xml")))
                self.assertEqual(self.asked, [expected, expected])

    def test_a_late_replica_is_passed_over_for_the_whole_request(self):
        self.tokens[DEFAULT] = {"articles": "b"}
        self.assertEqual(self.get().content, b"b")
        self.assertEqual(self.asked, [DEFAULT])

    def test_a_page_of_the_replica_alone_is_as_old_as_the_last_moment_at_which_both_were_equal(self):
        begun = time.monotonic()
        self.get()
        equal_at = self.last.as_of
        self.assertTrue(begun <= equal_at <= time.monotonic())
        self.tokens[DEFAULT] = {"articles": "b"}
        self.get()
        self.assertFalse(hasattr(self.last, "as_of"), "tự đọc ở bản chính thì là của lúc này")
        for gone in ({DEFAULT}, {f"{DEFAULT} giữa chừng"}):
            with self.subTest(gone=gone):
                self.known.clear()
                self.gone = gone
                self.get()
                self.assertEqual((self.asked[-1], self.last.as_of), (REPLICA, equal_at))

    def test_who_has_never_seen_both_equal_says_so_of_every_page_of_the_replica(self):
        self.gone = {DEFAULT}
        self.get()
        self.assertEqual((self.asked, self.last.as_of), ([REPLICA], None))

    def test_either_may_be_away(self):
        for away, expected in ((REPLICA, DEFAULT), (DEFAULT, REPLICA)):
            with self.subTest(away=away):
                self.gone = {away}
                self.known.clear()
                self.assertEqual(self.get().content, b"a")
                self.assertEqual(self.asked, [expected])

    def test_one_that_goes_away_in_the_middle_is_asked_for_by_the_other(self):
        for broken, other in ((REPLICA, DEFAULT), (DEFAULT, REPLICA)):
            with self.subTest(broken=broken):
                self.gone = {f"{broken} giữa chừng"}
                self.tokens[REPLICA] = {"articles": "a" if broken == REPLICA else "cũ"}
                self.known.clear()
                self.assertEqual(self.get().status_code, 200)
                self.assertEqual(self.asked, [broken, other])

    def test_with_both_away_a_reader_is_told_once_and_soon(self):
        self.gone = {DEFAULT, REPLICA}
        self.assertEqual(self.get().status_code, 503)
        self.assertEqual(self.asked, [])

    def test_a_file_asks_the_replica_while_the_primary_rests(self):
        self.assertEqual((self.get("/thu-vien/anh/abc-960.webp").status_code, self.asked), (200, [DEFAULT]))
        self.gone = {DEFAULT}
        with mock.patch.object(failures, "render", return_value=HttpResponse(status=503)):
            self.assertEqual(
                (self.get("/thu-vien/anh/abc-960.webp").status_code, self.asked), (200, [DEFAULT, REPLICA])
            )
        self.assertEqual((self.get("/thu-vien/anh/abc-960.webp").status_code, self.asked), (200, [REPLICA]))

    def test_a_request_with_a_cookie_of_the_desk_is_never_asked_twice(self):
        self.gone = {DEFAULT}
        answer = self.get(HTTP_COOKIE="sessionid=bat-ky")
        self.assertEqual((answer.status_code, self.asked), (503, [DEFAULT]))
