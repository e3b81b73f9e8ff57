"""How old the newest backup is, and the last proof: asked by whoever watches the site. Names and times are read."""

import datetime as dt
from pathlib import Path

import vietnamese
from backup.places.folder import PROVEN, STAMP, whole


def newest(folder: Path) -> dt.datetime | None:
    """When the newest finished backup was made; None where there is none, or the folder cannot be read."""
    found = whole(folder)
    if not found:
        return None
    return dt.datetime.strptime(found[-1].name, STAMP).replace(tzinfo=vietnamese.TIME_ZONE)


def proven(folder: Path) -> dt.datetime | None:
    """When `verify_backup` last found a backup of this folder whole; None: never, as far as can be seen."""
    try:
        return dt.datetime.fromtimestamp((folder / PROVEN).stat().st_mtime, dt.UTC)
    except OSError:
        return None
