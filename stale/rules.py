"""May an old copy of a page be shown while the site does not answer? Not if it names what was removed or has ended.

Every page that shows a thing links to it, so a piece of that link, the "mark", finds all of them: the page itself,
lists, feeds, search, the open interface. The empty mark is on every page. Times are seconds since 1970. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

LONGEST = 24 * 3600.0
"""No copy is shown longer than that after it was made."""
SLACK = 1.0
"""What was made so soon after a removal counts as made before it: so much may clocks differ where nginx names no moment
by its own (config/keeping.py).
"""
MOST = 5_000
"""Marks that are remembered one by one; with more, all that was made until now is refused."""
EVERYTHING = b""


class End(NamedTuple):
    """From that moment on, what has the mark is no longer public."""

    at: float
    mark: bytes


@dataclass(frozen=True)
class Copy:
    """`content`: its address, its head and its body, in which marks are looked for."""

    made_at: float
    ends: tuple[End, ...]
    content: bytes

    def next_end(self, now: float) -> float:
        return min((end.at for end in self.ends if end.at > now), default=now + LONGEST)


@dataclass
class Removals:
    """What was removed, and when. Who was not there cannot know what was missed: all that is older is refused."""

    since: float
    turn: int = 0
    _marks: dict[bytes, float] = field(default_factory=dict)

    def add(self, marks: Iterable[bytes], now: float) -> None:
        """Replaces what others may be reading at this moment, the stricter part first."""
        self.turn += 1
        known = {mark: at for mark, at in self._marks.items() if at + SLACK + LONGEST > now} | dict.fromkeys(marks, now)
        if EVERYTHING in known or len(known) > MOST:
            self.since, known = max(known.values(), default=now), {}
        self._marks = known

    def may_show(self, copy: Copy, now: float) -> bool:
        is_young = self.since + SLACK < copy.made_at <= now + SLACK and now < copy.made_at + LONGEST
        removed = (mark for mark, at in self._marks.items() if copy.made_at <= at + SLACK)
        ended = (end.mark for end in copy.ends if end.at <= now)
        return is_young and not any(mark in copy.content for mark in (*removed, *ended))


def read_ends(text: str) -> tuple[End, ...]:
    """ "1764349200:-12/ 1764350000:" as the site writes it; raises ValueError for anything else."""
    pairs = (word.partition(":") for word in text.split())
    return tuple(End(float(at), mark.encode("ascii")) for at, _colon, mark in pairs)
