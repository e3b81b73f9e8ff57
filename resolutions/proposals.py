"""The yardstick has two people too: what would change it waits as a proposal, with the old value and the new.

What one person can still change alone is what no verdict hangs on: order, links, notes, and documents that are not
shown to readers.
"""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models, transaction

import vietnamese
from audit import services as audit
from desk.steps import NO_PERMISSION, Person, Step, StepRefused, Table, refuse
from resolutions import services
from resolutions.loading.writing import plain
from resolutions.models import (
    AnnualPlan,
    Breakthrough,
    Congress,
    Document,
    Indicator,
    Proposal,
    Resolution,
    SeriesBreak,
    Target,
    TargetGroup,
    TargetRevision,
    TaskGroup,
    Unit,
)
from resolutions.workflow import APPROVE

_PART = ("congress", "number", "name")
GUARDED: dict[type[models.Model], tuple[str, ...]] = {
    Target: (
        "congress", "parent", "indicator", "wording", "kind", "unit", "comparator", "maintain_rule", "is_approximate",
        "road", "value", "low", "high", "target_year", "due_on", "done_on", "baseline_value", "baseline_year",
        "baseline_vintage", "baseline_source", "not_assessed_reason", "cause", "remedy", "source",
    ),
    AnnualPlan: ("target", "year", "value", "source"),
    TargetRevision: ("target", "decided_on", "value", "low", "high", "source", "note"),
    SeriesBreak: ("indicator", "year", "reason"),
    Indicator: ("name", "unit", "direction", "is_stock"),
    Congress: (
        "code", "ordinal", "name", "start_year", "end_year", "state", "opens_on", "closes_on", "venue", "theme",
        "motto", "overall_goal", "breakthrough_count", "task_group_count", "official_target_count",
        "official_met_count", "targets_note",
    ),
    Resolution: ("congress", "number", "adopted_on", "summary", "document"),
    Breakthrough: _PART,
    TaskGroup: _PART,
    TargetGroup: ("name", "code"),
    Unit: ("name", "valid_from", "valid_to"),
    Document: (
        "number", "kind", "issuer", "issued_on", "issued_year", "effective_on", "abstract", "signer", "scope", "file",
        "congress", "implements", "source",
    ),
}  # fmt: skip
BY_NAME = {model._meta.model_name: model for model in GUARDED}

OWN = "Anh/chị không tự duyệt được đề nghị của mình; cần một người khác duyệt."
DECIDED = "Đề nghị này đã được quyết định."
CHANGED = "Từ khi có đề nghị, {} đã được sửa khác đi; hãy trả lại để người đề nghị xem lại."
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
            permission=APPROVE,
            refusal=DECIDED,
            done="Đã duyệt: {}.",
            four_eyes=True,
            follows=("Thay đổi có hiệu lực ngay; bạn đọc thấy ngày, nội dung và lý do trên trang của chỉ tiêu.",),
        ),
        "send_back": Step(
            name="Không chấp nhận",
            address="tra-lai",
            sources=frozenset({Proposal.State.WAITING}),
            target=Proposal.State.RETURNED,
            permission=APPROVE,
            refusal=DECIDED,
            done="Đã trả lại: {}.",
            note="Vì sao, hoặc cần sửa gì",
            note_refusal="Hãy ghi vì sao để người đề nghị biết.",
            follows=("Không có gì thay đổi; người đề nghị thấy lời nhắn này.",),
        ),
    },
)


def is_guarded(model: type[models.Model]) -> bool:
    return model in GUARDED


def reaches_readers(*rows: models.Model) -> bool:
    """Is any of them shown to readers? `rows`: a thing as it is, and as it would be."""
    return any(not isinstance(row, Document) or row.scope == Document.Scope.PUBLIC for row in rows)


def differences(stored: models.Model, wanted: models.Model) -> dict[str, list]:
    """{column: [before, after]} of what is guarded and differs."""
    found = {}
    if not reaches_readers(stored, wanted):
        return found
    for name in GUARDED[type(wanted)]:
        attribute = wanted._meta.get_field(name).attname
        before, after = (plain(getattr(row, attribute)) for row in (stored, wanted))
        if before != after:
            found[name] = [before, after]
    return found


@transaction.atomic
def propose(
    thing: models.Model, action: str, changes: dict[str, list], *, by, at: dt.datetime, reason: str = ""
) -> Proposal:
    """`thing`: as it is, or as it would be if it is to be added; its links to many rows then stand in `changes`."""
    target = thing if isinstance(thing, Target) and thing.pk else getattr(thing, "target", None)
    proposal = Proposal.objects.create(
        model=thing._meta.model_name,
        object_id=thing.pk,
        target=target if isinstance(target, Target) else None,
        title=f"{vietnamese.capitalised(thing._meta.verbose_name)}: {thing}"[:600],
        action=action,
        changes={**_whole(thing), **changes} if action == Proposal.Action.ADD else changes,
        reason=" ".join(vietnamese.nfc(reason).split())[:500],
        proposed_by=by,
        proposed_at=at,
    )
    audit.record("proposal.propose", proposal, by=by, at=at, note=proposal.reason, **_told(proposal))
    return proposal


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
    return {name: [None, value] for name, value in told.items() if value not in (None, "")}


def refusal(step: str, proposal: Proposal, by) -> str | None:
    """Why `by` may not take the step on the proposal as it is at hand; None when they may."""
    person = Person(by.has_perm(APPROVE), is_author=proposal.proposed_by_id == by.pk)
    return TABLE.refusal(step, proposal.state, person)


@transaction.atomic
def take(step: str, proposal: Proposal, *, by, at: dt.datetime, note: str = "") -> None:
    """Makes the change, or sends the proposal back. Raises StepRefused, and then nothing has changed."""
    if not by.has_perm(APPROVE):
        raise StepRefused(NO_PERMISSION)
    refuse(refusal(step, proposal, by) or TABLE.note_refusal(step, note))
    facts = {"state": TABLE.steps[step].target, "decided_by": by, "decided_at": at, "decision_note": note.strip()[:500]}
    if not Proposal.objects.waiting().filter(pk=proposal.pk).update(**facts):
        raise StepRefused(DECIDED)
    if step == "approve":
        _apply(proposal, at)
    audit.record(f"proposal.{step}", proposal, by=by, at=at, note=facts["decision_note"], **_told(proposal))


@transaction.atomic
def decide(rows: list[Proposal], step: str, *, by, at: dt.datetime, note: str = "") -> int:
    """Approves or sends back these in one go, or none of them; whoever refuses is named. Returns how many."""
    for proposal in rows:
        try:
            take(step, proposal, by=by, at=at, note=note)
        except StepRefused as refusal:
            raise StepRefused(f"«{proposal.title}»: {refusal} Chưa quyết định đề nghị nào.") from refusal
    return len(rows)


def _apply(proposal: Proposal, at: dt.datetime) -> None:
    model = BY_NAME[proposal.model]
    if proposal.action == Proposal.Action.ADD:
        thing = model()
    else:
        thing = model._default_manager.select_for_update().filter(pk=proposal.object_id).first()
        if thing is None:
            raise StepRefused(GONE)
        _expect_unchanged(proposal, thing)
    if proposal.action == Proposal.Action.DELETE:
        services.delete(thing)
        return
    wanted = {model._meta.get_field(name): after for name, (_before, after) in proposal.changes.items()}
    for field, after in wanted.items():
        if not field.many_to_many:
            setattr(thing, field.attname, (field.target_field if field.is_relation else field).to_python(after))
    try:
        thing.full_clean()
    except ValidationError as error:
        raise StepRefused(" ".join(error.messages)) from error
    services.save(thing, at=at)
    for field, after in wanted.items():
        if field.many_to_many:
            getattr(thing, field.name).set(field.related_model._default_manager.filter(pk__in=after))


def _expect_unchanged(proposal: Proposal, thing: models.Model) -> None:
    for name, (before, _after) in proposal.changes.items():
        field = thing._meta.get_field(name)
        if plain(getattr(thing, field.attname)) != before:
            raise StepRefused(CHANGED.format(f"«{field.verbose_name}»"))


def in_words(proposal: Proposal) -> list[tuple[str, str, str]]:
    """(what, before, after) of each column, as people read it."""
    model = BY_NAME[proposal.model]
    told = []
    for name, (before, after) in proposal.changes.items():
        field = model._meta.get_field(name)
        if proposal.action == Proposal.Action.ADD and after is False:
            # That a new row lacks a mark is no news.
            continue
        told.append((vietnamese.capitalised(str(field.verbose_name)), _word(field, before), _word(field, after)))
    return told


def _word(field, value) -> str:
    if value in (None, ""):
        return "chưa có"
    if field.many_to_many:
        return ", ".join(str(row) for row in field.related_model._default_manager.filter(pk__in=value)) or "không còn"
    if field.is_relation:
        row = field.related_model._default_manager.filter(pk=value).first()
        return str(row) if row else "không còn"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return "có" if value else "không"
    if isinstance(field, models.DecimalField):
        return vietnamese.number(Decimal(value))
    if isinstance(field, models.DateField):
        return vietnamese.short_date(dt.date.fromisoformat(value))
    return str(value)
