"""What Word's styles give a paragraph and its runs, along the chain of what each is based on. Pure."""

from dataclasses import dataclass
from functools import cache
from xml.etree.ElementTree import Element

from articles.office.docx.package import flag, value
from web.digits import whole_number

LONGEST_CHAIN = 12
_ASKED = frozenset("jc outlineLvl numPr numId ilvl b i strike dstrike vanish rFonts".split())
"""Properties of a style that are looked for, again for each paragraph: of all others a file may hold any number."""


@dataclass(frozen=True)
class Look:
    """Of a run: the switches that matter, and the font."""

    marks: frozenset[str]
    is_hidden: bool
    font: str


class Styles:
    def __init__(self, root: Element | None):
        styles = [] if root is None else root.iter("style")
        self._by_id = {style.get("styleId", ""): style for style in styles}
        self._default = next((key for key, style in self._by_id.items() if _is_default(style)), "")
        self._run_defaults = _asked(None if root is None else root.find("docDefaults/rPrDefault/rPr"))
        self.name = cache(self._name)
        self._of_paragraphs = cache(lambda style_id: self._properties(style_id, "pPr"))
        self._of_runs = cache(lambda style_id: self._properties(style_id, "rPr"))

    def _name(self, style_id: str) -> str:
        """ "heading 1": built-in names are English in every language of Word."""
        return (value(self._by_id.get(style_id), "name") or style_id).lower()

    def of_paragraph(self, properties: Element | None) -> str:
        return value(properties, "pStyle") or self._default

    def paragraph_properties(self, properties: Element | None) -> list[Element]:
        """Of the paragraph itself, then of its style and what that is based on; the first that says something wins."""
        own = [] if properties is None else [properties]
        return own + self._of_paragraphs(self.of_paragraph(properties))

    def look(self, run: Element | None, paragraph_style: str) -> Look:
        """`run`: the rPr of a run."""
        said = [] if run is None else [run]
        for style_id in (value(run, "rStyle") or "", paragraph_style):
            said += self._of_runs(style_id)
        said.append(self._run_defaults)
        return Look(_marks(said, run), bool(_first(flag(one, "vanish") for one in said)), _font(said))

    def _properties(self, style_id: str, tag: str) -> list[Element]:
        return [_asked(found) for style in self._chain(style_id) if (found := style.find(tag)) is not None]

    def _chain(self, style_id: str) -> list[Element]:
        found: list[Element] = []
        while (style := self._by_id.get(style_id)) is not None and style not in found and len(found) < LONGEST_CHAIN:
            found.append(style)
            style_id = value(style, "basedOn") or ""
        return found


def _asked(properties: Element | None) -> Element:
    """A copy with the first of each property that is looked for."""
    kept, seen = Element("kept"), set()
    for child in [] if properties is None else properties:
        if child.tag in _ASKED - seen:
            seen.add(child.tag)
            own = _asked(child)
            own.tag, own.attrib = child.tag, child.attrib
            kept.append(own)
    return kept


def _is_default(style: Element) -> bool:
    return style.get("type") == "paragraph" and style.get("default") in {"1", "true"}


def _marks(said: list[Element], run: Element | None) -> frozenset[str]:
    found = {mark for name, mark in (("b", "strong"), ("i", "em")) if _first(flag(one, name) for one in said)}
    # A link is underlined by its style; only what was underlined by hand says something.
    if flag(run, "u") and value(run, "rStyle") is None:
        found.add("u")
    if _first(flag(one, "strike") for one in said) or _first(flag(one, "dstrike") for one in said):
        found.add("s")
    # LibreOffice moves the letters up or down by hand.
    rise = value(run, "vertAlign") or value(run, "position") or ""
    if rise == "superscript" or (whole_number(rise) or 0) > 2:
        found.add("sup")
    if rise == "subscript" or rise.startswith("-"):
        found.add("sub")
    return frozenset(found)


def _font(said: list[Element]) -> str:
    for one in said:
        fonts = one.find("rFonts")
        if fonts is not None and (name := fonts.get("ascii") or fonts.get("hAnsi")):
            return name
    return ""


def _first(answers):
    return next((answer for answer in answers if answer is not None), None)
