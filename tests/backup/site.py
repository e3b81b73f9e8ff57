"""A small site of its own on either engine, whose commands run as an administrator runs them: each in its process."""

import atexit
import contextlib
import functools
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.backup import commands
from tests.config.test_database_away import Postgres
from tests.source import ROOT

FILL = """
from tests.factories import MORNING, make_article, make_user
from tests.library import samples
from articles import services
from articles.models import Article
from library import services as library
from audit import services as audit
writer, approver = make_user("writer", username="hoa"), make_user("approver", username="duc")
for number in range(3):
    article = make_article(status="submitted", author=writer, title=f"Bản Nà Ớt đổi mới, kỳ {number}")
    services.approve(article, by=approver, at=MORNING)
library.store_picture(samples.upload(samples.jpeg()), by=writer, at=MORNING, alt="Bản Nà Ớt")
"""
TITLES = """
from articles.models import Article
from audit.models import Event
print(*Article.objects.order_by("pk").values_list("title", flat=True), sep="|")
print(*Event.objects.order_by("number").values_list("kind", flat=True), sep="|")
"""
RENAME = """
from articles.models import Article
Article.objects.update(title="Bị sửa sau lúc sao lưu")
"""
SECRET = "bi-mat-khong-duoc-nam-trong-ban-sao-luu"


@functools.cache
def _filled(on_postgres):
    """The first on an engine; others begin as copies of it, for to migrate takes longer than most tests."""
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    return Site(stack, on_postgres=on_postgres, is_copy=False)


@functools.cache
def _postgres():
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    postgres = Postgres(stack)
    postgres.start()
    return postgres


class Site:
    def __init__(self, stack, *, on_postgres, is_copy=True):
        first = _filled(on_postgres) if is_copy else None
        self.name = f"trang_{secrets.token_hex(4)}"
        self.folder = Path(tempfile.mkdtemp(prefix="cms-backup-"))
        stack.callback(shutil.rmtree, self.folder)
        self.media, self.saved = self.folder / "media", self.folder / "sao-luu"
        self.database = self.folder / "db.sqlite3"
        url = f"sqlite:///{self.database}"
        if on_postgres:
            self.postgres = _postgres()
            url = f"postgres://cms@/{self.name}?host={self.postgres.sockets}"
            self.sql(f"CREATE DATABASE {self.name}" + (f" TEMPLATE {first.name}" if first else ""))
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": commands.SETTINGS,
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": url,
            "MEDIA_ROOT": str(self.media),
            "EMAIL_PASSWORD": SECRET,
        }
        if first is None:
            self.fill()
            return
        if not on_postgres:
            shutil.copy(first.database, self.database)
        shutil.copytree(first.media, self.media)

    def fill(self):
        self.must("manage.py", "migrate", "-v0")
        self.must("-c", FILL)

    def run(self, *words, **env):
        return commands.run(words, {**self.env, **env})

    def must(self, *words, **env):
        done = self.run(*words, **env)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def manage(self, *words, **env):
        return self.run("manage.py", *words, **env)

    def backup(self, *words):
        """The folder of a new one."""
        known = set(self.saved.glob("2*"))
        done = self.manage("backup", self.saved, *words)
        assert done.returncode == 0, done.stderr
        [made] = set(self.saved.glob("2*")) - known
        return made

    def copy(self, backup):
        """One that a test may spoil."""
        target = self.folder / f"hong-{secrets.token_hex(4)}"
        shutil.copytree(backup, target)
        return target

    def titles(self):
        return self.must("-c", TITLES).split("\n")[0].split("|")

    def kinds(self):
        return self.must("-c", TITLES).split("\n")[1].split("|")

    def media_files(self):
        return {path.relative_to(self.media).as_posix(): path.read_bytes() for path in self.media.rglob("*.*")}

    def databases(self):
        """Those of this site, scratch ones and kept ones included."""
        return [name for name in self.sql("SELECT datname FROM pg_database").split() if name.startswith(self.name)]

    def sql(self, statement):
        command = ["psql", "-h", self.postgres.sockets, "-U", "cms", "-d", "postgres", "-Atc", statement]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    @contextlib.contextmanager
    def in_use(self):
        """Somebody else has the database open, until told to end by a line."""
        code = (
            "import django; django.setup()\nfrom articles.models import Article\n"
            "Article.objects.count(); print('mở', flush=True); input()"
        )
        command = [sys.executable, "-c", code]
        with subprocess.Popen(
            command, cwd=ROOT, env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            other.stdout.readline()
            yield other
            if other.poll() is None:
                other.communicate("\n")
