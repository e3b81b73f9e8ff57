"""Which engine answers: the one that the default database runs on."""

from contextlib import AbstractContextManager, nullcontext

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from search.backends.postgresql import PostgreSQL
from search.backends.sqlite import SQLite

_BACKENDS = {backend.vendor: backend for backend in (SQLite, PostgreSQL)}


def backend(suffix: str = "") -> SQLite | PostgreSQL:
    """`suffix` names a second set of tables, while a rebuild fills it."""
    if connection.vendor not in _BACKENDS:
        raise ImproperlyConfigured(f"Tìm kiếm chỉ chạy trên SQLite và PostgreSQL, không chạy trên {connection.vendor}.")
    return _BACKENDS[connection.vendor](connection, suffix)


def streaming() -> AbstractContextManager:
    """Around reading very much, a little at a time.

    Without a transaction PostgreSQL copies all of it into a file first. On SQLite nobody could write beside one.
    """
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()
