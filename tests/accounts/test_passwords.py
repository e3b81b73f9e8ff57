"""Passwords that people here would think of first are refused, and long sentences of one's own are not."""

import string

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import SimpleTestCase

from accounts import passwords
from accounts.models import User
from tests.cpu import Spent
from tests.factories import PASSWORD

DUC = User(username="lo-van-duc", display_name="Lò Văn Đức", email="duc.lv@vi-du.vn")
TOO_EASY = {
    "từ mật khẩu và năm": "matkhau20252026",
    "địa danh và dãy số": "sonla123456789",
    "có gạch nối": "mat-khau-son-la-2026",
    "có dấu": "SơnLa_2026_2027",
    "chữ thay số": "M@tKh4u@SonLa1",
    "chữ thay số, tên tỉnh": "S0nL@2026!!!!",
    "cơ quan": "tinhuysonla2025",
    "cơ quan, không năm": "dangbotinhsonla",
    "việc": "quantri@123456",
    "sự kiện": "ĐạiHội-XVI-2030",
    "huyện": "mocchaumaison",
    "dãy phím": "qwertyuiop123",
    "dãy phím chéo": "1qaz2wsx3edc",
    "dãy chữ": "abcdefghijkl",
    "lặp lại": "s0nl4s0nl4s0nl4",
    "tên mình": "lovanduc1985",
    "tên mình, có dấu": "LòVănĐức@1990",
    "tên mình, đảo": "vanduclo2020!",
    "tên mình, từng phần": "Duc.LoVan.1985",
}
GOOD = (
    PASSWORD,
    "nui-rung-tay-bac-26",
    "mot-mat-khau-hoan-toan-khac",
    "Khuỷu sông Đà 1998 nước nổi",
    "dJ3k_9xQw-2a",
    "x7-Kp_2m-Qv9",
)


def refusal(password, user=DUC):
    try:
        passwords.HardToGuess().validate(password, user)
    except ValidationError as error:
        return error.messages[0]
    return ""


class PasswordTest(SimpleTestCase):
    def test_what_is_thought_of_first_is_refused_with_what_to_do_instead(self):
        for kind, password in TOO_EASY.items():
            with self.subTest(kind=kind, password=password):
                self.assertIn("Hãy ghép bốn, năm từ không liên quan", refusal(password))

    def test_sentences_and_letters_at_random_pass(self):
        for password in GOOD:
            with self.subTest(password=password):
                self.assertEqual(refusal(password), "")
                validate_password(password, DUC)

    def test_a_name_is_only_weak_for_its_owner(self):
        other = User(username="ung-hoa", display_name="Ngần Thị Hoa")
        self.assertTrue(refusal("quangthikimdung", User(username="dung", display_name="Quàng Thị Kim Dung")))
        self.assertEqual(refusal("quangthikimdung", other), "")

    def test_twelve_letters_are_needed(self):
        with self.assertRaises(ValidationError):
            validate_password("nui-rung-26", DUC)

    def test_judging_costs_little_whatever_is_typed(self):
        shapes = ("a" * 200, "matkhau" * 28, "1qaz2wsx" * 25, "19851985" * 25, "S0nL@2026" * 22, "(\u0301" * 100)
        for shape in (*shapes, string.printable * 2, "4@8({[<36&96!1|0$5+7%2" * 9, "\0" * 200, "😀" * 200):
            with self.subTest(shape=shape[:12]):
                with Spent() as spent:
                    refusal(shape)
                spent.expect_under(self, 0.5)

    def test_nothing_typed_and_nobody_known_is_answered_too(self):
        for password in ("", "-" * 12, " "):
            self.assertTrue(refusal(password, None))
