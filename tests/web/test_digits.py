"""What is sent is the key of a row, a count, or nothing."""

from unittest import TestCase

import pytest

from web.digits import whole_number

pytestmark = pytest.mark.once


class WholeNumberTests(TestCase):
    def test_digits_alone_are_a_number(self):
        for sent, number in (("0", 0), ("007", 7), (12, 12), ("9" * 18, 10**18 - 1)):
            self.assertEqual(whole_number(sent), number)

    def test_anything_else_is_none(self):
        for sent in ("", None, "-1", "+1", " 1", "1 ", "1.0", "1_000", "²", "٣", "một", "9" * 19, True):
            with self.subTest(sent=sent):
                self.assertIsNone(whole_number(sent))
        self.assertIsNone(whole_number("1234", most_digits=3))
