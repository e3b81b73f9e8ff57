"""When the words as typed are nowhere: read them without marks, with one letter other, or all but one; and say so."""

from dataclasses import dataclass, replace

from search.backends import backend
from search.query import parsing
from search.query.parsing import Query, Term
from search.storage.keys import FIRST, Window

MAX_TERMS = 8
_NEIGHBOURS = 30
_ENOUGH = 200


@dataclass(frozen=True)
class Reading:
    """How the words are taken; `said` tells the reader where that is not as typed."""

    query: Query
    said: str = ""


def read(query: Query, window: Window) -> Reading | None:
    """Of a query that found nothing in that window: the first reading that finds anything a reader may see now.

    Whatever the other filters; None when no reading does.
    """
    anywhere = replace(query, kind="", section="")
    everything = Window(FIRST, window.now, window.now)
    was_asked = (anywhere, everything) == (query, window)
    if not was_asked and exists(anywhere, everything):
        return Reading(query)
    reading = _otherwise(anywhere, everything)
    return reading and replace(reading, query=replace(reading.query, kind=query.kind, section=query.section))


def exists(query: Query, window: Window) -> bool:
    return bool(backend().keys(query, window, 1))


def neighbours(word: str) -> list[str]:
    """Known words one edit away, the frequent ones first."""
    found = sorted(backend().known(parsing.edits(word)).items(), key=lambda known: (-known[1], known[0]))
    return [known for known, _ in found[:_NEIGHBOURS]]


def _otherwise(query: Query, window: Window) -> Reading | None:
    """The nearest to what was typed that finds something."""
    if query.folded != query and exists(query.folded, window):
        said = f"Không có mục nào đúng dấu như «{query.typed}». Hiển thị kết quả không phân biệt dấu."
        return Reading(query.folded, said)
    if len(query.terms) > MAX_TERMS:
        return None
    return _one_edit(query, window) or _all_but_one(query, window)


def _one_edit(query: Query, window: Window) -> Reading | None:
    terms = query.folded.terms
    words = [term.correctable for term in terms]
    known = backend().known(list(filter(None, words)))
    # A word that nobody ever wrote is the likeliest slip.
    for position in sorted(range(len(terms)), key=lambda place: words[place] in known):
        found = _best_neighbour(query.folded, position, window) if words[position] else None
        if found:
            corrected = _with(query, position, _single(found, query.terms[position]))
            said = f"Không có mục nào cho «{query.typed}». Hiển thị kết quả cho «{corrected.typed}»."
            return Reading(_with(query.folded, position, _single(found, terms[position])), said)
    return None


def _best_neighbour(query: Query, position: int, window: Window) -> str | None:
    """The one with which most titles are found, then most texts, then the one that is written most."""
    best = neighbours(query.terms[position].correctable)
    if not best or not exists(_with(query, position, parsing.corrected(query.terms[position], best)), window):
        return None
    for titles in (True, False):
        if len(best) > 1:
            tried = [_with(query, position, _single(word, query.terms[position])) for word in best]
            counts = [backend().count(each, window, _ENOUGH, titles=titles) for each in tried]
            most = max(counts)
            best = [word for word, n in zip(best, counts, strict=True) if n == most]
    return best[0]


def _all_but_one(query: Query, window: Window) -> Reading | None:
    terms = query.folded.terms
    if len(terms) < 2:
        return None
    without = [query.folded.with_terms(terms[:place] + terms[place + 1 :]) for place in range(len(terms))]
    counts = [backend().count(shorter, window, _ENOUGH) for shorter in without]
    place = max(range(len(terms)), key=lambda place: (counts[place], place))
    if not counts[place]:
        return None
    said = (
        f"Không có mục nào chứa đủ các từ «{query.typed}»."
        f" Hiển thị kết quả cho «{without[place].typed}», bỏ «{terms[place].typed}»."
    )
    return Reading(without[place], said)


def _with(query: Query, position: int, term: Term) -> Query:
    return query.with_terms(term if place == position else other for place, other in enumerate(query.terms))


def _single(word: str, term: Term) -> Term:
    return replace(parsing.corrected(term, [word]), typed=word)
