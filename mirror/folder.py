"""Where a copy comes to be: in a folder beside, which takes the name only when it is whole, at one stroke."""

import contextlib
import ctypes
import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

import system_errors
from backup import files, manifest
from mirror.refused import MirrorRefused

KIND = "bản sao tĩnh"
UNFINISHED, LOCK, ASIDE = ".{}.dang-lam", ".{}.khoa", ".{}.cu"
AT_THIS_FOLDER, SWAP = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of renameat2(2)."""
INSIDE = "{} nằm trong (hoặc chứa) nơi trang giữ mã hay tệp của mình: {}. Hãy chọn một thư mục ở ngoài."
STRANGE = "{} đã có và không phải là bản sao do lệnh này tạo ({}), nên không ghi đè. Hãy chọn một thư mục mới."
BUSY = "Một lần sao khác đang ghi vào {}; hãy đợi lần đó xong."
CANNOT_WRITE = "Không ghi được vào {}: {}. Bản sao cũ, nếu có, còn nguyên."


def make(target: Path, fill: Callable[[Path], None]) -> None:
    """`fill` writes everything, the manifest last, into the folder that it is given."""
    check(target)
    target, usual = target.absolute(), os.umask(0o022)  # for whatever server is to read it
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _only_one(target):
            fresh = target.with_name(UNFINISHED.format(target.name))
            _clear(fresh)
            fresh.mkdir()
            try:
                fill(fresh)
                os.sync()
                check(target)  # nobody has put anything there meanwhile
                _take_name(fresh, target)
            finally:
                _clear(fresh)
    except OSError as error:
        raise MirrorRefused(CANNOT_WRITE.format(target, system_errors.reason(error))) from error
    finally:
        os.umask(usual)


def check(target: Path) -> None:
    """Raises MirrorRefused where the copy may not stand."""
    ours = [settings.BASE_DIR, settings.MEDIA_ROOT, getattr(settings, "STATIC_ROOT", None)]
    wanted = target.resolve()
    for place in (Path(one).resolve() for one in ours if one):
        if wanted.is_relative_to(place) or place.is_relative_to(wanted):
            raise MirrorRefused(INSIDE.format(target, place))
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise MirrorRefused(STRANGE.format(target, "không phải là thư mục"))
    if target.is_dir() and any(target.iterdir()):
        _check_own(target)


def _check_own(target: Path) -> None:
    try:
        facts = manifest.read((target / manifest.NAME).read_text("utf-8"))
    except (OSError, ValueError, manifest.ManifestError):
        raise MirrorRefused(STRANGE.format(target, f"không có {manifest.NAME} đọc được")) from None
    if facts.get("kind") != KIND:
        raise MirrorRefused(STRANGE.format(target, f"{manifest.NAME} của thứ khác"))
    known = {*facts["files"], manifest.NAME}
    for path in files.below(target):
        if (name := path.relative_to(target).as_posix()) not in known:
            raise MirrorRefused(STRANGE.format(target, f"có tệp lạ {name}"))


def _take_name(fresh: Path, target: Path) -> None:
    if target.exists() and not _swapped(fresh, target):
        # A file system that cannot swap two names, as on a USB stick: there is no folder for an instant.
        aside = target.with_name(ASIDE.format(target.name))
        _clear(aside)
        target.rename(aside)
        fresh.rename(target)
        _clear(aside)
    elif not target.exists():
        fresh.rename(target)


def _swapped(one: Path, other: Path) -> bool:
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    names = os.fsencode(one), os.fsencode(other)
    return bool(swap) and swap(AT_THIS_FOLDER, names[0], AT_THIS_FOLDER, names[1], SWAP) == 0


def _clear(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


@contextlib.contextmanager
def _only_one(target: Path):
    """The kernel lets go of it with the process."""
    with target.with_name(LOCK.format(target.name)).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise MirrorRefused(BUSY.format(target)) from None
        yield
