"""What stands in the log is ours: nothing that came with a request, and no line that a visitor wrote."""

import logging
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client, SimpleTestCase, TestCase, override_settings
from django.urls import get_resolver

from monitoring.logs.forms import Line
from monitoring.logs.handlers import FaultMail, OnceAMinute
from tests.monitoring import failing, written

SECRET = "bimat7f3a"
BREAKS = f'{SECRET}%0A{{"level": "CRITICAL"}}%0D%0A%1B[2J{SECRET}'
SENT = {
    "HTTP_USER_AGENT": f'Mozilla {SECRET}\n{{"level": "CRITICAL"}}',
    "HTTP_REFERER": f"https://khac.example/{SECRET}?q={SECRET}",
    "HTTP_COOKIE": f"__Host-session={SECRET}; sessionid={SECRET}; csrftoken={SECRET}",
    "HTTP_X_FORWARDED_FOR": f"203.0.113.77, {SECRET}",
    "HTTP_AUTHORIZATION": f"Bearer {SECRET}",
    "HTTP_X_REQUEST_START": SECRET,
    "HTTP_ORIGIN": f"https://{SECRET}.example",
    "REMOTE_ADDR": "203.0.113.77",
}
FORBIDDEN = (SECRET, "203.0.113.77", failing.TYPED, "bi-mat.example", "CRITICAL")
FORM = {"username": SECRET, "password": SECRET, "email": f"{SECRET}@khac.example", "title": SECRET}


def paths():
    """Every address of the site map that takes nothing, the forms of tokens, and what is nowhere."""
    yield from sorted(_plain(get_resolver().url_patterns))
    yield from (f"/chia-se/{SECRET}/", f"/quan-tri/mat-khau/{SECRET}/", f"/quan-tri/{SECRET}/", f"/{BREAKS}/")
    yield from (f"/bai-viet/{SECRET}-1/", f"/tim-kiem/{SECRET}/", f"/%00{SECRET}", f"/static/{SECRET}.css")


def _plain(patterns, before="/"):
    """Those that are paths without a variable."""
    for one in patterns:
        route = getattr(one.pattern, "_route", "<") if one.pattern else ""
        if "<" in str(route):
            continue
        if hasattr(one, "url_patterns"):
            yield from _plain(one.url_patterns, before + str(route))
        else:
            yield before + str(route)


class Hostile(Client):
    """Says everything that a browser can say."""

    def __init__(self):
        super().__init__(raise_request_exception=False, enforce_csrf_checks=True)

    def say(self, path):
        where = f"{path}?q={SECRET}&email={SECRET}@khac.example&x={BREAKS}"
        self.get(where, **SENT)
        self.post(where, FORM, **SENT)

    def shout(self, path):
        where = f"{path}?q={SECRET}"
        self.generic(SECRET[:8].upper(), where, **SENT)
        self.get(where, **SENT, HTTP_HOST=f"{SECRET}.example")


def assert_clean(test, text):
    for word in FORBIDDEN:
        test.assertNotIn(word.casefold(), text.casefold())


@pytest.mark.once
@override_settings(ALLOWED_HOSTS=["testserver"], STRICT_TEMPLATES=False)
class WalkTests(TestCase):
    def test_a_walk_over_the_site_with_everything_in_it_leaves_nothing_in_the_log(self):
        with written.log() as log:
            for path in paths():
                Hostile().say(path)
            for path in ("/", "/tim-kiem/", "/quan-tri/login/", f"/chia-se/{SECRET}/", f"/{BREAKS}/"):
                Hostile().shout(path)
        self.assertGreater(len(log.lines), 100)
        assert_clean(self, log.text)
        # A host that is not ours, a form without its key, an address that is nowhere, a method that is none.
        loggers = {line["logger"] for line in log.lines}
        self.assertLessEqual({"django.security.DisallowedHost", "django.security.csrf", "django.request"}, loggers)
        self.assertLessEqual({400, 403, 404, 405}, {line.get("status") for line in log.lines})

    @override_settings(ROOT_URLCONF=failing, ADMINS=[("", "ky-thuat@trang.example")])
    def test_an_error_does_not_repeat_what_somebody_typed_in_log_or_mail(self):
        post = FaultMail(level=logging.ERROR)
        logging.getLogger("django.request").addHandler(post)
        self.addCleanup(logging.getLogger("django.request").removeHandler, post)
        for form in (None, Line()):
            with written.log(form=form) as log:
                for name in failing.ERRORS:
                    Hostile().say(f"/{name}/")
            assert_clean(self, log.text)
        self.assertGreater(len(mail.outbox), 20)
        for letter in mail.outbox:
            assert_clean(self, letter.subject + letter.body)

    @override_settings(ROOT_URLCONF=failing)
    def test_what_is_told_finds_the_fault(self):
        with written.log() as log:
            Client(raise_request_exception=False).get("/value/")
            Client(raise_request_exception=False).get("/away/")
        value, away = log.lines
        self.assertEqual((value["error"], value["view"], value["status"]), ("ValueError", "value", 500))
        self.assertRegex(value["place"], r"^tests/monitoring/failing\.py:\d+ view$")
        self.assertEqual(
            [line for line in value["trace"] if line in {"KeyError", "ValueError"}], ["KeyError", "ValueError"]
        )
        self.assertEqual(away["words"], "connection refused")


@pytest.mark.once
class LineTests(SimpleTestCase):
    def test_a_record_is_one_line_whatever_is_in_it(self):
        ends = "\n", "\r", "\u2028", "\x85", "\x1b[2J", '"', "\\", "\x00"
        for form in (None, Line()):
            with self.subTest(form=form), written.log(form=form) as log:
                for end in ends:
                    logging.getLogger("library").error("Mất tệp trong kho: %s", f"a{end}b")
                self.assertEqual(len(log.text.split("\n")), len(ends) + 1)
                self.assertFalse({"\r", "\x1b", "\x00"} & set(log.text))

    def test_words_that_others_put_together_are_not_told(self):
        with written.log() as log:
            logging.getLogger("gunicorn.error").warning(f"Invalid request from ip=203.0.113.77: {SECRET}")
            logging.getLogger("django.security.SuspiciousOperation").error(f"Xấu: {SECRET}")
            logging.getLogger("PIL").warning("Corrupt EXIF %s", SECRET)
        assert_clean(self, log.text)
        self.assertEqual([line.get("message", "") for line in log.lines], ["", "", "Corrupt EXIF …"])
        self.assertTrue(all(line["place"] for line in log.lines))

    def test_a_log_that_cannot_be_shared_is_written_all_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            in_the_way = Path(folder, "told.json")
            in_the_way.mkdir()
            with written.log(OnceAMinute("line", str(in_the_way))) as log:
                for _ in range(3):
                    logging.getLogger("library").error("Mất tệp trong kho: %s", quote("ảnh.png"))
            self.assertEqual(len(log.lines), 1)
