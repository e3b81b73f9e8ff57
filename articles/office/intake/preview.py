"""The document as the draft would show it, its pictures straight from the waiting file."""

import re
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from articles import richtext
from articles.office import writing
from articles.office.blocks import Document
from articles.office.docx.package import Package
from articles.office.intake.opening import picture_file
from library import uploads
from library.uploads import UploadRefused

# An address of the form that the cleaner keeps; no picture of the library has a key like this.
_STAND_IN = "/thu-vien/anh/nhap-tu-word{:04}-1.webp"
_STAND_INS = re.compile(r"/thu-vien/anh/nhap-tu-word(\d{4})-1\.webp")
_NO_SIZES = ' srcset="" sizes="" width="1" height="1" loading="lazy"'
LONGEST_NAME = 300


@dataclass(frozen=True)
class PictureFile:
    type: str
    content: bytes


def html(document: Document, key: str) -> SafeString:
    names = list(document.pictures)
    written = writing.written(document, lambda name: _STAND_IN.format(names.index(name)) if name in names else "")
    cleaned = richtext.clean(written, _facts).replace(_NO_SIZES, "")
    return richtext.safe(_STAND_INS.sub(lambda found: address(key, names[int(found[1])]), cleaned))


def picture(content: bytes, name: str) -> PictureFile | None:
    """Only what the library would take, so that nothing else is ever sent as a picture."""
    found = Package(content).picture(f"word/media/{name}")
    try:
        return found and PictureFile(uploads.check_picture(picture_file(name, found)).type, found)
    except UploadRefused:
        return None


def named(name: str) -> str:
    """The file's own name, as a query: a title to begin with."""
    query = QueryDict(mutable=True)
    query["ten"] = richtext.plain(name)[:LONGEST_NAME]
    return query.urlencode()


def name_of(query: QueryDict) -> str:
    return richtext.plain(query.get("ten", ""))[:LONGEST_NAME]


def address(key: str, name: str) -> str:
    return reverse("admin:articles_article_word_picture", args=[key, name.rpartition("/")[2]])


def _facts(keys):
    """Empty words: the description is asked beside the preview."""
    return {key: richtext.PictureFacts(f"/thu-vien/anh/{key}-1.webp", "", "", 1, 1, "") for key in keys}
