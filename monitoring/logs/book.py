"""What was told of late, in a file that all processes of the site share: five workers send one mail, not five."""

import contextlib
import fcntl
import json
import threading
from pathlib import Path

from monitoring.logs import repeats


class Book:
    """Falls back on this process alone where the file cannot be written: a full disk must not silence its own fault."""

    def __init__(self, path: Path):
        self.path = path
        self._own: repeats.Told = {}
        self._lock = threading.Lock()

    def judge(self, about: str, now: float) -> int | None:
        with self._lock:
            try:
                return self._shared(about, now)
            except OSError:
                return repeats.judge(self._own, about, now)

    def _shared(self, about, now):
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        # Written in place, under a lock that belongs to the open file: whoever dies in the middle leaves what is read
        # as nothing, and the fault is told once more.
        with self.path.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            told = _read(file.read())
            answer = repeats.judge(told, about, now)
            file.seek(0)
            file.truncate()
            json.dump(told, file)
        return answer


def _read(text: str) -> repeats.Told:
    with contextlib.suppress(ValueError, TypeError, AttributeError):
        return {about: [float(last), int(held)] for about, (last, held) in json.loads(text).items()}
    return {}
