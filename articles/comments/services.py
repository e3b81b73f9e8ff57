"""Says, answers, resolves and reopens: with the right to, recorded, and told to those whom it concerns."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from articles import richtext, services, telling
from articles.comments import anchors
from articles.comments.anchors import Anchor, Place
from articles.comments.models import Comment
from articles.editions import keeping
from articles.models import Article
from audit import services as audit
from desk.steps import NO_PERMISSION, StepRefused, refuse
from web.digits import whole_number

MOST = 500
"""Of one article."""
EMPTY = "Hãy viết ý kiến trước khi gửi."
TOO_MANY = f"Bài này đã có {MOST} ý kiến; hãy giải quyết các ý kiến cũ và trao đổi trực tiếp."
CHANGED = "Đoạn này vừa được sửa hoặc bỏ trong lúc anh/chị viết. Ý kiến chưa được ghi; hãy chọn lại đoạn rồi gửi."
GONE = "Ý kiến này không còn."
ALREADY = {True: "Ý kiến này đã được giải quyết.", False: "Ý kiến này đang mở."}
ADDED = telling.Told(
    "{by} có ý kiến về bài «{article}»: {note}", "Có ý kiến về một bài mà anh/chị tham gia.", "Ý kiến về bài viết"
)
REPLIED = telling.Told(
    "{by} trả lời ý kiến về bài «{article}»: {note}",
    "Có trả lời cho ý kiến về một bài mà anh/chị tham gia.",
    "Trả lời ý kiến",
)
RESOLVED = telling.Told(
    "{by} đã giải quyết ý kiến về bài «{article}»: {note}", "Một ý kiến mà anh/chị tham gia đã được giải quyết.",
    "Ý kiến đã giải quyết",
)  # fmt: skip


def may_take_part(article: Article, user) -> bool:
    """What is said of a text before it is public is for those to read who may read what it was."""
    return services.may_read_history(article, user) and services.may_see(article, user)


def taking_part(article: Article, user) -> dict:
    """For the article's own page: whether there is a way to what was said, and how much of it is open."""
    if not may_take_part(article, user):
        return {"may_take_part": False}
    return {"may_take_part": True, "open_comments": article.comments.filter(parent=None, resolved_at=None).count()}


def comments_address(article: Article, user) -> str:
    """Of the page where this person may say something; "" where they may not."""
    return reverse("admin:articles_article_comments", args=[article.pk]) if may_take_part(article, user) else ""


@dataclass
class Thread:
    comment: Comment
    replies: list[Comment]
    place: Place


@dataclass
class Paragraph:
    """As readers will see it, with what was said there."""

    html: SafeString
    anchor: Anchor
    number: int
    open: list[Thread] = field(default_factory=list)
    resolved: list[Thread] = field(default_factory=list)


def paragraphs(article: Article) -> list[Paragraph]:
    """Title, lead and the blocks of the text."""
    heads = [escape(article.title), format_html_join("", "{}<br>", ((line,) for line in article.lead.splitlines()))]
    shown = [*filter(None, heads), *(richtext.safe(piece) for piece in anchors.pieces(article.body))]
    found = anchors.anchors([anchors.words(html) for html in shown])
    return [Paragraph(html, anchor, n) for n, (html, anchor) in enumerate(zip(shown, found, strict=True))]


def laid_out(article: Article) -> tuple[list[Paragraph], list[Thread]]:
    """The paragraphs with what was said at each, and what was said at some that are gone."""
    text, lost = paragraphs(article), []
    now = [one.anchor for one in text]
    for thread in _threads(article, now):
        if thread.place.number is None:
            lost.append(thread)
        else:
            paragraph = text[thread.place.number]
            (paragraph.resolved if thread.comment.resolved_at else paragraph.open).append(thread)
    return text, lost


def _threads(article, now) -> Iterable[Thread]:
    comments = list(article.comments.select_related("by", "resolved_by"))
    for first in comments:
        if first.parent_id is None:
            replies = [one for one in comments if one.parent_id == first.pk]
            yield Thread(first, replies, anchors.place(first.anchor, now))


@transaction.atomic
def add(article: Article, key: str, text: str, *, by, at: dt.datetime, form_key: str) -> Comment:
    """At the paragraph with this key. Raises StepRefused; the same form again gives what it made."""
    if made := _made(article, by, form_key):
        return made
    text = _may_say(article, by, text)
    anchor = next((one.anchor for one in paragraphs(article) if one.anchor.key == key), None)
    if anchor is None:
        raise StepRefused(CHANGED)
    facts = {"words": anchor.words, "occurrence": anchor.occurrence}
    return _say(article, ADDED, text, by, at, form_key, **facts)


@transaction.atomic
def reply(first: Comment, text: str, *, by, at: dt.datetime, form_key: str) -> Comment:
    """To the first of a thread. What is answered again is open again."""
    if made := _made(first.article, by, form_key):
        return made
    text = _may_say(first.article, by, text)
    Comment.objects.filter(pk=first.pk).update(resolved_by=None, resolved_at=None)
    return _say(first.article, REPLIED, text, by, at, form_key, parent=first)


def _made(article, by, form_key) -> Comment | None:
    made = Comment.objects.filter(form_key=form_key).first()
    if made and (made.article_id, made.by_id) != (article.pk, by.pk):
        raise StepRefused("Biểu mẫu này đã được dùng. Hãy mở lại trang rồi gửi lần nữa.")
    return made


def _may_say(article, by, text) -> str:
    refuse(None if may_take_part(article, by) else NO_PERMISSION)
    text = richtext.plain(text)
    refuse(None if any(letter.isalnum() for letter in text) else EMPTY)
    refuse(TOO_MANY if article.comments.count() >= MOST else None)
    return text


def _say(article, told, text, by, at, form_key, **facts) -> Comment:
    edition = keeping.newest(article)
    try:
        with transaction.atomic():
            comment = Comment.objects.create(
                article=article, text=text, by=by, at=at, form_key=form_key,
                edition=edition.number if edition else 1, **facts,
            )  # fmt: skip
    except IntegrityError:  # the second of a double click, while the first was still being written
        return Comment.objects.get(form_key=form_key)
    _told(comment, told, text, by, at)
    kind = "comment.reply" if comment.parent_id else "comment.add"
    audit.record(kind, article, by=by, at=at, after={"comment": comment.pk}, note=text[:500])
    return comment


@transaction.atomic
def resolve(first: Comment, *, by, at: dt.datetime) -> None:
    _end(first, by, at, is_resolved=True)
    _told(first, RESOLVED, first.text, by, at)
    audit.record("comment.resolve", first.article, by=by, at=at, after={"comment": first.pk})


@transaction.atomic
def reopen(first: Comment, *, by, at: dt.datetime) -> None:
    _end(first, by, at, is_resolved=False)
    audit.record("comment.reopen", first.article, by=by, at=at, after={"comment": first.pk})


def _end(first, by, at, *, is_resolved):
    refuse(None if may_take_part(first.article, by) else NO_PERMISSION)
    rows = Comment.objects.filter(pk=first.pk, parent__isnull=True, resolved_at__isnull=is_resolved)
    if not rows.update(resolved_by=by if is_resolved else None, resolved_at=at if is_resolved else None):
        raise StepRefused(ALREADY[is_resolved])


def _told(comment, told, text, by, at) -> None:
    article = comment.article
    telling.tell(article, concerned(article), told, note=text, by=by, at=at, url=comments_address(article, by))


def concerned(article: Article) -> list:
    """The writer, and whoever has said something here or decided about it; of those, who may still see it."""
    said = [one.by for one in article.comments.select_related("by")]
    decided = [event.by for event in article.events.filter(step__in=DECIDED).select_related("by") if event.by]
    people = {user.pk: user for user in [*said, *decided, *([article.author] if article.author_id else [])]}
    return [user for user in people.values() if may_take_part(article, user)]


DECIDED = ("send_back", "approve", "override", "confirm")


def thread_of(article: Article, key: str) -> Comment:
    """The first of a thread by its key as it stands in a form. Raises StepRefused."""
    found = article.comments.filter(pk=whole_number(key), parent__isnull=True).first()
    if found is None:
        raise StepRefused(GONE)
    return found
