"""A zip archive whose directory is counted and bounded before anything in it is unpacked.

An archive can be a bomb, a disguise, or two things at once to two readers; only the plainest form passes.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from library.inspection.refused import BROKEN, LOCKED, TOO_LARGE, Refused

MAX_ENTRIES = 2000
MAX_DIRECTORY_BYTES = 512 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_RATIO = 150  # a sheet full of equal cells reaches about 60

_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error)
_HAS_DESCRIPTOR = 0x8
_OTHER_NAME = 0x7075
"""A second name of the entry, which some readers take for the first."""
_LENGTHS_OF_DESCRIPTOR = frozenset({12, 16})


@contextmanager
def opened(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Raises Refused for an archive that may not be trusted, also for what goes wrong while it is read."""
    size = file.seek(0, 2)
    try:
        entries = _check_directory(file, size)
        with zipfile.ZipFile(file) as archive:
            if len(archive.infolist()) != entries:
                raise Refused(BROKEN)
            _check_entries(archive.infolist(), size)
            _check_places(archive, file)
            yield archive
    except _UNREADABLE as error:
        raise Refused(BROKEN) from error


def _check_directory(file: BinaryIO, file_size: int) -> int:
    """One directory at the very end, nothing before or after the archive, no zip64; says how many entries.

    Office programs write no other. Readers disagree over the rest, and that is where disguises live.
    """
    file.seek(0)
    starts_well = file.read(4) == b"PK\x03\x04"
    file.seek(max(0, file_size - 42))
    tail = file.read()
    if not starts_well or len(tail) < 42 or tail[20:24] != b"PK\x05\x06" or tail[:4] == b"PK\x06\x07":
        raise Refused(BROKEN)
    disk, start_disk, here, entries, size, offset, comment = struct.unpack("<HHHHIIH", tail[24:])
    if disk or start_disk or comment or here != entries or offset + size != file_size - 22:
        raise Refused(BROKEN)
    if entries > MAX_ENTRIES or size > MAX_DIRECTORY_BYTES:
        raise Refused(TOO_LARGE)
    return entries


def _check_entries(entries: list[zipfile.ZipInfo], archive_size: int) -> None:
    names = [entry.orig_filename for entry in entries]
    if len({name.lower() for name in names}) != len(names) or not all(map(_is_plain, names)):
        raise Refused(BROKEN)
    if any(_OTHER_NAME in _kinds_of_extra(entry.extra) for entry in entries):
        raise Refused(BROKEN)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused(LOCKED)
    if any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries):
        raise Refused(BROKEN)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES or unpacked > max(archive_size, 64 * 1024) * MAX_RATIO:
        raise Refused(TOO_LARGE)


def _kinds_of_extra(extra: bytes) -> set[int]:
    """The numbers of the fields behind a name."""
    found = set()
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        found.add(kind)
        extra = extra[4 + length :]
    return found


def _is_plain(name: str) -> bool:
    """A relative path that stays inside: "word/media/image1.png"."""
    if not name or name.startswith("/") or any(character in name for character in '\\:\x00*?"<>|'):
        return False
    return not {"..", ".", ""} & set(name.removesuffix("/").split("/"))


def _check_places(archive: zipfile.ZipFile, file: BinaryIO) -> None:
    """Entries lie one behind the other with nothing between, so a reader without the directory finds the same."""
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    ends = [entry.header_offset for entry in entries[1:]] + [archive.start_dir]
    at = 0
    for entry, end in zip(entries, ends, strict=True):
        file.seek(entry.header_offset)
        method, packed, size, name, extra = struct.unpack("<8xH8xIIHH", file.read(30))
        between = end - (entry.header_offset + 30 + name + extra + entry.compress_size)
        allowed = _LENGTHS_OF_DESCRIPTOR if entry.flag_bits & _HAS_DESCRIPTOR else {0}
        if entry.header_offset != at or between not in allowed or method != entry.compress_type:
            raise Refused(BROKEN)
        if not entry.flag_bits & _HAS_DESCRIPTOR and (packed, size) != (entry.compress_size, entry.file_size):
            raise Refused(BROKEN)
        at = end
