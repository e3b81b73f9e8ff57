"""The public pages of articles. What a reader may not see does not exist here: 404."""

import re
from functools import partial

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

import vietnamese
from articles import archive, metadata, reading, richtext, sections
from articles.models import Section
from articles.taking_down import Reason
from web import speaker, versions
from web.addresses import absolute
from web.methods import read_only


@read_only
def detail(request, slug, id):
    at = timezone.now()
    article = reading.published_article(int(id), at)
    if article is None:
        response = _gone(request, int(id), at)
        # Browsers keep 301 and 410 for ever unless they are told to ask again, and an article may come back.
        response["Cache-Control"] = "no-cache"
        return response
    if slug != article.slug:
        return moved(request, article.get_absolute_url())
    return render(request, "articles/detail.html", detail_context(request, article, at))


def _gone(request, pk, at):
    """What the address of an article says that readers once read and that was taken down."""
    article = reading.taken_down(pk)
    if article is None:
        raise Http404
    if article.withdrawn_as == Reason.MERGED:
        other = reading.merged_into(article, at)
        return moved(request, other.get_absolute_url()) if other else _taken_down(request, article, 410)
    return _taken_down(request, article, 404 if article.withdrawn_as == Reason.CORRECTING else 410)


def _taken_down(request, article, status):
    """Without a word of the article, not even its title: it may be the title that was wrong."""
    day = reading.taken_down_on(article)
    return render(request, "articles/taken_down.html", {"article": article, "day": day}, status=status)


def detail_context(request, article, at, about=None):
    """Shared with the previews in the admin, so that all look the same.

    `about`: what it is about, where the text at hand is not the article's own; then nothing of it is kept for readers.
    """
    url = absolute(article.get_absolute_url())
    around, links, corrections = _beside(request, article, at) if about is None else (None, about, [])
    cover = article.cover
    cover_url = absolute(cover.src) if cover else None
    return {
        "article": article,
        "body": richtext.safe(article.body),
        "around": around,
        "links": links,
        "corrections": corrections,
        "is_preview": False,
        "preview_told": "",
        "comments_url": "",
        "canonical": url,
        "share_url": absolute(cover.share_url or cover.src) if cover else None,
        "json_ld": metadata.news_article(
            article, url=url, cover_url=cover_url, publisher=speaker.of(versions.of(request)).owner
        ),
    }


def _beside(request, article, at):
    """What stands around an article and what it is about. To put these queries together costs more than the page."""
    known = versions.of(request)
    if not article.is_published(at):  # a preview, of which nothing is kept
        return None, reading.links(article, at, known), []

    def make():
        around, links = reading.surroundings(article, at), reading.links(article, at, known)
        beside = around, links, reading.corrections(article)
        return versions.Kept(beside, reading.unchanged_until(at, known))

    # What is due of a target depends on the year.
    name = f"beside:{article.pk}:{vietnamese.local(at).year}"
    return known.keep_until(name, ["articles", "sections", "tracker"], at, make).value


@read_only
def section(request, slug):
    at, number = timezone.now(), _page_number(request)
    known = versions.of(request)
    make = partial(_section_page, slug, number, at, known)
    try:
        found, page = known.keep_until(f"section:{slug}:{number}", ["articles", "sections"], at, make).value
    except Http404:
        return moved(request, _address_today(slug))
    return _list(request, "articles/section.html", page, section=found)


def _address_today(slug):
    section = sections.standing_at(slug)
    if section is None or section.slug == slug:
        raise Http404
    return section.get_absolute_url()


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
    trail = [*((parent.name, parent.url) for parent in period.parents), (period.name, None)]
    facts = {"period": period, "trail": trail, "previous": previous, "next": following}
    return _list(request, "articles/archive.html", reading.period_page(period, number, at), **facts)


def _list(request, template, page, **facts):
    if page is None:
        raise Http404
    return render(request, template, {"page": page, "canonical": absolute(page.url), **facts})


def _page_number(request):
    """`?trang=N` from 1 to 99.999; anything else is a page that does not exist."""
    value = request.GET.get("trang", "1")
    if not re.fullmatch("[1-9][0-9]{0,4}", value, re.ASCII):
        raise Http404
    return int(value)


def moved(request, address):
    """For ever; what was asked goes along. Yet browsers ask again: a title may change, and change back."""
    query = request.META.get("QUERY_STRING", "")
    headers = {"Cache-Control": "no-cache"}
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address, headers=headers)
