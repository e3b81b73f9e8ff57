"""What articles tell the desk's front page (desk/todo.py, desk/week.py)."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse

import vietnamese
from articles import filters, limits, stepping
from articles.handing_over import services as handing_over
from articles.handing_over.screens import LEAVERS
from articles.models import Article, WorkflowEvent
from articles.workflow import APPROVE, HIDDEN, PUBLIC, STEPS, SUBMIT, Status
from desk import todo, week
from desk.todo import Action, Kind

SEE = "articles.view_article"
LISTS = {
    "cho-duyet": (Kind.DECIDE, "submit", "approve"),
    "bi-tra-lai": (Kind.RETURNED, "send_back", None),
    "ban-nhap": (Kind.DRAFT, "create", None),
    "cho-xac-nhan": (Kind.CONFIRM, "override", "confirm"),
}
"""Code of a list -> its sort of line, the step of the past that says why it waits, the step that it waits for."""
OWN_WORK = {Kind.RETURNED: "Sửa", Kind.DRAFT: "Viết tiếp"}
SOON = dt.timedelta(days=14)
LATELY = dt.timedelta(days=7)
MOST_IN_A_WEEK = 60


@todo.register
def waiting(user, at):
    """What waits for this person at the desk."""
    address = reverse("admin:articles_article_changelist")
    for code, label, articles in filters.my_work(user):
        kind = LISTS[code][0]
        count = articles.count()
        items = _first(articles, code) if count else ()
        yield todo.Todo(label=label, url=f"{address}?viec={code}", count=count, items=items, kind=kind)


def _first(articles, code):
    """The ones that wait longest, each with who took that step, when, and what they wrote."""
    kind, told, wanted = LISTS[code]
    rows = list(articles.only("title", "edited_at").order_by("edited_at", "pk")[: todo.AT_ONCE])
    events = WorkflowEvent.objects.filter(article__in=rows, step=told).select_related("by").order_by("at", "pk")
    last = {event.article_id: event for event in events}
    return tuple(
        todo.Item(row.title, _page("change", row), _note(row, last.get(row.pk), kind), _actions(row, kind, wanted))
        for row in rows
    )


def _actions(row, kind, wanted):
    if wanted is None:
        return (Action(OWN_WORK[kind], _page("change", row)),)
    return Action("Xem", _page("preview", row)), Action(STEPS[wanted].name, _page(wanted, row))


def _note(row, event, kind):
    if kind is Kind.DRAFT:
        return f"Sửa lần cuối {_clock(row.edited_at)}"
    if event is None:
        return ""
    told = f"{event.step_name} {_clock(event.at)}" + (f", {event.by}" if event.by else "")
    return f"{told}: {' '.join(event.note.split())}" if event.note else told


@todo.register
def left_behind(user, at):
    """ "3 bài dở của người đã nghỉ", for those who may give them to somebody."""
    if user.has_perm(APPROVE):
        count = handing_over.left_behind(user).count()
        url, label = reverse(f"admin:{LEAVERS}"), "bài dở của người đã nghỉ, chờ giao cho người khác"
        yield todo.Todo(label=label, url=url, count=count, action=Action("Giao bài", url))


@todo.register
def known(user, at):
    """What everybody who sees articles should know: newly there, soon gone, with one person behind it."""
    if not user.has_perm(SEE):
        return
    address = reverse("admin:articles_article_changelist")
    new = Article.objects.published(at).filter(publish_at__gt=at - LATELY).newest()
    label, url = "bài đăng trong bảy ngày qua", f"{address}?trang-thai=dang-dang"
    yield _block(label, url, new, Kind.PUBLISHED, "publish_at", "Sửa" if user.has_perm(SUBMIT) else "")
    # Few have an end: found by that, and not among all that is public.
    going = Article.objects.exclude(status__in=HIDDEN).filter(expire_at__gt=at, expire_at__lte=at + SOON)
    going = going.order_by("expire_at", "pk")
    yield _block("bài tự gỡ trong mười bốn ngày tới", f"{address}?sap-het-han=co", going, Kind.EXPIRING, "expire_at")
    alone = Article.objects.unconfirmed().order_by("publish_at", "pk")
    label = "bài do một người duyệt, chưa có người thứ hai"
    yield _block(label, f"{address}?nguoi-thu-hai=cho", alone, Kind.FLAGGED, "publish_at")


def _block(label, url, articles, kind, name, corrects=""):
    """`corrects`: the button that leads to correcting each of them, "" where it is not offered."""
    rows = articles.only("title", name)[: todo.AT_ONCE]
    items = tuple(
        todo.Item(
            row.title, _page("change", row), _clock(getattr(row, name)),
            (Action(corrects, _page("correct", row)),) if corrects else (),
        )
        for row in rows
    )  # fmt: skip
    # Fewer than fit were counted by reading them.
    count = len(items) if len(items) < todo.AT_ONCE else articles.order_by().count()
    return todo.Todo(label, url, count, items, kind)


@week.register
def scheduled(user, days, at):
    """Articles with an hour to come in these days; those that nobody has approved yet say so."""
    if not user.has_perm(SEE):
        return
    begins, ends = vietnamese.day_start(days.monday), vietnamese.day_start(days.after.monday)
    coming = Article.objects.filter(publish_at__gte=begins, publish_at__lt=ends)
    wanted = Q(status__in=PUBLIC, publish_at__gt=at) | Q(status__in=(Status.DRAFT, Status.SUBMITTED))
    coming = coming.filter(wanted).filter(limits.seen_by(user))
    rows = list(coming.only("title", "status", "publish_at").order_by("publish_at", "pk")[:MOST_IN_A_WEEK])
    movable = set(_movable(rows, user))
    for row in rows:
        yield _entry(row, row.pk in movable)


def _movable(rows, user):
    """Keys of those whose hour this person may change: an approved article's when no word of it is theirs."""
    there = Article.objects.filter(pk__in=[row.pk for row in rows])
    may_change = user.has_perm("articles.change_article")
    own = there.filter(author=user, status=Status.DRAFT) if may_change else there.none()
    if not user.has_perm(APPROVE):
        return own.values_list("pk", flat=True)
    inside = there.filter(limits.within(user))
    of_others = inside.filter(status__in=PUBLIC).exclude(stepping.behind(user)).values_list("pk", flat=True)
    waiting_text = inside.filter(status=Status.SUBMITTED) if may_change else there.none()
    return [*own.values_list("pk", flat=True), *of_others, *waiting_text.values_list("pk", flat=True)]


def _entry(row, is_movable):
    moment, page = vietnamese.local(row.publish_at), _page("change", row)
    what = "hẹn giờ" if row.status in PUBLIC else f"{row.get_status_display().lower()}, chưa duyệt"
    move = f"{page}#id_publish_at_0" if is_movable else ""
    return week.Entry(moment.date(), row.title, page, what, f"{moment:%H:%M}", move)


def _page(name, row):
    return reverse(f"admin:articles_article_{name}", args=[row.pk])


def _clock(at):
    at = vietnamese.local(at)
    return f"{vietnamese.short_date(at.date())}, {at:%H:%M}"
