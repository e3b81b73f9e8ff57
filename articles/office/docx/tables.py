"""Tables of Word: cells that span columns by their grid, and rows by what continues above. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from articles.office.blocks import Block, Cell, Row, Table
from articles.office.docx.package import flag, value
from articles.office.docx.runs import Story, is_change
from web.digits import whole_number

MOST_COLUMNS = 100
Reader = Callable[[Element], Iterator[Block]]


@dataclass
class _Open:
    """A cell that may go on in the next row."""

    blocks: tuple[Block, ...]
    colspan: int
    rowspan: int = 1


def read(table: Element, story: Story, blocks: Reader) -> Iterator[Table]:
    above: dict[int, _Open] = {}
    rows = []
    for row in _children(table, "tr", story):
        if not _stays(row, story):
            continue
        cells, above = _row(row, story, blocks, above)
        rows.append((cells, bool(flag(row.find("trPr"), "tblHeader"))))
    frozen = tuple(Row(tuple(map(_frozen, cells)), head) for cells, head in rows)
    if any(row.cells for row in frozen):
        yield Table(_headed_once(frozen))


def _row(row: Element, story: Story, blocks: Reader, above: dict[int, _Open]) -> tuple[list[_Open], dict[int, _Open]]:
    cells, below = [], {}
    column = _number(value(row.find("trPr"), "gridBefore"), 0)
    if column:
        cells.append(_Open((), column))
    for cell in _children(row, "tc", story):
        properties = cell.find("tcPr")
        span = _number(value(properties, "gridSpan"), 1) or 1
        merge = value(properties, "vMerge")
        if merge is not None and merge != "restart" and column in above:
            below[column] = above[column]
            below[column].rowspan += 1
            # Hidden behind the cell above in Word, but letters all the same.
            below[column].blocks += tuple(blocks(cell))
        else:
            cells.append(_Open(tuple(blocks(cell)), span))
            if merge is not None:
                below[column] = cells[-1]
        column += span
    return cells, below


def _frozen(cell: _Open) -> Cell:
    return Cell(cell.blocks, cell.colspan, cell.rowspan)


def _headed_once(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Header rows stand at the top; Word lets any row say that it is one."""
    first = next((number for number, row in enumerate(rows) if not row.is_header), len(rows))
    if first == len(rows):
        first = 0
    return tuple(Row(row.cells, number < first) for number, row in enumerate(rows))


def _children(parent: Element, tag: str, story: Story) -> Iterator[Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in {"sdt", "sdtContent", "customXml"} or (is_change(child.tag) and story.goes_in(child.tag)):
            yield from _children(child, tag, story)


def _stays(row: Element, story: Story) -> bool:
    properties = row.find("trPr")
    return properties is None or all(story.goes_in(child.tag) for child in properties if is_change(child.tag))


def _number(text: str | None, otherwise: int) -> int:
    number = whole_number(text, 3)
    return otherwise if number is None else min(number, MOST_COLUMNS)
