"""Makes a backup: a folder that has its name only once it is whole."""

import contextlib
import datetime as dt
import fcntl
import json
import platform
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

import system_errors
import vietnamese
from audit import services as audit
from backup import engines, files, manifest, media, sealing, tables
from backup.places.folder import STAMP, whole
from backup.refused import BackupRefused

UNFINISHED = "dang-lam-"
LOCK = ".dang-sao-luu"
SPARE = 64 * 1024 * 1024
"""Bytes that stay free for all else on that disk."""
SHOWN_SETTINGS = (
    "SITE_NAME", "SITE_OWNER", "SITE_EDITOR", "SITE_ADDRESS", "SITE_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS",
    "TRUSTED_PROXIES", "SECURE_HSTS_SECONDS", "SECURITY_CONTACT", "AUDIT_ADDRESS_DAYS", "OVERRIDE_ALLOWED",
    "SESSION_IDLE_MINUTES", "MEDIA_ROOT", "MEDIA_QUOTA_GB", "LIBRARY_ACCEL_PREFIX", "CLAMAV_SOCKET", "EMAIL_HOST",
    "EMAIL_PORT", "DEFAULT_FROM_EMAIL",
)  # fmt: skip
"""What helps to set the site up again. No secret is among them: those are kept apart."""
BUSY = "Một lần sao lưu khác đang ghi vào {}; hãy đợi lần đó xong."
NO_ROOM = "Ổ đĩa của {} còn trống {} MB, bản sao lưu cần khoảng {} MB. Hãy dọn chỗ hoặc chọn nơi khác rồi chạy lại."
CANNOT_WRITE = "Không ghi được vào {}: {}. Chưa có bản sao lưu mới; các bản cũ còn nguyên."
CANNOT_READ = "Không đọc được {}: {}. Chưa có bản sao lưu mới; các bản cũ còn nguyên. Hãy chữa chỗ đó rồi chạy lại."
OLD_STAYS = "Bản mới trọn vẹn, nhưng không bỏ được bản cũ {}: {}. Hãy chữa quyền của thư mục đó trước khi đầy ổ đĩa."
INSIDE = "{} nằm trong nơi trang giữ tệp của mình; hãy chọn một thư mục ở ngoài, tốt nhất trên ổ đĩa khác."
MEGABYTE = 1024 * 1024


@contextlib.contextmanager
def made(folder: Path, *, at: dt.datetime, key: Path | None, progress: Callable[[int], None]) -> Iterator[Path]:
    """A new backup; no other one begins or goes while the caller has it. `key`: a file with the public key to encrypt
    for."""
    _refuse_inside(folder)
    with contextlib.ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            stack.enter_context(_only_one(folder))
            fresh = _make(folder, at, key, progress)
        except OSError as error:
            raise BackupRefused(_in_words(folder, error)) from error
        yield fresh


def tidy(fresh: Path, keep: int) -> None:
    """What was cut short goes, and of the others all but the newest `keep` (0: all stay). The fresh one stays whatever
    its name: a clock that was wrong puts it among the oldest."""
    folder = fresh.parent
    others = [path for path in whole(folder) if path != fresh]
    old = others[: max(0, len(others) + 1 - keep)] if keep else []
    stay = []
    for path in [*folder.glob(f"{UNFINISHED}*"), *old]:
        try:
            # First its name: what is half removed is no backup any more.
            path = path.rename(folder / f"{UNFINISHED}{path.name.removeprefix(UNFINISHED)}")
            shutil.rmtree(path)
        except OSError as error:
            stay.append(OLD_STAYS.format(path, system_errors.reason(error)))
    if stay:
        raise BackupRefused("\n".join(stay))


def is_recorded(fresh: Path, *, at: dt.datetime, is_encrypted: bool) -> bool:
    """False where the database takes nothing in, as on a replica: the backup is as good without."""
    try:
        audit.record("site.backup", by=None, at=at, after={"folder": str(fresh), "is_encrypted": is_encrypted})
    except DatabaseError:
        return False
    return True


def _in_words(folder: Path, error: OSError) -> str:
    """A file of the site that cannot be read is named; a copy that fails names two files, and the second is ours."""
    is_ours = error.filename is None or error.filename2 or Path(error.filename).is_relative_to(folder)
    place, sentence = (folder, CANNOT_WRITE) if is_ours else (error.filename, CANNOT_READ)
    return sentence.format(place, system_errors.reason(error))


def _make(folder, at, key, progress):
    for left in folder.glob(f"{UNFINISHED}*"):
        # For their room; what cannot go keeps no backup from being made, and is named at the end.
        shutil.rmtree(left, ignore_errors=True)
    last, known = _last(folder, _named(key))
    _refuse_full(folder, known, key)
    stamp = _free_stamp(folder, at)
    fresh = folder / f"{UNFINISHED}{stamp}"
    fresh.mkdir(mode=0o700)
    try:
        facts = _fill(files.Shelf(fresh, last, known, key), at, progress)
        (fresh / manifest.NAME).write_bytes(manifest.as_bytes(manifest.written(facts)))
        (fresh / manifest.NAME).chmod(0o600)
        files.sync(fresh)
        return fresh.rename(folder / stamp)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _free_stamp(folder: Path, at: dt.datetime) -> str:
    """Of two in one second the later takes the next."""
    while (folder / (stamp := vietnamese.local(at).strftime(STAMP))).exists():
        at += dt.timedelta(seconds=1)
    return stamp


def _fill(shelf: files.Shelf, at, progress) -> dict:
    connection = connections[DEFAULT_DB_ALIAS]
    engine, stored = engines.of(connection), {}
    bare = shelf.folder / ".bare"
    bare.mkdir(mode=0o700)
    dump, facts = engine.dump(connection, bare, _facts)
    shown = bare / "settings.json"
    shown.write_text(json.dumps(_settings(), ensure_ascii=False, indent=1, default=str), "utf-8")
    for path in (dump, shown):
        stored |= [shelf.put(path, path.name)]
    shutil.rmtree(bare)
    there = media.of_site()
    for one in there.everything():
        with contextlib.suppress(FileNotFoundError):
            stored |= [_put(shelf, there, one)]
        progress(1)
    sealed = {"is_encrypted": shelf.key is not None, "key": _named(shelf.key)}
    return {**facts, **sealed, "files": stored, "made_at": at.isoformat()}


def _put(shelf: files.Shelf, there, one: media.One) -> tuple[str, dict]:
    """What lies in a store is fetched only when it is new, or another than it was."""
    name = f"media/{one.name}"
    if one.mark and (kept := shelf.kept(name, one.mark)):
        return kept
    with there.local(one.name, shelf.folder) as path:
        stored, facts = shelf.put(path, name)
    return stored, {**facts, "mark": one.mark} if one.mark else facts


def _facts(connection) -> dict:
    """Of the rows as they were copied."""
    return {
        "engine": connection.vendor,
        "versions": {
            "database": engines.of(connection).version(connection),
            "django": django.get_version(),
            "python": platform.python_version(),
        },
        "migrations": tables.migrations(connection),
        "tables": tables.facts(connection),
        "audit": tables.audit_head(connection),
    }


def _settings() -> dict:
    return {name: getattr(settings, name) for name in SHOWN_SETTINGS if hasattr(settings, name)}


def _last(folder: Path, key: str) -> tuple[Path | None, dict]:
    """The newest that can be read; what is broken, or sealed for another key, is made anew and not linked to."""
    for path in reversed(whole(folder)):
        with contextlib.suppress(OSError, manifest.ManifestError):
            facts = manifest.read((path / manifest.NAME).read_bytes())
            return path, facts["files"] if facts.get("key", "") == key else {}
    return None, {}


def _named(key: Path | None) -> str:
    """How a manifest names the key that its files are sealed for; "" for none."""
    return files.checksum(key) if key else ""


def _refuse_inside(folder: Path) -> None:
    places = [Path(settings.MEDIA_ROOT), Path(getattr(settings, "STATIC_ROOT", None) or settings.MEDIA_ROOT)]
    if any(folder.resolve().is_relative_to(place.resolve()) for place in places):
        raise BackupRefused(INSIDE.format(folder))


def _refuse_full(folder: Path, known: dict, key: Path | None) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    new = sum(one.size for one in media.of_site().everything() if not _is_known(one.name, known))
    # An encrypted dump stands beside the bare one until it is whole.
    needed = engines.of(connection).size(connection) * (2 if key else 1) + new
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE:
        raise BackupRefused(NO_ROOM.format(folder, free // MEGABYTE, (needed + SPARE) // MEGABYTE))


def _is_known(name: str, known: dict) -> bool:
    return f"media/{name}" in known or f"media/{name}{sealing.ENDING}" in known


@contextlib.contextmanager
def _only_one(folder: Path):
    """The kernel lets go of it with the process."""
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused(BUSY.format(folder)) from None
        yield
