"""Makes the steps of a correction happen. Readers see the live text until `agree` puts the new one in its place."""

import datetime as dt

from django.conf import settings
from django.db import IntegrityError, transaction

from articles import comparing, limits, links, recording, telling, writing
from articles.corrections import rules
from articles.corrections.rules import TABLE, State
from articles.editions import differences, keeping
from articles.gate import asking
from articles.models import Article, Correction, Edition
from articles.workflow import APPROVE, PUBLIC, SUBMIT
from desk.steps import NO_PERMISSION, Person, StepRefused, refuse
from library import services as library

USE_KIND = "articles.correction"
NOT_LIVE = "Chỉ sửa theo cách này được bài đã duyệt; bài này đang là {}."
UNCONFIRMED = "Bài này do một người duyệt, còn chờ người thứ hai xác nhận; chưa sửa được."
TAKEN = "{} đang sửa bài này; mỗi lúc chỉ có một bản sửa. Hãy xem bản sửa đó."
MEANWHILE = "Bản sửa đã được lưu từ một trang khác sau khi anh/chị mở trang này. Hãy mở lại để xem bản mới nhất."
BASE_MOVED = "Bài đang đăng đã đổi sau khi bản sửa này được viết. Hãy bỏ bản sửa và viết lại trên bản mới."


def open_of(article: Article) -> Correction | None:
    return article.corrections.open().select_related("author", "edition", "base").first()


def write_refusal(article: Article, by) -> str | None:
    """Why `by` may not correct the article as it is at hand; None when they may."""
    if not (by.has_perm("articles.change_article") and by.has_perm(SUBMIT)):
        return NO_PERMISSION
    if article.status not in PUBLIC:
        return NOT_LIVE.format(article.get_status_display().lower())
    if article.approved_alone_by_id:
        return UNCONFIRMED
    if refused := limits.refusal(article, by):
        return refused
    correction = open_of(article)
    if correction is None:
        return None
    if correction.author_id != by.pk:
        return TAKEN.format(correction.author)
    return rules.edit_refusal(state=correction.state, is_author=True)


def text_refusal(before: Edition, after: Edition, kind: str, *, note: str, is_misprint: bool) -> str | None:
    """Why this text cannot be put forward as a correction of that kind; None when it can."""
    comparison = differences.compare(before, after)
    also = differences.also_changed(before, after)
    if comparison.is_same and not also:
        return rules.NOTHING
    if kind != Correction.Kind.SMALL:
        return rules.note_refusal(note)
    refused = rules.small_refusal(comparison, most=settings.SMALL_CORRECTION_WORDS, also_changed=also)
    fact = rules.facts_touched(comparison)
    return refused or (rules.FACTS.format(fact) if fact and not is_misprint else None)


@transaction.atomic
def write(
    article: Article, text: Edition, kind: str, *, by, at: dt.datetime, seen: int, note: str = "", is_misprint=False
) -> Correction:
    """Keeps the text beside the live one: a new correction, or the next version of one's own.

    `text`: a version that is not stored. `seen`: the number of the version that the person started from.
    `is_misprint`: they say that a number or name which a small correction changes was only typed wrongly.
    """
    article = _locked(article)
    refuse(write_refusal(article, by))
    correction, base = open_of(article), keeping.live(article)
    if (correction.edition if correction else base).number != seen:
        raise StepRefused(MEANWHILE)
    refuse(text_refusal(base, text, kind, note=note, is_misprint=is_misprint))
    return _kept(article, text, kind, by, at, note)


@transaction.atomic
def take_back(article: Article, edition: Edition, *, by, at: dt.datetime) -> Correction:
    """An old version beside the live text, for a second person, once it is said what readers are told."""
    article = _locked(article)
    refuse(write_refusal(article, by))
    if keeping.is_same(keeping.live(article), edition):
        raise StepRefused(rules.NOTHING)
    text = keeping.copy_of(edition)
    return _kept(article, text, Correction.Kind.CONTENT, by, at, "", origin=Edition.Origin.RESTORED)


def _locked(article: Article) -> Article:
    """Whoever comes at the same moment waits here, and then sees what was done."""
    return Article.objects.select_for_update(no_key=True).get(pk=article.pk)


def _kept(article, text, kind, by, at, note, origin=Edition.Origin.CORRECTION) -> Correction:
    correction, base = open_of(article), keeping.live(article)
    edition = keeping.add(article, text, by=by, at=at, origin=origin)
    if correction is None:
        correction = _begun(article, base, by, at)
    correction.edition, correction.kind, correction.public_note = edition, kind, note
    correction.save()
    _hold_pictures(correction)
    recording.corrected("write", correction, by=by, at=at, note=note)
    return correction


def _begun(article, base, by, at) -> Correction:
    try:
        with transaction.atomic():
            return Correction.objects.create(
                article=article, kind=Correction.Kind.SMALL, base=base, edition=base, author=by, began_at=at
            )
    except IntegrityError:
        raise StepRefused(TAKEN.format(open_of(article).author)) from None


def refusal(step: str, correction: Correction, by) -> str | None:
    """Why `by` may not take the step now; None when they may."""
    refused = person_refusal(step, correction, by)
    if refused or step not in ("submit", "agree"):
        return refused
    return _told_refusal(correction) or (_agree_refusal(correction) if step == "agree" else None)


def person_refusal(step: str, correction: Correction, by) -> str | None:
    """The same, but for what became of the article meanwhile."""
    person = Person(
        has_right(TABLE.steps[step], correction, by), correction.author_id == by.pk, _has_written(correction, by)
    )
    return TABLE.refusal(step, correction.state, person) or limits.refusal(correction.article, by)


def has_right(step, correction, by) -> bool:
    """May they ever take this step (a Step of the table) with such a correction?"""
    if step is TABLE.steps["drop"]:
        return correction.author_id == by.pk or by.has_perm(APPROVE)
    return by.has_perm(step.permission)


def _has_written(correction, by) -> bool:
    """Any version since the live one."""
    since = correction.article.editions.filter(number__gt=correction.base.number)
    return since.filter(written_by=by).exists()


def _told_refusal(correction) -> str | None:
    """An old version that was taken back has no word for readers yet."""
    return None if correction.kind == Correction.Kind.SMALL else rules.note_refusal(correction.public_note)


def _agree_refusal(correction) -> str | None:
    article = correction.article
    if article.status not in PUBLIC:
        return NOT_LIVE.format(article.get_status_display().lower())
    return None if keeping.live(article) == correction.base else BASE_MOVED


@transaction.atomic
def take(step: str, correction: Correction, *, by, at: dt.datetime, note: str = "", seen: int) -> None:
    """Any step of the table. `seen`: the number of the version that the person was looking at."""
    note = " ".join(note.split())
    refuse(refusal(step, correction, by) or TABLE.note_refusal(step, note))
    refuse(asking.correction_refusal(step, correction.base, correction.edition, correction.article, at))
    facts = {"state": str(TABLE.steps[step].target)}
    if step == "submit":
        facts["submitted_at"] = at
    else:
        facts |= {"decided_by": by, "decided_at": at, "decision_note": note}
    seen_row = Correction.objects.filter(pk=correction.pk, state=correction.state, edition=correction.edition)
    if correction.edition.number != seen or not seen_row.update(**facts):
        raise StepRefused(MEANWHILE)
    for name, value in facts.items():
        setattr(correction, name, value)
    if step == "agree":
        _put_before_readers(correction, by, at)
    _hold_pictures(correction)
    writing.record(correction.article, f"correction_{step}", by, at, note or correction.public_note)
    telling.of_correction(step, correction, note, by=by, at=at)
    recording.corrected(step, correction, by=by, at=at, note=note)


def _put_before_readers(correction: Correction, by, at: dt.datetime) -> None:
    """The version becomes the article's text. Small ones leave no mark on its dates: readers are told of the others."""
    article, edition = correction.article, correction.edition
    if correction.kind == Correction.Kind.RECTIFICATION:
        correction.passages = _passages(correction.base, edition)
        correction.save(update_fields=["passages"])
    keeping.write_into(article, edition)
    article.normalise()
    changes = {name: getattr(article, name) for name in writing.TEXT_COLUMNS}
    if correction.kind != Correction.Kind.SMALL:
        changes |= {"edited_by_id": correction.author_id, "edited_at": at}
    writing.update(article, revision=article.revision + 1, **changes)
    for name, rows in links.rows_of(edition.links).items():
        getattr(article, name).set(rows)
    keeping.approve(edition, by=by, at=at)
    writing.index_and_show(article)


def _passages(before: Edition, after: Edition) -> list[dict]:
    rows = differences.compare(before, after).rows
    changed = [
        row for row in rows if row.state in (comparing.State.CHANGED, comparing.State.ADDED, comparing.State.REMOVED)
    ]
    return [
        {"before": " ".join(piece.text for piece in row.before), "after": " ".join(piece.text for piece in row.after)}
        for row in changed
    ]


def _hold_pictures(correction: Correction) -> None:
    """What the waiting text shows cannot be deleted meanwhile; it is public with the article, and not before."""
    pictures = writing.pictures_of(correction.edition) if correction.state in rules.OPEN else ()
    is_waiting = correction.state == State.SUBMITTED
    library.set_uses(
        USE_KIND, correction.pk, pictures=pictures, public_from=None, public_until=None, is_waiting=is_waiting
    )


def drop_open(article: Article, *, by, at: dt.datetime, note: str) -> None:
    """When the article itself goes back to its writer: nothing is left beside it. In that step's transaction."""
    correction = open_of(article)
    if correction is None:
        return
    correction.state, correction.decided_by, correction.decided_at = State.DROPPED.value, by, at
    correction.decision_note = note
    correction.save()
    _hold_pictures(correction)
    writing.record(article, "correction_drop", by, at, note)
    telling.of_correction("drop", correction, note, by=by, at=at)
    recording.corrected("drop", correction, by=by, at=at, note=note)
