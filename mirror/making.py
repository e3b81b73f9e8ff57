"""The whole way: walk, copy, manifest, and the ZIP for the record office."""

import datetime as dt
import platform
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings

import vietnamese
from backup import files, manifest
from mirror import asking, folder
from mirror.copying import StaticCopy
from mirror.refused import MirrorRefused
from mirror.walking import Walk

NOT_OURS = "{} đã có và không phải là bản nén do lệnh này tạo, nên không ghi đè. Hãy chọn tên khác."
PACKED = frozenset({".webp", ".jpg", ".png", ".woff2", ".pdf", ".xlsx", ".docx"})
"""Endings of what does not get smaller."""


@dataclass(frozen=True)
class Made:
    """`dead`: (page, link) of texts that lead to what is not there."""

    files: int
    size: int
    dead: list[tuple[str, str]]


def look(progress: Callable[[int, int], None]) -> Made:
    """What would be copied; nothing is written."""
    sizes = []
    with asking.one_moment():
        walk = Walk(settings.SITE_URL, asking.Site().ask, lambda _name, content: sizes.append(len(content)))
        walk.go(progress)
    return Made(len(sizes), sum(sizes), [])


def make(target: Path, *, at: dt.datetime, packed: Path | None, progress: Callable[[int, int], None]) -> Made:
    """`packed`: where the ZIP goes, None for none."""
    made = []
    if packed:
        _check_zip(packed, target)

    def fill(fresh: Path) -> None:
        made.append(_fill(fresh, at, progress))
        if packed:
            _pack(fresh, packed, at)

    folder.make(target, fill)
    return made[0]


def _fill(fresh: Path, at: dt.datetime, progress) -> Made:
    def store(name: str, content: bytes) -> None:
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).write_bytes(content)

    with asking.one_moment():
        walk = Walk(settings.SITE_URL, asking.Site().ask, store)
        walk.go(progress)
    copy = StaticCopy(fresh, walk, at)
    copy.finish()
    known = {path.relative_to(fresh).as_posix(): _facts(path) for path in files.below(fresh)}
    facts = {
        "kind": folder.KIND,
        "site": settings.SITE_URL,
        "made_at": at.isoformat(),
        "versions": {"django": django.get_version(), "python": platform.python_version()},
        "files": known,
    }
    (fresh / manifest.NAME).write_text(manifest.written(facts), "utf-8")
    return Made(len(known), sum(one["size"] for one in known.values()), copy.dead)


def _facts(path: Path) -> dict:
    return {"sha256": files.checksum(path), "size": path.stat().st_size}


def _pack(fresh: Path, packed: Path, at: dt.datetime) -> None:
    """The same copy gives the same bytes: names in order, the moment of the copy on each."""
    unfinished = packed.with_name(f".{packed.name}.dang-lam")
    moment = vietnamese.local(at).timetuple()[:6]
    try:
        with zipfile.ZipFile(unfinished, "w") as archive:
            for path in files.below(fresh):
                entry = zipfile.ZipInfo(path.relative_to(fresh).as_posix(), moment)
                entry.external_attr = 0o644 << 16
                entry.compress_type = zipfile.ZIP_STORED if path.suffix in PACKED else zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
        unfinished.rename(packed)
    finally:
        unfinished.unlink(missing_ok=True)


def _check_zip(packed: Path, target: Path) -> None:
    folder.check(packed.parent / f"{packed.name}.d")  # not among the site's own files either
    if packed.absolute().is_relative_to(target.absolute()):
        raise MirrorRefused(f"{packed} nằm trong {target}, nơi sẽ được thay; hãy đặt tệp nén ở ngoài.")
    if not packed.exists():
        return
    try:
        with zipfile.ZipFile(packed) as archive:
            facts = manifest.read(archive.read(manifest.NAME).decode("utf-8"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, manifest.ManifestError):
        raise MirrorRefused(NOT_OURS.format(packed)) from None
    if facts.get("kind") != folder.KIND:
        raise MirrorRefused(NOT_OURS.format(packed))
