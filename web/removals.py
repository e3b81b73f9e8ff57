"""Tells every node which of the pages it keeps may never be shown again (stale/).

A mark is a piece of the link to what has changed; each page that shows it has that link. It is written down in the
transaction of the change. The node answers before the person who acted goes on; one that does not is named to that
person, and told again until it does (`send_removals`).
"""

import contextlib
import http.client
import json
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from functools import partial
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, transaction

Marks = tuple[str, ...] | Callable[[], tuple[str, ...]]
"""Called only where there is a node to tell."""
EVERYTHING: Marks = ("",)
SECONDS = 2
"""How long a node may take to answer."""
SILENCE = 5
"""Seconds in which a node that did not answer is not asked again."""
AT_ONCE = 500

_silent_until: dict[str, float] = {}

_unreached: ContextVar[set | None] = ContextVar("unreached", default=None)


def add(marks: Marks, using: str = DEFAULT_DB_ALIAS) -> None:
    """Call in the transaction of the change."""
    if not settings.PAGE_CACHES:
        return
    rows = _rows(using)
    # Each for itself, even if the same mark waits already: that row may be on its way, and this change not yet made.
    wanted = [rows.model(node=node, mark=mark) for node in settings.PAGE_CACHES for mark in _read(marks)]
    rows.bulk_create(wanted)
    if wanted:
        transaction.on_commit(partial(deliver, using), using=using, robust=True)


def deliver(using: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """Tells each node what waits for it: the nodes that did not answer, with how much waits for each."""
    failed = {node: count for node in settings.PAGE_CACHES if (count := _deliver_to(node, using))}
    if (unreached := _unreached.get()) is not None:
        unreached.update(failed)
    return failed


def _deliver_to(node: str, using: str) -> int:
    """How many it has still not heard of."""
    rows = _rows(using).filter(node=node)
    while marks := dict(rows.order_by("pk").values_list("pk", "mark")[:AT_ONCE]):
        # A command that changes much asks many times: it does not wait each time for a node that has just not answered.
        if time.monotonic() < _silent_until.get(node, 0):
            return rows.count()
        if not tell(node, sorted({*marks.values()})):
            _silent_until[node] = time.monotonic() + SILENCE
            return rows.count()
        rows.filter(pk__in=marks).delete()
    return 0


@contextlib.contextmanager
def watched() -> Iterator[set[str]]:
    """The nodes that could not be told of what is done within."""
    unreached = set()
    before = _unreached.set(unreached)
    try:
        yield unreached
    finally:
        _unreached.reset(before)


def tell(node: str, marks: Iterable[str]) -> bool:
    """Whether the node, a socket of this machine or an http:// address, has heard it."""
    body = json.dumps({"marks": list(marks)})
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(_line(node)) as line:
        line.request("POST", "/", body, {"Content-Type": "application/json"})
        return line.getresponse().status == 204
    return False


def forget_silence() -> None:
    """For whoever knows that a node is back."""
    _silent_until.clear()


class _SocketLine(http.client.HTTPConnection):
    def __init__(self, path: str):
        super().__init__("localhost", timeout=SECONDS)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(SECONDS)
        self.sock.connect(self.path)


def _line(node: str) -> http.client.HTTPConnection:
    if node.startswith("/"):
        return _SocketLine(node)
    return http.client.HTTPConnection(urlsplit(node).netloc, timeout=SECONDS)


def _read(marks: Marks) -> tuple[str, ...]:
    return marks() if callable(marks) else marks


def _rows(using: str):
    # Apps ask to follow their models while they load, before there are any.
    return apps.get_model("web", "Removal").objects.using(using)
