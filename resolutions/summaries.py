"""How many targets of a congress got how far: counted once for each change of it, by whoever changed it.

The numbers stand in the database under the token of what they were counted from (web/versions.py), so every process
finds them and no reader of a large tracker waits. A reader who comes before they are there counts for itself.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import partial

from django.utils import timezone

import vietnamese
from resolutions import concerned, dashboard, moments
from resolutions.models import Congress, Target
from resolutions.progress import CONCLUDED, SHOWN_ORDER, Verdict
from web import versions


@dataclass(frozen=True)
class Count:
    verdict: Verdict
    number: int

    @property
    def word(self) -> str:
        return self.verdict.word

    @property
    def sign(self) -> str:
        return self.verdict.sign

    @property
    def tone(self) -> str:
        return self.verdict.tone

    @property
    def cells(self) -> range:
        """One cell of the bar per target, so that the bar needs no computed width."""
        return range(self.number)


@dataclass(frozen=True)
class Summary:
    """A count of verdicts with its coverage; never an average."""

    counts: tuple[Count, ...] = ()
    with_data: int = 0
    provisional: int = 0
    is_final: bool = False

    @property
    def total(self) -> int:
        return sum(count.number for count in self.counts)

    @property
    def concluded(self) -> int:
        return sum(count.number for count in self.counts if count.verdict in CONCLUDED)

    @property
    def met(self) -> int:
        """ "Đạt và vượt", as reports count."""
        return sum(count.number for count in self.counts if count.verdict in {Verdict.MET, Verdict.EXCEEDED})

    @property
    def words(self) -> str:
        """ "9 đạt và vượt (6 vượt, 3 đạt), 5 không đạt, 11 chưa có số liệu": the joint count stands first."""
        told = {count.verdict: f"{count.number} {vietnamese.uncapitalised(count.word)}" for count in self.counts}
        apart = [told.pop(verdict) for verdict in (Verdict.EXCEEDED, Verdict.MET) if verdict in told]
        joint = [f"{self.met} đạt và vượt ({', '.join(apart)})"] if len(apart) == 2 else apart
        return ", ".join([*joint, *told.values()])

    @property
    def coverage(self) -> str:
        """The same words wherever targets are counted: "6 trong 25 chỉ tiêu đã kết luận được, 16 có số liệu"."""
        return f"{self.concluded} trong {self.total} chỉ tiêu đã kết luận được, {self.with_data} có số liệu"


def of(congress: Congress, known: versions.Versions, at: dt.datetime) -> Summary:
    name = _name(congress.pk, moments.held_since_of(congress.pk, known, at))
    return _summary(congress, known.prepared(name, concerned.topic(congress.pk), lambda: count(congress.pk, at)))


def prepare(using: str) -> None:
    """After a change of the tracker: counts what changed, and leaves the numbers where every process finds them."""
    at = timezone.now()
    for congress in Congress.objects.using(using).values_list("pk", flat=True):
        name = _name(congress, moments.held_since_now(congress, at))
        versions.prepare(name, concerned.topic(congress), partial(count, congress, at), using)


def count(congress: int, at: dt.datetime) -> dict[str, int]:
    """Of the congress with this key, as JSON holds it.

    Headings hold no number of their own, so their parts are counted and they are not.
    """
    numbers = Counter()
    for portrait in dashboard.portraits(Target.objects.top_level().filter(congress=congress), at):
        for one in portrait.parts if portrait.target.is_heading else [portrait]:
            numbers[one.verdict.value] += 1
            numbers["with_data"] += one.progress.has_data
            numbers["provisional"] += one.progress.is_provisional
    return numbers


def _name(congress: int, day: dt.date) -> str:
    return f"verdicts:{congress}:{day}"


def _summary(congress: Congress, numbers: dict[str, int]) -> Summary:
    counts = tuple(Count(verdict, numbers[verdict.value]) for verdict in SHOWN_ORDER if numbers.get(verdict.value))
    return Summary(counts, numbers.get("with_data", 0), numbers.get("provisional", 0), dashboard.is_over(congress))
