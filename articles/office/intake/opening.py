"""From what was uploaded to a text that may be looked at: checked, read one at a time, its pictures judged."""

from django.core.files.base import ContentFile, File

from articles.office import refusals
from articles.office.blocks import Document
from articles.office.docx import reading
from articles.office.intake import old_formats
from articles.office.refusals import DocumentRefused
from library import services as library
from library import uploads
from library.turns import turn
from library.uploads import UploadRefused

MOST_POINTS = 60_000_000
MOST_OLD_BYTES = 20 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENDINGS = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"), (b"GIF8", "gif"), (b"RIFF", "webp"))


def content_of(upload: File) -> bytes:
    """The bytes of a .docx. Raises UploadRefused or DocumentRefused."""
    upload.seek(0)
    start = upload.read(8)
    if start.startswith(_OLE) and uploads.extension(upload.name) == "doc":
        return _converted(upload, "doc")
    if upload.size and not start.startswith(b"PK"):
        raise DocumentRefused(refusals.NOT_WORD)
    kind = _judged(upload)
    if kind == "odt":
        return _converted(upload, "odt")
    if kind != "docx":
        raise DocumentRefused(refusals.NOT_WORD)
    upload.seek(0)
    return upload.read()


def _judged(upload: File) -> str:
    """ "docx": the library opens it and refuses what runs or fetches. What it has already may come in here too."""
    try:
        return library.prepare_document(upload).opened.type
    except library.AlreadyStored as known:
        return known.existing.type


def _converted(upload: File, ending: str) -> bytes:
    if upload.size > MOST_OLD_BYTES:
        raise DocumentRefused(refusals.NOT_CONVERTED)
    upload.seek(0)
    with turn("tệp"):
        content = old_formats.as_docx(upload.read(), ending)
    # What another program wrote is judged like what a stranger sends.
    _judged(ContentFile(content, "van-ban.docx"))
    return content


def read(content: bytes, *, accepts_changes: bool = True) -> Document:
    """Takes a core while it lasts, so one at a time for the machine."""
    with turn("tệp"):
        document = reading.read(content, accepts_changes=accepts_changes)
    _judge_pictures(document)
    return document


def picture_file(name: str, content: bytes) -> File:
    ending = next((ending for start, ending in _ENDINGS if content.startswith(start)), "bin")
    return ContentFile(content, f"{name.rpartition('/')[2].rpartition('.')[0] or 'anh'}.{ending}")


def _judge_pictures(document: Document) -> None:
    """Those that the library would refuse are left out and named; all together have a bound of their own."""
    points = 0
    for name, content in list(document.pictures.items()):
        try:
            facts = uploads.check_picture(picture_file(name, content))
        except UploadRefused:
            del document.pictures[name]
            document.findings.add("unsupported_pictures", name.rpartition("/")[2])
            continue
        points += facts.width * facts.height
    if points > MOST_POINTS:
        raise DocumentRefused(refusals.TOO_MANY_PICTURES)
