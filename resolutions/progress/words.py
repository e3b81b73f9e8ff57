"""The words of assessment: kinds of target, of figure and of verdict, and the cut-offs between verdicts."""

from decimal import Decimal
from enum import StrEnum

# Eurostat and Statistics Canada publish these cut-offs for pace; the method page prints them.
ON_TRACK_FROM = Decimal("0.95")
SLOW_FROM = Decimal("0.60")

# The parts of a structure are each rounded when published, so their sum may miss 100 by this much.
WHOLE = Decimal(100)
WHOLE_TOLERANCE = Decimal("0.1")


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


class MaintainRule(StrEnum):
    EVERY_YEAR = "every_year"
    END_YEAR = "end_year"
    AVERAGE = "average"


class Vintage(StrEnum):
    ESTIMATE = "estimate"
    PRELIMINARY = "preliminary"
    OFFICIAL = "official"

    @property
    def rank(self) -> int:
        """How far to trust it: 0 for an estimate, 2 for an official figure."""
        return list(Vintage).index(self)

    @property
    def word(self) -> str:
        return {Vintage.ESTIMATE: "ước", Vintage.PRELIMINARY: "sơ bộ", Vintage.OFFICIAL: "chính thức"}[self]


class Span(StrEnum):
    YEAR = "year"
    PART_YEAR = "part_year"
    TERM = "term"


class Verdict(StrEnum):
    """One word on a target. Sign and word carry the meaning; the tone only colours it."""

    NO_DATA = "no_data"
    EARLY = "early"
    ON_TRACK = "on_track"
    SLOW = "slow"
    UNLIKELY = "unlikely"
    ADVERSE = "adverse"
    EXCEEDED = "exceeded"
    MET = "met"
    NOT_MET = "not_met"
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
    Verdict.NOT_ASSESSED: ("Không đánh giá", "—", "none"),
    Verdict.NO_DATA: ("Chưa có số liệu", "○", "none"),
}

# The order of a summary, best first, what is not known last.
SHOWN_ORDER = tuple(_TABLE)
FINAL = frozenset({Verdict.EXCEEDED, Verdict.MET, Verdict.NOT_MET, Verdict.NOT_ASSESSED, Verdict.NO_DATA})
GOOD = frozenset({Verdict.EXCEEDED, Verdict.MET, Verdict.EARLY, Verdict.ON_TRACK})
