"""What people write beside a year is read as what they mean, or asked back."""

import re
from unittest import TestCase

import pytest

from resolutions import periods
from resolutions.progress import Span


@pytest.mark.once
class PeriodTests(TestCase):
    def test_each_way_of_saying_it_is_read(self):
        for text, span, label in (
            ("", Span.YEAR, ""),
            ("Cả năm", Span.YEAR, ""),
            ("cả  năm", Span.YEAR, ""),
            ("2024", Span.YEAR, ""),
            ("Năm 2024", Span.YEAR, ""),
            ("cả năm 2024", Span.YEAR, ""),
            ("9 tháng", Span.PART_YEAR, "9 tháng"),
            ("9 tháng năm 2024", Span.PART_YEAR, "9 tháng"),
            ("quý I 2024", Span.PART_YEAR, "quý I"),
            ("Một phần năm", Span.PART_YEAR, "Một phần năm"),
            ("2020-2024", Span.TERM, "2020-2024"),
            ("2020 – 2024", Span.TERM, "2020-2024"),
            ("giai đoạn 2020-2024", Span.TERM, "2020-2024"),
        ):
            with self.subTest(text=text):
                self.assertEqual(periods.read(text, 2024), (span, label))
                self.assertEqual(periods.span_of(label), span)

    def test_what_names_no_stretch_of_time_is_asked_back(self):
        for text, words in (
            ("2023", "«2023» là năm khác với ô năm (2024)"),
            ("9 tháng năm 2023", "là năm khác với ô năm"),
            ("2025-2021", "giai đoạn ghi hai năm"),
            ("2021-202²", "giai đoạn ghi hai năm"),
            ("2021-", "giai đoạn ghi hai năm"),
            ("Cả nhiệm kỳ hoặc giai đoạn", "giai đoạn ghi hai năm"),
            ("tháng " * 9, "dài quá 40 ký tự"),
        ):
            with self.subTest(text=text), self.assertRaisesRegex(periods.PeriodError, re.escape(words)):
                periods.read(text, 2024)

    def test_a_sheet_says_of_what_time_it_is(self):
        for label, words in (("", "năm 2025"), ("9 tháng", "9 tháng năm 2025"), ("2021-2025", "giai đoạn 2021-2025")):
            with self.subTest(label=label):
                self.assertEqual(periods.in_words(label, 2025), words)
