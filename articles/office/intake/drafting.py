"""Makes the draft: its pictures go into the library and its text becomes an article, all of it or nothing."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from articles import services
from articles.models import Article, Section
from articles.office import refusals, writing
from articles.office.arranging import Arranged
from articles.office.intake.opening import picture_file
from articles.office.refusals import DocumentRefused
from library import services as library
from library.models import Picture

MOST_BODY_LETTERS = 300_000
"""As articles/fields.py allows the editor."""


@dataclass(frozen=True)
class PictureWords:
    """What a person said of a picture; `is_left_out`: it does not come along."""

    alt: str = ""
    is_decorative: bool = False
    is_left_out: bool = False


def create(
    arranged: Arranged,
    *,
    title: str,
    section: Section,
    pictures: dict[str, PictureWords],
    form_key: str,
    by,
    at: dt.datetime,
) -> Article:
    """Raises UploadRefused, DocumentRefused, StepRefused and AlreadyCreated; then nothing is kept.

    Drawing the pictures is slow and comes before the transaction.
    """
    prepared = {
        name: _prepared(name, arranged.document.pictures[name])
        for name, words in pictures.items()
        if not words.is_left_out and name in arranged.document.pictures
    }
    with transaction.atomic():
        kept = {name: _kept(found, pictures[name], by, at) for name, found in prepared.items()}
        body = services.clean_body(
            writing.written(arranged.document, lambda name: kept[name].src if name in kept else "")
        )
        if len(body) > MOST_BODY_LETTERS:
            raise DocumentRefused(refusals.TOO_LONG)
        article = Article(title=title, section=section, body=body, form_key=form_key)
        services.save_draft(article, by=by, at=at)
    return article


def _prepared(name: str, content: bytes) -> library.PreparedPicture | Picture:
    try:
        return library.prepare_picture(picture_file(name, content))
    except library.AlreadyStored as known:
        return known.existing


def _kept(found: library.PreparedPicture | Picture, words: PictureWords, by, at: dt.datetime) -> Picture:
    if isinstance(found, Picture):
        return found
    try:
        return library.keep_picture(found, by=by, at=at, alt=words.alt, is_decorative=words.is_decorative)
    except library.AlreadyStored as known:  # the same picture twice in one document
        return known.existing
