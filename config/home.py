"""What stands on the home page. Reads only; `at` is the moment of the visit.

Made once for each change of anything public, and again when an article's hour comes or goes (web/versions.py).
"""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Value
from django.utils.text import Truncator

import vietnamese
from articles import reading
from articles.models import Article, article_url
from library.models import Picture
from resolutions import summaries
from resolutions.models import Congress, Document
from search.page import calendar
from web.versions import Kept, Versions
from words import reading as own_words

TOPICS = ("articles", "sections", "tracker", "pictures", own_words.TOPIC)
TOP = 5
"""One lead and four beside it."""
RECENT = 200
"""An article stays featured until so many newer ones have come; without a bound a rare mark would cost a full scan."""
PER_SECTION = 4
DOCUMENTS = 4
ABSTRACT_WORDS = 24


class Line(NamedTuple):
    """An article on the home page."""

    pk: int
    slug: str
    title: str
    lead: str
    publish_at: dt.datetime
    section_name: str

    @property
    def url(self):
        return article_url(self.slug, self.pk)


TOP_FIELDS = ("pk", "is_featured", "cover")
LINE_FIELDS = ("pk", "slug", "title", "lead", "publish_at", "section__name")


class DocumentLine(NamedTuple):
    """An official document on the home page."""

    number: str
    abstract: str
    day: str
    url: str


class SectionList(NamedTuple):
    name: str
    url: str
    lines: list[Line]


class Band(NamedTuple):
    """The newest resolution of which figures are known; `newer`: the term that has begun since, or ""."""

    numeral: str
    url: str
    term: str
    state: str
    breakthroughs: list[str]
    summary: summaries.Summary
    newer: str
    newer_url: str


@dataclass(frozen=True)
class Home:
    lead: Line | None
    cover: Picture | None
    beside: list[Line]
    sections: list[SectionList]
    documents: list[DocumentLine]
    band: Band | None
    month: calendar.Calendar


def gather(menu: list[dict], known: Versions, at: dt.datetime) -> Home:
    return known.keep_until("home", TOPICS, at, lambda: Kept(_made(menu, known, at), _true_until(at, known))).value


def _true_until(at: dt.datetime, known: Versions) -> dt.datetime:
    """The next moment at which an article comes or goes by itself, midnight at the latest."""
    following = vietnamese.local(at).date() + dt.timedelta(days=1)
    return min(filter(None, [vietnamese.day_start(following), reading.unchanged_until(at, known)]))


def _made(menu, known, at) -> Home:
    front = own_words.of(known)
    top, cover = _top(at, front)
    menu = _chosen(menu, front)
    return Home(
        lead=top[0] if top else None,
        cover=cover,
        beside=sorted(top[1:], key=lambda line: (line.publish_at, line.pk), reverse=True),
        sections=_section_lists(menu, at, [line.pk for line in top]),
        documents=[_document_line(document) for document in Document.objects.public()[:DOCUMENTS]],
        band=_band(known, at),
        month=_month(at),
    )


def _top(at, front: own_words.Words) -> tuple[list[Line], Picture | None]:
    """What is pinned today stands first, in its order; then the newest featured article; then the newest."""
    published = Article.objects.published(at)
    pinned = front.pinned(vietnamese.local(at).date())
    shown = {row[0]: row for row in published.filter(pk__in=pinned).values_list(*TOP_FIELDS)} if pinned else {}
    recent = list(published.newest().values_list(*TOP_FIELDS)[:RECENT])
    others = sorted((row for row in recent if row[0] not in shown), key=lambda row: not row[1])
    chosen = [*(shown[pk] for pk in pinned if pk in shown), *others][:TOP]
    lines = {
        row[0]: Line(*row)
        for row in Article.objects.filter(pk__in=[row[0] for row in chosen]).values_list(*LINE_FIELDS)
    }
    cover = Picture.objects.filter(pk=chosen[0][2]).first() if chosen and front.has_picture else None
    return [lines[key] for key, *_ in chosen], cover


def _chosen(menu, front: own_words.Words) -> list[dict]:
    """The sections of the front page; one that has gone since is passed over."""
    if not front.sections:
        return menu
    by_slug = {entry["slug"]: entry for entry in menu}
    return [by_slug[slug] for slug in front.sections if slug in by_slug]


def _section_lists(menu, at, above) -> list[SectionList]:
    """Sections in the editors' order, without what stands above; one without articles is not shown.

    One query for all: each part walks the index of its section and stops after a few rows.
    """
    articles = Article.objects.published(at).newest().exclude(pk__in=above)
    parts = [
        Article.objects.filter(pk__in=articles.filter(section=entry["id"]).values("pk")[:PER_SECTION])
        .annotate(place=Value(entry["id"]))
        .order_by()
        .values_list("place", *LINE_FIELDS)
        for entry in menu
    ]
    found = {}
    for section, *line in parts[0].union(*parts[1:], all=True) if parts else ():
        found.setdefault(section, []).append(Line(*line))
    for lines in found.values():
        lines.sort(key=lambda line: (line.publish_at, line.pk), reverse=True)
    return [SectionList(entry["name"], entry["url"], found[entry["id"]]) for entry in menu if entry["id"] in found]


def _document_line(document: Document) -> DocumentLine:
    day = vietnamese.short_date(document.issued_on) if document.issued_on else f"năm {document.issued_year}"
    abstract = Truncator(document.abstract).words(ABSTRACT_WORDS, truncate=" …")
    return DocumentLine(document.number, abstract, day, document.get_absolute_url())


def _band(known, at) -> Band | None:
    """The newest of all terms while no figures are known."""
    terms = [(congress, summaries.of(congress, known, at)) for congress in Congress.objects.all()]
    if not terms:
        return None
    newest = terms[0][0]
    congress, summary = next((term for term in terms if term[1].with_data), terms[0])
    has_newer = newest != congress
    return Band(
        numeral=congress.numeral,
        url=congress.get_absolute_url(),
        term=_term(congress),
        state=congress.get_state_display(),
        breakthroughs=[part.shown_name for part in congress.breakthroughs.all()],
        summary=summary,
        newer=f"Đại hội {newest.numeral}, nhiệm kỳ {_term(newest)}" if has_newer else "",
        newer_url=newest.get_absolute_url() if has_newer else "",
    )


def _term(congress) -> str:
    return f"{congress.start_year}–{congress.end_year}"


def _month(at) -> calendar.Calendar:
    today = vietnamese.local(at).date()
    return calendar.build(today.year, today.month, at)
