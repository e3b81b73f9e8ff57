"""What has a consequence here: figures that two people stand behind, and rows that readers can find.

Recording and approving a figure name the state they expect in one UPDATE; if no row moved, someone was faster and the
answer is a refusal sentence. Saving anything that readers can find puts it in the search index, and a document's file
on the list of what is public, in the same transaction.
"""

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator

from django.db import DEFAULT_DB_ALIAS, models, transaction

import vietnamese
from audit import services as audit
from audit import values
from desk.steps import NO_PERMISSION, Person, StepRefused, refuse
from desk.whole_row import differs
from library import services as library
from resolutions import at_once, concerned, former, link_marks
from resolutions.models import (
    Breakthrough,
    Congress,
    Document,
    FigureEvent,
    Observation,
    Resolution,
    Target,
    TaskGroup,
)
from resolutions.models.congress import BREAKTHROUGH_KIND, CONGRESS_KIND, TASK_GROUP_KIND
from resolutions.models.documents import DOCUMENT_KIND
from resolutions.models.former import Coded
from resolutions.models.targets import TARGET_KIND
from resolutions.workflow import ENTER, TABLE
from search import services as search
from search.storage.entry import Entry
from web import versions

# What the index calls each of our models, and in which order a rebuild takes them.
KINDS = {
    Congress: CONGRESS_KIND,
    Breakthrough: BREAKTHROUGH_KIND,
    TaskGroup: TASK_GROUP_KIND,
    Target: TARGET_KIND,
    Document: DOCUMENT_KIND,
}

CHANGED_MEANWHILE = "Số liệu vừa được người khác sửa; hãy xem lại rồi duyệt."
LOCKED = "Số liệu đã duyệt không sửa được; nếu sai, hãy dùng «Đính chính»."
NOT_SHOWN = "Chỉ đính chính được số liệu đã duyệt và đang hiện."
GONE = "Số được đính chính không còn hiện: đã bị thu hồi hoặc đã có số khác thay. Hãy xem lại trước khi duyệt."
REPLACED = "Đính chính: {}"
IN_THE_FUTURE = "Năm {year} chưa tới; số liệu thực hiện chỉ ghi cho năm đã qua hoặc năm nay."


# ------------------------------------------------------------------ figures


@transaction.atomic
def record_observation(observation: Observation, *, by, at: dt.datetime) -> Observation:
    """Keeps a new figure, or a change of one that nobody has approved; either way `by` is who stands behind it.

    One that was returned waits again. Raises StepRefused, and ValidationError for a figure that cannot be.
    """
    if not by.has_perm(ENTER):
        raise StepRefused(NO_PERMISSION)
    if observation.year > vietnamese.local(at).year:
        raise StepRefused(IN_THE_FUTURE.format(year=observation.year))
    if observation.pk and not differs(observation):
        return _as_it_is(observation, by, at)
    # Whoever enters another figure of this indicator is waited for before anything is written.
    at_once.hold([observation.indicator_id])
    observation.entered_by, observation.recorded_at, observation.returned_at = by, at, None
    observation.full_clean()
    if observation.pk is None:
        with at_once.the_only_one(at_once.SENT_ALREADY):
            observation.save(force_insert=True)
        _note(observation, FigureEvent.Step.ENTER, by, at, observation.correction_reason)
    else:
        _change(observation)
        _note(observation, FigureEvent.Step.CHANGE, by, at)
    return observation


def _as_it_is(observation, by, at):
    """Nothing changed, so whoever stands behind the figure stays; one that was returned waits again as it is."""
    returned = Observation.objects.open().filter(pk=observation.pk, returned_at__isnull=False)
    if returned.update(returned_at=None):
        observation.returned_at = None
        _note(observation, FigureEvent.Step.CHANGE, by, at)
    return observation


def _change(observation):
    observation.normalise()
    names = [field.attname for field in observation._meta.concrete_fields if field.editable]
    kept = ("entered_by_id", "recorded_at", "returned_at", "batch_id")
    facts = {name: getattr(observation, name) for name in [*names, *kept] if name != "id"}
    with at_once.the_only_one(at_once.SENT_ALREADY):
        changed = Observation.objects.open().filter(pk=observation.pk).update(**facts)
    if not changed:
        raise StepRefused(LOCKED)


def correction_of(observation: Observation) -> Observation:
    """A new figure with the facts of one that is shown, to be corrected and entered; not saved."""
    if not observation.is_approved:
        raise StepRefused(NOT_SHOWN)
    names = [field.attname for field in observation._meta.concrete_fields if field.editable and not field.primary_key]
    fresh = Observation(**{name: getattr(observation, name) for name in names})
    fresh.replaces, fresh.correction_reason = observation, ""
    return fresh


def refusal(step: str, observation: Observation, by) -> str | None:
    """Why `by` may not take the step on the figure as it is at hand; None when they may."""
    person = Person(by.has_perm(TABLE.steps[step].permission), is_author=observation.entered_by_id == by.pk)
    return TABLE.refusal(step, observation.state, person)


def take(step: str, observation: Observation, *, by, at: dt.datetime, note: str = "") -> Observation:
    """Any step of the table, by its code."""
    if step == "withdraw":
        return withdraw_observation(observation, by=by, at=at, reason=note)
    if step == "send_back":
        return return_observation(observation, by=by, at=at, note=note)
    return approve_observation(observation, by=by, at=at)


@transaction.atomic
def approve_observation(observation: Observation, *, by, at: dt.datetime) -> Observation:
    """The second person confirms the figure that they saw: value, source and moment as on the instance at hand.

    What it corrects gives way in the same moment, so that readers are never without a figure.
    """
    refuse(refusal("approve", observation, by))
    if observation.replaces_id:
        _replace(observation, by, at)
    seen = {"value": observation.value, "source": observation.source, "recorded_at": observation.recorded_at}
    waiting = Observation.objects.approvable_by(by).filter(pk=observation.pk, **seen)
    with at_once.the_only_one(at_once.SHOWN_ALREADY):
        moved = waiting.update(approved_by=by, approved_at=at)
    _moved("approve", observation, moved, by, at)
    if observation.replaces_id:
        _note(observation.replaces, FigureEvent.Step.REPLACE, by, at, observation.correction_reason)
    return observation


def _replace(observation, by, at):
    old = Observation.objects.approved().filter(pk=observation.replaces_id)
    reason = REPLACED.format(observation.correction_reason)[:300]
    if not old.update(withdrawn_by=by, withdrawn_at=at, withdrawn_reason=reason):
        raise StepRefused(GONE)


@transaction.atomic
def return_observation(observation: Observation, *, by, at: dt.datetime, note: str) -> Observation:
    """Back to whoever entered it; the note says what to change."""
    note = _line(note, 500)
    refuse(refusal("send_back", observation, by) or TABLE.note_refusal("send_back", note))
    waiting = Observation.objects.waiting().filter(pk=observation.pk, recorded_at=observation.recorded_at)
    return _moved("send_back", observation, waiting.update(returned_at=at), by, at, note)


@transaction.atomic
def withdraw_observation(observation: Observation, *, by, at: dt.datetime, reason: str) -> Observation:
    """An approved figure that proved wrong counts no more; it stays in the history with the reason."""
    reason = _line(reason, 300)
    refuse(refusal("withdraw", observation, by) or TABLE.note_refusal("withdraw", reason))
    facts = {"withdrawn_by": by, "withdrawn_at": at, "withdrawn_reason": reason}
    shown = Observation.objects.approved().filter(pk=observation.pk)
    return _moved("withdraw", observation, shown.update(**facts), by, at, reason)


def _line(text, most):
    return " ".join(vietnamese.nfc(text).split())[:most]


def _moved(step, observation, rows, by, at, note=""):
    """If no row moved, someone was faster."""
    if not rows:
        now = Observation.objects.filter(pk=observation.pk).first()
        raise StepRefused((now and refusal(step, now, by)) or CHANGED_MEANWHILE)
    # Before the record is written, whose head all others wait for: nobody may hold this and wait for that.
    concerned.changed(observation, DEFAULT_DB_ALIAS)
    versions.renew(concerned.TRACKER, marks=link_marks.of_tracker)
    observation.refresh_from_db()
    _note(observation, step, by, at, note)
    return observation


def _note(observation, step, by, at, note=""):
    FigureEvent.objects.create(observation=observation, step=step, by=by, at=at, note=note)
    audit.record(f"figure.{step}", observation, by=by, at=at, after=values.of_row(observation), note=note)


# ------------------------------------------------------------------ what readers can find


@transaction.atomic
def save(thing: models.Model, *, at: dt.datetime):
    """Saves a row of this app with all that follows from it."""
    before = former.stored(thing)
    thing.save()
    if isinstance(thing, Coded):
        former.keep(thing, before, at)
    index(thing, at=at)
    return thing


@transaction.atomic
def index(thing: models.Model, *, at: dt.datetime) -> None:
    """What follows from a saved row: its place in the search index and what it makes public."""
    if isinstance(thing, Document):
        _publish_file(thing, at)
    if isinstance(thing, Congress | Resolution):
        # The day and the address of everything that a congress resolved hang on it.
        _put_all(_of_congress(thing.congress if isinstance(thing, Resolution) else thing))
    elif type(thing) in KINDS:
        _put_all([thing])
    elif related := getattr(thing, "targets", None):
        # The name of an indicator or a field stands in the entries of its targets.
        _put_all(related.all())


@transaction.atomic
def delete(thing: models.Model, *, at: dt.datetime) -> None:
    """Deletes a row, and what readers could find of it and of its parts; their codes stay taken."""
    gone = [thing]
    if isinstance(thing, Congress):
        gone = list(_of_congress(thing))
    elif isinstance(thing, Target):
        gone += thing.parts.all()
    for one in gone:
        if type(one) in KINDS:
            search.remove(KINDS[type(one)], one.pk)
        if isinstance(one, Coded):
            former.leave(one, at)
    if isinstance(thing, Document):
        library.clear_uses(thing._meta.label_lower, thing.pk)
    thing.delete()


def reindex() -> int:
    """Everything of this app, by date; for after a bulk change. Returns how many entries."""
    streams = [model.objects.search_entries() for model in KINDS]
    return search.put_many(heapq.merge(*streams, key=lambda entry: entry.at))


def _put_all(things: Iterable) -> None:
    for thing in things:
        entry: Entry | None = thing.search_entry()
        if entry is None:
            search.remove(KINDS[type(thing)], thing.pk)
        else:
            search.put(entry)


def _of_congress(congress: Congress) -> Iterator[models.Model]:
    congress = Congress.objects.select_related("resolution").get(pk=congress.pk)
    yield congress
    for rows in (congress.breakthroughs, congress.task_groups, congress.targets):
        yield from rows.select_related("congress__resolution")


def _publish_file(document: Document, at: dt.datetime) -> None:
    library.set_uses(
        document._meta.label_lower,
        document.pk,
        document_files=[document.file_id] if document.file_id else [],
        public_from=_public_since(document, at) if document.is_public else None,
        public_until=None,
    )


def _public_since(document, at):
    """A file that is public stays so when its document is saved again."""
    use = document.file and document.file.uses.filter(kind=document._meta.label_lower, object_id=document.pk).first()
    return (use and use.public_from) or at
