"""Lists in pasted HTML: those of HTML itself, and Word's, which are paragraphs with a marker before them. Pure."""

import re
from dataclasses import dataclass

from articles.office.blocks import BULLET
from articles.office.html.tree import Node
from web.digits import whole_number

_WORD_LIST = re.compile(r"l\d+\s+level(\d)\b")
_LABEL = re.compile(r"\(?([0-9]{1,3}|[a-z]|[A-Z]|[ivxlc]{1,6}|[IVXLC]{1,6})[.)]?")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_STYLES = {
    "decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i",
    "upper-roman": "I",
}  # fmt: skip
_TITLES = frozenset({"msotitle", "msotitlecxspfirst"})


@dataclass(frozen=True)
class Marker:
    """`kind` is "" where HTML cannot count like that; then the label stays as words."""

    kind: str
    level: int
    number: int
    label: str

    @classmethod
    def of(cls, node: Node) -> "Marker | None":
        found = _WORD_LIST.search(node.style().get("mso-list", ""))
        label = _marker_text(node)
        if not found or not label:
            return None
        if not any(letter.isalnum() for letter in label) or (label in {"o", "§", "Ø", "v", "q", "ü"}):
            return cls(BULLET, int(found[1]) - 1, 1, "")
        told = _LABEL.fullmatch(label)
        kind, number = _counted(told[1]) if told else ("", 1)
        return cls(kind, int(found[1]) - 1, number, label)


def is_marker(node: Node) -> bool:
    return node.style().get("mso-list", "").lower() == "ignore"


def is_item(node: Node) -> bool:
    return node.name == "p" and bool(_WORD_LIST.search(node.style().get("mso-list", "")))


def heading_level(node: Node) -> int:
    """0 for what is no heading."""
    if node.name[:1] == "h" and (level := whole_number(node.name[1:], 1)) is not None:
        return level
    return 1 if node.name == "p" and node.attributes.get("class", "").lower() in _TITLES else 0


def start_of(node: Node) -> int:
    start = whole_number(node.attributes.get("start"), 3)
    return 1 if start is None else start


def kind_of(listed: Node, item: Node) -> str:
    if listed.name == "ul":
        return BULLET
    style = item.style().get("list-style-type") or listed.style().get("list-style-type") or ""
    told = listed.attributes.get("type", "1")
    return _STYLES.get(style, told if told in {"1", "a", "A", "i", "I"} else "1")


def _marker_text(node: Node) -> str:
    def text(one: "Node | str", is_inside: bool) -> str:
        if isinstance(one, str):
            return one if is_inside else ""
        return "".join(text(child, is_inside or is_marker(one)) for child in one.children)

    return "".join(text(child, False) for child in node.children).replace("\xa0", " ").strip()


def _counted(label: str) -> tuple[str, int]:
    if label.isdigit():
        return "1", int(label)
    small, is_capital = label.lower(), label.isupper()
    # A single i, v or x begins or goes on a Roman list far more often than it is the ninth letter.
    if set(small) <= set(_ROMAN) and (len(small) > 1 or small in {"i", "v", "x"}):
        return ("I" if is_capital else "i"), _roman(small)
    if len(small) == 1:
        return ("A" if is_capital else "a"), ord(small) - ord("a") + 1
    return "", 1


def _roman(letters: str) -> int:
    values = [_ROMAN[letter] for letter in letters]
    return sum(-one if one < max(values[place:]) else one for place, one in enumerate(values))
