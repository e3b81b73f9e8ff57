"""Very many mixed requests at a steady rate: does anything fail, does a worker grow?"""

import collections
import itertools
import os
import statistics
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import servers

THREADS = 4
READINGS = 50
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
WARM = 0.2
"""The share of the requests in which a worker may still fill what it keeps."""


@dataclass(frozen=True)
class Soak:
    statuses: dict[int, int]
    seconds: float
    readings: list[tuple[int, float]]
    """(requests answered so far, MB of memory that all the workers hold)."""

    @property
    def requests(self) -> int:
        return sum(self.statuses.values())

    @property
    def failed(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 500)


def soak(server: servers.Server, paths: list[str], requests: int, rate: float) -> Soak:
    """`rate`: requests in a second; where the machine is slower than that, as many as it can."""
    statuses, readings, lock = collections.Counter(), [], threading.Lock()
    begun = time.monotonic()
    numbers = iter(range(requests))

    def visit():
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            time.sleep(max(0.0, begun + number / rate - time.monotonic()))
            status, _body = server.get(paths[number % len(paths)])
            with lock:
                statuses[status] += 1
                if number % (requests // READINGS) == 0:
                    readings.append((number, memory(server)))
                    print(f"{number}/{requests}: {readings[-1][1]:.1f} MB", file=sys.stderr, flush=True)

    threads = [threading.Thread(target=visit) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Soak(dict(sorted(statuses.items())), time.monotonic() - begun, readings)


def memory(server: servers.Server) -> float:
    """MB that the workers hold; the process that only watches them is left out."""
    workers = server.pids()[1:]
    return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in workers) * PAGE_BYTES / 1e6


def growth(readings: list[tuple[int, float]]) -> float:
    """MB a 100.000 requests, by least squares over what comes after the workers have warmed up."""
    settled = sorted(readings)[int(len(readings) * WARM) :]
    slope, _start = statistics.linear_regression(*zip(*settled, strict=True))
    return slope * 100_000


def mixed(pages) -> list[str]:
    """All measured pages in turn, an article in every second place, and now and then one that is not there."""
    articles = itertools.cycle(next(page.ours for page in pages if page.name == "article"))
    others = [path for page in pages if page.name != "article" for path in page.ours]
    return [*(path for other in others for path in (next(articles), other)), "/khong-co-trang-nay/"]
