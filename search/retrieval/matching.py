"""Where does a phrase stand in a text? Pure.

It is looked for in the plain text (plain_text.py), where a letter is the same however it is marked; where marks are
meant, the original is asked at each place that is found.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from search.query import tokens
from search.query.parsing import Phrase

Span = tuple[int, int]

_GAP = r"[\W_]{1,5}"
_END = r"(?![^\W_])"


class Matcher:
    """Finds one phrase in as many texts as a page shows."""

    def __init__(self, phrase: Phrase):
        self._phrase = phrase
        self._pattern = _in_plain(phrase)
        # The same few spellings are met again and again.
        self._is_meant = lru_cache(maxsize=256)(self._means) if phrase.exact else None

    def places(self, original: str, plain: str) -> Iterator[Span]:
        for match in self._pattern.finditer(plain):
            start, end = span = match.span()
            if self._is_meant is None or self._is_meant(original[start:end]):
                yield span

    def _means(self, piece: str) -> bool:
        exact = [token.exact for token in tokens.tokens(piece)]
        words = self._phrase.words
        if self._phrase.prefix and exact:
            return tuple(exact[:-1]) == words[:-1] and exact[-1].startswith(words[-1])
        return tuple(exact) == words


@lru_cache(maxsize=2_048)
def matcher(phrase: Phrase) -> Matcher:
    """Kept from page to page: to compile a pattern takes as long as a page of texts."""
    return Matcher(phrase)


def _in_plain(phrase: Phrase) -> re.Pattern:
    first, *others = map(tokens.fold_exact, phrase.words)
    end = r"[^\W_]*" if phrase.prefix else _END
    return re.compile(_GAP.join([_first_word(first), *map(_word, others)]) + end)


def _first_word(folded: str) -> str:
    """A word where it begins; the look back comes after what it begins with."""
    word = _word(folded)
    if not word.startswith("0*"):
        return word + rf"(?<![^\W_]{word})"
    zeros, digit, rest = r"0(?<![^\W_]0)0*", word[2:3], word[3:]
    return f"{zeros}{rest}" if digit == "0" else rf"(?:{zeros}{digit}|{digit}(?<![^\W_]{digit})){rest}"


def _word(folded: str) -> str:
    """What may stand in a plain text for this token: for "ki" also "ky", for "#1nqtu" also "01-nq/tu"."""
    if folded.startswith(tokens.NUMBER_MARK):
        return "0*" + r"[\W_]{0,3}".join(map(re.escape, folded[1:]))
    if folded[:1].isdigit():
        return "0*" + r"\.?".join("[.,]" if letter == "," else re.escape(letter) for letter in folded)
    return re.escape(folded[:-1]) + ("[iy]" if folded.endswith("i") else re.escape(folded[-1:]))
