"""What the record (audit/) is told of an article: its columns as they were and as they are."""

import datetime as dt

from articles import taken_over
from articles.models import Article, Correction
from audit import services as audit
from audit import values
from audit.kinds import KINDS

FIELDS = (
    "title", "lead", "body", "byline", "sources", "section", "cover", "publish_at", "expire_at", "is_featured",
    *taken_over.COLUMNS,
    "status", "author",
    "approved_alone_by", "outdated_at", "withdrawn_as", "merged_into",
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


def corrected(step: str, correction: Correction, *, by, at: dt.datetime, note: str = "") -> None:
    """A step of a correction: which versions it stands between, and what readers will be told."""
    after = {
        "kind": correction.kind,
        "state": correction.state,
        "base": correction.base.number,
        "edition": correction.edition.number,
        "title": correction.edition.title,
        "body": correction.edition.body,
        "public_note": correction.public_note,
    }
    before = {"title": correction.base.title, "body": correction.base.body} if step == "agree" else None
    audit.record(f"correction.{step}", correction.article, by=by, at=at, before=before, after=after, note=note)
