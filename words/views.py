"""The standing pages, as readers open them."""

from django.http import Http404
from django.shortcuts import render

from web import versions
from web.methods import read_only
from words import reading


@read_only
def page(request, slug):
    found = reading.page(versions.of(request), slug)
    if found is None:
        raise Http404
    return render(request, "words/page.html", reading.page_context(found))
