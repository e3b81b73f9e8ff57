"""A year's figures of a term as one sheet: what stands in each row, and what becomes of what is typed into it."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

import vietnamese
from desk.steps import StepRefused
from resolutions import services
from resolutions.doubts import Known, doubts
from resolutions.models import AnnualPlan, Congress, FigureBatch, Observation, Target
from resolutions.progress import Span


@dataclass(frozen=True)
class SheetRow:
    """A target with what is known beside the empty field.

    `shown`: the figure that readers see for this year and stretch, from any source; `seen`: what tells whether somebody
    entered another meanwhile.
    """

    target: Target
    known: Known
    plan: Decimal | None
    shown: Observation | None
    waiting: Observation | None
    seen: str

    @property
    def last(self) -> Decimal | None:
        return self.known.last


@dataclass(frozen=True)
class Typed:
    """One row as it was typed, already read as a number."""

    row: SheetRow
    value: Decimal
    vintage: str
    seen: str
    facts: dict = field(default_factory=dict)


class SheetRefusedError(Exception):
    """Nothing was kept. `rows`: {key of the target: sentence}."""

    def __init__(self, rows: dict[int, str]):
        super().__init__("; ".join(rows.values()))
        self.rows = rows


def rows(congress: Congress, year: int, period_label: str) -> list[SheetRow]:
    """Of every target that has an indicator of its own, parts included, in the order of the congress's page."""
    targets = congress.targets.filter(indicator__isnull=False).with_figures()
    targets = targets.order_by("group__order", "group__name", "order", "pk")
    plans = dict(AnnualPlan.objects.filter(target__congress=congress, year=year).values_list("target", "value"))
    open_ones = _newest(
        Observation.objects.open().filter(year=year, indicator__targets__congress=congress), period_label
    )
    seen_indicators: set[int] = set()
    found = []
    for target in targets:
        if target.indicator_id not in seen_indicators:
            seen_indicators.add(target.indicator_id)
            found.append(_row(target, year, period_label, plans.get(target.pk), open_ones))
    return found


def _newest(figures, period_label):
    """By indicator; the last recorded wins."""
    span = Span.PART_YEAR if period_label else Span.YEAR
    matching = figures.filter(span=span, period_label=period_label).order_by("recorded_at", "pk")
    return {figure.indicator_id: figure for figure in matching}


def _row(target, year, period_label, plan, open_ones):
    span = Span.PART_YEAR if period_label else Span.YEAR
    approved = target.indicator.shown_observations()
    same = [row for row in approved if (row.year, row.span, row.period_label) == (year, span, period_label)]
    shown = same[-1] if same else None
    waiting = open_ones.get(target.indicator_id)
    by_year = {row.year: row.value for row in approved if row.span == Span.YEAR and row.year != year}
    known = Known(target.indicator.unit, year, tuple(sorted(by_year.items())))
    newest = max((row.pk for row in [*same, *([waiting] if waiting else [])]), default=0)
    return SheetRow(target, known, plan, shown, waiting, str(newest))


def doubts_of(typed: Typed, period_label: str) -> list[str]:
    return doubts(typed.value, typed.row.known, is_part_year=bool(period_label))


@transaction.atomic
def enter(
    congress: Congress, year: int, period_label: str, typed: list[Typed], *, by, at: dt.datetime, reason: str = ""
) -> FigureBatch:
    """Keeps all rows as one sheet that waits, or none. `reason`: why figures that are shown are corrected, if any are.

    Raises SheetRefusedError with a sentence for each row that cannot be.
    """
    refused = {one.row.target.pk: _overtaken(one) for one in typed if one.seen != one.row.seen}
    if refused:
        raise SheetRefusedError(refused)
    batch = FigureBatch.objects.create(
        congress=congress, year=year, period_label=period_label, entered_by=by, entered_at=at
    )
    for one in typed:
        try:
            services.record_observation(_observation(one, batch, reason), by=by, at=at)
        except (StepRefused, ValidationError) as error:
            sentences = getattr(error, "messages", None) or [str(error)]
            refused[one.row.target.pk] = " ".join(sentences)
    if refused:
        raise SheetRefusedError(refused)
    return batch


def _overtaken(one: Typed) -> str:
    now = one.row.waiting or one.row.shown
    if now is None:
        return "Trong lúc anh/chị nhập, số của dòng này đã bị rút lại; hãy xem lại."
    who = now.entered_by or "tệp dữ liệu"
    return f"Trong lúc anh/chị nhập, {who} đã nhập {vietnamese.number(now.value)} cho dòng này; hãy xem lại."


def _observation(one: Typed, batch: FigureBatch, reason: str) -> Observation:
    shown = one.row.shown
    is_correction = shown is not None and (shown.vintage, shown.source) == (one.vintage, one.facts["source"])
    return Observation(
        indicator=one.row.target.indicator,
        year=batch.year,
        span=Span.PART_YEAR if batch.period_label else Span.YEAR,
        period_label=batch.period_label,
        value=one.value,
        vintage=one.vintage,
        batch=batch,
        replaces=shown if is_correction else None,
        correction_reason=reason if is_correction else "",
        **one.facts,
    )


@dataclass(frozen=True)
class Proposed:
    """A row of a sheet as the approver sees it."""

    observation: Observation
    target: Target
    shown: Observation | None
    doubts: list[str]

    @property
    def difference(self) -> Decimal | None:
        return None if self.shown is None else self.observation.value - self.shown.value


def proposed(batch: FigureBatch) -> list[Proposed]:
    """What still waits of the sheet, in its order."""
    waiting = {row.indicator_id: row for row in batch.observations.waiting().select_related("indicator", "replaces")}
    found = []
    for row in rows(batch.congress, batch.year, batch.period_label):
        if observation := waiting.get(row.target.indicator_id):
            said = doubts(observation.value, row.known, is_part_year=bool(batch.period_label))
            found.append(Proposed(observation, row.target, row.shown, said))
    return found


@transaction.atomic
def decide(observations: list[Observation], step: str, *, by, at: dt.datetime, note: str = "") -> int:
    """Approves or returns these rows in one go, or none of them. Returns how many."""
    keys = {key for row in observations for key in (row.pk, row.replaces_id)}
    # Whoever decides one of them now is waited for while nothing is held for which they wait.
    list(Observation.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    for observation in observations:
        services.take(step, observation, by=by, at=at, note=note)
    return len(observations)
