"""What is a word? Turns text into the two streams that both engines index. Pure.

Folded ("dang") lets a reader type without marks; exact ("đảng") lets marks mean something. Both streams have one token
per word at the same position, so that a phrase is a run of positions in either. The databases never split text
themselves: their parsers lose đ, turn "7,5%/năm" into "/n" and "am", and differ from one another.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import itemgetter

import vietnamese

FOLD_VERSION = 1
"""Raise it whenever the tokens of a text change: what was indexed before must then be rebuilt."""

GAP = "|"
"""Stands where no word is: between title and text, so that no phrase runs across."""
_NO_WORD = (GAP, GAP)
MAX_POSITIONS = 16_000
"""A tsvector knows positions up to 16.383; words after that are found, but not as part of a phrase."""
MAX_OCCURRENCES = 255
"""A tsvector keeps 256 positions per word; both engines forget the rest, so that they give the same answers."""
MAX_TOKEN = 64
MAX_BYTES = 700_000
"""A tsvector holds 1 MB; beyond this, new words of one text are not indexed."""

EXACT = "="
"""Begins a word of the exact stream wherever both streams share one list, so that "tham" and "thẩm" stay apart."""
NUMBER_MARK = "#"
# Words that begin with a letter come first: they are nearly all, and no other line could match them.
_WORD = re.compile(
    r"[^\W\d_][^\W_]*"
    r"|(?:(?<![\d.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![.,]?\d))"
    r"|(?:(?<![\d.,/-])\d+[.,]\d{1,2}(?![.,/-]?\d))"
    r"|[^\W_]+"
)
_DOCUMENT_NUMBER = re.compile(
    r"(\d(?<![^\W_]\d)\d{0,4})(?:\s?/\s?(\d{4}))?\s?[-–/]\s?([A-ZĐ][A-Za-zĐđ]{0,7})\s?[-–/]\s?([A-ZĐ][A-Za-zĐđ]{1,9})(?![^\W_])"
)
_Y_OR_I = re.compile(r"(h|k|l|m|s|t|v|qu|)y")


class _Folding(dict):
    """A table for str.translate that learns each character once; folding letter by letter is 30 times slower."""

    def __missing__(self, code: int) -> str:
        self[code] = letter = vietnamese.fold(chr(code))
        return letter


_FOLDING = _Folding()


@dataclass(frozen=True)
class Token:
    """One word of a text: both forms, and where it stands in the NFC text."""

    folded: str
    exact: str
    start: int
    end: int


@dataclass(frozen=True)
class Streams:
    """`main` holds (folded, exact) per position; `tail` what can be found but is no part of a phrase."""

    main: list[tuple[str, str]]
    tail: list[tuple[str, str]]


def fold(text: str) -> str:
    """vietnamese.fold, fast: one character per character of an NFC text."""
    return text.translate(_FOLDING)


@lru_cache(maxsize=65_536)
def forms(word: str) -> tuple[str, str]:
    """(folded, exact) of a word or number in NFC: "Kỹ" -> ("ki", "kỹ"), "Hoà" -> ("hoa", "hòa"), "007" -> "7" twice."""
    if re.fullmatch(r"[0-9.,]+", word):
        number = _number(word)
        return number, number
    exact = vietnamese.unify_tone_placement(vietnamese.nfc(word.lower()))[:MAX_TOKEN]
    return fold_exact(exact), exact


def _number(digits: str) -> str:
    """One spelling: "120.000" -> "120000", "7.5" -> "7,5", "05" -> "5"."""
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", digits):
        digits = digits.replace(".", "")
    whole, comma, rest = digits.replace(".", ",").partition(",")
    return ((whole.lstrip("0") or "0") + comma + rest)[:MAX_TOKEN]


def fold_exact(exact: str) -> str:
    """The folded form of an exact token; kỹ and kĩ, quý and quí meet here."""
    folded = fold(exact)
    return f"{folded[:-1]}i" if _Y_OR_I.fullmatch(folded) else folded


def is_marked(word: str) -> bool:
    """Whether someone typed marks: then the marks are meant."""
    lower = word.lower()
    return fold(lower) != lower


def is_correctable(folded: str) -> bool:
    """Whether a slip of the keyboard may be corrected to this word."""
    return 2 <= len(folded) <= 20 and folded.isascii() and folded.isalpha()


def exact_word(exact: str) -> str:
    """The token "đảng" as "=đảng"."""
    return (EXACT + exact)[:MAX_TOKEN]


def tokens(text: str) -> Iterator[Token]:
    """The words of an NFC text with their places."""
    for match in _WORD.finditer(text):
        folded, exact = forms(match.group())
        yield Token(folded, exact, match.start(), match.end())


def document_numbers(text: str) -> Iterator[str]:
    """ "22-NQ/TU", "10/2015/NQ-HĐND" -> "#22nqtu", "#102015nqhdnd", however they are spaced."""
    for match in _DOCUMENT_NUMBER.finditer(text):
        yield document_number(*match.groups())


def document_number(number: str, year: str | None, kind: str, issuer: str) -> str:
    return (NUMBER_MARK + (number.lstrip("0") or "0") + (year or "") + fold(kind + issuer))[:MAX_TOKEN]


def streams(*parts: str) -> Streams:
    """The streams of a title, a summary and a text (NFC), in that order of importance."""
    main: list[tuple[str, str]] = []
    for part in parts:
        main += _pairs(part)
        if main:
            main.append(_NO_WORD)
    numbers = [(number, GAP) for number in dict.fromkeys(document_numbers("\n".join(parts)))]
    return Streams(main, numbers) if _is_modest(main, parts) else within_limits(main, numbers)


def _pairs(part: str) -> Iterable[tuple[str, str]]:
    """(folded, exact) of every word. No word and no number runs across a blank, so each piece is split only once."""
    return chain.from_iterable(map(_PIECES.__getitem__, part.split()))


class _Pieces(dict):
    """What was split already. Begins anew when it is full: half as dear as a cache that knows which piece is oldest."""

    def __missing__(self, piece: str) -> tuple[tuple[str, str], ...]:
        pairs = tuple(map(forms, _WORD.findall(piece)))
        if len(piece) <= MAX_TOKEN:
            if len(self) >= 32_768:
                self.clear()
            self[piece] = pairs
        return pairs


_PIECES = _Pieces()


def _is_modest(main: list[tuple[str, str]], parts: tuple[str, ...]) -> bool:
    """Whether no limit can be met; so it is with nearly every text, and then nothing need be counted word by word."""
    if len(main) <= MAX_OCCURRENCES:
        return True
    longest = max(Counter(map(itemgetter(0), main)).values())
    return longest <= MAX_OCCURRENCES and len(main) < MAX_POSITIONS and sum(map(len, parts)) < MAX_BYTES // 20


def within_limits(main: list[tuple[str, str]], numbers: list[tuple[str, str]]) -> Streams:
    """The same streams, without what both engines could not hold."""
    builder = _Builder()
    for pair in main:
        builder.add(*pair)
    for pair in numbers:
        builder.add_to_tail(*pair)
    return Streams(builder.main, builder.tail)


class _Builder:
    """Keeps what one text may cost within what both engines can hold."""

    def __init__(self):
        self.main, self.tail = [], []
        self._folded, self._exact = Counter(), Counter()
        self._bytes = 0

    def add(self, folded: str, exact: str):
        if len(self.main) >= MAX_POSITIONS:
            if folded != GAP:
                self.add_to_tail(folded, exact)
        else:
            self.main.append((self._keep(self._folded, folded), self._keep(self._exact, exact)))

    def add_to_tail(self, folded: str, exact: str):
        if folded not in self._folded or (exact != GAP and exact not in self._exact):
            self.tail.append((self._keep(self._folded, folded), self._keep(self._exact, exact)))

    def _keep(self, seen: Counter, token: str) -> str:
        if token == GAP or seen[token] >= MAX_OCCURRENCES:
            return GAP
        if token not in seen:
            self._bytes += len(token.encode()) + 8
            if self._bytes > MAX_BYTES:
                return GAP
        seen[token] += 1
        return token
