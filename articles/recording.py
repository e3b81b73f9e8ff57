"""What the record (audit/) is told of an article: its columns as they were and as they are."""

import datetime as dt

from articles.models import Article
from audit import services as audit
from audit import values
from audit.kinds import KINDS

FIELDS = (
    "title", "lead", "body", "byline", "sources", "section", "cover", "publish_at", "expire_at", "is_featured",
    "status", "author",
)  # fmt: skip


def stored(article: Article) -> dict:
    """As it lies in the database; nothing before it is there."""
    row = Article.objects.filter(pk=article.pk).only(*FIELDS).first()
    return values.of_row(row, FIELDS) if row else {}


def told(step: str, article: Article, before: dict, *, by, at: dt.datetime, note: str = "") -> None:
    """The last write of a step."""
    changed = values.differences(before, values.of_row(article, FIELDS))
    kind = f"article.{step}" if f"article.{step}" in KINDS else "article.step"
    audit.record(kind, article, by=by, at=at, before=changed[0], after=changed[1], note=note)
