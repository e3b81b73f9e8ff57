"""Puts a backup in the site's place: made anew beside it, proven, and only then given its name. The old one is kept."""

import datetime as dt
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

import system_errors
import vietnamese
from audit import services as audit
from backup import engines, files, places, sealing, verifying
from backup.making import MEGABYTE, SPARE
from backup.media import InStore
from backup.refused import BackupRefused

NO_ROOM = "Ổ đĩa của {} còn trống {} MB, khôi phục cần khoảng {} MB. Hãy dọn chỗ rồi chạy lại; trang chưa thay đổi."
CANNOT_WRITE = "Không ghi được cạnh {}: {}. Trang chưa thay đổi. Hãy chạy bằng tài khoản có quyền ghi ở thư mục đó."
CHANGED = "{}: không đúng như lúc sao lưu."
MEDIA = "media/"
PATIENCE = 5
"""Seconds to wait for whoever has the database open: more than `send_outbox` takes."""


@dataclass(frozen=True)
class Restored:
    """What the site had before, under its new names; "" where it had nothing."""

    database: str
    media: str


def restore(place: places.Place, *, at: dt.datetime, progress: Callable[[int], None]) -> Restored:
    connection = connections[DEFAULT_DB_ALIAS]
    engine, stamp = engines.of(connection), f"{vietnamese.local(at):%Y%m%d%H%M%S}"
    facts = verifying.read(place)
    media = Path(settings.MEDIA_ROOT)
    fresh = media.with_name(f"{media.name}.moi_{stamp}")
    _wait_for_others(engine, connection)
    _refuse_full(media, facts)
    try:
        fresh.mkdir(mode=0o750)
        with verifying.opened(place, f"moi_{stamp}", progress) as proven:
            _unpack(proven, fresh)
            if settings.MEDIA_STORE:
                old = _put_back(connection, engine, proven, fresh, f"cu_{stamp}")
            else:
                old = _swap(connection, engine, proven.database, media, fresh, f"cu_{stamp}")
    except OSError as error:
        raise BackupRefused(CANNOT_WRITE.format(media, system_errors.reason(error))) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    audit.record("site.restore", by=None, at=at, after={"folder": str(place), "made_at": facts["made_at"]})
    return old


def _wait_for_others(engine, connection) -> None:
    """A command of a timer has the database open for a moment, once a minute; the site keeps it open."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            engine.refuse_in_use(connection)
        except BackupRefused:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def _refuse_full(media: Path, facts: dict) -> None:
    needed, free = sum(known["size"] for known in facts["files"].values()), shutil.disk_usage(media.parent).free
    if free < needed + SPARE:
        raise BackupRefused(NO_ROOM.format(media.parent, free // MEGABYTE, (needed + SPARE) // MEGABYTE))


def _unpack(proven: verifying.Opened, fresh: Path) -> None:
    for name, known in proven.facts["files"].items():
        if name.startswith(MEDIA):
            target = fresh / _name(proven, name)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
            if _is_sealed(proven):
                with proven.place.local(name, known) as path:
                    sealing.unseal(path, target)
            else:
                proven.place.copy(name, known, target)
            target.chmod(0o640)
            if files.checksum(target) != known["plain"]:
                raise BackupRefused(CHANGED.format(name))


def _put_back(connection, engine, proven: verifying.Opened, fresh: Path, aside: str) -> Restored:
    """The store first: what is added there disturbs nobody, should the database not come to be replaced."""
    marks = {_name(proven, name): known.get("mark", "") for name, known in proven.facts["files"].items()}
    InStore().put_back(fresh, marks)
    engine.refuse_in_use(connection)
    return Restored(engine.swap(connection, proven.database, aside), "")


def _name(proven: verifying.Opened, stored: str) -> str:
    """As the site calls it."""
    return stored.removeprefix(MEDIA).removesuffix(sealing.ENDING if _is_sealed(proven) else "")


def _is_sealed(proven: verifying.Opened) -> bool:
    return proven.facts["is_encrypted"]


def _swap(connection, engine, database: str, media: Path, fresh: Path, aside: str) -> Restored:
    """Both or neither. The proof took a while: somebody may have started the site meanwhile."""
    files.sync(fresh)
    _wait_for_others(engine, connection)
    old_database = engine.swap(connection, database, aside)
    old_media = media.with_name(f"{media.name}.{aside}")
    try:
        if media.exists():
            media.rename(old_media)
        fresh.rename(media)
    except OSError:
        if old_media.exists() and not media.exists():
            old_media.rename(media)
        engine.swap_back(connection, database, old_database)
        raise
    return Restored(old_database, str(old_media) if old_media.exists() else "")
