"""Reads a cleaned text into its blocks, links and pictures, each with the words by which a writer finds it again."""

import html
import re
from dataclasses import dataclass, field
from functools import cached_property

BLOCKS = frozenset("p h2 h3 h4 li td th caption figcaption blockquote".split())
HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
EXCERPT = 60
"""Letters of a block that name its place."""

# As the cleaning writes tags; a "<" that opens none is a letter.
_TOKENS = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"]*")?)*) ?/?>|[^<]+|<')
_ATTRIBUTE = re.compile(r' ([a-z-]+)(?:="([^"]*)")?')
_KEY = re.compile(r"/thu-vien/anh/([A-Za-z0-9_-]{8,32})-\d{1,5}\.webp", re.ASCII)


@dataclass
class Link:
    href: str | None
    place: str = ""
    words: list[str] = field(default_factory=list)
    has_picture_words: bool = False
    is_target: bool = False
    title: str = ""

    @property
    def text(self) -> str:
        return one_line("".join(self.words))


@dataclass(frozen=True)
class Picture:
    key: str
    alt: str
    place: str


@dataclass
class Block:
    """Its words are asked for once the whole text is read."""

    kind: str
    parts: list[str] = field(default_factory=list)
    has_breaks: bool = False
    """Two line ends together: an empty line that only looks like a paragraph."""

    @cached_property
    def raw(self) -> str:
        return "".join(self.parts)

    @cached_property
    def text(self) -> str:
        return one_line(self.raw)

    @cached_property
    def place(self) -> str:
        return f"Đề mục «{excerpt(self.text)}»" if self.kind in HEADINGS else f"«{excerpt(self.text)}»"


@dataclass
class Page:
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)


def one_line(text: str) -> str:
    return " ".join(text.split())


def excerpt(text: str) -> str:
    """Its first words, never half of one unless it is endless."""
    if len(text) <= EXCERPT:
        return text
    head = text[:EXCERPT].rpartition(" ")[0] or text[:EXCERPT]
    return f"{head}…"


class _Reader:
    def __init__(self):
        self.page = Page()
        self.open: list[Block] = []
        self.around: list[Block] = []
        self.link: Link | None = None
        self.was_break = False

    @property
    def block(self) -> Block:
        if not self.open:
            self._begin("p")
        return self.open[-1]

    def _begin(self, name):
        self.open.append(Block(name))
        self.page.blocks.append(self.open[-1])

    def words(self, text):
        text = html.unescape(text)
        if not self.open and not text.strip():
            return
        self.block.parts.append(text)
        if self.link:
            self.link.words.append(text)
        self.was_break = self.was_break and not text.strip()

    def tag(self, slash, name, attributes):
        if name in BLOCKS:
            self.was_break = False
            if not slash:
                self._begin(name)
            elif self.open:
                self.open.pop()
        elif name == "br":
            self.block.has_breaks |= self.was_break
            self.block.parts.append(" ")
            self.was_break = True
        elif name == "a":
            self._link(slash, attributes)
        elif name == "img":
            self._picture(attributes)
        if "id" in attributes:
            self.page.ids.add(attributes["id"])

    def _link(self, slash, attributes):
        if slash:
            self.link = None
            return
        self.link = Link(attributes.get("href"), is_target="id" in attributes, title=attributes.get("title", ""))
        self.page.links.append(self.link)
        self.around.append(self.block)

    def _picture(self, attributes):
        self.was_break = False
        alt, source = one_line(attributes.get("alt", "")), attributes.get("src", "")
        known = _KEY.fullmatch(source)
        place = f"Ảnh «{excerpt(alt)}»" if alt else f"Ảnh thứ {len(self.page.pictures) + 1}"
        self.page.pictures.append(Picture(known[1] if known else "", alt, place))
        if self.link:
            self.link.has_picture_words |= bool(alt)


def read(body: str) -> Page:
    reader = _Reader()
    for token in _TOKENS.finditer(body):
        slash, name, attributes = token.groups()
        if name:
            pairs = {key: html.unescape(value or "") for key, value in _ATTRIBUTE.findall(attributes)}
            reader.tag(slash, name, pairs)
        else:
            reader.words(token[0])
    for link, block in zip(reader.page.links, reader.around, strict=True):
        text = link.text
        link.place = f"Liên kết «{excerpt(text)}»" if text else f"Liên kết trong {block.place}"
    return reader.page
