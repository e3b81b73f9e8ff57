"""What stands on the home page. Reads only; `at` is the moment of the visit.

Kept for a moment in each process, because making it costs more than the page: which articles stand where and how many
things each day of the month has (HOME_SECONDS), and the band on the resolution (MENU_SECONDS). Whether a reader may see
an article or a paper is asked at every visit, so no title outlives its withdrawal.
"""

import datetime as dt
import time
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef, Value
from django.template.loader import render_to_string

import vietnamese
from articles.models import Article
from articles.prepared import Prepared
from config import context
from library.models import Picture
from resolutions import dashboard
from resolutions.models import Document
from search import calendar

TOP = 5
"""One lead and four beside it."""
RECENT = 200
"""An article stays featured until so many newer ones have come; without a bound a rare mark would cost a full scan."""
PER_SECTION = 4
PAPERS = 4


class Line(NamedTuple):
    """An article on the home page."""

    pk: int
    slug: str
    title: str
    lead: str
    publish_at: dt.datetime
    section__name: str
    cover_id: int | None

    @property
    def section_name(self):
        return self.section__name

    @property
    def url(self):
        return f"/bai-viet/{self.slug}-{self.pk}/"

    @property
    def day(self):
        return vietnamese.short_date(vietnamese.local(self.publish_at).date())

    @property
    def weekday(self):
        return vietnamese.date_with_weekday(vietnamese.local(self.publish_at).date())


class Paper(NamedTuple):
    pk: int
    number: str
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
    papers: list[Paper]
    resolution: str
    """The band on the newest resolution of which figures are known, rendered; "" without one."""
    month: str
    """The calendar of this month, rendered."""


_PAPERS = Prepared(lambda: Document.objects.public().values_list(*Paper._fields)[:PAPERS])


def gather(at: dt.datetime) -> Home:
    menu = context.menu().sections
    chosen = _keep("chosen", settings.HOME_SECONDS, lambda: _choose(menu, at))
    lines = _visible(chosen, at)
    lead, *beside = [lines[key] for key in chosen.top if key in lines] or [None]
    return Home(
        lead=lead,
        cover=chosen.covers.get(lead.cover_id) if lead else None,
        beside=beside,
        sections=_section_lists(menu, chosen, lines),
        papers=[Paper(*row) for row in _PAPERS.rows()],
        resolution=_keep("resolution", settings.MENU_SECONDS, lambda: _resolution(at)),
        month=_keep("month", settings.HOME_SECONDS, lambda: _month(at)),
    )


class Chosen(NamedTuple):
    """Keys of articles in their order; public when they were chosen, asked again when they are shown."""

    top: list[int]
    covers: dict[int, Picture]
    by_section: dict[int, list[int]]


_kept = {}


def forget():
    """Choose anew at the next visit."""
    _kept.clear()


def _keep(name, seconds, make):
    """The value made at most `seconds` ago in this process."""
    until, value = _kept.get(name, (0.0, None))
    if time.monotonic() >= until:
        value = make()
        _kept[name] = time.monotonic() + seconds, value
    return value


def _choose(menu, at) -> Chosen:
    published = Article.objects.published(at).newest()
    recent = list(published.values_list("pk", "is_featured", "cover_id")[:RECENT])
    top = sorted(recent, key=lambda row: not row[1])[:TOP]
    keys = [key for key, _, _ in top]
    covers = Picture.objects.in_bulk([cover for _, _, cover in top if cover])
    return Chosen(keys, covers, _newest_by_section(menu, published.exclude(pk__in=keys)))


def _newest_by_section(menu, articles) -> dict[int, list[int]]:
    """One query for all sections: each part walks the index of its section and stops after a few rows."""
    parts = [
        Article.objects.filter(pk__in=articles.filter(section=entry["id"]).values("pk")[:PER_SECTION])
        .annotate(place=Value(entry["id"]))
        .order_by()
        .values_list("place", "pk")
        for entry in menu
    ]
    found = {}
    for section, key in parts[0].union(*parts[1:], all=True) if parts else ():
        found.setdefault(section, []).append(key)
    return found


def _shown(now_at, **places):
    """By key first: left to itself, SQLite walks the whole list of what is published to find these few."""
    published = Article.objects.published(now_at).filter(pk=OuterRef("pk")).order_by()
    return Article.objects.filter(Exists(published), pk__in=list(places.values())).order_by().values_list(*Line._fields)


_PLACES = tuple(f"place_{number}" for number in range(64))
_SHOWN = Prepared(_shown, "now_at", *_PLACES)


def _visible(chosen, at) -> dict[int, Line]:
    keys = [*chosen.top, *(key for keys in chosen.by_section.values() for key in keys)]
    rows = []
    for start in range(0, len(keys), len(_PLACES)):
        rows += _SHOWN.rows(now_at=at, **dict(zip_longest(_PLACES, keys[start : start + len(_PLACES)], fillvalue=0)))
    return {row[0]: Line(*row) for row in rows}


def _section_lists(menu, chosen, lines) -> list[SectionList]:
    """Sections in the editors' order; one without articles is not shown."""
    lists = []
    for entry in menu:
        found = [lines[key] for key in chosen.by_section.get(entry["id"], ()) if key in lines]
        if found:
            found.sort(key=lambda line: (line.publish_at, line.pk), reverse=True)
            lists.append(SectionList(entry["name"], entry["url"], found))
    return lists


def _resolution(at) -> str:
    """The newest term of which figures are known; the newest of all while none are."""
    terms = dashboard.index_page(at)
    if not terms:
        return ""
    congress, summary = next((term for term in terms if term[1].with_data), terms[0])
    newest = terms[0][0]
    facts = {"congress": congress, "breakthroughs": congress.breakthroughs.all(), "summary": summary}
    return render_to_string("site/_resolution.html", {**facts, "newer": newest if newest != congress else None})


def _month(at) -> str:
    today = vietnamese.local(at).date()
    return calendar.build(today.year, today.month, at).drawn
