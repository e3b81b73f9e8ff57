"""A new term's targets in one sitting: copied from the term before, or typed row by row; each becomes a proposal.

An indicator that is named for the first time is made at once: nothing that people read hangs on it yet. From then on
it is guarded like every other.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

import vietnamese
from proposals import services as proposals
from proposals.models import Proposal
from resolutions import services
from resolutions.models import Congress, Indicator, Target, TargetGroup
from resolutions.progress import HEADINGS, WITHOUT_NUMBER, Comparator, Kind

CODE_LENGTH = 60
DIRECTIONS = {
    Comparator.AT_LEAST: Indicator.Direction.UP,
    Comparator.ABOVE: Indicator.Direction.UP,
    Comparator.AT_MOST: Indicator.Direction.DOWN,
    Comparator.BELOW: Indicator.Direction.DOWN,
    Comparator.BETWEEN: Indicator.Direction.RANGE,
}
TWICE = "Chỉ tiêu này đã có, hoặc đang chờ duyệt, trong đại hội này."
PART_OF_NOTHING = "Dòng này được đánh dấu là phần, nhưng dòng trên nó không phải chỉ tiêu nhiều phần hay một phần khác."
PART_WITH_PARTS = "Một phần không thể lại có nhiều phần."
PARTS_NEEDED = "Chỉ tiêu nhiều phần cần các phần: ghi chúng ở những dòng ngay dưới, đánh dấu «Là phần»."
SAME_NAME = "Có nhiều chỉ số tên này; hãy ghi mã của một chỉ số: {}."
UNIT_NEEDED = "Chỉ số này chưa có; hãy ghi đơn vị tính để tạo mới."
RISING_OR_FALLING = "Hãy tạo chỉ số này trước, để chọn hướng tốt cho nó."


@dataclass(frozen=True)
class TypedTarget:
    """One row. `value`, or `value` to `high` where the comparator is "trong khoảng"; a milestone has `due_on` instead.

    `is_part`: of the target of parts above it. `like`: the target it is copied from, whose unit, way of counting and
    lead unit it takes over.
    """

    wording: str
    group: TargetGroup
    kind: str
    comparator: str
    indicator: str = ""
    unit: str = ""
    value: Decimal | None = None
    high: Decimal | None = None
    due_on: dt.date | None = None
    is_part: bool = False
    like: Target | None = None


class TermRefusedError(Exception):
    """`rows`: {place of the row: {field: sentences}}. Nothing was kept."""

    def __init__(self, rows: dict[int, dict[str, list[str]]]):
        super().__init__()
        self.rows = rows


def before(congress: Congress) -> Congress | None:
    return Congress.objects.filter(ordinal__lt=congress.ordinal).order_by("-ordinal").first()


def copied(congress: Congress) -> list[Target]:
    """What a new term may take over from this one, in its order; parts follow what they are parts of."""
    rows = congress.targets.filter(not_assessed_reason="").select_related("group", "indicator", "lead_unit")
    parts: dict[int | None, list[Target]] = {}
    for row in rows:
        parts.setdefault(row.parent_id, []).append(row)
    return [one for top in parts.get(None, []) for one in (top, *parts.get(top.pk, []))]


def code_of(wording: str, taken: set[str]) -> str:
    """For an address: "Tỷ lệ che phủ rừng" gives ty-le-che-phu-rung, and -2 where that is taken."""
    short = vietnamese.slug(wording, CODE_LENGTH - 4)
    code, number = short, 1
    while code in taken:
        number += 1
        code = f"{short}-{number}"
    return code


@transaction.atomic
def enter(congress: Congress, typed: dict[int, TypedTarget], *, source: str, by, at: dt.datetime) -> list[Proposal]:
    """Proposes all rows, or none; parts in the proposal of what they are parts of. `typed`: by the place of the row.
    Raises TermRefusedError."""
    drafts, refused = _drafts(congress, typed, source, at)
    below, misplaced = parts_below(typed)
    if refused := {**misplaced, **refused}:
        raise TermRefusedError(refused)
    reason = f"Chỉ tiêu của Đại hội {congress.numeral}, nhập cả nhiệm kỳ"
    sent = []
    for place, places in below.items():
        parts = [drafts[one] for one in places]
        for part in parts:
            part.group = drafts[place].group
        changes = proposals.with_parts(parts)
        sent.append(proposals.propose(drafts[place], Proposal.Action.ADD, changes, by=by, at=at, reason=reason))
    return sent


def _drafts(congress: Congress, typed: dict[int, TypedTarget], source: str, at: dt.datetime):
    """The target of each row that can be one, and what is wrong with the other rows."""
    drafts: dict[int, Target] = {}
    refused: dict[int, dict[str, list[str]]] = {}
    wordings, codes = _known(congress)
    indicators = list(Indicator.objects.order_by("pk"))
    for place, row in typed.items():
        try:
            target = _draft(congress, place, row, source, code_of(row.wording, codes), _indicator(row, indicators, at))
            if vietnamese.fold(row.wording) in wordings:
                raise ValidationError({"wording": TWICE})
            target.full_clean()
        except ValidationError as error:
            refused[place] = _by_column(error)
        else:
            drafts[place] = target
            codes.add(target.code)
            wordings.add(vietnamese.fold(row.wording))
    return drafts, refused


def parts_below(typed: dict[int, TypedTarget]) -> tuple[dict[int, list[int]], dict[int, dict[str, list[str]]]]:
    """{place of a target: places of its parts}, and what is wrong with the rows as a TermRefusedError tells it."""
    found: dict[int, list[int]] = {}
    refused: dict[int, dict[str, list[str]]] = {}
    top = None
    for place, row in sorted(typed.items()):
        if not row.is_part:
            top, found[place] = place, []
        elif top is None or typed[top].kind not in HEADINGS:
            refused[place] = {"is_part": [PART_OF_NOTHING]}
        elif row.kind in HEADINGS:
            refused[place] = {"kind": [PART_WITH_PARTS]}
        else:
            found[top].append(place)
    without = [place for place, below in found.items() if typed[place].kind in HEADINGS and not below]
    return found, refused | {place: {"kind": [PARTS_NEEDED]} for place in without}


def _known(congress: Congress) -> tuple[set[str], set[str]]:
    """Wordings and codes of what is there already, or waits to be."""
    waiting = Proposal.objects.waiting().filter(model="target", action=Proposal.Action.ADD)
    told = [row for row in waiting if row.changes["congress"][1] == congress.pk]
    waits = [one for row in told for one in (proposals.told_of(row), *proposals.parts(row))]
    pairs = [*congress.targets.values_list("wording", "code"), *((one["wording"], one["code"]) for one in waits)]
    return {vietnamese.fold(wording) for wording, _code in pairs}, {code for _wording, code in pairs}


def _draft(
    congress: Congress, place: int, row: TypedTarget, source: str, code: str, indicator: Indicator | None
) -> Target:
    like = row.like
    is_range = row.comparator == Comparator.BETWEEN
    unit = like.unit if like else ""
    if indicator and row.unit and row.unit != indicator.unit:
        unit = row.unit
    return Target(
        congress=congress,
        code=code,
        order=place,
        wording=row.wording,
        group=row.group,
        kind=row.kind,
        indicator=indicator,
        unit=unit,
        comparator=row.comparator,
        value=None if is_range else row.value,
        low=row.value if is_range else None,
        high=row.high,
        due_on=row.due_on,
        target_year=congress.end_year,
        source=source,
        maintain_rule=_maintain_rule(row),
        road=like.road if like else Target.Road.LINEAR,
        lead_unit=like.lead_unit if like else None,
    )


def _maintain_rule(row: TypedTarget) -> str:
    if row.kind != Kind.MAINTAIN:
        return ""
    return (row.like.maintain_rule if row.like else "") or Target.MaintainRule.EVERY_YEAR


def _indicator(row: TypedTarget, known: list[Indicator], at: dt.datetime) -> Indicator | None:
    """The one that is meant, made where there is none and then known too; None for what has no number."""
    if row.kind in WITHOUT_NUMBER:
        return None
    name = " ".join(vietnamese.nfc(row.indicator or row.wording).split())
    like = row.like.indicator if row.like else None
    # Names are not unique: a row whose name was left alone is about what it was copied from.
    if like and (not row.indicator or _is_named(like, name)):
        return like
    found = [one for one in known if _is_named(one, name)] or [one for one in known if one.code == name]
    if len(found) > 1:
        raise ValidationError({"indicator": SAME_NAME.format(", ".join(one.code for one in found))})
    return found[0] if found else _made(row, name, known, at)


def _is_named(indicator: Indicator, name: str) -> bool:
    return indicator.name.casefold() == name.casefold()


def _made(row: TypedTarget, name: str, known: list[Indicator], at: dt.datetime) -> Indicator:
    if row.kind == Kind.AVERAGE_CHANGE:
        # "At least 3 points a year" may be a fall: the comparator does not tell.
        raise ValidationError({"indicator": RISING_OR_FALLING})
    if not row.unit:
        raise ValidationError({"unit": UNIT_NEEDED})
    code = code_of(name, {one.code for one in known})
    made = Indicator(name=name, unit=row.unit, direction=DIRECTIONS[row.comparator], code=code)
    made.full_clean()
    known.append(services.save(made, at=at))
    return made


def _by_column(error: ValidationError) -> dict[str, list[str]]:
    """By the column of the sheet that a person can change."""
    columns = {"low": "value", "maintain_rule": "kind", "name": "indicator", "direction": "comparator"}
    known = {"wording", "group", "kind", "comparator", "indicator", "unit", "value", "high", "due_on"}
    told = error.message_dict if hasattr(error, "error_dict") else {"wording": error.messages}
    found: dict[str, list[str]] = {}
    for name, messages in told.items():
        column = columns.get(name, name)
        found.setdefault(column if column in known else "wording", []).extend(messages)
    return found
