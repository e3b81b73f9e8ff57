"""Shows where the words were found: titles and snippets with <mark>, on the text as people wrote it. Pure.

A page makes one Highlighter of its query and uses it for every title and text. Where a phrase stands is found in
matching.py. Every piece is escaped before the marks go in.
"""

from bisect import bisect_left
from html import escape

from django.utils.safestring import SafeString

from search.query import tokens
from search.query.parsing import Query
from search.retrieval.matching import Span, matcher
from search.retrieval.plain_text import plain, plain_ascii

LENGTH = 260
_LEAD = 70


class Highlighter:
    """Marks the words of one query in as many texts as a page shows."""

    def __init__(self, query: Query):
        self._matchers = [matcher(phrase) for phrase in query.phrases]
        words = [tokens.fold_exact(word) for phrase in query.phrases for word in phrase.words]
        self._plain = plain_ascii if "".join(words).isascii() else plain

    def highlight(self, original: str) -> SafeString:
        """The whole text, escaped, with the query's words marked."""
        return _marked(original, self._spans(original))

    def snippet(self, original: str, length: int = LENGTH) -> SafeString:
        """About `length` characters around the words found; "" when none of them is in the text.

        Of one phrase every place is as good, so the first is shown; of several, where most stand close together.
        """
        found = self._spans(original)
        if not found:
            return SafeString()
        return self._around(original, found[0][0] if len(self._matchers) == 1 else _best(found, length), length)

    def _spans(self, original: str) -> list[Span]:
        """Where the query's words stand, in order, never overlapping."""
        plain_text = self._plain(original) if self._matchers else ""
        return _without_overlaps([span for each in self._matchers for span in each.places(original, plain_text)])

    def _around(self, original: str, place: int, length: int) -> SafeString:
        start = _word_start(original, max(0, place - _LEAD))
        end = _word_end(original, start + length)
        before, after = "… " if start else "", " …" if end < len(original) else ""
        return SafeString(before + self.highlight(_one_line(original[start:end])) + after)


def highlight(original: str, query: Query) -> SafeString:
    return Highlighter(query).highlight(original)


def snippet(original: str, query: Query, length: int = LENGTH) -> SafeString:
    return Highlighter(query).snippet(original, length)


def _best(found: list[Span], length: int) -> int:
    """Where the most marks stand close together."""
    starts = [start for start, _ in found]
    reach = length - _LEAD
    closest = max(range(len(starts)), key=lambda n: bisect_left(starts, starts[n] + reach, n) - n)
    return starts[closest]


def _word_start(original: str, place: int) -> int:
    while place and place < len(original) and not original[place - 1].isspace():
        place -= 1
    return place


def _word_end(original: str, place: int) -> int:
    cut = original.rfind(" ", 0, place) if place < len(original) else len(original)
    return cut if cut > place - 60 else min(place, len(original))


def _one_line(piece: str) -> str:
    piece = piece.strip().replace("\n", " ")
    # Of all blanks only the space can be printed; splitting costs ten times as much as asking.
    return piece if piece.isprintable() and "  " not in piece else " ".join(piece.split())


def _marked(original: str, spans: list[Span]) -> SafeString:
    escaped = escape(original)
    if not spans:
        return SafeString(escaped)
    # Escaping only ever makes a text longer.
    write = str if len(escaped) == len(original) else escape
    pieces, done = [], 0
    for start, end in spans:
        pieces += (write(original[done:start]), "<mark>", write(original[start:end]), "</mark>")
        done = end
    pieces.append(write(original[done:]))
    return SafeString("".join(pieces))


def _without_overlaps(spans: list[Span]) -> list[Span]:
    """In order; of those that begin together the longest."""
    kept: list[Span] = []
    done = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])) if len(spans) > 1 else spans:
        if start >= done:
            kept.append((start, end))
            done = end
    return kept
