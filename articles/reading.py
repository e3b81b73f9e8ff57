"""What the public pages show, made from few queries whose number does not grow with the rows. Reads only."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, Value

import vietnamese
from articles.models import Article
from resolutions import dashboard
from resolutions.models import Breakthrough, Target, TaskGroup

PAGE_SIZE = 20
RELATED = 5
FIRST_YEAR, LAST_YEAR = 1930, 2100
"""Years outside are no archive: the Party was founded in 1930, and years near 1 or 9999 overflow a time zone."""


class Line(NamedTuple):
    """An article in a list."""

    pk: int
    slug: str
    title: str
    lead: str
    publish_at: dt.datetime
    section_name: str
    section_slug: str

    @property
    def url(self):
        return f"/bai-viet/{self.slug}-{self.pk}/"


LINE_FIELDS = ("pk", "slug", "title", "lead", "publish_at", "section__name", "section__slug")


@dataclass(frozen=True)
class Page:
    lines: list[Line]
    number: int
    has_next: bool


def page_of(articles, number: int) -> Page | None:
    """The `number`-th page of published articles, newest first; None when there is no such page.

    The keys come from the index alone, so page 500 costs about what page 1 costs. Nothing is counted: one row more
    than the page holds says whether there is a next one.
    """
    start = (number - 1) * PAGE_SIZE
    keys = articles.newest().values("pk")[start : start + PAGE_SIZE + 1]
    lines = _lines(Article.objects.filter(pk__in=keys).newest())
    if not lines and number > 1:
        return None
    return Page(lines[:PAGE_SIZE], number, len(lines) > PAGE_SIZE)


def newest(articles, size: int) -> list[Line]:
    return _lines(articles.newest()[:size])


@dataclass(frozen=True)
class Surroundings:
    """The articles just before and after in time, and the newest older ones of the same section."""

    older: Line | None
    newer: Line | None
    related: list[Line]


def surroundings(article: Article, at: dt.datetime) -> Surroundings:
    moment, key = article.publish_at, article.pk
    published = Article.objects.published(at)
    before = published.filter(Q(publish_at__lt=moment) | Q(publish_at=moment, pk__lt=key)).newest()
    after = published.filter(Q(publish_at__gt=moment) | Q(publish_at=moment, pk__gt=key)).order_by("publish_at", "pk")
    parts = {"older": before[:1], "newer": after[:1], "related": before.filter(section=article.section_id)[:RELATED]}
    found = {name: [] for name in parts}
    for place, *facts in _named_union(parts):
        found[place].append(Line(*facts))
    related = sorted(found["related"], key=lambda line: (line.publish_at, line.pk), reverse=True)
    return Surroundings(next(iter(found["older"]), None), next(iter(found["newer"]), None), related)


@dataclass(frozen=True)
class Period:
    """A year, a month or a day of the archive, on the clock of Việt Nam."""

    first: dt.date
    last: dt.date
    kind: str

    @property
    def name(self) -> str:
        if self.kind == "day":
            return vietnamese.date_with_weekday(self.first)
        return f"Tháng {self.first.month} năm {self.first.year}" if self.kind == "month" else f"Năm {self.first.year}"

    @property
    def url(self) -> str:
        shape = {"year": "%Y", "month": "%Y/%m", "day": "%Y/%m/%d"}[self.kind]
        return f"/bai-viet/{self.first.strftime(shape)}/"

    @property
    def parents(self) -> list["Period"]:
        kinds = {"year": (), "month": ("year",), "day": ("year", "month")}[self.kind]
        return [period_around(kind, self.first) for kind in kinds]

    @property
    def begins(self) -> dt.datetime:
        return vietnamese.day_start(self.first)

    @property
    def ends(self) -> dt.datetime:
        """The first moment after it."""
        return vietnamese.day_start(self.last + dt.timedelta(days=1))


def period(year: int, month: int | None = None, day: int | None = None) -> Period:
    """Raises ValueError for a day that does not exist and for years outside the archive."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"no archive for {year}")
    return period_around("day" if day else "month" if month else "year", dt.date(year, month or 1, day or 1))


def period_around(kind: str, day: dt.date) -> Period:
    if kind == "day":
        return Period(day, day, kind)
    if kind == "month":
        following = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        return Period(day.replace(day=1), following - dt.timedelta(days=1), kind)
    return Period(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31), kind)


def neighbours(of: Period, at: dt.datetime) -> tuple[Period | None, Period | None]:
    """The nearest periods of the same length, before and after, that have articles; one query."""
    published = Article.objects.published(at)
    parts = {
        "previous": published.filter(publish_at__lt=of.begins).newest()[:1],
        "next": published.filter(publish_at__gte=of.ends).order_by("publish_at", "pk")[:1],
    }
    days = {place: vietnamese.local(Line(*facts).publish_at).date() for place, *facts in _named_union(parts)}
    found = {place: period_around(of.kind, day) for place, day in days.items()}
    return found.get("previous"), found.get("next")


class Part(NamedTuple):
    """A breakthrough or a group of tasks that the article is about."""

    label: str
    name: str
    url: str


@dataclass(frozen=True)
class Links:
    """What the article is about: targets with their current figures, breakthroughs and groups of tasks."""

    targets: list
    parts: list[Part]

    def __bool__(self):
        return bool(self.targets or self.parts)


def links(article: Article, at: dt.datetime) -> Links:
    """One query says what there is; figures are read only where there are targets."""
    targets = article.targets.values_list(Value("target"), "pk")
    breakthroughs = article.breakthroughs.values_list(Value("breakthrough"), "pk")
    task_groups = article.task_groups.values_list(Value("task_group"), "pk")
    found = {"target": [], "breakthrough": [], "task_group": []}
    for kind, key in targets.order_by().union(breakthroughs.order_by(), task_groups.order_by(), all=True):
        found[kind].append(key)
    parts = [
        *_parts("Khâu đột phá", Breakthrough, found["breakthrough"]),
        *_parts("Nhóm nhiệm vụ, giải pháp", TaskGroup, found["task_group"]),
    ]
    return Links(_cards(found["target"], at), parts)


def _parts(label, model, keys):
    if not keys:
        return
    for part in model.objects.filter(pk__in=keys).select_related("congress"):
        yield Part(f"{label} thứ {part.number}, {part.congress}", part.shown_name, part.get_absolute_url())


def _cards(keys, at):
    if not keys:
        return []
    return [dashboard.target_card(target, at) for target in Target.objects.for_dashboard().filter(pk__in=keys)]


def _lines(articles) -> list[Line]:
    return [Line(*row) for row in articles.values_list(*LINE_FIELDS)]


def _named_union(parts: dict):
    """The lines of several short lists in one query, each row led by the name of its list.

    SQLite takes no LIMIT inside a UNION, so each list is a sub-select of keys.
    """
    first, *others = (
        Article.objects.filter(pk__in=keys.values("pk"))
        .annotate(place=Value(name))
        .order_by()
        .values_list("place", *LINE_FIELDS)
        for name, keys in parts.items()
    )
    return first.union(*others, all=True)
