"""What every process counts of its work. All of them together are read at one address (config/health/).

Nothing is counted before `start`, and what cannot be counted is left out: no page fails for it.
"""

import atexit
import datetime as dt
import logging
import os
import re
import sys
from collections import deque
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Event, Lock, Thread

from prometheus_client import CollectorRegistry, Counter, Histogram, values
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector

from monitoring.passing import Passing
from monitoring.slots import Slots

logger = logging.getLogger(__name__)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 3, 10)
ROOM = 1024 * 1024
"""Bytes of each file, taken at once: a page of a mapped file for which the disk has no room ends the process."""
KINDS = ("counter", "histogram")


EVERY = 1.0
"""Seconds between two times of counting."""
MOST_OPEN = 20_000
"""Requests that wait to be counted; those beyond are not."""
STARTED = re.compile(r"t=([0-9]{10}\.[0-9]{3})")
"""nginx's `t=${msec}`: seconds since 1970 at which it had read the request."""
LONGEST_QUEUE = 600.0
"""Seconds; whatever is beyond is a clock that is wrong."""

Answered = tuple[str, str, int, float, float, str, float, Passing]
"""View, method, status; seconds and processor time spent; when nginx says it began and when it came here; its tally."""


class Counters:
    """Requests are counted in heaps, by a thread: one at a time, between two pages, the same work costs five times as
    much of the processor, because by then a page has driven it out of the caches.
    """

    def __init__(self, folder: Path):
        self.slots = Slots(folder, _prepare)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        # The library chooses this once, when it is imported, by the environment: here the settings say it.
        values.ValueClass = values.MultiProcessValue(self.slots)
        made = CollectorRegistry()
        self.requests = Counter("cms_requests", "Requests answered.", ["view", "method", "status"], registry=made)
        self.seconds = Histogram("cms_request_seconds", "Time to answer.", ["view"], registry=made, buckets=SECONDS)
        self.cpu = Counter("cms_request_cpu_seconds", "Processor time of answers.", ["view"], registry=made)
        self.waited = Histogram("cms_queue_seconds", "Time between nginx and a worker.", registry=made, buckets=SECONDS)
        self.kept = Counter("cms_kept_values", "Values that pages keep: found, or made.", ["found"], registry=made)
        self.steps = Counter("cms_steps", "What stands in the record, by kind.", ["kind", "outcome"], registry=made)
        self.records = Counter("cms_log_records", "Lines for the log, those held back too.", ["level"], registry=made)
        # Looking up labels costs five times a count; there are as many as the site map has names.
        self.request = cache(self.requests.labels)
        self.of_view = cache(lambda view: (self.seconds.labels(view), self.cpu.labels(view)))
        self.found, self.missed = self.kept.labels("yes"), self.kept.labels("no")
        self.open, self.lock, self.is_over = deque(maxlen=MOST_OPEN), Lock(), Event()
        self.counting = Thread()

    def flush(self) -> None:
        with self.lock:
            while self.open:
                self._count(*self.open.popleft())

    def _count(self, view, method, status, seconds, cpu, started, at, here) -> None:
        self.request(view, method if method in METHODS else "other", f"{status // 100}xx").inc()
        of_view = self.of_view(view)
        of_view[0].observe(seconds)
        of_view[1].inc(cpu)
        if (waited := waiting_time(started, at)) is not None:
            self.waited.observe(waited)
        if here.kept:
            self.found.inc(here.kept)
        if here.made:
            self.missed.inc(here.made)

    def answered(self, one: Answered) -> None:
        self.open.append(one)
        # Not yet begun, or left behind by a fork.
        if not self.counting.is_alive():
            self.counting = Thread(target=self._count_now_and_then, daemon=True, name="counting")
            self.counting.start()

    def _count_now_and_then(self) -> None:
        while not self.is_over.wait(EVERY):
            _count(Counters.flush)

    def close(self) -> None:
        self.is_over.set()
        with self.lock:
            values.ValueClass.close_all_files()
            values.ValueClass = values.MutexValue
            self.slots.free()


_counters: Counters | None = None


def start(folder: Path) -> None:
    """From now on this process counts, into files of this folder."""
    global _counters
    if _counters is not None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        _counters = Counters(folder)
        atexit.register(flush)
    except OSError as error:
        logger.warning("Không đếm được: không ghi được vào MONITORING_DIR (%s).", type(error).__name__)


def stop() -> None:
    global _counters
    if _counters is not None:
        _counters.close()
        _counters = None


def answered(one: Answered) -> None:
    if _counters is not None:
        _counters.answered(one)


def flush() -> None:
    """Counts what this process has not counted yet."""
    _count(Counters.flush)


def step(kind: str, outcome: str) -> None:
    """Something was recorded; `kind` is one of the closed table of kinds."""
    _count(lambda counters: counters.steps.labels(kind, outcome).inc())


def log_record(level: str) -> None:
    _count(lambda counters: counters.records.labels(level).inc())


def _count(action: Callable, *facts) -> None:
    if _counters is None:
        return
    try:
        action(_counters, *facts)
    except Exception as error:  # whatever the library runs into: no page fails because it cannot be counted
        stop()
        logger.warning("Thôi đếm trong tiến trình này: %s.", type(error).__name__)


def moment(started: str) -> dt.datetime | None:
    """At which nginx had read the request; None where nobody told."""
    match = STARTED.fullmatch(started)
    return dt.datetime.fromtimestamp(float(match[1]), dt.UTC) if match else None


def waiting_time(started: str, now: float) -> float | None:
    """Seconds between nginx and here; None where nobody told."""
    if (began := moment(started)) is None:
        return None
    waited = max(0.0, now - began.timestamp())
    return waited if waited < LONGEST_QUEUE else None


def collector(folder: Path) -> MultiProcessCollector:
    """What all processes have counted. Raises ValueError, OSError or RuntimeError where it cannot be read."""
    return MultiProcessCollector(None, str(folder))


def _prepare(folder: Path, number: int) -> None:
    """Takes the room on the disk, and throws away what a machine that lost its power has left unreadable."""
    for kind in KINDS:
        path = folder / f"{kind}_{number}.db"
        if path.exists() and not _is_sound(path):
            path.unlink()
        with path.open("ab") as file:
            os.posix_fallocate(file.fileno(), 0, ROOM)


def _is_sound(path: Path) -> bool:
    """The library believes the number at the head of a file, which says how much of it is used."""
    with path.open("rb") as file:
        head = file.read(4)
    used = int.from_bytes(head, sys.byteorder, signed=True)
    if len(head) < 4 or not (used == 0 or 8 <= used <= path.stat().st_size):
        return False
    try:
        list(MmapedDict.read_all_values_from_file(path))
    except Exception:  # whatever a broken file makes of its reader
        return False
    return True
