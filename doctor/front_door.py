"""The site as visitors reach it: over HTTPS, through nginx of this machine."""

import datetime as dt
import http.client
import socket
import ssl
from contextlib import closing
from urllib.parse import urlsplit

from django.conf import settings

import system_errors
from doctor.symptom import Symptom, error, note

HERE = ("127.0.0.1", 443)
"""nginx of this machine, whatever the name leads to from inside."""
TIMEOUT = 10
FAULT = 500
ASKED = ("/", "/quan-tri/login/")


def host() -> str:
    """Empty where the site is not one of HTTPS."""
    parts = urlsplit(getattr(settings, "SITE_URL", ""))
    return (parts.hostname or "") if parts.scheme == "https" else ""


def pages(at: dt.datetime) -> list[Symptom]:
    if not (name := host()):
        return []
    try:
        answers = {path: status(name, path) for path in ASKED}
    except (OSError, http.client.HTTPException) as problem:
        todo = "xem systemctl status nginx, nginx -t; bỏ qua nếu HTTPS do máy khác lo."
        where = ":".join(map(str, HERE))
        return [note(f"không nối được tới nginx của máy này ({_said(problem)}).", where, todo)]
    todo = "xem systemctl status cms.socket cms cms-desk.socket cms-desk; journalctl -u cms -u cms-desk -n 50"
    return [
        error(f"trả lời {status}.", f"https://{name}{path}", todo)
        for path, status in answers.items()
        if status >= FAULT
    ]


def _said(problem: Exception) -> str:
    return system_errors.reason(problem) if isinstance(problem, OSError) else "trả lời không phải HTTP"


def status(name: str, path: str) -> int:
    with closing(http.client.HTTPConnection(name, timeout=TIMEOUT)) as line:
        line.sock = connected(name)
        line.request("GET", path)
        return line.getresponse().status


def connected(name: str) -> ssl.SSLSocket:
    """Whatever the certificate is: judging it comes after."""
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return trusting.wrap_socket(socket.create_connection(HERE, timeout=TIMEOUT), server_hostname=name)
