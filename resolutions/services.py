"""What has a consequence here: figures that two people stand behind, and rows that readers can find.

Recording and approving a figure name the state they expect in one UPDATE; if no row moved, someone was faster and the
answer is a refusal sentence. Saving anything that readers can find puts it in the search index, and a document's file
on the list of what is public, in the same transaction.
"""

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator

from django.db import models, transaction

import vietnamese
from desk.steps import NO_PERMISSION, Person, StepRefused, refuse
from library import services as library
from resolutions.models import Breakthrough, Congress, Document, Observation, Resolution, Target, TaskGroup
from resolutions.models.congress import BREAKTHROUGH_KIND, CONGRESS_KIND, TASK_GROUP_KIND
from resolutions.models.documents import DOCUMENT_KIND
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
LOCKED = "Số liệu đã duyệt không sửa được; hãy thu hồi và nhập số mới."
IN_THE_FUTURE = "Năm {year} chưa tới; số liệu thực hiện chỉ ghi cho năm đã qua hoặc năm nay."


# ------------------------------------------------------------------ figures


@transaction.atomic
def record_observation(observation: Observation, *, by, at: dt.datetime) -> Observation:
    """Keeps a new figure, or a correction of one that still waits; either way `by` is who stands behind it.

    Raises StepRefused, and ValidationError for a figure that cannot be.
    """
    if not by.has_perm(ENTER):
        raise StepRefused(NO_PERMISSION)
    if observation.year > vietnamese.local(at).year:
        raise StepRefused(IN_THE_FUTURE.format(year=observation.year))
    observation.entered_by, observation.recorded_at = by, at
    observation.full_clean()
    if observation.pk is None:
        observation.save(force_insert=True)
    else:
        _correct(observation)
    return observation


def _correct(observation):
    observation.normalise()
    names = [field.attname for field in observation._meta.concrete_fields if field.editable]
    facts = {name: getattr(observation, name) for name in [*names, "entered_by_id", "recorded_at"] if name != "id"}
    if not Observation.objects.waiting().filter(pk=observation.pk).update(**facts):
        raise StepRefused(LOCKED)


def refusal(step: str, observation: Observation, by) -> str | None:
    """Why `by` may not take the step on the figure as it is at hand; None when they may."""
    person = Person(by.has_perm(TABLE.steps[step].permission), is_author=observation.entered_by_id == by.pk)
    return TABLE.refusal(step, observation.state, person)


def take(step: str, observation: Observation, *, by, at: dt.datetime, note: str = "") -> Observation:
    """Any step of the table, by its code."""
    if step == "withdraw":
        return withdraw_observation(observation, by=by, at=at, reason=note)
    return approve_observation(observation, by=by, at=at)


@transaction.atomic
def approve_observation(observation: Observation, *, by, at: dt.datetime) -> Observation:
    """The second person confirms the figure that they saw: value, source and moment as on the instance at hand."""
    refuse(refusal("approve", observation, by))
    seen = {"value": observation.value, "source": observation.source, "recorded_at": observation.recorded_at}
    waiting = Observation.objects.approvable_by(by).filter(pk=observation.pk, **seen)
    return _moved("approve", observation, waiting.update(approved_by=by, approved_at=at), by)


@transaction.atomic
def withdraw_observation(observation: Observation, *, by, at: dt.datetime, reason: str) -> Observation:
    """An approved figure that proved wrong counts no more; it stays in the history with the reason."""
    reason = " ".join(vietnamese.nfc(reason).split())[:300]
    refuse(refusal("withdraw", observation, by) or TABLE.note_refusal("withdraw", reason))
    facts = {"withdrawn_by": by, "withdrawn_at": at, "withdrawn_reason": reason}
    return _moved("withdraw", observation, Observation.objects.approved().filter(pk=observation.pk).update(**facts), by)


def _moved(step, observation, rows, by):
    """If no row moved, someone was faster."""
    if not rows:
        now = Observation.objects.filter(pk=observation.pk).first()
        raise StepRefused((now and refusal(step, now, by)) or CHANGED_MEANWHILE)
    versions.renew("tracker")
    observation.refresh_from_db()
    return observation


# ------------------------------------------------------------------ what readers can find


@transaction.atomic
def save(thing: models.Model, *, at: dt.datetime):
    """Saves a row of this app with all that follows from it."""
    thing.save()
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
def delete(thing: models.Model) -> None:
    """Deletes a row, and what readers could find of it and of its parts."""
    gone = [thing]
    if isinstance(thing, Congress):
        gone = list(_of_congress(thing))
    elif isinstance(thing, Target):
        gone += thing.parts.all()
    for one in gone:
        if type(one) in KINDS:
            search.remove(KINDS[type(one)], one.pk)
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
