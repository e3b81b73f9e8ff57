"""Runs commands each in a process of its own, forked from one that has loaded the code: to load it takes most of a run.

Reads a line of JSON for each command, answers with a line of its exit code and its memory.
"""

import atexit
import functools
import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import traceback
from pathlib import Path

import django
from django.conf import Settings, settings
from django.core.management import execute_from_command_line
from django.db import connections

from tests.source import ROOT

SETTINGS = "tests.backup.settings"
LIMITED = "LIMIT_FILE_SIZE"
"""In the environment of a command: no file of it grows past so many bytes, as on a full disk."""
NOBODY = "RUN_AS_NOBODY"
"""Whoever is no administrator is a nobody already."""


MANAGE = """
manage() {{
    printf '%s\\0' "$PWD" "$@" >{folder}/asked
    read -r code <{folder}/answered
    cat {folder}/out
    cat {folder}/err >&2
    return "$code"
}}
"""
"""For a shell, which can write to a FIFO and read from one."""


def run(words, env, cwd=ROOT) -> subprocess.CompletedProcess:
    """As subprocess.run with `words` after "python" would; `memory`: bytes of it at its height."""
    with tempfile.TemporaryDirectory(prefix="cms-command-") as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        wish = {"words": list(map(str, words)), "env": env, "cwd": str(cwd), "out": str(out), "err": str(err)}
        loaded = _loaded()
        loaded.stdin.write(json.dumps(wish) + "\n")
        loaded.stdin.flush()
        code, memory = map(int, loaded.stdout.readline().split())
        done = subprocess.CompletedProcess(words, code, out.read_text("utf-8"), err.read_text("utf-8"))
        done.memory = memory * 1024
        return done


def in_shell(lines, env, cwd) -> subprocess.CompletedProcess:
    """As `sh` runs the lines, each `manage` of them forked from here; the first that fails ends it."""
    with tempfile.TemporaryDirectory(prefix="cms-command-") as folder:
        for name in ("asked", "answered"):
            os.mkfifo(f"{folder}/{name}")
        answering = threading.Thread(target=_answer, args=(Path(folder), env), daemon=True)
        answering.start()
        command = ["sh", "-eu", "-c", MANAGE.format(folder=folder) + lines]
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
        # Nothing is asked any more.
        os.close(os.open(f"{folder}/asked", os.O_RDWR))
        answering.join(60)
        return done


def _answer(folder, env):
    while asked := (folder / "asked").read_text("utf-8"):
        cwd, *words = asked.split("\0")[:-1]
        done = run(["manage.py", *words], env, cwd)
        (folder / "out").write_text(done.stdout, "utf-8")
        (folder / "err").write_text(done.stderr, "utf-8")
        (folder / "answered").write_text(f"{done.returncode}\n", "utf-8")


@functools.cache
def _loaded():
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "MEDIA_ROOT": "",
        "DATABASE_URL": "sqlite:///khong-co.sqlite3",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.backup.commands"],
        cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    atexit.register(_end, process)
    return process


def _end(process):
    process.stdin.close()
    process.stdout.close()
    process.wait()


def serve():
    django.setup()
    for name in ("backup", "restore", "verify_backup", "migrate"):
        importlib.import_module(f"{'config' if name == 'migrate' else 'backup'}.management.commands.{name}")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
        _pid, status, used = os.wait4(child, 0)
        print(os.waitstatus_to_exitcode(status), used.ru_maxrss, flush=True)


def _become(wish):
    for name, number in (("out", 1), ("err", 2)):
        os.dup2(os.open(wish[name], os.O_WRONLY | os.O_CREAT, 0o600), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    code = 1
    try:
        os.chdir(wish["cwd"])
        _take_place(wish["env"])
        code = _run(wish["words"])
    except BaseException:
        traceback.print_exc()
    finally:
        # As a process that ends by itself: SQLite then empties its write-ahead log.
        connections.close_all()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _take_place(env):
    """Everything that depends on the environment, as a process that begins with it would have it."""
    os.environ.clear()
    os.environ.update(env)
    for name in ("config.settings.base", "config.settings.test", SETTINGS):
        importlib.reload(sys.modules[name])
    settings._wrapped = Settings(SETTINGS)
    for alias in [one.alias for one in connections.all(initialized_only=True)]:
        del connections[alias]
    connections.settings = connections.configure_settings(settings.DATABASES)
    if LIMITED in env:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(env[LIMITED]),) * 2)
    if NOBODY in env and os.geteuid() == 0:
        os.setgroups([])
        os.setegid(65534)
        os.seteuid(65534)


def _run(words) -> int:
    try:
        if words[0] == "-c":
            exec(words[1], {})  # noqa: S102 - a test's own lines
        else:
            execute_from_command_line(words)
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
            return 1
        return end.code or 0
    return 0


if __name__ == "__main__":
    serve()
