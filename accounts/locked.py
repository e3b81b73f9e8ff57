"""Locked tries in the record, a few each minute and the number of the rest.

A try that is locked costs one reading and no writing (throttle.py), however many come. So each process records the
first of a minute, counts the others in its memory and tells their number with the next that it records.
"""

import datetime as dt
import threading
from dataclasses import dataclass

from audit import refusals

EACH_MINUTE = 5


@dataclass
class _Told:
    minute: dt.datetime
    recorded: int = 0
    untold: int = 0


_told: dict[tuple, _Told] = {}
_lock = threading.Lock()


def record(sentence: str, *, by, at: dt.datetime, kind: str) -> None:
    """`by`: None for a stranger."""
    untold = _untold((kind, by and by.pk), at.replace(second=0, microsecond=0))
    if untold is None:
        return
    more = f" Trước đó còn {untold} lần như vậy, không ghi riêng." if untold else ""
    refusals.refused(None, sentence + more, by=by, at=at, kind=kind)


def forget() -> None:
    """As when the process starts."""
    _told.clear()


def _untold(source: tuple, minute: dt.datetime) -> int | None:
    """How many stand in no event yet; None where this one is to be counted only."""
    with _lock:
        told = _told.setdefault(source, _Told(minute))
        if told.minute != minute:
            told.minute, told.recorded = minute, 0
        if told.recorded >= EACH_MINUTE:
            told.untold += 1
            return None
        told.recorded += 1
        untold, told.untold = told.untold, 0
        return untold
