"""A small .docx that was written to keep the server busy: reading costs no more than what it holds."""

import unittest

import pytest

from articles.office import arranging
from articles.office.blocks import Paragraph, Text
from articles.office.docx import reading
from tests.articles.office import papers
from tests.articles.office.papers import paper, raw, text
from tests.cpu import Spent

pytestmark = pytest.mark.once

LIMIT = 2.5
"""Seconds. What is refused beyond (150.000 elements) takes less."""


class CostTests(unittest.TestCase):
    def read(self, document, **members):
        content = papers.saved(document, **members)
        with Spent() as spent:
            read = reading.read(content)
        spent.expect_under(self, LIMIT)
        return read

    def words(self, document):
        return [papers.words_of(block) for block in document.blocks]

    def test_words_with_their_reading_above_them_in_each_other_are_read_once(self):
        document = paper()
        inside = "<w:t>Bản</w:t>"
        for _ in range(20):
            inside = f"<w:ruby><w:rubyBase><w:r>{inside}</w:r></w:rubyBase></w:ruby>"
        raw(text(document, "Về "), f"<w:r>{inside}</w:r>")
        self.assertEqual(self.words(self.read(document)), ["Về Bản"])

    def test_many_lists_of_one_definition_with_many_levels(self):
        levels = "".join(f'<w:lvl w:ilvl="{n}"><w:lvlText w:val="%1."/></w:lvl>' for n in range(9_000))
        numbers = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/></w:num>' for n in range(9_000))
        root = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>{numbers}'
        document = paper()
        papers.item(document, "Một", "5")
        read = self.read(document, word__numbering_xml=f"<w:numbering {papers.NAMESPACES}>{root}</w:numbering>")
        self.assertEqual([(block.kind, block.number) for block in read.blocks], [("1", 1)])

    def test_a_style_with_a_mountain_of_properties(self):
        rubbish = "<w:lang/>" * 40_000
        style = (
            f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal">{rubbish}<w:name w:val="Normal"/>'
            f"<w:pPr>{rubbish}<w:jc w:val='center'/></w:pPr><w:rPr>{rubbish}<w:b/></w:rPr></w:style>"
        )
        document = paper()
        for number in range(5_000):
            text(document, f"Đoạn {number}.")
        read = self.read(document, word__styles_xml=f"<w:styles {papers.NAMESPACES}>{style}</w:styles>")
        self.assertEqual({block.align for block in read.blocks}, {"center"})
        self.assertEqual({block.inlines[0].marks for block in read.blocks}, {frozenset({"strong"})})

    def test_fields_that_never_end(self):
        begun = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>" * 20_000
        spoken = "<w:r><w:t>a</w:t></w:r>" * 20_000
        document = paper()
        raw(text(document, ""), begun + spoken)
        self.assertEqual(self.words(self.read(document)), ["a" * 20_000])

    def test_a_field_whose_code_has_no_end(self):
        begun = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        document = paper()
        raw(text(document, "Có chữ."), begun + f"<w:r><w:instrText>{'a' * 400}</w:instrText></w:r>" * 20_000)
        self.assertEqual(self.words(self.read(document)), ["Có chữ."])

    def test_long_numbered_lists_that_end_with_a_letter_which_no_browser_counts(self):
        letters = [*(f"{n}. a" for n in range(1, 1_000)), "đ. a"]
        blocks = [Paragraph((Text(line),)) for line in letters * 10]
        with Spent() as spent:
            arranged = arranging.typed.with_lists(blocks, arranging.Findings())
        spent.expect_under(self, LIMIT)
        self.assertEqual(arranged, blocks)
