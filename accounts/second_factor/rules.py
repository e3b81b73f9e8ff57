"""Who must have a second factor and until when, and which typed codes are good at a moment. Pure."""

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(days=1)
GRACE = 7 * DAY
MANAGING = frozenset({"accounts.add_user", "accounts.change_user", "accounts.delete_user"})
DECIDING = ("approve_", "publish_")
"""So begin the rights to say yes to what others made, whichever app they belong to."""

PERIOD = 30
"""Seconds for which a code of an app is shown."""
TOLERANCE = 1
"""Steps before and after, for clocks that differ a little and for slow typing."""
SEEN = 4
"""Steps within which a right code is known for one of a clock that is wrong."""


def must_have(permissions: Iterable[str], *, is_superuser: bool) -> bool:
    """Whoever approves, publishes or manages people: their password alone would open too much."""
    return is_superuser or any(name in MANAGING or name.partition(".")[2].startswith(DECIDING) for name in permissions)


def days_left(began_at: datetime, at: datetime) -> int:
    """Whole or begun days of grace; 0 when it is over."""
    return max(0, -((at - began_at - GRACE) // DAY))


def step_of(at: datetime) -> int:
    return int(at.timestamp()) // PERIOD


@dataclass(frozen=True)
class Match:
    """`step`: the one whose code was typed; `late_by`: how many steps the phone's clock is behind (before, if < 0)."""

    step: int
    late_by: int

    @property
    def is_near(self) -> bool:
        return abs(self.late_by) <= TOLERANCE

    @property
    def seconds(self) -> int:
        return abs(self.late_by) * PERIOD


def matching(code: str, code_of: Callable[[int], str], at: datetime) -> Match | None:
    """Whose step's code this is, the nearest first. All are compared, so that the time taken tells nothing."""
    now = step_of(at)
    steps = sorted(range(now - SEEN, now + SEEN + 1), key=lambda step: abs(step - now))
    found = [step for step in steps if hmac.compare_digest(code_of(step).encode(), code.encode())]
    return Match(found[0], now - found[0]) if found else None
