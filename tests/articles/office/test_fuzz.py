"""No document, however it is put together, loses a letter that Word would show.

Fewer examples than the 2.000 of a whole run: CMS_EXAMPLES=2000 pytest tests/articles/office/test_fuzz.py
"""

# ruff: noqa: E501 - XML as Word writes it
import html
import io
import os
import unittest
import zipfile
from functools import cache
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import richtext
from articles.office import arranging, writing
from articles.office.docx import reading as docx_reading
from articles.office.html import reading as html_reading
from tests.articles.office import papers

pytestmark = pytest.mark.once

EXAMPLES = int(os.environ.get("CMS_EXAMPLES", "60"))
fuzz = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
# Two letters and more: what is typed before a list, "a)", would rightly become its marker.
words = st.text(VIETNAMESE + VIETNAMESE.upper(), min_size=2, max_size=9)
strange = st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="\u00ad"), min_size=2, max_size=6)
sentences = st.lists(st.one_of(words, words, words, strange.map(lambda one: f"xx{one}")), min_size=1, max_size=6).map(
    " ".join
)

MARKS = (
    "",
    "<w:b/>",
    "<w:i/>",
    "<w:u w:val='single'/>",
    "<w:strike/>",
    "<w:vertAlign w:val='superscript'/>",
    "<w:caps/>",
)
STYLES = (
    "",
    "Heading1",
    "Heading2",
    "Heading4",
    "Quote",
    "ListBullet",
    "ListNumber",
    "ListNumber2",
    "Caption",
    "BodyText",
)
SIDES = (
    "",
    "<w:jc w:val='center'/>",
    "<w:jc w:val='right'/>",
    "<w:numPr><w:ilvl w:val='3'/><w:numId w:val='2'/></w:numPr>",
)


def run(text, mark=""):
    return f'<w:r><w:rPr>{mark}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


@st.composite
def inline(draw):
    """(XML, its letters)."""
    text = draw(sentences)
    made = run(text, draw(st.sampled_from(MARKS)))
    shape = draw(
        st.sampled_from(
            ("{}", "{}", "{}", "<w:ins w:id='1'>{}</w:ins>", "<w:smartTag>{}</w:smartTag>", "<w:hyperlink w:anchor='x'>{}</w:hyperlink>",
             "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:fldSimple w:instr='DATE'>{}</w:fldSimple>", "<w:moveTo w:id='2'>{}</w:moveTo>",
             "{}<w:r><w:br/></w:r>", "<w:r><w:br/><w:br/></w:r>{}", "{}<w:r><w:tab/></w:r>", "<w:bookmarkStart w:id='3'/>{}",
             "<w:del w:id='4'><w:r><w:delText>BỎĐI</w:delText></w:r></w:del>{}")
        )
    )  # fmt: skip
    return shape.format(made), text


@st.composite
def paragraph(draw):
    """(XML, letters, the notes that it asks for)."""
    parts = draw(st.lists(inline(), max_size=4))
    xml, text = "".join(one for one, _ in parts), "".join(one for _, one in parts)
    style, side = draw(st.sampled_from(STYLES)), draw(st.sampled_from(SIDES))
    if draw(st.integers(0, 9)) == 0:
        boxed = draw(sentences)
        xml += f"<w:r><w:pict><w:txbxContent><w:p>{run(boxed)}</w:p></w:txbxContent></w:pict></w:r>"
        text += boxed
    chosen = f"<w:pStyle w:val='{style}'/>" if style else ""
    return f"<w:p><w:pPr>{chosen}{side}</w:pPr>{xml}</w:p>", text


@st.composite
def table(draw):
    rows, text, columns = "", "", draw(st.integers(1, 4))
    for _ in range(draw(st.integers(1, 4))):
        cells, column = "", 0
        while column < columns:
            span = min(draw(st.sampled_from((1, 1, 1, 2, 3))), columns - column)
            merge = draw(st.sampled_from(("", "", "<w:vMerge w:val='restart'/>")))
            inside, letters = draw(paragraph())
            cells += f"<w:tc><w:tcPr><w:gridSpan w:val='{span}'/>{merge}</w:tcPr>{inside}</w:tc>"
            text += letters
            column += span
        rows += f"<w:tr>{cells}</w:tr>"
    return f"<w:tbl>{rows}</w:tbl>", text


documents = st.lists(st.one_of(paragraph(), paragraph(), paragraph(), table()), min_size=1, max_size=8)


@cache
def base():
    return papers.saved(papers.paper())


def packed(body):
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base())) as old, zipfile.ZipFile(held, "w") as new:
        for name in ("word/styles.xml", "word/numbering.xml"):
            new.writestr(name, old.read(name))
        new.writestr("word/document.xml", f"<w:document {papers.NAMESPACES}><w:body>{body}</w:body></w:document>")
    return held.getvalue()


def letters(text):
    return "".join(one for one in richtext.plain(text) if one.isalpha())


def as_text(document, **choices):
    arranged = arranging.arrange(document, arranging.Choices(converts_fonts=False, **choices))
    once = richtext.clean(writing.written(arranged.document))
    assert richtext.clean(once) == once
    return f"{arranged.document.title} {richtext.to_text(once)}"


class FuzzTests(unittest.TestCase):
    maxDiff = None

    @fuzz
    @given(documents)
    def test_no_letter_of_a_word_document_is_lost(self, parts):
        text = "".join(one for _, one in parts)
        read = docx_reading.DocxReader(docx_reading.Package(packed("".join(one for one, _ in parts))), True).read()
        # A caption below its table is read before it.
        self.assertEqual(sorted(letters(as_text(read))), sorted(letters(text)))

    @fuzz
    @given(st.lists(sentences, min_size=1, max_size=12), st.data())
    def test_no_letter_of_a_paste_is_lost(self, texts, data):
        tags = st.sampled_from("p div h1 h3 li b span a ul ol td blockquote pre center u font".split())
        source = ""
        for text in texts:
            chain = data.draw(st.lists(tags, max_size=4))
            opened, closed = "".join(f"<{one}>" for one in chain), "".join(f"</{one}>" for one in reversed(chain))
            source += f"{opened}{html.escape(text)}{closed if data.draw(st.booleans()) else ''}"
        read = html_reading.read(source)
        self.assertEqual(sorted(letters(as_text(read, takes_title=False))), sorted(letters("".join(texts))))

    @fuzz
    @given(st.text(max_size=400))
    def test_no_letter_of_plain_words_is_lost(self, text):
        found = as_text(html_reading.read_plain(f"xx{text}"), takes_title=False, joins_lines=True)
        self.assertGreaterEqual(len(letters(found)), 2)
