"""Which articles have these words? What is public for ever is asked of the search index, the rest of its own table.

Nothing is read to the end: the newest so many are looked at, and where there are more, the page says so.
"""

import datetime as dt
import functools
import operator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from articles.finding import words
from articles.models import KIND, Article, DraftWords
from articles.workflow import HIDDEN
from search.backends import backend
from search.models import SearchEntry
from search.query import parsing
from search.storage import keys

MOST = 500
"""Of each of the two, where person, state or day is asked for besides."""
WITHOUT_MORE = 150
"""Of words alone: each key that is looked at costs, and whoever wants older ones adds a word, a person or a day."""


@dataclass(frozen=True)
class Found:
    """Keys of articles; `was_cut`: there are more than were looked at."""

    keys: list[int]
    was_cut: bool = False


def find(
    visible: QuerySet[Article], typed: str, since: dt.date | None = None, until: dt.date | None = None, most: int = MOST
) -> Found:
    """Of those that this person may see: what is not among them is neither found nor counted."""
    query = parsing.parse(typed, kind=KIND)
    if not query.terms:
        return Found([])
    public, more = _public(query, since, until, most)
    own, more_own = _kept(visible, query, most)
    return Found([*public, *own], more or more_own)


def _public(query, since, until, most):
    """What everybody at the desk sees, scheduled ones too: the window ends at no moment. None that has an end."""
    low = keys.FIRST if since is None else keys.day_low(since)
    high = keys.LAST if until is None else keys.day_high(until)
    found = backend().keys(query, keys.Window(low, high, keys.LAST), most + 1)
    rows = SearchEntry.objects.filter(pk__in=found[:most]).values_list("object_id", flat=True)
    return list(rows), len(found) > most


def _kept(visible, query, most):
    """What is not public, and what has or had an end: of each the newest, by an index of its own."""
    hidden = _keys(visible.filter(status__in=HIDDEN).order_by("-pk"), most)
    ending = _keys(visible.filter(expire_at__isnull=False).order_by("-expire_at", "-pk"), most)
    wanted = functools.reduce(operator.and_, map(_any_of, words.pieces(query)))
    looked_at = {*hidden[:most], *ending[:most]}
    found = DraftWords.objects.filter(wanted, pk__in=looked_at).values_list("pk", flat=True)
    return list(found), len(hidden) > most or len(ending) > most


def _keys(articles, most):
    return list(articles.values_list("pk", flat=True)[: most + 1])


def _any_of(pieces):
    """In the line that keeps the marks where they were typed."""
    return functools.reduce(operator.or_, (Q(**{_column(one): one.text}) for one in pieces))


def _column(piece):
    return "exact__contains" if piece.exact else "folded__contains"
