"""The home page, and what machines ask of this one."""

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from config import context
from config import home as home_page
from web import versions


@require_safe
def home(request):
    known = versions.of(request)
    return render(request, "site/home.html", {"home": home_page.gather(context.menu(known), known, timezone.now())})


@require_safe
def healthz(request):
    """Asks the database for the least there is; a monitor reads the status code."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unavailable", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def robots(request):
    facts = {"sitemap": request.build_absolute_uri(reverse("sitemap"))}
    return render(request, "robots.txt", facts, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request):
    """Browsers and feed readers ask for this address whatever the page says."""
    return redirect(static("img/favicon.ico"))
