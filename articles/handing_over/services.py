"""Gives an article to another writer: one UPDATE that names what the person saw, a line of its history, two notices.

Of two who give the same article away at once, the second is told who was first; nothing of theirs happens.
"""

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from articles import limits, recording, richtext, telling, writing
from articles.handing_over import rules
from articles.handing_over.rules import STEP, TABLE, Seen
from articles.models import Article, HandOver
from articles.workflow import APPROVE, SUBMIT
from desk.steps import Person, StepRefused, refuse
from notices.services import Words

WRITES = ("articles.change_article", SUBMIT)
BACKEND = "django.contrib.auth.backends.ModelBackend"
NOTHING_CHOSEN = "Chưa chọn bài nào để giao."
SUBJECT = "Bài viết được giao cho người khác"
TAKEN = "Có bài viết được giao cho anh/chị viết tiếp."
GIVEN = "Một bài của anh/chị đã được giao cho người khác viết tiếp."


def refusal(article: Article, by) -> str | None:
    """Why `by` may not give the article away as it is at hand; None when they may."""
    return TABLE.refusal(STEP, article.status, Person(by.has_perm(APPROVE))) or limits.refusal(article, by)


def taker_refusal(article: Article, taker) -> str | None:
    """Why it cannot become `taker`'s; None when it can."""
    if not (taker.is_staff and taker.has_perms(WRITES)):
        return rules.NOT_A_WRITER.format(taker)
    if article.author_id == taker.pk:
        return rules.ALREADY.format(article, taker)
    return rules.OUTSIDE.format(taker, article.section) if limits.refusal(article, taker) else None


def writers() -> QuerySet:
    """To whom an article can be given."""
    return get_user_model().objects.with_perm(SUBMIT, backend=BACKEND).filter(is_staff=True).order_by("display_name")


def left_behind(user) -> QuerySet[Article]:
    """Unfinished articles that `user` may give away, whose writer has no account any more or is not known."""
    without = Q(author__is_active=False) | Q(author__isnull=True)
    unfinished = Article.objects.filter(without, limits.within(user), status__in=rules.UNFINISHED)
    return unfinished if user.has_perm(APPROVE) else unfinished.none()


@transaction.atomic
def hand_over_together(seen: Iterable[Seen], taker, *, by, at: dt.datetime, note: str) -> int:
    """All of them or, when one is no longer as it was seen, none. Returns how many."""
    wanted = sorted(seen, key=lambda one: one.pk)
    if not wanted:
        raise StepRefused(NOTHING_CHOSEN)
    articles = Article.objects.select_related("section", "author").in_bulk([one.pk for one in wanted])
    for one in wanted:
        article = articles.get(one.pk)
        if article is None:
            raise StepRefused("Bài này đã bị xóa.")
        hand_over(article, one, taker, by=by, at=at, note=note)
    return len(wanted)


@transaction.atomic
def hand_over(article: Article, seen: Seen, taker, *, by, at: dt.datetime, note: str) -> None:
    """`article` becomes `taker`'s, if it is still as it was seen."""
    note = richtext.plain(note).strip()
    refuse(refusal(article, by) or TABLE.note_refusal(STEP, note))
    if Seen(article.pk, article.revision, article.status, article.author_id) != seen:
        writing.refuse_stale(article)
    refuse(taker_refusal(article, taker))
    before, giver = recording.stored(article), article.author
    _move(article, taker)
    HandOver.objects.create(article=article, giver=giver, taker=taker, by=by, at=at, reason=note)
    writing.record(article, STEP, by, at, note)
    _tell(article, giver, taker, by=by, at=at, note=note)
    recording.told(STEP, article, before, by=by, at=at, note=note)


def _move(article, taker):
    """A page that the writer before has open saves nothing more: the revision goes on."""
    same = Article.objects.filter(pk=article.pk, status=article.status, revision=article.revision)
    same = same.filter(author=article.author_id) if article.author_id else same.filter(author__isnull=True)
    if not same.update(author=taker, revision=article.revision + 1):
        writing.refuse_stale(article)
    article.author, article.revision = taker, article.revision + 1


def _tell(article, giver, taker, *, by, at, note):
    said = {"by": by, "title": article.title, "note": note}
    taken = rules.notice(rules.TAKEN, giver=giver or "một người không rõ tên", **said)
    url = reverse("admin:articles_article_change", args=[article.pk])
    telling.send([taker], Words(text=taken, letter=TAKEN, subject=SUBJECT, url=url), by=by, at=at)
    if giver:
        given = rules.notice(rules.GIVEN, taker=taker, **said)
        telling.send([giver], Words(text=given, letter=GIVEN, subject=SUBJECT), by=by, at=at)
