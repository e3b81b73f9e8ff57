"""PostgreSQL: pg_dump of the moment in which the rows were counted; a restore is another database, then a new name."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import make_dsn

from backup.refused import BackupRefused

FILE = "database.dump"
MAINTENANCE = "postgres"
IN_USE = (
    "Trang đang chạy trên cơ sở dữ liệu này. Hãy dừng cả hai dịch vụ và cửa của chúng"
    " (systemctl stop cms.socket cms-desk.socket cms cms-desk) rồi chạy lại."
)
NO_RIGHT = (
    "Vai trò «{}» không được tạo cơ sở dữ liệu nên chưa kiểm tra được gì. Người quản trị PostgreSQL chạy một lần: "
    "ALTER ROLE {} CREATEDB;"
)
MISSING = "Chưa có chương trình {} trên máy này; hãy cài postgresql-client cùng phiên bản với máy chủ."
FAILED = "{} không thành công: {}"
REFUSED = (
    "PostgreSQL không cho tạo, đổi tên hay bỏ cơ sở dữ liệu: {}. Trên một bản chỉ đọc (replica) thì không làm được, hãy"
    " chạy trên máy chính; nếu không, hãy xem máy chủ còn chạy và còn chỗ không. Trang chưa thay đổi."
)


def version(connection) -> str:
    return f"PostgreSQL {connection.pg_version // 10000}"


def size(connection) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


def dump(connection, folder: Path, facts_of) -> tuple[Path, dict]:
    """Both see one snapshot, whatever is written meanwhile."""
    target = folder / FILE
    with opened(connection, connection.settings_dict["NAME"]) as frozen:
        frozen.set_autocommit(False)
        with frozen.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        name = connection.settings_dict["NAME"]
        _run(connection, name, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
        facts = facts_of(frozen)
        frozen.rollback()
    return target, facts


@contextlib.contextmanager
def opened(connection, name: str):
    """The same server, another connection, to the database of that name."""
    other = type(connection)({**connection.settings_dict, "NAME": name}, alias="backup")
    try:
        yield other
    finally:
        other.close()


def scratch(connection, dump: Path, name: str) -> str:
    name = f"{connection.settings_dict['NAME']}_{name}"
    with _maintenance(connection) as cursor:
        try:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
            )
        except psycopg2.errors.InsufficientPrivilege:
            role = connection.settings_dict["USER"]
            raise BackupRefused(NO_RIGHT.format(role, role)) from None
    try:
        _run(connection, name, "pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", dump)
    except BaseException:
        drop(connection, name)
        raise
    return name


def url(connection, name: str) -> str:
    known = connection.settings_dict
    who = quote(known["USER"]) + (f":{quote(known['PASSWORD'], safe='')}" if known["PASSWORD"] else "")
    options = {key: value for key, value in known["OPTIONS"].items() if isinstance(value, str)}
    if known["HOST"].startswith("/"):
        return f"postgres://{who}@/{quote(name)}?{urlencode({**options, 'host': known['HOST']})}"
    port = f":{known['PORT']}" if known["PORT"] else ""
    return f"postgres://{who}@{known['HOST']}{port}/{quote(name)}?{urlencode(options)}"


def drop(connection, name: str) -> None:
    with _maintenance(connection) as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def refuse_in_use(connection) -> None:
    connection.close()
    with _maintenance(connection) as cursor:
        # The server's own work, such as clearing away dead rows, ends by itself when the name changes.
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
            [connection.settings_dict["NAME"]],
        )
        if cursor.fetchone()[0]:
            raise BackupRefused(IN_USE)


def swap(connection, fresh: str, aside: str) -> str:
    name = connection.settings_dict["NAME"]
    old = f"{name}_{aside}"
    connection.close()
    with _maintenance(connection) as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        old = old if cursor.fetchone() else ""
        _rename(cursor, [(name, old), (fresh, name)] if old else [(fresh, name)])
    return old


def swap_back(connection, fresh: str, old: str) -> None:
    name = connection.settings_dict["NAME"]
    with _maintenance(connection) as cursor:
        _rename(cursor, [(name, fresh), (old, name)] if old else [(name, fresh)])


def _rename(cursor, pairs: list[tuple[str, str]]) -> None:
    """In one transaction: no loss of power finds the site without a database of its name."""
    try:
        cursor.execute("BEGIN")
        for name, other in pairs:
            names = sql.Identifier(name), sql.Identifier(other)
            cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))
        cursor.execute("COMMIT")
    except psycopg2.errors.ObjectInUse:
        raise BackupRefused(IN_USE) from None


@contextlib.contextmanager
def _maintenance(connection):
    """A cursor of another database of the server: none can be made, renamed or removed from within itself."""
    name = connection.settings_dict["NAME"]
    where = _reached_by(connection, MAINTENANCE if name != MAINTENANCE else "template1")
    try:
        with contextlib.closing(psycopg2.connect(**where)) as other:
            other.autocommit = True
            with other.cursor() as cursor:
                yield cursor
    except psycopg2.Error as error:
        raise BackupRefused(REFUSED.format(str(error).strip())) from error


def _reached_by(connection, name: str) -> dict:
    """How libpq reaches the database of that name: with all that the site's address says, sslmode above all."""
    facts = {**connection.get_connection_params(), "dbname": name}
    facts.pop("cursor_factory", None)
    return facts


def _run(connection, name: str, program: str, *words):
    """`name`: of the database. Everybody on the machine sees the words of a program: the password is none of them."""
    found = shutil.which(program)
    if found is None:
        raise BackupRefused(MISSING.format(program))
    where = _reached_by(connection, name)
    secret = {"PGPASSWORD": where.pop("password")} if "password" in where else {}
    command = [found, "--no-password", f"--dbname={make_dsn(**where)}", *map(str, words)]
    done = subprocess.run(  # noqa: S603
        command, env={**os.environ, **secret}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupRefused(FAILED.format(program, done.stderr.strip()[-400:]))
