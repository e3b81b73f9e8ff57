"""Two texts laid side by side and put together: nothing is lost that was chosen, and nothing comes in that was not."""

import unittest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import footnotes, richtext
from articles.conflicts.merging import MOST_PARTS, Side, parts, side_by_side
from tests.cpu import Spent

pytestmark = pytest.mark.once

WORDS = (
    "Đồng bào", "bản Xím Vàng", "góp công", "mở đường", "chữ ký", "3,5 km", "quý II", "Nguyễn Thị Hường", "nước sạch",
    "a < b", "R&D", "“nghị quyết”",
)  # fmt: skip
sentence = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
escaped = sentence.map(lambda words: words.replace("&", "&amp;").replace("<", "&lt;"))
marked = st.tuples(escaped, st.sampled_from([*range(7)])).map(
    lambda pair: f"{pair[0]}{footnotes.mark(pair[1]) if pair[1] else ''}"
)
block = st.one_of(
    marked.map("<p>{}</p>".format),
    escaped.map("<h2>{}</h2>".format),
    st.lists(escaped, min_size=1, max_size=3).map(
        lambda items: f"<ul>{''.join(f'<li>{one}</li>' for one in items)}</ul>"
    ),
    escaped.map("<table><tbody><tr><td>{}</td></tr></tbody></table>".format),
    escaped.map("<blockquote><p>{}</p></blockquote>".format),
    escaped.map("<strong>{}</strong> để trần".format),
    st.just("<hr>"),
)
notes = st.lists(escaped, max_size=4).map(
    lambda words: footnotes.listed([footnotes.item(number, one) for number, one in enumerate(words, 1)])
)
body = st.tuples(st.lists(block, min_size=1, max_size=6), notes).map(
    lambda pair: richtext.clean("\n".join(pair[0]) + pair[1])
)
# Whoever works on the same text mostly leaves it as it is.
two_bodies = st.tuples(
    st.lists(block, min_size=1, max_size=6), st.lists(block, max_size=3), notes, notes, st.integers(0, 6)
).map(
    lambda made: (
        richtext.clean("\n".join(made[0]) + made[2]),
        richtext.clean("\n".join([*made[0][: made[4]], *made[1], *made[0][made[4] + 1 :]]) + made[3]),
    )
)


def all_of(texts, side):
    return {row.name: side for row in texts.differing}


def said(html):
    """The lines of a text, without the numbers of its notes."""
    return [line for line in richtext.to_text(html).split("\n") if line]


def spaced(html):
    return " ".join(richtext.to_text(html).split())


class PropertyTests(unittest.TestCase):
    @given(body)
    @settings(max_examples=300)
    def test_the_parts_of_a_text_are_the_text(self, text):
        self.assertEqual("".join(parts(text)), text)

    @given(two_bodies)
    @settings(max_examples=400)
    def test_one_side_throughout_is_that_side_letter_by_letter(self, bodies):
        theirs, mine = bodies
        texts = side_by_side(theirs, mine)
        self.assertEqual(richtext.clean(texts.merged(all_of(texts, Side.THEIRS))), theirs)
        if texts.differing:
            self.assertEqual(richtext.clean(texts.merged(all_of(texts, Side.MINE))), mine)
        else:
            self.assertEqual(spaced(theirs), spaced(mine))

    @given(two_bodies)
    @settings(max_examples=400)
    def test_with_both_no_line_of_either_side_is_lost(self, bodies):
        texts = side_by_side(*bodies)
        merged = spaced(richtext.clean(texts.merged(all_of(texts, Side.BOTH))))
        for one in bodies:
            for line in said(one):
                self.assertIn(line, merged)

    @given(two_bodies, st.data())
    @settings(max_examples=400)
    def test_whatever_is_chosen_stands_in_the_text_and_what_no_side_holds_does_not(self, bodies, data):
        texts = side_by_side(*bodies)
        sides = {row.name: data.draw(st.sampled_from(list(Side))) for row in texts.differing}
        cleaned = richtext.clean(texts.merged(sides))
        merged = spaced(cleaned)
        for row in texts.rows:
            side = Side.THEIRS if row.is_same else sides[row.name]
            for chosen, html in ((Side.THEIRS, row.theirs), (Side.MINE, row.mine)):
                if side in (chosen, Side.BOTH):
                    self.assertIn(spaced(html), merged)
        self.assertLessEqual(set(merged.split()), set(spaced(bodies[0]).split()) | set(spaced(bodies[1]).split()))
        self.assertEqual(richtext.clean(cleaned), cleaned)

    @given(two_bodies)
    @settings(max_examples=100)
    def test_names_are_each_ones_own_and_the_same_again(self, bodies):
        names = [row.name for row in side_by_side(*bodies).rows]
        self.assertEqual(len(set(names)), len(names))
        self.assertEqual([row.name for row in side_by_side(*bodies).rows], names)


class ExampleTests(unittest.TestCase):
    def merged(self, theirs, mine, *sides):
        texts = side_by_side(richtext.clean(theirs), richtext.clean(mine))
        self.assertEqual(len(texts.differing), len(sides), [(row.theirs, row.mine) for row in texts.differing])
        chosen = {row.name: side for row, side in zip(texts.differing, sides, strict=True)}
        return richtext.clean(texts.merged(chosen))

    def test_each_paragraph_is_taken_from_whom_it_was_chosen(self):
        theirs = "<p>Mở đầu.</p>\n<p>Hoa sửa đoạn hai cho rõ.</p>\n<p>Đoạn ba như cũ.</p>"
        mine = "<p>Mở đầu.</p>\n<p>Hoa viết đoạn hai cho rõ.</p>\n<p>Đoạn ba như mới.</p>"
        self.assertEqual(
            self.merged(theirs, mine, Side.THEIRS, Side.MINE),
            "<p>Mở đầu.</p>\n<p>Hoa sửa đoạn hai cho rõ.</p>\n<p>Đoạn ba như mới.</p>",
        )
        both = self.merged(theirs, mine, Side.BOTH, Side.THEIRS)
        self.assertIn("<p>Hoa sửa đoạn hai cho rõ.</p>\n<p>Hoa viết đoạn hai cho rõ.</p>", both)

    def test_a_paragraph_that_one_side_does_not_have_can_be_kept_or_left(self):
        theirs, mine = "<p>Một.</p>", "<p>Một.</p>\n<p>Hoàn toàn mới.</p>\n<p>Thêm nữa đây.</p>"
        self.assertEqual(self.merged(theirs, mine, Side.THEIRS, Side.MINE), "<p>Một.</p>\n<p>Thêm nữa đây.</p>")

    def test_a_note_stays_with_its_words_when_both_numbered_from_one(self):
        def noted(words, note):
            return f"<p>{words}{footnotes.mark(1)}</p>{footnotes.listed([footnotes.item(1, note)])}"

        theirs = "<p>Chung một câu.</p>" + noted("Hoa thêm về đường.", "Nghị quyết số 12.")
        mine = noted("Tôi thêm về chữ viết.", "Báo cáo quý III.").replace("<p>", "<p>Chung một câu.</p><p>", 1)
        merged = self.merged(theirs, mine, Side.BOTH, Side.BOTH, Side.BOTH)
        self.assertEqual(merged.count("<li"), 2)
        first, second = merged.index("Nghị quyết số 12."), merged.index("Báo cáo quý III.")
        self.assertLess(first, second)
        self.assertRegex(merged, r'đường\.<sup><a href="#chu-thich-1"')
        self.assertRegex(merged, r'chữ viết\.<sup><a href="#chu-thich-2"')

    def test_an_empty_text_is_a_text_too(self):
        self.assertEqual(self.merged("", "<p>Một.</p>", Side.MINE), "<p>Một.</p>")
        self.assertEqual(self.merged("<p>Một.</p>", "", Side.MINE), "")

    def test_a_text_of_too_many_parts_is_one_part_with_its_notes(self):
        def noted(words, note):
            small = "".join(f"<p>{words} {number}.</p>" for number in range(MOST_PARTS))
            return f"{small}<p>Cuối{footnotes.mark(1)}</p>{footnotes.listed([footnotes.item(1, note)])}"

        with Spent() as spent:
            merged = self.merged(noted("Một", "Của Hoa."), noted("Hai", "Của tôi."), Side.BOTH)
        spent.expect_under(self, 3)
        self.assertEqual(merged.count("<p>"), 2 * MOST_PARTS + 2)
        self.assertRegex(merged, r"Của Hoa\..*Của tôi\.")

    def test_many_paragraphs_alike_are_compared_in_bounded_time(self):
        alike = "<p>a</p>" * (MOST_PARTS - 1)
        with Spent() as spent:
            self.assertIn("<p>b</p>", self.merged(alike, alike[:-8] + "<p>b</p>", *[Side.MINE] * self.differing(alike)))
        spent.expect_under(self, 3)

    def differing(self, alike):
        return len(side_by_side(richtext.clean(alike), richtext.clean(alike[:-8] + "<p>b</p>")).differing)

    def test_five_thousand_words_are_laid_side_by_side_at_once(self):
        paragraphs = [f"<p>{' '.join(f'chữ{(n * 7 + word) % 800}' for word in range(60))}</p>" for n in range(84)]
        changed = [one.replace("chữ1", "từ1") if n % 4 == 0 else one for n, one in enumerate(paragraphs)]
        with Spent() as spent:
            side_by_side("\n".join(paragraphs), "\n".join(changed))
        spent.expect_under(self, 0.15)
