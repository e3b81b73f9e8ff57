"""Congresses, targets and documents, for readers. What a reader may not see answers 404.

What a page is made from is kept until something of the tracker changes; verdicts depend on the day too (moments.py).
"""

from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from resolutions import dashboard, document_list, exports, facts, former, moments, progress, sources, target_facts
from resolutions import report as reports
from resolutions.method import RULES
from resolutions.models import Congress, Document, Target
from resolutions.plot import amount
from web import versions
from web.methods import read_only

ROOT = ("Nghị quyết Đại hội", reverse_lazy("resolutions:index"))
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": SPREADSHEET,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
DOCUMENTS = ("Văn bản", reverse_lazy("resolutions:documents"))


@read_only
def index(request):
    congresses = _kept(request, "congresses", lambda at: facts.congresses(versions.of(request), at))
    return render(request, "resolutions/index.html", {"congresses": congresses, "trail": [(ROOT[0], None)]})


@read_only
@former.leads_on
def congress(request, code):
    known = versions.of(request)
    found = _kept(request, f"congress:{code}", lambda at: facts.congress(code, known, at))
    trail = [ROOT, (f"Đại hội {found.numeral}", None)]
    return render(request, "resolutions/congress.html", {"congress": found, "trail": trail})


@read_only
@former.leads_on
def field(request, code, group_code):
    number = document_list.page_number(request.GET.get("trang", "1"))
    name = f"field:{code}:{group_code}:{number}"
    found = _kept(request, name, lambda at: facts.field(code, group_code, number, at))
    trail = [ROOT, (f"Đại hội {found.numeral}", found.congress_url), (found.name, None)]
    return render(request, "resolutions/field.html", {"field": found, "trail": trail})


@read_only
@former.leads_on
def target(request, congress_code, code):
    found = _kept(request, f"target:{congress_code}:{code}", lambda at: target_facts.target(congress_code, code, at))
    articles = dashboard.articles_about(found.pk, timezone.now())
    trail = [ROOT, (f"Đại hội {found.congress}", found.congress_url), ("Chỉ tiêu", None)]
    return render(request, "resolutions/target.html", {"target": found, "articles": articles, "trail": trail})


@read_only
@former.leads_on
def report(request, code):
    """The sheet of a report as a page that prints on A4 across."""
    found = _kept(request, f"report:{code}", lambda at: reports.report(code, at))
    trail = [ROOT, (f"Đại hội {code.upper()}", reverse("resolutions:congress", args=[code])), ("Biểu", None)]
    return render(request, "resolutions/report.html", {"report": found, "code": code, "trail": trail})


@read_only
@former.leads_on
def report_file(request, code, form):
    writers = {"xlsx": exports.report_spreadsheet, "docx": exports.report_document}
    write = writers.get(form) or _found(None)
    return _file(request, f"report-file:{form}:{code}", lambda at: _written(reports.report(code, at), write), form)


@read_only
@former.leads_on
def figures_file(request, code, form):
    """Every figure that is shown of a term, as the import reads it."""
    writers = {"csv": exports.as_csv, "xlsx": exports.as_spreadsheet}
    write = writers.get(form) or _found(None)
    congress = get_object_or_404(Congress, code=code)
    return _file(request, f"figures-file:{form}:{code}", lambda _at: write(exports.of_congress(congress)), form)


@read_only
@former.leads_on
def target_file(request, congress_code, code):
    rows = Target.objects.filter(indicator__isnull=False).with_figures()
    target = get_object_or_404(rows, congress__code=congress_code, code=code)
    name = f"target-file:{congress_code}:{code}"
    return _file(request, name, lambda _at: exports.as_csv(exports.figure_rows([target])), "csv")


def _written(found, write):
    return None if found is None else write(found)


def _file(request, name, make, form):
    content = _kept(request, name, make)
    response = HttpResponse(content, content_type=FILE_TYPES[form])
    ending = "-".join(name.split(":")[-2:] if name.startswith("target") else name.split(":")[-1:])
    kind = "bieu" if name.startswith("report") else "so-lieu"
    response["Content-Disposition"] = f'attachment; filename="{kind}-{ending}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@read_only
def documents(request):
    page = _found(document_list.listing(request.GET, versions.of(request)))
    return render(request, "resolutions/documents.html", {"page": page, "trail": [(DOCUMENTS[0], None)]})


@read_only
def document(request, pk):
    rows = Document.objects.public().select_related("file", "congress", "implements")
    found = get_object_or_404(rows, pk=pk)
    trail = [DOCUMENTS, (found.full_name, None)]
    shown = {"document": found, "document_source": sources.of_row(found), "trail": trail}
    return render(request, "resolutions/document.html", shown)


@read_only
def method(request):
    limits = {
        "on_track_from": progress.ON_TRACK_FROM,
        "slow_from": progress.SLOW_FROM,
        "tolerance": progress.WHOLE_TOLERANCE,
        "fewest": progress.FEWEST_COUNTED,
    }
    shown = {name: amount(Decimal(value), 4) for name, value in limits.items()}
    trail = [ROOT, ("Cách tính và đánh giá", None)]
    return render(
        request, "resolutions/method.html", {**shown, "verdicts": progress.SHOWN_ORDER, "rules": RULES, "trail": trail}
    )


def _kept(request, name, make):
    """What is not there is not kept: strangers ask for much of it."""
    at, known = timezone.now(), versions.of(request)
    return known.keep(f"{name}:{moments.held_since(known, at)}", ["tracker"], lambda: _found(make(at)))


def _found(page):
    if page is None:
        raise Http404
    return page
