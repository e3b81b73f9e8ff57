"""Ten articles beside the oldest ones, with words that no newer one has. They are put into the index and taken out."""

import contextlib
import datetime as dt

import chosen
import ready  # noqa: F401
import words

from search import services
from search.storage import keys
from search.storage.entry import Entry

KIND, NUMBER = "bai-viet", 2**41


@contextlib.contextmanager
def planted():
    try:
        put()
        yield
    finally:
        remove()


def put():
    """Twice is once."""
    oldest = keys.time_of(chosen.ends()[0])
    services.put_many(
        Entry(KIND, NUMBER + n, oldest + dt.timedelta(days=n), words.OLD, "/thu/", words.OLD_SENTENCE)
        for n in range(words.PLANTED)
    )


def remove():
    for n in range(words.PLANTED):
        services.remove(KIND, NUMBER + n)
