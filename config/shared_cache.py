"""A cache that several machines share, behind the one that each process has: django.core.cache, where CACHE_URL is set.

What is kept here is true for ever under its key (web/versions.py), so what a process knows itself it need not ask for.
The shared cache being away costs no page: the value is made, as it is where there is no such cache.
"""

import hashlib
import logging
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parent.parent
NEAR_SECONDS = 60
"""How long a process keeps what another one made, before it asks again."""
MOST_NEAR = 5_000
PAUSE = 5
"""Seconds in which a cache that did not answer is not asked."""
PATIENCE = 0.5
"""Seconds to wait for it; to make a value takes less."""


class NearAndShared(LocMemCache):
    def __init__(self, location: str, params: dict):
        # Django makes a cache for each thread; the near one is the same for all of a process by its name.
        super().__init__("near", {**params, "OPTIONS": {"MAX_ENTRIES": MOST_NEAR}})
        options = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        self.shared = RedisCache(location, {"KEY_PREFIX": release(), "OPTIONS": options})

    def get(self, key, default=None, version=None):
        found = super().get(key, None, version)
        if found is None:
            found = _asked(lambda: self.shared.get(key, None, version))
            if found is not None:
                super().set(key, found, NEAR_SECONDS, version)
        return default if found is None else found

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        super().set(key, value, timeout, version)
        _asked(lambda: self.shared.set(key, value, timeout, version))

    def delete(self, key, version=None):
        _asked(lambda: self.shared.delete(key, version))
        return super().delete(key, version)

    def clear(self):
        super().clear()
        _asked(self.shared.clear)

    def close(self, **kwargs):
        self.shared.close(**kwargs)


_not_before = [0.0]
"""From when on the shared cache is asked again, by this process's clock."""


def _asked(question: Callable[[], Any]) -> Any:
    """None while it is away."""
    if time.monotonic() < _not_before[0]:
        return None
    try:
        return question()
    except RedisError as error:
        _not_before[0] = time.monotonic() + PAUSE
        logger.warning("Bộ nhớ đệm chung không trả lời, trang tự tính: %s", type(error).__name__)
        return None


@cache
def release() -> str:
    """What this code calls its own: another release keeps its values under other keys, also while both serve."""
    digest = hashlib.sha256()
    for path in sorted([*_code(), *(ROOT / "templates").rglob("*"), ROOT / "requirements.txt"]):
        if path.is_file():
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _code() -> list[Path]:
    return [path for folder in ROOT.iterdir() if (folder / "__init__.py").exists() for path in folder.rglob("*.py")]
