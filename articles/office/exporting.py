"""An article as a .docx: what leaders read and sign on paper."""

import io

from PIL import Image

import vietnamese
from articles import richtext
from articles.models import Article
from articles.office import refusals
from articles.office.docx import writing
from articles.office.docx.frame import BLANK_DAY, Facts
from articles.office.html import reading
from articles.office.refusals import DocumentRefused
from library.models import Picture
from web import speaker

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_docx(article: Article) -> bytes:
    """Raises DocumentRefused, with one sentence, for what no Word document holds."""
    try:
        document = reading.read(article.body)
    except DocumentRefused as refusal:  # its own sentence is for who pastes
        raise DocumentRefused(refusals.NOT_FOR_WORD) from refusal
    keys = richtext.picture_keys(article.body)
    pictures = {picture.key: picture for picture in Picture.objects.filter(key__in=keys)} if keys else {}
    return writing.written(document, _facts(article), lambda name: _bytes(name, pictures))


def file_name(article: Article) -> str:
    return f"{article.slug or 'bai-viet'}.docx"


def _facts(article: Article) -> Facts:
    who = speaker.today()
    day = vietnamese.local(article.publish_at).date() if article.publish_at else None
    return Facts(
        owner=who.owner,
        title=article.title,
        lead=article.lead,
        byline=article.byline,
        writer=str(article.author or ""),
        sources=tuple(article.source_lines),
        day=_dated(who.place, f"{day.day} tháng {day.month} năm {day.year}") if day else _dated(who.place),
    )


def _dated(place: str, day: str = "") -> str:
    """ "Sơn La, ngày 25 tháng 9 năm 2020", or with a blank to fill in."""
    words = f"Ngày {day}" if day else BLANK_DAY
    return f"{place}, {vietnamese.uncapitalised(words)}" if place else words


def _bytes(address: str, pictures: dict[str, Picture]) -> bytes | None:
    """Of the original, in a form that Word shows."""
    found = richtext.PICTURE.fullmatch(address)
    picture = pictures.get(found[1]) if found else None
    if picture is None:
        return None
    try:
        with picture.original.open() as file:
            content = file.read()
    except FileNotFoundError:
        return None
    if picture.original_type in {"jpg", "jpeg", "png"}:
        return content
    held = io.BytesIO()
    with Image.open(io.BytesIO(content), formats=["WEBP", "GIF"]) as image:
        image.convert("RGB").save(held, "JPEG", quality=90)
    return held.getvalue()
