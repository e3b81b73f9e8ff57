"""Makes the steps of articles/workflow.py happen: permission, transition, record and consequence, in one transaction.

Every write is an UPDATE that names the state and the revision which the person saw (`article.status`,
`article.revision`). If no row moved, someone was faster: `StepRefused` says who and when, and nothing has changed.
Running a step twice therefore changes nothing. After a success the instance at hand holds the new state.

- Writers change their own drafts only; approvers also texts that wait for approval, and are then their last editor.
- The text of an approved article is locked; `reschedule` changes its times and its place on the home page.
- What changes nothing leaves no trace: no revision, no editor, no event.
- Whatever is or will be public is in the search index and its pictures are public from `publish_at` to `expire_at`;
  everything else is in neither.
"""

import datetime as dt

from django.db import IntegrityError, transaction

from articles import fields, limits, recording, richtext, taken_over, workflow, writing
from articles import links as linking
from articles.editions import keeping
from articles.gate.asking import Ticks
from articles.models import KIND, Article, link_marks
from articles.stepping import person_for, refusal, step
from articles.taking_down import outdate, renew, reopen, withdraw
from articles.workflow import SCHEDULE, Status
from audit import services as audit
from desk.steps import NO_PERMISSION, StepRefused, refuse
from library import services as library
from search import services as search
from web import versions

TEXT_FIELDS = ("title", "slug", "lead", "body", "byline", "sources", "section", "cover", *taken_over.COLUMNS)
SCHEDULE_FIELDS = ("publish_at", "expire_at", "is_featured")
WRONG_TIMES = "Giờ gỡ tự động phải sau giờ đăng."
EXPIRED = "Giờ gỡ tự động đã qua; hãy sửa hoặc bỏ trống giờ này rồi duyệt lại."


class AlreadyCreated(Exception):  # noqa: N818 - an answer, no error
    """The same form was sent before; `article` is what it made."""

    def __init__(self, article: Article):
        super().__init__("Bài này đã được lưu ở lần bấm trước; đây là bài đó.")
        self.article = article


def edit_refusal(article: Article, by) -> str | None:
    """Why `by` may not change the text as it is at hand; None when they may."""
    refused = workflow.edit_refusal(
        status=article.status,
        can_write=by.has_perm("articles.change_article"),
        can_approve=by.has_perm(workflow.APPROVE),
        is_own=article.author_id == by.pk,
    )
    # One's own draft can be taken to a section in which one may work.
    return refused or (None if article.author_id == by.pk else limits.refusal(article, by))


def may_see(article: Article, by) -> bool:
    can_approve = by.has_perm(workflow.APPROVE) and limits.refusal(article, by) is None
    return by.has_perm("articles.view_article") and workflow.may_see(
        status=article.status, can_approve=can_approve, is_own=article.author_id == by.pk
    )


def may_read_history(article: Article, by) -> bool:
    """What it was before it was public, and what was said about it: for its writer and whoever works on it there."""
    return article.author_id == by.pk or (by.has_perm(workflow.APPROVE) and limits.refusal(article, by) is None)


def schedule_refusal(article: Article, by) -> str | None:
    """Why `by` may not change the times of the article as it is at hand; None when they may."""
    person = person_for(SCHEDULE.steps["reschedule"], article, by)
    return SCHEDULE.refusal("reschedule", article.step_state, person) or limits.refusal(article, by)


def clean_body(body: str) -> str:
    """What is known as clean stays as it is."""
    return fields.cleaned(body)


@transaction.atomic
def save_draft(article: Article, *, by, at: dt.datetime, links: dict | None = None, **edition) -> None:
    """Creates the article, or keeps what was changed in it, as one version. `article.revision` is what the person saw.

    `links`: what it is about, as for `set_links`; `edition`: where its text is from, as `editions.keeping` says it.
    """
    article.normalise()
    if article.pk is None:
        _create(article, by, at)
    else:
        _save_text(article, by, at)
    if links is not None:
        _set_links(article, links, by, at)
    keeping.keep(article, by=by, at=at, **edition)


def _save_text(article, by, at):
    refuse(edit_refusal(article, by) or limits.refusal(article, by))
    article.body = clean_body(article.body)
    before = recording.stored(article)
    changes = _changes(article, TEXT_FIELDS + SCHEDULE_FIELDS)
    if not changes:
        writing.expect_seen(article)
        return
    writing.update(article, revision=article.revision + 1, edited_by=by, edited_at=at, **changes)
    if by.pk != article.author_id:
        writing.record(article, "edit", by, at)
    writing.index_and_show(article)
    recording.told("edit", article, before, by=by, at=at)


def _changes(article: Article, names: tuple[str, ...]) -> dict:
    """Those of the columns that differ from what is stored."""
    stored = Article.objects.filter(pk=article.pk).first()
    if stored is None:
        writing.refuse_stale(article)
    attributes = [Article._meta.get_field(name).attname for name in names]
    return {name: getattr(article, name) for name in attributes if getattr(article, name) != getattr(stored, name)}


@transaction.atomic
def set_links(article: Article, links: dict, *, by, at: dt.datetime) -> None:
    """What the article is about: `links` has the rows for each name of links.LINKS. A change is recorded in words."""
    _set_links(article, links, by, at)
    keeping.keep(article, by=by, at=at)


def _set_links(article, links, by, at):
    if note := linking.change(article, links):
        # Whoever has just made it may lack the right to change it.
        if by.pk != article.author_id or article.status != Status.DRAFT:
            refuse(edit_refusal(article, by))
        if (article.edited_by_id, article.edited_at) != (by.pk, at):
            # Unless the text changed in the same sitting, this is a revision of its own.
            writing.update(article, revision=article.revision + 1, edited_by=by, edited_at=at)
        writing.record(article, "link", by, at, note)
        versions.renew("articles", marks=link_marks(article.pk))
        audit.record("article.link", article, by=by, at=at, note=note)


@transaction.atomic
def submit(article: Article, *, by, at: dt.datetime, note: str = "", ticked: Ticks = ()) -> None:
    """`ticked`: the warnings of the checklist (articles/gate/) that this person says they saw."""
    step("submit", article, by, at, note, ticked)


@transaction.atomic
def send_back(article: Article, *, by, at: dt.datetime, note: str = "") -> None:
    """Back to the writer; the note says what to change."""
    step("send_back", article, by, at, note)


@transaction.atomic
def approve(article: Article, *, by, at: dt.datetime, note: str = "", ticked: Ticks = ()) -> None:
    """Approves the revision at hand. Without a time of its own it is published at `at`."""
    refuse(refusal("approve", article, by) or times_refusal(article, at))
    _put_before_readers("approve", article, by, at, note, ticked)


def _put_before_readers(name, article, by, at, note, ticked, **changes):
    """The version that was read is the one that counts as approved."""
    step(name, article, by, at, note, ticked, publish_at=article.publish_at or at, **changes)
    keeping.approve(keeping.keep(article, by=article.edited_by, at=article.edited_at), by=by, at=at)


def times_refusal(article: Article, at: dt.datetime) -> str | None:
    """Why readers would never see it, were it approved at that moment; None when they would."""
    publish_at = article.publish_at or at
    if article.expire_at is None or article.expire_at > max(publish_at, at):
        return None
    return WRONG_TIMES if article.expire_at <= publish_at else EXPIRED


@transaction.atomic
def override(article: Article, *, by, at: dt.datetime, note: str = "", ticked: Ticks = ()) -> None:
    """Approves one's own text, with a reason that everybody at the desk sees until another has confirmed it."""
    refuse(refusal("override", article, by) or times_refusal(article, at))
    _put_before_readers("override", article, by, at, note, ticked, approved_alone_by=by)


@transaction.atomic
def confirm(article: Article, *, by, at: dt.datetime, note: str = "") -> None:
    """The second person behind what one had to approve alone."""
    step("confirm", article, by, at, note, approved_alone_by=None)


@transaction.atomic
def reschedule(article: Article, *, by, at: dt.datetime, note: str = "") -> None:
    """Changes when an approved article appears and disappears, and whether it leads the home page; not its text.

    Somebody else than its author and editors does so, and says why. What readers are reading ends by `withdraw` alone.
    """
    refuse(schedule_refusal(article, by))
    article.publish_at = article.publish_at or at
    changes = _changes(article, SCHEDULE_FIELDS)
    if not changes:
        writing.expect_seen(article)
        return
    note = richtext.plain(note)
    refuse(SCHEDULE.note_refusal("reschedule", note) or wrong_times(article, at))
    before = recording.stored(article)
    writing.update(article, revision=article.revision + 1, **changes)
    writing.record(article, "reschedule", by, at, note)
    writing.index_and_show(article)
    recording.told("reschedule", article, before, by=by, at=at, note=note)


def wrong_times(article: Article, at: dt.datetime) -> str | None:
    """Why an approved article may not get the times that it has at hand; None when it may."""
    if article.expire_at and article.expire_at <= article.publish_at:
        return WRONG_TIMES
    is_read = Article.objects.published(at).filter(pk=article.pk).exists()
    return workflow.TAKES_AWAY if is_read and not article.is_published(at) else None


OWN_WAYS = {
    "submit": submit, "approve": approve, "override": override, "confirm": confirm,
    "withdraw": withdraw, "reopen": reopen, "outdate": outdate, "renew": renew,
}  # fmt: skip
"""Steps that do more than move the article on."""


@transaction.atomic
def take(name: str, article: Article, *, by, at: dt.datetime, note: str = "", **facts) -> None:
    """Any step of the table, by its code; `facts` are what that step is told besides a note."""
    if name in OWN_WAYS:
        OWN_WAYS[name](article, by=by, at=at, note=note, **facts)
    else:
        step(name, article, by, at, note)


def may_delete(article: Article, by) -> bool:
    """Only one's own draft that nobody outside has ever seen."""
    is_own = article.author_id == by.pk and by.has_perm("articles.change_article")
    return is_own and article.status == Status.DRAFT and keeping.live(article) is None


@transaction.atomic
def delete(article: Article, *, by, at: dt.datetime) -> None:
    if not may_delete(article, by):
        raise StepRefused("Chỉ xóa được bản nháp của chính mình chưa từng được đăng.")
    library.clear_uses(writing.USE_KIND, article.pk)
    search.remove(KIND, article.pk)
    audit.record("article.delete", article, by=by, at=at, before=recording.stored(article))
    article.delete()


def _create(article, by, at):
    if not by.has_perm("articles.add_article"):
        raise StepRefused(NO_PERMISSION)
    refuse(limits.refusal(article, by))
    article.status, article.revision = Status.DRAFT.value, 1
    article.author = article.edited_by = by
    article.created_at = article.edited_at = at
    _insert(article)
    writing.record(article, "create", by, at)
    writing.index_and_show(article)
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
