"""How far has a target got? Numbers in, Progress out; pure, Decimal, rounded only for display."""

from enum import StrEnum


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


class Span(StrEnum):
    YEAR = "year"
    PART_YEAR = "part_year"
    TERM = "term"
