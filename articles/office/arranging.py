"""From what a document says to what an article should say; the choices that people have are applied here. Pure."""

from dataclasses import dataclass, field, replace

from articles.office import legacy_fonts, lines, typed
from articles.office.blocks import (
    Block,
    Document,
    Heading,
    Inlines,
    ListItem,
    NoteMark,
    Paragraph,
    Picture,
    Row,
    Table,
    Text,
    changed,
    every_inline,
    is_blank,
    words,
)
from articles.office.report import Findings

LONGEST_TITLE = 300
MOST_SAMPLES = 3
# As many as a page can ask about; what is beyond stays as it seems best.
MOST_SUGGESTIONS, MOST_TABLES = 200, 100
ACCEPTED, REFUSED = "accepted_changes", "refused_changes"


@dataclass(frozen=True)
class Choices:
    """None: as it seems best to us; the page shows what that is."""

    headings: frozenset[int] | None = None
    header_rows: frozenset[int] | None = None
    captions: dict[int, str] = field(default_factory=dict)
    converts_fonts: bool = True
    joins_lines: bool = False
    takes_title: bool = True
    changes: str = ""  # what was decided of tracked changes; "" where nobody was asked yet


@dataclass
class Arranged:
    document: Document
    suggestions: list[typed.Suggestion] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    samples: list[tuple[str, str]] = field(default_factory=list)  # as it was, as it would be
    encoding: str = ""
    broken: int = 0

    @property
    def encoding_name(self) -> str:
        return legacy_fonts.NAMES.get(self.encoding, "")


def arrange(document: Document, choices: Choices) -> Arranged:
    """The document at hand stays as it is, to be arranged again by other choices."""
    findings = document.findings.copy()
    blocks = lines.split(document.blocks, findings)
    result = Arranged(replace(document, blocks=blocks, findings=findings), broken=lines.broken(blocks))
    if choices.joins_lines:
        result.document.blocks = lines.joined(blocks)
    else:
        findings.add("broken_lines", count=result.broken)
    if choices.changes:
        findings.rename("tracked_changes", choices.changes)
    _convert_fonts(result, choices)
    result.document.blocks = _with_captions(typed.with_lists(result.document.blocks, findings))
    result.document.notes = {key: typed.with_lists(note, Findings()) for key, note in result.document.notes.items()}
    if choices.takes_title:
        _take_title(result.document)
    _head(result, choices)
    _lay_tables(result, choices)
    _count(result.document)
    return result


def _converted(block, encoding: str):
    """The block with its letters in Unicode."""
    return changed([block], lambda inlines: _unicode(inlines, encoding))[0]


def _convert_fonts(result: Arranged, choices: Choices) -> None:
    document = result.document
    told = {id(block): _encoding(block) for block in document.blocks}
    known = [encoding for encoding in told.values() if encoding]
    result.encoding = max(set(known), key=known.count) if known else ""
    old = [block for block in document.blocks if told[id(block)]]
    for block in old[:MOST_SAMPLES]:
        before = words(every_inline([block]))
        after = words(every_inline([_converted(block, told[id(block)])]))
        result.samples.append((before[:200], after[:200]))
    if old:
        document.findings.add("legacy_converted" if choices.converts_fonts else "legacy_fonts", count=len(old))
    if choices.converts_fonts and old:
        document.blocks = [
            _converted(block, told[id(block)]) if told[id(block)] else block for block in document.blocks
        ]
        document.notes = {key: [_converted_note(block) for block in note] for key, note in document.notes.items()}
        document.title = _converted_title(document.title, result.encoding)


def _converted_note(block: Block) -> Block:
    encoding = _encoding(block)
    return changed([block], lambda inlines: _unicode(inlines, encoding))[0] if encoding else block


def _converted_title(title: str, encoding: str) -> str:
    return legacy_fonts.converted(title, encoding) if title and legacy_fonts.guess(title) == encoding else title


def _encoding(block: Block) -> str:
    """Of the block as a whole: by the name of a font, else by its letters."""
    inlines = list(every_inline([block]))
    by_font = next((found for one in inlines if isinstance(one, Text) and (found := _font_encoding(one))), "")
    return by_font or legacy_fonts.guess(words(inlines))


def _font_encoding(text: Text) -> str:
    """A name alone is no proof: people choose .VnTime for letters that Word keeps in Unicode."""
    encoding = legacy_fonts.of_font(text.font)
    if not encoding or not text.text.strip() or legacy_fonts.is_unicode(text.text):
        return ""
    return encoding if not text.text.isascii() or legacy_fonts.is_capital_font(text.font) else ""


def _unicode(inlines: Inlines, encoding: str) -> Inlines:
    return tuple(
        replace(one, text=legacy_fonts.converted(one.text, _font_encoding(one) or encoding, one.font))
        if isinstance(one, Text) and not legacy_fonts.is_unicode(one.text)
        else one
        for one in inlines
    )


def _with_captions(blocks: list[Block]) -> list[Block]:
    """A line "Bảng 1: ..." before a table, or of the style Caption on either side, is its caption."""
    result: list[Block] = []
    for block in blocks:
        last = result[-1] if result else None
        if isinstance(block, Table) and not block.caption and _is_caption(last):
            result[-1] = replace(block, caption=last.inlines)
        elif isinstance(last, Table) and not last.caption and isinstance(block, Paragraph) and block.role == "caption":
            result[-1] = replace(last, caption=block.inlines)
        else:
            result.append(block)
    return result


def _is_caption(block: Block | None) -> bool:
    if not isinstance(block, Paragraph) or any(not isinstance(one, Text) for one in block.inlines):
        return False
    first = words(block.inlines).split()[:1]
    has_number = any(letter.isdigit() for letter in words(block.inlines)[:20])
    return block.role == "caption" or (first in (["Bảng"], ["Biểu"], ["BẢNG"], ["BIỂU"]) and has_number)


def _take_title(document: Document) -> None:
    """One heading of the highest level, at the very top, is the title of the whole."""
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    first = document.blocks[0] if document.blocks else None
    if document.title or not isinstance(first, Heading) or any(not isinstance(one, Text) for one in first.inlines):
        return
    if first.level == min(one.level for one in headings) and [one.level for one in headings].count(first.level) == 1:
        document.title = " ".join(words(first.inlines).split())
        del document.blocks[0]


def _head(result: Arranged, choices: Choices) -> None:
    """Accepts suggested headings, and lets no level be missing between two."""
    document = result.document
    result.suggestions = typed.suggestions(document.blocks)[:MOST_SUGGESTIONS]
    chosen = result.suggestions
    if choices.headings is not None:
        chosen = [one for number, one in enumerate(result.suggestions) if number in choices.headings]
    if left := len(result.suggestions) - len(chosen):
        document.findings.add("suggested_headings", count=left)
    given = [block for block in document.blocks if isinstance(block, Heading)]
    ranks = {level: rank for rank, level in enumerate(sorted({one.level for one in given}), start=1)}
    document.findings.add("heading_levels", count=sum(ranks[one.level] != one.level for one in given))
    document.blocks = [
        replace(block, level=ranks[block.level]) if isinstance(block, Heading) else block for block in document.blocks
    ]
    document.blocks = _without_jumps(typed.with_headings(document.blocks, chosen))


def _without_jumps(blocks: list[Block]) -> list[Block]:
    result, last = [], 0
    for block in blocks:
        if isinstance(block, Heading):
            last = min(block.level, last + 1)
            block = replace(block, level=last)
        result.append(block)
    return result


def _lay_tables(result: Arranged, choices: Choices) -> None:
    number = 0
    for place, block in enumerate(result.document.blocks):
        if isinstance(block, Table):
            result.document.blocks[place] = _laid(block, number, choices)
            number += 1
            if number <= MOST_TABLES:
                result.tables.append(result.document.blocks[place])


def _laid(table: Table, number: int, choices: Choices) -> Table:
    seems_headed = table.rows[0].is_header or _is_bold(table.rows[0])
    is_asked = choices.header_rows is not None and number < MOST_TABLES
    is_headed = number in choices.header_rows if is_asked else seems_headed
    rows = tuple(
        replace(row, is_header=is_headed and (place == 0 or row.is_header)) for place, row in enumerate(table.rows)
    )
    caption = (Text(choices.captions[number]),) if number in choices.captions else table.caption
    return replace(table, rows=rows, caption=() if is_blank(caption) else caption)


def _is_bold(row: Row) -> bool:
    filled = [cell for cell in row.cells if not all(is_blank(tuple(every_inline([block]))) for block in cell.blocks)]
    return bool(filled) and all(typed.is_bold(tuple(every_inline(cell.blocks))) for cell in filled)


def _count(document: Document) -> None:
    findings = document.findings
    for block in document.blocks:
        code = {Heading: "headings", ListItem: "lists", Table: "tables"}.get(type(block))
        if code:
            findings.add(code)
        if isinstance(block, Paragraph):
            findings.add("quotes", count=block.role == "quote")
            findings.add("aligned", count=bool(block.align))
    inlines = list(every_inline(document.blocks))
    findings.add("notes", count=sum(isinstance(one, NoteMark) and one.note in document.notes for one in inlines))
    findings.add(
        "dropped_notes", count=sum(isinstance(one, NoteMark) and one.note not in document.notes for one in inlines)
    )
    findings.add("pictures", count=sum(isinstance(one, Picture) for one in inlines))
    findings.add("links", count=len({one.link for one in inlines if isinstance(one, Text) and one.link}))
