"""Titles and snippets as one would write them without a thought for time: a letter is every way to write it.

Whatever search/retrieval/highlighting.py shows must be what this shows, character by character.
"""

import re
from collections import defaultdict
from functools import cache
from html import escape

from search.query import tokens
from search.query.parsing import Phrase, Query
from search.retrieval.highlighting import LENGTH

LEAD = 70


def highlight(original: str, query: Query) -> str:
    marked, done = "", 0
    for start, end in spans(original, query):
        marked += f"{escape(original[done:start])}<mark>{escape(original[start:end])}</mark>"
        done = end
    return marked + escape(original[done:])


def snippet(original: str, query: Query, length: int = LENGTH) -> str:
    found = spans(original, query)
    if not found:
        return ""
    return around(original, found[0][0] if len(query.phrases) == 1 else best(found, length), query, length)


def around(original: str, place: int, query: Query, length: int) -> str:
    start = max(0, place - LEAD)
    while start and not original[start - 1].isspace():
        start -= 1
    end = min(start + length, len(original))
    if end < len(original) and (blank := original.rfind(" ", 0, end)) > end - 60:
        end = blank
    piece = " ".join(original[start:end].split())
    return ("… " if start else "") + highlight(piece, query) + (" …" if end < len(original) else "")


def best(found: list[tuple[int, int]], length: int) -> int:
    def near(start):
        return sum(start <= other < start + length - LEAD for other, _ in found)

    return max((start for start, _ in found), key=lambda start: (near(start), -start))


def spans(original: str, query: Query) -> list[tuple[int, int]]:
    kept = []
    found = [span for phrase in query.phrases for span in places(original, phrase)]
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def places(original: str, phrase: Phrase) -> list[tuple[int, int]]:
    words = r"[\W_]{1,5}".join(word(tokens.fold_exact(each)) for each in phrase.words)
    end = r"[^\W_]*" if phrase.prefix else r"(?![^\W_])"
    found = re.finditer(rf"(?<![^\W_]){words}{end}", original)
    return [match.span() for match in found if not phrase.exact or is_meant(match.group(), phrase)]


def is_meant(piece: str, phrase: Phrase) -> bool:
    exact = tuple(token.exact for token in tokens.tokens(piece))
    if phrase.prefix and exact:
        return exact[:-1] == phrase.words[:-1] and exact[-1].startswith(phrase.words[-1])
    return exact == phrase.words


def word(folded: str) -> str:
    if folded.startswith(tokens.NUMBER_MARK):
        return "0*" + r"[\W_]{0,3}".join(map(letter, folded[1:]))
    if folded[:1].isdigit():
        return "0*" + r"\.?".join("[.,]" if each == "," else letter(each) for each in folded)
    return "".join(map(letter, folded[:-1])) + (
        f"(?:{letter('i')}|{letter('y')})" if folded[-1] == "i" else letter(folded[-1])
    )


@cache
def letter(folded: str) -> str:
    others = spellings()[folded] - {folded}
    large = folded.upper()
    if not others and tokens.fold(large) == folded:
        others = {large}
    return "[" + "".join(map(re.escape, [folded, *others])) + "]"


@cache
def spellings() -> dict[str, set[str]]:
    """Folded letter -> all that is written for it, within the alphabets that have letters with marks."""
    found = defaultdict(set)
    for character in map(chr, [*range(0x41, 0x5B), *range(0x80, 0x2000)]):
        found[tokens.fold(character)].add(character)
    return found
