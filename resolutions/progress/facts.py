"""What goes in: what was resolved (Goal) and what was found (Figure)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from .words import Comparator, Direction, Kind, MaintainRule, Road, Span, Vintage


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One published figure.

    `year` is the last year of a TERM figure, `since` its first. For an AVERAGE_RATE target a YEAR figure is that
    year's rate in percent and a TERM figure the mean rate; for an AVERAGE_CHANGE target a YEAR figure is a LEVEL
    (11,11% of households) and a TERM figure the mean yearly change in the wanted direction (3,44 points a year).
    """

    year: int
    value: Decimal
    vintage: Vintage = Vintage.OFFICIAL
    span: Span = Span.YEAR
    since: int | None = None
    period_label: str = ""
    scope: str = ""  # what it covers where that is narrower or other than the target: "chỉ nông sản"
    order: int = 0  # grows with the moment of recording; of two figures of one vintage the later recorded holds
    ref: int | None = None  # the observation's key, so that a page can say which figure decided


@dataclass(frozen=True, kw_only=True)
class Plan:
    year: int
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A later decision about the number. The original target stays; both are assessed."""

    decided_on: dt.date
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a COMPOSITE or NESTED goal, with the figures of its own indicator."""

    name: str
    goal: "Goal"
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What was resolved. Years of work are start_year + 1 up to and including target_year.

    `value` is None only for BETWEEN (then `low` and `high`), MILESTONE, QUALITATIVE and goals made of parts.
    An AVERAGE_CHANGE value is a size in the wanted direction: "giảm 3 điểm %/năm" is 3 with Direction.DOWN.
    """

    kind: Kind
    start_year: int
    target_year: int
    direction: Direction = Direction.UP
    comparator: Comparator = Comparator.AT_LEAST
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    is_approximate: bool = False  # resolved as "khoảng"; shown so, still compared with the number itself
    baseline_value: Decimal | None = None
    baseline_year: int | None = None
    road: Road = Road.LINEAR  # how what is expected of a LEVEL grows in between
    is_stock: bool = False  # a level that stands at any moment (communes that qualify), not what a year brings
    measures_changes: bool = False  # an AVERAGE_CHANGE whose YEAR figures are changes, not levels: they decide nothing
    maintain_rule: MaintainRule | None = None  # None counts as EVERY_YEAR
    plans: tuple[Plan, ...] = ()
    break_years: tuple[int, ...] = ()  # from each of these years on, figures do not compare with earlier ones
    revisions: tuple[Revision, ...] = ()
    parts: tuple[Part, ...] = ()
    parts_are_shares: bool = False  # the parts are shares of one whole, so they sum to 100
    due_on: dt.date | None = None
    done_on: dt.date | None = None
    not_assessed_reason: str = ""  # set when the object of the target is gone; ends every assessment
