"""How words and rows are written for PostgreSQL: as a tsquery, as a tsvector, as a line of COPY. Pure."""

from collections import defaultdict
from itertools import chain, repeat

from search.query import tokens
from search.query.parsing import Phrase, Query, Term
from search.storage.documents import marks

_TAIL = 16_383
"""The last position that a tsvector knows: for what can be found but is no part of a phrase."""


def expression(query: Query) -> str:
    """The query as a tsquery; every token is quoted, so nothing a reader types is an operator."""
    parts = [_term(term) for term in query.terms]
    return " & ".join(parts + [_quoted(mark) for mark in marks(query.kind, query.section)])


def _term(term: Term) -> str:
    return "(" + " | ".join(map(_phrase, term.alternatives)) + ")"


def _phrase(phrase: Phrase) -> str:
    start = tokens.EXACT if phrase.exact else ""
    words = [_quoted(start + word) for word in phrase.words]
    if phrase.prefix:
        words[-1] += ":*"
    return "(" + " <-> ".join(words) + ")"


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def vector(streams: tokens.Streams, filed: list[str]) -> str:
    """A tsvector as PostgreSQL reads it, made without its parser: 'dang':1,7 '=đảng':1.

    Tokens have letters, digits and a few signs, none of which PostgreSQL would take for anything else.
    """
    folded: dict[str, list[str]] = defaultdict(list)
    exact: dict[str, list[str]] = defaultdict(list)
    places = map(str, chain(range(1, len(streams.main) + 1), repeat(_TAIL)))
    for position, (without_marks, with_marks) in zip(places, chain(streams.main, streams.tail), strict=False):
        folded[without_marks].append(position)
        exact[with_marks].append(position)
    folded.pop(tokens.GAP, None)
    exact.pop(tokens.GAP, None)
    words = [f"'{token}':{','.join(at)}" for token, at in folded.items()]
    words += [f"'{tokens.EXACT}{token}':{','.join(at)}" for token, at in exact.items()]
    return " ".join(words + [_quoted(token) for token in filed])


def copied(value: str | int | None) -> str:
    """A value as COPY reads it."""
    if value is None:
        return r"\N"
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
