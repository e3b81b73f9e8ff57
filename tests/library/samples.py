"""Files as people, and attackers, send them; all made here."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from library import turns

ODT = "application/vnd.oasis.opendocument.text"
DOCX_MEMBERS = {
    "[Content_Types].xml": b"<Types/>",
    "_rels/.rels": b"<Relationships/>",
    "word/document.xml": "<w:document>Nghị quyết</w:document>".encode(),
}
XLSX_MEMBERS = {
    "[Content_Types].xml": b"<Types/>",
    "_rels/.rels": b"<Relationships/>",
    "xl/workbook.xml": b"<workbook/>",
}
ODT_MEMBERS = {"mimetype": ODT.encode(), "content.xml": "<office>Kế hoạch</office>".encode()}


def upload(content, name="Ảnh hội nghị.jpg"):
    return SimpleUploadedFile(name, content)


def stored_files():
    """The names of all that lies in storage."""
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file() and path.name != turns.LOCK_NAME}


def drawing(width=900, height=600, mode="RGB", seed=0):
    """A picture with something in it, different for each seed."""
    image = Image.new(mode, (width, height), 255 if mode in {"L", "I;16"} else (143, 20, 16, 120)[: len(mode)])
    if mode in {"RGB", "RGBA"}:
        ImageDraw.Draw(image).ellipse((seed, 0, width // 2 + seed, height // 2), fill=(247, 207, 92))
    return image


def saved(image, encoder, **options):
    buffer = io.BytesIO()
    image.save(buffer, encoder, **options)
    return buffer.getvalue()


def jpeg(width=900, height=600, seed=0, **options):
    return saved(drawing(width, height, seed=seed), "JPEG", **options)


def png(width=900, height=600, mode="RGB", **options):
    return saved(drawing(width, height, mode), "PNG", **options)


def jpeg_with_gps(orientation=6):
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh của đồng chí Lò Văn Đức"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 19.0, 37.0), 3: "E", 4: (103.0, 54.0, 50.0)})
    return jpeg(900, 600, exif=exif)


def jpeg_with_profile():
    """All green, with a profile whose green is what everyone else calls red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"????", b"gXYZ", 1)
    return saved(Image.new("RGB", (400, 300), (0, 255, 0)), "JPEG", icc_profile=swapped)


def png_with_text():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "mat-khau-bi-lo")
    return saved(drawing(), "PNG", pnginfo=text)


def animation(encoder):
    frames = [Image.new("RGB", (40, 40), colour) for colour in ((255, 0, 0), (0, 0, 255))]
    return saved(frames[0], encoder, save_all=True, append_images=frames[1:], duration=100)


def png_header(width, height):
    """A PNG of a few bytes that says it is that large."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(b"\x00" * 100)),
            (b"IEND", b""),
        )
    )


def webp_header(width, height):
    """A WebP that only announces its canvas."""
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + (width - 1).to_bytes(3, "little")
    body += (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body)) + body


def archive(members, **by_name):
    """A zip of those members; the mimetype first and plain, as ODT asks."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in (members | by_name).items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(zipfile.ZipInfo(name), content, compress_type=stored)
    return buffer.getvalue()


def docx(**extra):
    return archive(DOCX_MEMBERS | extra)


def pdf(text="Kế hoạch số 25"):
    return b"%PDF-1.7\n" + f"1 0 obj << /Title ({text}) >> endobj\n".encode() + b"trailer <<>>\nstartxref\n0\n%%EOF\n"
