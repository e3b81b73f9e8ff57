"""What search engines may visit: an index, one file of pages, and articles in files of 20.000, streamed oldest first.

Oldest first, so that a new article never moves the others to another file.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from html import escape

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone

import vietnamese
from articles.models import Article
from config import context
from resolutions.models import Congress, Document, Target
from web import versions
from web.addresses import absolute
from web.methods import read_only
from words import reading

PER_FILE = 20_000
MOST_FILES = 50_000
"""More than the protocol allows in one index; a larger number would only overflow the database."""
XML = "application/xml; charset=utf-8"
OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

Place = tuple[str, dt.date | None]
"""An address without the host, and the day of its last change where it is known."""


@read_only
def index(request):
    count = Article.objects.published(timezone.now()).count()
    names = ["trang", *(f"bai-viet-{number}" for number in range(1, -(-count // PER_FILE) + 1))]
    rows = "".join(f"<sitemap><loc>{escape(absolute(_file(name)))}</loc></sitemap>\n" for name in names)
    return HttpResponse(f"{OPENING}<sitemapindex {NAMESPACE}>\n{rows}</sitemapindex>\n", content_type=XML)


@read_only
def pages(request):
    known = versions.of(request)
    return _streamed(page_places(context.menu(known), reading.of(known).pages))


@read_only
def articles(request, number):
    if not 1 <= number <= MOST_FILES:
        raise Http404
    at, start = timezone.now(), (number - 1) * PER_FILE
    keys = Article.objects.published(at).order_by("publish_at", "pk").values("pk")[start : start + PER_FILE]
    if number > 1 and not keys.exists():
        raise Http404
    return _streamed(article_places(keys))


def page_places(menu: list[dict], standing: list[reading.PageLine]) -> Iterator[Place]:
    yield reverse("home"), None
    yield reverse("site_plan"), None
    yield from ((page.url, page.updated_on) for page in standing)
    yield from ((entry["url"], None) for entry in menu)
    yield from ((reverse(name), None) for name in ("resolutions:index", "resolutions:method", "resolutions:documents"))
    yield from ((congress.get_absolute_url(), None) for congress in Congress.objects.all())
    targets = Target.objects.select_related("congress").only("code", "congress__code").order_by("pk")
    yield from ((target.get_absolute_url(), None) for target in targets.iterator(chunk_size=500))
    documents = Document.objects.filter(scope=Document.Scope.PUBLIC).order_by("pk").values_list("pk", flat=True)
    yield from ((reverse("resolutions:document", args=[key]), None) for key in documents.iterator(chunk_size=500))


def article_places(keys) -> Iterator[Place]:
    rows = Article.objects.filter(pk__in=keys).order_by("publish_at", "pk").only("slug", "edited_at")
    for article in rows.iterator(chunk_size=2000):
        yield article.get_absolute_url(), vietnamese.local(article.edited_at).date()


def _streamed(places: Iterable[Place]):
    return StreamingHttpResponse(_lines(places), content_type=XML)


def _lines(places):
    yield f"{OPENING}<urlset {NAMESPACE}>\n"
    for address, day in places:
        changed = f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
        yield f"<url><loc>{escape(absolute(address))}</loc>{changed}</url>\n"
    yield "</urlset>\n"


def _file(name):
    return f"/sitemap-{name}.xml"
