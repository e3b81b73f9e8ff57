"""The database stops in the middle of the day: everybody is told so in Vietnamese, and the process lives on."""

import contextlib
import http.client
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from unittest import TestCase, skipUnless

import psycopg2
import pytest

from config.health import asking
from script import with_postgres
from tests.deployed import MAKE_STAFF
from tests.source import ROOT

pytestmark = pytest.mark.once

READERS = (
    "/",
    "/tim-kiem/?q=rung",
    "/nghi-quyet/",
    "/van-ban/",
    "/rss/",
    "/sitemap.xml",
    "/khong-co-trang-nay/",
    "/bai-viet/x-1/",
)
STAFF = (
    "/quan-tri/",
    "/quan-tri/articles/article/",
    "/quan-tri/articles/article/add/",
    "/quan-tri/proposals/proposal/",
    "/quan-tri/resolutions/observation/",
    "/quan-tri/library/picture/",
    "/quan-tri/accounts/user/",
    "/quan-tri/audit/event/",
    "/quan-tri/khong-co/",
    "/thu-vien/chon-anh/",
)
TOKEN = "0123456789-abcdefghij-ABCDEFGHIJ"
API = ("/api/v1/tim-kiem/", "/api/v1/chi-tieu/")
SETTINGS = """
from config.settings.test import *
DEBUG = False
STRICT_TEMPLATES = False
"""

SHORT_LIMITS = """
import django; django.setup()
from django.db import connection
connection.cursor().execute("ALTER ROLE CURRENT_USER SET lock_timeout = '300ms'")
"""


class Postgres:
    """A server of this test alone, which can be stopped and started again."""

    def __init__(self, stack):
        self.data = stack.enter_context(with_postgres.folder(Path(tempfile.mkdtemp(prefix="pg-away-")) / "data"))
        self.sockets = stack.enter_context(with_postgres.socket_folder())
        with_postgres.initialise(self.data)
        stack.callback(self.stop)

    def start(self):
        options = f"-c listen_addresses= -c fsync=off -k {self.sockets}"
        if self._control("status", check=False).returncode == 0:
            return
        self._control("start", "-w", "-o", options, "-l", self.data / "log")

    def stop(self):
        self._control("stop", "-m", "immediate", check=False)

    def _control(self, *words, check=True):
        command = [str(word) for word in (with_postgres.programs() / "pg_ctl", "-D", self.data, *words)]
        return subprocess.run(command, check=check, stdout=subprocess.DEVNULL, **with_postgres.identity())


@skipUnless(with_postgres.programs(), "không có PostgreSQL trên máy này")
class DatabaseAwayTests(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stack = contextlib.ExitStack()
        cls.addClassCleanup(stack.close)
        cls.postgres = Postgres(stack)
        cls.postgres.start()
        folder = Path(tempfile.mkdtemp(prefix="cms-away-"))
        stack.callback(shutil.rmtree, folder)
        (folder / "away_settings.py").write_text(SETTINGS, "utf-8")
        cls.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "away_settings",
            "PYTHONPATH": f"{folder}:{ROOT}",
            "DATABASE_URL": f"postgres://{with_postgres.NAME}@/postgres?host={cls.postgres.sockets}",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "METRICS_TOKEN": TOKEN,
            "MONITORING_DIR": str(folder / "monitoring"),
        }
        cls.run_python("manage.py", "migrate", "-v0")
        # As the roles of a real site have it, only shorter.
        cls.run_python("-c", SHORT_LIMITS)
        make_chief = MAKE_STAFF.replace("is_staff=True", "is_staff=True, is_superuser=True")
        cls.session = cls.run_python("-c", make_chief).strip()
        door = stack.enter_context(socket.socket())
        door.bind(("127.0.0.1", 0))
        cls.port, cls.log = door.getsockname()[1], folder / "site.log"
        words = ["-m", "gunicorn", "--bind", f"fd://{door.fileno()}", "--threads", "2", "--no-control-socket"]
        with cls.log.open("wb") as log:
            site = subprocess.Popen(
                [sys.executable, *words, "config.wsgi"],
                cwd=ROOT, env=cls.env, stdout=log, stderr=log, pass_fds=[door.fileno()],
            )  # fmt: skip
        stack.callback(site.wait)
        stack.callback(site.terminate)
        cls.wait_for("/healthz", 200)

    @classmethod
    def run_python(cls, *words):
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=cls.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @classmethod
    def ask(cls, path, method="GET", body=None, signed_in=True, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", cls.port, timeout=30)
        cookie = {"Cookie": f"sessionid={cls.session}"} if signed_in else {}
        with contextlib.closing(connection):
            connection.request(method, path, body, {**cookie, **headers})
            response = connection.getresponse()
            return response, response.read().decode()

    @classmethod
    def wait_for(cls, path, status):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                if cls.ask(path)[0].status == status:
                    return
            time.sleep(0.1)
        raise AssertionError(cls.log.read_text("utf-8"))

    def setUp(self):
        self.postgres.start()
        self.wait_for("/readyz", 200)
        # Each process has asked the database: what follows finds a connection that was alive a moment ago.
        for path in (*STAFF, *READERS):
            self.assertIn(self.ask(path)[0].status, {200, 404}, path)
        self.addCleanup(self.postgres.stop)
        self.postgres.stop()

    def assert_unavailable(self, path, sentence, **facts):
        response, body = self.ask(path, **facts)
        self.assertEqual(response.status, 503, (path, body[:300]))
        self.assertTrue(response.headers["Retry-After"].isdigit())
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertIn(sentence, body)
        self.assertNotIn("Traceback", body)

    def test_everybody_is_told_and_the_process_lives(self):
        for path in READERS:
            with self.subTest(path=path):
                self.assert_unavailable(path, "Xin thử lại sau ít phút.")
        for path in STAFF:
            for signed_in in (True, False):
                with self.subTest(path=path, signed_in=signed_in):
                    if signed_in or path != "/quan-tri/":
                        self.assert_unavailable(path, "Những gì đã lưu trước đó vẫn còn nguyên.")
        for path in API:
            with self.subTest(path=path):
                self.assert_unavailable(path, "hãy thử lại sau ít phút")
        for path in ("/quan-tri/articles/article/add/", "/quan-tri/login/"):
            with self.subTest(sent_to=path):
                self.assertIn(self.ask(path, method="POST", body="title=x")[0].status, {403, 503})
        response, body = self.ask("/healthz")
        self.assertEqual((response.status, body), (200, "ok"))
        # What was found of a part is told again for a second, and the slowest of them answered last.
        self.wait_for("/readyz", 503)
        time.sleep(asking.FRESH)
        response, body = self.ask("/readyz")
        self.assertEqual((response.status, body.splitlines()[:2]), (503, ["unavailable", "database failed"]))
        self.assertIn("disk ", body)
        response, body = self.ask("/metrics", Authorization=f"Bearer {TOKEN}")
        self.assertEqual(response.status, 200)
        for line in ('cms_part_ok{part="database"} 0.0', 'status="5xx"', "cms_disk_free_ratio "):
            self.assertIn(line, body)
        self.assertNotIn("cms_outbox_waiting ", body)

    def test_a_locked_table_costs_only_the_pages_that_need_it(self):
        self.postgres.start()
        self.wait_for("/readyz", 200)
        with contextlib.closing(psycopg2.connect(self.env["DATABASE_URL"])) as other:
            other.cursor().execute("LOCK TABLE articles_article IN ACCESS EXCLUSIVE MODE")
            waiting = [threading.Thread(target=self.ask, args=("/bai-viet/2020/",)) for _ in range(6)]
            [one.start() for one in waiting]
            for path in ("/healthz", "/readyz", "/robots.txt", "/van-ban/"):
                self.assertEqual(self.ask(path)[0].status, 200, path)
            self.assert_unavailable("/bai-viet/2020/", "Xin thử lại sau ít phút.")
            [one.join() for one in waiting]
        self.wait_for("/bai-viet/2020/", 200)

    def test_all_is_well_by_itself_once_it_is_back(self):
        self.assertEqual(self.ask("/quan-tri/")[0].status, 503)
        self.postgres.start()
        for path in ("/readyz", "/", "/quan-tri/"):
            with self.subTest(path=path):
                self.assertEqual(self.ask(path)[0].status, 200)
