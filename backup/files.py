"""Copies of files: with their checksum, by a hard link where the last backup has the same, and never half a one."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backup import sealing

BLOCK = 1024 * 1024


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checksum_of(blocks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def below(folder: Path) -> Iterator[Path]:
    """Every file, in order; links out of the folder are nobody's."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


@dataclass(frozen=True)
class Shelf:
    """Where a backup comes to be. `last`, `known`: the folder of the one before, and what it says of its files."""

    folder: Path
    last: Path | None
    known: dict
    key: Path | None

    def kept(self, name: str, mark: str) -> tuple[str, dict] | None:
        """As `put`, of what bore this mark in the last backup, so that nobody has to read it again."""
        stored, target = self._place(name)
        before = self.known.get(stored)
        if self.last and before and before.get("mark") == mark and self._linked(self.last / stored, target, before):
            return stored, before
        return None

    def put(self, source: Path, name: str) -> tuple[str, dict]:
        """The name under which it lies, and what the manifest says of it."""
        stored, target = self._place(name)
        plain, before = checksum(source), self.known.get(stored)
        if self.last and before and before["plain"] == plain and self._linked(self.last / stored, target, before):
            return stored, before
        if self.key:
            plain = self._sealed(source, target, plain)
        else:
            shutil.copyfile(source, target)
        target.chmod(0o600)
        found = checksum(target)
        return stored, {"plain": plain if self.key else found, "stored": found, "size": target.stat().st_size}

    def _sealed(self, source: Path, target: Path, plain: str) -> str:
        """The checksum of what was sealed. A file that was still being written is sealed anew: nobody can see what is
        inside before a restore opens it, and refuses all for the one that is not as the manifest says."""
        while True:
            sealing.seal(source, target, self.key)
            before, plain = plain, checksum(source)
            if plain == before:
                return plain

    def _place(self, name: str) -> tuple[str, Path]:
        stored = f"{name}{sealing.ENDING}" if self.key else name
        target = self.folder / stored
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return stored, target

    @staticmethod
    def _linked(old: Path, new: Path, before: dict) -> bool:
        """What has rotted in the last backup is not handed on."""
        if not old.is_file() or checksum(old) != before["stored"]:
            return False
        try:
            os.link(old, new)
        except OSError:  # another disk, or one without links
            return False
        return True


def sync(folder: Path) -> None:
    """Before the name says that it is whole: on the disk, not only on its way there."""
    for path in [*below(folder), *(one for one in folder.rglob("*") if one.is_dir()), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
