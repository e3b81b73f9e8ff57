"""A menu, and an address, as people type them."""

from unittest import TestCase

import pytest

from web import links
from words import menu
from words.menu import Entry

pytestmark = pytest.mark.once


class MenuTests(TestCase):
    def test_what_is_typed_is_read_line_by_line(self):
        typed = "  Nghị quyết|/nghi-quyet/ \n\n Các   chuyên mục \nVăn bản  | /van-ban/"
        entries = [Entry("Nghị quyết", "/nghi-quyet/"), Entry("Các chuyên mục", ""), Entry("Văn bản", "/van-ban/")]
        self.assertEqual(menu.read(typed), entries)
        self.assertEqual(menu.tidy(typed), menu.tidy(menu.tidy(typed)))
        self.assertIsNone(menu.complaint(typed))

    def test_sections_come_where_their_line_stands_without_those_that_are_named(self):
        sections = [Entry("Thời sự", "/chuyen-muc/thoi-su/"), Entry("Xã luận", "/chuyen-muc/xa-luan/")]
        shown = menu.shown(menu.read("Xã luận | /chuyen-muc/xa-luan/\nCác chuyên mục\nVăn bản | /van-ban/"), sections)
        self.assertEqual([entry.name for entry in shown], ["Xã luận", "Thời sự", "Văn bản"])
        self.assertEqual(menu.shown(menu.read("Văn bản | /van-ban/"), sections), [Entry("Văn bản", "/van-ban/")])

    def test_a_wrong_line_is_named(self):
        for typed, said in (
            ("Văn bản | /van-ban/\nNghị quyết", menu.NO_ADDRESS.format(2)),
            ("Văn bản |", menu.NO_ADDRESS.format(1)),
            (" | /van-ban/", menu.NO_NAME.format(1)),
            ("|", menu.NO_NAME.format(1)),
            (f"{'a' * 61} | /van-ban/", menu.TOO_LONG.format(1)),
            ("Văn bản | /van-ban/\nTài liệu | /van-ban/", menu.TWICE.format(2)),
            ("Các chuyên mục\nCác chuyên mục", menu.TWICE.format(2)),
            ("\n".join(f"Mục {number} | /van-ban/{number}/" for number in range(21)), menu.TOO_MANY),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(menu.complaint(typed), said)


class LinkTests(TestCase):
    def test_an_address_that_readers_may_follow(self):
        for address in (
            "/van-ban/",
            "/tim-kiem/?q=rung&tu=2020-01-01",
            "https://sonla.example/tin/12.html",
            "http://a.vn",
        ):
            with self.subTest(address=address):
                self.assertIsNone(links.complaint(address))

    def test_an_address_that_deceives_or_runs(self):
        for address in (
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//xau.example/", "/\\xau.example/",
            "\\\\xau.example", "https://trang.example@xau.example/", "https://a:b@xau.example/", "https://1.2.3.4/",
            "https://", "http:/van-ban/", "ftp://a.vn/", "https://a.vn/<script>", 'https://a.vn/"onclick="x', "/a b/",
            "https://a.vn\\@xau.example/", "https://a.vn/\n//xau.example", "van-ban/", "#", "", "https://a",
            "/" + "a" * 600, "https://xn--a.vn:999999/", "mailto:a@b.vn", "https://[::1]/", "\x00/van-ban/",
            "/van-ban/\x00",
        ):  # fmt: skip
            with self.subTest(address=address):
                self.assertIsNotNone(links.complaint(address))
