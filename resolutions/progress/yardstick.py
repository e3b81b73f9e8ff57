"""What a figure is held against: when is it met, when exceeded, which way is better."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .facts import Goal
from .words import ON_TRACK_FROM, SLOW_FROM, WITHOUT_NUMBER, Comparator, Direction, Kind, Verdict

SYMBOLS = {Comparator.AT_LEAST: "≥", Comparator.ABOVE: ">", Comparator.AT_MOST: "≤", Comparator.BELOW: "<"}


COMPARATORS = {
    Direction.UP: {Comparator.AT_LEAST, Comparator.ABOVE},
    Direction.DOWN: {Comparator.AT_MOST, Comparator.BELOW},
    Direction.RANGE: {Comparator.BETWEEN},
    Direction.NEUTRAL: set(Comparator),
}


def agree(direction: Direction, comparator: Comparator, kind: Kind) -> bool:
    """Whether the comparator fits the wanted direction: what must fall is never "at least".

    A mean change is a size in the wanted direction, so "at least 3 points a year" fits a falling series too.
    """
    return kind in WITHOUT_NUMBER | {Kind.AVERAGE_CHANGE} or comparator in COMPARATORS[direction]


@dataclass(frozen=True)
class Yardstick:
    comparator: Comparator
    direction: Direction
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None

    @classmethod
    def of(cls, goal: Goal) -> "Yardstick | None":
        """None where the goal carries no number yet."""
        is_range = goal.comparator == Comparator.BETWEEN
        if (goal.low is None or goal.high is None) if is_range else goal.value is None:
            return None
        # A mean change is already counted in the wanted direction, so more of it is better.
        direction = Direction.UP if goal.kind == Kind.AVERAGE_CHANGE else goal.direction
        return cls(goal.comparator, direction, goal.value, goal.low, goal.high)

    @property
    def sign(self) -> int:
        """+1 where more is better. The comparator knows; a range asks the direction."""
        if self.comparator == Comparator.BETWEEN:
            return -1 if self.direction == Direction.DOWN else 1
        return 1 if self.comparator in {Comparator.AT_LEAST, Comparator.ABOVE} else -1

    @property
    def aim(self) -> Decimal:
        """The number to reach: the nearer edge of a range."""
        if self.comparator == Comparator.BETWEEN:
            return self.low if self.sign > 0 else self.high
        return self.value

    @property
    def is_two_sided(self) -> bool:
        return self.comparator == Comparator.BETWEEN and self.direction not in {Direction.UP, Direction.DOWN}

    def meets(self, a: Decimal) -> bool:
        """Close is not met."""
        if self.is_two_sided:
            return self.low <= a <= self.high
        if self.comparator in {Comparator.ABOVE, Comparator.BELOW}:
            return self.sign * (a - self.aim) > 0
        return self.sign * (a - self.aim) >= 0

    def distance(self, a: Decimal) -> Decimal:
        """How far off the line, or off the nearer edge of a two-sided range; negative on the wanted side."""
        if self.is_two_sided:
            return max(self.low - a, a - self.high)
        return self.sign * (self.aim - a)

    def exceeds(self, a: Decimal) -> bool:
        """ "Trên 200" has no number that meets it exactly, so 208 meets it and cannot exceed it."""
        if self.is_two_sided or self.comparator in {Comparator.ABOVE, Comparator.BELOW}:
            return False
        far = (self.high if self.sign > 0 else self.low) if self.comparator == Comparator.BETWEEN else self.value
        return self.sign * (a - far) > 0

    def facing(self, b: Decimal) -> "Yardstick | None":
        """A two-sided range as seen from a baseline: rise to its low edge or fall to its high one; None from inside."""
        if not self.is_two_sided:
            return self
        if self.low <= b <= self.high:
            return None
        direction = Direction.UP if b < self.low else Direction.DOWN
        return Yardstick(self.comparator, direction, None, self.low, self.high)


def final_verdict(stick: Yardstick, a: Decimal) -> Verdict:
    if stick.exceeds(a):
        return Verdict.EXCEEDED
    return Verdict.MET if stick.meets(a) else Verdict.NOT_MET


def verdict_of_pace(k: Decimal) -> Verdict:
    if k >= ON_TRACK_FROM:
        return Verdict.ON_TRACK
    if k >= SLOW_FROM:
        return Verdict.SLOW
    return Verdict.UNLIKELY if k >= 0 else Verdict.ADVERSE


def verdict_without_pace(stick: Yardstick, a: Decimal, expected: Decimal) -> Verdict:
    """Where no improvement on the baseline is asked for, holding the expected level is enough; less is going back."""
    return Verdict.ON_TRACK if stick.sign * (a - expected) >= 0 else Verdict.ADVERSE


def decimals_apart(found: Decimal, target: Decimal, decimals: int) -> int:
    """How many decimals to print so that a found 7,46 and a resolved 7,5 do not look the same."""
    while found != target and rounded(found, decimals) == rounded(target, decimals) and decimals < 10:
        decimals += 1
    return decimals


def rounded(value: Decimal, decimals: int) -> Decimal:
    """For display, half up."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
