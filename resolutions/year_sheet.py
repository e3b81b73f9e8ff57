"""A year's figures of a term as one sheet: what stands in each row, and what becomes of what is typed into it.

A sheet is of a year, of a part of one ("9 tháng") or of a stretch of years ("2021-2025").
"""

import datetime as dt
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

import vietnamese
from desk.steps import StepRefused
from resolutions import at_once, periods, services, sources
from resolutions.doubts import Known, doubts
from resolutions.models import AnnualPlan, Congress, FigureBatch, Indicator, Observation, Target
from resolutions.progress import Span

AT_ONCE = 200
"""Rows that are decided on one page; the others come when these are decided."""


@dataclass(frozen=True)
class SheetRow:
    """A target with what is known beside the empty field.

    `approved`: what is shown for this very time, the one that counts last; `open`: what nobody has approved yet, from
    any source.
    """

    target: Target
    known: Known
    plan: Decimal | None
    approved: tuple[Observation, ...] = ()
    open: tuple[Observation, ...] = ()

    @property
    def last(self) -> Decimal | None:
        return self.known.last

    @property
    def shown(self) -> Observation | None:
        """The figure that readers see."""
        return self.approved[-1] if self.approved else None

    @property
    def waiting(self) -> list[Observation]:
        return [one for one in self.open if one.is_waiting]

    @property
    def returned(self) -> list[Observation]:
        return [one for one in self.open if not one.is_waiting]

    @property
    def seen(self) -> str:
        """What tells whether somebody entered, changed or decided one meanwhile."""
        told = [f"{one.pk}/{one.recorded_at}/{one.returned_at}" for one in (*self.approved, *self.open)]
        return hashlib.sha256("\x1f".join(sorted(told)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Typed:
    """One row as it was typed, already read as a number. `own` and `common`: what was told besides, of this row and of
    all; what was left open is in neither."""

    row: SheetRow
    value: Decimal
    vintage: str
    source: str
    seen: str
    own: dict = field(default_factory=dict)
    common: dict = field(default_factory=dict)

    @property
    def returned(self) -> Observation | None:
        """The figure that was sent back and is mended by this row."""
        return self._same(self.row.returned)

    @property
    def corrects(self) -> Observation | None:
        """The shown figure that this row would replace."""
        return None if self.returned else self._same(self.row.approved)

    @property
    def changes_nothing(self) -> bool:
        """Readers see exactly that. What all rows share is told about new figures, and is no news of this one."""
        same = self._same(self.row.approved)
        told = {"value": self.value, **self.own}
        return same is not None and all(getattr(same, name) == value for name, value in told.items())

    def _same(self, figures) -> Observation | None:
        return next((one for one in figures if (one.vintage, one.source) == (self.vintage, self.source)), None)


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
    open_ones = _open(congress, year, period_label)
    seen_indicators: set[int] = set()
    found = []
    for target in targets:
        if target.indicator_id not in seen_indicators:
            seen_indicators.add(target.indicator_id)
            found.append(_row(target, year, period_label, plans.get(target.pk), open_ones[target.indicator_id]))
    return found


def _open(congress, year, period_label) -> dict[int, list[Observation]]:
    """By indicator, in the order in which they were entered."""
    figures = Observation.objects.open().filter(
        year=year,
        span=periods.span_of(period_label),
        period_label=period_label,
        indicator__in=congress.targets.values("indicator"),
    )
    found = defaultdict(list)
    for figure in figures.select_related("indicator", "entered_by", "replaces").order_by("recorded_at", "pk"):
        found[figure.indicator_id].append(figure)
    return found


def _row(target, year, period_label, plan, open_ones) -> SheetRow:
    wanted = (year, periods.span_of(period_label), period_label)
    same = [row for row in _by_trust(target.indicator) if (row.year, row.span, row.period_label) == wanted]
    return SheetRow(target, known_beside(target.indicator, year), plan, tuple(same), tuple(open_ones))


def known_beside(indicator: Indicator, year: int) -> Known:
    """What a figure of that year is held against."""
    shown = _by_trust(indicator)
    by_year = {row.year: row.value for row in shown if row.span == Span.YEAR and row.year != year}
    return Known(indicator.unit, year, tuple(sorted(by_year.items())))


def _by_trust(indicator: Indicator) -> list[Observation]:
    """What is shown; of each time the figure that counts comes last, and so stands for it."""
    return sorted(indicator.shown_observations(), key=lambda row: row.trust)


def doubts_of(typed: Typed, period_label: str) -> list[str]:
    return doubts(typed.value, typed.row.known, is_part_year=bool(period_label))


@transaction.atomic
def enter(
    congress: Congress, year: int, period_label: str, typed: list[Typed], *, by, at: dt.datetime, reason: str = ""
) -> FigureBatch:
    """Keeps all rows as one sheet that waits, or none. `reason`: why figures that are shown are corrected, if any are.

    Raises SheetRefusedError with a sentence for each row that cannot be.
    """
    typed = _as_they_are(congress, year, period_label, typed)
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


def _as_they_are(congress, year, period_label, typed: list[Typed]) -> list[Typed]:
    """Beside what is there now, which from here on nobody else changes."""
    indicators = [one.row.target.indicator_id for one in typed]
    at_once.hold_returned(indicators)
    at_once.hold(indicators)
    now = {row.target.pk: row for row in rows(congress, year, period_label)}
    return [replace(one, row=now.get(one.row.target.pk, one.row)) for one in typed]


def _overtaken(one: Typed) -> str:
    now = max([*one.row.open, *one.row.approved], key=lambda row: (row.recorded_at, row.pk), default=None)
    if now is None:
        return "Trong lúc anh/chị nhập, số của dòng này đã bị rút lại; hãy xem lại."
    if now.returned_at and not now.is_approved:
        return f"Trong lúc anh/chị nhập, số {vietnamese.number(now.value)} của dòng này đã bị trả lại; hãy xem lại."
    who = now.entered_by or "tệp dữ liệu"
    return f"Trong lúc anh/chị nhập, {who} đã nhập {vietnamese.number(now.value)} cho dòng này; hãy xem lại."


def _observation(one: Typed, batch: FigureBatch, reason: str) -> Observation:
    """A new figure, a correction of a shown one, or the returned one with what was mended."""
    found = one.returned or _fresh(one, batch)
    if found.replaces_id and reason:
        found.correction_reason = reason
    told = {"value": one.value, "vintage": one.vintage, "source": one.source, **one.common, **one.own, "batch": batch}
    for name, value in told.items():
        setattr(found, name, value)
    return found


def _fresh(one: Typed, batch: FigureBatch) -> Observation:
    if one.corrects:
        return services.correction_of(one.corrects)
    return Observation(
        indicator=one.row.target.indicator,
        year=batch.year,
        span=periods.span_of(batch.period_label),
        period_label=batch.period_label,
        from_press=sources.is_taken_for_press(one.source),
    )


@dataclass(frozen=True)
class Proposed:
    """A row of a sheet as the approver sees it. `shown`: what readers see for the very same time; `target`: None where
    the indicator has left the congress since."""

    observation: Observation
    target: Target | None
    shown: Observation | None
    doubts: list[str]

    @property
    def wording(self) -> str:
        return self.target.wording if self.target else self.observation.indicator.name

    @property
    def source(self) -> sources.Source:
        return sources.of_row(self.observation)

    @property
    def difference(self) -> Decimal | None:
        return None if self.shown is None else self.observation.value - self.shown.value


def proposed(batch: FigureBatch) -> list[Proposed]:
    """What still waits of the sheet, every figure of it, in the order of the congress's page; AT_ONCE at most."""
    waiting = batch.observations.waiting().select_related("indicator", "replaces").order_by("pk")[:AT_ONCE]
    beside: dict[tuple, tuple[int, SheetRow]] = {}
    # Files once put figures of several times into one sheet.
    for year, label in sorted({(one.year, one.period_label) for one in waiting}):
        for place, row in enumerate(rows(batch.congress, year, label)):
            beside[row.target.indicator_id, year, label] = (place, row)
    found = [(one, *beside.get((one.indicator_id, one.year, one.period_label), (len(beside), None))) for one in waiting]
    found.sort(key=lambda told: (told[1], told[0].year, told[0].period_label, told[0].pk))
    return [_proposed(one, row) for one, _place, row in found]


def _proposed(observation: Observation, row: SheetRow | None) -> Proposed:
    if row is None:
        return Proposed(observation, None, None, [])
    said = doubts(observation.value, row.known, is_part_year=bool(observation.period_label))
    return Proposed(observation, row.target, row.shown, said)


@transaction.atomic
def decide(observations: list[Observation], step: str, *, by, at: dt.datetime, note: str = "") -> int:
    """Approves or returns these rows in one go, or none of them. Returns how many."""
    keys = {key for row in observations for key in (row.pk, row.replaces_id)}
    # Whoever decides one of them now is waited for while nothing is held for which they wait.
    list(Observation.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    for observation in observations:
        services.take(step, observation, by=by, at=at, note=note)
    return len(observations)
