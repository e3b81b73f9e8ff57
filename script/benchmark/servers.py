"""Starts a gunicorn, and says how much processor time it and its workers have used."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg2

TICKS = os.sysconf("SC_CLK_TCK")
# As nginx would say it: the production settings answer plain HTTP with a redirect.
HEADERS = {"Host": "127.0.0.1", "X-Forwarded-Proto": "https"}


class Server:
    """Two workers and nothing in front, the same for both sides."""

    def __init__(self, name, application, *, cwd, env, log, threads=1):
        self.name = name
        self.port = free_port()
        command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--no-control-socket", "--log-level", "warning"]
        command += ["--threads", str(threads), "--bind", f"127.0.0.1:{self.port}", application]
        with log.open("wb") as file:
            self.process = subprocess.Popen(command, cwd=cwd, env=env, stdout=file, stderr=file)
        self.wait(log)

    def wait(self, log):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0 and len(self.pids()) == 3:
                    return
            time.sleep(0.1)
        self.stop()
        sys.exit(f"Máy chủ «{self.name}» không khởi động được:\n{log.read_text('utf-8', 'replace')[-2000:]}")

    def pids(self):
        return [self.process.pid, *children(self.process.pid)]

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", path, headers=HEADERS)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def cpu_seconds(self):
        return cpu_seconds(self.pids())

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pids):
    """Of those that still live: PostgreSQL's helpers come and go."""
    return sum(_cpu_seconds(pid) for pid in pids if Path(f"/proc/{pid}").exists())


def _cpu_seconds(pid):
    """User and system time of one process, its finished children included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


class PostgreSQL:
    """It works in processes of its own, which no gunicorn has for children: those of the server at `url`.

    A process that has ended counts with the one that started it, so the sum never goes back.
    """

    def __init__(self, url):
        # Behind PgBouncer, too, whose own number a connection would tell by itself.
        plain = url.replace("&pooling=transaction", "")
        with contextlib.closing(psycopg2.connect(plain)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (backend,) = cursor.fetchone()
            self.pid = int(re.search(r"PPid:\s+(\d+)", Path(f"/proc/{backend}/status").read_text())[1])

    def cpu_seconds(self):
        return cpu_seconds([self.pid, *children(self.pid)])


def children(pid):
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
