"""What would change what readers see waits as a proposal, with the old value and the new, for a second person."""

import copy
import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models, transaction

import vietnamese
from audit import services as audit
from desk.steps import Person, Step, StepRefused, Table, refuse
from desk.whole_row import normalise
from proposals import columns, guards
from proposals.columns import plain
from proposals.models import Proposal

OF_ITS_GUARD = ""
"""Who may decide hangs on what the proposal is about (guards.py)."""

PARTS = "parts"
"""The rows that come to be with a new one, under this name of the relation."""

OWN = "Anh/chị không tự duyệt được đề nghị của mình; cần một người khác duyệt."
ABOUT_ONESELF = "Đề nghị này về chính anh/chị; cần một người khác quyết định."
DECIDED = "Đề nghị này đã được quyết định."
CHANGED = "Từ khi có đề nghị, {} đã được sửa khác đi; hãy trả lại để người đề nghị xem lại."
ELSEWHERE = "Từ khi có đề nghị, mục này đã được đăng thêm ở nơi khác; hãy trả lại để người đề nghị xem lại."
GONE = "Mục mà đề nghị này nói tới không còn."

TABLE = Table(
    own=OWN,
    edited=OWN,
    steps={
        "approve": Step(
            name="Duyệt đề nghị",
            address="duyet",
            sources=frozenset({Proposal.State.WAITING}),
            target=Proposal.State.APPROVED,
            permission=OF_ITS_GUARD,
            refusal=DECIDED,
            done="Đã duyệt: {}.",
            four_eyes=True,
        ),
        "send_back": Step(
            name="Trả lại",
            address="tra-lai",
            sources=frozenset({Proposal.State.WAITING}),
            target=Proposal.State.RETURNED,
            permission=OF_ITS_GUARD,
            refusal=DECIDED,
            done="Đã trả lại: {}.",
            note="Vì sao, hoặc cần sửa gì",
            note_refusal="Hãy ghi vì sao để người đề nghị biết.",
            follows=("Không có gì thay đổi; người đề nghị thấy lời nhắn này.",),
        ),
    },
)


def reaches_readers(*rows: models.Model) -> bool:
    """Is any of them shown to readers? `rows`: a thing as it is, and as it would be."""
    return any(guards.of(type(row)).reaches_readers(row) for row in rows)


def differences(stored: models.Model, wanted: models.Model) -> dict[str, list]:
    """{column: [before, after]} of what is guarded and differs."""
    found = {}
    if not reaches_readers(stored, wanted):
        return found
    stored = _normalised(stored)
    for field in guarded_fields(wanted):
        before, after = (_held(row, field) for row in (stored, wanted))
        if before != after:
            found[field.name] = [before, after]
    return found


def link_differences(stored: models.Model, chosen: dict[str, Iterable[models.Model]]) -> dict[str, list]:
    """The same of its guarded links to many rows; `chosen` has the rows for the name of each."""
    if not reaches_readers(stored):
        return {}
    links = [field for field in guarded_fields(stored, many=True) if field.name in chosen]
    pairs = {field.name: [_held(stored, field), sorted(row.pk for row in chosen[field.name])] for field in links}
    return {name: [before, after] for name, (before, after) in pairs.items() if before != after}


def guarded_fields(row: models.Model, *, many: bool = False) -> list[models.Field]:
    fields = [row._meta.get_field(name) for name in guards.of(type(row)).columns]
    return [field for field in fields if bool(field.many_to_many) == many]


def _held(row: models.Model, field: models.Field):
    """As a proposal holds it."""
    if field.many_to_many:
        return sorted(getattr(row, field.name).values_list("pk", flat=True))
    return plain(getattr(row, field.attname))


@transaction.atomic
def propose(
    thing: models.Model, action: str, changes: dict[str, list], *, by, at: dt.datetime, reason: str = ""
) -> Proposal:
    """`thing`: as it is, or as it would be if it is to be added; its links to many rows, and the rows that come to be
    with it (`with_parts`), then stand in `changes`. Of what is to be removed `changes` are known: all that is guarded
    goes."""
    proposal = Proposal.objects.create(
        model=thing._meta.model_name,
        object_id=thing.pk,
        about=guards.key(guards.of(type(thing)).about(thing)),
        title=f"{vietnamese.capitalised(thing._meta.verbose_name)}: {thing}"[:600],
        action=action,
        changes=_every_change(thing, action, changes),
        circumstances=guards.of(type(thing)).circumstances(thing),
        reason=" ".join(vietnamese.nfc(reason).split())[:500],
        proposed_by=by,
        proposed_at=at,
    )
    audit.record("proposal.propose", proposal, by=by, at=at, note=proposal.reason, **_told(proposal))
    return proposal


def _every_change(thing: models.Model, action: str, changes: dict[str, list]) -> dict[str, list]:
    if action == Proposal.Action.DELETE:
        row = _normalised(thing)
        fields = [*guarded_fields(row), *guarded_fields(row, many=True)]
        return {field.name: [_held(row, field), None] for field in fields}
    return {**_whole(thing), **changes} if action == Proposal.Action.ADD else changes


def with_parts(parts: Iterable[models.Model]) -> dict[str, list]:
    """The changes of a new row that comes to be together with these parts of it."""
    told = [{name: after for name, (_before, after) in _whole(part).items()} for part in parts]
    return {PARTS: [None, told]} if told else {}


def told_of(proposal: Proposal) -> dict:
    """{column: value as JSON holds it} after the change; parts stand apart."""
    return {name: after for name, (_before, after) in proposal.changes.items() if name != PARTS}


def parts(proposal: Proposal) -> list[dict]:
    """The same of each part that a new row brings with it."""
    return proposal.changes.get(PARTS, [None, []])[1]


def _told(proposal: Proposal) -> dict:
    """For the record: the columns before and after, and of what row."""
    about = {"model": proposal.model, "object_id": proposal.object_id, "action": proposal.action}
    changes = proposal.changes.items()
    return {
        "before": {name: before for name, (before, _after) in changes},
        "after": {**about, "columns": {name: after for name, (_before, after) in changes}},
    }


def _whole(thing) -> dict[str, list]:
    """Every column of a new row that is not empty, guarded or not: it does not exist without them."""
    fields = [field for field in thing._meta.concrete_fields if field.editable and not field.primary_key]
    told = {field.name: plain(getattr(thing, field.attname)) for field in fields}
    return {name: [None, value] for name, value in told.items() if value not in columns.NO_VALUE}


def may_decide(proposal: Proposal, by) -> bool:
    return by.has_perm(guards.of(guards.model_named(proposal.model)).approve)


def refusal(step: str, proposal: Proposal, by) -> str | None:
    """Why `by` may not take the step on the proposal as it is at hand; None when they may."""
    person = Person(may_decide(proposal, by), is_author=proposal.proposed_by_id == by.pk)
    refused = TABLE.refusal(step, proposal.state, person)
    # One's own may be taken back, whoever it is about.
    return refused or (ABOUT_ONESELF if not person.is_author and by.pk in proposal.people() else None)


@transaction.atomic
def take(step: str, proposal: Proposal, *, by, at: dt.datetime, note: str = "") -> None:
    """Makes the change, or sends the proposal back. Raises StepRefused, and then nothing has changed."""
    _take(step, proposal, by=by, at=at, note=note)
    _record(step, proposal, by=by, at=at)


def _take(step: str, proposal: Proposal, *, by, at: dt.datetime, note: str) -> None:
    refuse(refusal(step, proposal, by) or TABLE.note_refusal(step, note))
    proposal.decision_note = note.strip()[:500]
    facts = {"decided_by": by, "decided_at": at, "decision_note": proposal.decision_note}
    if not Proposal.objects.waiting().filter(pk=proposal.pk).update(state=TABLE.steps[step].target, **facts):
        raise StepRefused(DECIDED)
    if step == "approve":
        _apply(proposal, at)


def _record(step: str, proposal: Proposal, *, by, at: dt.datetime) -> None:
    audit.record(f"proposal.{step}", proposal, by=by, at=at, note=proposal.decision_note, **_told(proposal))


@transaction.atomic
def decide(rows: list[Proposal], step: str, *, by, at: dt.datetime, note: str = "") -> int:
    """Approves or sends back these in one go, or none of them; whoever refuses is named. Returns how many."""
    keys = [proposal.pk for proposal in rows]
    # Whoever decides one of them now is waited for while nothing is held for which they wait; so recording comes last.
    list(Proposal.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    for proposal in rows:
        try:
            _take(step, proposal, by=by, at=at, note=note)
        except StepRefused as refusal:
            raise StepRefused(f"«{proposal.title}»: {refusal} Chưa quyết định đề nghị nào.") from refusal
    for proposal in rows:
        _record(step, proposal, by=by, at=at)
    return len(rows)


def _apply(proposal: Proposal, at: dt.datetime) -> None:
    model = guards.model_named(proposal.model)
    guard = guards.of(model)
    if proposal.action == Proposal.Action.ADD:
        thing = model()
    else:
        thing = model._default_manager.select_for_update(no_key=True).filter(pk=proposal.object_id).first()
        if thing is None:
            raise StepRefused(GONE)
        _expect_unchanged(proposal, thing, guard)
    if proposal.action == Proposal.Action.DELETE:
        guard.delete(thing, at)
        return
    _save(thing, told_of(proposal), at)
    if proposal.action == Proposal.Action.ADD:
        # From now on it is found by its row, like what is agreed about that row later.
        proposal.object_id = thing.pk
        proposal.save(update_fields=["object_id"])
    for part in parts(proposal):
        _save(model(**{model._meta.get_field(PARTS).field.name: thing}), part, at)


def _save(thing: models.Model, told: dict, at: dt.datetime) -> None:
    fill(thing, told)
    try:
        thing.full_clean()
        guards.of(type(thing)).save(thing, at)
    except ValidationError as error:
        raise StepRefused(" ".join(error.messages)) from error
    for name, after in told.items():
        field = thing._meta.get_field(name)
        if field.many_to_many:
            getattr(thing, name).set(field.related_model._default_manager.filter(pk__in=after))


def fill(thing: models.Model, told: dict) -> None:
    """`told`: {column: value as JSON holds it}; links to many rows are left alone."""
    for name, after in told.items():
        field = thing._meta.get_field(name)
        if not field.many_to_many:
            setattr(thing, field.attname, (field.target_field if field.is_relation else field).to_python(after))


def _normalised(row: models.Model) -> models.Model:
    """Old rows may be spelt otherwise than what is typed today; that alone is no difference."""
    row = copy.copy(row)
    normalise(row)
    return row


def _expect_unchanged(proposal: Proposal, thing: models.Model, guard: guards.Guard) -> None:
    if set(guard.circumstances(thing)) - set(proposal.circumstances):
        raise StepRefused(ELSEWHERE)
    thing = _normalised(thing)
    for name, (before, _after) in proposal.changes.items():
        field = thing._meta.get_field(name)
        if _held(thing, field) != before:
            raise StepRefused(CHANGED.format(f"«{field.verbose_name}»"))


def in_words(proposal: Proposal) -> list[tuple[str, str, str]]:
    """(what, before, after) of each column, as people read it."""
    model = guards.model_named(proposal.model)
    told = []
    for name, (before, after) in proposal.changes.items():
        if name == PARTS:
            told += [(f"Phần {number}", columns.NOTHING, _part(model, part)) for number, part in enumerate(after, 1)]
            continue
        field = model._meta.get_field(name)
        if (proposal.action == Proposal.Action.ADD and after is False) or (
            before in columns.NO_VALUE and after in columns.NO_VALUE
        ):
            # That a new row lacks a mark, or one that goes had nothing there, is no news.
            continue
        said = (columns.in_words(field, value) for value in (before, after))
        told.append((vietnamese.capitalised(str(field.verbose_name)), *said))
    return [*told, *guards.of(model).also_told(proposal)]


def _part(model: type[models.Model], told: dict) -> str:
    """ "Công nghiệp (chỉ số …, mức chỉ tiêu 35)"."""
    row = model()
    fill(row, told)
    fields = [(model._meta.get_field(name), told[name]) for name in guards.of(model).of_a_part if name in told]
    return f"{row} ({', '.join(f'{field.verbose_name} {columns.in_words(field, value)}' for field, value in fields)})"
