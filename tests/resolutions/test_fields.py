"""Numbers typed the Vietnamese way."""

from decimal import Decimal

from django import forms
from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from resolutions.fields import VietnameseDecimalField, typed

NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


class NumberForm(forms.Form):
    value = VietnameseDecimalField(max_digits=20, decimal_places=4, required=False)


class ReadingTest(SimpleTestCase):
    def read(self, text):
        form = NumberForm({"value": text})
        return form.cleaned_data["value"] if form.is_valid() else form.errors["value"][0]

    def test_numbers_are_read_as_they_are_written_here(self):
        table = {
            "7,46": "7.46",
            "1.234,5": "1234.5",
            "1.234.567": "1234567",
            "120000": "120000",
            " 120 000 ": "120000",
            "-3": "-3",
            "−3,5": "-3.5",
            "0": "0",
        }
        for text, expected in table.items():
            with self.subTest(text=text):
                self.assertEqual(self.read(text), Decimal(expected))

    def test_a_lone_dot_before_three_digits_is_asked_back_with_both_readings(self):
        self.assertEqual(
            self.read("1.234"),
            "«1.234» có thể hiểu hai cách. Nếu là 1234 hãy gõ 1234; nếu là số lẻ hãy gõ 1,234.",
        )
        self.assertIn("Nếu là 120000 hãy gõ 120000", self.read("120.000"))

    def test_a_lone_dot_that_can_only_mean_decimals_gets_the_comma_shown(self):
        for text, comma in {"7.5": "7,5", "0.123": "0,123", "1234.567": "1234,567"}.items():
            with self.subTest(text=text):
                self.assertIn(f"hãy gõ {comma}.", self.read(text))

    def test_what_is_no_number_is_refused_in_vietnamese(self):
        for text in ("bảy phẩy năm", "1,2,3", "1.23,4", "--1", "1e5", "NaN", "Infinity", "٣", "=1+1"):
            with self.subTest(text=text):
                self.assertEqual(self.read(text), "Hãy nhập một số, ví dụ 7,46 hoặc 120000.")

    def test_too_many_digits_are_refused_in_vietnamese(self):
        self.assertEqual(self.read("1,23456"), "Nhiều nhất 4 chữ số sau dấu phẩy.")
        self.assertEqual(self.read("1" * 17), "Số quá lớn: phần nguyên có nhiều nhất 16 chữ số.")

    def test_nothing_typed_is_nothing(self):
        self.assertIsNone(self.read("  "))


class WritingTest(SimpleTestCase):
    @settings(max_examples=100)
    @given(NUMBERS)
    def test_what_the_page_shows_can_be_sent_back_unchanged(self, number):
        form = NumberForm({"value": typed(number)}, initial={"value": number})
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.cleaned_data["value"], number)
        self.assertEqual(form.changed_data, [])

    def test_a_stored_number_is_shown_with_a_comma_and_without_groups(self):
        html = str(NumberForm(initial={"value": Decimal("1234.5000")})["value"])
        self.assertIn('value="1234,5"', html)
        self.assertIn('inputmode="decimal"', html)
        self.assertIn('type="text"', html)

    def test_what_was_typed_wrong_stays_in_the_box(self):
        form = NumberForm({"value": "1.234"})
        self.assertIn('value="1.234"', str(form["value"]))
