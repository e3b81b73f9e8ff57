"""Foreign HTML as a tree of known elements: bounded first, then parsed by the cleaner's own parser. Pure.

nh3 reads HTML as browsers do and writes it back well formed, so that what follows is plain counting of tags.
"""

import html
import re
from dataclasses import dataclass, field

import nh3

from articles import nesting, richtext
from articles.office import refusals
from articles.office.refusals import DocumentRefused

MOST_LETTERS = 3_000_000
"""Word writes ten letters of markup for one of text."""
MOST_ELEMENTS = 60_000
DEEPEST = 64

BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li table caption thead tbody tfoot tr td th blockquote div section article center pre "
    "hr dl dt dd figure figcaption header footer main address".split()
)
INLINE = frozenset("a b strong i em u s strike del ins sub sup span font br img".split())
VOID = frozenset({"br", "img", "hr"})
_ATTRIBUTES = {
    "*": {"style", "class", "id", "align"},
    "a": {"href", "name"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "li": {"value"},
    "font": {"face"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "file", "data", "blob", "cid", "about"}

# What a browser skips: comments, Word's conditions, instructions, and words that are no markup to it.
_SKIPPED = re.compile(r"<!--(?:-?>)?|<[!?]|<(style|script|title|xml)\b", re.IGNORECASE)
_NAME = r"[a-zA-Z][\w:.-]*"
_PLAIN_TAG = re.compile(
    rf"<(/?)({_NAME})(?:\s+[^\s\"'<>/=]+(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=`]+))?)*\s*/?>"
)
# Inside these a browser reads by other rules.
_OWN_RULES = frozenset(
    "select textarea svg math template frameset noscript iframe xmp plaintext style script title".split()
)
_OPENING = re.compile(rf"<{_NAME}")
_NOT_NESTING = frozenset("br hr img p li tr td th tbody thead tfoot meta link col input v:imagedata".split())
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>|([^<]+)|<')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


@dataclass
class Node:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def style(self) -> dict[str, str]:
        pairs = (part.partition(":") for part in self.attributes.get("style", "").split(";"))
        return {name.strip().lower(): value.strip() for name, _, value in pairs if value.strip()}


def parse(text: str) -> Node:
    """Raises DocumentRefused for more than a paste has."""
    if len(text) > MOST_LETTERS or nesting.has_too_many_signs(text):
        raise DocumentRefused(refusals.PASTE_TOO_LONG)
    if _is_too_deep(text):
        raise DocumentRefused(refusals.TOO_DEEP)
    cleaned = nh3.clean(
        text,
        tags=set(BLOCKS | INLINE),
        clean_content_tags=richtext.DROPPED,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    return _tree(cleaned)


def _tree(cleaned: str) -> Node:
    root = Node("div")
    opened, count = [root], 0
    for token in _TOKEN.finditer(cleaned):
        slash, name, attributes, words = token.groups()
        if not name:
            opened[-1].children.append(html.unescape(words or token[0]))
        elif slash:
            # The serialiser has balanced them all.
            opened.pop()
        else:
            count += 1
            node = Node(name, {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(attributes)})
            opened[-1].children.append(node)
            if name not in VOID:
                opened.append(node)
    if count > MOST_ELEMENTS:
        raise DocumentRefused(refusals.PASTE_TOO_LONG)
    return root


def _is_too_deep(text: str) -> bool:
    """As nesting.is_too_deep, for the tags of office programs: what is not certain counts as never closed."""
    rest = _without_skipped(text)
    tags = [(slash, name.lower()) for slash, name in _PLAIN_TAG.findall(rest)]
    openings = len(_OPENING.findall(text))
    unsure = openings - sum(not slash for slash, _name in tags)
    if "<" in _PLAIN_TAG.sub("", rest) or any(name in _OWN_RULES for _slash, name in tags):
        unsure = openings
    return unsure > nesting.MOST_UNSURE or _depth(tags) > DEEPEST


def _without_skipped(text: str) -> str:
    """In one walk; what does not end runs to the end of the text."""
    parts, position = [], 0
    while found := _SKIPPED.search(text, position):
        parts.append(text[position : found.start()])
        position = _end_of(found, text)
        if position < 0:
            return "".join(parts)
    return "".join([*parts, text[position:]])


def _end_of(found: re.Match, text: str) -> int:
    if found[1]:
        end = re.compile(rf"</{found[1]}\s*>", re.IGNORECASE).search(text, found.end())
        return end.end() if end else -1
    if found[0].endswith(">"):
        return found.end()
    sign = "-->" if found[0] == "<!--" else ">"
    end = text.find(sign, found.end())
    return end + len(sign) if end >= 0 else -1


def _depth(tags: list[tuple[str, str]]) -> int:
    """A tag closes what was opened last; what closes something further out may close nothing (a table lies between)."""
    opened, deepest = [], 0
    for slash, name in tags:
        if name in _NOT_NESTING:
            continue
        if not slash:
            opened.append(name)
            deepest = max(deepest, len(opened))
            continue
        # Marks may overlap: <b><i></b></i>.
        for place in range(len(opened) - 1, max(-1, len(opened) - 5), -1):
            if opened[place] == name:
                del opened[place]
                break
            if opened[place] not in INLINE:
                break
    return deepest
