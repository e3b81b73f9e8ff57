"""A PostgreSQL server for one run of the bench, made anew and thrown away, as script/test has one."""

import contextlib
import sys
from pathlib import Path

import psycopg2

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

import with_postgres  # noqa: E402


@contextlib.contextmanager
def database(folder):
    """The address of an empty database."""
    if not with_postgres.programs():
        sys.exit("Không tìm thấy chương trình máy chủ PostgreSQL (initdb, postgres) trên máy này.")
    with (
        with_postgres.folder(folder) as data,
        with_postgres.socket_folder() as sockets,
        with_postgres.server(data, sockets),
    ):
        name = with_postgres.NAME
        execute(f"postgres://{name}@/postgres?host={sockets}", f"CREATE DATABASE {name}")
        yield f"postgres://{name}@/{name}?host={sockets}"


def execute(url, statement):
    """Outside of a transaction, as some statements must be."""
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
