"""Footnotes as programs paste them: a mark that leads to a note, a note that leads back. Pure."""

import re

from articles.office.html.tree import Node

# Word, LibreOffice, Google Docs, and our own pages.
_MARK = re.compile(r"[^#]*#(?:_((?:ftn|edn)\d+)|(sd(?:foot|end)note\d+)sym|(ftnt\d+)|(chu-thich-\d+))")
_BACK = re.compile(r"[^#]*#(?:_(?:ftn|edn)ref\d+|sd(?:foot|end)note\d+anc|ftnt_ref\d+|ve-chu-thich-\d+)")
_NOTE = re.compile(r"(?:ftn|edn)\d+|sd(?:foot|end)note\d+|chu-thich-\d+")
_GOOGLE = re.compile(r"ftnt\d+")


def mark_of(node: Node) -> str:
    """The key of the note to which a link leads."""
    found = _MARK.fullmatch(node.attributes.get("href", "")) if node.name == "a" else None
    return next(filter(None, found.groups())) if found else ""


def is_way_back(node: Node) -> bool:
    return node.name == "a" and bool(_BACK.fullmatch(node.attributes.get("href", "")))


def key_of(node: Node) -> str:
    """The key of the note that this element holds."""
    own = node.attributes.get("id", "")
    if node.name in {"div", "li"} and _NOTE.fullmatch(own):
        return own
    if node.name == "div":
        return next((one for one in _first_names(node) if _GOOGLE.fullmatch(one)), "")
    return ""


def is_list(node: Node) -> bool:
    """Word's own frame around all notes, with a line above them."""
    return "footnote-list" in node.style().get("mso-element", "") or "endnote-list" in node.style().get(
        "mso-element", ""
    )


def _first_names(node: Node):
    """Google names the link at the beginning of a note, not the note."""
    for _ in range(4):
        first = next((child for child in node.children if isinstance(child, Node)), None)
        if first is None or any(isinstance(child, str) and child.strip() for child in node.children[:1]):
            return
        yield first.attributes.get("id", "")
        node = first
