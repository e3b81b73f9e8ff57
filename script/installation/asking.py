"""Does the site answer? Asked through the sockets that nginx uses, as nginx asks."""

import contextlib
import http.client
import socket
import time

from installation import releases
from installation.machine import Machine, Refused

DOORS = {"/run/cms/http.sock": "/", "/run/cms-desk/http.sock": "/quan-tri/login/"}
"""What readers and what staff ask first."""
LIVES = "/healthz"
FAULT = 500
"""From here on an answer says that the site itself is at fault."""
PATIENCE = 20
"""Seconds; the code is loaded by then."""
SILENT = "{} không trả lời (mã {}) sau {} giây; xem: journalctl -u cms -u cms-desk -n 50"


class _Door(http.client.HTTPConnection):
    def __init__(self, path: str):
        super().__init__("trang", timeout=20)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def status(machine: Machine, door: str, path: str, host: str) -> int:
    """0 when nobody answers."""
    with (
        contextlib.suppress(OSError, http.client.HTTPException),
        contextlib.closing(_Door(str(machine.path(door)))) as line,
    ):
        line.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"})
        return line.getresponse().status
    return 0


def working(machine: Machine, host: str) -> dict[str, str]:
    """Door -> what works behind it now, so that the same must work afterwards: a page, or at least a sign of life."""
    return {door: path if 0 < status(machine, door, path, host) < FAULT else LIVES for door, path in DOORS.items()}


def prove(machine: Machine, paths: dict[str, str], patience: float) -> None:
    """Raises Refused where one does not answer in time."""
    host, deadline = _host(machine), time.monotonic() + patience
    for door, path in paths.items():
        while not 0 < (found := status(machine, door, path, host)) < FAULT:
            if time.monotonic() > deadline:
                raise Refused(SILENT.format(path, found, int(patience)))
            time.sleep(0.2)


def _host(machine: Machine) -> str:
    return releases.settings(machine).get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".*")
