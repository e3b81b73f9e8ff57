"""What changed is said in paragraphs and words, loses nothing of either side, and takes no time that matters."""

from unittest import TestCase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.comparing import MOST_WORDS, State, blocks, compare
from tests.cpu import Spent

pytestmark = pytest.mark.once

WORDS = st.lists(st.sampled_from("Đại hội đã bế mạc ngày 25 tháng 9 Sơn La".split()), max_size=12).map(" ".join)
BODIES = st.lists(WORDS.filter(bool), max_size=8).map(lambda texts: "".join(f"<p>{text}</p>" for text in texts))


def told(row):
    """ "Ngày -5- +6+ tháng 9"."""
    marks = {State.ADDED: "+{}+", State.REMOVED: "-{}-", State.SAME: "{}"}
    return " ".join(marks[piece.state].format(piece.text) for piece in row.merged)


class WordsTests(TestCase):
    def test_one_letter_is_one_changed_word_in_its_sentence(self):
        found = compare(
            "<p>Ngày 5 tháng 9, khai mạc.</p><p>Giữ nguyên</p>", "<p>Ngày 6 tháng 9, khai mạc.</p><p>Giữ nguyên</p>"
        )
        self.assertEqual([row.state for row in found.rows], [State.CHANGED, State.SAME])
        self.assertEqual(told(found.rows[0]), "Ngày -5- +6+ tháng 9, khai mạc.")
        self.assertEqual(found.changed, 1)

    def test_a_mark_is_a_change(self):
        self.assertEqual(told(compare("<p>Lò Thị Hoa</p>", "<p>Lò Thị Hòa</p>").rows[0]), "Lò Thị -Hoa- +Hòa+")

    def test_paragraphs_come_and_go(self):
        found = compare("<p>Một</p><p>Hai ba bốn</p>", "<p>Hai ba bốn</p><p>Hoàn toàn mới</p>")
        self.assertEqual([told(row) for row in found.rows], ["-Một-", "Hai ba bốn", "+Hoàn toàn mới+"])

    def test_a_rewritten_paragraph_is_not_called_changed(self):
        found = compare("<p>Trời hôm nay có mưa</p>", "<p>Đại hội bầu ban chấp hành</p>")
        self.assertEqual({row.state for row in found.rows}, {State.ADDED, State.REMOVED})

    def test_bold_and_levels_are_another_way_of_setting_the_same_words(self):
        for before, after in (
            ("<p>Đại hội khai mạc.</p>", "<p>Đại hội <strong>khai mạc</strong>.</p>"),
            ("<p>Kinh tế</p>", "<h2>Kinh tế</h2>"),
            ("<p>Ký tên</p>", '<p class="align-right">Ký tên</p>'),
        ):
            with self.subTest(after):
                [row] = compare(before, after).rows
                self.assertEqual(row.state, State.RESTYLED)

    def test_links_and_pictures_are_said(self):
        found = compare(
            '<p>Xem <a href="/nghi-quyet/">nghị quyết</a></p><img src="/a.webp" alt="Cầu cũ">',
            '<p>Xem <a href="/van-ban/">nghị quyết</a></p><img src="/b.webp" alt="Cầu mới">',
        )
        self.assertEqual(told(found.rows[0]), "Xem nghị quyết [liên kết: -/nghi-quyet/]- +/van-ban/]+")
        self.assertEqual((found.rows[1].kind, told(found.rows[1])), ("Ảnh", "[Cầu -cũ]- +mới]+"))

    def test_markup_that_was_text_stays_text(self):
        [row] = compare("<p>a &lt;script&gt;</p>", "<p>a &lt;b&gt;</p>").rows
        self.assertEqual(told(row), "a -<script>- +<b>+")

    def test_what_did_not_change_is_folded_with_its_number(self):
        body = [f"<p>Đoạn văn số {n}</p>" for n in range(20)]
        changed = [*body[:10], "<p>Đoạn văn số mười</p>", *body[11:]]
        folded = compare("".join(body), "".join(changed)).folded()
        self.assertEqual(
            [one if isinstance(one, int) else one.state for one in folded],
            [9, State.SAME, State.CHANGED, State.SAME, 8],
        )


class AlgebraTests(TestCase):
    @given(BODIES, BODIES)
    def test_no_word_of_either_side_is_lost_or_made_up(self, before, after):
        found = compare(before, after)
        for body, states, side in ((before, State.REMOVED, "before"), (after, State.ADDED, "after")):
            said = [word for row in found.rows for piece in getattr(row, side) for word in piece.text.split()]
            self.assertEqual(said, [word for block in blocks(body) for word in block.words])
            for row in found.rows:
                self.assertLessEqual({piece.state for piece in getattr(row, side)}, {State.SAME, states})

    @given(BODIES)
    def test_a_text_beside_itself_is_the_same(self, body):
        self.assertTrue(compare(body, body).is_same)

    @given(BODIES, BODIES)
    def test_the_line_of_both_sides_holds_every_piece_of_each(self, before, after):
        for row in compare(before, after).rows:
            merged = [piece for piece in row.merged if piece.state != State.SAME]
            for state, side in ((State.REMOVED, row.before), (State.ADDED, row.after)):
                self.assertEqual(
                    [one for one in merged if one.state == state], [one for one in side if one.state == state]
                )


class LookTests(TestCase):
    """The same words, set in another way, are no other words; yet who approves is told."""

    def test_what_stands_around_a_paragraph_is_part_of_its_look(self):
        item, plain = "<li>Một việc</li>", "<p>Một việc</p>"
        for before, after in (
            (f"<ul>{item}</ul>", f"<ol>{item}</ol>"),
            (f"<ol>{item}</ol>", f'<ol start="3">{item}</ol>'),
            (f"<ol>{item}</ol>", f'<ol type="a">{item}</ol>'),
            (plain, f"<blockquote>{plain}</blockquote>"),
            ("<p>Một việc</p>", "<p><strong>Một</strong> việc</p>"),
        ):
            with self.subTest(after=after):
                found = compare(before + plain, after + plain)
                self.assertEqual([row.state for row in found.rows], [State.RESTYLED, State.SAME])

    def test_what_a_link_says_to_who_points_at_it_is_a_word(self):
        found = compare('<p><a href="/x">Xem</a></p>', '<p><a href="/x" title="Lời giấu">Xem</a></p>')
        self.assertIn("Lời giấu", told(found.rows[0]))


def woven(mark, count):
    """Words that come again and again, in the same order, between others that never do."""
    return " ".join(f"w{n % 50} {mark}{n}" for n in range(count // 2))


def paragraphs(words):
    return "".join(f"<p>{word}</p>" for word in words.split())


class CostTests(TestCase):
    SECONDS = 0.15

    def test_two_long_versions_cost_less_than_a_look(self):
        words = [f"từ{n % 997}" for n in range(5_000)]
        other = [*words[:1000], "thêm", *words[1000:3000], *words[3003:], "cuối"]
        for name, step in (("đoạn trăm từ", 100), ("một đoạn", 5_000)):
            bodies = [
                "".join(f"<p>{' '.join(text[n : n + step])}</p>" for n in range(0, len(text), step))
                for text in (words, other)
            ]
            with self.subTest(name):
                self.cost(*bodies).expect_under(self, self.SECONDS)

    def test_no_shape_of_text_makes_it_slow(self):
        for name, before, after in (
            ("đoạn giống nhau", "<p>a</p>" * 20_000, "<p>a b c d e</p>" * 15_000),
            ("hai đoạn xen nhau", "<p>a</p><p>b</p>" * 10_000, "<p>b</p><p>b</p><p>a</p>" * 7_000),
            ("một từ mãi", "<p>" + "a " * MOST_WORDS + "</p>", "<p>" + "a b " * (MOST_WORDS // 2) + "</p>"),
            ("đoạn dài vô hạn", "<p>" + "a b " * 70_000 + "</p>", "<p>" + "b a " * 70_000 + "</p>"),
            ("từ quen ở chỗ lạ", f"<p>{woven('a', 4_000)}</p>" * 3, f"<p>{woven('b', 4_000)}</p>" * 3),
            ("đoạn quen ở chỗ lạ", paragraphs(woven("a", 9_000)), paragraphs(woven("b", 9_000))),
            ("toàn liên kết", '<p><a href="/x">a</a></p>' * 10_000, '<p><a href="/y">a</a></p>' * 10_000),
        ):
            with self.subTest(name):
                self.cost(before, after).expect_under(self, 10 * self.SECONDS)

    def cost(self, before, after):
        with Spent() as spent:
            compare(before, after)
        return spent
