"""Who is told of what happens to an article: approvers of its section, its writer, whoever takes part."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator

from accounts.models import User
from articles.models import Article, Correction, SectionLimit
from articles.workflow import APPROVE
from notices import services as notices
from notices.models import Notice

NOTE_LETTERS = 160


@dataclass(frozen=True)
class Told:
    """`text` for the desk. `letter` leaves the house: it names no title and repeats nothing that was said."""

    text: str
    letter: str
    subject: str
    to_approvers: bool = False


STEPS = {
    "submit": Told(
        "{by} đã gửi duyệt bài «{article}».",
        "Có bài thuộc chuyên mục «{section}» chờ anh/chị duyệt.",
        "Bài chờ duyệt",
        to_approvers=True,
    ),
    "send_back": Told(
        "{by} đã trả lại bài «{article}»: {note}", "Một bài của anh/chị được trả lại để sửa.", "Bài được trả lại"
    ),
    "approve": Told("{by} đã duyệt bài «{article}».", "Một bài của anh/chị đã được duyệt.", "Bài đã được duyệt"),
    "override": Told(
        "{by} đã duyệt một mình bài «{article}»; bài chờ người thứ hai xác nhận.",
        "Có bài thuộc chuyên mục «{section}» do một người duyệt, chờ anh/chị xác nhận.",
        "Bài chờ xác nhận",
        to_approvers=True,
    ),
    "confirm": Told(
        "{by} đã xác nhận bài «{article}».", "Một bài của anh/chị đã có người thứ hai xác nhận.", "Bài đã được xác nhận"
    ),
    "withdraw": Told("{by} đã gỡ bài «{article}»: {note}", "Một bài của anh/chị đã được gỡ khỏi trang.", "Bài đã gỡ"),
    "outdate": Told(
        "{by} đã ghi là đã cũ bài «{article}»: {note}",
        "Một bài của anh/chị được ghi là đã cũ.",
        "Bài được ghi là đã cũ",
    ),
    "renew": Told(
        "{by} đã bỏ lời báo đã cũ của bài «{article}»: {note}",
        "Một bài của anh/chị không còn ghi là đã cũ.",
        "Bài không còn ghi là đã cũ",
    ),
    "reopen": Told(
        "{by} đã đưa bài «{article}» về bản nháp.", "Một bài của anh/chị đã trở lại thành bản nháp.", "Bài về bản nháp"
    ),
}

CORRECTION_STEPS = {
    "submit": Told(
        "{by} đã đề nghị sửa bài đang đăng «{article}».",
        "Có bản sửa của bài đang đăng thuộc chuyên mục «{section}» chờ anh/chị đồng ý.",
        "Bản sửa chờ đồng ý",
        to_approvers=True,
    ),
    "agree": Told(
        "{by} đã đồng ý với bản sửa của bài «{article}»; bạn đọc đang thấy bản mới.",
        "Một bản sửa của anh/chị đã được đồng ý.",
        "Bản sửa đã được đồng ý",
    ),
    "send_back": Told(
        "{by} đã trả lại bản sửa của bài «{article}»: {note}", "Một bản sửa của anh/chị được trả lại.",
        "Bản sửa được trả lại",
    ),
    "drop": Told(
        "{by} đã bỏ bản sửa của bài «{article}»: {note}", "Một bản sửa của anh/chị đã bị bỏ.", "Bản sửa đã bị bỏ"
    ),
}  # fmt: skip


def of_step(step: str, article: Article, note: str, *, by, at: dt.datetime) -> None:
    """In the step's transaction."""
    told = STEPS[step]
    writer = [article.author] if article.author_id else []
    tell(article, approvers(article) if told.to_approvers else writer, told, note=note, by=by, at=at)


def of_correction(step: str, correction: Correction, note: str, *, by, at: dt.datetime) -> None:
    """The same of a text that waits beside a live one."""
    told, article = CORRECTION_STEPS[step], correction.article
    people = approvers(article) if told.to_approvers else [correction.author]
    url = reverse("admin:articles_correction_change", args=[correction.pk])
    tell(article, people, told, note=note, by=by, at=at, url=url)


def tell(article: Article, people: Iterable, told: Told, *, by, at: dt.datetime, note: str = "", url: str = "") -> None:
    """`url`: the page of the desk where one sees it; the article's own unless said."""
    said = Truncator(" ".join(note.split())).chars(NOTE_LETTERS)
    facts = {"by": by, "article": article, "section": article.section, "note": said}
    words = notices.Words(
        text=told.text.format(**facts),
        letter=told.letter.format(**facts),
        subject=told.subject,
        url=url or reverse("admin:articles_article_change", args=[article.pk]),
    )
    send(people, words, by=by, at=at)


def send(people: Iterable, words: notices.Words, *, by, at: dt.datetime) -> None:
    """Who has left is told nothing."""
    notices.tell([user for user in people if user.is_active], words, kind=Notice.Kind.WORK, by=by, at=at)


def approvers(article: Article) -> QuerySet[User]:
    """Whoever holds the right by a role, and works in this section; a superuser without the role has other work."""
    people = User.objects.with_perm(APPROVE, include_superusers=False).filter(is_staff=True)
    limited = SectionLimit.sections.through.objects.all()
    here = limited.filter(section=article.section_id)
    users = "sectionlimit__user"
    return people.filter(~Q(pk__in=limited.values(users)) | Q(pk__in=here.values(users)))
