"""`facts.py plant`, `facts.py remove`, `facts.py tell`: what script/bench cannot ask the index itself.

`tell` prints one JSON object: how much there is, the words to ask for, and where the pages are.
"""

import dataclasses
import json
import sqlite3
import sys

import chosen
import planted
import ready  # noqa: F401
import sampling
from django.db import connection
from django.db.models import Sum

from articles.models import Article
from search.models import SearchMonth, SearchPlace

SAMPLE = 1_000


def main(wish):
    {"plant": planted.put, "remove": planted.remove, "tell": lambda: print(json.dumps(facts()))}[wish]()


def facts():
    words = chosen.choose()
    return {
        "entries": SearchPlace.objects.exclude(object_id__gte=planted.NUMBER).count(),
        "engine": engine(),
        "words": dataclasses.asdict(words) | {"day": str(words.day), "month": [str(day) for day in words.month]},
        "deep": chosen.page_begins(words.common),
        "section": largest_section(),
        "articles": list(sampled_articles()),
    }


def engine():
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


def largest_section():
    groups = SearchMonth.objects.filter(kind=planted.KIND).exclude(section="").values("section")
    return groups.annotate(total=Sum("n")).order_by("-total").first()["section"]


def sampled_articles():
    """(slug, number, section, number in the corpus) of a thousand articles, all through the table."""
    imported = Article.objects.filter(imported_id__isnull=False).order_by("pk")
    numbers, seen = imported.values_list("pk", flat=True), set()
    for point in sampling.points(numbers.first(), numbers.last(), SAMPLE):
        rows = imported.filter(pk__gte=point)
        row = rows.values_list("slug", "pk", "section__slug", "imported_id").first()
        if row[1] not in seen:
            seen.add(row[1])
            yield row


if __name__ == "__main__":
    main(sys.argv[1])
