"""What the pages on congresses, targets and documents show. Reads only; the queries do not grow with the rows."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

import vietnamese
from resolutions.models import Congress, Target, TargetGroup
from resolutions.portrait import Portrait, portray
from resolutions.progress import SHOWN_ORDER, Verdict

ARTICLES_SHOWN = 20


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

    congress: Congress
    counts: tuple[Count, ...]
    total: int
    with_data: int  # the rest is "Chưa có số liệu", so the two always make the total
    waiting: int  # of that rest: figures of earlier years are known, the deciding one is not
    provisional: int
    is_final: bool

    @property
    def words(self) -> str:
        """ "6 vượt, 3 đạt, 5 không đạt, 11 chưa có số liệu"."""
        return ", ".join(f"{count.number} {count.word[0].lower()}{count.word[1:]}" for count in self.counts)


@dataclass(frozen=True)
class Group:
    group: TargetGroup
    targets: list[Portrait]


@dataclass(frozen=True)
class CongressPage:
    congress: Congress
    summary: Summary
    groups: list[Group]
    breakthroughs: list
    task_groups: list
    papers: list


@dataclass(frozen=True)
class TargetPage:
    portrait: Portrait
    siblings: list[Target]

    @property
    def target(self) -> Target:
        return self.portrait.target


def summary(congress: Congress, at: dt.datetime) -> Summary:
    return _summary(congress, _portraits(congress.targets.top_level(), at))


def index_page(at: dt.datetime) -> list[tuple[Congress, Summary]]:
    congresses = list(Congress.objects.all())
    portraits = _portraits(Target.objects.top_level(), at)
    return [
        (congress, _summary(congress, [one for one in portraits if one.target.congress_id == congress.pk]))
        for congress in congresses
    ]


def congress_page(code: str, at: dt.datetime) -> CongressPage | None:
    """None for an unknown code."""
    congress = Congress.objects.select_related("resolution__document").filter(code=code).first()
    if congress is None:
        return None
    portraits = _portraits(congress.targets.top_level(), at)
    in_groups = groupby(portraits, key=lambda portrait: portrait.target.group)
    return CongressPage(
        congress=congress,
        summary=_summary(congress, portraits),
        groups=[Group(group, list(members)) for group, members in in_groups],
        breakthroughs=_numbered(congress.breakthroughs, congress.breakthrough_count),
        task_groups=_numbered(congress.task_groups, congress.task_group_count),
        papers=list(congress.implementing_documents.public().select_related("file")),
    )


def target_page(congress_code: str, code: str, at: dt.datetime) -> TargetPage | None:
    """None for an unknown code."""
    rows = Target.objects.for_dashboard().select_related("parent__congress")
    target = rows.filter(congress__code=congress_code, code=code).first()
    if target is None:
        return None
    siblings = target.congress.targets.top_level().filter(group=target.group).select_related("congress")
    return TargetPage(portrait(target, at), list(siblings))


def articles_about(target: int, at: dt.datetime) -> list:
    """The newest that readers may see, by the key of the target."""
    articles = Target(pk=target).articles.published(at).order_by("-publish_at", "-pk")
    return list(articles.only("title", "slug", "publish_at")[:ARTICLES_SHOWN])


@dataclass(frozen=True)
class Card:
    """A target as it stands beside an article."""

    url: str
    wording: str
    found: str
    found_when: str
    resolved: str
    unit_after_number: str
    word: str
    sign: str
    tone: str


def target_cards(targets, at: dt.datetime) -> list[Card]:
    """The newest congress first, then in the order of its page."""
    rows = targets.for_dashboard().order_by("-congress", "group__order", "order")
    return [_card(portrait(target, at)) for target in rows]


def _card(shown: Portrait) -> Card:
    return Card(
        url=shown.target.get_absolute_url(),
        wording=shown.target.wording,
        found=shown.found,
        found_when=shown.found_when,
        resolved=shown.resolved,
        unit_after_number=vietnamese.with_unit("", shown.unit),
        word=shown.verdict_word,
        sign=shown.verdict.sign,
        tone=shown.verdict.tone,
    )


def portraits(targets, at: dt.datetime, first: int, last: int) -> list[Portrait]:
    """A stretch of the targets, in the order of congresses and then of their pages."""
    rows = targets.for_dashboard().order_by("congress", "group__order", "group__name", "order", "pk")
    return [portrait(target, at) for target in rows[first:last]]


def _portraits(targets, at: dt.datetime) -> list[Portrait]:
    rows = targets.for_dashboard().order_by("group__order", "group__name", "order", "pk")
    return [portrait(target, at) for target in rows]


def portrait(target: Target, at: dt.datetime) -> Portrait:
    return portray(target, as_of_year=vietnamese.local(at).year, term_over=is_over(target.congress))


def is_over(congress: Congress) -> bool:
    return congress.state == Congress.State.CONCLUDED


def _summary(congress: Congress, portraits: list[Portrait]) -> Summary:
    """Headings hold no number of their own, so their parts are counted and they are not."""
    counted = [one for portrait in portraits for one in (portrait.parts if portrait.target.is_heading else [portrait])]
    numbers = Counter(portrait.verdict for portrait in counted)
    return Summary(
        congress=congress,
        counts=tuple(Count(verdict, numbers[verdict]) for verdict in SHOWN_ORDER if numbers[verdict]),
        total=len(counted),
        with_data=len(counted) - numbers[Verdict.NO_DATA],
        waiting=sum(portrait.is_shown_only for portrait in counted),
        provisional=sum(portrait.progress.is_provisional for portrait in counted),
        is_final=is_over(congress),
    )


@dataclass(frozen=True)
class Unknown:
    """A place in the resolution that is known to exist, though nobody has entered it."""

    number: int
    shown_name: str = "Chưa nhập tên"
    is_unknown: bool = True


def _numbered(parts, count: int | None) -> list:
    """All parts that the resolution has, those not entered included, in their order."""
    known = {part.number: part for part in parts.all()}
    last = max([count or 0, *known])
    return [known.get(number) or Unknown(number) for number in range(1, last + 1)]
