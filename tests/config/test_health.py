"""How the site is, as a balancer, a monitor and a stranger are told."""

import datetime as dt
import tempfile
import threading
import time
import uuid
from pathlib import Path
from unittest import TestCase
from unittest.mock import patch

import pytest
from django.db import connections
from django.test import Client, TransactionTestCase, override_settings
from django.test import TestCase as DatabaseTestCase
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

import vietnamese
from audit.services import record
from config.health import asking, parts, views
from config.health.asking import FAILED, NO_ANSWER, OK, Found, Part
from monitoring import counters
from notices.models import Letter
from tests.factories import MORNING, make_user
from web import modes

TOKEN = "0123456789-abcdefghij-ABCDEFGHIJ"
KNOWN = {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}
GUESSES = (
    "", "Bearer", "Bearer ", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", f"bearer {TOKEN}", f"Basic {TOKEN}", TOKEN,
    f"Bearer  {TOKEN}", f"Bearer {TOKEN} ", f"Bearer {TOKEN.upper()}",
    "Bearer đĐ", f"Bearer {'a' * 10_000}", "Bearer \x00",
)  # fmt: skip


@pytest.mark.once
class AskingTests(TestCase):
    def test_parts_are_asked_at_once_and_a_failure_is_a_word(self):
        def broken():
            raise ValueError("bí mật")

        meet = threading.Barrier(2, timeout=30)
        both = [Part(name, lambda: Found(OK, str(meet.wait())), seconds=60) for name in ("x", "y")]
        found = asking.ask([*both, Part("z", broken)])
        self.assertEqual([one.word for one in found.values()], [OK, OK, FAILED])
        self.assertEqual(found["z"].told, "ValueError")

    def test_a_part_that_hangs_is_waited_for_once_and_asked_by_one_thread(self):
        go_on, asked = threading.Event(), []

        def hang():
            asked.append(1)
            go_on.wait(60)
            return Found(OK)

        part = Part("x", hang, seconds=0.05)
        self.assertEqual([asking.ask([part])["x"].word for _ in range(50)], [NO_ANSWER] * 50)
        self.assertEqual(len(asked), 1)
        go_on.set()
        deadline = time.monotonic() + 30
        while asking.ask([part])["x"].word != OK and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertEqual(asking.ask([part])["x"].word, OK)

    def test_a_flood_of_questions_is_one_question(self):
        asked = []
        part = Part("x", lambda: asked.append(1) or Found(OK))
        for _ in range(200):
            asking.ask([part])
        self.assertLess(len(asked), 20)


class PartTests(DatabaseTestCase):
    def letter(self, state, minutes):
        moment = MORNING - dt.timedelta(minutes=minutes)
        Letter.objects.create(user=self.user, key=uuid.uuid4(), state=state, made_at=moment, next_at=moment)

    def test_letters_that_should_have_gone_are_said(self):
        self.user = make_user()
        self.letter("waiting", -60)
        self.letter("waiting", 14)
        self.letter("failed", 600)
        self.assertEqual(parts.letters(MORNING).word, OK)
        self.letter("waiting", 16)
        found = parts.letters(MORNING)
        self.assertEqual(found.word, "waiting")
        self.assertEqual(list(found.numbers.values()), [3, 1, 1])

    def test_the_newest_finished_backup_is_a_day_old_at_most(self):
        self.assertEqual(parts.backup().word, "unset")
        with tempfile.TemporaryDirectory() as folder, override_settings(BACKUP_DIR=folder):
            self.assertEqual(parts.backup().word, "late")
            for name, is_whole, word in (
                ("linh-tinh", True, "late"),
                (_named(hours=27), True, "late"),
                (f"dang-lam-{_named(hours=1)}", False, "late"),
                (_named(hours=25), True, OK),
            ):
                Path(folder, name).mkdir()
                if is_whole:
                    Path(folder, name, "manifest.json").write_text("{}")
                with self.subTest(name=name):
                    self.assertEqual(parts.backup().word, word)
        with override_settings(BACKUP_DIR="/khong-co/thu-muc-nay"):
            self.assertEqual(parts.backup().word, "late")

    def test_a_full_disk_is_said(self):
        with patch.object(parts, "LEAST_FREE", 0.0):
            self.assertEqual(parts.disk().word, OK)
        with patch.object(parts, "LEAST_FREE", 1.1):
            self.assertEqual(parts.disk().word, "low")


def _named(hours):
    return f"{vietnamese.local(timezone.now() - dt.timedelta(hours=hours)):%Y-%m-%d_%H%M%S}"


class FreshPartsTests(TransactionTestCase):
    """Asked in threads, as in service; nothing is left of the test before."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(counters.stop)
        settings = override_settings(METRICS_TOKEN=TOKEN, MONITORING_DIR=folder.name)
        settings.enable()
        self.addCleanup(settings.disable)
        anew = [Part(part.name, part._look, serves=part.serves) for part in parts.PARTS]
        for module in (views, views.gauges):
            changed = patch.object(module, "PARTS", anew)
            changed.start()
            self.addCleanup(changed.stop)
        changed = patch.object(views.gauges, "ALL", (*anew, *views.gauges.MORE))
        changed.start()
        self.addCleanup(changed.stop)

    def test_a_stranger_hears_one_word_of_each_part_and_whoever_knows_the_token_more(self):
        stranger, known = self.client.get("/readyz"), self.client.get("/readyz", **KNOWN)
        self.assertEqual(stranger.content.decode().splitlines()[1:3], ["database ok", "replica unset"])
        self.assertRegex(stranger.content.decode(), r"\A(ready|degraded)\n([a-z]+ [a-z-]+\n){7}\Z")
        self.assertIn("mục", known.content.decode())
        self.assertIn("no-store", stranger["Cache-Control"])

    def test_a_site_that_was_shut_on_purpose_is_well_and_says_so(self):
        modes.change(modes.Mode.MAINTENANCE, "đổi máy chủ", timezone.now())
        stranger, known = self.client.get("/readyz"), self.client.get("/readyz", **KNOWN)
        self.assertEqual(stranger.status_code, 200)
        self.assertIn("mode maintenance", stranger.content.decode().splitlines())
        self.assertIn("mode maintenance: đổi máy chủ", known.content.decode().splitlines())

    def test_without_its_search_the_site_is_degraded_and_still_served(self):
        with patch.object(parts, "backend", side_effect=RuntimeError):
            response = self.client.get("/readyz")
        self.assertEqual(response.status_code, 200)
        lines = response.content.decode().splitlines()
        self.assertEqual((lines[0], lines[3]), ("degraded", "search failed"))

    @pytest.mark.postgresql_only
    def test_a_locked_table_delays_its_own_part_alone_and_not_for_long(self):
        other = connections.create_connection("default")
        self.addCleanup(other.close)
        with other.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE notices_letter IN ACCESS EXCLUSIVE MODE")
            lines = self.client.get("/readyz").content.decode().splitlines()
        self.assertEqual(lines[0], "degraded")
        self.assertLessEqual({"database ok", "search ok"}, set(lines))
        self.assertIn(lines[-1], {"outbox failed", "outbox no-answer"})

    def test_monitoring_reads_every_number_in_one_look(self):
        record("share.make", by=None, at=timezone.now())
        self.client.get("/healthz")
        response = self.client.get("/metrics", **KNOWN)
        found = {family.name: family for family in text_string_to_metric_families(response.content.decode())}
        self.assertLessEqual({*views.gauges.HELP} - {"cms_backup_age_seconds"}, set(found))
        self.assertLessEqual({"cms_requests", "cms_request_seconds", "cms_part_ok", "cms_audit_events"}, set(found))
        self.assertEqual(found["cms_audit_events"].samples[0].value, 1)
        self.assertEqual({sample.labels["part"] for sample in found["cms_part_ok"].samples}, {
            "database", "replica", "search", "mode", "disk", "backup", "outbox", "work", "record",
        })  # fmt: skip


class TokenTests(DatabaseTestCase):
    def test_without_a_token_the_address_is_not_there(self):
        for sent in ({}, KNOWN, {"HTTP_AUTHORIZATION": "Bearer "}):
            with override_settings(METRICS_TOKEN=""):
                self.assertEqual(Client().get("/metrics", **sent).status_code, 404)

    def test_a_guess_is_refused_and_learns_nothing(self):
        with (
            tempfile.TemporaryDirectory() as folder,
            override_settings(METRICS_TOKEN=TOKEN, MONITORING_DIR=folder),
            patch.object(asking, "ask", side_effect=AssertionError),
        ):
            self.addCleanup(counters.stop)
            visitor = Client()
            for guess in GUESSES:
                with self.subTest(guess=guess[:50]):
                    response = visitor.get("/metrics", HTTP_AUTHORIZATION=guess)
                    self.assertEqual((response.status_code, response["WWW-Authenticate"]), (401, "Bearer"))
                    self.assertNotIn(b"cms_", response.content)
            self.assertEqual(visitor.get(f"/metrics?token={TOKEN}").status_code, 401)
            self.assertEqual(visitor.post("/metrics", **KNOWN).status_code, 405)
