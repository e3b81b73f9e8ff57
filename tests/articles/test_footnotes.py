"""Notes in the text: whatever is cut, moved or made up, cleaning leaves well-formed HTML and loses no word."""

import unittest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import footnotes, richtext
from tests.articles.test_richtext import complaints
from tests.cpu import Spent

pytestmark = pytest.mark.once

PIECES = (
    '<ol class="notes">',
    "</ol>",
    '<li id="chu-thich-1">',
    '<li id="chu-thich-2">',
    "<li>",
    "</li>",
    "<ul>",
    "</ul>",
    "<table>",
    "<tr><td>",
    "</td></tr></table>",
    '<sup><a href="#chu-thich-1" id="ve-chu-thich-1">1</a></sup>',
    '<sup><a href="#chu-thich-2">9</a></sup>',
    '<a href="#ve-chu-thich-1">↩</a>',
    '<a id="chu-thich-7" href="/x">',
    "</a>",
    "<p>",
    "</p>",
    "<blockquote>",
    "</blockquote>",
    "<strong>",
    "</strong>",
    "<sup>",
    "</sup>",
    "Lời một",
    " Lời hai ",
    "<br>",
    "&lt;li&gt;",
)
texts = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


class NoteTests(unittest.TestCase):
    @settings(max_examples=400)
    @given(texts)
    def test_cleaned_it_is_well_formed_and_stays(self, text):
        cleaned = richtext.clean(text)
        self.assertEqual(richtext.clean(cleaned), cleaned)
        self.assertEqual(list(complaints(cleaned)), [])
        for name in ("ol", "li", "sup", "a", "p", "td", "blockquote"):
            self.assertEqual(cleaned.count(f"<{name}>") + cleaned.count(f"<{name} "), cleaned.count(f"</{name}>"), name)

    @settings(max_examples=400)
    @given(texts)
    def test_no_word_and_no_name_is_lost_or_given_twice(self, text):
        cleaned = richtext.clean(text)
        self.assertEqual(cleaned.count("Lời"), text.count("Lời"))
        names = [part.partition('"')[0] for part in cleaned.split(' id="')[1:]]
        self.assertEqual(len(names), len(set(names)))

    def test_a_mark_inside_a_note_has_no_name(self):
        mark = '<sup><a href="#chu-thich-1" id="ve-chu-thich-1">1</a></sup>'
        cleaned = richtext.clean(f'<p>a{mark}</p><ol class="notes"><li id="chu-thich-1">Lời{mark}</li></ol>')
        self.assertEqual(cleaned.count('id="ve-chu-thich-1"'), 1)

    def test_what_is_typed_behind_a_mark_stands_behind_it_and_the_note_keeps_its_way_back(self):
        note = '<ol class="notes"><li id="chu-thich-1">Chi cục Thống kê.</li></ol>'
        for before, after in (("", "&nbsp;"), ("", " rồi"), ("Ba hộ ", ""), ("Ba hộ ", " rồi")):
            with self.subTest(before=before, after=after):
                mark = f'<sup>{before}<a href="#chu-thich-1" id="ve-chu-thich-1">1</a>{after}</sup>'
                cleaned = richtext.clean(f"<p>Đất{mark}</p>{note}")
                self.assertIn('href="#ve-chu-thich-1"', cleaned)
                self.assertIn(f"<p>Đất{before}<sup><a", cleaned)
                self.assertIn(f"</a></sup>{after.rstrip()}", cleaned)

    def test_a_mile_of_blanks_is_walked_once(self):
        mark, blanks = '<sup><a href="#chu-thich-1">1</a></sup>', " " * 60_000
        for text, note in ((f"a{blanks}b", "Lời"), ("a", f"Lời{blanks}sau"), ("a", f"Lời</li>{blanks}<li>Nữa")):
            source = f'<p>{text}{mark}</p><ol class="notes"><li id="chu-thich-1">{note}</li></ol>'
            with Spent() as spent:
                richtext.to_text(richtext.clean(source))
            spent.expect_under(self, 0.5)

    def test_higher_numbers_for_a_text_that_has_notes(self):
        noted = richtext.clean(
            '<p>a<sup><a href="#chu-thich-1">1</a></sup></p><ol class="notes"><li id="chu-thich-1">Lời</li></ol>'
        )
        shifted = footnotes.shifted(noted, 4)
        self.assertIn('<sup><a href="#chu-thich-5" id="ve-chu-thich-5" rel="noopener">5</a></sup>', shifted)
        self.assertIn('<li id="chu-thich-5">Lời <a href="#ve-chu-thich-5"', shifted)
        self.assertEqual(richtext.clean(shifted), noted)
