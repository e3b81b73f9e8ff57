"""About which part of the entries has these words? A guess, by which PostgreSQL is told how to look for them.

Counted are the words of bulks and rebuilds (document_frequency.py); what was read of the index that answers is kept for
a while, since a guess may be a little old.
"""

from math import prod
from typing import NamedTuple

from django.core.cache import cache

from search.backends.engine import Engine
from search.query import tokens
from search.query.parsing import Phrase, Query, Term

_ALL = "#"
"""All entries, among counts of words: no word is this sign alone."""
_IN_PHRASE = 1 / 3
"""Words of a phrase know of each other: of the entries that have the rarest one, about a third have the phrase."""
_SECONDS = 60


class Selectivity(NamedTuple):
    """Parts of all entries, 0 to 1. `most`: as many have the rarest word; `likely`: if no term knew of another."""

    most: float = 1.0
    likely: float = 1.0


def estimate(query: Query, engine: Engine) -> Selectivity:
    counted = _counted({token for phrase in query.phrases for token in _tokens(phrase)}, engine)
    terms = [_of_term(term, counted) for term in query.terms]
    return Selectivity(min((term.most for term in terms), default=1.0), prod(term.likely for term in terms))


def _of_term(term: Term, counted: dict[str, int]) -> Selectivity:
    """As many as its most frequent spelling has."""
    return max(_of_phrase(phrase, counted) for phrase in term.alternatives)


def _of_phrase(phrase: Phrase, counted: dict[str, int]) -> Selectivity:
    parts = [counted[token] / max(1, counted[_ALL]) for token in _tokens(phrase)]
    most = min(parts, default=1.0)
    return Selectivity(most, most * _IN_PHRASE if len(parts) > 1 else most)


def _tokens(phrase: Phrase) -> list[str]:
    """Its words as `search_word` writes them; a beginning may become any word, so nothing is known of it."""
    whole = phrase.words[:-1] if phrase.prefix else phrase.words
    is_marked = (phrase.exact and tokens.fold_exact(word) != word for word in whole)
    return [tokens.exact_word(word) if marked else word for word, marked in zip(whole, is_marked, strict=True)]


def _counted(words: set[str], engine: Engine) -> dict[str, int]:
    if engine.suffix:
        return _read(words, engine)
    names = {f"search-word:{token}": token for token in {*words, _ALL}}
    kept = cache.get_many(names)
    found = {names[name]: n for name, n in kept.items()}
    if len(found) < len(names):
        read = _read(words - set(found), engine)
        cache.set_many({f"search-word:{token}": n for token, n in read.items()}, _SECONDS)
        found |= read
    return found


def _read(words: set[str], engine: Engine) -> dict[str, int]:
    """A word that is nowhere has 0."""
    asked = f"SELECT word, n FROM search_word{engine.suffix} WHERE word IN ({', '.join(['%s'] * len(words))}) UNION ALL"  # noqa: S608
    total = f"SELECT '{_ALL}', coalesce(sum(n), 0) FROM search_year{engine.suffix}"  # noqa: S608
    found = engine.fetch(f"{asked if words else ''} {total}", list(words))
    return dict.fromkeys(words, 0) | {word: int(n) for word, n in found}
