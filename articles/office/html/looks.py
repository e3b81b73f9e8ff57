"""How pasted words look: what an element and its style say of bold, fonts, sides and hiding. Pure."""

from dataclasses import dataclass, replace

from articles.office.html.tree import Node
from web.digits import whole_number

_MARKS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "u": "u", "s": "s", "strike": "s",
    "sub": "sub", "sup": "sup",
}  # fmt: skip
_SIDES = {"center": "center", "right": "right", "end": "right", "-webkit-center": "center", "-webkit-right": "right"}

_KNOWN_SIDES = frozenset({"left", "justify", "start", "center", "right", "end"})


@dataclass(frozen=True)
class Look:
    """As it holds for the words inside; handed down from element to element."""

    marks: frozenset[str] = frozenset()
    link: str = ""
    font: str = ""
    is_hidden: bool = False
    is_pre: bool = False


def inside(node: Node, look: Look) -> Look:
    marks = set(look.marks)
    if node.name in _MARKS:
        marks.add(_MARKS[node.name])
    style = node.style()
    _weigh(style, marks)
    _line(style, marks, is_link=bool(look.link) or node.name == "a")
    font = style.get("font-family", node.attributes.get("face", "")).split(",")[0].strip().strip("'\"")
    hides = style.get("display") == "none" or style.get("mso-hide") == "all" or style.get("visibility") == "hidden"
    is_pre = look.is_pre or node.name == "pre" or style.get("white-space", "").startswith("pre")
    return replace(
        look, marks=frozenset(marks), font=font or look.font, is_hidden=look.is_hidden or hides, is_pre=is_pre
    )


def side(node: Node, outer: str = "") -> str:
    """ "center", "right" or ""."""
    told = node.style().get("text-align") or node.attributes.get("align", "")
    told = told or node.attributes.get("class", "").removeprefix("align-")
    if node.name == "center":
        return "center"
    return _SIDES.get(told.lower(), "" if told in _KNOWN_SIDES else outer)


def _weigh(style: dict[str, str], marks: set[str]) -> None:
    """Google writes bold as a weight, and wraps all it copies in a <b> that is not bold."""
    weight = style.get("font-weight", "").lower()
    if weight in {"bold", "bolder"} or (whole_number(weight) or 0) >= 600:
        marks.add("strong")
    elif weight:
        marks.discard("strong")
    if slant := style.get("font-style", "").lower():
        marks.add("em") if slant in {"italic", "oblique"} else marks.discard("em")
    rise = style.get("vertical-align", "").lower()
    if rise in {"super", "sub"}:
        marks.add("sup" if rise == "super" else "sub")


def _line(style: dict[str, str], marks: set[str], *, is_link: bool) -> None:
    line = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}".lower()
    if "line-through" in line:
        marks.add("s")
    if "none" in line:
        marks.discard("u")
    if "underline" in line:
        marks.add("u")
    if is_link:
        marks.discard("u")
