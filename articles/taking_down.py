"""Takes an article from readers, or tells them that it is out of date; and the way back."""

import datetime as dt

from django.db import models, transaction

from articles import richtext, stepping
from articles.corrections import services as corrections
from articles.models import Article, HandOver
from desk.steps import refuse

NO_OTHER = "Hãy chọn bài đang đăng mà bài này gộp vào."
ITSELF = "Một bài không gộp vào chính nó được; hãy chọn bài khác."
REOPENED = "Bài đã được đưa về bản nháp."


class Reason(models.TextChoices):
    """Why an article is away: what its old address says, and with which status."""

    ERROR = "error", "Đăng nhầm: địa chỉ cũ nói rằng bài đã gỡ"
    MERGED = "merged", "Gộp vào bài khác: địa chỉ cũ dẫn sang bài đó"
    CORRECTING = "correcting", "Đang cải chính: địa chỉ cũ nói rằng bài tạm gỡ"


@transaction.atomic
def withdraw(
    article: Article, *, by, at: dt.datetime, note: str = "", reason: str = Reason.ERROR, into: Article | None = None
) -> None:
    """Off the site at once; the note says why. `into`: for MERGED, the published article that readers are led to."""
    if reason == Reason.MERGED:
        refuse(_merge_refusal(article, into, at))
    was_read = article.publish_at is not None and article.publish_at <= at
    # Of what readers never saw there is nothing to say.
    facts = {"withdrawn_as": str(reason) if was_read else "", "merged_into": into if reason == Reason.MERGED else None}
    stepping.step("withdraw", article, by, at, note, approved_alone_by=None, outdated_at=None, **facts)


def _merge_refusal(article, into, at) -> str | None:
    if into is None or not Article.objects.published(at).filter(pk=into.pk).exists():
        return NO_OTHER
    return ITSELF if into.pk == article.pk else None


@transaction.atomic
def reopen(article: Article, *, by, at: dt.datetime, note: str = "") -> None:
    """A withdrawn article becomes a draft of its writer again, or of `by` where the writer is unknown or has left."""
    giver = article.author
    author = giver if giver and giver.is_active else by
    if author != giver:
        HandOver.objects.create(article=article, giver=giver, taker=by, by=by, at=at, reason=richtext.plain(note))
    corrections.drop_open(article, by=by, at=at, note=REOPENED)
    stepping.step("reopen", article, by, at, note, author=author, withdrawn_as="", merged_into=None)


@transaction.atomic
def outdate(article: Article, *, by, at: dt.datetime, note: str = "") -> None:
    """Readers go on reading it, under a dated word that it is out of date."""
    stepping.step("outdate", article, by, at, note, outdated_at=at)


@transaction.atomic
def renew(article: Article, *, by, at: dt.datetime, note: str = "") -> None:
    """Takes that word away again."""
    stepping.step("renew", article, by, at, note, outdated_at=None)
