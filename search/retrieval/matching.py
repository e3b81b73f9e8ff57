"""How is a phrase found in a text, and where does it stand? Pure.

A phrase with marks is looked for in the text as it was written, any other in the plain text (plain_text.py). Each
pattern begins with a letter that is given, so that re can leap from one such letter to the next: a set of letters to
begin with costs five times as much.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial

import vietnamese
from search.query import tokens
from search.query.parsing import Phrase

Span = tuple[int, int]

_NEAR = 500
_MARGIN = 50
_GAP = r"[\W_]{1,5}"
_END = r"(?![^\W_])"
_LETTERS = set("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True)
class InOriginal:
    """A phrase found in the text as it was written; each pattern begins `offset` letters after the phrase does."""

    patterns: tuple[tuple[re.Pattern, int], ...]
    needs_plain = False

    def places(self, original: str, _plain: str) -> Iterator[Span]:
        for pattern, offset in self.patterns:
            for match in pattern.finditer(original):
                start, end = match.span()
                yield start - offset, end

    def first(self, original: str, _read: Callable[[str], str]) -> int | None:
        first, limit = None, len(original)
        for pattern, offset in self.patterns:
            # Only what stands before the first so far is still of interest.
            if match := pattern.search(original, 0, limit):
                first, limit = match.start() - offset, match.end()
        return first


@dataclass(frozen=True)
class InPlainText:
    """A phrase found in a plain text; `is_meant` looks at the marks of the original, where they matter."""

    pattern: re.Pattern
    beginning: str
    is_meant: Callable[[str], bool] | None
    needs_plain = True

    def places(self, original: str, plain: str) -> Iterator[Span]:
        # Passes over what comes before several times as fast as re.
        begin = plain.find(self.beginning)
        if begin < 0:
            return
        for match in self.pattern.finditer(plain, begin):
            start, end = span = match.span()
            if self.is_meant is None or self.is_meant(original[start:end]):
                yield span

    def first(self, original: str, read: Callable[[str], str]) -> int | None:
        """Most words are met early, so more of a text is read only when it must be."""
        plain, size = "", _NEAR
        while True:
            plain += read(original[len(plain) : size])
            start, end = next(self.places(original, plain), (None, 0))
            # What ends close to the border may go on behind it.
            if len(plain) == len(original) or (end and end + _MARGIN <= size):
                return start
            size *= 2


@lru_cache(maxsize=2_048)
def matcher(phrase: Phrase) -> InOriginal | InPlainText:
    """Kept from page to page, with what is known of the spellings met."""
    if patterns := _in_writing(phrase):
        return InOriginal(tuple(patterns))
    is_meant = lru_cache(maxsize=256)(partial(_means, phrase)) if phrase.exact else None
    return InPlainText(_in_plain(phrase), _beginning(tokens.fold_exact(phrase.words[0])), is_meant)


def _means(phrase: Phrase, piece: str) -> bool:
    exact = [token.exact for token in tokens.tokens(piece)]
    last = phrase.words[-1]
    if phrase.prefix and exact:
        return tuple(exact[:-1]) == phrase.words[:-1] and exact[-1].startswith(last)
    return tuple(exact) == phrase.words


def _in_writing(phrase: Phrase) -> list[tuple[re.Pattern, int]]:
    """One pattern for each way to write a marked letter of the first word; none where only the plain text will do."""
    first, *others = phrase.words
    if not phrase.exact or phrase.prefix or not all(map(_is_simple, phrase.words)) or _may_overlap(phrase):
        return []
    rest = "".join(_GAP + f"(?:{'|'.join(map(_any_case, _placements(word)))})" for word in others) + _END
    return [
        (re.compile(_from_letter(word, place, character) + rest), place)
        for word in _placements(first)
        if (place := _marked_letter(word)) is not None
        for character in _cases()[word[place]]
    ]


def _is_simple(word: str) -> bool:
    return all(letter in _cases() for letter in word)


def _may_overlap(phrase: Phrase) -> bool:
    """Whether the phrase could begin again inside itself, as in "từ từ"."""
    first, *others = (tokens.fold(word).replace("y", "i") for word in phrase.words)
    return first in others


def _placements(word: str) -> list[str]:
    """The word with its tone on either vowel: "hòa" and "hoà"."""
    glide, *tone = unicodedata.normalize("NFD", word[-2:-1]) or [""]
    other = word[:-2] + glide + unicodedata.normalize("NFC", word[-1] + "".join(tone))
    return [word, other] if vietnamese.unify_tone_placement(other) == word != other else [word]


def _marked_letter(word: str) -> int | None:
    """Where the last letter with a mark stands: fewer words have it than have the first."""
    return max((place for place, letter in enumerate(word) if not letter.isascii()), default=None)


def _from_letter(word: str, place: int, character: str) -> str:
    before = _any_case(word[:place]) + character
    return f"{character}(?<={before})(?<![^\\W_]{before}){_any_case(word[place + 1 :])}"


def _any_case(word: str) -> str:
    return "".join(f"[{_cases()[letter]}]" for letter in word)


@cache
def _cases() -> dict[str, str]:
    """Small letter -> every way to write it with the same marks: ô -> ôÔ."""
    cases = defaultdict(str)
    for character in map(chr, range(0x41, 0x2000)):
        letter = vietnamese.nfc(character.lower())
        if character.isalpha() and tokens.fold(letter) in _LETTERS:
            cases[letter] += character
    return {letter: "".join(sorted(found, key=str.isupper)) for letter, found in cases.items()}


def _in_plain(phrase: Phrase) -> re.Pattern:
    first, *others = map(tokens.fold_exact, phrase.words)
    end = r"[^\W_]*" if phrase.prefix else _END
    return re.compile(_GAP.join([_first_word(first), *map(_word, others)]) + end)


def _beginning(folded: str) -> str:
    """What this word begins with in every plain text."""
    if folded.startswith(tokens.NUMBER_MARK) or folded[:1].isdigit():
        return ""
    return folded.removesuffix("i")


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
