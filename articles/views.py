"""The public pages of articles. What a reader may not see does not exist here: 404."""

import re
from functools import partial

from django.conf import settings
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles import archive, metadata, reading, richtext
from articles.models import Section
from web import versions
from web.methods import read_only


@read_only
def detail(request, slug, id):
    at = timezone.now()
    article = reading.published_article(int(id), at)
    if article is None:
        raise Http404
    if slug != article.slug:
        return _moved(request, article.get_absolute_url())
    return render(request, "articles/detail.html", detail_context(request, article, at))


def detail_context(request, article, at):
    """Shared with the preview in the admin, so that both look the same."""
    url = request.build_absolute_uri(article.get_absolute_url())
    around, links = _beside(request, article, at)
    cover = article.cover
    cover_url = request.build_absolute_uri(cover.src) if cover else None
    return {
        "article": article,
        "body": richtext.safe(article.body),
        "around": around,
        "links": links,
        "is_preview": False,
        "canonical": url,
        "share_url": request.build_absolute_uri(cover.share_url or cover.src) if cover else None,
        "json_ld": metadata.news_article(article, url=url, cover_url=cover_url, publisher=settings.SITE_OWNER),
    }


def _beside(request, article, at):
    """What stands around an article and what it is about. To put these queries together costs more than the page."""
    known = versions.of(request)
    if not article.is_published(at):  # a preview, of which nothing is kept
        return None, reading.links(article, at, known)

    def make():
        beside = reading.surroundings(article, at), reading.links(article, at, known)
        return versions.Kept(beside, reading.unchanged_until(at, known))

    return known.keep_until(f"beside:{article.pk}:{at.year}", ["articles", "sections", "tracker"], at, make).value


@read_only
def section(request, slug):
    at, number = timezone.now(), _page_number(request)
    known = versions.of(request)
    make = partial(_section_page, slug, number, at, known)
    found, page = known.keep_until(f"section:{slug}:{number}", ["articles", "sections"], at, make).value
    return _list(request, "articles/section.html", page, section=found)


def _section_page(slug, number, at, known):
    """What is not there is not kept: strangers ask for much of it."""
    found = get_object_or_404(Section, slug=slug)
    page = reading.section_page(found, number, at)
    if page is None:
        raise Http404
    return versions.Kept((found, page), reading.unchanged_until(at, known))


@read_only
def year(request, year):
    return _archive(request, year)


@read_only
def month(request, year, month):
    return _archive(request, year, month)


@read_only
def day(request, year, month, day):
    return _archive(request, year, month, day)


def _archive(request, *numbers):
    at, number = timezone.now(), _page_number(request)
    try:
        period = archive.period(*numbers)
    except ValueError as error:
        raise Http404 from error
    previous, following = reading.neighbours(period, at)
    facts = {"period": period, "previous": previous, "next": following}
    return _list(request, "articles/archive.html", reading.period_page(period, number, at), **facts)


def _list(request, template, page, **facts):
    if page is None:
        raise Http404
    return render(request, template, {"page": page, "canonical": request.build_absolute_uri(page.url), **facts})


def _page_number(request):
    """`?trang=N` from 1 to 99.999; anything else is a page that does not exist."""
    value = request.GET.get("trang", "1")
    if not re.fullmatch("[1-9][0-9]{0,4}", value, re.ASCII):
        raise Http404
    return int(value)


def _moved(request, address):
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
