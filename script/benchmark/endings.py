"""The first interruption ends a run by way of its `finally` blocks; a second one does not disturb them."""

import signal
import sys

BOTH = (signal.SIGINT, signal.SIGTERM)


def prepare():
    for number in BOTH:
        signal.signal(number, _end)


def _end(received, _frame):
    """What is started while tidying up inherits that the keyboard does not interrupt it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: None)
    sys.exit(128 + received)
