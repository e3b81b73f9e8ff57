"""Proves a backup: every file by its checksum, every table in a database made from it, the search index, the record."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader

import system_errors
from backup import engines, manifest, places, sealing, tables
from backup.refused import BackupRefused

NOT_WHOLE = "{} không phải một bản sao lưu trọn vẹn: thiếu {}. Hãy chọn bản khác."
ANOTHER_ENGINE = (
    "Bản sao lưu này của {}, trang đang dùng {}. Muốn đổi loại cơ sở dữ liệu, hãy khôi phục rồi chạy move_database."
)
NEWER = "Bản sao lưu này của một phiên bản mới hơn: mã ở đây không biết {}. Hãy đưa mã lên phiên bản đó rồi chạy lại."
OLDER = "Bản sao lưu này của một phiên bản cũ hơn: nó chưa có {}. Hãy khôi phục bằng mã của phiên bản đó, rồi nâng cấp."
HEAD = "Đầu nhật ký không phải là đầu nhật ký lúc sao lưu."
CANNOT_READ = "Không đọc được {}: {}. Hãy chạy bằng tài khoản được đọc thư mục đó."
NO_SCRATCH = (
    "Không dựng được cơ sở dữ liệu thử: {}. Trang chưa thay đổi; hãy xem lại chỗ trống và quyền ghi rồi chạy lại."
)
SHOWN = 20


@dataclass(frozen=True)
class Opened:
    """A backup whose files are all as they were; `database`: a database made from it, with the same rows."""

    place: places.Place
    facts: dict
    database: str


def read(place: places.Place) -> dict:
    """What it says of itself. Raises BackupRefused for half a one, and for one of another engine or version."""
    try:
        content = place.manifest()
        if content is None:
            raise BackupRefused(NOT_WHOLE.format(place, manifest.NAME))
        facts = manifest.read(content)
    except OSError as error:
        raise BackupRefused(CANNOT_READ.format(place, system_errors.reason(error))) from None
    except manifest.ManifestError as error:
        raise BackupRefused(str(error)) from None
    _refuse_strange(facts)
    return facts


def _refuse_strange(facts: dict) -> None:
    vendor = connections[DEFAULT_DB_ALIAS].vendor
    if facts["engine"] != vendor:
        raise BackupRefused(ANOTHER_ENGINE.format(facts["engine"], vendor))
    known = [".".join(name) for name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations]
    newer, older = manifest.strange_migrations(facts, known)
    if newer:
        raise BackupRefused(NEWER.format(", ".join(newer[:3])))
    if older:
        raise BackupRefused(OLDER.format(", ".join(older[:3])))


def wrong_files(place: places.Place, facts: dict, progress: Callable[[int], None]) -> list[str]:
    """A sentence for each that is missing, changed, cannot be read or was never part of it."""
    sentences = []
    for name, known in facts["files"].items():
        try:
            found = place.checksum(name, known)
        except OSError as error:
            sentences.append(f"{name}: không đọc được ({system_errors.reason(error)}).")
        else:
            if found is None:
                sentences.append(f"{name}: thiếu.")
            elif found != known["stored"]:
                sentences.append(f"{name}: đã khác lúc sao lưu, dù chỉ một byte.{place.how_to_mend(known)}")
        progress(1)
    return sentences + [f"{name}: không thuộc bản sao lưu." for name in place.strangers(facts["files"])]


def refuse(sentences: list[str]) -> None:
    if sentences:
        more = [f"… và {len(sentences) - SHOWN} chỗ khác."] if len(sentences) > SHOWN else []
        raise BackupRefused("\n".join(["BẢN SAO LƯU KHÔNG NGUYÊN VẸN.", *sentences[:SHOWN], *more]))


@contextlib.contextmanager
def opened(place: places.Place, name: str, progress: Callable[[int], None]) -> Iterator[Opened]:
    """Everything is proven before the caller gets it; the database goes afterwards, unless it was given a new name."""
    connection = connections[DEFAULT_DB_ALIAS]
    engine, facts = engines.of(connection), read(place)
    refuse(wrong_files(place, facts, progress))
    try:
        with _bare(place, engine.FILE, facts) as dump:
            database = engine.scratch(connection, dump, name)
    except OSError as error:
        raise BackupRefused(NO_SCRATCH.format(system_errors.reason(error))) from error
    try:
        refuse(_wrong_rows(connection, engine, database, facts))
        yield Opened(place, facts, database)
    finally:
        engine.drop(connection, database)


@contextlib.contextmanager
def _bare(place: places.Place, name: str, facts: dict) -> Iterator[Path]:
    stored = f"{name}{sealing.ENDING}" if facts["is_encrypted"] else name
    with place.local(stored, facts["files"][stored]) as path:
        if not facts["is_encrypted"]:
            yield path
            return
        with tempfile.TemporaryDirectory(prefix="cms-backup-") as private:
            target = Path(private) / name
            sealing.unseal(path, target)
            yield target


def _wrong_rows(connection, engine, database: str, facts: dict) -> list[str]:
    with engine.opened(connection, database) as copied:
        sentences = manifest.different_tables(facts, tables.facts(copied))
        if tables.audit_head(copied) != facts["audit"]:
            sentences.append(HEAD)
    return sentences + _said_by_checks(engine.url(connection, database))


def _said_by_checks(url: str) -> list[str]:
    """What the site's own checks say of it, in a process for which it is the only database."""
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    words = [sys.executable, str(settings.BASE_DIR / "manage.py"), "check_copy"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    return [done.stderr.strip()[-1200:]] if done.returncode else []
