"""Enters a file of figures: all of them as sheets that wait for a second person, or none."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction

import vietnamese
from audit import services as audit
from desk.steps import NO_PERMISSION, StepRefused
from resolutions.importing.rows import Fate, Judge, Judged
from resolutions.importing.tables import Table
from resolutions.models import Congress, FigureBatch, FigureEvent, Observation
from resolutions.workflow import ENTER

AT_ONCE = 1_000
MOST_TOLD = 200
"""Rows that are told one by one; of more, only how many."""


@dataclass
class Outcome:
    """How many rows have which fate; `told`: those that change something or are wrong, as far as they are told."""

    counts: Counter = field(default_factory=Counter)
    told: list[Judged] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.counts[Fate.WRONG]

    @property
    def words(self) -> str:
        """ "12 mới, 3 thay số đang hiện, 40 đã có, 0 sai"."""
        order = (Fate.NEW, Fate.CHANGED, Fate.SAME, Fate.WRONG)
        return ", ".join(f"{vietnamese.number(self.counts[fate])} {fate.word}" for fate in order)


def examine(table: Table, congress: Congress, *, at: dt.datetime, progress: Callable = lambda _n: None) -> Outcome:
    """The dry run: judges every row and writes nothing."""
    outcome = Outcome()
    for _judged in _judge(table, congress, at, outcome, progress):
        pass
    return outcome


def enter(
    table: Table, congress: Congress, *, by, at: dt.datetime, reason: str = "", progress: Callable = lambda _n: None
) -> Outcome:
    """All rows, or none where one is wrong. Entered twice, the second time changes nothing.

    `reason`: why figures that are shown are corrected; needed where there are any. Raises StepRefused.
    """
    if not by.has_perm(ENTER):
        raise StepRefused(NO_PERMISSION)
    outcome, reason = Outcome(), " ".join(reason.split())[:200]
    with transaction.atomic():
        writing = _Writing(congress, by, at, reason)
        changing = (one for one in _judge(table, congress, at, outcome, progress) if one.figure)
        while piece := list(islice(changing, AT_ONCE)):
            if _may_be_kept(outcome, reason):
                writing.write(piece)
        if not _may_be_kept(outcome, reason):
            transaction.set_rollback(True)
        else:
            audit.record("figure.import", congress, by=by, at=at, note=reason, after={"rows": outcome.words})
    return outcome


def _may_be_kept(outcome: Outcome, reason: str) -> bool:
    return outcome.is_sound and (bool(reason) or not outcome.counts[Fate.CHANGED])


def _judge(table, congress, at, outcome, progress) -> Iterator[Judged]:
    judge = Judge(congress, table, this_year=vietnamese.local(at).year)
    for row in table.rows:
        judged = judge.judge(row)
        outcome.counts[judged.fate] += 1
        if judged.fate != Fate.SAME and len(outcome.told) < MOST_TOLD:
            outcome.told.append(judged)
        progress(1)
        yield judged


class _Writing:
    """One sheet for each year and part of a year, made when its first row comes."""

    def __init__(self, congress, by, at, reason):
        self.congress, self.by, self.at, self.reason = congress, by, at, reason
        self._batches: dict[tuple, FigureBatch] = {}

    def write(self, piece: list[Judged]) -> None:
        rows = [self._observation(one) for one in piece]
        Observation.objects.bulk_create(rows)
        FigureEvent.objects.bulk_create(
            FigureEvent(observation=row, step=FigureEvent.Step.ENTER, by=self.by, at=self.at, note="Nhập từ tệp")
            for row in rows
        )

    def _observation(self, one: Judged) -> Observation:
        row = Observation(
            **one.figure, entered_by=self.by, recorded_at=self.at, batch=self._batch(one.figure),
            replaces_id=one.replaces, correction_reason=self.reason if one.replaces else "",
        )  # fmt: skip
        row.normalise()
        return row

    def _batch(self, figure) -> FigureBatch:
        label = "" if figure["span"] == Observation.Span.TERM else figure["period_label"]
        key = figure["year"], label
        if key not in self._batches:
            self._batches[key] = FigureBatch.objects.create(
                congress=self.congress, year=key[0], period_label=label, entered_by=self.by, entered_at=self.at
            )
        return self._batches[key]
