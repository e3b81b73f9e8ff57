"""GET /api/v1/tim-kiem/: the search page for programs. The same filters, the same rules, the same answers."""

from django.urls import reverse
from django.utils import timezone

from search.page.filters import SearchFilter
from search.query.request import NAMES, SearchRequest
from search.retrieval import facets, results
from search.retrieval.results import LAST_PAGE, Hit, Results
from search.storage import keys, kinds
from web import answers, versions
from web.addresses import absolute


@answers.interface
def search(request):
    asking = SearchFilter(request.GET, request=request)
    if errors := answers.strange(request.GET, list(NAMES.values())) | _errors(asking):
        return answers.refuse(errors)
    return answers.answer(request, _facts(request, results.find(asking.asked, timezone.now())))


def _errors(asking: SearchFilter) -> dict[str, list[str]]:
    if not asking.is_valid():
        return {NAMES.get(name, ""): list(sentences) for name, sentences in asking.form.errors.items()}
    if (asking.asked.page or 1) > LAST_PAGE:
        return {NAMES["page"]: [f"Chỉ có {LAST_PAGE} trang theo mức phù hợp; để đi xa hơn, hãy xếp theo ngày."]}
    return {}


def _facts(request, found: Results) -> dict:
    names = kinds.section_names(versions.of(request))
    page = results.page(found, names)
    return {
        "sentence": results.sentence(found, names),
        "notes": found.said,
        "total": min(found.total, facets.LIMIT - 1),
        "total_is_at_least": found.total >= facets.LIMIT,
        "order": found.asked.ordered_by,
        "items": [_item(hit) for hit in page.hits],
        "newer": _url(page.newer),
        "older": _url(page.older),
    }


def _item(hit: Hit) -> dict:
    entry = hit.entry
    return {
        "kind": entry.kind,
        "kind_name": hit.kind,
        "title": entry.title,
        "summary": entry.summary,
        "section": {"code": entry.section, "name": hit.section} if entry.section else None,
        "url": absolute(entry.url),
        "date": hit.day.isoformat(),
        "time": keys.time_of(entry.id).isoformat(),
        "date_text": hit.date,
    }


def _url(asked: SearchRequest | None) -> str | None:
    """The address of a neighbouring page of this answer."""
    return asked and absolute(f"{reverse('api_search')}?{asked.parameters}")
