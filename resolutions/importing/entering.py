"""Enters a file of figures: all of them as sheets that wait for a second person, or none."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction

import vietnamese
from audit import services as audit
from desk.steps import NO_PERMISSION, StepRefused
from resolutions import at_once, services
from resolutions.importing.rows import Fate, Judge, Judged
from resolutions.importing.tables import Table
from resolutions.models import Congress, FigureBatch, FigureEvent, Observation
from resolutions.workflow import ENTER

AT_ONCE = 1_000
MOST_TOLD = 200
"""Rows that are told one by one; of more, only how many."""


@dataclass
class Outcome:
    """How many rows have which fate; `doubted`: on how many somebody should look; `saying`: on how many there is
    something to say."""

    counts: Counter = field(default_factory=Counter)
    doubted: int = 0
    saying: int = 0
    _wrong: list[Judged] = field(default_factory=list)
    _others: list[Judged] = field(default_factory=list)

    def add(self, judged: Judged) -> None:
        self.counts[judged.fate] += 1
        self.doubted += judged.is_doubtful
        self.saying += bool(judged.said)
        told = self._wrong if judged.fate == Fate.WRONG else self._others
        if judged.said and len(told) < MOST_TOLD:
            told.append(judged)

    @property
    def told(self) -> list[Judged]:
        """Rows with something to say, as far as they are told; wrong ones first, for they keep all others out."""
        return [*self._wrong, *self._others][:MOST_TOLD]

    @property
    def untold(self) -> int:
        return self.saying - len(self.told)

    @property
    def is_sound(self) -> bool:
        return not self.counts[Fate.WRONG]

    @property
    def words(self) -> str:
        """ "12 mới, 3 thay số đang hiện, 40 đã có, 0 sai"; what was returned is told where there is any."""
        resent = [Fate.RESENT] if self.counts[Fate.RESENT] else []
        order = (Fate.NEW, Fate.CHANGED, *resent, Fate.SAME, Fate.WRONG)
        return ", ".join(f"{vietnamese.number(self.counts[fate])} {fate.word}" for fate in order)


def examine(table: Table, congress: Congress, *, at: dt.datetime, progress: Callable = lambda _n: None) -> Outcome:
    """The dry run: judges every row and writes nothing."""
    outcome = Outcome()
    for _judged in _judge(table, congress, at, outcome, progress):
        pass
    return outcome


def enter(
    table: Table,
    congress: Congress,
    *,
    by,
    at: dt.datetime,
    reason: str = "",
    have_looked: bool = False,
    progress: Callable = lambda _n: None,
) -> Outcome:
    """All rows, or none where one is wrong. Entered twice, the second time changes nothing.

    `reason`: why figures that are shown are corrected; needed where there are any. `have_looked`: at what looks like a
    slip; needed likewise. Raises StepRefused.
    """
    if not by.has_perm(ENTER):
        raise StepRefused(NO_PERMISSION)
    outcome, reason = Outcome(), " ".join(reason.split())[:200]
    with transaction.atomic(), at_once.the_only_one(at_once.SENT_ALREADY):
        # What is known of them stays true until all is written.
        at_once.hold_returned(congress.targets.values("indicator"))
        at_once.hold(congress.targets.values_list("indicator", flat=True))
        writing = _Writing(congress, by, at, reason)
        changing = (one for one in _judge(table, congress, at, outcome, progress) if one.figure)
        while piece := list(islice(changing, AT_ONCE)):
            if may_be_kept(outcome, reason, have_looked):
                writing.write(piece)
        if not may_be_kept(outcome, reason, have_looked):
            transaction.set_rollback(True)
        else:
            audit.record("figure.import", congress, by=by, at=at, note=reason, after={"rows": outcome.words})
    return outcome


def may_be_kept(outcome: Outcome, reason: str, have_looked: bool) -> bool:
    return outcome.is_sound and not needs_reason(outcome, reason) and not needs_a_look(outcome, have_looked)


def needs_reason(outcome: Outcome, reason: str) -> bool:
    return bool(outcome.counts[Fate.CHANGED]) and not reason.strip()


def needs_a_look(outcome: Outcome, have_looked: bool) -> bool:
    return bool(outcome.doubted) and not have_looked


def _judge(table, congress, at, outcome, progress) -> Iterator[Judged]:
    judge = Judge(congress, table, this_year=vietnamese.local(at).year)
    for row in table.rows:
        judged = judge.judge(row)
        outcome.add(judged)
        progress(1)
        yield judged


class _Writing:
    """One sheet for each year, part of a year and stretch of years, made when its first row comes."""

    def __init__(self, congress, by, at, reason):
        self.congress, self.by, self.at, self.reason = congress, by, at, reason
        self._batches: dict[tuple, FigureBatch] = {}

    def write(self, piece: list[Judged]) -> None:
        rows = [self._observation(one) for one in piece if one.resends is None]
        Observation.objects.bulk_create(rows)
        FigureEvent.objects.bulk_create(
            FigureEvent(observation=row, step=FigureEvent.Step.ENTER, by=self.by, at=self.at, note="Nhập từ tệp")
            for row in rows
        )
        for one in piece:
            if one.resends is not None:
                self._resend(one)

    def _observation(self, one: Judged) -> Observation:
        row = Observation(
            **one.figure, entered_by=self.by, recorded_at=self.at, batch=self._batch(one.figure),
            replaces_id=one.replaces, correction_reason=self.reason if one.replaces else "",
        )  # fmt: skip
        row.normalise()
        return row

    def _resend(self, one: Judged) -> None:
        """The returned figure itself is changed, and waits again among the others of the file."""
        row = Observation.objects.select_related("indicator", "replaces").get(pk=one.resends)
        for name, value in one.figure.items():
            setattr(row, name, value)
        row.batch = self._batch(one.figure)
        try:
            services.record_observation(row, by=self.by, at=self.at)
        except ValidationError as error:
            raise StepRefused(f"Dòng {one.number}: {' '.join(error.messages)}") from error

    def _batch(self, figure) -> FigureBatch:
        key = figure["year"], figure["period_label"]
        if key not in self._batches:
            self._batches[key] = FigureBatch.objects.create(
                congress=self.congress, year=key[0], period_label=key[1], entered_by=self.by, entered_at=self.at
            )
        return self._batches[key]
