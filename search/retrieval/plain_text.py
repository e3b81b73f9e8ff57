"""The plain text in which words are looked for: one small letter without marks for each character. Pure.

`tokens.fold` goes through a dictionary for every letter, and twenty texts would cost more than the rest of their page.
A text that can be written in 256 characters, as nearly all can, is turned into bytes and folded by a table at a tenth
of that.
"""

import codecs

from search.query import tokens

_ALPHABETS = 0x2000
"""Where the letters with marks are; beyond, a letter is at most large or small."""
_VIETNAMESE = "àáâãèéêìíòóôõùúýăđĩũơư"
_KNOWN = (
    "\0\t\n\r"
    + "".join(map(chr, range(0x20, 0x7F)))
    + _VIETNAMESE
    + _VIETNAMESE.upper()
    + "".join(map(chr, range(0x1EA0, 0x1EFA)))
    + "“”‘’–—…•·«»°²³§×\u00a0→½≥≤€−"
)
"""The 256 characters that our texts are made of. A NUL must come first, says the codec."""


class _Plain(dict):
    """A table for str.translate that learns each character once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = tokens.fold(character)
        is_letter = len(folded) == 1 and (code < _ALPHABETS or folded.upper() == character)
        self[code] = letter = folded if is_letter else character
        return letter


_PLAIN = _Plain()


def plain(original: str) -> str:
    """For words in any script."""
    return original.translate(_PLAIN)


def plain_ascii(original: str) -> str:
    """For words of ASCII letters and digits: any other letter is "²"; of the signs, those within numbers are kept."""
    return codecs.charmap_encode(original, "search.plain", _CODES)[0].translate(_FOLDED).decode("latin-1")


def _ascii(character: str) -> str:
    letter = plain(character)
    if letter.isalnum():
        return letter if letter.isascii() else "²"
    return letter if letter in ".," else " "


def _unknown(error: UnicodeEncodeError) -> tuple[str, int]:
    """What stands for the characters that are not among the known."""
    return "".join(map(_ascii, error.object[error.start : error.end])), error.end


codecs.register_error("search.plain", _unknown)
_CODES = codecs.charmap_build(_KNOWN)
_FOLDED = "".join(map(_ascii, _KNOWN)).encode("latin-1")
