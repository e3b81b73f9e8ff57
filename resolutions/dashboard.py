"""What the pages on congresses, targets and documents show. Reads only; the queries do not grow with the rows."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Count

import vietnamese
from resolutions.models import Congress, Target, TargetGroup
from resolutions.portrait import Portrait, portray

ARTICLES_SHOWN = 20
TARGETS_ON_A_PAGE = 100
FOLDED_FROM = 61
"""Congresses set themselves 20 to 40. With so many the page of a congress names its fields, and each has a page."""
SIBLINGS_SHOWN = 40


@dataclass(frozen=True)
class Group:
    """A field of work; of a folded congress without its targets."""

    group: TargetGroup
    targets: list[Portrait]
    count: int


@dataclass(frozen=True)
class CongressPage:
    """`is_folded`: the targets stand on the pages of their fields."""

    congress: Congress
    is_folded: bool
    groups: list[Group]
    breakthroughs: list
    task_groups: list
    documents: list


@dataclass(frozen=True)
class FieldPage:
    """The targets of one field; `number`: which of the `pages` that they fill."""

    congress: Congress
    group: TargetGroup
    number: int
    pages: int
    targets: list[Portrait]


@dataclass(frozen=True)
class TargetPage:
    portrait: Portrait
    siblings: list[Target]

    @property
    def target(self) -> Target:
        return self.portrait.target


def congress_page(code: str, at: dt.datetime) -> CongressPage | None:
    """None for an unknown code."""
    congress = Congress.objects.select_related("resolution__document").filter(code=code).first()
    if congress is None:
        return None
    counted = dict(congress.targets.top_level().order_by().values_list("group").annotate(Count("pk")))
    is_folded = sum(counted.values()) >= FOLDED_FROM
    return CongressPage(
        congress=congress,
        is_folded=is_folded,
        groups=_fields(counted) if is_folded else _groups(congress, at),
        breakthroughs=_numbered(congress.breakthroughs, congress.breakthrough_count),
        task_groups=_numbered(congress.task_groups, congress.task_group_count),
        documents=list(congress.implementing_documents.public().select_related("file")),
    )


def _groups(congress, at) -> list[Group]:
    shown = [(group, list(members)) for group, members in groupby(portraits(congress.targets.top_level(), at), _group)]
    return [Group(group, members, len(members)) for group, members in shown]


def _group(portrait):
    return portrait.target.group


def _fields(counted) -> list[Group]:
    rows = TargetGroup.objects.filter(pk__in=counted)
    return [Group(row, [], counted[row.pk]) for row in rows]


def field_page(code: str, group_code: str, at: dt.datetime, number: int = 1) -> FieldPage | None:
    """None for an unknown congress, a field that has no target in it, or a page that they do not fill."""
    congress, group = Congress.objects.filter(code=code).first(), TargetGroup.objects.filter(code=group_code).first()
    if congress is None or group is None:
        return None
    rows = congress.targets.top_level().filter(group=group)
    pages = Paginator(rows, TARGETS_ON_A_PAGE)
    if not pages.count or not 1 <= number <= pages.num_pages:
        return None
    first = (number - 1) * TARGETS_ON_A_PAGE
    return FieldPage(congress, group, number, pages.num_pages, portraits(rows, at, first, first + TARGETS_ON_A_PAGE))


def target_page(congress_code: str, code: str, at: dt.datetime) -> TargetPage | None:
    """None for an unknown code."""
    rows = Target.objects.for_dashboard().select_related("parent__congress")
    target = rows.filter(congress__code=congress_code, code=code).first()
    if target is None:
        return None
    siblings = target.congress.targets.top_level().filter(group=target.group)
    siblings = siblings.select_related("congress").only("code", "wording", "congress__code")
    return TargetPage(portrait(target, at), list(siblings[: SIBLINGS_SHOWN + 1]))


def articles_about(target: int, at: dt.datetime) -> list:
    """The newest that readers may see, by the key of the target."""
    articles = Target(pk=target).articles
    # Their keys first: SQLite would rather walk through everything that is published.
    keys = list(articles.order_by().values_list("pk", flat=True))
    if not keys:
        return []
    shown = articles.model.objects.published(at).filter(pk__in=keys).order_by("-publish_at", "-pk")
    return list(shown.only("title", "slug", "publish_at")[:ARTICLES_SHOWN])


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
        found_when="; ".join(filter(None, [shown.found_when, shown.scope])),
        resolved=shown.resolved,
        unit_after_number=vietnamese.with_unit("", shown.unit),
        word=shown.verdict.word,
        sign=shown.verdict.sign,
        tone=shown.verdict.tone,
    )


def portraits(targets, at: dt.datetime, first: int = 0, last: int | None = None) -> list[Portrait]:
    """A stretch of the targets, in the order of congresses and then of their pages."""
    rows = targets.for_dashboard().order_by("congress", "group__order", "group__name", "order", "pk")
    return [portrait(target, at) for target in rows[first:last]]


def portrait(target: Target, at: dt.datetime) -> Portrait:
    return portray(target, as_of=vietnamese.local(at).date(), term_over=is_over(target.congress))


def is_over(congress: Congress) -> bool:
    return congress.state == Congress.State.CONCLUDED


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
