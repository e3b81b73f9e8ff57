"""Which numbered place of a folder belongs to this process, for as long as it lives.

Counters lie in files, one set for each process. Named by process id they would pile up with every worker that gunicorn
starts anew. So a process takes the lowest place that nobody holds; the kernel frees it at its death, and whoever takes
it next goes on counting in the same files: there are never more of them than processes at once, and no count goes back.
"""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

MOST = 256


class NoSlotError(OSError):
    """Every place is held, which no site of this kind comes near."""


class Slots:
    """Called by the library before each count, so that it has to be cheap; a fork takes a place of its own.

    `prepare` is told each place that is taken, before anything is written there.
    """

    def __init__(self, folder: Path, prepare: Callable[[Path, int], None]):
        self.folder, self.prepare = folder, prepare
        self._number, self._process, self._held = -1, -1, None

    def __call__(self) -> int:
        if self._process != os.getpid():
            self._number, self._held = self._take()
            self.prepare(self.folder, self._number)
            self._process = os.getpid()
        return self._number

    def _take(self):
        for number in range(MOST):
            file = (self.folder / f"{number}.lock").open("ab")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
            else:
                return number, file
        raise NoSlotError(f"{self.folder}: {MOST}")

    def free(self) -> None:
        if self._held and self._process == os.getpid():
            self._held.close()
        self._number, self._process, self._held = -1, -1, None
