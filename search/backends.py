"""Which engine answers: the one that the default database runs on."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from search.postgres import PostgreSQL
from search.sqlite import SQLite

_BACKENDS = {backend.vendor: backend for backend in (SQLite, PostgreSQL)}


def backend(suffix: str = "") -> SQLite | PostgreSQL:
    """`suffix` names a second set of tables, while a rebuild fills it."""
    if connection.vendor not in _BACKENDS:
        raise ImproperlyConfigured(f"Tìm kiếm chỉ chạy trên SQLite và PostgreSQL, không chạy trên {connection.vendor}.")
    return _BACKENDS[connection.vendor](connection, suffix)
