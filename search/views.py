"""The search page, its feed, and what is suggested while one types."""

from django.http import HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from search import fields, places, presenting, results, suggestions
from search.asked import NAMES
from search.drawing import whole
from search.filters import SearchFilter


@require_safe
def search(request):
    asking = SearchFilter(request.GET)
    at = timezone.now()
    if not asking.is_valid():
        return whole(request, "search/results.html", presenting.Whole(fields.drawn(asking.form)))
    if not _is_canonical(request, asking.asked):
        return HttpResponseRedirect(f"{places.results()}?{asking.asked.parameters}".rstrip("?"))
    found = results.find(asking.asked, at)
    shown = presenting.whole(fields.drawn(asking.form), presenting.present(found, at))
    return whole(request, "search/results.html", shown)


@require_safe
def suggest(request):
    """Titles that the typed words begin, newest first."""
    return JsonResponse({"items": suggestions.titles(request.GET.get("q", ""), timezone.now())})


def _is_canonical(request, asked) -> bool:
    """Whether the address is the one to share: days in ISO, nothing empty, nothing given twice."""
    typed = [(name, value) for name, value in request.GET.items() if name in NAMES.values()]
    single = all(len(request.GET.getlist(name)) == 1 for name, _ in typed)
    wanted = {name: str(value) for name, value in asked.given}
    return single and all(value and (name not in {"tu", "den"} or wanted.get(name) == value) for name, value in typed)
