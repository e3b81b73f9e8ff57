"""Of every answer it is known whether somebody was helped, told why not, or let down."""

from unittest import TestCase

import pytest

from script.reliability.counting import Answer, add_up, seconds_to_normal
from script.reliability.report import Row, broken, cells, told

pytestmark = pytest.mark.once

PAGE = Answer(at=1.0, status=200, seconds=0.1)
SENTENCE = Answer(at=2.0, status=503, seconds=1.0)
LATE_SENTENCE = Answer(at=3.0, status=503, seconds=3.5)
BROKEN = Answer(at=4.0, status=502, seconds=0.2)
CUT = Answer(at=5.0, status=0, seconds=40.0)


class SumTests(TestCase):
    def test_a_page_helps_and_a_prompt_sentence_is_no_loss(self):
        found = add_up([PAGE, PAGE, SENTENCE])
        self.assertEqual((found.count, found.good, found.sentences, found.lost), (3, 2, 1, 0))

    def test_a_sentence_that_comes_late_a_broken_page_and_a_cut_line_are_losses(self):
        for answer in (LATE_SENTENCE, BROKEN, CUT):
            with self.subTest(status=answer.status):
                self.assertEqual(add_up([PAGE, answer]).lost, 1)

    def test_the_slowest_and_every_status_are_told(self):
        found = add_up([CUT, PAGE, SENTENCE, PAGE])
        self.assertEqual((found.slowest, found.statuses), (40.0, {0: 1, 200: 2, 503: 1}))

    def test_nobody_who_came_is_nobody_who_was_let_down(self):
        self.assertEqual(add_up([]).lost, 0)


class NormalTests(TestCase):
    def test_it_is_normal_from_the_last_bad_answer_on(self):
        good = Answer(at=9.0, status=200, seconds=0.1)
        self.assertEqual(seconds_to_normal([PAGE, BROKEN, CUT, good], healed_at=3.5), 1.5)

    def test_what_was_bad_before_it_was_mended_does_not_count(self):
        good = Answer(at=9.0, status=200, seconds=0.1)
        self.assertEqual(seconds_to_normal([BROKEN, CUT, good], healed_at=6.0), 0.0)

    def test_who_ends_with_a_bad_answer_has_not_come_back(self):
        self.assertIsNone(seconds_to_normal([PAGE, CUT], healed_at=1.0))

    def test_an_answer_that_begins_later_is_later_in_whatever_order_it_was_noted(self):
        good = Answer(at=9.0, status=200, seconds=0.1)
        self.assertEqual(seconds_to_normal([good, BROKEN], healed_at=3.0), 1.0)


class PromiseTests(TestCase):
    def broken(self, spares_readers=True, readers=(PAGE,), **facts):
        row = {"strangers": add_up([SENTENCE]), "staff": add_up([CUT]), "lost_rows": 0, "to_normal": 0.0, **facts}
        return " ".join(broken(Row("mất một máy", add_up(readers), **row), spares_readers))

    def test_each_promise_that_was_not_kept_is_named(self):
        self.assertEqual(self.broken(), "")
        self.assertIn("mất 2 bài", self.broken(lost_rows=2))
        self.assertIn("chưa trở lại", self.broken(to_normal=None))

    def test_who_reads_what_was_read_is_not_content_with_a_sentence(self):
        readers = [PAGE, SENTENCE]
        self.assertIn("chỉ được 1/2; 1 được báo 503", self.broken(readers=readers))
        self.assertEqual(self.broken(spares_readers=False, readers=readers), "")


class TableTests(TestCase):
    def test_a_cell_says_how_many_were_helped_told_and_let_down(self):
        self.assertEqual(
            told(add_up([PAGE, PAGE, SENTENCE, BROKEN])), "2/4; 1 được báo 503; **1 hỏng**; chậm nhất 1,0 s"
        )
        self.assertEqual(told(add_up([PAGE])), "1/1; chậm nhất 0,1 s")

    def test_what_never_came_back_is_said(self):
        row = Row("mất một máy", add_up([PAGE]), add_up([PAGE]), add_up([CUT]), lost_rows=0, to_normal=None)
        self.assertEqual(cells(row)[-2:], ("0", "chưa"))
