"""The search page, and what is suggested while one types."""

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from search.page import presenter
from search.page.filters import SearchFilter
from search.query.request import NAMES
from search.retrieval import results, suggestions
from web import versions
from web.methods import read_only


@read_only
def search(request):
    asking, at = SearchFilter(request.GET, request=request), timezone.now()
    if not asking.is_valid():
        return render(request, "search/results.html", {"form": asking.form, "shown": None})
    if not _is_canonical(request, asking.asked):
        return HttpResponseRedirect(f"{reverse('search:search')}?{asking.asked.parameters}".rstrip("?"))
    shown = presenter.present(results.find(asking.asked, at), at, versions.of(request))
    return render(request, "search/results.html", {"form": asking.form, "shown": shown})


@read_only
def suggest(request):
    """Titles that the typed words begin, newest first."""
    return JsonResponse({"items": suggestions.titles(request.GET.get("q", ""), timezone.now())})


def _is_canonical(request, asked) -> bool:
    """Whether the address is the one to share: days in ISO, nothing empty, nothing given twice."""
    typed = [(name, value) for name, value in request.GET.items() if name in NAMES.values()]
    single = all(len(request.GET.getlist(name)) == 1 for name, _ in typed)
    wanted = {name: str(value) for name, value in asked.given}
    return single and all(value and (name not in {"tu", "den"} or wanted.get(name) == value) for name, value in typed)
