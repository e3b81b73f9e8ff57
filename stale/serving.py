"""Two sockets: one gives nginx an old copy where the rules allow it, the other hears from the site what to remove."""

import json
import socketserver
import sys
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from stale import copies, rules
from stale.rules import Removals

LONGEST_KEY = 8_000
LONGEST_LIST = 1_000_000
"""Bytes."""
YOUNG = 5
"""Seconds in which nginx may have stored what it shows by itself."""
AGAIN = (0.4, 0.8, 1.6)
"""Seconds after a removal: a page that was being made meanwhile is stored after it."""
SOON = 2
"""Seconds: nginx shows what it has for the rest of this one and, while it asks again, for one more."""


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, request, client_address):
        """Whoever did not wait for the answer is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    timeout = 5
    server_version, sys_version = "cms-pages", ""

    def address_string(self):
        return "nginx"

    def log_message(self, *words):
        """nginx has the log of the visits."""

    def answer(self, status, headers=(), body=b""):
        self.send_response_only(int(status))
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Showing(Handler):
    def __init__(self, removals: Removals, folders: tuple[Path, ...], *words):
        self.removals, self.folders = removals, folders
        super().__init__(*words)

    def do_GET(self):
        key, now = self.headers.get("X-Stale-Key", ""), time.time()
        # Headers are read as Latin-1; keys are plain ASCII, whatever was asked (deploy/cms-keys.conf).
        page = copies.find(self.folders, key) if key and len(key) <= LONGEST_KEY else None
        if page is None or not self.removals.may_show(page.copy, now):
            self.answer(503, [("Retry-After", "30"), ("X-Accel-Expires", "0")])
            return
        self.answer(page.status, [*page.headers, *kept(page.copy, now)], page.body)


def kept(copy: rules.Copy, now: float) -> list[tuple[str, str]]:
    """For how long nginx may show it by itself: as the site would say it (config/keeping.py), Cache-Control first."""
    second, end = int(now), copy.next_end(now)
    again = [("Cache-Control", "stale-while-revalidate=1")] if end >= second + SOON else []
    fresh = second if end >= second + 1 else second - 1
    return [*again, ("X-Accel-Expires", f"@{fresh}"), ("Age", str(int(now - copy.made_at)))]


class Removing(Handler):
    def __init__(self, removals: Removals, folders: tuple[Path, ...], *words):
        self.removals, self.folders = removals, folders
        super().__init__(*words)

    def do_POST(self):
        try:
            length = int(self.headers.get("Content-Length", ""))
            marks = json.loads(self.rfile.read(length) if 0 < length <= LONGEST_LIST else b"")["marks"]
            self.removals.add([mark.encode("ascii") for mark in marks], time.time())
            sweep(self.removals, self.folders)
        except (ValueError, TypeError, KeyError, AttributeError):
            self.answer(400)
            return
        for seconds in AGAIN:
            timer = threading.Timer(seconds, sweep_again, (self.removals, self.folders, self.removals.turn))
            timer.daemon = True
            timer.start()
        self.answer(204)


def sweep(removals: Removals, folders: tuple[Path, ...]) -> None:
    """Takes from nginx what it may still show by itself for a moment."""
    now = time.time()
    for path, page in copies.young(folders, now - YOUNG):
        if not removals.may_show(page.copy, now):
            path.unlink(missing_ok=True)


def sweep_again(removals: Removals, folders: tuple[Path, ...], turn: int) -> None:
    """Unless there was another removal since, which looks again itself."""
    if removals.turn == turn:
        sweep(removals, folders)


def serve(folders: tuple[Path, ...], showing: Path, removing: Path) -> None:
    removals = Removals(since=time.time())
    handlers = {showing: partial(Showing, removals, folders), removing: partial(Removing, removals, folders)}
    servers = []
    for path, handler in handlers.items():
        path.unlink(missing_ok=True)
        servers.append(Server(str(path), handler))
    for server in servers[1:]:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    servers[0].serve_forever()
