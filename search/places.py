"""Where the pages of the search are. Worked out once: every page of results names them several times."""

from functools import cache

from django.urls import reverse


@cache
def results() -> str:
    return reverse("search:search")


@cache
def feed() -> str:
    return reverse("search:feed")
