"""How many passwords a process hashes at once: two, whoever asks and on whatever page.

A hash costs a third of a second of a processor on purpose. Without a bound, strangers who try names at random would
take the processor from every reader.
"""

import threading
from contextlib import contextmanager
from datetime import timedelta

from django.contrib.auth.hashers import PBKDF2PasswordHasher

AT_ONCE = 2
MOST_WAITING = 1
"""Whoever waits holds one of the few threads that answer readers."""
LONGEST_WAIT = timedelta(seconds=2)

_hashing = threading.BoundedSemaphore(AT_ONCE)
_waiting = threading.BoundedSemaphore(MOST_WAITING)


class Busy(Exception):  # noqa: N818 - an answer, no error
    """The password was not looked at, because others are being looked at."""

    wait = timedelta(seconds=5)

    def __str__(self):
        return "Đang có nhiều người đăng nhập cùng lúc. Hãy thử lại sau vài giây."


@contextmanager
def slot():
    """One of the places for a hash. Raises Busy when none comes free in time."""
    if not _hashing.acquire(blocking=False):
        _wait_for_slot()
    try:
        yield
    finally:
        _hashing.release()


def _wait_for_slot():
    if not _waiting.acquire(blocking=False):
        raise Busy
    try:
        if not _hashing.acquire(timeout=LONGEST_WAIT.total_seconds()):
            raise Busy
    finally:
        _waiting.release()


class BoundedPBKDF2(PBKDF2PasswordHasher):
    """Django's own hash, in the same form, so older ones stay good; every road to a hash leads through here."""

    def encode(self, password, salt, iterations=None):
        with slot():
            return super().encode(password, salt, iterations)
