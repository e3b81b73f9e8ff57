"""Marks and snippets are those of the slow and obvious reference in marking.py. No database."""

import unicodedata
from unittest import TestCase

from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

import vietnamese
from search.query import parsing, tokens
from search.query.parsing import Phrase, Query, Term
from search.retrieval.highlighting import Highlighter
from search.retrieval.plain_text import plain, plain_ascii
from tests.search import marking

WORDS = (
    "không Không KHÔNG khong khống kHôNg đảng Đảng dang Ðảng bộ bo BỘ hoà hòa HOÀ hoa thuỷ thủy quý quí quy kỹ kĩ ky "
    "đi Đi đa từ tu nghị quyết nghi quyet phát triển nhanh và bền vững ubnd UBND hđnd HĐND ủy uỷ uy ban nhân dân dan "
    "22-NQ/TU 22nqtu 022-NQ/TU 22 nq tu 10/2015/NQ-HĐND 120.000 120000 7,5 7.5 0 00 05 5 2020 2.020 m² ² Kim Ωα ωα ñan "
    "中 ガ カ Straße İ i Ｎｇ x y a <b> & &amp; <mark> </mark> \" ' <script> 100% … “đảng” nghị-quyết hoà2 _ __ |"
).split()
BLANKS = [" ", " ", " ", " ", "  ", "\n", "\u00a0", "\t", ", ", " - ", ".", "_", "/", "", "      "]
LENGTHS = [0, 0, 0, 1, 70, 900]


def written(words):
    """Some of these words, with something between them or nothing at all."""
    pieces = st.tuples(st.sampled_from(words), st.sampled_from(BLANKS)).map("".join)
    return st.lists(pieces, max_size=30).map("".join)


@st.composite
def originals(draw, words):
    """A text, at times with so much before and after it that it is read in several steps."""
    filler = draw(st.sampled_from(["mở đầu ", "x" * 7, "khong ", "đang 0", "đảng\n", "từ "]))
    before, after = (draw(st.sampled_from(LENGTHS)) for _ in range(2))
    middle = draw(st.one_of(written(words), written(words), st.text(max_size=60)))
    return filler * before + " " * draw(st.integers(0, 9)) + middle + filler * after


@st.composite
def asked(draw, words):
    """What the parser makes of words, or phrases that it may never make."""
    if draw(st.booleans()):
        typed = draw(st.lists(st.sampled_from([*words, '"', " "]), max_size=6).map(" ".join))
        return draw(st.sampled_from([parsing.parse, parsing.prefix]))(typed)
    runs = draw(st.lists(written(words).map(lambda run: [token.exact for token in tokens.tokens(run)][:3]), max_size=4))
    phrases = [Phrase(tuple(run), draw(st.booleans()), draw(st.booleans())) for run in runs if run]
    return Query((Term(tuple(phrases), ""),) if phrases else ())


@st.composite
def questions(draw):
    """A text and a query, both of the same few words, so that they meet."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))
    return draw(originals(words)), draw(asked(words))


class ReferenceTests(TestCase):
    def check(self, original, query, length=260):
        highlighter = Highlighter(query)
        for shown, wanted in [
            (highlighter.highlight(original), marking.highlight(original, query)),
            (highlighter.snippet(original), marking.snippet(original, query)),
            (highlighter.snippet(original, length), marking.snippet(original, query, length)),
        ]:
            self.assertIsInstance(shown, SafeString)
            self.assertEqual(shown, wanted)

    @settings(max_examples=300)
    @given(questions(), st.integers(1, 400))
    def test_every_text_is_shown_as_the_reference_shows_it(self, question, length):
        original, query = question
        self.check(vietnamese.nfc(original), query, length)
        self.check(unicodedata.normalize("NFD", original), query, length)

    def test_words_are_met_wherever_a_long_text_is_divided(self):
        for typed in ["khong", "không", '"nghi quyet"', "22-NQ/TU", "nghị quyết", "2020", '"từ từ"']:
            for place in [*range(440, 520, 5), *range(930, 1010, 20), 5_990, 5_999, 6_190]:
                for word in ("KHÔNG", "Nghị   quyết", "22 - NQ/TU", "002.020", "tư từ từ"):
                    original = "x " * (place // 2) + " " * (place % 2) + word + " sau" * 100
                    self.check(original, parsing.parse(typed))


class PlainTests(TestCase):
    def test_a_letter_is_plain_when_the_reference_takes_it_for_that_letter(self):
        for character in map(chr, [*range(0x3400), *range(0xFF00, 0xFFF0)]):
            letter = plain(character)
            self.assertEqual((len(letter), letter.isalnum()), (1, character.isalnum()), character)
            if letter.isalnum():
                self.assertRegex(character, f"^{marking.letter(letter)}$")

    def test_letters_and_digits_are_read_alike_in_both_ways(self):
        for character in map(chr, range(0x3400)):
            letter, shown = plain(character), plain_ascii(character)
            self.assertEqual((len(shown), shown.isalnum()), (1, letter.isalnum()), character)
            if letter.isascii() and (letter.isalnum() or letter in ".,"):
                self.assertEqual(shown, letter)
