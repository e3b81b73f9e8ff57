"""How old the newest backup is, and the last proof: asked by whoever watches the site. Names and times are read."""

import datetime as dt
from pathlib import Path

import vietnamese
from backup.places.folder import PROVEN, STAMP, whole


def newest(folder: Path, at: dt.datetime) -> dt.datetime | None:
    """When the newest finished backup was made; None where there is none, or the folder cannot be read.

    One of the future was made by a clock that was wrong: it would hide for years that no other one comes.
    """
    found = (dt.datetime.strptime(path.name, STAMP).replace(tzinfo=vietnamese.TIME_ZONE) for path in whole(folder))
    return max((made for made in found if made <= at), default=None)


def proven(folder: Path) -> dt.datetime | None:
    """When `verify_backup` last found a backup of this folder whole; None: never, as far as can be seen."""
    try:
        return dt.datetime.fromtimestamp((folder / PROVEN).stat().st_mtime, dt.UTC)
    except OSError:
        return None
