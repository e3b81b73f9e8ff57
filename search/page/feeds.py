"""Any search as an RSS feed: a reader follows a question instead of asking it again."""

from django.contrib.syndication.views import Feed
from django.http import HttpResponseBadRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed

from search.page.filters import SearchFilter
from search.query.request import NEWEST
from search.retrieval import results
from search.storage import keys, kinds
from web import versions
from web.addresses import absolute


class SearchFeed(Feed):
    """The newest page of the search with the same query string."""

    feed_type = Rss201rev2Feed
    language = "vi"

    def __call__(self, request, *args, **kwargs):
        asking = SearchFilter(request.GET, request=request)
        if not asking.is_valid():
            sentences = "\n".join(error for errors in asking.form.errors.values() for error in errors)
            return HttpResponseBadRequest(sentences, content_type="text/plain; charset=utf-8")
        response = super().__call__(request, *args, **kwargs)
        # The hour of the newest entry says nothing of what was corrected or taken down since.
        del response.headers["Last-Modified"]
        return response

    def get_object(self, request):
        return results.find(SearchFilter(request.GET, request=request).asked.but(order=NEWEST), timezone.now())

    def title(self, found):
        return f"Tìm kiếm: {results.sentence(found, kinds.section_names(versions.read()))}"

    def description(self, found):
        return " ".join([*found.said, "Những mục mới nhất của kết quả tìm kiếm này."])

    def link(self, found):
        return absolute(f"{reverse('search:search')}?{found.asked.parameters}".rstrip("?"))

    def feed_url(self, found):
        return absolute(reverse("search:feed"))

    def items(self, found):
        return results.page(found, {}).hits

    def item_title(self, hit):
        return hit.entry.title

    def item_description(self, hit):
        return hit.entry.summary

    def item_link(self, hit):
        return absolute(hit.url)

    def item_pubdate(self, hit):
        return keys.time_of(hit.entry.id)
