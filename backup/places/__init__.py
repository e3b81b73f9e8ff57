"""Where a backup lies: in a folder of this machine or in an S3-compatible store. Both answer the same questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from backup import manifest
from backup.places import address
from backup.places.folder import Folder, whole
from backup.refused import BackupRefused

if TYPE_CHECKING:
    from backup.places.store import InStore, Store

Place = "Folder | InStore"
STORED = "store:"
NO_STORE = "Chưa đặt BACKUP_STORE nên không có kho nào để đọc (xem docs/operations.md)."
EMPTY = "{} chưa có bản sao lưu nào."
NO_KEYS = "Có BACKUP_STORE thì cần cả BACKUP_STORE_KEY_ID và BACKUP_STORE_SECRET (xem docs/operations.md)."


def of(text: str) -> Place:
    """ "/backup/cms/2026-11-28_020000", the folder around it for its newest; "store:2026-11-28_020000", "store:"."""
    if text.startswith(STORED):
        return _in_store(text.removeprefix(STORED))
    path = Path(text)
    if (path / manifest.NAME).is_file():
        return Folder(path)
    found = whole(path)
    return Folder(found[-1] if found else path)


def configured_store() -> Store | None:
    """The one that BACKUP_STORE names; None where it names none."""
    if not settings.BACKUP_STORE:
        return None
    if not (settings.BACKUP_STORE_KEY_ID and settings.BACKUP_STORE_SECRET):
        raise BackupRefused(NO_KEYS)
    try:
        where = address.read(settings.BACKUP_STORE)
    except ValueError as error:
        raise BackupRefused(str(error)) from None
    from backup.places.store import Store  # noqa: PLC0415 - brings boto3, 25 MB, where a store is set

    return Store(where, settings.BACKUP_STORE_KEY_ID, settings.BACKUP_STORE_SECRET)


def _in_store(stamp: str) -> InStore:
    found = configured_store()
    if found is None:
        raise BackupRefused(NO_STORE)
    stamp = stamp or next(reversed(found.stamps()), "")
    if not stamp:
        raise BackupRefused(EMPTY.format(found))
    from backup.places.store import InStore  # noqa: PLC0415 - as above

    return InStore(found, stamp)
