"""The best hits first: titles with the whole phrase, titles with every word, titles but for one letter, then newest.

A short list by design. Scoring every match of a common word would cost seconds, and nobody reads past the first pages;
whoever does goes on by date.
"""

from dataclasses import dataclass

from search.backends import backend
from search.query import parsing
from search.query.parsing import Query
from search.retrieval import spelling
from search.storage.keys import Window

TOP = 100


@dataclass(frozen=True)
class Ranking:
    """At most TOP keys; `corrected`: some are there although a letter differs."""

    keys: list[int]
    corrected: bool = False


def rank(query: Query, window: Window, newest: list[int], wanted: int = TOP, *, may_correct: bool = True) -> Ranking:
    """The first `wanted` of them. `newest`: the newest hits, TOP of them if there are so many.

    `may_correct`: not of words that were corrected already.
    """
    wanted = min(wanted, TOP)
    phrase = _as_phrase(query)
    titles = backend().keys(phrase, window, wanted, titles=True) if phrase else []
    titles += backend().keys(query, window, wanted, titles=True) if len(titles) < wanted else []
    corrected = [] if titles or not may_correct else _corrected(query, window)
    together = list(dict.fromkeys(titles + corrected + newest[:TOP]))
    return Ranking(together[:wanted], bool(corrected))


def _as_phrase(query: Query) -> Query | None:
    """All the words side by side; None where that says nothing more."""
    if len(query.terms) < 2 or any(term.quoted for term in query.terms):
        return None
    phrase = parsing.parse(f'"{query.typed}"')
    return query.with_terms(phrase.terms)


def _corrected(query: Query, window: Window) -> list[int]:
    """Titles that have every word, one of them with one letter other."""
    if not 2 <= len(query.terms) <= spelling.MAX_TERMS:
        return []
    found: list[int] = []
    for position, term in enumerate(query.terms):
        near = spelling.neighbours(term.correctable) if term.correctable else []
        if near:
            terms = list(query.terms)
            terms[position] = parsing.corrected(term, near)
            found += backend().keys(query.with_terms(terms), window, TOP, titles=True)
    return sorted(set(found), reverse=True)
