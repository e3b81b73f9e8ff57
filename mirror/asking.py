"""Asks the running code what a reader without an account would be answered: through every middleware, over HTTPS."""

import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, unquote_to_bytes, urlsplit
from wsgiref.headers import Headers

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections, transaction


class Answer(NamedTuple):
    status: int
    headers: Headers
    content: bytes

    @property
    def content_type(self) -> str:
        return self.headers.get("Content-Type") or ""


class Site:
    def __init__(self):
        self._handler = WSGIHandler()

    def ask(self, address: str) -> Answer:
        told = []
        response = self._handler(_environment(address), lambda status, headers: told.append((status, headers)))
        try:
            content = b"".join(response)
        finally:
            response.close()
        status, headers = int(told[0][0].split()[0]), Headers(told[0][1])
        return Answer(status, headers, _file_of_nginx(headers) or content)


def _environment(address: str) -> dict:
    path, _, query = address.partition("?")
    site = urlsplit(settings.SITE_URL)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": site.netloc,
        # As the proxy in front says it, where one is trusted.
        "HTTP_X_FORWARDED_PROTO": site.scheme,
        "HTTP_X_FORWARDED_FOR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _file_of_nginx(headers: Headers) -> bytes:
    """What the site leaves to nginx to send."""
    inside = headers.get("X-Accel-Redirect")
    if not inside:
        return b""
    name = unquote(inside.removeprefix(settings.LIBRARY_ACCEL_PREFIX))
    return (Path(settings.MEDIA_ROOT) / name.lstrip("/")).read_bytes()


@contextmanager
def one_moment() -> Iterator[None]:
    """Whatever is read inside is of one moment, and nothing can be written: so no link leads to what has just gone."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    signals = (request_started, request_finished)
    logger = logging.getLogger("django.request")
    usual = logger.level
    # Between two requests Django would close the connection, and with it the moment.
    [signal.disconnect(close_old_connections) for signal in signals]
    # What is not there is told at the end, as a list of links.
    logger.setLevel(logging.ERROR)
    try:
        # Whoever calls within a transaction has a moment already.
        with nullcontext() if connection.in_atomic_block else _transaction(connection):
            yield
    finally:
        logger.setLevel(usual)
        [signal.connect(close_old_connections) for signal in signals]


def _transaction(connection):
    return _reading_sqlite(connection) if connection.vendor == "sqlite" else _reading_postgresql(connection)


@contextmanager
def _reading_postgresql(connection):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _reading_sqlite(connection):
    """Django's transactions here begin by taking the lock for writing, which the site needs meanwhile."""
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = on")
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = usual
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = off")
