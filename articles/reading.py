"""What the pages of articles show, made from few queries whose number does not grow with the rows. Reads only."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Value

import vietnamese
from articles.archive import Period, period_around
from articles.models import Article, Correction, Section, article_url, link_marks
from articles.workflow import Status
from resolutions import dashboard
from resolutions.models import Breakthrough, Target, TaskGroup
from web.versions import Kept, Versions

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
        return article_url(self.slug, self.pk)


LINE_FIELDS = ("pk", "slug", "title", "lead", "publish_at", "section__name", "section__slug")


@dataclass(frozen=True)
class Page:
    """One page of a list; `address`: of its first page."""

    lines: list[Line]
    number: int
    has_next: bool
    address: str

    @property
    def url(self) -> str:
        return self._url(self.number)

    @property
    def previous_url(self) -> str | None:
        return self._url(self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        return self._url(self.number + 1) if self.has_next else None

    @property
    def label(self) -> str:
        return f"Trang {self.number}"

    def _url(self, number: int) -> str:
        return self.address if number == 1 else f"{self.address}?trang={number}"


def section_page(section: Section, number: int, at: dt.datetime) -> Page | None:
    """The `number`-th page of a section, newest first; None when there is no such page."""
    return _page(Article.objects.published(at).filter(section=section), number, section.get_absolute_url())


def period_page(period: Period, number: int, at: dt.datetime) -> Page | None:
    """The same of a year, a month or a day."""
    within = Article.objects.filter(publish_at__gte=period.begins, publish_at__lt=period.ends)
    return _page(within.published(at), number, period.url)


def _page(articles, number, address):
    """The keys come from the index alone, so page 500 costs about what page 1 costs.

    Nothing is counted: one row more than the page holds says whether there is a next one.
    """
    start = (number - 1) * PAGE_SIZE
    keys = articles.newest().values("pk")[start : start + PAGE_SIZE + 1]
    lines = newest(Article.objects.filter(pk__in=keys), PAGE_SIZE + 1)
    if not lines and number > 1:
        return None
    return Page(lines[:PAGE_SIZE], number, len(lines) > PAGE_SIZE, address)


def newest(articles, size: int) -> list[Line]:
    return _lines(articles.newest()[:size])


def published_article(pk: int, at: dt.datetime) -> Article | None:
    """The article with its section and cover, if a reader may see it now."""
    return Article.objects.published(at).for_reading().filter(pk=pk).order_by().first()


def taken_down(pk: int) -> Article | None:
    """An article that was approved once and withdrawn since."""
    return Article.objects.filter(pk=pk, status=Status.WITHDRAWN).exclude(withdrawn_as="").first()


def merged_into(article: Article, at: dt.datetime) -> Article | None:
    """The article in which it is read now, however often it was merged since; None where there is none."""
    passed = set()
    while article is not None and article.merged_into_id and article.pk not in passed:
        passed.add(article.pk)
        if found := published_article(article.merged_into_id, at):
            return found
        article = taken_down(article.merged_into_id)
    return None


def taken_down_on(article: Article) -> dt.date:
    """The day of its last withdrawal, in Việt Nam."""
    return vietnamese.local(article.events.filter(step="withdraw").latest("at", "pk").at).date()


@dataclass(frozen=True)
class Surroundings:
    """The articles just before and after in time, and the newest older ones of the same section."""

    older: Line | None
    newer: Line | None
    related: list[Line]


def surroundings(article: Article, at: dt.datetime) -> Surroundings:
    # The nearer bound first: SQLite walks the index from the first one it is given.
    older = Article.objects.filter(publish_at__lte=article.publish_at).published(at)
    newer = Article.objects.filter(publish_at__gte=article.publish_at).published(at)
    before = older.exclude(publish_at=article.publish_at, pk__gte=article.pk).newest()
    after = newer.exclude(publish_at=article.publish_at, pk__lte=article.pk)
    # Three short queries: as one, of three lists, they cost twice as much to put together.
    related = _lines(before.filter(section=article.section_id)[:RELATED])
    return Surroundings(_first(before), _first(after.order_by("publish_at", "pk")), related)


@dataclass(frozen=True)
class Told:
    """What readers are told of a correction; `passages`: (before, after) of each place whose words a rectification
    changed."""

    day: dt.date
    kind: str
    note: str
    passages: list[tuple[str, str]]

    @property
    def heading(self) -> str:
        return "Thông tin cải chính" if self.kind == Correction.Kind.RECTIFICATION else "Cập nhật"


def corrections(article: Article) -> list[Told]:
    """In the order in which they were made."""
    rows = article.corrections.told_to_readers().values_list("decided_at", "kind", "public_note", "passages")
    return [
        Told(vietnamese.local(at).date(), kind, note, [(one["before"], one["after"]) for one in passages])
        for at, kind, note, passages in rows
    ]


def _first(articles) -> Line | None:
    return next(iter(_lines(articles[:1])), None)


def _lines(articles) -> list[Line]:
    return [Line(*row) for row in articles.values_list(*LINE_FIELDS)]


def neighbours(of: Period, at: dt.datetime) -> tuple[Period | None, Period | None]:
    """The nearest periods of the same length, before and after, that have articles."""
    earlier = Article.objects.filter(publish_at__lt=of.begins).published(at)
    later = Article.objects.filter(publish_at__gte=of.ends).published(at)
    nearest = _first(earlier.newest()), _first(later.order_by("publish_at", "pk"))
    previous, following = (
        line and period_around(of.kind, vietnamese.local(line.publish_at).date()) for line in nearest
    )
    return previous, following


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


def links(article: Article, at: dt.datetime, known: Versions) -> Links:
    """One query says what there is; figures are read only where there are targets."""
    found = {}
    for name, key in _linked(article):
        found.setdefault(name, []).append(key)
    return about(found, at, known)


def about(keys: dict[str, list[int]], at: dt.datetime, known: Versions) -> Links:
    """The same of what is only chosen, or was once: keys for each name of links.LINKS."""
    parts = [
        *_parts("Khâu đột phá", Breakthrough, keys.get("breakthroughs")),
        *_parts("Nhóm nhiệm vụ, giải pháp", TaskGroup, keys.get("task_groups")),
    ]
    return Links(_cards(sorted(keys.get("targets", ())), at, known), parts)


def _linked(article):
    first, *others = (
        through.objects.filter(article=article).values_list(Value(name), column)
        for name, column, through in (
            ("targets", "target_id", Article.targets.through),
            ("breakthroughs", "breakthrough_id", Article.breakthroughs.through),
            ("task_groups", "taskgroup_id", Article.task_groups.through),
        )
    )
    return first.union(*others, all=True)


def _parts(label, model, keys):
    if not keys:
        return
    for part in model.objects.filter(pk__in=keys).select_related("congress"):
        yield Part(f"{label} thứ {part.number}, {part.congress}", part.shown_name, part.get_absolute_url())


def _cards(keys, at, known):
    """Kept until a figure changes: a card needs many rows. What is due depends on the year."""
    if not keys:
        return []
    name = f"target-cards:{vietnamese.local(at).year}:{'-'.join(map(str, keys))}"
    return known.keep(name, ["tracker"], lambda: dashboard.target_cards(Target.objects.filter(pk__in=keys), at))


def ends(at: dt.datetime, known: Versions, within: dt.timedelta, most: int) -> list[tuple[dt.datetime, str]]:
    """(moment, mark of its links) of articles that go by the clock; read once an hour, so `within` is less by that."""

    def make():
        return Kept(Article.objects.ends(at, at + within, most), at + dt.timedelta(hours=1))

    found = known.keep_until("article-ends", ["articles"], at, make).value
    return [(moment, mark) for moment, key in found if moment > at for mark in link_marks(key)]


def unchanged_until(at: dt.datetime, known: Versions) -> dt.datetime | None:
    """The next moment at which an article appears or goes by the clock."""
    find = Article.objects.unchanged_until
    return known.keep_until("articles-until", ["articles"], at, lambda: Kept(until := find(at), until)).value
