"""Django asks here where to read and where to write. Nothing is ever written to the replica, which refuses it too."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from config.replica import DEFAULT, REPLICA

_reading: ContextVar[str] = ContextVar("reading", default=DEFAULT)


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """For what this thread asks in the block."""
    before = _reading.set(alias)
    try:
        yield
    finally:
        _reading.reset(before)


class Router:
    def db_for_read(self, model, **hints) -> str:
        return _reading.get()

    def db_for_write(self, model, **hints) -> str:
        # Who has written reads what was written.
        _reading.set(DEFAULT)
        return DEFAULT

    def allow_relation(self, one, other, **hints) -> bool:
        return True  # both hold the same rows

    def allow_migrate(self, db: str, app_label: str, **hints) -> bool | None:
        return False if db == REPLICA else None
