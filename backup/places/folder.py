"""A backup in a folder of this machine."""

import contextlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backup import files, manifest

STAMP = "%Y-%m-%d_%H%M%S"
"""The name of a backup: the moment, in local time."""
PROVEN = ".da-kiem-tra"
FINISHED = re.compile(r"\d{4}-\d{2}-\d{2}_\d{6}")


def whole(folder: Path) -> list[Path]:
    """The backups that were finished, oldest first."""
    found = folder.glob(f"*/{manifest.NAME}")
    return sorted(path.parent for path in found if FINISHED.fullmatch(path.parent.name))


@dataclass(frozen=True)
class Folder:
    path: Path

    def __str__(self) -> str:
        return str(self.path)

    def manifest(self) -> bytes | None:
        """None for half a backup."""
        path = self.path / manifest.NAME
        return path.read_bytes() if path.is_file() else None

    def checksum(self, name: str, known: dict) -> str | None:
        """As it is stored; None where it is missing."""
        path = self.path / name
        return files.checksum(path) if path.is_file() else None

    def strangers(self, known: dict) -> list[str]:
        there = {path.relative_to(self.path).as_posix() for path in files.below(self.path)}
        return sorted(there - {manifest.NAME} - set(known))

    @contextlib.contextmanager
    def local(self, name: str, known: dict) -> Iterator[Path]:
        """A file to read from, as it is stored."""
        yield self.path / name

    def copy(self, name: str, known: dict, target: Path) -> None:
        shutil.copyfile(self.path / name, target)

    def how_to_mend(self, known: dict) -> str:
        """The next backup makes anew what is broken in this one."""
        return ""

    def note_proven(self) -> None:
        """For whoever asks how old the last proof is (age.py). A copy that may not be written to is as good."""
        with contextlib.suppress(OSError):
            (self.path.parent / PROVEN).write_text(f"{self.path.name}\n", "utf-8")
