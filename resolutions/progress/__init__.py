"""How far has a target got? Numbers in, Progress out; pure, Decimal, rounded only for display."""

from .answers import Ignored, Line, Measure, PartProgress, Progress
from .assessing import assess
from .facts import Figure, Goal, Part, Plan, Revision
from .words import (
    FINAL,
    GOOD,
    HEADINGS,
    ON_TRACK_FROM,
    SHOWN_ORDER,
    SLOW_FROM,
    WHOLE,
    WHOLE_TOLERANCE,
    WITHOUT_NUMBER,
    Comparator,
    Direction,
    Kind,
    MaintainRule,
    Span,
    Verdict,
    Vintage,
)
from .yardstick import decimals_apart, rounded

__all__ = [
    "FINAL",
    "GOOD",
    "HEADINGS",
    "ON_TRACK_FROM",
    "SHOWN_ORDER",
    "SLOW_FROM",
    "WHOLE",
    "WHOLE_TOLERANCE",
    "WITHOUT_NUMBER",
    "Comparator",
    "Direction",
    "Figure",
    "Goal",
    "Ignored",
    "Kind",
    "Line",
    "MaintainRule",
    "Measure",
    "Part",
    "PartProgress",
    "Plan",
    "Progress",
    "Revision",
    "Span",
    "Verdict",
    "Vintage",
    "assess",
    "decimals_apart",
    "rounded",
]
