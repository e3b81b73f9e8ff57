"""The home page, and what robots and browsers ask of every site."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from config import context, plan
from config import home as home_page
from web import versions
from web.addresses import absolute
from web.methods import read_only

SECURITY_TXT_HOLDS = dt.timedelta(days=180)


@read_only
def home(request):
    known = versions.of(request)
    return render(request, "site/home.html", {"home": home_page.gather(context.menu(known), known, timezone.now())})


@read_only
def site_plan(request):
    """The whole of the site on one page, for people; sitemap.xml is for machines."""
    return render(request, "site/plan.html", {"parts": plan.parts(versions.of(request))})


@read_only
def robots(request):
    facts = {"sitemap": absolute(reverse("sitemap"))}
    return render(request, "robots.txt", facts, content_type="text/plain; charset=utf-8")


@read_only
def security_txt(request):
    """RFC 9116: whom to tell about a hole. It says itself until when it holds, always less than a year away."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + SECURITY_TXT_HOLDS).astimezone(dt.UTC)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%d}T00:00:00Z",
        "Preferred-Languages: vi",
        f"Canonical: {absolute(request.path)}",
    )
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@read_only
def favicon(request):
    """Browsers and feed readers ask for this address whatever the page says."""
    return redirect(static("img/favicon.ico"))
