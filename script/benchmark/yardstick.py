"""The yardstick: the least that Django needs for the same pages. One table, the right indexes, no rules, no styling.

It shows what the machine and the framework cost, so that our pages can be compared with it on any machine. Rows come as
plain tuples, counts are kept, deep pages seek in an index, and search reads newest first from FTS5.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.dateparse import parse_datetime
from django.utils.safestring import mark_safe

settings.configure(
    SECRET_KEY="thuoc-do",  # noqa: S106
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["YARDSTICK_DATABASE"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {"init_command": "PRAGMA mmap_size=2000000000; PRAGMA cache_size=-64000;"},
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent / "templates"],
        }
    ],
)
application = get_wsgi_application()

ROWS = "SELECT a.id, a.title, a.lead, a.published, s.slug FROM article a JOIN section s ON s.id = a.section_id "
PER_PAGE = 20
sections_once = []


def fetch(sql, values=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def sections():
    if not sections_once:
        sections_once.extend(fetch("SELECT slug, name FROM section ORDER BY id"))
    return sections_once


def listing(request, heading, rows, **more):
    items = [
        {"url": f"/{section}/{number}/", "title": title, "lead": lead, "date": parse_datetime(published)}
        for number, title, lead, published, section in rows
    ]
    return render(request, "list.html", {"heading": heading, "items": items, "sections": sections(), **more})


def home(request):
    return listing(request, "Tin mới", fetch(ROWS + "ORDER BY a.published DESC LIMIT %s", [PER_PAGE]))


def section(request, slug):
    found = fetch("SELECT id, name, articles FROM section WHERE slug = %s", [slug])
    if not found:
        raise Http404
    number, name, count = found[0]
    page = max(1, int(request.GET.get("trang", 1)))
    inner = "SELECT id FROM article WHERE section_id = %s ORDER BY published DESC LIMIT %s OFFSET %s"
    values = [number, PER_PAGE, (page - 1) * PER_PAGE]
    rows = fetch(f"{ROWS} WHERE a.id IN ({inner}) ORDER BY a.published DESC", values)
    return listing(request, name, rows, page=page, pages=-(-count // PER_PAGE))


def article(request, slug, number):
    found = fetch("SELECT a.title, a.lead, a.body, a.published, a.section_id, s.name FROM article a"
                  " JOIN section s ON s.id = a.section_id WHERE a.id = %s", [number])  # fmt: skip
    if not found:
        raise Http404
    title, lead, body, published, section_id, name = found[0]
    older = "SELECT id, title FROM article WHERE section_id = %s AND published < %s ORDER BY published DESC LIMIT 5"
    return render(request, "article.html", {
        "title": title, "lead": lead, "body": mark_safe(body), "date": parse_datetime(published), "section": name,  # noqa: S308
        "slug": slug, "older": fetch(older, [section_id, published]), "sections": sections(),
    })  # fmt: skip


def search(request):
    words, since, until, before = (request.GET.get(name, "").strip() for name in ("q", "tu", "den", "truoc"))
    match = words if words.startswith('"') else " ".join(f'"{word}"' for word in words.replace('"', " ").split())
    if not match:
        dated = "WHERE a.published >= %s AND a.published < %s ORDER BY a.published DESC LIMIT %s"
        return listing(request, "Tìm theo ngày", fetch(ROWS + dated, [since, until + "T99", PER_PAGE]), count=1)
    found, values = "words MATCH %s", [match]
    if since:
        days = "SELECT min(id), max(id) FROM article WHERE published >= %s AND published < %s"
        found, values = f"{found} AND rowid BETWEEN %s AND %s", [match, *fetch(days, [since, until + "T99"])[0]]
    [[count]] = fetch(f"SELECT count(*) FROM (SELECT 1 FROM words WHERE {found} LIMIT 1001)", values)  # noqa: S608
    if before:
        found, values = found + " AND rowid < %s", [*values, int(before)]
    inner = f"SELECT rowid FROM words WHERE {found} ORDER BY rowid DESC LIMIT %s"  # noqa: S608
    rows = fetch(f"{ROWS} WHERE a.id IN ({inner}) ORDER BY a.id DESC", [*values, PER_PAGE]) if count else []
    return listing(request, f"Tìm: {words}", rows, count=count, q=words)


urlpatterns = [
    path("", home),
    path("tim-kiem/", search),
    path("<slug:slug>/", section),
    path("<slug:slug>/<int:number>/", article),
]
