"""Where an uploaded document waits between the look at it and the draft: a file beside the library, for a few hours.

No row says that it is there: what nobody finished goes by itself at the next upload. Only who sent it can ask for it.
"""

import re
import time
import uuid
from pathlib import Path

from django.conf import settings

FOLDER = "nhap-tu-word"
SECONDS = 6 * 3600
MOST_EACH = 5
_KEY = re.compile("[0-9a-f]{32}")


def keep(content: bytes, *, by) -> str:
    """The key under which `by` finds it again."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    _tidy(by)
    key = uuid.uuid4().hex
    _path(key, by).write_bytes(content)
    return key


def opened(key: str, *, by) -> bytes | None:
    """None when it is gone, or another person's."""
    if not _KEY.fullmatch(key):
        return None
    path = _path(key, by)
    try:
        is_fresh = time.time() - path.stat().st_mtime < SECONDS
        return path.read_bytes() if is_fresh else None
    except FileNotFoundError:
        return None


def forget(key: str, *, by) -> None:
    if _KEY.fullmatch(key):
        _path(key, by).unlink(missing_ok=True)


def _tidy(by) -> None:
    now = time.time()
    for path in _folder().glob("*.docx"):
        if now - _age_mark(path) > SECONDS:
            path.unlink(missing_ok=True)
    own = sorted(_folder().glob(f"{by.pk}-*.docx"), key=_age_mark)
    for path in own[: max(0, len(own) - MOST_EACH + 1)]:
        path.unlink(missing_ok=True)


def _age_mark(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def _path(key: str, by) -> Path:
    return _folder() / f"{by.pk}-{key}.docx"
