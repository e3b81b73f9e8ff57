"""A verdict compares two numbers, so they have to be of one kind and in one unit: else the target is refused."""

import unittest
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import TestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from resolutions import dashboard
from resolutions.models import target_rules
from resolutions.progress import Kind, Span
from tests.factories_resolutions import make_indicator, make_observation, make_target
from tests.resolutions.tracked import NOW

POINTS = "điểm phần trăm/năm"
RATE, CHANGE, LEVEL = Kind.AVERAGE_RATE, Kind.AVERAGE_CHANGE, Kind.LEVEL
PAIRS = [
    ("a rate of growth on amounts", RATE, "", "tỷ đồng", "indicator"),
    ("a rate of growth on amounts, said to be one", RATE, "%/năm", "tỷ đồng", "indicator"),
    ("a rate of growth on growth", RATE, "", "%/năm", None),
    ("a rate of growth on growth in percent", RATE, "", "%", None),
    ("a rate of growth in another unit", RATE, "điểm phần trăm/năm", "%", "unit"),
    ("a level in another currency", LEVEL, "USD", "triệu đồng", "unit"),
    ("a level in the unit of its indicator", LEVEL, "triệu đồng", "triệu đồng", None),
    ("a level in no unit of its own", LEVEL, "", "triệu đồng", None),
    ("a count in another unit", Kind.COUNT, "thôn", "xã", "unit"),
    ("a total in another unit", Kind.TOTAL, "triệu đồng", "tỷ đồng", "unit"),
    ("what is kept in another unit", Kind.MAINTAIN, "xã", "%", "unit"),
    ("points of a share", CHANGE, POINTS, "%", None),
    ("points, short", CHANGE, "điểm %/năm", "%", None),
    ("points that are called percent", CHANGE, "%/năm", "%", None),
    ("a change in no unit of its own", CHANGE, "", "%", None),
    ("communes a year", CHANGE, "xã/năm", "xã", None),
    ("income a year", CHANGE, "triệu đồng/người/năm", "triệu đồng/người/năm", None),
    ("points of a score", CHANGE, "điểm/năm", "điểm", None),
    ("a rate of growth that is called a change", CHANGE, "%/năm", "tỷ đồng", "unit"),
    ("points of an amount", CHANGE, POINTS, "tỷ đồng", "unit"),
    ("a change in another currency", CHANGE, "USD/năm", "triệu đồng", "unit"),
    ("a change whose level nobody measures", CHANGE, "", POINTS, None),
    ("the same, said twice", CHANGE, POINTS, POINTS, None),
    ("the same in another unit", CHANGE, "xã/năm", POINTS, "unit"),
]
units = st.sampled_from(["%", "%/năm", "tỷ đồng", "tỷ đồng/năm", "triệu USD", "xã", "xã/năm", POINTS, "điểm"])


@pytest.mark.once
class UnitTests(unittest.TestCase):
    def test_which_kinds_and_units_can_be_compared(self):
        for name, kind, own, measured, field in PAIRS:
            with self.subTest(name):
                self.assertEqual([*target_rules.misfit(kind, own, measured)], [field] if field else [])

    @settings(max_examples=200)
    @given(st.sampled_from(Kind), units | st.just(""), units)
    def test_one_fault_at_most_and_it_names_the_unit_of_the_indicator(self, kind, own, measured):
        found = target_rules.misfit(kind, own, measured)
        self.assertLessEqual(len(found), 1)
        for sentence in found.values():
            self.assertIn(f"«{measured}»", sentence)
        if kind != CHANGE and own not in {"", measured}:
            self.assertTrue(found)


class FittingTests(TestCase):
    def test_a_target_that_nothing_can_be_compared_with_is_refused_beside_its_field(self):
        revenue = make_indicator(name="Thu ngân sách", unit="tỷ đồng")
        growth = make_target(Decimal(10), kind=RATE, indicator=revenue)
        income = make_target(Decimal(3500), unit="triệu đồng")
        income.unit = "USD"
        for target, field, words in (
            (growth, "indicator", "chỉ số phải tính bằng %; chỉ số này tính bằng «tỷ đồng»"),
            (income, "unit", "phải cùng đơn vị với chỉ số («triệu đồng»)"),
        ):
            with self.subTest(field), self.assertRaises(ValidationError) as raised:
                target.full_clean()
            self.assertEqual([*raised.exception.message_dict], [field])
            self.assertIn(words, raised.exception.message_dict[field][0])

    def test_a_change_of_one_year_is_not_taken_for_a_level(self):
        points = make_indicator(name="Mức giảm tỷ lệ hộ nghèo", unit=POINTS)
        target = make_target(Decimal(3), kind=CHANGE, indicator=points, code="giam-ngheo")
        target.full_clean()
        make_observation(points, 2020, "2")
        make_observation(points, 2025, "18")
        shown = dashboard.target_page("xv", "giam-ngheo", NOW).portrait
        self.assertEqual(shown.verdict.word, "Chưa có số liệu")
        self.assertIn("mức thay đổi của một năm", shown.findings[0].role)
        make_observation(points, 2025, "3,4", span=Span.TERM, period_label="2021-2025")
        self.assertEqual(dashboard.target_page("xv", "giam-ngheo", NOW).portrait.verdict.word, "Vượt")

    def test_an_indicator_cannot_take_a_unit_that_its_targets_do_not_have(self):
        growth = make_target(Decimal(10), kind=RATE, unit="%/năm").indicator
        growth.full_clean()
        growth.unit = "tỷ đồng"
        with self.assertRaisesMessage(ValidationError, "không hợp với đơn vị này"):
            growth.full_clean()
