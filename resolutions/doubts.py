"""What looks like a slip in a figure that is being entered: said, never silent, and never refused. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

import vietnamese

SHARE_UNITS = frozenset({"%"})
LEAP = 10
FEWEST_STEPS = 2
"""So many earlier changes, all in one direction, make another direction worth a word."""


@dataclass(frozen=True)
class Known:
    """What stands beside a new figure. `years`: the shown figure of each year, oldest first, without the new one."""

    unit: str = ""
    year: int = 0
    years: Sequence[tuple[int, Decimal]] = field(default_factory=tuple)

    @property
    def last(self) -> Decimal | None:
        return self._before[-1] if self._before else None

    @property
    def _before(self) -> list[Decimal]:
        return [value for year, value in self.years if year < self.year]

    @property
    def steps(self) -> list[Decimal]:
        before = self._before
        return [later - earlier for earlier, later in pairwise(before)]


def doubts(value: Decimal, known: Known, *, is_part_year: bool = False) -> list[str]:
    """Sentences for whoever enters the value, in the order in which they matter; none where nothing looks wrong.

    Of a part of a year, only what cannot be: it is smaller than the year by nature.
    """
    found = []
    if known.unit in SHARE_UNITS and not 0 <= value <= 100:
        found.append(f"Tỷ lệ {vietnamese.number(value)}% nằm ngoài khoảng từ 0 đến 100.")
    if is_part_year:
        return found
    return found + _beside_last_year(value, known)


def _beside_last_year(value: Decimal, known: Known) -> list[str]:
    last = known.last
    if last is None:
        return []
    shown = vietnamese.number(last)
    if value != 0 and last != 0 and not 1 / Decimal(LEAP) < abs(value / last) < LEAP:
        return [f"Gấp hoặc kém từ {LEAP} lần trở lên so với số gần nhất ({shown}): hãy xem lại dấu phẩy và đơn vị."]
    if (value < 0) != (last < 0) and value != 0 and last != 0:
        return [f"Khác dấu với số gần nhất ({shown})."]
    steps = [step for step in known.steps if step]
    step = value - last
    if len(steps) >= FEWEST_STEPS and step and all((each > 0) != (step > 0) for each in steps):
        return [
            f"{'Giảm' if step < 0 else 'Tăng'} so với số gần nhất ({shown}), trong khi các năm trước đều ngược lại."
        ]
    return []
