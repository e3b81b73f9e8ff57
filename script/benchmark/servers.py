"""Starts a gunicorn, and says how much processor time it and its workers have used."""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
# As nginx would say it: the production settings answer plain HTTP with a redirect.
HEADERS = {"Host": "127.0.0.1", "X-Forwarded-Proto": "https"}


class Server:
    """Two workers and nothing in front, the same for both sides."""

    def __init__(self, name, application, *, cwd, env, log):
        self.name = name
        self.port = free_port()
        command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--no-control-socket", "--log-level", "warning"]
        command += ["--bind", f"127.0.0.1:{self.port}", application]
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
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", path, headers=HEADERS)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pids):
    return sum(map(_cpu_seconds, pids))


def _cpu_seconds(pid):
    """User and system time of one process, its finished children included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def postgres_pids():
    """PostgreSQL works in processes of its own, which no gunicorn has for children."""
    names = ((path.parent, path.read_text().strip()) for path in Path("/proc").glob("[0-9]*/comm") if path.exists())
    return [int(folder.name) for folder, name in names if name in {"postgres", "postmaster"}]
