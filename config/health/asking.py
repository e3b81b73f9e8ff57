"""Asks the parts of the site how they are, all at once, so that the slowest of them keeps the answer no longer than its
own limit. Pure.

A part that hangs (a frozen server, a disk over the network that is gone) cannot be stopped from outside. It is asked in
a thread that belongs to it, one at a time: whoever asks meanwhile hears that it has not answered, and waits no more.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

OK = "ok"
FAILED = "failed"
NO_ANSWER = "no-answer"
FRESH = 1.0
"""Seconds for which an answer is given again: a thousand that ask in a second cost as much as one."""


@dataclass(frozen=True)
class Found:
    """`word` is for everybody, `told` for whoever looks after the site, `numbers` are for monitoring."""

    word: str
    told: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)


class Part:
    """`look` raises what it likes; `seconds` is how long an answer is waited for.

    `serves`: readers need one of these.
    """

    def __init__(self, name: str, look: Callable[[], Found], seconds: float = 2.0, *, serves: bool = False):
        self.name, self.seconds, self.serves = name, seconds, serves
        self._look, self._lock = look, threading.Lock()
        self._asked: Future | None = None
        self._began = self._ended = 0.0

    def begin(self) -> None:
        with self._lock:
            is_open = self._asked is not None and not self._asked.done()
            if is_open or (self._asked is not None and time.monotonic() - self._ended < FRESH):
                return
            self._asked, self._began = Future(), time.monotonic()
            threading.Thread(target=self._answer, args=(self._asked,), daemon=True, name=f"health-{self.name}").start()

    def answer(self) -> Found:
        """After `begin`."""
        asked = self._asked
        try:
            return asked.result(timeout=max(0.0, self._began + self.seconds - time.monotonic()))
        except TimeoutError:
            return Found(NO_ANSWER)

    def _answer(self, asked: Future) -> None:
        try:
            found = self._look()
        except Exception as error:  # whatever it is, this part is not well
            found = Found(FAILED, type(error).__name__)
        self._ended = time.monotonic()
        asked.set_result(found)


def ask(parts: Iterable[Part]) -> dict[str, Found]:
    """Takes no longer than the longest limit among them."""
    parts = list(parts)
    for part in parts:
        part.begin()
    return {part.name: part.answer() for part in parts}
