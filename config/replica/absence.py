"""Which databases are away, as this process knows. A thread asks until one is back, so that no reader waits again.

To find out takes seconds where a machine, or the pooler before it, does not refuse at once; one reader waits them, the
others are answered by what is there.
"""

import threading
import time
from collections.abc import Callable

SECONDS_BETWEEN = 1.0


class Absence:
    def __init__(self, is_there: Callable[[str], bool], seconds: float = SECONDS_BETWEEN):
        self._is_there, self._seconds = is_there, seconds
        self._away: set[str] = set()
        self._lock = threading.Lock()

    def __contains__(self, alias: str) -> bool:
        return alias in self._away

    def note(self, alias: str) -> None:
        with self._lock:
            if alias in self._away:
                return
            self._away.add(alias)
        threading.Thread(target=self._ask, args=[alias], name=f"{alias} away", daemon=True).start()

    def _ask(self, alias: str) -> None:
        while not self._is_there(alias):
            time.sleep(self._seconds)
        with self._lock:
            self._away.discard(alias)
