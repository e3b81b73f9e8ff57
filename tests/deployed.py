"""The site as the samples under deploy/ set it up: a real nginx, the units' own commands, in a folder of their own."""

import contextlib
import http.client
import json
import os
import re
import secrets
import shlex
import shutil
import signal
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.ports import free_port
from tests.source import ROOT

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
OPENSSL = shutil.which("openssl")
DEPLOY = ROOT / "deploy"
HOST = "trang.example"
OFFICE, ELSEWHERE = "127.0.0.2", "127.0.0.3"
"""Two addresses of this machine: one on the list, one not."""
MAIN = """
{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{}}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/cms.conf; include {folder}/cms-nodes.conf;
}}
"""
MAKE_STAFF = """
import django; django.setup()
from django.test import Client
from accounts.models import User
client = Client(); client.force_login(User.objects.create_user("khong-vai-tro", is_staff=True))
print(next(cookie.value for name, cookie in client.cookies.items() if "session" in name))
"""
WORKER = """
import json, sys, traceback
import django; django.setup()
names = {}
for line in sys.stdin:
    try:
        exec(json.loads(line), names)
        print(json.dumps(names.pop("answer", None)), flush=True)
    except Exception:
        print(json.dumps({"failed": traceback.format_exc()}), flush=True)
"""
HAND = """
import datetime as dt
import io
from django.core.management import CommandError, call_command
from django.utils import timezone
from articles import services
from articles.corrections import services as corrections
from articles.editions import keeping
from articles.models import Article
from tests import factories
from web import removals
from web.models import Removal
approver = factories.make_user("approver"); writer = factories.make_user("writer")
def make(title, seconds=None):
    at = timezone.now()
    ends = at + dt.timedelta(seconds=seconds) if seconds else None
    article = factories.make_article(title=title, publish_at=at, expire_at=ends, author=writer)
    return [article.pk, article.get_absolute_url()]
def withdraw(pk):
    article = Article.objects.get(pk=pk)
    with removals.watched() as unreached:
        services.withdraw(article, by=approver, at=timezone.now(), note="Đăng nhầm.")
    return sorted(unreached)
def told_again():
    try:
        call_command("send_removals", stdout=io.StringIO())
    except CommandError:
        return False
    return not Removal.objects.exists()
def correct(pk, title):
    article = Article.objects.get(pk=pk)
    live = keeping.live(article)
    text = keeping.copy_of(live)
    text.title = title
    note, at = "Đã sửa lại tên bài cho đúng.", timezone.now()
    one = corrections.write(article, text, "content", by=writer, at=at, seen=live.number, note=note)
    for step, by in (("submit", writer), ("agree", approver)):
        corrections.take(step, one, by=by, at=timezone.now(), seen=one.edition.number)
"""
"""Deeds at the desk, for `Site.do`."""


def put(text, **changes):
    """The sample with places of this machine; each must be there to be replaced."""
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


class Site:
    """Everything as docs/operations.md sets it up, in a folder of its own."""

    def __init__(self, **settings):
        self.folder = Path(tempfile.mkdtemp(prefix="cms-", dir="/tmp"))
        self.port, self.plain_port, self.nodes_port = free_port(), free_port(), free_port()
        self.env = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ},
            "DJANGO_SETTINGS_MODULE": "config.settings.prod",
            "PYTHONUTF8": "1",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": HOST,
            "DATABASE_URL": f"sqlite:///{self.folder}/db.sqlite3",
            "TRUSTED_PROXIES": "1",
            "MEDIA_ROOT": str(self.folder / "media"),
            "STATIC_ROOT": str(self.folder / "static"),
            "LIBRARY_ACCEL_PREFIX": "/kho/",
            "METRICS_TOKEN": secrets.token_urlsafe(32),
            "MONITORING_DIR": str(self.folder / "monitoring"),
            "PAGE_CACHES": str(self.folder / "cms-pages" / "removals.sock"),
            **settings,
        }
        self.processes = {}
        self.session = ""

    def start(self):
        for name in ("media", "static"):
            (self.folder / name).mkdir()
        self.run("manage.py", "migrate", "-v0")
        self.run("manage.py", "collectstatic", "--noinput", "-v0")
        self.session = self.run("-c", MAKE_STAFF).strip()
        for name in ("cms", "cms-desk", "cms-pages"):
            self.start_unit(name)
        self.start_nginx()
        for path, source in (("/healthz", ELSEWHERE), ("/quan-tri/login/", OFFICE)):
            self.wait(path, source)

    def run(self, *command):
        command = [sys.executable, *command]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start_unit(self, name):
        unit = (DEPLOY / f"{name}.service").read_text("utf-8")
        command = shlex.split(re.search(r"^ExecStart=(.+)$", unit, re.M)[1])
        self.socket(name).parent.mkdir(exist_ok=True)
        places = {f"/run/{name}": str(self.socket(name).parent), "/var/cache/cms": str(self.cache)}
        python = "/usr/bin/python3" if name == "cms-pages" else "/srv/cms/app/.venv/bin/python"
        line = put(shlex.join(command), **{python: sys.executable})
        for old, new in places.items():
            line = line.replace(old, new)
        self.start_process(name, shlex.split(line))

    @property
    def cache(self):
        return self.folder / "kept"

    def do(self, code):
        """Has it done by one process of the site that stays; what it leaves in `answer` comes back."""
        if "hand" not in self.processes:
            command = [sys.executable, "-c", WORKER]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            self.processes["hand"] = subprocess.Popen(command, cwd=ROOT, env=self.env, **pipes, start_new_session=True)
        hand = self.processes["hand"]
        hand.stdin.write(json.dumps(code) + "\n")
        hand.stdin.flush()
        answer = json.loads(hand.stdout.readline())
        assert not (isinstance(answer, dict) and "failed" in answer), answer["failed"]
        return answer

    def break_database(self):
        """Under the feet of everybody who has it open: its first page is no database's any more."""
        path = self.folder / "db.sqlite3"
        with contextlib.closing(sqlite3.connect(path, timeout=60)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with path.open("rb") as file:
            self.first_page = file.read(4096)
        self._write_first(bytes(4096))

    def mend_database(self):
        self._write_first(self.first_page)
        # What changes makes everybody look again.
        self.wait_until(lambda: self._touch(), "cơ sở dữ liệu không lành lại")

    def _touch(self):
        with contextlib.suppress(sqlite3.DatabaseError):
            with contextlib.closing(sqlite3.connect(self.folder / "db.sqlite3", timeout=60)) as database, database:
                database.execute("UPDATE web_version SET token = token || 'x' WHERE topic = 'articles'")
            return True
        return False

    def _write_first(self, page):
        for name, start in (("db.sqlite3", page), ("db.sqlite3-shm", bytes(136))):
            with (self.folder / name).open("r+b") as file:
                file.write(start)

    def wait_until(self, holds, complaint, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if holds():
                return
            time.sleep(0.05)
        raise AssertionError(complaint)

    def socket(self, name):
        return self.folder / name / "http.sock"

    def start_process(self, name, command):
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def start_nginx(self):
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        wish = [OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
        subprocess.run([*wish, "-keyout", key, "-out", certificate], check=True, capture_output=True)
        self.cache.mkdir()
        self.place("cms-desk-addresses.conf", {"10.0.0.0/8": OFFICE})
        self.place("cms-keys.conf")
        # Tests run where others work, too: there a page may take longer than a reader should ever wait.
        self.place("cms-readers.conf", {"proxy_read_timeout 2s": "proxy_read_timeout 30s"})
        self.place("cms-unavailable.conf", {"/srv/cms/app": str(ROOT)})
        changes = {
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "/etc/ssl/trang.example.pem": str(certificate),
            "/etc/ssl/trang.example.key": str(key),
            "/etc/nginx/cms-": f"{self.folder}/cms-",
            "/var/cache/cms/": f"{self.cache}/",
            "/run/cms-pages/http.sock": str(self.socket("cms-pages")),
            "/srv/cms/media/": f"{self.folder}/media/",
            "/var/log/nginx/cms.log": f"{self.folder}/nginx-access.log",
            "/run/cms/http.sock": str(self.socket("cms")),
            "/run/cms-desk/http.sock": str(self.socket("cms-desk")),
        }
        self.place("nginx.conf", changes, "cms.conf")
        nodes = {
            "listen 8081": f"listen 127.0.0.1:{self.nodes_port}",
            "10.0.0.0/8": OFFICE,
            "/run/cms-pages/removals.sock": self.env["PAGE_CACHES"],
        }
        self.place("cms-nodes.conf", nodes)
        # Who starts it as root lets its workers into the folder, too.
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(MAIN.format(folder=self.folder, user=user), "utf-8")
        self.start_process("nginx", [NGINX, "-c", self.folder / "nginx.conf", "-e", self.folder / "error.log"])

    def place(self, sample, changes=(), name=""):
        text = put((DEPLOY / sample).read_text("utf-8"), **dict(changes))
        (self.folder / (name or sample)).write_text(text, "utf-8")

    def wait(self, path, source, status=200):
        for _ in range(300):
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.ask(path, source)[0] == status:
                    return
            time.sleep(0.1)
        raise AssertionError("\n".join(path.read_text("utf-8", "replace") for path in self.folder.glob("*.log")))

    def ask(self, path, source, timeout=30, method="GET", body=None, **headers):
        """(status, headers, body) of what a visitor from that address is answered over HTTPS."""
        trusting = ssl._create_unverified_context()  # noqa: S323 - a certificate of this minute
        line = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=timeout, source_address=(source, 0), context=trusting
        )
        with contextlib.closing(line):
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            line.request(method, path, body=body, headers={"Host": HOST, **sent})
            answer = line.getresponse()
            return answer.status, dict(answer.headers), answer.read()

    def signal(self, name, number):
        os.killpg(self.processes[name].pid, number)

    def stop(self):
        for process in self.processes.values():
            for pipe in filter(None, (process.stdin, process.stdout)):
                pipe.close()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGCONT)
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes.values():
            process.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)
