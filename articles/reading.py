"""What the public pages show, made from few queries whose number does not grow with the rows. Reads only."""

import datetime as dt
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from django.conf import settings
from django.db.models import Value

import vietnamese
from articles.archive import Period, period_around
from articles.models import Article, Section
from articles.prepared import Prepared
from library.models import Picture
from resolutions import dashboard
from resolutions.models import Breakthrough, Target, TaskGroup

PAGE_SIZE = 20
RELATED = 5


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


def section_page(section: Section, number: int, at: dt.datetime) -> Page | None:
    """The `number`-th page of a section, newest first; None when there is no such page."""
    return _page(number, _SECTION_PAGE.rows(section=section.pk, now_at=at, start=_start(number)))


def period_page(period: Period, number: int, at: dt.datetime) -> Page | None:
    """The same of a year, a month or a day."""
    facts = {"first_at": period.begins, "end_at": period.ends, "now_at": at}
    return _page(number, _PERIOD_PAGE.rows(**facts, start=_start(number)))


def _start(number):
    return (number - 1) * PAGE_SIZE


def _page(number, rows):
    lines = [Line(*row) for row in rows]
    if not lines and number > 1:
        return None
    return Page(lines[:PAGE_SIZE], number, len(lines) > PAGE_SIZE)


def _page_rows(articles, start):
    """The keys come from the index alone, so page 500 costs about what page 1 costs.

    Nothing is counted: one row more than the page holds says whether there is a next one.
    """
    keys = articles.newest().values("pk")[start : start + PAGE_SIZE + 1]
    return Article.objects.filter(pk__in=keys).newest().values_list(*LINE_FIELDS)


_SECTION_PAGE = Prepared(
    lambda section, now_at, start: _page_rows(Article.objects.published(now_at).filter(section=section), start),
    *("section", "now_at", "start"),
)
_PERIOD_PAGE = Prepared(
    lambda first_at, end_at, now_at, start: _page_rows(
        Article.objects.filter(publish_at__gte=first_at, publish_at__lt=end_at).published(now_at), start
    ),
    *("first_at", "end_at", "now_at", "start"),
)


def newest(articles, size: int) -> list[Line]:
    return [Line(*row) for row in articles.newest()[:size].values_list(*LINE_FIELDS)]


def published_article(pk: int, at: dt.datetime) -> Article | None:
    """The article with its section and cover, if a reader may see it now."""
    return next((_article(row) for row in _ARTICLE.rows(pk=pk, now_at=at)), None)


_PARTS = {model: [field.attname for field in model._meta.concrete_fields] for model in (Article, Section, Picture)}
_ARTICLE = Prepared(
    lambda pk, now_at: (
        Article.objects.published(now_at)
        .filter(pk=pk)
        .order_by()
        .values_list(
            *_PARTS[Article],
            *(f"section__{name}" for name in _PARTS[Section]),
            *(f"cover__{name}" for name in _PARTS[Picture]),
        )
    ),
    *("pk", "now_at"),
)


def _article(row):
    values, parts = iter(row), []
    for model, names in _PARTS.items():
        parts.append(model.from_db("default", names, list(islice(values, len(names)))))
    article, article.section, cover = parts
    article.cover = cover if cover.pk else None
    return article


@dataclass(frozen=True)
class Surroundings:
    """The articles just before and after in time, and the newest older ones of the same section."""

    older: Line | None
    newer: Line | None
    related: list[Line]


def surroundings(article: Article, at: dt.datetime) -> Surroundings:
    found = {"older": [], "newer": [], "related": []}
    facts = {"own_at": article.publish_at, "key": article.pk, "section": article.section_id, "now_at": at}
    for place, *line in _SURROUNDINGS.rows(**facts):
        found[place].append(Line(*line))
    related = sorted(found["related"], key=lambda line: (line.publish_at, line.pk), reverse=True)
    return Surroundings(next(iter(found["older"]), None), next(iter(found["newer"]), None), related)


def _around(own_at, key, section, now_at):
    # The nearer bound first: SQLite walks the index from the first one it is given.
    older, newer = Article.objects.filter(publish_at__lte=own_at), Article.objects.filter(publish_at__gte=own_at)
    before = older.published(now_at).exclude(publish_at=own_at, pk__gte=key).newest()
    after = newer.published(now_at).exclude(publish_at=own_at, pk__lte=key)
    return _named_union(
        older=before[:1],
        newer=after.order_by("publish_at", "pk")[:1],
        related=before.filter(section=section)[:RELATED],
    )


def _named_union(**parts):
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


_SURROUNDINGS = Prepared(_around, "own_at", "key", "section", "now_at")


def neighbours(of: Period, at: dt.datetime) -> tuple[Period | None, Period | None]:
    """The nearest periods of the same length, before and after, that have articles; one query."""
    rows = _NEIGHBOURS.rows(first_at=of.begins, end_at=of.ends, now_at=at)
    found = {place: period_around(of.kind, vietnamese.local(Line(*line).publish_at).date()) for place, *line in rows}
    return found.get("previous"), found.get("next")


def _beside(first_at, end_at, now_at):
    earlier, later = Article.objects.filter(publish_at__lt=first_at), Article.objects.filter(publish_at__gte=end_at)
    return _named_union(
        previous=earlier.published(now_at).newest()[:1],
        next=later.published(now_at).order_by("publish_at", "pk")[:1],
    )


_NEIGHBOURS = Prepared(_beside, "first_at", "end_at", "now_at")


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
    found = {"target": [], "breakthrough": [], "task_group": []}
    for kind, key in _LINKS.rows(article=article.pk):
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
    """Cards of targets, kept in the process for MENU_SECONDS: a card needs many rows, and figures change rarely."""
    missing = [key for key in keys if key not in _kept or _kept[key][0] <= at]
    if missing:
        until = at + dt.timedelta(seconds=settings.MENU_SECONDS)
        for target in Target.objects.for_dashboard().filter(pk__in=missing):
            _kept[target.pk] = until, dashboard.target_card(target, at)
    cards = [_kept[key][1] for key in keys]
    return sorted(cards, key=lambda card: (-card.target.congress_id, card.target.group.order, card.target.order))


_kept = {}


def _linked(article):
    first, *others = (
        through.objects.filter(article=article).values_list(Value(name), f"{name.replace('_', '')}_id")
        for name, through in (
            ("target", Article.targets.through),
            ("breakthrough", Article.breakthroughs.through),
            ("task_group", Article.task_groups.through),
        )
    )
    return first.union(*others, all=True)


_LINKS = Prepared(_linked, "article")
