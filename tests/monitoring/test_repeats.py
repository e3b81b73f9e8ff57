"""A fault that repeats is told once a minute, by one line and one mail, whichever thread or process meets it."""

import logging
import tempfile
import threading
from pathlib import Path
from unittest import TestCase

import pytest
from django.core import mail
from django.test import SimpleTestCase, override_settings

from monitoring.logs import repeats
from monitoring.logs.book import Book
from monitoring.logs.handlers import FaultMail, OnceAMinute
from tests.monitoring import written

pytestmark = pytest.mark.once
logger = logging.getLogger("django.request")


class JudgingTests(TestCase):
    def judge(self, *moments, about="x"):
        told = {}
        return [repeats.judge(told, about, moment) for moment in moments]

    def test_once_a_minute_and_then_how_many_were_held_back(self):
        cases = (
            ((1000.0,), [0]),
            ((1000.0, 1000.1, 1059.9), [0, None, None]),
            ((1000.0, 1000.1, 1059.9, 1060.0), [0, None, None, 2]),
            ((1000.0, 1060.0, 1060.1, 1120.0), [0, 0, None, 1]),
            # A clock that was put back by an hour is believed.
            ((5000.0, 1400.0, 1400.1), [0, 0, None]),
        )
        for moments, answers in cases:
            with self.subTest(moments=moments):
                self.assertEqual(self.judge(*moments), answers)

    def test_two_faults_do_not_silence_each_other(self):
        told = {}
        self.assertEqual([repeats.judge(told, about, 1000.0) for about in "aba"], [0, 0, None])

    def test_what_is_remembered_is_bounded(self):
        told = {}
        for number in range(repeats.MOST * 2):
            repeats.judge(told, f"lỗi {number}", 1000.0 + number / 100)
        self.assertEqual(len(told), repeats.MOST)


class SharedTests(TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name, "chung", "told.json")

    def test_processes_share_what_was_told(self):
        one, other = Book(self.path), Book(self.path)
        self.assertEqual([one.judge("x", 1000.0), other.judge("x", 1001.0), one.judge("x", 1002.0)], [0, None, None])
        self.assertEqual(other.judge("x", 1070.0), 2)

    def test_a_file_that_was_cut_off_is_begun_anew(self):
        Book(self.path).judge("x", 1000.0)
        for text in ("", "{", "[]", '{"x": 1}', '{"x": ["a", "b"]}', "\x00" * 100):
            with self.subTest(text=text[:10]):
                self.path.write_text(text, "utf-8")
                self.assertEqual(Book(self.path).judge("x", 1001.0), 0)


@override_settings(ADMINS=[("", "ky-thuat@trang.example")])
class FloodTests(SimpleTestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.book, self.now = str(Path(folder.name, "told.json")), 1000.0
        post = FaultMail(level=logging.ERROR)
        post.addFilter(self.once("mail"))
        logger.addHandler(post)
        self.addCleanup(logger.removeHandler, post)

    def once(self, way):
        return OnceAMinute(way, self.book, clock=lambda: self.now)

    def fail(self, times=1, error=ValueError):
        for number in range(times):
            try:
                raise error(f"lần {number}")
            except error:
                logger.exception("Internal Server Error: %s", f"/duong-dan-{number}/")

    def test_a_thousand_faults_of_eight_threads_are_one_line_and_one_mail(self):
        with written.log(self.once("line")) as log:
            threads = [threading.Thread(target=self.fail, args=(125,)) for _ in range(8)]
            [one.start() for one in threads]
            [one.join() for one in threads]
            self.assertEqual((len(log.lines), len(mail.outbox)), (1, 1))
            self.now += repeats.SECONDS
            self.fail()
            self.assertEqual([line.get("held") for line in log.lines], [None, 999])
            self.assertIn("xảy ra thêm 999 lần", mail.outbox[1].body)

    def test_another_fault_is_told_beside_it(self):
        with written.log(self.once("line")) as log:
            self.fail(3)
            self.fail(3, error=LookupError)
            self.assertEqual([line["error"] for line in log.lines], ["ValueError", "LookupError"])

    def test_a_flood_of_strangers_words_is_one_fault(self):
        with written.log(self.once("line")) as log:
            for number in range(50):
                logging.getLogger("django.security.DisallowedHost").error(f"Invalid HTTP_HOST header: 'a{number}'")
            self.assertEqual(len(log.lines), 1)
