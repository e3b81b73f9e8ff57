"""Makes the steps of articles/workflow.py happen: permission, transition, record and consequence, in one transaction.

Every write is an UPDATE that names the state and the revision which the person saw (`article.status`,
`article.revision`). If no row moved, someone was faster: `StepRefused` says who and when, and nothing has changed.
Running a step twice therefore changes nothing. After a success the instance at hand holds the new state.

- Writers change their own drafts only; approvers also texts that wait for approval, and are then their last editor.
- The text of an approved article is locked; `reschedule` changes its times and its place on the home page.
- Whatever is or will be public is in the search index and its pictures are public from `publish_at` to `expire_at`;
  everything else is in neither.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Subquery

import vietnamese
from articles import pictures, recording, richtext, workflow
from articles.models import KIND, Article, WorkflowEvent
from articles.workflow import PUBLIC, STEPS, TABLE, Status
from audit import services as audit
from desk.steps import NO_PERMISSION, Person, StepRefused, refuse
from library import services as library
from library.models import Picture
from search import services as search
from web import versions

TEXT_FIELDS = ("title", "slug", "lead", "body", "byline", "sources", "section", "cover")
SCHEDULE_FIELDS = ("publish_at", "expire_at", "is_featured")
LINKS = {"targets": "Chỉ tiêu", "breakthroughs": "Khâu đột phá", "task_groups": "Nhóm nhiệm vụ"}
USE_KIND = "articles.article"

WRONG_TIMES = "Giờ gỡ tự động phải sau giờ đăng."
EXPIRED = "Giờ gỡ tự động đã qua; hãy sửa hoặc bỏ trống giờ này rồi duyệt lại."


class AlreadyCreated(Exception):  # noqa: N818 - an answer, no error
    """The same form was sent before; `article` is what it made."""

    def __init__(self, article: Article):
        super().__init__("Bài này đã được lưu ở lần bấm trước; đây là bài đó.")
        self.article = article


def refusal(step: str, article: Article, by) -> str | None:
    """Why `by` may not take the step on the article as it is at hand; None when they may."""
    person = Person(by.has_perm(STEPS[step].permission), article.author_id == by.pk, has_edited(article, by))
    return TABLE.refusal(step, article.status, person)


def has_edited(article: Article, by) -> bool:
    """Since it was submitted, or last of all."""
    if article.pk is None or article.edited_by_id == by.pk:
        return article.edited_by_id == by.pk
    submitted = article.events.filter(step="submit").order_by("-pk").values("pk")[:1]
    return article.events.filter(step="edit", by=by, pk__gt=Subquery(submitted)).exists()


def edit_refusal(article: Article, by) -> str | None:
    """Why `by` may not change the text as it is at hand; None when they may."""
    return workflow.edit_refusal(
        status=article.status,
        can_write=by.has_perm("articles.change_article"),
        can_approve=by.has_perm(workflow.APPROVE),
        is_own=article.author_id == by.pk,
    )


def may_see(article: Article, by) -> bool:
    return by.has_perm("articles.view_article") and workflow.may_see(
        status=article.status, can_approve=by.has_perm(workflow.APPROVE), is_own=article.author_id == by.pk
    )


def may_reschedule(article: Article, by) -> bool:
    return article.status in PUBLIC and by.has_perm(workflow.APPROVE)


def clean_body(body: str) -> str:
    return richtext.clean(body, pictures.facts)


@transaction.atomic
def save_draft(article: Article, *, by, at: dt.datetime) -> None:
    """Creates the article, or keeps what was changed in it. `article.revision` is the revision the person saw."""
    article.normalise()
    if article.pk is None:
        _create(article, by, at)
        return
    refuse(edit_refusal(article, by))
    article.body = clean_body(article.body)
    before = recording.stored(article)
    changes = {name: getattr(article, name) for name in (*TEXT_FIELDS, *SCHEDULE_FIELDS)}
    _update(article, revision=article.revision + 1, edited_by=by, edited_at=at, **changes)
    if by.pk != article.author_id:
        _record(article, "edit", by, at)
    index_and_show(article)
    recording.told("edit", article, before, by=by, at=at)


@transaction.atomic
def set_links(article: Article, links: dict, *, by, at: dt.datetime) -> None:
    """What the article is about: `links` has the rows for each name of LINKS. A change is recorded in words."""
    changes = [_link(getattr(article, name), label, links[name]) for name, label in LINKS.items()]
    if note := "\n".join(filter(None, changes)):
        if by.pk != article.author_id:
            refuse(edit_refusal(article, by))
        _record(article, "link", by, at, note)
        versions.renew("articles")
        audit.record("article.link", article, by=by, at=at, note=note)


def _link(manager, label, wanted) -> str:
    """ "Chỉ tiêu: thêm «Tỷ lệ che phủ rừng»; bỏ «GRDP»", or "" where nothing changes."""
    before, after = set(manager.all()), set(wanted)
    manager.set(after)
    parts = (("thêm", after - before), ("bỏ", before - after))
    said = [f"{word} {', '.join(sorted(f'«{row}»' for row in rows))}" for word, rows in parts if rows]
    return f"{label}: {'; '.join(said)}" if said else ""


@transaction.atomic
def submit(article: Article, *, by, at: dt.datetime, note: str = "") -> None:
    _step("submit", article, by, at, note)


@transaction.atomic
def send_back(article: Article, *, by, at: dt.datetime, note: str = "") -> None:
    """Back to the writer; the note says what to change."""
    _step("send_back", article, by, at, note)


@transaction.atomic
def approve(article: Article, *, by, at: dt.datetime, note: str = "") -> None:
    """Approves the revision at hand. Without a time of its own it is published at `at`."""
    refuse(refusal("approve", article, by) or times_refusal(article, at))
    _step("approve", article, by, at, note, publish_at=article.publish_at or at)


def times_refusal(article: Article, at: dt.datetime) -> str | None:
    """Why readers would never see it, were it approved at that moment; None when they would."""
    publish_at = article.publish_at or at
    if article.expire_at is None or article.expire_at > max(publish_at, at):
        return None
    return WRONG_TIMES if article.expire_at <= publish_at else EXPIRED


@transaction.atomic
def withdraw(article: Article, *, by, at: dt.datetime, note: str = "") -> None:
    """Off the site at once; the note says why."""
    _step("withdraw", article, by, at, note)


@transaction.atomic
def reopen(article: Article, *, by, at: dt.datetime, note: str = "") -> None:
    """A withdrawn article becomes a draft of its writer again, or of `by` where the writer is unknown or has left."""
    author = article.author if article.author and article.author.is_active else by
    _step("reopen", article, by, at, note, author=author)


@transaction.atomic
def reschedule(article: Article, *, by, at: dt.datetime) -> None:
    """Changes when an approved article appears and disappears, and whether it leads the home page; not its text."""
    if not by.has_perm(workflow.APPROVE):
        raise StepRefused(NO_PERMISSION)
    if article.status not in PUBLIC:
        raise StepRefused("Chỉ đổi lịch được bài đã duyệt.")
    article.publish_at = article.publish_at or at
    if article.expire_at and article.expire_at <= article.publish_at:
        raise StepRefused(WRONG_TIMES)
    before = recording.stored(article)
    changes = {name: getattr(article, name) for name in SCHEDULE_FIELDS}
    _update(article, revision=article.revision + 1, **changes)
    _record(article, "reschedule", by, at)
    index_and_show(article)
    recording.told("reschedule", article, before, by=by, at=at)


OWN_WAYS = {"approve": approve, "reopen": reopen}
"""Steps that do more than move the article on."""


@transaction.atomic
def take(step: str, article: Article, *, by, at: dt.datetime, note: str = "") -> None:
    """Any step of the table, by its code."""
    if step in OWN_WAYS:
        OWN_WAYS[step](article, by=by, at=at, note=note)
    else:
        _step(step, article, by, at, note)


def may_delete(article: Article, by) -> bool:
    """Only one's own draft that nobody outside has ever seen."""
    never_published = not article.events.filter(step="approve").exists()
    return article.status == Status.DRAFT and article.author_id == by.pk and never_published


@transaction.atomic
def delete(article: Article, *, by, at: dt.datetime) -> None:
    if not may_delete(article, by):
        raise StepRefused("Chỉ xóa được bản nháp của chính mình chưa từng được đăng.")
    library.clear_uses(USE_KIND, article.pk)
    search.remove(KIND, article.pk)
    audit.record("article.delete", article, by=by, at=at, before=recording.stored(article))
    article.delete()


def last_change(article: Article) -> str:
    """Who did what last, and when: "Trần Thị Bình sửa lúc 08:30, 25/09/2020"."""
    now = Article.objects.select_related("edited_by").get(pk=article.pk)
    event = now.events.select_related("by").last()
    if event and event.at > now.edited_at:
        return f"{event.by or 'Hệ thống'} đã thực hiện bước «{event.step_name}» lúc {_clock(event.at)}"
    return f"{now.edited_by or 'Hệ thống'} đã sửa bài này lúc {_clock(now.edited_at)}"


def _clock(at):
    at = vietnamese.local(at)
    return f"{at:%H:%M}, {vietnamese.short_date(at.date())}"


def _create(article, by, at):
    if not by.has_perm("articles.add_article"):
        raise StepRefused(NO_PERMISSION)
    article.status, article.revision = Status.DRAFT.value, 1
    article.author = article.edited_by = by
    article.created_at = article.edited_at = at
    _insert(article)
    _record(article, "create", by, at)
    index_and_show(article)
    recording.told("create", article, {}, by=by, at=at)


def _insert(article):
    try:
        with transaction.atomic():
            article.save(force_insert=True)
    except IntegrityError:
        made = Article.objects.filter(form_key=article.form_key).first() if article.form_key else None
        if made is None:
            raise
        if made.author_id != article.author_id:
            raise StepRefused("Biểu mẫu này đã dùng cho một bài khác. Hãy mở lại biểu mẫu rồi gửi lần nữa.") from None
        raise AlreadyCreated(made) from None


def _step(name, article, by, at, note, **changes):
    note = richtext.plain(note)
    refuse(refusal(name, article, by) or TABLE.note_refusal(name, note))
    before = recording.stored(article)
    _update(article, status=STEPS[name].target.value, **changes)
    _record(article, name, by, at, note)
    index_and_show(article)
    recording.told(name, article, before, by=by, at=at, note=note)


def _update(article, **changes):
    """Moves the row that the person saw, or refuses because it is no longer there."""
    seen = Article.objects.filter(pk=article.pk, status=article.status, revision=article.revision)
    if not seen.update(**changes):
        _refuse_stale(article)
    for name, value in changes.items():
        setattr(article, name, value)


def _refuse_stale(article):
    if not Article.objects.filter(pk=article.pk).exists():
        raise StepRefused("Bài này đã bị xóa.")
    raise StepRefused(f"{last_change(article)}, sau khi anh/chị mở bài. Chưa có gì thay đổi; hãy xem lại bản mới nhất.")


def _record(article, step, by, at, note=""):
    WorkflowEvent.objects.create(article=article, step=step, by=by, at=at, revision=article.revision, note=note)


def index_and_show(article: Article) -> None:
    """The search index, the library and what pages keep say the same as the article's state."""
    versions.renew("articles")
    show_pictures(article)
    if article.status in PUBLIC:
        search.put(article.search_entry())
    else:
        search.remove(KIND, article.pk)


def show_pictures(article: Article) -> None:
    """Cover and pictures of the text are public exactly as long as the article is."""
    is_public = article.status in PUBLIC
    keys = richtext.picture_keys(article.body)
    shown = set(Picture.objects.filter(key__in=keys).values_list("pk", flat=True)) if keys else set()
    library.set_uses(
        USE_KIND,
        article.pk,
        pictures=shown | ({article.cover_id} if article.cover_id else set()),
        public_from=article.publish_at if is_public else None,
        public_until=article.expire_at if is_public else None,
    )
