"""Which engine answers: the one on which the database runs that the router names for the entries."""

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, router

from search.backends.postgresql import PostgreSQL
from search.backends.sqlite import SQLite

_BACKENDS = {backend.vendor: backend for backend in (SQLite, PostgreSQL)}


def backend(suffix: str = "", using: str = "") -> SQLite | PostgreSQL:
    """`suffix` names a second set of tables, while a rebuild fills it; `using` a database: "" the one to read from."""
    connection = connections[using or router.db_for_read(_entries())]
    if connection.vendor not in _BACKENDS:
        raise ImproperlyConfigured(f"Tìm kiếm chỉ chạy trên SQLite và PostgreSQL, không chạy trên {connection.vendor}.")
    return _BACKENDS[connection.vendor](connection, suffix)


def to_write() -> str:
    """The database to write to."""
    return router.db_for_write(_entries())


def _entries():
    return apps.get_model("search", "SearchEntry")
