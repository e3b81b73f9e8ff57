"""Behind PgBouncer in transaction mode, where each transaction may meet another connection, pages stay the same."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import SimpleTestCase, TestCase, TransactionTestCase

from config import databases
from script.with_postgres import give, identity
from tests.factories import make_article
from tests.factories_resolutions import make_congress, make_target

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
PAGES = (
    "/",
    "/bai-viet/",
    "/tim-kiem/?q=ngh%E1%BB%8B+quy%E1%BA%BFt",
    "/tim-kiem/?q=%22nghi+quyet%22&tu=2020-01-01",
    "/tim-kiem/?thu-tu=cu-nhat",
    "/nghi-quyet/",
    "/nghi-quyet/xv/",
    "/van-ban/",
    "/rss/",
    "/sitemap.xml",
    "/api/v1/tim-kiem/?q=nghi+quyet",
    "/api/v1/chi-tieu/",
    "/readyz",
)
ASK = """
import sys, threading
import django
django.setup()
from django.test import Client
answers = [[] for _ in range(4)]
def read(mine):
    for address in sys.argv[1:]:
        mine.append(Client().get(address).status_code)
threads = [threading.Thread(target=read, args=[mine]) for mine in answers]
[one.start() for one in threads]
[one.join() for one in threads]
print(answers)
"""


class AddressTests(SimpleTestCase):
    def test_one_word_in_the_address_prepares_for_transaction_pooling(self):
        found = databases.from_url("postgres://cms:bi-mat@may/cms?pooling=transaction&sslmode=require")
        self.assertTrue(found["DISABLE_SERVER_SIDE_CURSORS"])
        self.assertEqual(found["OPTIONS"], {"sslmode": "require"})
        self.assertNotIn("DISABLE_SERVER_SIDE_CURSORS", databases.from_url("postgres://cms:bi-mat@may/cms"))

    def test_another_word_is_refused(self):
        with self.assertRaisesMessage(databases.MissingSettingError, "pooling=transaction"):
            databases.from_url("postgres://may/cms?pooling=session")


class OneConnectionTests(TestCase):
    def test_what_needs_one_connection_for_itself_is_refused_behind_a_pooler(self):
        behind = patch.dict(connection.settings_dict, {"DISABLE_SERVER_SIDE_CURSORS": True})
        with behind, tempfile.TemporaryDirectory() as folder:
            made = Path(folder, "2026-11-28_020000")
            for words in (("migrate",), ("backup", folder), ("verify_backup", made), ("restore", made, "--yes")):
                with self.subTest(words[0]), self.assertRaisesMessage(CommandError, "đi qua PgBouncer"):
                    call_command(*map(str, words))
            self.assertEqual([path.name for path in Path(folder).glob("[!.]*")], [])


@contextlib.contextmanager
def pooler(known):
    """One connection to the server for all readers: a transaction that leaves something behind is found out."""
    folder = Path(tempfile.mkdtemp(prefix="pgb-", dir="/tmp"))
    lines = [
        "[databases]",
        f"* = host={known['HOST']} user={known['USER']}",
        "[pgbouncer]",
        "listen_addr =",
        f"unix_socket_dir = {folder}",
        "listen_port = 6432",
        "auth_type = any",
        "pool_mode = transaction",
        "default_pool_size = 2",
        "server_reset_query_always = 0",
    ]
    (folder / "pgbouncer.ini").write_text("\n".join(lines), "utf-8")
    (folder / "pgbouncer.ini").chmod(0o644)
    give(folder)
    command = [PROGRAM, str(folder / "pgbouncer.ini")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **identity())
    try:
        wait_until_ready(folder, known)
        yield folder
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(folder, known):
    for _ in range(100):
        with contextlib.suppress(psycopg2.OperationalError):
            psycopg2.connect(host=str(folder), port=6432, user=known["USER"], dbname=known["NAME"]).close()
            return
        time.sleep(0.1)
    raise AssertionError("PgBouncer không khởi động được")


@pytest.mark.postgresql_only
@pytest.mark.skipif(PROGRAM is None, reason="máy này không có pgbouncer")
class PoolingTests(TransactionTestCase):
    def test_four_readers_share_two_connections(self):
        make_article(title="Đưa Nghị quyết Đại hội vào cuộc sống")
        make_target(congress=make_congress("xv"))
        known = connection.settings_dict
        with pooler(known) as folder:
            url = f"postgres://{known['USER']}@:6432/{known['NAME']}?host={folder}&pooling=transaction"
            environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
            pages = [page for page in PAGES if self.client.get(page).status_code == 200]
            words = [sys.executable, "-c", ASK, *pages]
            done = subprocess.run(
                words, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=120, check=False
            )
        self.assertEqual(done.stdout.strip(), str([[200] * len(pages)] * 4), done.stderr)
        self.assertGreaterEqual(len(pages), len(PAGES) - 1)
