"""Makes links, opens and revokes them, and takes what is answered. Each is recorded; nothing of it approves a text."""

import datetime as dt
import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

import vietnamese
from accounts import throttle
from articles import richtext, telling
from articles.comments import services as comments
from articles.corrections import services as corrections
from articles.editions import keeping
from articles.models import Article, Edition, ShareAnswer, ShareLink
from articles.sharing import tokens
from articles.workflow import PUBLIC, Status
from audit import origin
from audit import services as audit
from desk.steps import NO_PERMISSION, StepRefused, refuse

MOST_LIVING, MOST_ANSWERS, MOST_DAYS = 20, 20, 30
PLACE = "liên kết chia sẻ"
TAKEN_DOWN = "Bài này đã gỡ; hãy đưa bài về bản nháp trước khi chia sẻ."
PUBLIC_ALREADY = "Bài này bạn đọc đã xem được; hãy gửi địa chỉ trên trang."
TOO_MANY = f"Bài này đã có {MOST_LIVING} liên kết đang dùng được; hãy thu hồi bớt trước khi tạo thêm."
TOO_MANY_ANSWERS = f"Liên kết này đã nhận {MOST_ANSWERS} câu trả lời. Hãy trao đổi trực tiếp với ban biên tập."
NOT_REVOKED = "Liên kết này đã được thu hồi hoặc đã hết hạn."
NOT_OURS = (
    "Liên kết này không dùng được: có thể chép chưa đủ. Hãy mở lại từ tin nhắn, hoặc xin ban biên tập liên kết khác."
)
REVOKED = "Ban biên tập đã thu hồi liên kết này. Hãy xin ban biên tập liên kết khác."
EXPIRED = "Liên kết này đã hết hạn {}. Hãy xin ban biên tập liên kết khác."
OVER = "Bài này đã được đăng và nay không còn trên trang, nên liên kết không dùng được nữa."
OPENINGS = throttle.Bound(free=60, first=throttle.MINUTE, longest=throttle.MINUTE, forget=throttle.MINUTE)
"""Of one link: each stands in the record, and a loop must not fill it."""

AGREED = telling.Told(
    "{by} trả lời qua liên kết chia sẻ của bài «{article}»: Đồng ý. Câu trả lời này không thay người duyệt thứ hai.",
    "Có câu trả lời qua liên kết chia sẻ của một bài mà anh/chị tham gia.",
    "Trả lời qua liên kết chia sẻ",
)
COMMENTED = telling.Told("{by} góp ý qua liên kết chia sẻ của bài «{article}»: {note}", AGREED.letter, AGREED.subject)


class DeadLinkError(Exception):
    """The text is a sentence for whoever holds the link. `is_gone`: it was a link once."""

    def __init__(self, sentence: str, *, is_gone: bool = True):
        super().__init__(sentence)
        self.is_gone = is_gone


class PublicNowError(Exception):
    """What the link showed, or a later version of it, is public; `article` says where."""

    def __init__(self, article: Article):
        super().__init__()
        self.article = article


@dataclass(frozen=True)
class Made:
    """`token` is known now and never again."""

    link: ShareLink
    token: str


def version_to_show(article: Article) -> Edition:
    """The text as it stands; of an approved article, the correction that waits beside it."""
    correction = corrections.open_of(article)
    if correction:
        return correction.edition
    if article.status in PUBLIC:
        return keeping.live(article)
    # Its newest version may be a correction that was dropped: then the text becomes a version once more.
    return keeping.keep(article, by=article.edited_by, at=article.edited_at)


def refusal(article: Article, by, at: dt.datetime) -> str | None:
    """Why `by` may not make a link to the article as it is now; None when they may."""
    if not comments.may_take_part(article, by):
        return NO_PERMISSION
    if article.status == Status.WITHDRAWN:
        return TAKEN_DOWN
    if article.is_published(at) and corrections.open_of(article) is None:
        return PUBLIC_ALREADY
    living = article.share_links.filter(revoked_at=None, expires_at__gt=at).count()
    return TOO_MANY if living >= MOST_LIVING else None


@transaction.atomic
def make(article: Article, for_whom: str, days: int, *, by, at: dt.datetime, form_key: str) -> Made:
    """Raises StepRefused. A form that is sent again gets another link, and the one before, which nobody saw, ends."""
    article.share_links.filter(form_key=form_key, made_by=by, revoked_at=None).update(revoked_at=at, revoked_by=by)
    refuse(refusal(article, by, at))
    token = tokens.new()
    link = ShareLink.objects.create(
        article=article,
        edition=version_to_show(article),
        digest=tokens.digest(token),
        for_whom=" ".join(richtext.plain(for_whom).split()),
        made_by=by,
        made_at=at,
        expires_at=at + dt.timedelta(days=min(max(days, 1), MOST_DAYS)),
        form_key=form_key,
    )
    facts = {"link": link.pk, "edition": link.edition.number, "for_whom": link.for_whom, "expires_at": link.expires_at}
    audit.record("share.make", article, by=by, at=at, after=facts)
    return Made(link, token)


@transaction.atomic
def revoke(link: ShareLink, *, by, at: dt.datetime) -> None:
    refuse(None if comments.may_take_part(link.article, by) else NO_PERMISSION)
    living = ShareLink.objects.filter(pk=link.pk, revoked_at=None, expires_at__gt=at)
    if not living.update(revoked_at=at, revoked_by=by):
        raise StepRefused(NOT_REVOKED)
    audit.record("share.revoke", link.article, by=by, at=at, after={"link": link.pk})


def find(token: str, at: dt.datetime) -> ShareLink:
    """Raises DeadLinkError, or PublicNowError."""
    links = ShareLink.objects.select_related("article", "edition", "edition__section")
    link = links.filter(digest=tokens.digest(token)).first() if tokens.is_ours(token) else None
    if link is None:
        raise DeadLinkError(NOT_OURS, is_gone=False)
    if link.revoked_at:
        raise DeadLinkError(REVOKED)
    if at >= link.expires_at:
        raise DeadLinkError(EXPIRED.format(vietnamese.moment(link.expires_at)))
    _refuse_published(link, at)
    return link


def _refuse_published(link, at):
    """Once readers could read that text, or a later one, the link has done its work; it does not revive.

    Nor does it show what waited beside a text that was taken down since.
    """
    article = link.article
    later = article.editions.approved().filter(number__gte=link.edition.number)
    if article.status == Status.WITHDRAWN or article.events.filter(step="reopen", at__gt=link.made_at).exists():
        raise DeadLinkError(OVER)
    is_waiting = article.status not in PUBLIC or article.publish_at > at
    if is_waiting or not later.exists():
        return
    if article.is_published(at):
        raise PublicNowError(article)
    raise DeadLinkError(OVER)


def record_opening(link: ShareLink, address: str, at: dt.datetime) -> None:
    """Raises throttle.TooManyTriesError, and then the page is not shown."""
    throttle.turn("share.open", str(link.pk), OPENINGS, at)
    facts = {"link": link.pk, "edition": link.edition.number, "for_whom": link.for_whom}
    with origin.of_request(cut(address), PLACE):
        audit.record("share.open", link.article, by=None, at=at, after=facts)


@transaction.atomic
def answer(link: ShareLink, kind: str, name: str, text: str, *, address: str, at: dt.datetime, form_key: str) -> None:
    """Raises StepRefused. The same form again changes nothing."""
    if link.answers.filter(form_key=form_key).exists():
        return
    refuse(TOO_MANY_ANSWERS if link.answers.count() >= MOST_ANSWERS else None)
    facts = {"kind": kind, "name": name, "text": richtext.plain(text), "at": at}
    try:
        with transaction.atomic():
            made = ShareAnswer.objects.create(link=link, form_key=form_key, **facts)
    except IntegrityError:  # the second of a double click, while the first was still being written
        return
    _told(made, at)
    facts = {"link": link.pk, "edition": link.edition.number, "kind": kind, "name": name}
    with origin.of_request(cut(address), PLACE):
        audit.record("share.answer", link.article, by=None, at=at, after=facts, note=made.text[:500])


def _told(made, at):
    link = made.link
    told = AGREED if made.kind == ShareAnswer.Kind.AGREE and not made.text else COMMENTED
    said = f"{made.get_kind_display()}. {made.text}" if told is COMMENTED and made.kind == "agree" else made.text
    people = {user.pk: user for user in [*comments.concerned(link.article), link.made_by]}.values()
    url = reverse("admin:articles_article_share", args=[link.article_id])
    people = [user for user in people if comments.may_take_part(link.article, user)]
    told_by = telling.Told(told.text.replace("{by}", _braced(made.name)), told.letter, told.subject)
    telling.tell(link.article, people, told_by, note=said, by=None, at=at, url=url)


def _braced(name: str) -> str:
    """A name that was typed by a stranger stands in a sentence that is filled in later."""
    return name.replace("{", "{{").replace("}", "}}")


def cut(address: str) -> str:
    """The network and no more: who a leader is, is not to be told by an address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))


def at_the_desk(article: Article, user) -> dict:
    """For the article's own page: what was answered, for those who answer for it."""
    if not comments.may_take_part(article, user):
        return {}
    answers = ShareAnswer.objects.filter(link__article=article).select_related("link", "link__edition")
    return {"share_answers": list(answers), "may_share": True}


def days_offered() -> int:
    return min(max(settings.SHARE_LINK_DAYS, 1), MOST_DAYS)
