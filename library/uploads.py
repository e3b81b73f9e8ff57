"""May this file come in? Decided from its bytes and its extension, before anything decodes or unpacks it.

Every refusal is a sentence that says what is wrong and what to do.
"""

import hashlib
from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal

from django.core.files.base import File
from pi_heif import register_heif_opener
from PIL import Image

import vietnamese
from library.inspection import jpeg
from library.refusals import UploadRefused

__all__ = ["PictureFacts", "UploadRefused", "check_document", "check_extension", "check_picture", "digest"]

# Pillow learns HEIC from pi-heif; one thread, or a single picture would take every core.
register_heif_opener(thumbnails=False, decode_threads=1)

MEGABYTE = 1024 * 1024
MAX_PICTURE_BYTES = 20 * MEGABYTE
MAX_DOCUMENT_BYTES = 30 * MEGABYTE
MAX_PIXELS = 24_000_000
# Readers that take more memory or time for each point, so that each picture stays within a second and 150 MB.
MAX_PIXELS_BY_TYPE = {"webp": 6_000_000, "gif": 12_000_000, "heic": 12_500_000, "transparent": 10_000_000}
MAX_HEIC_BYTES = 4 * MEGABYTE  # a phone's picture has 1 to 3; the decoder's time goes with the bytes
MAX_SCANS = 64
MAX_SCANNED_PIXELS = 300_000_000
MAX_COEFFICIENT_BYTES = 80_000_000
MAX_SIDE = 16_000  # WebP itself ends at 16.383

# Extensions that may name a type; the first is the one we advise.
PICTURE_EXTENSIONS = {
    "jpeg": ("jpg", "jpeg"),
    "png": ("png",),
    "webp": ("webp",),
    "gif": ("gif",),
    "heic": ("heic", "heif"),
}
DOCUMENT_EXTENSIONS = {"pdf": ("pdf",), "docx": ("docx",), "xlsx": ("xlsx",), "pptx": ("pptx",), "odt": ("odt",)}
# A phone's JPEG often carries a second picture (MPO) behind the first; only the first is read.
_PILLOW_FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",), "gif": ("GIF",), "heic": ("HEIF",)}

PICTURE_ADVICE = "Hãy chọn ảnh JPEG, PNG, WebP, GIF hoặc HEIC."
DOCUMENT_ADVICE = "Hãy chọn tệp PDF, DOCX, XLSX, PPTX hoặc ODT."
_BROKEN_PICTURE = "Ảnh bị hỏng hoặc tải lên chưa trọn vẹn. Hãy mở ảnh trên máy, lưu lại rồi tải lên lần nữa."

# Types that people do send, with the way out of each.
_ADVICE_BY_TYPE = {
    "avif": "Chưa nhận ảnh AVIF. Hãy lưu ảnh thành JPEG hoặc PNG rồi tải lên.",
    "tiff": "Chưa nhận ảnh TIFF. Hãy lưu ảnh thành JPEG hoặc PNG rồi tải lên.",
    "bmp": "Chưa nhận ảnh BMP. Hãy lưu ảnh thành JPEG hoặc PNG rồi tải lên.",
    "markup": "Không nhận tệp SVG, HTML hay XML vì có thể chứa mã chạy được. Hãy xuất ra JPEG, PNG hoặc PDF rồi tải "
    "lên.",
    "ole": "Đây là tệp Office đời cũ (.doc, .xls, .ppt) hoặc có mật khẩu. Hãy mở bằng Word, Excel hay PowerPoint, bỏ "
    "mật khẩu, lưu thành DOCX, XLSX, PPTX hoặc PDF rồi tải lên.",
    "program": "Đây là chương trình chạy được, không phải ảnh hay văn bản. Không nhận tệp này.",
}


@dataclass(frozen=True)
class PictureFacts:
    type: str
    width: int
    height: int
    pillow_formats: tuple[str, ...]


def check_picture(upload: File) -> PictureFacts:
    """Raises UploadRefused unless this is one still picture of bounded size; reads its header only."""
    kind = _checked_type(upload, PICTURE_EXTENSIONS, PICTURE_ADVICE, MAX_PICTURE_BYTES)
    check_extension(upload, kind, PICTURE_EXTENSIONS)
    if kind == "webp":
        _check_pixels(kind, *_webp_size(_head(upload)))
    if kind == "heic" and upload.size > MAX_HEIC_BYTES:
        raise UploadRefused(_too_heavy(upload.size, MAX_HEIC_BYTES))
    width, height, is_animated, is_transparent = _header(upload, kind)
    _check_pixels(kind, width, height)
    if is_transparent:
        _check_pixels("transparent", width, height)
    if kind == "jpeg":
        _check_scans(upload, width * height)
    if is_animated and kind not in {"jpeg", "heic"}:
        raise UploadRefused("Chưa nhận ảnh động. Hãy lưu một khung hình thành PNG rồi tải lên.")
    return PictureFacts(kind, width, height, _PILLOW_FORMATS[kind])


def check_document(upload: File) -> str:
    """ "pdf" or "zip", by the first bytes alone; what is inside, inspection/ says. Raises UploadRefused."""
    return _checked_type(upload, {"pdf", "zip"}, DOCUMENT_ADVICE, MAX_DOCUMENT_BYTES)


def check_extension(upload: File, kind: str, extensions: dict) -> None:
    """Raises UploadRefused when the name says something else than what is inside."""
    if extension(upload.name) not in extensions[kind]:
        raise UploadRefused(
            f"Đuôi tên tệp không khớp với nội dung: bên trong là tệp {kind.upper()}. "
            f"Hãy đổi đuôi thành .{extensions[kind][0]} rồi tải lên."
        )


def digest(upload: File) -> str:
    """SHA-256 of the bytes as they came, in hexadecimal; the same file is recognised by it."""
    upload.seek(0)
    result = hashlib.sha256()
    for chunk in upload.chunks():
        result.update(chunk)
    return result.hexdigest()


def stem(name: str | None) -> str:
    """The file's own name as words, without folders and extension."""
    return _base_name(name).rpartition(".")[0].replace("_", " ").strip()


def extension(name: str | None) -> str:
    """ "jpg" for "Ảnh.JPG"; "" for a name without one."""
    _before, dot, after = _base_name(name).rpartition(".")
    return after.strip().lower() if dot else ""


def _base_name(name: str | None) -> str:
    return vietnamese.nfc(name or "").replace("\\", "/").rpartition("/")[2]


def _checked_type(upload: File, kinds: Container[str], advice: str, max_bytes: int) -> str:
    if not upload.size:
        raise UploadRefused("Tệp trống. Hãy kiểm tra lại tệp trên máy rồi chọn lần nữa.")
    if upload.size > max_bytes:
        raise UploadRefused(_too_heavy(upload.size, max_bytes))
    kind = _sniffed_type(upload)
    if kind not in kinds:
        raise UploadRefused(_ADVICE_BY_TYPE.get(kind, f"Không nhận loại tệp này. {advice}"))
    return kind


def _sniffed_type(upload: File) -> str:
    head = _head(upload)
    return next((kind for kind, found in _SIGNS.items() if found(head)), "")


def _brand(head: bytes) -> bytes:
    return head[8:12] if head[4:8] == b"ftyp" else b""


# Tried in this order; a picture or a PDF starts with its own bytes and nothing before them.
_SIGNS = {
    "jpeg": lambda head: head.startswith(b"\xff\xd8\xff"),
    "png": lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"),
    "gif": lambda head: head.startswith((b"GIF87a", b"GIF89a")),
    "webp": lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP",
    "zip": lambda head: head.startswith(b"PK"),
    "pdf": lambda head: head.startswith(b"%PDF-"),
    "avif": lambda head: _brand(head) in {b"avif", b"avis"},
    "heic": lambda head: _brand(head) in {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"},
    "tiff": lambda head: head.startswith((b"II*\x00", b"MM\x00*")),
    "ole": lambda head: head.startswith(b"\xd0\xcf\x11\xe0"),
    "program": lambda head: head.startswith((b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")),
    "bmp": lambda head: head.startswith(b"BM"),
    "markup": lambda head: head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"),
}


def _head(upload: File) -> bytes:
    upload.seek(0)
    return upload.read(64)


def _webp_size(head: bytes) -> tuple[int, int]:
    """Read here because Pillow's WebP reader sets up its canvas before it lets us ask how large it is."""
    head = head.ljust(30, b"\x00")
    form = head[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if form == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if form == b"VP8 ":
        return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
    raise UploadRefused(_BROKEN_PICTURE)


def _header(upload: File, kind: str) -> tuple[int, int, bool, bool]:
    upload.seek(0)
    try:
        with Image.open(upload, formats=_PILLOW_FORMATS[kind]) as image:
            return *image.size, getattr(image, "is_animated", False), image.has_transparency_data
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise UploadRefused(_too_many_pixels(kind)) from bomb
    except Exception as error:  # Pillow's readers raise almost anything over hostile bytes.
        raise UploadRefused(_BROKEN_PICTURE) from error


def _check_pixels(kind: str, width: int, height: int) -> None:
    if width * height > MAX_PIXELS_BY_TYPE.get(kind, MAX_PIXELS):
        raise UploadRefused(_too_many_pixels(kind))
    if max(width, height) > MAX_SIDE:
        raise UploadRefused(
            f"Ảnh quá dài: mỗi cạnh tối đa {vietnamese.number(MAX_SIDE)} điểm ảnh. "
            "Hãy cắt hoặc thu nhỏ ảnh rồi tải lên."
        )


def _too_many_pixels(kind: str) -> str:
    millions = vietnamese.number(Decimal(MAX_PIXELS_BY_TYPE.get(kind, MAX_PIXELS)) / 1_000_000)
    if kind in MAX_PIXELS_BY_TYPE:
        name = "có nền trong suốt" if kind == "transparent" else kind.upper()
        return (
            f"Ảnh quá lớn: ảnh {name} tối đa {millions} triệu điểm ảnh. "
            "Hãy thu nhỏ ảnh, hoặc lưu thành JPEG, rồi tải lên."
        )
    return f"Ảnh quá lớn: tối đa {millions} triệu điểm ảnh. Hãy thu nhỏ ảnh rồi tải lên."


def _check_scans(upload: File, pixels: int) -> None:
    """A progressive JPEG is drawn once for each of its scans, and a few bytes are enough to ask for one more."""
    upload.seek(0)
    try:
        work = jpeg.work(upload.read())
    except jpeg.UnknownFormError as error:
        raise UploadRefused(_BROKEN_PICTURE) from error
    if work.scans > MAX_SCANS or work.scans * pixels > MAX_SCANNED_PIXELS:
        raise UploadRefused(
            "Ảnh JPEG có quá nhiều lớp quét. Hãy mở ảnh trên máy, lưu lại thành JPEG thường rồi tải lên."
        )
    if work.coefficient_bytes > MAX_COEFFICIENT_BYTES:
        raise UploadRefused(
            "Ảnh JPEG kiểu tăng dần (progressive) quá lớn. Hãy lưu lại thành JPEG thường hoặc thu nhỏ rồi tải lên."
        )


def _too_heavy(size: int, most: int) -> str:
    return f"Tệp nặng {_megabytes(size)} MB, vượt mức {_megabytes(most)} MB. Hãy giảm dung lượng rồi tải lên."


def _megabytes(size: int) -> str:
    return vietnamese.number(Decimal(10 * size // MEGABYTE) / 10)
