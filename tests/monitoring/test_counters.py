"""What is counted of requests: by names of ours alone, by every process, and never at a page's cost."""

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import TestCase

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, SimpleTestCase, override_settings
from django.test import TestCase as DatabaseTestCase
from django.utils import timezone

from audit.services import record
from config.health.views import _counted
from monitoring import counters, middleware
from tests.source import ROOT
from web.versions import Versions

TOKEN = "0123456789-abcdefghij-ABCDEFGHIJ"
COUNT = """
import os, sys
from pathlib import Path
from monitoring import counters, passing
counters.start(Path(sys.argv[1]))
if sys.argv[2] == "forked" and os.fork():
    os.wait()
    sys.exit()
for _ in range(100):
    here = passing.Passing("", kept=3, made=1)
    counters.answered(("articles:detail", "GET", 200, 0.02, 0.01, "", 0.0, here))
counters.flush()
print("counted", flush=True)
sys.stdin.readline()
"""


class Counting:
    """Begins a folder of counters, which the site's own would be."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.addCleanup(counters.stop)
        changed = override_settings(METRICS_TOKEN=TOKEN, MONITORING_DIR=folder.name)
        changed.enable()
        self.addCleanup(changed.disable)

    def samples(self):
        counters.flush()
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in counters.collector(self.folder).collect()
            for sample in family.samples
        }


class RequestCountTests(Counting, DatabaseTestCase):
    def test_a_request_is_counted_by_the_name_of_its_view_its_method_and_the_class_of_its_status(self):
        visitor = Client()
        for path in ("/healthz", "/healthz", "/khong-co/", "/static/khong-co.css"):
            visitor.get(path)
        visitor.post("/healthz")
        found = self.samples()
        for labels, times in (
            (("2xx", "GET", "healthz"), 2),
            (("4xx", "POST", "healthz"), 1),
            (("4xx", "GET", "none"), 1),
            (("4xx", "GET", "static"), 1),
        ):
            with self.subTest(labels=labels):
                by_labels = {(key[0], *sorted(key[1:])): value for key, value in found.items()}
                self.assertEqual(by_labels["cms_requests_total", *sorted(labels)], times)
        self.assertEqual(found["cms_request_seconds_count", "healthz"], 3)
        self.assertGreater(found["cms_request_cpu_seconds_total", "healthz"], 0)

    def test_paths_and_methods_of_strangers_make_no_new_series(self):
        visitor, chance = Client(), random.Random(15)  # noqa: S311
        visitor.get("/khong-co/")
        visitor.generic("BREW", "/khong-co/")
        before = set(self.samples())
        for _ in range(60):
            word = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=12))
            visitor.generic(chance.choice([word.upper(), "GET"]), f"/{word}/?{word}={word}", HTTP_X_REQUEST_START=word)
        self.assertEqual(set(self.samples()), before)

    def test_what_is_recorded_is_counted_once_it_is_committed(self):
        Client().get("/healthz")
        with self.captureOnCommitCallbacks(execute=True):
            record("share.make", by=None, at=timezone.now())
            self.assertNotIn(("cms_steps_total", "share.make", "done"), self.samples())
        self.assertEqual(self.samples()["cms_steps_total", "share.make", "done"], 1)

    def test_how_long_a_request_waited_is_what_the_proxy_tells(self):
        now = 1_800_000_000.0
        for told, seconds in (
            ("t=1799999999.750", 0.25), ("t=1800000009.000", 0.0), ("t=1700000000.000", None), ("", None),
            ("1799999999.750", None), ("t=nan", None), ("t=1799999999.750\n", None), ("t=" + "9" * 10_000, None),
        ):  # fmt: skip
            with self.subTest(told=told[:30]):
                self.assertEqual(counters.waiting_time(told, now), seconds)

    def test_a_visitor_does_not_choose_how_long_they_waited(self):
        told = {"HTTP_X_REQUEST_START": f"t={timezone.now().timestamp() - 100:.3f}"}
        Client().get("/healthz", **told)
        self.assertEqual(self.samples().get(("cms_queue_seconds_count",), 0), 0)
        with override_settings(TRUSTED_PROXIES=1):
            Client().get("/healthz", **told)
        self.assertGreater(self.samples()["cms_queue_seconds_sum",], 99)

    def test_values_that_pages_keep_are_counted_as_found_or_made(self):
        def answer(_request):
            Versions({}).keep("x", [], lambda: 1)
            Versions({}).keep("x", [], lambda: 1)
            return HttpResponse("")

        with override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}):
            middleware.Watch(answer)(RequestFactory().get("/"))
        found = self.samples()
        self.assertEqual([found["cms_kept_values_total", word] for word in ("yes", "no")], [1, 1])


@pytest.mark.once
class ProcessTests(Counting, SimpleTestCase):
    def begin(self, how="alone"):
        words = [sys.executable, "-c", COUNT, str(self.folder), how]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            words, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.assertEqual(process.stdout.readline(), "counted\n")
        return process

    def test_a_process_that_was_forked_counts_in_a_place_of_its_own(self):
        parent = self.begin("forked")
        parent.communicate("\n", timeout=30)
        self.assertEqual(self.samples()["cms_requests_total", "GET", "2xx", "articles:detail"], 100)
        sizes = {path.name: path.stat().st_size for path in self.folder.glob("*.db")}
        self.assertEqual(sizes["counter_1.db"], counters.ROOM)

    def test_all_processes_count_together_and_one_that_ends_leaves_its_place_to_the_next(self):
        first, second = self.begin(), self.begin()
        first.kill()
        first.communicate(timeout=30)
        third = self.begin()
        for process in (second, third):
            process.communicate("\n", timeout=30)
        self.assertEqual(self.samples()["cms_requests_total", "GET", "2xx", "articles:detail"], 300)
        self.assertEqual(len(list(self.folder.glob("*.db"))), 4)


@pytest.mark.once
class BrokenFolderTests(Counting, TestCase):
    def test_files_that_a_lost_machine_has_left_are_thrown_away(self):
        for left in (b"\xff" * 4096, b"\x00\x10\x00\x00" + b"\x7f" * 8000, b"", b"\x07"):
            with self.subTest(left=left[:4]):
                (self.folder / "counter_0.db").write_bytes(left)
                self.assertEqual(_counted().count(b"cms_"), 0)
                counters.start(self.folder)
                counters.log_record("ERROR")
                self.assertEqual(self.samples()["cms_log_records_total", "ERROR"], 1)
                counters.stop()

    def test_a_library_that_fails_costs_no_page(self):
        visitor = Client()
        visitor.get("/healthz")
        counters._counters.request = None
        with self.assertLogs("monitoring"):
            self.assertEqual(visitor.get("/healthz").status_code, 200)
            counters.flush()
        self.assertEqual(visitor.get("/healthz").status_code, 200)

    def test_a_folder_that_cannot_be_written_costs_the_counting_alone(self):
        (self.folder / "tep").write_text("")
        with override_settings(MONITORING_DIR=str(self.folder / "tep")), self.assertLogs("monitoring"):
            self.assertEqual(Client().get("/healthz").status_code, 200)

    def test_nothing_is_counted_where_nobody_may_read_it(self):
        with override_settings(METRICS_TOKEN=""):
            Client().get("/healthz")
        self.assertEqual(list(self.folder.iterdir()), [])
