"""Writes a version for every save that changed something, and says which one readers see."""

import datetime as dt

from articles import links, richtext, taken_over, writing
from articles.fields import cleaned
from articles.models import Article, Edition
from library import services as library
from library.models import Picture

TEXT = ("title", "lead", "byline", "sources", "section_id", "cover_key", "links", "body", *taken_over.COLUMNS)
"""The columns in which two versions may differ."""
USE_KIND = "articles.edition"


def of(article: Article) -> Edition:
    """The text as it stands in the article at hand, as a version that is not stored."""
    edition = of_text(article)
    edition.cover_key = article.cover.key if article.cover_id else ""
    edition.links = links.keys_of(article)
    return edition


def of_text(article: Article) -> Edition:
    """The same without what needs a look at other tables: cover and links."""
    return Edition(
        article=article,
        title=article.title,
        lead=article.lead,
        byline=article.byline,
        sources=article.sources,
        section=article.section,
        body=article.body,
        **{name: getattr(article, name) for name in taken_over.COLUMNS},
    )


def copy_of(edition: Edition) -> Edition:
    """The same text as a version that is not stored, with the pictures that the library still has."""
    copied = Edition(article=edition.article, **{name: getattr(edition, name) for name in TEXT})
    copied.body, _lost = shown_body(edition)
    if copied.cover_key and not Picture.objects.filter(key=copied.cover_key).exists():
        copied.cover_key = ""
    return copied


def newest(article: Article) -> Edition | None:
    return article.editions.order_by("-number").first()


def live(article: Article) -> Edition | None:
    """The version that was approved last: what readers see, or saw until the article was withdrawn."""
    return article.editions.approved().order_by("-number").first()


def is_same(one: Edition, other: Edition) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in TEXT)


def keep(article: Article, *, by, at: dt.datetime, origin: str = Edition.Origin.WRITTEN, note: str = "") -> Edition:
    """The article's text as a version; the newest one where nothing changed. In the transaction that saved it."""
    return add(article, of(article), by=by, at=at, origin=origin, note=note)


def add(article: Article, text: Edition, *, by, at: dt.datetime, origin: str, note: str = "") -> Edition:
    text.body = cleaned(text.body)
    last = newest(article)
    if last is not None and is_same(last, text):
        return last
    text.article, text.number = article, last.number + 1 if last else 1
    text.written_by, text.written_at, text.origin, text.note = by, at, origin, note
    text.save(force_insert=True)
    return text


def approve(edition: Edition, *, by, at: dt.datetime) -> None:
    """Once, and for ever: its pictures stay in the library, whatever the article shows later."""
    if edition.approved_at is None:
        edition.approved_by, edition.approved_at = by, at
        edition.save(update_fields=["approved_by", "approved_at"])
    if pictures := writing.pictures_of(edition):
        library.set_uses(USE_KIND, edition.pk, pictures=pictures, public_from=None, public_until=None)


def write_into(article: Article, edition: Edition) -> list[str]:
    """Sets the columns of the article at hand; returns, in words, what is no longer there and was left out."""
    cover = Picture.objects.filter(key=edition.cover_key).first() if edition.cover_key else None
    article.title, article.lead, article.byline = edition.title, edition.lead, edition.byline
    for name in taken_over.COLUMNS:
        setattr(article, name, getattr(edition, name))
    article.sources, article.cover = edition.sources, cover
    article.section = edition.section or article.section
    article.body, lost = shown_body(edition)
    gone = []
    if lost:
        gone.append(f"{lost} ảnh trong bài")
    if edition.cover_key and cover is None:
        gone.append("ảnh chính")
    if edition.section_id is None:
        gone.append("chuyên mục")
    return gone


def shown_body(edition: Edition) -> tuple[richtext.CleanHtml, int]:
    """The text with the pictures that the library still has, and how many it lacks."""
    body = cleaned(str(edition.body))
    return body, edition.body.count("<img") - body.count("<img")
