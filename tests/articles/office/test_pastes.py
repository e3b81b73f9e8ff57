"""Pastes of the programs that staff use come out as they should be read."""

import contextlib
import unittest

import pytest
from django.test import Client, TestCase

from articles import richtext
from articles.office.html import reading
from articles.office.refusals import DocumentRefused
from tests.articles.office import pastes
from tests.articles.office.pastes import pasted
from tests.articles.office.test_word import MARK, RETURN
from tests.cpu import Spent
from tests.factories import make_user
from tests.library import samples

pytestmark = pytest.mark.once


class PasteTests(unittest.TestCase):
    maxDiff = None

    def test_word(self):
        html, found = pasted(pastes.WORD)
        self.assertEqual(
            html,
            "<h2>Báo cáo</h2>\n"
            '<p class="align-center"><strong>ĐẢNG BỘ TỈNH</strong></p>\n'
            '<ol start="3"><li>Kinh tế<ol type="a"><li>Trồng trọt<ul><li>Cây ăn quả</li></ul></li></ol></li></ol>\n'
            f"<p>Tăng 7,5%{MARK.format(1)} so với năm trước.</p>\n"
            '<p class="align-right">BÍ THƯ</p>\n'
            f'<ol class="notes"><li id="chu-thich-1">Cục Thống kê. {RETURN.format(1)}</li></ol>',
        )
        self.assertEqual((found["hidden"], found["foreign_pictures"], found["tracked_changes"]), (1, 1, 2))

    def test_word_with_its_changes_refused(self):
        html, _found = pasted(pastes.WORD, accepts_changes=False)
        self.assertIn("so với năm cũ.", html)
        self.assertNotIn("năm trước", html)

    def test_google_is_bold_only_where_it_was(self):
        self.assertEqual(
            pasted(pastes.GOOGLE)[0],
            "<h2>Kinh tế</h2>\n<p>Thường <strong>đậm</strong><em> nghiêng</em></p>\n"
            '<ul><li>Điện<ul><li>Bản Nà Lằng</li></ul></li></ul>\n<ol type="a"><li>Đường</li></ol>\n'
            '<p class="align-right">BÍ THƯ</p>',
        )

    def test_libreoffice(self):
        self.assertEqual(
            pasted(pastes.LIBREOFFICE)[0],
            '<p class="align-center"><strong>BÁO CÁO</strong></p>\n'
            '<ol start="2"><li>Một</li><li>Hai<ol type="a"><li>Chữ a</li></ol></li></ol>\n'
            f"<p>Tăng{MARK.format(1)} khá</p>\n"
            f'<ol class="notes"><li id="chu-thich-1">Nguồn. {RETURN.format(1)}</li></ol>',
        )

    def test_zalo(self):
        self.assertEqual(
            pasted(pastes.ZALO)[0],
            "<p>Kính gửi các đồng chí,</p>\n<p>Hội nghị lúc 8 giờ.<br>Địa điểm: Hội trường lớn.</p>",
        )

    def test_lines_of_a_pdf_are_offered_joined(self):
        html, found = pasted(text=pastes.PDF)
        self.assertEqual(found["broken_lines"], 2)
        self.assertEqual(html.count("<br>"), 2)
        joined, found = pasted(text=pastes.PDF, joins_lines=True)
        self.assertEqual(
            joined,
            "<p>Ngay sau Đại hội, các cấp ủy đảng đã khẩn trương tổ chức học tập, quán triệt nghị quyết đến từng chi "
            "bộ, đảng viên và nhân dân trong toàn tỉnh.</p>\n<p>Mỗi đảng viên đăng ký một việc làm cụ thể.</p>",
        )
        self.assertNotIn("broken_lines", found)

    def test_excel(self):
        self.assertEqual(
            pasted(pastes.EXCEL)[0],
            '<table><tbody><tr><td>Xã</td><td>Hộ</td></tr><tr><td rowspan="2">Xím Vàng</td>'
            '<td class="align-right">312</td></tr><tr><td class="align-right">45</td></tr></tbody></table>',
        )

    def test_old_fonts_are_offered(self):
        html = "<p style=\"font-family:'.VnTime'\">§¶ng bé tØnh S¬n La</p>"
        self.assertEqual(pasted(html)[1]["legacy_fonts"], 1)
        self.assertEqual(pasted(html, converts_fonts=True)[0], "<p>Đảng bộ tỉnh Sơn La</p>")

    def test_bold_lines_are_offered_as_headings(self):
        html = "<p><b>I. TÌNH HÌNH CHUNG</b></p><p>Kinh tế tăng.</p>"
        kept, found = pasted(html)
        self.assertEqual(kept, "<p><strong>I. TÌNH HÌNH CHUNG</strong></p>\n<p>Kinh tế tăng.</p>")
        self.assertEqual(found["suggested_headings"], 1)
        self.assertEqual(pasted(html, headings=None)[0], "<h2>I. TÌNH HÌNH CHUNG</h2>\n<p>Kinh tế tăng.</p>")

    def test_pictures_of_the_library_stay(self):
        html, found = pasted('<p>Ảnh:</p><img src="https://trang.vn/thu-vien/anh/AbcD_1234-efgh56-960.webp">')
        self.assertNotIn("foreign_pictures", found)
        self.assertEqual(html, "<p>Ảnh:</p>")  # a picture that the library does not have goes with the cleaning

    def test_links(self):
        html, found = pasted(
            '<p><a href="file:///C:/x">tệp</a> <a href="#muc1">mục</a> <a href="www.sonla.vn">trang</a></p>'
        )
        self.assertEqual(html, '<p>tệp mục <a href="https://www.sonla.vn" rel="noopener">trang</a></p>')
        self.assertEqual((found["lost_links"], found["completed_links"]), (2, 1))


class HostilePasteTests(unittest.TestCase):
    def quick(self, html):
        with contextlib.suppress(DocumentRefused), Spent() as spent:
            reading.read(html)
        spent.expect_under(self, 3)

    def test_nothing_takes_long(self):
        n = 60_000
        for name, html in {
            "lồng": "<b>" * n,
            "thẻ đóng giả": "<div><table></div></table>" * n,
            "thẻ đóng trong ghi chú": "<b><!--</b>-->" * n,
            "ghi chú rỗng": "<!--><b><i><u>" * n + "-->",
            "trong style": "<b><style></b></style>" * n,
            "trong select": "<b><select></b></select>" * n,
            "trong thuộc tính": '<b><a title="</b>">' * n,
            "dấu &": "&" * 3_000_000,
            "dấu nhỏ hơn": "<" * 1_000_000,
            "dấu nhỏ hơn chấm than": "<!" * 500_000,
            "ghi chú không đóng": "<!--" * 200_000,
            "style không đóng": "<style>" * 200_000,
            "khoảng trắng": "<p" + " " * 1_000_000,
            "thuộc tính dài": "<p " + "a" * 1_000_000,
            "kiểu dài": f"<p style='{'a:b;' * 200_000}'>a</p>",
            "bảng": "<table><tr><td>" * 20_000,
            "dấu kết hợp": "<p>" + "a" + "\u0301" * 100_000 + "</p>",
        }.items():
            with self.subTest(name=name):
                self.quick(html)

    def test_signs_that_are_digits_and_no_numbers_break_nothing(self):
        """ "²" is a digit to Python, and so many digits are more than it reads."""
        for sign in ("²", "٣", "9" * 5_000, "", "-1"):
            for html in (
                f"<p><span style='font-weight:{sign}'>a</span></p>",
                f"<h{sign}>a</h{sign}>",
                f"<ol start='{sign}'><li>a</li></ol>",
                f"<table><tr><td colspan='{sign}' rowspan='{sign}'>a</td></tr></table>",
                f"<p style='mso-list:l0 level{sign} lfo1'><span style='mso-list:Ignore'>{sign}.</span>a</p>",
                f"<p>{sign}. một</p><p>{sign}. hai</p>",
            ):
                with self.subTest(html=html[:60]):
                    self.assertIn("a" if "một" not in html else "hai", pasted(html)[0])

    def test_notes_count_as_words(self):
        for html in (f"<p>{'a' * 250_000}</p>", f'<p>a</p><div id="ftn1"><p>{"a" * 250_000}</p></div>'):
            with self.assertRaises(DocumentRefused):
                reading.read(html)

    def test_deleted_words_and_scripts_never_come_through(self):
        html, _found = pasted("<p>a<script>alert(1)</script><del>xóa</del><img src=x onerror=alert(1)></p>")
        self.assertEqual(html, "<p>a</p>")


class PasteViewTests(TestCase):
    address = "/quan-tri/articles/article/nhap-tu-word/dan/"

    def setUp(self):
        self.client.force_login(make_user("writer"))

    def send(self, **data):
        files = {
            name: samples.upload(data.pop(name).encode(), f"{name}.txt") for name in ("html", "text") if name in data
        }
        return self.client.post(self.address, data | files)

    def test_it_answers_html_a_report_and_offers(self):
        answer = self.send(html="<p><b>I. TÌNH HÌNH</b></p><p>Tăng <del>5%</del><ins>7%</ins></p>").json()
        self.assertEqual(answer["html"], "<p><strong>I. TÌNH HÌNH</strong></p>\n<p>Tăng 7%</p>")
        self.assertEqual([offer["code"] for offer in answer["offers"]], ["de-muc", "giu-ban-cu"])
        self.assertEqual(answer["told"][0]["name"], "Cần anh/chị quyết định")
        answer = self.send(html="<p><b>I. TÌNH HÌNH</b></p>", chon=["de-muc"]).json()
        self.assertEqual((answer["html"], answer["offers"]), ("<h2>I. TÌNH HÌNH</h2>", []))

    def test_notes_go_on_counting(self):
        """A text with one note takes in another; saved, each mark leads to its own."""
        first = self.send(html=pastes.LIBREOFFICE).json()["html"]
        second = self.send(html=pastes.LIBREOFFICE.replace("Nguồn.", "Nguồn khác."), chu_thich="1").json()["html"]
        saved = richtext.clean(second + first)
        self.assertEqual(saved.count("<sup>"), 2)
        self.assertRegex(saved, r'<li id="chu-thich-1">Nguồn khác\. .*<li id="chu-thich-2">Nguồn\. ')

    def test_what_is_refused_says_why(self):
        for data, status in (({}, 400), ({"html": "<b>" * 60_000}, 400), ({"text": "x" * 300_000}, 400)):
            with self.subTest(data=str(data)[:30]):
                response = self.send(**data)
                self.assertEqual(response.status_code, status)
                self.assertTrue(response.json()["refusal"].endswith("."))

    def test_only_writers_and_only_with_a_token(self):
        self.client.force_login(make_user("tracker"))
        self.assertEqual(self.send(text="a\nb").status_code, 403)
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(make_user("writer"))
        self.assertEqual(strict.post(self.address, {"text": samples.upload(b"a", "a.txt")}).status_code, 403)
        self.assertEqual(self.client.get(self.address).status_code, 405)
