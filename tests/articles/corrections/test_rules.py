"""What is a small correction: few words, and no fact that readers may have relied on."""

from unittest import TestCase

import pytest

from articles import comparing
from articles.corrections import rules
from articles.corrections.rules import State

pytestmark = pytest.mark.once


def changes(before, after):
    return comparing.compare(f"<p>{before}</p>", f"<p>{after}</p>")


class SmallTests(TestCase):
    def test_words_that_came_went_or_changed_are_counted_once(self):
        for before, after, words in (
            ("Bí thư Tỉnh uỷ dự hội nghị", "Bí thư Tỉnh ủy dự hội nghị", 1),
            ("dự hội nghị", "đã dự hội nghị", 1),
            ("đã dự hội nghị", "dự hội nghị", 1),
            ("một hai ba", "một hai ba", 0),
            ("một hai ba bốn", "năm hai sáu bốn", 2),
        ):
            with self.subTest(after=after):
                self.assertEqual(rules.changed_words(changes(before, after)), words)

    def test_up_to_the_limit_it_is_small(self):
        comparison = changes("a b c d e f", "a x c y e z")
        self.assertIsNone(rules.small_refusal(comparison, most=3))
        self.assertIn("đổi 3 chữ", rules.small_refusal(comparison, most=2))

    def test_what_is_more_than_words_is_never_small(self):
        self.assertIn("chuyên mục", rules.small_refusal(changes("a", "a"), most=10, also_changed=("chuyên mục",)))

    def test_numbers_days_and_names_are_noticed(self):
        for before, after, fact in (
            ("đạt 62 phần trăm", "đạt 26 phần trăm", "62"),
            ("ngày 25/9", "ngày 26/9", "25/9"),
            ("đồng chí Lò Văn Đức nói", "đồng chí Cà Văn Thuỷ nói", "Lò"),
            ("hội ngị", "hội nghị", None),
            ("Hội ngị", "Hội nghị", None),
        ):
            with self.subTest(after=after):
                found = rules.facts_touched(changes(before, after))
                self.assertEqual(found is not None, fact is not None, found)

    def test_readers_are_told_something_that_can_be_read(self):
        for note, is_good in (
            ("Đã sửa số hộ nghèo của xã.", True),
            ("sửa", False),
            ("............", False),
            ("", False),
        ):
            with self.subTest(note=note):
                self.assertIs(rules.note_refusal(note) is None, is_good)

    def test_only_its_author_goes_on_and_only_before_it_is_sent(self):
        for state in State:
            for is_author in (True, False):
                with self.subTest(state=state, is_author=is_author):
                    allowed = rules.edit_refusal(state=state, is_author=is_author) is None
                    self.assertIs(allowed, is_author and state == State.DRAFT)
