"""Titles that what is typed so far may be meant for."""

import datetime as dt

from search.backends import backend
from search.query import parsing
from search.retrieval import results
from search.storage import keys

LIMIT = 8


def titles(typed: str, at: dt.datetime) -> list[dict[str, str]]:
    """The newest titles that have every word, the last one as a beginning; none for an empty field."""
    query = parsing.prefix(typed)
    if not query.terms:
        return []
    window = keys.window(None, None, at)
    found = backend().keys(query, window, LIMIT, titles=True)
    return [
        {"title": hit.entry.title, "url": hit.url, "kind": hit.kind, "date": hit.date}
        for hit in results.hits(query, found, window.now, {})
    ]
