"""Fonts of signs: a letter of Wingdings or Symbol shows no letter at all. Pure."""

import re

_FONT = re.compile(r"wingdings|webdings|symbol|zapf ?dingbats|monotype sorts", re.I)
_BULLETS_ONLY = "•"
_WINGDINGS = {
    0x6C: "•", 0x6E: "▪", 0x6F: "☐", 0x71: "☐", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA7: "▪", 0xA8: "☐",
    0xD8: "➢", 0xE0: "→", 0xE8: "→", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_SYMBOL = {0xB7: "•", 0xA8: "♦", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xAE: "→"}
_SYMBOL |= dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_SYMBOL |= dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
_SYMBOL |= {code: chr(code) for code in (*range(0x20, 0x22), 0x25, 0x26, *range(0x28, 0x40))}


def is_symbol_font(font: str) -> bool:
    return bool(_FONT.search(font))


def shown(text: str, font: str) -> str:
    """The signs that the font shows for these letters; an unknown one becomes a dot."""
    table = _SYMBOL if "symbol" in font.lower() and "segoe" not in font.lower() else _WINGDINGS
    return "".join(_sign(letter, table) for letter in text)


def _sign(letter: str, table: dict[int, str]) -> str:
    code = ord(letter) - 0xF000 if 0xF000 <= ord(letter) <= 0xF0FF else ord(letter)
    if letter.isspace():
        return letter
    return table.get(code, _BULLETS_ONLY if code < 0x100 else letter)
