"""An article as a .docx: read again it is the same text, and its sheet is laid out as the office does."""

# ruff: noqa: E501 - pages as they are written
import io

from django.test import TestCase
from docx import Document

from articles.office.docx import reading
from articles.office.exporting import as_docx
from library import services as library
from tests.articles.office import papers
from tests.articles.office.test_word import MARK, RETURN
from tests.cpu import Spent
from tests.factories import MORNING, make_article, make_user
from tests.library import samples

BODY = (
    f"<h2>I. Kết quả</h2>\n<p>Tăng <strong>7,5%</strong>{MARK.format(1)} so với <em>năm trước</em>, H<sub>2</sub>O.</p>\n"
    '<ol start="3"><li>Kinh tế<ol type="a"><li>Trồng trọt</li><li>Chăn nuôi<ul><li>trâu</li></ul></li></ol></li><li>Xã hội</li></ol>\n'
    '<p>Xem <a href="https://sonla.gov.vn/" rel="noopener">trang của tỉnh</a>.</p>\n<blockquote><p>Đoàn kết.</p></blockquote>\n'
    '<table><caption>Bảng 1. Kết quả</caption><thead><tr><th colspan="2" scope="col">Xã</th></tr></thead>'
    '<tbody><tr><td rowspan="2">Xím Vàng</td><td>312</td></tr><tr><td>45</td></tr></tbody></table>\n'
    f'<p class="align-right">BÍ THƯ</p>\n<ol class="notes"><li id="chu-thich-1">Cục Thống kê. {RETURN.format(1)}</li></ol>'
)  # fmt: skip


class ExportTests(TestCase):
    maxDiff = None

    def test_read_again_it_is_the_same_text(self):
        article = make_article(body=BODY, title="Báo cáo năm 2026")
        read = reading.read(as_docx(article))
        self.assertEqual(read.title, "Báo cáo năm 2026")
        _arranged, html = papers.as_article(as_docx(article), headings=frozenset())
        start = html.index("<h2>")
        end = html.index("<table>", html.index("<td>45</td>"))
        notes = html[html.index('\n<ol class="notes">') :]
        self.assertEqual(html[start:end].rstrip() + notes, BODY)

    def test_the_sheet(self):
        document = Document(io.BytesIO(as_docx(make_article(body=BODY))))
        section = document.sections[0]
        self.assertEqual((round(section.page_width.mm), round(section.page_height.mm)), (210, 297))
        self.assertEqual([round(margin.mm) for margin in (section.top_margin, section.bottom_margin)], [25, 25])
        self.assertEqual([round(margin.mm) for margin in (section.left_margin, section.right_margin)], [35, 15])
        left, right = document.tables[0].rows[0].cells
        self.assertEqual(right.paragraphs[0].text, "ĐẢNG CỘNG SẢN VIỆT NAM")
        self.assertEqual(right.paragraphs[1].text, "Ngày 25 tháng 9 năm 2020")
        self.assertEqual(left.paragraphs[0].text, "TỈNH ỦY SƠN LA")
        self.assertTrue(section.different_first_page_header_footer)

    def test_pictures_come_along_with_their_words(self):
        picture = library.store_picture(samples.upload(samples.jpeg()), by=None, at=MORNING, alt="Đại biểu biểu quyết")
        article = make_article(body=f'<p>Ảnh</p><img src="{picture.src}">')
        read = reading.read(as_docx(article))
        self.assertEqual(len(read.pictures), 1)

    def test_what_no_word_document_holds_is_refused_with_a_sentence(self):
        writer = make_user("writer")
        self.client.force_login(writer)
        for body in (
            f"<p>{'Nghị quyết đại hội. ' * 10_500}</p>",
            '<table><tr><td colspan="99">Một</td></tr></table>',
            f"<table>{'<tr><td>1</td><td>2</td></tr>' * 10_100}</table>",
        ):
            article = make_article(status="draft", author=writer, body=body)
            with Spent() as spent:
                page = self.client.get(f"/quan-tri/articles/article/{article.pk}/xuat-word/")
            self.assertContains(page, "không xuất được thành tệp Word", status_code=409)
            spent.expect_under(self, 4)

    def test_a_long_table_takes_its_time_and_no_more(self):
        article = make_article(body=f"<table>{'<tr><td>1</td><td>2</td><td>3</td></tr>' * 300}</table>")
        with Spent() as spent:
            as_docx(article)
        spent.expect_under(self, 1.5)

    def test_only_for_those_who_may_see_the_article(self):
        writer = make_user("writer")
        article = make_article(status="draft", author=writer, body=BODY)
        address = f"/quan-tri/articles/article/{article.pk}/xuat-word/"
        self.client.force_login(writer)
        response = self.client.get(address)
        self.assertEqual(response.status_code, 200)
        self.assertIn(".docx", response["Content-Disposition"])
        self.assertContains(self.client.get(f"/quan-tri/articles/article/{article.pk}/change/"), "Tải về Word")
        self.client.force_login(make_user("writer"))
        self.assertIn(self.client.get(address).status_code, {403, 404})
