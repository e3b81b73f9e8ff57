"""Who comes to the site while a part is missing: readers of known pages, strangers with new questions, staff."""

import contextlib
import http.client
import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from script.reliability.counting import NO_ANSWER, Answer

WORDS = "rừng đường nông thôn nước trường bản chè cà phê mận xoài y tế số giảm nghèo cán bộ đại hội".split()
TIMEOUT = 40
"""Seconds after which a visitor gives up; whoever waits so long has been let down anyway."""


class Visitors:
    """One kind of them: a few threads, each of which asks, waits and asks again until told to stop."""

    def __init__(self, visit: Callable[[], int], *, threads: int, pause: float):
        self._visit, self._pause = visit, pause
        self._stop = threading.Event()
        self.answers: list[Answer] = []
        self._threads = [threading.Thread(target=self._go_on, daemon=True) for _ in range(threads)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=TIMEOUT + 5)

    def _go_on(self):
        while not self._stop.is_set():
            begun = time.monotonic()
            status = NO_ANSWER
            with contextlib.suppress(OSError, http.client.HTTPException):
                status = self._visit()
            self.answers.append(Answer(begun, status, time.monotonic() - begun))
            self._stop.wait(self._pause)


def in_turn(paths: list[str]) -> Callable[[], str]:
    """The pages that people have read today, one after the other."""
    endless = itertools.cycle(paths)
    lock = threading.Lock()

    def choose() -> str:
        with lock:
            return next(endless)

    return choose


def new_questions(seed: int) -> Iterator[str]:
    """Searches that nobody has made before."""
    drawn = random.Random(seed)  # noqa: S311 - the same questions in every run
    for number in itertools.count():
        yield f"{drawn.choice(WORDS)} {drawn.choice(WORDS)} {number}"


def search(words: str) -> str:
    return f"/tim-kiem/?{urlencode({'q': words})}"
