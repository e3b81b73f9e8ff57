"""What one process publishes or withdraws, every other process shows at its next request."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.test import TransactionTestCase

from tests import own_database

TITLE = "Mở đường vào bản vùng cao Xím Vàng"
WORDS = TITLE.replace(" ", "_")
LISTS = ["/", "/chuyen-muc/xay-dung-dang/", "/rss/", "/chuyen-muc/xay-dung-dang/rss/"]
SITE_MAP = "/sitemap-bai-viet-1.xml"
SEARCHES = ["/tim-kiem/?q=xim+vang", "/tim-kiem/rss/?q=xim+vang"]


class Process:
    """One of several that serve the site; they share nothing but the database."""

    def __init__(self, url):
        words = [sys.executable, str(Path(__file__).with_name("reader.py"))]
        environment = {**os.environ, "DATABASE_URL": url}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.running = subprocess.Popen(words, env=environment, cwd=settings.BASE_DIR, **pipes)

    def tell(self, *words):
        self.running.stdin.write(" ".join(words) + "\n")
        self.running.stdin.flush()
        return json.loads(self.running.stdout.readline())

    def end(self):
        self.running.communicate(timeout=60)


class ProcessTests(TransactionTestCase):
    def setUp(self):
        url = own_database.url(self)
        self.one, self.other = Process(url), Process(url)
        self.addCleanup(self.one.end)
        self.addCleanup(self.other.end)

    def test_a_publish_and_a_withdrawal_are_seen_at_once_everywhere(self):
        addresses = [*LISTS, *SEARCHES]
        # What there is before is looked at twice, so that both processes keep it.
        for process in (self.one, self.other) * 2:
            self.assertNotIn(True, process.tell("look", WORDS, *addresses).values())
        address = self.one.tell("publish", WORDS)
        for process in (self.other, self.one) * 2:
            self.assertEqual(
                process.tell("look", WORDS, *addresses, address), dict.fromkeys([*addresses, address], True)
            )
            self.assertEqual(process.tell("look", address, SITE_MAP), {SITE_MAP: True})
        self.one.tell("withdraw")
        for process in (self.other, self.one):
            self.assertNotIn(True, process.tell("look", WORDS, *addresses, address).values())
            self.assertEqual(process.tell("look", address, SITE_MAP), {SITE_MAP: False})
