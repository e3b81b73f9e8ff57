"""The words of assessment: kinds of target, of figure and of verdict, and the cut-offs between verdicts."""

from decimal import Decimal
from enum import StrEnum

# Eurostat and Statistics Canada publish these cut-offs for pace; the method page prints them.
ON_TRACK_FROM = Decimal("0.95")
SLOW_FROM = Decimal("0.60")

# The parts of a structure are each rounded when published, so their sum may miss 100 by this much.
WHOLE = Decimal(100)
WHOLE_TOLERANCE = Decimal("0.1")

FEWEST_COUNTED = 10
"""Of a target on fewer things than this no percentage is shown: four districts of one are not "400 %"."""


class Kind(StrEnum):
    AVERAGE_RATE = "average_rate"
    AVERAGE_CHANGE = "average_change"
    LEVEL = "level"
    TOTAL = "total"
    COMPOSITE = "composite"
    NESTED = "nested"
    COUNT = "count"
    MAINTAIN = "maintain"
    MILESTONE = "milestone"
    QUALITATIVE = "qualitative"


HEADINGS = frozenset({Kind.COMPOSITE, Kind.NESTED})
"""They hold no number of their own, only parts that do."""
WITHOUT_NUMBER = HEADINGS | {Kind.MILESTONE, Kind.QUALITATIVE}


class Direction(StrEnum):
    """Which way the measured series is wanted to move; the same codes as `Indicator.Direction`."""

    UP = "up"
    DOWN = "down"
    RANGE = "range"
    NEUTRAL = "neutral"


class Comparator(StrEnum):
    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"
    BETWEEN = "between"


class Road(StrEnum):
    """How what is expected grows from the baseline: each year by the same amount, or by the same percentage."""

    LINEAR = "linear"
    GEOMETRIC = "geometric"


class MaintainRule(StrEnum):
    EVERY_YEAR = "every_year"
    END_YEAR = "end_year"
    AVERAGE = "average"


class Vintage(StrEnum):
    """How final the source says a figure is; UNKNOWN where it does not say."""

    ESTIMATE = "estimate"
    UNKNOWN = "unknown"
    PRELIMINARY = "preliminary"
    OFFICIAL = "official"

    @property
    def rank(self) -> int:
        """How far to trust it: 0 for an estimate, 3 for an official figure."""
        return list(Vintage).index(self)

    @property
    def word(self) -> str:
        return _VINTAGE_WORDS[self]


_VINTAGE_WORDS = {
    Vintage.ESTIMATE: "ước",
    Vintage.UNKNOWN: "chưa rõ độ chính thức",
    Vintage.PRELIMINARY: "sơ bộ",
    Vintage.OFFICIAL: "chính thức",
}


class Span(StrEnum):
    YEAR = "year"
    PART_YEAR = "part_year"
    TERM = "term"


class Verdict(StrEnum):
    """One word on a target. Sign and word carry the meaning; the tone only colours it."""

    NO_DATA = "no_data"
    INSUFFICIENT = "insufficient"
    EARLY = "early"
    ON_TRACK = "on_track"
    SLOW = "slow"
    UNLIKELY = "unlikely"
    ADVERSE = "adverse"
    EXCEEDED = "exceeded"
    MET = "met"
    NOT_MET = "not_met"
    OVERDUE = "overdue"
    NOT_ASSESSED = "not_assessed"

    @property
    def word(self) -> str:
        return _TABLE[self][0]

    @property
    def sign(self) -> str:
        return _TABLE[self][1]

    @property
    def tone(self) -> str:
        """good, ok, warn, bad or none."""
        return _TABLE[self][2]


_TABLE = {
    Verdict.EXCEEDED: ("Vượt", "▲", "good"),
    Verdict.MET: ("Đạt", "✓", "ok"),
    Verdict.NOT_MET: ("Không đạt", "✕", "bad"),
    Verdict.EARLY: ("Đã đạt sớm", "✓", "good"),
    Verdict.ON_TRACK: ("Đúng tiến độ", "●", "ok"),
    Verdict.SLOW: ("Chậm tiến độ", "◐", "warn"),
    Verdict.UNLIKELY: ("Khó đạt", "◔", "bad"),
    Verdict.ADVERSE: ("Diễn biến ngược chiều", "▼", "bad"),
    Verdict.OVERDUE: ("Quá hạn", "◷", "bad"),
    Verdict.NOT_ASSESSED: ("Không đánh giá", "—", "none"),
    Verdict.INSUFFICIENT: ("Chưa đủ số liệu", "◌", "none"),
    Verdict.NO_DATA: ("Chưa có số liệu", "○", "none"),
}

# The order of a summary, best first, what is not known last.
SHOWN_ORDER = tuple(_TABLE)
CONCLUDED = frozenset({Verdict.EXCEEDED, Verdict.MET, Verdict.NOT_MET})
"""What has been concluded for good."""
GOOD = frozenset({Verdict.EXCEEDED, Verdict.MET, Verdict.EARLY, Verdict.ON_TRACK})
UNDECIDED = frozenset({Verdict.NOT_ASSESSED, Verdict.INSUFFICIENT, Verdict.NO_DATA})
