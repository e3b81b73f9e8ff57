"""The words of one paragraph of Word, with their marks, links, notes, pictures and changes. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from articles.office import refusals, symbols
from articles.office.blocks import Break, Document, Inline, NoteMark, Picture, Text
from articles.office.docx.package import Package, Relation
from articles.office.docx.styles import Look, Styles
from articles.office.links import repaired
from articles.office.refusals import DocumentRefused

MOST_PICTURES = 20
MOST_PICTURE_BYTES = 40 * 1024 * 1024
LONGEST_CODE = 4_000
"""Letters of a field's code that are looked at: an address and its switches."""
_PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_THROUGH = frozenset("smartTag customXml bdo dir sdtContent sdt rubyBase ruby".split())
_ADDED, _REMOVED = frozenset({"ins", "moveTo"}), frozenset({"del", "moveFrom"})
_NO_DESCRIPTION = re.compile(
    r"automatically generated|AI-generated|\.(?:jpe?g|png|gif|webp|bmp|tiff?|emf|wmf)\s*$"
    r"|^(?:picture|image|ảnh|hình)\s*\d*$",
    re.I,
)
_FIELD_LINK = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]*)"', re.I)


@dataclass
class Story:
    """What reading one part of the package needs: the text itself, or its notes."""

    package: Package
    styles: Styles
    document: Document
    accepts: bool
    relations: dict[str, Relation]
    changes: int = 0
    boxes: list[Element] = field(default_factory=list)
    fields: list[list[str]] = field(default_factory=list)  # of each open field its code and its link

    def goes_in(self, tag: str) -> bool:
        """Whether what stands inside is part of the text, as tracked changes go."""
        if tag in _ADDED | _REMOVED:
            self.changes += 1
            return (tag in _ADDED) == self.accepts
        return True


def branch(element: Element) -> Element | None:
    """Word writes some things twice, for itself and for older readers: one of them."""
    found = element.find("Choice")
    return element.find("Fallback") if found is None else found


def is_change(tag: str) -> bool:
    return tag in _ADDED | _REMOVED


def read(parent: Element, story: Story, style: str, link: str = "") -> Iterator[Inline]:
    for child in parent:
        if child.tag == "r":
            yield from _run(child, story, style, link)
        elif child.tag in {"hyperlink", "fldSimple"}:
            yield from read(child, story, style, _address(child, story) or link)
        elif is_change(child.tag):
            if story.goes_in(child.tag):
                yield from read(child, story, style, link)
        elif child.tag in _THROUGH:
            yield from read(child, story, style, link)
        elif child.tag == "AlternateContent" and (chosen := branch(child)) is not None:
            yield from read(chosen, story, style, link)
        elif child.tag in {"oMath", "oMathPara"}:
            story.document.findings.add("formulas")
            yield Text(" ".join(one.text for one in child.iter("t") if one.text))


def _run(run: Element, story: Story, style: str, link: str) -> Iterator[Inline]:
    look = story.styles.look(run.find("rPr"), style)
    for inline in _pieces(run, story, look):
        if look.is_hidden:
            if isinstance(inline, Text) and inline.text.strip():
                story.document.findings.add("hidden", inline.text)
        elif isinstance(inline, Text):
            yield replace(inline, link=link or _field_link(story))
        else:
            yield inline


def _pieces(run: Element, story: Story, look: Look) -> Iterator[Inline]:
    for child in run:
        if child.tag in {"t", "delText"}:
            yield _text(child.text or "", look)
        elif child.tag in {"tab", "ptab"}:
            yield replace(_text("\t", look))
        elif child.tag in {"br", "cr"}:
            yield Break()
        elif child.tag == "noBreakHyphen":
            yield _text("-", look)
        elif child.tag == "sym":
            yield _symbol(child, look)
        elif child.tag in {"footnoteReference", "endnoteReference"}:
            yield NoteMark(f"{child.tag[0]}{child.get('id', '')}")
        elif child.tag in {"drawing", "pict", "object"}:
            yield from _graphics(child, story)
        elif child.tag == "AlternateContent" and (chosen := branch(child)) is not None:
            yield from _pieces(chosen, story, look)
        elif child.tag in _THROUGH:
            yield from (inline for inner in _runs(child) for inline in _pieces(inner, story, look))
        else:
            _unseen(child, story)


def _runs(parent: Element) -> Iterator[Element]:
    """The nearest ones; what stands inside a run is read with it, and only once."""
    for child in parent:
        if child.tag == "r":
            yield child
        else:
            yield from _runs(child)


def _unseen(child: Element, story: Story) -> None:
    if child.tag == "commentReference":
        story.document.findings.add("comments")
    elif child.tag == "instrText" and story.fields:
        code = story.fields[-1][0]
        story.fields[-1][0] = code if len(code) > LONGEST_CODE else code + (child.text or "")
    elif child.tag == "fldChar":
        _turn_field(child.get("fldCharType"), story)


def _turn_field(turn: str | None, story: Story) -> None:
    if turn == "begin":
        # Words inside an inner field are still those of the link around it.
        story.fields.append(["", _field_link(story)])
    elif turn == "separate" and story.fields:
        code, around = story.fields[-1]
        story.fields[-1][1] = _code_link(code, story) or around
    elif turn == "end" and story.fields:
        story.fields.pop()


def _field_link(story: Story) -> str:
    return story.fields[-1][1] if story.fields else ""


def _code_link(code: str, story: Story) -> str:
    found = _FIELD_LINK.match(code)
    return repaired(found[1], story.document.findings) if found else ""


def _address(element: Element, story: Story) -> str:
    if element.tag == "fldSimple":
        return _code_link(element.get("instr", ""), story)
    relation = story.relations.get(element.get("id", ""))
    return repaired(relation.target if relation and relation.is_external else "", story.document.findings)


def _text(text: str, look: Look) -> Text:
    if symbols.is_symbol_font(look.font):
        return Text(symbols.shown(text, look.font), look.marks, font=look.font)
    return Text(text, look.marks, font=look.font)


def _symbol(element: Element, look: Look) -> Text:
    font = element.get("font", "") or look.font
    try:
        letter = chr(int(element.get("char", ""), 16))
    except (ValueError, OverflowError):
        letter = "•"
    return Text(symbols.shown(letter, font) if symbols.is_symbol_font(font) else letter, look.marks, font=font)


def _graphics(element: Element, story: Story) -> Iterator[Picture]:
    parts = list(_outside_boxes(element))
    boxes = [one for one in parts if one.tag == "txbxContent"]
    story.boxes += boxes
    told = next((one for one in parts if one.tag == "docPr"), None)
    alt = "" if told is None else described(told.get("descr") or told.get("title") or "")
    names = [one.get("embed") or one.get("link") or "" for one in parts if one.tag == "blip"]
    names += [one.get("id") or "" for one in parts if one.tag == "imagedata"]
    for name in dict.fromkeys(filter(None, names)):
        yield from _picture(story, name, alt)
    if not boxes and not any(names):
        story.document.findings.add("drawn_pictures", alt)


def described(alt: str) -> str:
    """Words of a person; programs write the name of the file, or what they believe to see, in English."""
    return "" if _NO_DESCRIPTION.search(alt) else " ".join(alt.split())


def _picture(story: Story, name: str, alt: str) -> Iterator[Picture]:
    relation = story.relations.get(name)
    if relation is None or relation.is_external:
        story.document.findings.add("foreign_pictures", relation.target if relation else alt)
        return
    pictures = story.document.pictures
    if relation.target not in pictures:
        content = story.package.picture(relation.target)
        if content is None or not is_picture(content):
            story.document.findings.add("unsupported_pictures", alt or relation.target.rpartition("/")[2])
            return
        pictures[relation.target] = content
    if len(pictures) > MOST_PICTURES or sum(map(len, pictures.values())) > MOST_PICTURE_BYTES:
        raise DocumentRefused(refusals.TOO_MANY_PICTURES)
    yield Picture(relation.target, alt[:300])


def is_picture(content: bytes) -> bool:
    """Of a kind that the library takes, by its first bytes."""
    return content.startswith(_PICTURE_STARTS) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP")


def _outside_boxes(element: Element) -> Iterator[Element]:
    """All that is drawn, with the text boxes themselves but not what stands in them."""
    for child in element:
        found = branch(child) if child.tag == "AlternateContent" else child
        if found is None:
            continue
        yield found
        if found.tag != "txbxContent":
            yield from _outside_boxes(found)
