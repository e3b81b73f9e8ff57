"""Back to a moment: the lines of docs/operations.md and the samples under deploy/, with a PostgreSQL of this test."""

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from unittest import TestCase

import pytest

from script import with_postgres
from tests.source import ROOT

BLOCKS = re.compile(r"^<!-- run: by tests/backup/test_moment.py -->\n```sh\n(.*?)```", re.M | re.S)
SAMPLES = ("cms-archive-wal", "cms-archive.conf", "cms-base-backup", "cms-recover")
MOMENT = "2026-11-28 14:05:00+07"
CONF = """
data_directory = '{data}'
hba_file = '{conf}/pg_hba.conf'
ident_file = '{conf}/pg_ident.conf'
unix_socket_directories = '{sockets}'
listen_addresses = ''
fsync = off
include_dir = 'conf.d'
"""
AROUND = """
export PGHOST={sockets} PGDATABASE=postgres PGUSER=cms PATH={bin}:{programs}:$PATH
sudo() {{ shift 2; {as_postgres} "$@"; }}
systemctl() {{ :; }}   # the services of a machine that has none
apt-get() {{ :; }}
{install}
pg_ctlcluster() {{
    {as_postgres} pg_ctl -D {data} -s -w -m fast -l {log} -o "-c config_file={conf}/postgresql.conf" "$3" >/dev/null
}}
cd {folder}
{lines}
"""
OWN_FILES = 'install() { [ "$1" != -d ] || set -- -d -m 700 "${@:8}"; command install "$@"; }'


@pytest.mark.postgresql_only
class MomentTests(TestCase):
    def setUp(self):
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        self.folder = Path(tempfile.mkdtemp(prefix="cms-moment-", dir="/tmp"))
        stack.callback(shutil.rmtree, self.folder)
        self.sockets = stack.enter_context(with_postgres.socket_folder())
        self.folder.chmod(0o755)
        for name in ("conf", "conf/conf.d", "bin", "backup", "cluster"):
            (self.folder / name).mkdir()
            with_postgres.give(self.folder / name)
        self.conf, self.data = self.folder / "conf", self.folder / "cluster" / "main"
        with_postgres.initialise(self.data)
        for name in ("pg_hba.conf", "pg_ident.conf", "postgresql.conf"):
            (self.data / name).rename(self.conf / name)
        (self.conf / "postgresql.conf").write_text(
            CONF.format(data=self.data, conf=self.conf, sockets=self.sockets), "utf-8"
        )
        self.copy_samples()
        stack.callback(self.run_lines, "pg_ctlcluster 15 main stop || true")
        self.run_lines("pg_ctlcluster 15 main start")

    def copy_samples(self):
        (self.folder / "deploy").mkdir()
        for name in SAMPLES:
            text = (ROOT / "deploy" / name).read_text("utf-8")
            (self.folder / "deploy" / name).write_text(self.here(text), "utf-8")

    def here(self, text):
        """With places of this machine."""
        for old, new in (
            ("/usr/local/bin", "bin"),
            ("/etc/postgresql/15/main", "conf"),
            ("/var/lib/postgresql/15", "cluster"),
            ("/backup/pg", "backup/pg"),
        ):
            text = text.replace(old, str(self.folder / new))
        return text

    def run_lines(self, lines, code=0):
        identity = with_postgres.identity()
        words = AROUND.format(
            sockets=self.sockets,
            bin=self.folder / "bin",
            programs=with_postgres.programs(),
            as_postgres=f"setpriv --reuid {identity['user']} --regid {identity['group']} --clear-groups"
            if "user" in identity
            else "",
            install="" if "user" in identity else OWN_FILES,
            data=self.data,
            conf=self.conf,
            folder=self.folder,
            log=self.conf / "log",
            lines=lines,
        )
        env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        done = subprocess.run(["bash", "-euc", words], env=env, capture_output=True, text=True, check=False)
        log = self.conf / "log"
        self.assertEqual(done.returncode, code, f"{done.stdout}{done.stderr}{log.read_text() if log.exists() else ''}")
        return done.stdout + done.stderr

    def sql(self, statement):
        return self.run_lines(f"psql -Atc {shlex.quote(statement)}").strip()

    def test_the_lines_of_the_guide_bring_back_what_was_removed(self):
        keeping, going_back = (self.here(block) for block in BLOCKS.findall((ROOT / "docs/operations.md").read_text()))
        self.sql("CREATE TABLE bai (so int, chu text)")
        said = self.run_lines(keeping)
        self.assertIn("Đã sao lưu cụm PostgreSQL vào", said)
        self.sql("INSERT INTO bai SELECT n, 'Bản Nà Ớt, kỳ ' || n FROM generate_series(1, 1000) n")
        # As somebody types it who does not think of zones.
        moment = self.sql("SELECT to_char(now() AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI:SS.US')")
        before = self.sql("SELECT md5(string_agg(bai::text, '' ORDER BY so)) FROM bai")
        self.sql("DELETE FROM bai")
        self.sql("DROP TABLE bai")
        self.assertIn(MOMENT, going_back)
        self.refuse_what_would_harm(moment)
        self.run_lines(going_back.replace(MOMENT, moment))
        after = self.sql("SELECT md5(string_agg(bai::text, '' ORDER BY so)) FROM bai")
        self.assertEqual(after, before)
        self.assertTrue((self.data.parent / "main.truoc").is_dir())
        # It keeps on from there, and no segment of the time before is written over.
        last = self.here("sudo -u postgres cms-base-backup /backup/pg 1")
        self.assertIn("Đã sao lưu cụm", self.run_lines(last))
        [kept] = (self.folder / "backup/pg/base").iterdir()
        self.assertIn("START WAL LOCATION", (kept / "backup_label").read_text())

    def refuse_what_would_harm(self, moment):
        recover = self.here("sudo -u postgres cms-recover /backup/pg /var/lib/postgresql/15/")
        self.assertIn("đã có; hãy dừng", self.run_lines(f"{recover}main '{moment}'", code=1))
        said = self.run_lines(f"{recover}moi '2020-01-01 00:00:00+07'", code=1)
        self.assertIn("không có bản nào làm xong trước", said)
        self.assertIn("Không hiểu thời điểm", self.run_lines(f"{recover}moi 'hôm qua'", code=1))
        self.assertFalse((self.data.parent / "moi").exists())
        kept, other = self.folder / "backup/pg/wal/0", self.folder / "khac"
        other.write_text("khác", "utf-8")
        kept.write_text("đã giữ", "utf-8")
        said = self.run_lines(f"cms-archive-wal {other} {kept}", code=1)
        self.assertIn("đã có và khác", said)
        self.run_lines(f"cms-archive-wal {kept} {kept}")
        kept.unlink()
