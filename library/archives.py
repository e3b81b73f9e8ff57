"""Which document is in this archive? Its directory is counted and bounded before anything is unpacked.

DOCX, XLSX and ODT are zip archives, and an archive can be a bomb, a disguise, or two things at once to two readers.
"""

import struct
import zipfile
import zlib

from django.core.files.base import File

from library.refusals import UploadRefused

MAX_ENTRIES = 2000
MAX_DIRECTORY_BYTES = 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 150  # a sheet full of equal cells reaches about 60

_ODT = b"application/vnd.oasis.opendocument.text"
_MACRO_NAMES = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
_MACRO_FOLDERS = ("basic/", "scripts/", "word/activex/", "xl/activex/", "xl/macrosheets/")

_BROKEN = "Tệp bị hỏng hoặc có cấu trúc lạ. Hãy mở tệp, lưu lại thành DOCX, XLSX hoặc ODT rồi tải lên."
_TOO_LARGE = "Tệp nén quá nhiều dữ liệu bên trong. Hãy lưu lại tệp, bớt ảnh lớn, hoặc xuất ra PDF rồi tải lên."
_MACROS = "Tệp có macro (mã chạy được). Hãy lưu lại thành tệp không có macro, hoặc xuất ra PDF rồi tải lên."
_LOCKED = "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi tải lên."


def checked_type(upload: File) -> str:
    """ "docx", "xlsx" or "odt", or "" for another archive. Raises UploadRefused for one that may not be trusted."""
    _check_directory(upload)
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            _check_entries(archive.infolist(), upload.size)
            kind = _type(archive)
            _check_macros(archive)
            _check_contents(archive)
            return kind
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise UploadRefused(_BROKEN) from error


def _check_directory(upload: File) -> None:
    """Only the plainest form passes: one directory at the very end, nothing before or after the archive, no zip64.

    Office programs write no other. Readers disagree over the rest, and that is where disguises live.
    """
    upload.seek(0)
    starts_well = upload.read(4) == b"PK\x03\x04"
    upload.seek(max(0, upload.size - 42))
    tail = upload.read()
    if not starts_well or len(tail) < 42 or tail[20:24] != b"PK\x05\x06" or tail[:4] == b"PK\x06\x07":
        raise UploadRefused(_BROKEN)
    disk, start_disk, here, entries, size, offset, comment = struct.unpack("<HHHHIIH", tail[24:])
    if disk or start_disk or comment or here != entries or offset + size != upload.size - 22:
        raise UploadRefused(_BROKEN)
    if entries > MAX_ENTRIES or size > MAX_DIRECTORY_BYTES:
        raise UploadRefused(_TOO_LARGE)


def _check_entries(entries: list[zipfile.ZipInfo], archive_size: int) -> None:
    names = [entry.orig_filename for entry in entries]
    if len({name.lower() for name in names}) != len(names) or not all(map(_is_plain, names)):
        raise UploadRefused(_BROKEN)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UploadRefused(_LOCKED)
    if any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries):
        raise UploadRefused(_BROKEN)
    if sum(entry.compress_size for entry in entries) > archive_size:  # entries that share bytes
        raise UploadRefused(_BROKEN)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES or unpacked > max(archive_size, 64 * 1024) * MAX_RATIO:
        raise UploadRefused(_TOO_LARGE)


def _is_plain(name: str) -> bool:
    """A relative path that stays inside: "word/media/image1.png"."""
    if not name or name.startswith("/") or any(character in name for character in '\\:\x00*?"<>|'):
        return False
    return not {"..", ".", ""} & set(name.removesuffix("/").split("/"))


def _type(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names and "_rels/.rels" in names:
        if "word/document.xml" in names:
            return "docx"
        if "xl/workbook.xml" in names:
            return "xlsx"
    first = archive.infolist()[0]
    is_odt = first.filename == "mimetype" and first.file_size == len(_ODT) and archive.read(first) == _ODT
    return "odt" if is_odt and "content.xml" in names else ""


def _check_macros(archive: zipfile.ZipFile) -> None:
    for name in map(str.lower, archive.namelist()):
        if name.rpartition("/")[2] in _MACRO_NAMES or name.startswith(_MACRO_FOLDERS):
            raise UploadRefused(_MACROS)
    # A .docm renamed to .docx still says what it is, wherever its macros are kept.
    if "[Content_Types].xml" in archive.namelist():
        with archive.open("[Content_Types].xml") as types:
            if b"macroenabled" in types.read(MAX_DIRECTORY_BYTES).lower():
                raise UploadRefused(_MACROS)


def _check_contents(archive: zipfile.ZipFile) -> None:
    """Unpacks each entry and drops it: the sums agree, so nothing is cut off and no declared size was a lie.

    The reader stops at the declared size, and those were added up above.
    """
    for entry in archive.infolist():
        with archive.open(entry) as content:
            while content.read(64 * 1024):
                pass
