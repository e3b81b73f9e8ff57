"""Congresses, targets and documents, for readers. What a reader may not see answers 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from resolutions import dashboard, papers, progress
from resolutions.models import Document


@require_safe
def index(request):
    return render(request, "resolutions/index.html", {"congresses": dashboard.index_page(timezone.now())})


@require_safe
def congress(request, code):
    return _page(request, "resolutions/congress.html", dashboard.congress_page(code, timezone.now()))


@require_safe
def target(request, congress_code, code):
    return _page(request, "resolutions/target.html", dashboard.target_page(congress_code, code, timezone.now()))


@require_safe
def documents(request):
    return _page(request, "resolutions/documents.html", papers.listing(request.GET))


@require_safe
def document(request, pk):
    rows = Document.objects.public().select_related("file", "congress", "implements")
    return render(request, "resolutions/document.html", {"document": get_object_or_404(rows, pk=pk)})


@require_safe
def method(request):
    facts = {
        "verdicts": progress.SHOWN_ORDER,
        "final": progress.FINAL,
        "on_track_from": progress.ON_TRACK_FROM,
        "slow_from": progress.SLOW_FROM,
        "tolerance": progress.WHOLE_TOLERANCE,
    }
    return render(request, "resolutions/method.html", facts)


def _page(request, template, page):
    if page is None:
        raise Http404
    return render(request, template, {"page": page})
