"""Vietnamese text as tables of cases, then as rules that hold for any text."""

import datetime as dt
import itertools
import re
import unicodedata
from decimal import Decimal

from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st

import vietnamese
from vietnamese import AmbiguousNumberError

SYLLABLES = "Đảng bộ tỉnh Sơn La Nghị quyết khuỷu ướt Ưu tiên hoà thuỷ khoẻ quý Ẵ Ỡ Ặ ỵ giường quyển".split()
TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*SYLLABLES, "\u0301", "\u0323", "\u200b", "Ð", "ß", "İ", "ﬁ", "한", "😀", " "])).map(
        "".join
    ),
)
AMOUNTS = st.decimals(-(10**15), 10**15, places=4)


class TableTest(SimpleTestCase):
    def assert_table(self, function, table):
        for given_value, expected in table.items():
            with self.subTest(given=given_value):
                self.assertEqual(function(given_value), expected)


class SpellingTest(TableTest):
    def test_every_way_of_writing_becomes_one(self):
        self.assert_table(
            vietnamese.nfc,
            {
                unicodedata.normalize("NFD", "Đường lối, Ẵm, khuỷu"): "Đường lối, Ẵm, khuỷu",
                "Ðảng bộ, ɖường": "Đảng bộ, đường",
                "ngh\u200bị qu\u00adyết\ufeff": "nghị quyết",
                "a\u200b\u0301": "á",
                "rỗng\x00 và \ud800 nửa chữ \u202e": "rỗng và  nửa chữ ",
                "dòng một\ndòng hai\tcột": "dòng một\ndòng hai\tcột",
            },
        )

    def test_folding_leaves_letters_without_marks(self):
        self.assert_table(
            vietnamese.fold,
            {
                "Đường lối": "duong loi",
                "NGHỊ QUYẾT": "nghi quyet",
                "Ẵ Ỡ Ặ ỵ ướt khuỷu": "a o a y uot khuyu",
                "Ðảng": "dang",
                "22-NQ/TU": "22-nq/tu",
                "ß İ ﬁ ǅ 한 😀": "ß i ﬁ ǆ 한 😀",
                "Q\u0323": "q\u0323",
                "": "",
            },
        )

    def test_the_tone_moves_only_where_both_places_are_in_use(self):
        self.assert_table(
            vietnamese.unify_tone_placement,
            {
                "hoà bình, khoẻ, thuỷ lợi": "hòa bình, khỏe, thủy lợi",
                "HOÀ, Thuý, luỹ, xoè": "HÒA, Thúy, lũy, xòe",
                "hòa, khỏe, thủy": "hòa, khỏe, thủy",
                "quý, quà, quẻ, Quỳ": "quý, quà, quẻ, Quỳ",
                "hoàn, hoạch, huỷnh, ngoéo, khuỷu": "hoàn, hoạch, huỷnh, ngoéo, khuỷu",
                "Huế, thuở, mía, của": "Huế, thuở, mía, của",
            },
        )

    def test_addresses_have_no_marks_and_whole_words(self):
        self.assert_table(
            vietnamese.slug,
            {
                "Đảng bộ tỉnh Sơn La": "dang-bo-tinh-son-la",
                "Nghị quyết số 22-NQ/TU": "nghi-quyet-so-22-nq-tu",
                "  “Chủ động, sáng tạo”!  ": "chu-dong-sang-tao",
                "100 m² ﬁ": "100-m2-fi",
                "😀": "khong-ten",
                "": "khong-ten",
            },
        )
        self.assertEqual(vietnamese.slug("chủ động sáng tạo", max_length=12), "chu-dong")
        self.assertEqual(vietnamese.slug("a" * 90, max_length=80), "a" * 80)

    def test_a_name_inside_a_sentence_keeps_the_capitals_of_its_names(self):
        cases = {
            "Xây dựng Đảng và hệ thống chính trị": "xây dựng Đảng và hệ thống chính trị",
            "Đã duyệt": "đã duyệt",
            "Ước": "ước",
            "": "",
        }
        self.assert_table(vietnamese.uncapitalised, cases)

    def test_sorting_follows_the_dictionary(self):
        ordered = [
            "2 bài",
            "an",
            "ăn",
            "ân",
            "ba",
            "bà",
            "bả",
            "bã",
            "bá",
            "bạ",
            "cơm",
            "da",
            "đa",
            "ê-kíp",
            "ô",
            "ơn",
            "ưng",
            "y",
        ]
        self.assertEqual(sorted(ordered, key=vietnamese.sort_key), ordered)


class PropertyTest(SimpleTestCase):
    @settings(max_examples=100)
    @given(TEXT)
    def test_one_spelling_twice_is_one_spelling_once(self, text):
        once = vietnamese.nfc(text)
        self.assertEqual(vietnamese.nfc(once), once)
        self.assertTrue(unicodedata.is_normalized("NFC", once))
        once.encode()

    @settings(max_examples=100)
    @given(TEXT)
    def test_folding_keeps_every_position(self, text):
        composed = unicodedata.normalize("NFC", text)
        self.assertEqual(len(vietnamese.fold(text)), len(composed))
        self.assertEqual("".join(map(vietnamese.fold, vietnamese.nfc(text))), vietnamese.fold(vietnamese.nfc(text)))

    @settings(max_examples=100)
    @given(TEXT)
    def test_folding_hides_marks_case_and_form(self, text):
        folded = vietnamese.fold(text)
        self.assertEqual(vietnamese.fold(unicodedata.normalize("NFD", text)), folded)
        if unicodedata.is_normalized("NFC", folded):  # a second mark on one letter is left over and composes again
            self.assertEqual(vietnamese.fold(folded), folded)

    @settings(max_examples=100)
    @given(TEXT)
    def test_tone_placement_is_settled_once_and_moves_no_position(self, text):
        composed = unicodedata.normalize("NFC", text)
        once = vietnamese.unify_tone_placement(composed)
        self.assertEqual(vietnamese.unify_tone_placement(once), once)
        self.assertEqual(len(once), len(composed))
        self.assertEqual(vietnamese.fold(once), vietnamese.fold(composed))

    @settings(max_examples=100)
    @given(TEXT, st.integers(10, 120))
    def test_an_address_is_always_usable(self, text, max_length):
        made = vietnamese.slug(text, max_length)
        self.assertRegex(made, r"\A[a-z0-9]+(-[a-z0-9]+)*\Z")
        self.assertLessEqual(len(made), max_length)
        self.assertEqual(vietnamese.slug(made, max_length), made)

    @settings(max_examples=60)
    @given(st.lists(TEXT, max_size=5))
    def test_any_texts_can_be_put_in_one_order(self, texts):
        for one, other in itertools.product(texts, repeat=2):
            same = vietnamese.nfc(one) == vietnamese.nfc(other)
            self.assertEqual(vietnamese.sort_key(one) == vietnamese.sort_key(other), same)
        self.assertEqual(
            sorted(map(vietnamese.nfc, texts), key=vietnamese.sort_key),
            sorted(map(vietnamese.nfc, reversed(texts)), key=vietnamese.sort_key),
        )

    def test_every_character_there_is_folds_to_one_that_stays(self):
        for first in range(0x3000):
            character = unicodedata.normalize("NFC", chr(first))
            folded = vietnamese.fold(character)
            self.assertEqual((len(folded), vietnamese.fold(folded)), (len(character), folded), hex(first))


class DateTest(TableTest):
    def test_days_in_words_and_figures(self):
        day = dt.date(2020, 9, 25)
        self.assertEqual(vietnamese.short_date(day), "25/09/2020")
        self.assertEqual(vietnamese.long_date(day), "ngày 25 tháng 9 năm 2020")
        self.assertEqual(vietnamese.date_with_weekday(day), "Thứ Sáu, 25/09/2020")
        self.assertEqual(vietnamese.weekday(dt.date(2020, 9, 27)), "Chủ Nhật")
        self.assertEqual(vietnamese.weekday(dt.date(2020, 9, 28)), "Thứ Hai")

    def test_a_moment_is_told_by_the_clock_of_viet_nam(self):
        cases = {
            dt.datetime(2020, 9, 25, 1, 30, tzinfo=dt.UTC): "Thứ Sáu, 25/09/2020, 08:30",
            dt.datetime(2020, 9, 24, 16, 59, tzinfo=dt.UTC): "Thứ Năm, 24/09/2020, 23:59",
            dt.datetime(2020, 9, 24, 17, 0, tzinfo=dt.UTC): "Thứ Sáu, 25/09/2020, 00:00",
        }
        self.assert_table(vietnamese.moment, cases)
        self.assertEqual(vietnamese.day_start(dt.date(2020, 9, 25)), dt.datetime(2020, 9, 24, 17, tzinfo=dt.UTC))
        with self.assertRaises(ValueError):
            vietnamese.local(dt.datetime(2020, 9, 25))  # noqa: DTZ001

    def test_a_typed_day_is_day_first(self):
        for typed in ("03/04/2026", "3/4/2026", "03-04-2026", "3.4.2026", " 2026-04-03 "):
            with self.subTest(typed=typed):
                self.assertEqual(vietnamese.parse_date(typed), dt.date(2026, 4, 3))

    def test_what_is_no_day_is_refused(self):
        for typed in (
            "",
            "31/02/2026",
            "25/12/26",
            "12/25/2026",
            "2026-13-01",
            "٠٣/٠٤/٢٠٢٦",
            "hôm nay",
            "0/0/0000",
            "1/1/0000",
        ):
            with self.subTest(typed=typed), self.assertRaises(ValueError):
                vietnamese.parse_date(typed)


class NumberTest(TableTest):
    def test_numbers_are_read_with_dots_between_thousands(self):
        self.assert_table(
            vietnamese.number,
            {
                0: "0",
                1234: "1.234",
                120000: "120.000",
                Decimal("7.4600"): "7,46",
                Decimal("-1234567.5"): "-1.234.567,5",
                Decimal("1E+5"): "100.000",
                Decimal("-0.0"): "0",
            },
        )
        self.assertEqual(vietnamese.number(Decimal("7.45"), 1), "7,5")
        self.assertEqual(vietnamese.number(7, 2), "7,00")
        self.assertEqual(vietnamese.number(Decimal("-0.001"), 2), "0,00")

    def test_percent_stands_close_to_its_number_and_other_units_never_part_from_theirs(self):
        for number, unit, written in (
            ("7,5", "%", "7,5%"),
            ("7,5", "%/năm", "7,5%/năm"),
            ("120.000", "tỷ đồng", "120.000\u00a0tỷ đồng"),
            ("3", "điểm phần trăm/năm", "3\u00a0điểm phần trăm/năm"),
            ("12", "", "12"),
        ):
            with self.subTest(unit=unit):
                self.assertEqual(vietnamese.with_unit(number, unit), written)

    def test_typed_numbers_are_read_the_vietnamese_way(self):
        self.assert_table(
            vietnamese.parse_number,
            {
                "12": Decimal(12),
                "-3": Decimal(-3),
                "\u22123,5": Decimal("-3.5"),
                "7,46": Decimal("7.46"),
                "1.234,5": Decimal("1234.5"),
                "1.234.567": Decimal(1234567),
                "120 000": Decimal(120000),
                "1\u00a0234\u202f567,8": Decimal("1234567.8"),
                " 5 ": Decimal(5),
            },
        )

    def test_a_lone_dot_is_asked_back(self):
        for typed in ("1.234", "120.000", "7.5", "-0.25"):
            with self.subTest(typed=typed), self.assertRaises(AmbiguousNumberError):
                vietnamese.parse_number(typed)

    def test_what_is_no_number_is_refused(self):
        for typed in (
            "",
            "-",
            "1,2,3",
            "1.23,4",
            "1 2",
            "0.123,5",
            "1e5",
            "NaN",
            "٣",
            "5%",
            "1..234",
            ",5",
            "5,",
            "+5",
        ):
            with self.subTest(typed=typed), self.assertRaises(ValueError) as refused:
                vietnamese.parse_number(typed)
            self.assertNotIsInstance(refused.exception, AmbiguousNumberError)

    @settings(max_examples=100)
    @given(AMOUNTS)
    def test_what_a_form_shows_is_taken_back_as_the_same_number(self, amount):
        self.assertEqual(vietnamese.parse_number(vietnamese.typed_number(amount)), amount)

    @settings(max_examples=100)
    @given(AMOUNTS)
    def test_what_a_page_shows_is_the_same_number_or_asked_back(self, amount):
        shown = vietnamese.number(amount)
        if re.fullmatch(r"-?\d{1,3}\.\d{3}", shown):
            with self.assertRaises(AmbiguousNumberError):
                vietnamese.parse_number(shown)
        else:
            self.assertEqual(vietnamese.parse_number(shown), amount)
