"""SQLite: its online backup copies a file that is written to meanwhile; a restore is another file of the same name."""

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path
from urllib.parse import quote

from backup.refused import BackupRefused

FILE = "database.sqlite3"
IN_USE = (
    "Trang đang chạy trên cơ sở dữ liệu này. Hãy dừng cả hai dịch vụ và cửa của chúng"
    " (systemctl stop cms.socket cms-desk.socket cms cms-desk) rồi chạy lại."
)
NOT_WRITABLE = (
    "Tài khoản chạy lệnh không được ghi vào {} ({}). Trang chưa thay đổi; hãy chạy bằng tài khoản của trang"
    " (script/manage), và xem ổ đĩa có bị khóa ghi không."
)
BROKEN = "Tệp cơ sở dữ liệu trong bản sao lưu không mở được: {}"
NOT_COPIED = "Không sao lưu được cơ sở dữ liệu: {}. Chưa có bản sao lưu mới; các bản cũ còn nguyên."
COMPANIONS = ("-wal", "-shm")


def version(connection) -> str:
    return f"SQLite {sqlite3.sqlite_version}"


def size(connection) -> int:
    return sum(
        Path(f"{path_of(connection)}{ending}").stat().st_size
        for ending in ("", *COMPANIONS)
        if Path(f"{path_of(connection)}{ending}").exists()
    )


def dump(connection, folder: Path, facts_of) -> tuple[Path, dict]:
    """The file, and what `facts_of` tells of the rows in it."""
    target = folder / FILE
    connection.ensure_connection()
    try:
        with contextlib.closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise BackupRefused(NOT_COPIED.format(error)) from None
    with opened(connection, str(target)) as copied:
        return target, facts_of(copied)


@contextlib.contextmanager
def opened(connection, name: str):
    """The same settings on another file."""
    other = type(connection)({**connection.settings_dict, "NAME": name}, alias="backup")
    try:
        yield other
    finally:
        other.close()


def scratch(connection, dump: Path, name: str) -> str:
    """A database of its own, filled from the backup; returns what DATABASE_URL calls it."""
    target = Path(f"{path_of(connection)}.{name}")
    try:
        shutil.copyfile(dump, target)
        target.chmod(0o640)
        with contextlib.closing(sqlite3.connect(target)) as copy:
            copy.execute("PRAGMA quick_check").fetchone()
    except sqlite3.DatabaseError as error:
        drop(connection, str(target))
        raise BackupRefused(BROKEN.format(error)) from None
    except BaseException:
        drop(connection, str(target))
        raise
    return str(target)


def url(connection, name: str) -> str:
    return f"sqlite:///{quote(name)}"


def drop(connection, name: str) -> None:
    for ending in ("", *COMPANIONS):
        Path(f"{name}{ending}").unlink(missing_ok=True)


def refuse_in_use(connection) -> None:
    """To leave the write-ahead log takes that nobody else has the file open."""
    path = path_of(connection)
    connection.close()
    if not path.exists():
        return
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=0)) as alone:
            alone.execute("PRAGMA journal_mode=DELETE").fetchone()
            alone.execute("BEGIN EXCLUSIVE")
            alone.rollback()
    except sqlite3.OperationalError as error:
        is_in_use = error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        raise BackupRefused(IN_USE if is_in_use else NOT_WRITABLE.format(path, error)) from None


def swap(connection, fresh: str, aside: str) -> str:
    """The fresh one takes the site's name; returns what the old one is called now, "" where there was none."""
    path = path_of(connection)
    connection.close()
    # SQLite has not written it, so nobody has had it put on the disk yet.
    with open(fresh, "rb") as file:
        os.fsync(file.fileno())
    if path.exists():
        old = Path(f"{path}.{aside}")
        os.rename(path, old)
        for ending in COMPANIONS:
            Path(f"{path}{ending}").unlink(missing_ok=True)
    else:
        old = ""
    os.rename(fresh, path)
    return str(old)


def swap_back(connection, fresh: str, old: str) -> None:
    path = path_of(connection)
    os.rename(path, fresh)
    if old:
        os.rename(old, path)


def path_of(connection) -> Path:
    return Path(connection.settings_dict["NAME"])
