"""A .docx as blocks: paragraphs by their style and list, tables by their grid, notes by their mark. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from articles.office import refusals
from articles.office.blocks import (
    Block,
    Document,
    Heading,
    Inlines,
    ListItem,
    NoteMark,
    Paragraph,
    Text,
    every_inline,
    is_blank,
    joined,
    without_bold,
    without_shared,
    words,
)
from articles.office.docx import runs, tables
from articles.office.docx.numbering import Numbering, Place
from articles.office.docx.package import Package, value
from articles.office.docx.runs import Story, branch
from articles.office.docx.styles import Styles
from articles.office.refusals import DocumentRefused

_HEADING = re.compile(r"(?:heading|tiêu đề) ?([1-9])$")
_CONTENTS = re.compile(r"toc ?(?:[1-9]|heading)$|table of figures$")
_QUOTES = frozenset({"quote", "intense quote", "block text", "block quotation", "quotations"})
_ALIGNMENTS = {"center": "center", "right": "right", "end": "right"}
_NOTES = {"f": ("footnotes", "footnote"), "e": ("endnotes", "endnote")}
_THROUGH = frozenset("sdt sdtContent customXml smartTag".split())


def read(content: bytes, *, accepts_changes: bool = True) -> Document:
    """Raises DocumentRefused. `content` has passed library/archives.py."""
    package = Package(content)
    package.refuse_external()
    reader = DocxReader(package, accepts_changes)
    document = reader.read()
    if is_empty(document):
        raise DocumentRefused(refusals.NO_TEXT)
    return document


def is_empty(document: Document) -> bool:
    letters = words(every_inline(document.blocks)).strip()
    return not letters and not document.title


class DocxReader:
    def __init__(self, package: Package, accepts: bool):
        self.package, self.document = package, Document()
        self.numbering = Numbering(package.xml("word/numbering.xml"))
        styles = Styles(package.xml("word/styles.xml"))
        relations = package.relations("word/document.xml")
        self.story = Story(package, styles, self.document, accepts, relations)

    def read(self) -> Document:
        root = self.package.xml("word/document.xml")
        body = None if root is None else root.find("body")
        if body is None:
            raise DocumentRefused(refusals.BROKEN)
        self.document.blocks = list(self.blocks(body))
        self._read_notes()
        if self.package.page_frames:
            self.document.findings.add("page_frames", count=self.package.page_frames)
        if self.story.changes:
            self.document.findings.add("tracked_changes", count=self.story.changes)
        return self.document

    def blocks(self, parent: Element) -> Iterator[Block]:
        for child in parent:
            if child.tag == "p":
                yield from self._paragraph(child)
            elif child.tag == "tbl":
                yield from tables.read(child, self.story, self.blocks)
            elif child.tag in _THROUGH or (runs.is_change(child.tag) and self.story.goes_in(child.tag)):
                yield from self.blocks(child)
            elif child.tag == "altChunk":
                self.document.findings.add("drawn_pictures", "một tệp khác lồng trong tệp")
            elif child.tag == "AlternateContent" and (chosen := branch(child)) is not None:
                yield from self.blocks(chosen)

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        properties = paragraph.find("pPr")
        style = self.story.styles.of_paragraph(properties)
        inlines = joined(runs.read(paragraph, self.story, style))
        boxes, self.story.boxes = self.story.boxes, []
        place = self._place(properties)
        if not is_blank(inlines):
            yield from self._block(inlines, properties, self.story.styles.name(style), place)
        for box in boxes:
            self.document.findings.add("text_boxes")
            yield from self.blocks(box)

    def _block(self, inlines: Inlines, properties: Element | None, name: str, place: Place | None) -> Iterator[Block]:
        if _CONTENTS.match(name):
            self.document.findings.add("contents")
        elif name == "title" and not self.document.title and not _has_other(inlines):
            self.document.title = " ".join(words(inlines).split())
        elif level := self._heading_level(properties, name):
            yield Heading(self._labelled(without_bold(inlines), place), level)
        elif place and place.is_plain and place.kind:
            yield ListItem(inlines, place.kind, place.level, place.number)
        else:
            align = _ALIGNMENTS.get(self._said(properties, "jc") or "", "")
            role = "quote" if name in _QUOTES else "caption" if name == "caption" else ""
            shown = without_shared(inlines) if role else inlines
            yield Paragraph(self._labelled(shown, place), align, role)

    def _labelled(self, inlines: Inlines, place: Place | None) -> Inlines:
        """With the number before the words, where HTML cannot count like Word."""
        if place is None or not place.label.strip():
            return inlines
        self.document.findings.add("typed_numbers")
        return joined([Text(f"{place.label} "), *inlines])

    def _said(self, properties: Element | None, name: str) -> str | None:
        chain = self.story.styles.paragraph_properties(properties)
        return next((said for one in chain if (said := value(one, name)) is not None), None)

    def _heading_level(self, properties: Element | None, name: str) -> int:
        if found := _HEADING.match(name):
            return int(found[1])
        if name == "title":
            return 1
        outline = self._said(properties, "outlineLvl") or ""
        return int(outline) + 1 if outline in set("012345678") else 0

    def _place(self, properties: Element | None) -> Place | None:
        for one in self.story.styles.paragraph_properties(properties):
            numbers = one.find("numPr")
            if numbers is not None and (list_id := value(numbers, "numId")) is not None:
                level = value(numbers, "ilvl") or "0"
                return self.numbering.place(list_id, int(level) if level in set("012345678") else 0)
        return None

    def _read_notes(self) -> None:
        marks = [one.note for one in every_inline(self.document.blocks) if isinstance(one, NoteMark)]
        for letter, (member, tag) in _NOTES.items():
            wanted = {mark[1:] for mark in marks if mark[0] == letter}
            root = self.package.xml(f"word/{member}.xml") if wanted else None
            if root is None:
                continue
            self.story = replace(
                self.story, relations=self.package.relations(f"word/{member}.xml"), boxes=[], fields=[]
            )
            for note in root.findall(tag):
                if note.get("id") in wanted and note.get("type", "normal") == "normal":
                    self.document.notes[f"{letter}{note.get('id')}"] = list(self.blocks(note))


def _has_other(inlines: Inlines) -> bool:
    return any(not isinstance(one, Text) for one in inlines if words([one]) != "\n")
