"""What stands on the home page. Reads only; `at` is the moment of the visit.

Kept for a moment in each process, because it costs more than the page: which articles stand where (HOME_SECONDS) and
the counts of verdicts (MENU_SECONDS). Whether a reader may see an article, a paper or a day's count is asked at every
visit, so what is withdrawn is gone at once.
"""

import datetime as dt
import time
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db.models import Value

import vietnamese
from articles.models import Article
from config import context
from library.models import Picture
from resolutions import dashboard
from resolutions.models import Breakthrough, Congress, Document
from search import calendar

TOP = 5
"""One lead and four beside it."""
PER_SECTION = 4
PAPERS = 4
FIELDS = ("pk", "slug", "title", "lead", "publish_at", "section_id", "section__name", "cover_id")


class Line(NamedTuple):
    """An article on the home page."""

    pk: int
    slug: str
    title: str
    lead: str
    publish_at: dt.datetime
    section_id: int
    section_name: str
    cover_id: int | None

    @property
    def url(self):
        return f"/bai-viet/{self.slug}-{self.pk}/"

    @property
    def day(self):
        return vietnamese.short_date(vietnamese.local(self.publish_at).date())


@dataclass(frozen=True)
class Strip:
    """A resolution in one band: what the term broke through at, and how its targets stand."""

    congress: Congress
    breakthroughs: list[Breakthrough]
    summary: dashboard.Summary
    newer: Congress | None
    """The term that has begun since, while it has no figures of its own."""


class Paper(NamedTuple):
    pk: int
    number: str
    kind: str
    abstract: str
    issued_on: dt.date | None
    issued_year: int


class SectionList(NamedTuple):
    name: str
    url: str
    lines: list[Line]


@dataclass(frozen=True)
class Home:
    lead: Line | None
    cover: Picture | None
    beside: list[Line]
    sections: list[SectionList]
    strip: Strip | None
    papers: list[Paper]
    month: calendar.Calendar

    @property
    def is_empty(self) -> bool:
        return self.lead is None


def gather(at: dt.datetime) -> Home:
    chosen = _chosen(at)
    lines = _visible(chosen, at)
    top = [lines[key] for key in chosen.top if key in lines]
    lead = top[0] if top else None
    cover = Picture.objects.filter(pk=lead.cover_id).first() if lead and lead.cover_id else None
    today = vietnamese.local(at).date()
    return Home(
        lead=lead,
        cover=cover,
        beside=top[1:],
        sections=_section_lists(chosen, lines),
        strip=_strip(at),
        papers=_papers(),
        month=calendar.build(today.year, today.month, at),
    )


class Chosen(NamedTuple):
    """Keys of articles in their order; public when they were chosen, asked again when they are shown."""

    top: list[int]
    by_section: dict[int, list[int]]


_kept = {}


def _keep(name, seconds, make):
    """The value made at most `seconds` ago in this process."""
    until, value = _kept.get(name, (0.0, None))
    if time.monotonic() >= until:
        value = make()
        _kept[name] = time.monotonic() + seconds, value
    return value


def _chosen(at) -> Chosen:
    return _keep("chosen", settings.HOME_SECONDS, lambda: _choose(at))


def _strip(at) -> Strip | None:
    return _keep("strip", settings.MENU_SECONDS, lambda: _newest_with_figures(at))


def _newest_with_figures(at) -> Strip | None:
    """The newest term of which figures are known; the newest of all while none are."""
    terms = dashboard.index_page(at)
    if not terms:
        return None
    congress, summary = next((term for term in terms if term[1].with_data), terms[0])
    newest = terms[0][0]
    return Strip(congress, list(congress.breakthroughs.all()), summary, newest if newest != congress else None)


def _papers() -> list[Paper]:
    return [Paper(*row) for row in Document.objects.public().values_list(*Paper._fields)[:PAPERS]]


def _choose(at) -> Chosen:
    published = Article.objects.published(at).newest()
    featured = list(published.filter(is_featured=True).values_list("pk", flat=True)[:TOP])
    newest = [key for key in published.values_list("pk", flat=True)[: 2 * TOP] if key not in featured]
    top = (featured + newest)[:TOP]
    return Chosen(top, _newest_by_section(published.exclude(pk__in=top)))


def _newest_by_section(articles) -> dict[int, list[int]]:
    """One query for all sections: each part walks the index of its section and stops after a few rows."""
    parts = [
        Article.objects.filter(pk__in=articles.filter(section=entry["id"]).values("pk")[:PER_SECTION])
        .annotate(place=Value(entry["id"]))
        .order_by()
        .values_list("place", "pk")
        for entry in context.sections()
    ]
    found = {}
    for section, key in parts[0].union(*parts[1:], all=True) if parts else ():
        found.setdefault(section, []).append(key)
    return found


def _visible(chosen, at) -> dict[int, Line]:
    keys = [*chosen.top, *(key for keys in chosen.by_section.values() for key in keys)]
    rows = Article.objects.published(at).filter(pk__in=keys).values_list(*FIELDS) if keys else ()
    return {row[0]: Line(*row) for row in rows}


def _section_lists(chosen, lines) -> list[SectionList]:
    """Sections in the editors' order; one without articles is not shown."""
    lists = []
    for entry in context.sections():
        found = [lines[key] for key in chosen.by_section.get(entry["id"], ()) if key in lines]
        if found:
            found.sort(key=lambda line: (line.publish_at, line.pk), reverse=True)
            lists.append(SectionList(entry["name"], entry["url"], found))
    return lists
