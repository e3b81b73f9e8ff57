"""A look into the database that gives up by itself, on a connection that is closed again."""

import contextlib
from collections.abc import Iterator

from django.db import DEFAULT_DB_ALIAS, connections, transaction

MILLISECONDS = 1_500
"""Less than what is waited for a part, so that a server that lives says why it did not answer."""
GIVING_UP = {"connect_timeout": 2, "tcp_user_timeout": 3_000}
"""For libpq: seconds to connect, milliseconds until a line that nobody acknowledges counts as broken."""


@contextlib.contextmanager
def looking(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """For a thread that is there for this alone: it leaves no connection behind."""
    connection = connections[using]
    limit = _limit_postgresql if connection.vendor == "postgresql" else _limit_sqlite
    try:
        limit(connection)
        with transaction.atomic(using=using):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    # Of this transaction alone, as PgBouncer wants it.
                    cursor.execute(f"SET LOCAL statement_timeout = {MILLISECONDS}; SET TRANSACTION READ ONLY")
            yield
    finally:
        connection.close()


def _limit_postgresql(connection):
    told = connection.settings_dict
    connection.settings_dict = {**told, "OPTIONS": {**GIVING_UP, **told["OPTIONS"]}}


def _limit_sqlite(connection):
    """Only looks, so it begins no writing, which would wait for whoever writes."""
    told = connection.settings_dict
    options = {**told["OPTIONS"], "timeout": MILLISECONDS / 1000, "transaction_mode": "DEFERRED"}
    connection.settings_dict = {**told, "OPTIONS": options}
