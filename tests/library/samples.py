"""Files as people, and attackers, send them; all made here."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pikepdf
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from library import turns

FOLDER = Path(__file__).parent / "documents"
"""As LibreOffice, python-docx, openpyxl and python-pptx write them: links, pictures, fields, a list of contents."""

ODT = "application/vnd.oasis.opendocument.text"
OFFICE = "application/vnd.openxmlformats-officedocument."
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"


def content_types(main, kind, **others):
    """[Content_Types].xml of a package with that main part; `others`: more of it, already written."""
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{kind}"/>{"".join(others.values())}</Types>'
    )


def relationships(*rows):
    """(type, target) or (type, target, "External")"""
    said = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONSHIPS}/{row[0]}" Target="{row[1]}"'
        f"{' TargetMode=' + chr(34) + row[2] + chr(34) if len(row) > 2 else ''}/>"
        for number, row in enumerate(rows, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{said}</Relationships>'


def package(main, kind, content):
    return {
        "[Content_Types].xml": content_types(main, f"{OFFICE}{kind}.main+xml"),
        "_rels/.rels": relationships(("officeDocument", main)),
        main: content,
    }


def word(body="<w:p><w:r><w:t>Nghị quyết</w:t></w:r></w:p>"):
    return f'<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONSHIPS}"><w:body>{body}</w:body></w:document>'


DOCX_MEMBERS = package("word/document.xml", "wordprocessingml.document", word())
XLSX_MEMBERS = package("xl/workbook.xml", "spreadsheetml.sheet", f'<workbook xmlns="{SHEET}"/>')
PPTX_MEMBERS = package("ppt/presentation.xml", "presentationml.presentation", f'<presentation xmlns="{SLIDES}"/>')
ODT_OPEN = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
)


def odt_content(body="<text:p>Kế hoạch</text:p>"):
    return f"{ODT_OPEN}<office:body><office:text>{body}</office:text></office:body></office:document-content>"


ODT_MEMBERS = {"mimetype": ODT, "content.xml": odt_content()}


def real(name):
    return (FOLDER / name).read_bytes()


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


def docx_of(body, **extra):
    """With that body."""
    return docx(**{"word/document.xml": word(body), **extra})


def xlsx(**extra):
    return archive(XLSX_MEMBERS | extra)


def pptx(**extra):
    return archive(PPTX_MEMBERS | extra)


def odt(body=None, **extra):
    return archive(ODT_MEMBERS | ({} if body is None else {"content.xml": odt_content(body)}) | extra)


def pdf(text="Kế hoạch số 25", change=None, **options):
    """One page. `change(document)` makes of it what it will."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    document.docinfo["/Title"] = text
    if change:
        change(document)
    buffer = io.BytesIO()
    document.save(buffer, static_id=True, fix_metadata_version=False, **options)
    return buffer.getvalue()
