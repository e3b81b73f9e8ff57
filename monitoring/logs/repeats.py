"""May this be told again? Once a minute, and then with how many were held back meanwhile. Pure: time is passed in."""

from collections.abc import MutableMapping

Told = MutableMapping[str, list[float]]
"""What it is about -> [when it was last told, in seconds; how many were held back since]."""
SECONDS = 60.0
MOST = 500
"""So many are remembered; beyond it those told longest ago are forgotten."""


def judge(told: Told, about: str, now: float) -> int | None:
    """None: to be held back. A number: to be told now, with so many held back since it was last told."""
    last, held = told.get(about, (0.0, 0))
    # A clock that was put back does not silence anything for longer than the minute.
    if 0 <= now - last < SECONDS:
        told[about] = [last, held + 1]
        return None
    told[about] = [now, 0]
    while len(told) > MOST:
        del told[min(told, key=lambda each: told[each][0])]
    return int(held)
