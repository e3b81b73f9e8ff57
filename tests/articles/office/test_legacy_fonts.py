# ruff: noqa: E501 - old letters beside new ones
"""Letters from before Unicode, told by a font's name or by themselves."""

import unittest

import pytest

from articles.office import legacy_fonts
from articles.office.legacy_fonts import TCVN3, VISCII, VNI, converted, guess, of_font

pytestmark = pytest.mark.once

SENTENCES = {
    TCVN3: ("§¶ng bé vµ nh©n d©n c¸c d©n téc tØnh S¬n La, ®oµn kÕt v­ît khã", "Đảng bộ và nhân dân các dân tộc tỉnh Sơn La, đoàn kết vượt khó"),
    VNI: ("Ñaûng boä vaø nhaân daân caùc daân toäc tænh Sôn La, ñoaøn keát vöôït khoù, quyõ, yù", "Đảng bộ và nhân dân các dân tộc tỉnh Sơn La, đoàn kết vượt khó, quỹ, ý"),
    VISCII: ("Ðäng bµ và nhân dân các dân tµc tïnh S½n La, ðoàn kªt vßþt khó", "Đảng bộ và nhân dân các dân tộc tỉnh Sơn La, đoàn kết vượt khó"),
}  # fmt: skip
CLEAN = (
    "Đảng bộ và nhân dân các dân tộc tỉnh Sơn La đoàn kết vượt khó.",
    "Ý kiến của cử tri: cần làm đường, trường học, trạm y tế.",
    "François Mitterrand và Ângela ở München, Österreich, São Paulo, Århus",
    "25°C ± 0,5; § 12; © 2026; «trích dẫn»; 3 × 4 ÷ 2; ¼ và ½",
    "",
    "Hello world",
)


class LegacyFontTests(unittest.TestCase):
    def test_sentences_are_recognised_and_converted(self):
        for encoding, (old, new) in SENTENCES.items():
            with self.subTest(encoding=encoding):
                self.assertEqual(guess(old), encoding)
                self.assertEqual(converted(old, encoding), new)

    def test_what_is_fine_is_left_alone(self):
        for text in CLEAN:
            with self.subTest(text=text):
                self.assertEqual(guess(text), "")

    def test_every_letter_of_the_alphabet(self):
        for table in (legacy_fonts._TCVN3, legacy_fonts._VISCII):
            meant = set(table.values())
            self.assertEqual(len(meant), len(table))
            self.assertLessEqual(set("ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđăơư"), meant)

    def test_fonts_by_their_names(self):
        for font, encoding in (
            (".VnTime", TCVN3), (".VnArialH", TCVN3), ("'.VnTime'", TCVN3), ("VNI-Times", VNI), ("VNI Helve", VNI),
            ("Times New Roman", ""), ("Arial", ""), ("", ""), ("VnExpress Sans-i", TCVN3),
        ):  # fmt: skip
            with self.subTest(font=font):
                self.assertEqual(of_font(font), encoding)

    def test_a_font_of_capitals_shows_capitals(self):
        self.assertEqual(converted("®¶ng céng s¶n", TCVN3, ".VnTimeH"), "ĐẢNG CỘNG SẢN")

    def test_letters_of_the_private_area(self):
        self.assertEqual(converted("".join(chr(0xF000 + ord(one)) for one in "®¶ng"), TCVN3), "đảng")
