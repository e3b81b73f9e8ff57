"""What comes out: the verdict and everything a reader needs to check it."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from .facts import Figure
from .words import UNDECIDED, Verdict


class Measure(StrEnum):
    """In what a value of a Line is counted."""

    AMOUNT = "amount"  # the unit of the target
    LEVEL = "level"  # the unit of the indicator: another one where the target is about its change
    PERCENT = "percent"
    FACTOR = "factor"


@dataclass(frozen=True)
class Line:
    """One step of "Vì sao có kết luận này?".

    `formula` names its numbers in braces ("100 × {a} ÷ {T}"); `numbers` holds them, unrounded. `value` is None where
    the formula is undefined, and `undefined` then says why.
    """

    label: str
    formula: str = ""
    numbers: dict[str, Decimal] = field(default_factory=dict)
    value: Decimal | None = None
    measure: Measure = Measure.AMOUNT
    undefined: str = ""


@dataclass(frozen=True)
class Ignored:
    figure: Figure
    reason: str


@dataclass(frozen=True, kw_only=True)
class AgainstPlan:
    """The newest year that has both a figure and a plan. `ratio`: percent of the plan, where more is better; `scope`:
    what the figure covers, where that is not what the plan covers."""

    year: int
    found: Decimal
    plan: Decimal
    is_met: bool
    ratio: Decimal | None = None
    scope: str = ""


@dataclass(frozen=True, kw_only=True)
class PartProgress:
    name: str
    progress: "Progress"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Nothing here is stored; all of it is computed when read. A None is undefined, and a Line says why."""

    verdict: Verdict
    is_final: bool = False
    is_provisional: bool = False  # "tạm tính": final, but not from official figures of every year
    reason: str = ""  # why not assessed, or what is missing
    found: Decimal | None = None  # the left side of the pair; the latest known figure where the deciding one is missing
    found_year: int | None = None
    found_vintage: str = ""  # the weakest vintage among the figures used
    scope: tuple[str, ...] = ()  # what the figures used cover, where that is not what the target covers
    latest: Figure | None = None  # of a part of a year, newer than every whole year; shown, never the year's
    is_at_least: bool = False  # "ít nhất": a total over years with gaps
    target: Decimal | None = None  # the right side of the pair; None for a range
    low: Decimal | None = None
    high: Decimal | None = None
    ratio: Decimal | None = None  # percent of the target
    beyond: Decimal | None = None  # percent above the line of "trên", or below that of "dưới"; negative: not there yet
    against_plan: AgainstPlan | None = None
    covered: Decimal | None = None  # percent of the way from the baseline
    expected: Decimal | None = None  # where it should be in found_year
    pace: Decimal | None = None  # K
    average: Decimal | None = None  # computed from yearly figures, shown even where a period figure decides
    needed: Decimal | None = None  # per year, in the years left
    total: Decimal | None = None
    missing_years: tuple[int, ...] = ()
    lines: tuple[Line, ...] = ()
    used: tuple[Figure, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    warnings: tuple[str, ...] = ()
    parts: tuple[PartProgress, ...] = ()
    parts_met: int = 0
    parts_judged: int = 0  # without those that nobody can judge: their object is gone, or they have no direction
    revised: "Progress | None" = None  # the same against the latest revision of the number

    @property
    def has_data(self) -> bool:
        """Is any figure of a whole year or period, or the day on which a milestone was done, known?"""
        if self.parts:
            return any(part.progress.has_data for part in self.parts)
        return self.found is not None or self.verdict not in UNDECIDED | {Verdict.OVERDUE}
