"""What stands on the home page. Reads only; `at` is the moment of the visit.

Choosing which articles stand where is kept for a breath (HOME_SECONDS) in each process; whether a reader may see them is
asked at every visit, so a withdrawn article is gone at once and nothing can leak.
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

TOP = 5
"""One lead and four beside it."""
PER_SECTION = 4
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

    @property
    def is_empty(self) -> bool:
        return self.lead is None


def gather(at: dt.datetime) -> Home:
    chosen = _chosen(at)
    lines = _visible(chosen, at)
    top = [lines[key] for key in chosen.top if key in lines]
    lead = top[0] if top else None
    cover = Picture.objects.filter(pk=lead.cover_id).first() if lead and lead.cover_id else None
    return Home(lead, cover, top[1:], _section_lists(chosen, lines))


class Chosen(NamedTuple):
    """Keys of articles in their order; public when they were chosen, asked again when they are shown."""

    top: list[int]
    by_section: dict[int, list[int]]


_kept = {"until": 0.0, "chosen": None}


def _chosen(at):
    if time.monotonic() >= _kept["until"]:
        _kept["chosen"] = _choose(at)
        _kept["until"] = time.monotonic() + settings.HOME_SECONDS
    return _kept["chosen"]


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
