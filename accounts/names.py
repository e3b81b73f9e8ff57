"""When two shown names would be taken for each other. Pure."""

import unicodedata

import vietnamese


def tidy(name: str) -> str:
    """As it is kept: composed, without unseen characters, with one space between words."""
    return " ".join(vietnamese.nfc(name).split())


def key(name: str) -> str:
    """Equal for names that a reader takes for one. Accents count: Hòa and Hoà are one, Hòa and Hoa are two."""
    return vietnamese.unify_tone_placement(unicodedata.normalize("NFKC", tidy(name))).casefold()
