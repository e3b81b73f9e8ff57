"""What readers and staff were answered while a part was missing, as the row of a table. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

HANGS = 3.0
"""Seconds: a sentence that takes longer is no answer."""
GOOD = range(200, 400)
SAID_WHY = 503
NO_ANSWER = 0


@dataclass(frozen=True)
class Answer:
    """`at` and `seconds`: on a clock that only goes forward. `status` 0: the line was cut, or nothing came."""

    at: float
    status: int
    seconds: float

    @property
    def is_good(self) -> bool:
        return self.status in GOOD

    @property
    def is_prompt_sentence(self) -> bool:
        return self.status == SAID_WHY and self.seconds <= HANGS


@dataclass(frozen=True)
class Sum:
    """Of the answers to one kind of visitor."""

    count: int
    good: int
    sentences: int
    slowest: float
    statuses: dict[int, int]

    @property
    def lost(self) -> int:
        """Neither the page nor, in time, the sentence that says why it is not there."""
        return self.count - self.good - self.sentences


def add_up(answers: Iterable[Answer]) -> Sum:
    answers = list(answers)
    return Sum(
        count=len(answers),
        good=sum(answer.is_good for answer in answers),
        sentences=sum(answer.is_prompt_sentence for answer in answers),
        slowest=max((answer.seconds for answer in answers), default=0.0),
        statuses=dict(sorted(Counter(answer.status for answer in answers).items())),
    )


def seconds_to_normal(answers: Iterable[Answer], healed_at: float) -> float | None:
    """From the moment the part was back until the beginning of the last answer that was not good; None: it never was.

    0.0 where every answer after that moment was good, and where nobody asked.
    """
    after = sorted((answer for answer in answers if answer.at >= healed_at), key=lambda answer: answer.at)
    if not after:
        return 0.0
    if not after[-1].is_good:
        return None
    return max((answer.at - healed_at for answer in after if not answer.is_good), default=0.0)
