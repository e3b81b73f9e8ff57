"""What a document consists of, whatever program made it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from articles.office.report import Findings

BULLET = "bullet"


@dataclass(frozen=True)
class Text:
    """`marks`: of strong, em, u, s, sub, sup. `font`: as the document names it, for the old ones."""

    text: str
    marks: frozenset[str] = frozenset()
    link: str = ""
    font: str = ""


@dataclass(frozen=True)
class Break:
    """A new line in the same paragraph."""


@dataclass(frozen=True)
class NoteMark:
    note: str


@dataclass(frozen=True)
class Picture:
    """`name`: where its bytes are, a key of `Document.pictures`."""

    name: str
    alt: str = ""


Inline = Text | Break | NoteMark | Picture
Inlines = tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    inlines: Inlines
    align: str = ""  # "center", "right" or ""
    role: str = ""  # "quote", "caption" or ""


@dataclass(frozen=True)
class Heading:
    inlines: Inlines
    level: int


@dataclass(frozen=True)
class ListItem:
    """`kind`: bullet, or how HTML writes the number: 1, a, A, i, I."""

    inlines: Inlines
    kind: str
    level: int = 0
    number: int = 1


@dataclass(frozen=True)
class Cell:
    blocks: tuple["Block", ...]
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    is_header: bool = False


@dataclass(frozen=True)
class Table:
    rows: tuple[Row, ...]
    caption: Inlines = ()


@dataclass(frozen=True)
class Rule:
    """A line across the page."""


Block = Paragraph | Heading | ListItem | Table | Rule


@dataclass
class Document:
    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, list[Block]] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)


def joined(inlines: Iterable[Inline]) -> Inlines:
    """Neighbours that look alike become one, as Word cuts words anywhere."""
    result: list[Inline] = []
    for inline in inlines:
        last = result[-1] if result else None
        if isinstance(inline, Text) and isinstance(last, Text) and replace(last, text=inline.text) == inline:
            result[-1] = replace(last, text=last.text + inline.text)
        elif not isinstance(inline, Text) or inline.text:
            result.append(inline)
    return tuple(result)


def words(inlines: Iterable[Inline]) -> str:
    """The letters alone."""
    return "".join(
        inline.text if isinstance(inline, Text) else "\n" if isinstance(inline, Break) else "" for inline in inlines
    )


def is_blank(inlines: Inlines) -> bool:
    has_other = any(isinstance(inline, NoteMark | Picture) for inline in inlines)
    return not has_other and not words(inlines).strip("\xa0 \t\n\u200b")


def inlines_of(block: Block) -> Inlines:
    return () if isinstance(block, Table | Rule) else block.inlines


def every_inline(blocks: Iterable[Block]) -> Iterable[Inline]:
    for block in blocks:
        if isinstance(block, Table):
            yield from block.caption
            for row in block.rows:
                for cell in row.cells:
                    yield from every_inline(cell.blocks)
        else:
            yield from inlines_of(block)


def changed(blocks: Iterable[Block], change: Callable[[Inlines], Inlines]) -> list[Block]:
    """The same blocks with their letters changed, in tables too."""
    return [_changed(block, change) for block in blocks]


def _changed(block: Block, change: Callable[[Inlines], Inlines]) -> Block:
    if isinstance(block, Rule):
        return block
    if not isinstance(block, Table):
        return replace(block, inlines=change(block.inlines))
    rows = (
        replace(row, cells=tuple(replace(cell, blocks=tuple(changed(cell.blocks, change))) for cell in row.cells))
        for row in block.rows
    )
    return replace(block, rows=tuple(rows), caption=change(block.caption))


def cut(inlines: Inlines, count: int) -> Inlines:
    """Without the first `count` letters."""
    result = list(inlines)
    while count and result:
        first = result[0]
        if not isinstance(first, Text):
            break
        taken = min(count, len(first.text))
        count -= taken
        result[:1] = [replace(first, text=first.text[taken:])] if taken < len(first.text) else []
    return tuple(result)


def without_bold(inlines: Inlines) -> Inlines:
    """A heading is bold by itself; slanted as a whole it says nothing either."""
    return _without(inlines, {"strong"} | _shared(inlines))


def without_shared(inlines: Inlines) -> Inlines:
    """What a style makes bold or slanted as a whole, a quotation or a caption, our page shows in its own way."""
    return _without(inlines, _shared(inlines))


def _shared(inlines: Inlines) -> frozenset[str]:
    texts = [one.marks for one in inlines if isinstance(one, Text) and one.text.strip()]
    return frozenset.intersection(*texts) & {"strong", "em"} if texts else frozenset()


def _without(inlines: Inlines, marks: frozenset[str]) -> Inlines:
    return joined(replace(one, marks=one.marks - marks) if isinstance(one, Text) else one for one in inlines)
