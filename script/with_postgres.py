"""Runs one command beside a PostgreSQL server of its own, made for it and thrown away afterwards.

`with_postgres.py COMMAND ...` names the server to the command in DATABASE_URL. `with_postgres.py --present` only says
whether the server programs are on this machine. The server listens on a socket in a private folder, on no port.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "var" / "pg-test"
NAME = "cms"
# A server that is thrown away needs to survive nothing.
HURRY = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_wal_size=2GB",
    # Statistics that arrive at an hour of their own would change plans between two runs of the same test.
    "autovacuum=off",
)


def main(command):
    if command == ["--present"]:
        sys.exit(0 if programs() else 1)
    if not programs():
        sys.exit("Không tìm thấy chương trình máy chủ PostgreSQL (initdb, postgres) trên máy này.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with one_at_a_time(), folder(DATA) as data, socket_folder() as sockets, server(data, sockets):
        url = f"postgres://{NAME}@/{NAME}?host={sockets}"
        code = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    sys.exit(code)


def programs():
    """The folder that holds initdb and postgres, the newest version first; None when there is none."""
    versions = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    candidates = [*reversed(versions), *([Path(on_path).resolve().parent] if on_path else [])]
    return next((path for path in candidates if (path / "initdb").exists() and (path / "postgres").exists()), None)


@contextlib.contextmanager
def one_at_a_time():
    """Two runs take turns; the kernel lets go of the lock when the process ends, however it ends."""
    with (ROOT / "var" / "pg-test.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def folder(wanted):
    """An empty folder the server may write: `wanted`, or a temporary one where its user cannot reach that."""
    stop_leftover(wanted)
    shutil.rmtree(wanted, ignore_errors=True)
    wanted.mkdir()
    give(wanted)
    found = wanted if reaches(wanted) else Path(tempfile.mkdtemp(prefix="pg-test-"))
    give(found)
    try:
        yield found
    finally:
        shutil.rmtree(found, ignore_errors=True)
        shutil.rmtree(wanted, ignore_errors=True)


@contextlib.contextmanager
def socket_folder():
    """Always a short path: the name of a socket has room for about a hundred letters."""
    found = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    give(found)
    try:
        yield found
    finally:
        shutil.rmtree(found, ignore_errors=True)


def stop_leftover(data):
    """A run that was killed may have left its server behind."""
    if (data / "postmaster.pid").exists():
        quietly([programs() / "pg_ctl", "-D", data, "-m", "immediate", "stop"])


@contextlib.contextmanager
def server(data, sockets):
    initialise(data)
    options = [word for setting in HURRY for word in ("-c", setting)]
    command = [programs() / "postgres", "-D", data, "-k", sockets, *options]
    log = (ROOT / "var" / "pg-test.log").open("wb")
    process = subprocess.Popen([str(part) for part in command], stdout=log, stderr=log, **identity())
    try:
        wait_until_ready(process, sockets)
        yield
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=30)
        log.close()


def initialise(data):
    """C.UTF-8 knows that Đ is the capital of đ; where the system lacks it, plain C must do."""
    command = [programs() / "initdb", "-D", data, "-U", NAME, "-A", "trust", "-E", "UTF8", "--no-sync"]
    if quietly([*command, "--locale=C.UTF-8"]) and (output := quietly([*command, "--locale=C"])):
        sys.exit(f"initdb không tạo được cơ sở dữ liệu thử:\n{output}")


def wait_until_ready(process, sockets):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connection = psycopg2.connect(host=str(sockets), user=NAME, dbname="postgres")
        except psycopg2.OperationalError:
            time.sleep(0.1)
            continue
        connection.close()
        return
    sys.exit("Máy chủ PostgreSQL thử không khởi động được; xem var/pg-test.log.")


def identity():
    """PostgreSQL refuses to run as root, so root hands it to a user without rights."""
    if os.geteuid() != 0:
        return {"cwd": "/"}
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    return {"cwd": "/", "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def give(path):
    path.chmod(0o700)
    if os.geteuid() == 0:
        shutil.chown(path, identity()["user"], identity()["group"])


def reaches(path):
    return subprocess.run(["test", "-w", str(path)], check=False, **identity()).returncode == 0


def quietly(command):
    """What a failing command said; an empty text when it went well."""
    words = [str(part) for part in command]
    done = subprocess.run(words, capture_output=True, text=True, check=False, **identity())
    return (done.stderr or done.stdout or "không rõ lý do") if done.returncode else ""


if __name__ == "__main__":
    main(sys.argv[1:])
