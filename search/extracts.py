"""Shows where the words were found: titles and extracts with <mark>, on the text as people wrote it. Pure.

A word is looked for in the text as it stands, each letter in every way it may be written: folding twenty texts first
costs more than all the rest of a page of results. Every piece is escaped before the marks go in.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from search import text
from search.queries import Phrase, Query

LENGTH = 260
_LEAD = 70
_BLOCK = 6_000
"""Most words are met early, so a long text is looked through block by block."""
_ALPHABETS = range(0x80, 0x2000)
"""Where the letters with marks are; beyond, a letter is at most large or small."""


def highlight(original: str, query: Query) -> SafeString:
    """The whole text, escaped, with the query's words marked."""
    return _marked(original, _spans(original, query))


def extract(original: str, query: Query, length: int = LENGTH) -> SafeString:
    """About `length` characters around the first words found; "" when none of them is in the text."""
    if len(query.phrases) == 1:
        # One place is as good as another, so the first will do.
        place = next((start for start, _ in _places(original, query.phrases[0])), None)
        return SafeString("") if place is None else _around(original, place, query, length)
    for start in range(0, len(original), _BLOCK):
        # A little of the next block, so that a phrase across the border is seen.
        found = _spans(original[start : start + _BLOCK + 200], query)
        if found:
            return _around(original, start + _best(found, length), query, length)
    return SafeString("")


def _around(original: str, place: int, query: Query, length: int) -> SafeString:
    start = _word_start(original, max(0, place - _LEAD))
    end = _word_end(original, start + length)
    piece = " ".join(original[start:end].split())
    before, after = "… " if start else "", " …" if end < len(original) else ""
    return mark_safe(before + highlight(piece, query) + after)  # noqa: S308 - highlight escapes


def _best(found: list[tuple[int, int]], length: int) -> int:
    """Where the most marks stand close together."""
    starts = [start for start, _ in found]
    return max(starts, key=lambda start: (sum(start <= other < start + length - _LEAD for other in starts), -start))


def _word_start(original: str, place: int) -> int:
    while place and place < len(original) and not original[place - 1].isspace():
        place -= 1
    return place


def _word_end(original: str, place: int) -> int:
    cut = original.rfind(" ", 0, place) if place < len(original) else len(original)
    return cut if cut > place - 60 else min(place, len(original))


def _marked(original: str, spans: list[tuple[int, int]]) -> SafeString:
    pieces, done = [], 0
    for start, end in spans:
        pieces += [escape(original[done:start]), "<mark>", escape(original[start:end]), "</mark>"]
        done = end
    return mark_safe("".join(pieces) + escape(original[done:]))  # noqa: S308 - every piece is escaped


def _spans(original: str, query: Query) -> list[tuple[int, int]]:
    """Where the query's words stand, in order, never overlapping."""
    found = [span for phrase in query.phrases for span in _places(original, phrase)]
    return _without_overlaps(sorted(found, key=lambda span: (span[0], -span[1])))


def _places(original: str, phrase: Phrase) -> Iterator[tuple[int, int]]:
    for match in _pattern(phrase).finditer(original):
        if not phrase.exact or _means(match.group(), phrase):
            yield match.span()


def _without_overlaps(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


@lru_cache(maxsize=8_192)
def _means(piece: str, phrase: Phrase) -> bool:
    exact = [token.exact for token in text.tokens(piece)]
    last = phrase.words[-1]
    if phrase.prefix and exact:
        return tuple(exact[:-1]) == phrase.words[:-1] and exact[-1].startswith(last)
    return tuple(exact) == phrase.words


@lru_cache(maxsize=2_048)
def _pattern(phrase: Phrase) -> re.Pattern:
    words = [_word(text.fold_exact(word)) for word in phrase.words]
    start = r"(?<![^\W_])"
    if letter := re.match(r"\[[^]]+\]", words[0]):
        # The same, said after the first letter: then re can leap from letter to letter.
        words[0] = f"{letter[0]}(?<![^\\W_]{letter[0]}){words[0][letter.end() :]}"
        start = ""
    end = r"[^\W_]*" if phrase.prefix else r"(?![^\W_])"
    return re.compile(start + r"[\W_]{1,5}".join(words) + end)


def _word(folded: str) -> str:
    """What may stand in a text for this token: for "ki" also "kỹ", for "#1nqtu" also "01-NQ/TU"."""
    if folded.startswith(text.NUMBER_MARK):
        return "0*" + r"[\W_]{0,3}".join(map(_letter, folded[1:]))
    if folded[:1].isdigit():
        return "0*" + r"\.?".join("[.,]" if letter == "," else _letter(letter) for letter in folded)
    return "".join(map(_letter, folded[:-1])) + _letter(*("iy" if folded.endswith("i") else folded[-1:]))


def _letter(*folded: str) -> str:
    """Every character that folds to one of these, as a set."""
    return f"[{''.join(map(_written, folded))}]"


def _written(letter: str) -> str:
    large = letter.upper()
    others = _spellings().get(letter) or (large if text.fold(large) == letter != large else "")
    return re.escape(letter) + others


@cache
def _spellings() -> dict[str, str]:
    """Folded letter -> the other ways to write it: d -> DđĐ and more."""
    spellings = defaultdict(str)
    for character in map(chr, [*range(0x41, 0x5B), *_ALPHABETS]):
        folded = text.fold(character)
        if folded != character:
            spellings[folded] += re.escape(character)
    return dict(spellings)
