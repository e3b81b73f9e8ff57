"""What looks like a slip is said; what is merely new is not."""

from decimal import Decimal
from unittest import TestCase

import pytest

from resolutions.doubts import Known, doubts


def known(*values, unit="%"):
    return Known(unit, 2025, tuple((2025 - len(values) + n, Decimal(str(value))) for n, value in enumerate(values)))


@pytest.mark.once
class DoubtTests(TestCase):
    def test_each_slip_has_its_sentence(self):
        for name, value, beside, words in (
            ("a share above a hundred", 474, known(47), "ngoài khoảng từ 0 đến 100"),
            ("a share below nothing", -1, known(), "ngoài khoảng từ 0 đến 100"),
            ("ten times the year before", 4740, known(474, unit="tỷ đồng"), "từ 10 lần trở lên"),
            ("a tenth of it", "47.4", known(474, unit="tỷ đồng"), "từ 10 lần trở lên"),
            ("another sign", -5, known(5, unit="%/năm"), "Khác dấu"),
            ("down after two rises", 46, known(44, 45, 47), "Giảm so với số gần nhất"),
            ("up after two falls", 8, known(9, 8, 7), "Tăng so với số gần nhất"),
        ):
            with self.subTest(name):
                self.assertIn(words, " ".join(doubts(Decimal(str(value)), beside)))

    def test_what_is_plausible_is_not_talked_about(self):
        for name, value, beside in (
            ("on its way", 48, known(44, 45, 47)),
            ("the first of all", 48, known()),
            ("down after one rise", 46, known(45, 47)),
            ("a rate below nothing after another", -2, known(-3, unit="%/năm")),
            ("up and down before", 46, known(44, 48, 47)),
            ("nothing after something", 0, known(5, unit="xã")),
            ("nine times as much", 90, known(10, unit="xã")),
        ):
            with self.subTest(name):
                self.assertEqual(doubts(Decimal(str(value)), beside), [])

    def test_later_years_do_not_count_as_the_last(self):
        later = Known("xã", 2023, ((2022, Decimal(50)), (2024, Decimal(5))))
        self.assertEqual((later.last, doubts(Decimal(52), later)), (Decimal(50), []))

    def test_of_a_part_of_a_year_only_what_cannot_be_is_said(self):
        self.assertEqual(doubts(Decimal(30), known(474, unit="tỷ đồng"), is_part_year=True), [])
        self.assertEqual(len(doubts(Decimal(130), known(50), is_part_year=True)), 1)
