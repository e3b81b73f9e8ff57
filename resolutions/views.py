"""Congresses, targets and documents, for readers. What a reader may not see answers 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_safe

from resolutions import dashboard, papers, progress
from resolutions.models import Document

ROOT = ("Nghị quyết Đại hội", reverse_lazy("resolutions:index"))
PAPERS = ("Văn bản", reverse_lazy("resolutions:documents"))


@require_safe
def index(request):
    facts = {"congresses": dashboard.index_page(timezone.now()), "trail": [(ROOT[0], None)]}
    return render(request, "resolutions/index.html", facts)


@require_safe
def congress(request, code):
    page = _found(dashboard.congress_page(code, timezone.now()))
    trail = [ROOT, (f"Đại hội {page.congress.numeral}", None)]
    return render(request, "resolutions/congress.html", {"page": page, "trail": trail})


@require_safe
def target(request, congress_code, code):
    page = _found(dashboard.target_page(congress_code, code, timezone.now()))
    congress = page.target.congress
    trail = [ROOT, (f"Đại hội {congress.numeral}", congress.get_absolute_url()), ("Chỉ tiêu", None)]
    return render(request, "resolutions/target.html", {"page": page, "trail": trail, "here": ROOT[1]})


@require_safe
def documents(request):
    page = _found(papers.listing(request.GET))
    return render(request, "resolutions/documents.html", {"page": page, "trail": [(PAPERS[0], None)]})


@require_safe
def document(request, pk):
    rows = Document.objects.public().select_related("file", "congress", "implements")
    facts = {"document": get_object_or_404(rows, pk=pk)}
    facts["trail"] = [PAPERS, (facts["document"].full_name, None)]
    return render(request, "resolutions/document.html", facts)


@require_safe
def method(request):
    facts = {
        "verdicts": progress.SHOWN_ORDER,
        "final": progress.FINAL,
        "on_track_from": progress.ON_TRACK_FROM,
        "slow_from": progress.SLOW_FROM,
        "tolerance": progress.WHOLE_TOLERANCE,
        "trail": [ROOT, ("Cách tính và đánh giá", None)],
    }
    return render(request, "resolutions/method.html", facts)


def _found(page):
    if page is None:
        raise Http404
    return page
