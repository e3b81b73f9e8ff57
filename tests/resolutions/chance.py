"""Targets and figures of every kind and state, by chance: the same seed gives the same ones."""

import datetime as dt
import random
from decimal import Decimal

from resolutions.progress import Comparator, Direction, Figure, Goal, Kind, MaintainRule, Plan, Road, Span, Vintage

KINDS = [Kind.AVERAGE_RATE, Kind.AVERAGE_CHANGE, Kind.LEVEL, Kind.TOTAL, Kind.COUNT, Kind.MAINTAIN] * 3 + [
    Kind.MILESTONE,
    Kind.QUALITATIVE,
]
COMPARATORS = {
    Direction.UP: [Comparator.AT_LEAST, Comparator.ABOVE],
    Direction.DOWN: [Comparator.AT_MOST, Comparator.BELOW],
    Direction.RANGE: [Comparator.BETWEEN],
    Direction.NEUTRAL: list(Comparator),
}
OF_A_CHANGE = [Comparator.AT_LEAST, Comparator.ABOVE, Comparator.BETWEEN]


class Chance(random.Random):
    def number(self):
        """Often a round one, so that figures stand exactly on the line."""
        if self.random() < 0.3:
            return Decimal(self.choice([0, 5, 10, 50, 60, 100]))
        return Decimal(self.randint(-200, 1200)) / 10

    def day(self):
        return dt.date(self.randint(2021, 2027), self.randint(1, 12), self.randint(1, 28))

    def maybe(self, part, value):
        return value if self.random() < part else None

    def goal(self):
        kind = self.choice(KINDS)
        direction = self.choice([Direction.UP, Direction.UP, Direction.DOWN, Direction.DOWN, *Direction])
        comparator = self.choice(OF_A_CHANGE if kind == Kind.AVERAGE_CHANGE else COMPARATORS[direction])
        low, high = sorted([self.number(), self.number()])
        value = self.number()
        if kind == Kind.AVERAGE_CHANGE:
            # A size in the wanted direction; below nothing a limit: "tăng không quá 0,1 điểm" of what should fall.
            side = self.choice([1, 1, 1, -1])
            low, value = side * (abs(low) + 1), side * (abs(value) + 1)
            high = low + abs(high)
        is_range = comparator == Comparator.BETWEEN
        return Goal(
            kind=kind,
            start_year=2020,
            target_year=self.choice([2023, 2025, 2025, 2025, 2030]),
            direction=direction,
            comparator=comparator,
            value=None if is_range else self.maybe(0.95, value),
            low=low if is_range else None,
            high=self.maybe(0.95, high) if is_range else None,
            baseline_value=self.maybe(0.7, self.number()),
            baseline_year=self.choice([None, 2019, 2020, 2021]),
            road=self.choice([Road.LINEAR, Road.LINEAR, Road.GEOMETRIC]),
            is_stock=self.random() < 0.4,
            measures_changes=kind == Kind.AVERAGE_CHANGE and self.random() < 0.1,
            maintain_rule=self.choice([None, *MaintainRule]) if kind == Kind.MAINTAIN else None,
            plans=tuple(Plan(year=year, value=self.number()) for year in range(2021, 2026) if self.random() < 0.5),
            break_years=(self.randint(2021, 2025),) if self.random() < 0.1 else (),
            due_on=self.maybe(0.9, self.day()),
            done_on=self.maybe(0.6, self.day()),
            not_assessed_reason="Đối tượng không còn" if self.random() < 0.02 else "",
        )

    def figures(self):
        is_full = self.random() < 0.4
        places = [(year, Span.YEAR, None) for year in range(2021, 2026) if is_full or self.random() < 0.45]
        places += [(2020, Span.YEAR, None)] * (self.random() < 0.2)
        for _ in range(self.choice([0, 0, 1, 2])):
            first = self.randint(2020, 2024)
            places.append((self.randint(first + 1, 2026), Span.TERM, first))
        places += [(self.randint(2021, 2026), Span.PART_YEAR, None)] * (self.random() < 0.3)
        places += [(self.randint(2018, 2031), Span.YEAR, None)] * (self.random() < 0.2)
        return [self.figure(number, *place) for number, place in enumerate(places, 1)]

    def figure(self, number, year, span, since):
        return Figure(
            year=year,
            value=self.number(),
            span=span,
            since=since,
            vintage=self.choice(list(Vintage)),
            scope=self.maybe(0.15, "chỉ nông sản") or "",
            period_label="giữa năm" if span == Span.PART_YEAR else "",
            order=number,
            ref=number,
        )
