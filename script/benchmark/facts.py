"""Prints, as one JSON object, what script/bench cannot know without the index: how much there is and where pages begin.

As a module it makes Django ready for the parts of the bench that ask the index: import it before anything of the site.
"""

import json
import os
import sys
from pathlib import Path

import django

sys.path[:0] = [str(Path(__file__).resolve().parents[2])]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("DEBUG", "no")
django.setup()

import corpus  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Article  # noqa: E402
from search.backends import backend  # noqa: E402
from search.models import SearchPlace  # noqa: E402
from search.query import parsing  # noqa: E402
from search.retrieval import results  # noqa: E402
from search.storage import keys  # noqa: E402

SAMPLE = 1_000
DEEP = 500
NOW = timezone.now()
EVERYTHING = keys.window(None, None, NOW)


def tell():
    return {"entries": SearchPlace.objects.count(), "engine": engine(), "deep": deep(), "articles": sampled()}


def engine():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return f"{connection.display_name} {cursor.fetchone()[0].split()[0]}"


def deep(page=DEEP):
    """The key before which that page of the frequent word begins, newest first; None when there are not so many."""
    wanted = (page - 1) * results.PAGE
    found = backend().keys(parsing.parse(corpus.COMMON), EVERYTHING, wanted)
    return found[-1] if len(found) == wanted else None


def sampled():
    """(slug, number, section, number in the corpus) of a thousand articles, all through the table."""
    imported = Article.objects.filter(imported_id__isnull=False).order_by("pk")
    step = max(1, imported.count() // SAMPLE)
    numbers = list(imported.values_list("pk", flat=True))[::step]
    return list(imported.filter(pk__in=numbers).values_list("slug", "pk", "section__slug", "imported_id"))


if __name__ == "__main__":
    print(json.dumps(tell()))
