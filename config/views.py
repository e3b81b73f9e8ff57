"""The home page, and what machines ask of this one."""

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from config import context
from config import home as home_page
from web import versions
from web.methods import read_only


@read_only
def home(request):
    known = versions.of(request)
    return render(request, "site/home.html", {"home": home_page.gather(context.menu(known), known, timezone.now())})


@read_only
def healthz(request):
    """The process lives: asks nobody, so that a lost database does not have every process started anew."""
    return HttpResponse("ok", content_type="text/plain")


@read_only
def readyz(request):
    """The site can answer: asks the database for the least there is. Balancers and monitors read the status."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unavailable", status=503, content_type="text/plain")
    return HttpResponse("ready", content_type="text/plain")


@read_only
def robots(request):
    facts = {"sitemap": request.build_absolute_uri(reverse("sitemap"))}
    return render(request, "robots.txt", facts, content_type="text/plain; charset=utf-8")


@read_only
def favicon(request):
    """Browsers and feed readers ask for this address whatever the page says."""
    return redirect(static("img/favicon.ico"))
