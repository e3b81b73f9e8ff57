"""What was refused during one request: noted where it happens, recorded when the request is over.

By then the transaction that was refused is rolled back, so the record of it stays.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Refused:
    """`thing`: what the step was about, None where there is nothing yet; `sentence`: what the person was told."""

    thing: Any
    sentence: str
    step: str


def note(request, thing, sentence, step: str = "") -> None:
    request.refused_steps = [*of(request), Refused(thing, str(sentence), step)]


def of(request) -> list[Refused]:
    return getattr(request, "refused_steps", [])
