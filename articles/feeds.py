"""RSS of the whole site and of each section, with conditional requests answered by 304."""

import copy
import hashlib

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.html import escape

import vietnamese
from articles import reading, richtext, sections, views
from articles.models import Article, Section
from web import speaker, versions
from web.addresses import absolute


class SiteFeed(Feed):
    language = "vi"
    size = 30

    def __call__(self, request, *args, **kwargs):
        response = super().__call__(request, *args, **kwargs)
        etag = f'"{hashlib.sha256(_without_build_date(response.content)).hexdigest()[:32]}"'
        response.headers["ETag"] = etag
        # The hour of the newest article says nothing of what was corrected or taken down since.
        del response.headers["Last-Modified"]
        return get_conditional_response(request, etag=etag, response=response)

    def get_feed(self, obj, request):
        """One feed object answers everybody, so what belongs to this answer is told to a copy."""
        own = copy.copy(self)
        own.speaker = speaker.of(versions.of(request))
        return super(SiteFeed, own).get_feed(obj, request)

    def title(self, section):
        return self.speaker.name

    def link(self, section):
        return absolute("/")

    def description(self, section):
        return f"Bài viết mới của {self.speaker.owner}"

    def feed_url(self, section):
        return absolute(reverse("articles:feed"))

    def items(self, section):
        articles = Article.objects.published(timezone.now())
        if section is not None:
            articles = articles.filter(section=section)
        return reading.newest(articles, self.size)

    def item_title(self, line):
        return escape(richtext.plain(line.title))

    def item_description(self, line):
        return escape(richtext.plain(line.lead))

    def item_link(self, line):
        return absolute(line.url)

    def item_pubdate(self, line):
        return vietnamese.local(line.publish_at)

    def item_categories(self, line):
        return [line.section_name]

    # Stays the same when the title, and with it the address, changes.
    item_guid_is_permalink = False

    def item_guid(self, line):
        return f"bai-viet-{line.pk}"


class SectionFeed(SiteFeed):
    def __call__(self, request, slug):
        section = sections.standing_at(slug)
        if section is not None and section.slug != slug:
            return views.moved(request, reverse("articles:section_feed", args=[section.slug]))
        return super().__call__(request, slug=slug)

    def get_object(self, request, slug):
        return get_object_or_404(Section, slug=slug)

    def title(self, section):
        return f"{section.name} - {self.speaker.name}"

    def link(self, section):
        return absolute(section.get_absolute_url())

    def description(self, section):
        return section.description or f"Bài viết mới trong chuyên mục {section.name}"

    def feed_url(self, section):
        return absolute(reverse("articles:section_feed", args=[section.slug]))


def _without_build_date(content):
    """An empty feed is dated with the moment of asking; all else changes only with what it tells."""
    head, _, rest = content.partition(b"<lastBuildDate>")
    return head + rest.partition(b"</lastBuildDate>")[2] if rest else content
