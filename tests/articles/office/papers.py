"""Documents as Word makes them, made here with python-docx and a little raw XML where that has no words for it."""

import io
import zipfile

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from articles import richtext
from articles.office import arranging, blocks, writing
from articles.office.docx import reading
from tests.library import samples

NAMESPACES = nsdecls("w")
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def paper():
    return Document()


def saved(document, **members):
    """The bytes; `members` are added or replaced, with __ for / and a dot for the last _: word__footnotes_xml=..."""
    held = io.BytesIO()
    document.save(held)
    return with_members(held.getvalue(), {_path(name): content for name, content in members.items()})


def _path(name):
    folder, _, ending = name.replace("__", "/").rpartition("_")
    return f"{folder}.{ending}"


def with_members(content, members):
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, member in members.items():
            new.writestr(name, member)
    return held.getvalue()


def raw(paragraph, xml):
    """More XML at the end of a paragraph, with the prefix w."""
    for child in parse_xml(f"<w:p {NAMESPACES} xmlns:r='{TYPES}'>{xml}</w:p>"):
        paragraph._p.append(child)
    return paragraph


def run(paragraph, text, *, font=None, hidden=False, **marks):
    made = paragraph.add_run(text)
    for name, said in marks.items():
        setattr(made.font if name in {"superscript", "subscript", "strike"} else made, name, said)
    if font:
        made.font.name = font
    if hidden:
        made.font.hidden = True
    return made


def text(document, words, *, bold=False, align=None, style=None, font=None):
    paragraph = document.add_paragraph(style=style)
    run(paragraph, words, bold=bold or None, font=font)
    if align is not None:
        paragraph.alignment = align
    return paragraph


def numbering(document, levels, start=None):
    """A list definition of our own: levels are (numFmt, lvlText); the number under which paragraphs ask for it."""
    root = document.part.numbering_part.element
    number = str(900 + len(root.findall(qn("w:num"))))
    made = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start or 1 if place == 0 else 1}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{label}"/></w:lvl>'
        for place, (kind, label) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {NAMESPACES} w:abstractNumId="{number}">{made}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    return number


def item(document, words, number, level=0):
    paragraph = document.add_paragraph(words)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {NAMESPACES}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )
    return paragraph


def footnote_mark(paragraph, number, kind="footnote"):
    return raw(paragraph, f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>')


def notes(kind="footnote", **words):
    """word/footnotes.xml: n1="Nguồn: ..."."""
    made = "".join(
        f'<w:{kind} w:id="{name[1:]}"><w:p><w:r><w:{kind}Ref/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {said}</w:t></w:r></w:p></w:{kind}>'
        for name, said in words.items()
    )
    separator = f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    return f"<w:{kind}s {NAMESPACES}>{separator}{made}</w:{kind}s>".encode()


def picture(document, seed=0, alt="", width=300):
    held = io.BytesIO(samples.jpeg(width, 200, seed=seed))
    document.add_picture(held, width=Mm(60))
    if alt:
        list(document.element.body.iter(qn("wp:docPr")))[-1].set("descr", alt)


def as_article(content, accepts_changes=True, **choices):
    """(its title, its HTML, what was found) of a .docx, by the way that an upload takes."""
    read = reading.read(content, accepts_changes=accepts_changes)
    arranged = arranging.arrange(read, arranging.Choices(**choices))
    address = {name: f"/thu-vien/anh/AbcD_1234-efgh5{number}-960.webp" for number, name in enumerate(read.pictures)}
    written = writing.written(arranged.document, lambda name: address.get(name, ""))
    return arranged, richtext.clean(written, _facts)


def _facts(keys):
    return {key: richtext.PictureFacts(f"/thu-vien/anh/{key}-960.webp", "", "", 9, 9, "Lời") for key in keys}


def html_of(document, accepts_changes=True, members=None, **choices):
    return as_article(saved(document, **(members or {})), accepts_changes, **choices)[1]


def found_in(document, accepts_changes=True, members=None, **choices):
    """What the report counts."""
    arranged, _html = as_article(saved(document, **(members or {})), accepts_changes, **choices)
    return {code: count for code, count in arranged.document.findings.counts.items() if count}


def words_of(block):
    """The letters of one block."""
    return blocks.words(blocks.every_inline([block]))
