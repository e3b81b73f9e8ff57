"""One at a time: drawing a picture or reading a document takes much memory and a whole core.

A lock on a file, and not a semaphore, because several processes serve the site; the system itself lets go of the lock
of a process that dies. docs/decisions/0021 says more.
"""

import fcntl
import os
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from library.refusals import UploadRefused

LOCK_NAME = ".library-turn"
SECONDS_OF_WAITING = 3
_SECONDS_BETWEEN_TRIES = 0.02


@contextmanager
def turn(what: str):
    """Waits for a short while and then raises UploadRefused; `what` is "ảnh" or "tệp", for the sentence."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    # Opened anew for each turn: the lock belongs to the opening, so threads of one process exclude each other, too.
    lock = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        _wait_for(lock, what)
        yield
    finally:
        os.close(lock)


def _wait_for(lock: int, what: str) -> None:
    last_moment = time.monotonic() + SECONDS_OF_WAITING
    while not _taken(lock):
        if time.monotonic() > last_moment:
            raise UploadRefused(f"Máy chủ đang xử lý {what} khác; hãy thử lại sau ít giây.", code="busy")
        time.sleep(_SECONDS_BETWEEN_TRIES)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
