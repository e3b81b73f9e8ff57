"""Loads both sides with the same articles, and says what that cost ours."""

import contextlib
import json
import os
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg2
import yardstick_rows

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BENCH = ROOT / "var" / "bench"
OWN_FILE = BENCH / "ours.sqlite3"
OWN = f"sqlite:///{OWN_FILE.relative_to(ROOT)}"


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, seconds of processor time of the command and of PostgreSQL (None: there is none), bytes."""

    seconds: float
    cpu: float
    database_cpu: float | None
    memory: int


def environment(database):
    """Production settings, as docs/operations.md says them for a site behind nginx."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.prod",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": database or OWN,
        "TRUSTED_PROXIES": "1",
        "STATIC_ROOT": str(BENCH / "static"),
        "MEDIA_ROOT": str(BENCH / "media"),
        "YARDSTICK_DATABASE": str(BENCH / "yardstick.sqlite3"),
        "PYTHONPATH": str(ROOT),
    }


def ours(env, articles, database=None):
    """What the import cost."""
    if not database:
        remove(OWN_FILE)
    manage(env, "migrate", "-v0")
    manage(env, "collectstatic", "--noinput", "-v0")
    manage(env, "load_congress", str(ROOT / "resolutions" / "data" / "congress-xv.yaml"))
    cost = manage(env, "import_articles", str(articles), database=database)
    if database:
        # What the server would do by itself in a quiet hour; a run must not depend on whether it has.
        execute(env["DATABASE_URL"], None, "VACUUM (ANALYZE)")
    return cost


def create(url):
    execute(url, "postgres", f"CREATE DATABASE {urlsplit(url).path[1:]}")


def execute(url, name, statement):
    """Outside of a transaction, as some statements must be. `name`: another database of the same server."""
    parts = urlsplit(url)
    where = {"host": parse_qs(parts.query)["host"][0], "user": parts.username, "dbname": name or parts.path[1:]}
    with contextlib.closing(psycopg2.connect(**where)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


def yardstick(env, articles):
    """Into a new database, which takes its name when it is whole."""
    wanted = Path(env["YARDSTICK_DATABASE"])
    half = wanted.with_suffix(".half")
    for each in (wanted, half):
        remove(each)
    with articles.open(encoding="utf-8") as lines:
        yardstick_rows.build(half, map(json.loads, lines))
    half.replace(wanted)


def remove(database):
    for end in ("", "-wal", "-shm"):
        Path(f"{database}{end}").unlink(missing_ok=True)


def manage(env, *command, database=None):
    return run(env, ROOT / "manage.py", *command, database=database)


def run(env, script, *words, database=None, output=sys.stderr):
    """Runs a Python script to its end. `database`: counts PostgreSQL's own time too; `output` None: as ours."""
    began, before = time.monotonic(), database and database.cpu_seconds()
    process = subprocess.Popen([sys.executable, script, *words], cwd=ROOT, env=env, stdout=output)
    try:
        _, status, used = os.wait4(process.pid, 0)
    except BaseException:
        process.terminate()
        process.wait()
        raise
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join([script.name, *words[:1]])} không chạy được.")
    spent = database and database.cpu_seconds() - before
    return Cost(time.monotonic() - began, used.ru_utime + used.ru_stime, spent, used.ru_maxrss * 1024)
