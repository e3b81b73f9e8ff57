"""The yardstick has two people too: what would change it waits as a proposal (proposals/).

What one person can still change alone stands in tests/test_one_person.py: the order of lists, what no reader sees, and
documents that are not shown to readers.
"""

from django.db import models

from library import traces
from library.models import DocumentFile
from proposals import guards
from proposals.models import Proposal
from resolutions import services
from resolutions.models import (
    AnnualPlan,
    Breakthrough,
    Congress,
    Document,
    Indicator,
    Resolution,
    SeriesBreak,
    Target,
    TargetGroup,
    TargetRevision,
    TaskGroup,
    Unit,
)
from resolutions.workflow import APPROVE, VIEW_INTERNAL

FOLLOWS = "Thay đổi có hiệu lực ngay; bạn đọc thấy ngày, nội dung và lý do trên trang của chỉ tiêu."
OF_A_PART = ("indicator", "kind", "unit", "comparator", "value", "low", "high", "due_on")
_SOURCE = ("source", "source_as_of", "from_press", "is_derived", "note")
_PART = ("congress", "number", "name", "is_sample", "body", "source", "from_press", "note")
GUARDED: dict[type[models.Model], tuple[str, ...]] = {
    Target: (
        "congress", "parent", "group", "indicator", "wording", "code", "kind", "unit", "comparator",
        "comparator_is_read", "maintain_rule", "is_approximate", "road", "value", "low", "high", "target_year",
        "due_on", "done_on", "baseline_value", "baseline_year", "baseline_vintage", "baseline_source",
        "baseline_from_press", "baseline_note", "task_group", "breakthroughs", "links_are_sample", "lead_unit",
        "not_assessed_reason", "cause", "remedy", "confidence", *_SOURCE,
    ),
    AnnualPlan: ("target", "year", "value", "confidence", *_SOURCE),
    TargetRevision: ("target", "decided_on", "value", "low", "high", "confidence", *_SOURCE),
    SeriesBreak: ("indicator", "year", "reason"),
    Indicator: ("name", "unit", "direction", "is_stock", "decimals"),
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
        "congress", "implements", "source", "source_as_of", "from_press", "note",
    ),
}  # fmt: skip


def _is_public(row: models.Model) -> bool:
    return not isinstance(row, Document) or row.scope == Document.Scope.PUBLIC


def _target(row: models.Model) -> Target | None:
    found = row if isinstance(row, Target) else getattr(row, "target", None)
    return found if isinstance(found, Target) else None


def _told_by_file(proposal: Proposal) -> list[tuple[str, str, str]]:
    """What a file tells about people and hides, before a paper that becomes public offers it to everybody."""
    if proposal.action == Proposal.Action.DELETE:
        return []
    stored = Document.objects.filter(pk=proposal.object_id).first() or Document()
    after = {name: values[1] for name, values in proposal.changes.items()}
    file = DocumentFile.objects.filter(pk=after.get("file", stored.file_id)).first()
    if file and after.get("scope", stored.scope) == Document.Scope.PUBLIC and (said := traces.sentence(file)):
        return [("Tên người và dữ liệu ẩn trong tệp", "chưa ai thấy", said)]
    return []


OWN_WAYS = {Document: {"also_told": _told_by_file}}


def register() -> None:
    for model, columns in GUARDED.items():
        guard = guards.Guard(
            columns=columns,
            approve=APPROVE,
            save=lambda row, at: services.save(row, at=at),
            delete=lambda row, at: services.delete(row, at=at),
            reaches_readers=_is_public,
            about=_target,
            # It may tell of a paper that is not public yet.
            known_to=(VIEW_INTERNAL,),
            **OWN_WAYS.get(model, {}),
            of_a_part=OF_A_PART,
            follows=FOLLOWS,
        )
        guards.register(model, guard)
