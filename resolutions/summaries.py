"""How many targets got how far: counted once for each change of the tracker, by whoever changed it.

The numbers stand in the database under the token of what they were counted from (web/versions.py), so every process
finds them and no reader of a large tracker waits. A reader who comes before they are there counts for itself.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from resolutions import dashboard, moments
from resolutions.models import Congress, Target
from resolutions.progress import CONCLUDED, SHOWN_ORDER, Verdict
from web import versions

TOPIC = "tracker"


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
        told = {count.verdict: f"{count.number} {count.word[0].lower()}{count.word[1:]}" for count in self.counts}
        apart = [told.pop(verdict) for verdict in (Verdict.EXCEEDED, Verdict.MET) if verdict in told]
        joint = [f"{self.met} đạt và vượt ({', '.join(apart)})"] if len(apart) == 2 else apart
        return ", ".join([*joint, *told.values()])

    @property
    def coverage(self) -> str:
        """The same words wherever targets are counted: "6 trong 25 chỉ tiêu đã kết luận được, 16 có số liệu"."""
        return f"{self.concluded} trong {self.total} chỉ tiêu đã kết luận được, {self.with_data} có số liệu"


def of(congress: Congress, known: versions.Versions, at: dt.datetime) -> Summary:
    name = _name(moments.held_since(known, at))
    numbers = known.prepared(name, TOPIC, lambda: count(at))
    return _summary(congress, numbers.get(str(congress.pk)))


def prepare(using: str) -> None:
    """After a change of the tracker: counts, and leaves the numbers where every process finds them."""
    at = timezone.now()
    versions.prepare(_name(moments.held_since_now(at)), TOPIC, lambda: count(at), using)


def count(at: dt.datetime) -> dict[str, dict]:
    """By the key of the congress, as JSON holds it.

    Headings hold no number of their own, so their parts are counted and they are not.
    """
    found = {}
    for portrait in dashboard.portraits(Target.objects.top_level(), at):
        numbers = found.setdefault(str(portrait.target.congress_id), Counter())
        for one in portrait.parts if portrait.target.is_heading else [portrait]:
            numbers[one.verdict.value] += 1
            numbers["with_data"] += one.progress.has_data
            numbers["provisional"] += one.progress.is_provisional
    return found


def _name(day: dt.date) -> str:
    return f"verdicts:{day}"


def _summary(congress: Congress, numbers: dict | None) -> Summary:
    is_final = dashboard.is_over(congress)
    if numbers is None:
        return Summary(is_final=is_final)
    counts = tuple(Count(verdict, numbers[verdict.value]) for verdict in SHOWN_ORDER if numbers.get(verdict.value))
    return Summary(counts, numbers["with_data"], numbers["provisional"], is_final)
