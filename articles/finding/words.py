"""A text as a line of words, and a question as pieces of such a line; the words are those of readers' search. Pure.

"Hội nghị Ban Chấp hành" is kept as " hoi nghi ban chap hanh | " and as " hội nghị ban chấp hành | ". A word or phrase
is a piece of it between two blanks: "an" finds no "ban". What was typed with marks is looked for in the second line.
"""

from dataclasses import dataclass

import vietnamese
from search.query import tokens
from search.query.parsing import Query


@dataclass(frozen=True)
class Lines:
    folded: str
    exact: str


@dataclass(frozen=True)
class Piece:
    """`exact`: to be looked for where the marks are kept."""

    text: str
    exact: bool


def lines(*parts: str) -> Lines:
    """Of a title, a lead and a text."""
    streams = tokens.streams(*map(vietnamese.nfc, parts))
    pairs = [*streams.main, *streams.tail]
    return Lines(_line(folded for folded, _ in pairs), _line(exact for _, exact in pairs))


def pieces(query: Query) -> list[list[Piece]]:
    """Of every inner list one piece at least must be found."""
    return [[Piece(_line(phrase.words), phrase.exact) for phrase in term.alternatives] for term in query.terms]


def _line(words):
    return f" {' '.join(words)} "
