"""A .docx of a Party office becomes what a reader should get: hand-written HTML, case by case."""

import re
import unittest
from pathlib import Path

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK

from articles import richtext
from articles.office.docx import reading
from articles.office.refusals import DocumentRefused
from tests.articles.office import papers
from tests.articles.office.papers import found_in, html_of, item, numbering, paper, raw, run, text

pytestmark = pytest.mark.once

RETURN = '<a href="#ve-chu-thich-{0}" title="Trở lại chỗ đang đọc" rel="noopener">↩</a>'
MARK = '<sup><a href="#chu-thich-{0}" id="ve-chu-thich-{0}" rel="noopener">{0}</a></sup>'


class HeadingTests(unittest.TestCase):
    def test_the_title_is_the_articles_and_headings_stand_below_it(self):
        document = paper()
        document.add_heading("Báo cáo kết quả năm 2026", 0)
        document.add_heading("Tình hình", 1)
        document.add_heading("Kinh tế", 2)
        document.add_heading("Trồng trọt", 3)
        arranged, html = papers.as_article(papers.saved(document))
        self.assertEqual(arranged.document.title, "Báo cáo kết quả năm 2026")
        self.assertEqual(html, "<h2>Tình hình</h2>\n<h3>Kinh tế</h3>\n<h4>Trồng trọt</h4>")

    def test_a_level_that_is_left_out_is_closed_up_and_said(self):
        document = paper()
        text(document, "Mở đầu.")
        document.add_heading("Tình hình", 2)
        document.add_heading("Kinh tế", 4)
        self.assertEqual(html_of(document), "<p>Mở đầu.</p>\n<h2>Tình hình</h2>\n<h3>Kinh tế</h3>")
        self.assertEqual(found_in(document)["heading_levels"], 2)

    def test_one_highest_heading_at_the_top_is_the_title(self):
        document = paper()
        document.add_heading("Nghị quyết vào bản", 1)
        document.add_heading("Con đường mới", 2)
        arranged, html = papers.as_article(papers.saved(document))
        self.assertEqual((arranged.document.title, html), ("Nghị quyết vào bản", "<h2>Con đường mới</h2>"))

    def test_bold_numbered_lines_are_offered_as_headings(self):
        document = paper()
        text(document, "I. TÌNH HÌNH CHUNG", bold=True)
        text(document, "1. Kinh tế", bold=True)
        text(document, "Tăng trưởng khá.")
        self.assertEqual(html_of(document), "<h2>I. TÌNH HÌNH CHUNG</h2>\n<h3>1. Kinh tế</h3>\n<p>Tăng trưởng khá.</p>")
        self.assertEqual(
            html_of(document, headings=frozenset()),
            "<p><strong>I. TÌNH HÌNH CHUNG</strong></p>\n<p><strong>1. Kinh tế</strong></p>\n<p>Tăng trưởng khá.</p>",
        )
        self.assertEqual(found_in(document, headings=frozenset({0}))["suggested_headings"], 1)

    def test_a_signature_in_capitals_is_no_heading(self):
        document = paper()
        text(document, "TM. BAN THƯỜNG VỤ", bold=True, align=ALIGN.RIGHT)
        self.assertEqual(html_of(document), '<p class="align-right"><strong>TM. BAN THƯỜNG VỤ</strong></p>')

    def test_a_numbered_heading_keeps_the_number_that_word_counts(self):
        document = paper()
        number = numbering(document, [("upperRoman", "%1."), ("decimal", "%2.")])
        for words, level in (("Kết quả", 0), ("Kinh tế", 1), ("Xã hội", 1), ("Phương hướng", 0)):
            item(document, words, number, level).style = f"Heading {level + 1}"
        self.assertEqual(
            html_of(document), "<h2>I. Kết quả</h2>\n<h3>1. Kinh tế</h3>\n<h3>2. Xã hội</h3>\n<h2>II. Phương hướng</h2>"
        )


class ListTests(unittest.TestCase):
    def test_levels_kinds_and_starts_are_kept(self):
        document = paper()
        number = numbering(document, [("decimal", "%1."), ("lowerLetter", "%2)"), ("bullet", "-")], start=3)
        for words, level in (("Thu", 0), ("nội địa", 1), ("xuất khẩu", 1), ("dầu thô", 2), ("Chi", 0)):
            item(document, words, number, level)
        self.assertEqual(
            html_of(document),
            '<ol start="3"><li>Thu<ol type="a"><li>nội địa</li><li>xuất khẩu<ul><li>dầu thô</li></ul></li></ol></li>'
            "<li>Chi</li></ol>",
        )

    def test_roman_numbers_and_capitals(self):
        document = paper()
        for kind in ("lowerRoman", "upperRoman", "upperLetter"):
            item(document, f"một {kind}", number := numbering(document, [(kind, "%1.")]))
            item(document, f"hai {kind}", number)
        html = html_of(document)
        self.assertEqual(re.findall(r"<ol[^>]*>", html), ['<ol type="i">', '<ol type="I">', '<ol type="A">'])

    def test_a_list_that_goes_on_after_a_paragraph_goes_on_counting(self):
        document = paper()
        number = numbering(document, [("decimal", "%1.")])
        item(document, "Một", number)
        item(document, "Hai", number)
        text(document, "Xen giữa.")
        item(document, "Ba", number)
        self.assertEqual(
            html_of(document), '<ol><li>Một</li><li>Hai</li></ol>\n<p>Xen giữa.</p>\n<ol start="3"><li>Ba</li></ol>'
        )

    def test_numbers_that_html_cannot_count_stay_as_words(self):
        document = paper()
        number = numbering(document, [("decimal", "Điều %1."), ("decimal", "%1.%2.")])
        item(document, "Phạm vi", number)
        item(document, "Đối tượng", number, 1)
        self.assertEqual(html_of(document), "<p>Điều 1. Phạm vi</p>\n<p>1.1. Đối tượng</p>")
        self.assertEqual(found_in(document)["typed_numbers"], 2)

    def test_words_own_list_styles(self):
        document = paper()
        text(document, "Điện", style="List Bullet")
        text(document, "Đường", style="List Bullet")
        text(document, "Một", style="List Number")
        self.assertEqual(html_of(document), "<ul><li>Điện</li><li>Đường</li></ul>\n<ol><li>Một</li></ol>")

    def test_dashes_and_plus_signs_typed_by_hand(self):
        document = paper()
        for words in ("- Điện", "+ Bản Nà Lằng", "- Đường"):
            text(document, words)
        self.assertEqual(html_of(document), "<ul><li>Điện<ul><li>Bản Nà Lằng</li></ul></li><li>Đường</li></ul>")

    def test_numbers_typed_by_hand_in_order(self):
        document = paper()
        for words in ("3. Giáo dục", "4. Y tế", "a) Xã", "b) Huyện"):
            text(document, words)
        self.assertEqual(
            html_of(document),
            '<ol start="3"><li>Giáo dục</li><li>Y tế</li></ol>\n<ol type="a"><li>Xã</li><li>Huyện</li></ol>',
        )

    def test_one_number_alone_is_a_sentence(self):
        document = paper()
        text(document, "2026. Năm đầu của nhiệm kỳ.")
        text(document, "1. Kinh tế")
        self.assertEqual(html_of(document), "<p>2026. Năm đầu của nhiệm kỳ.</p>\n<p>1. Kinh tế</p>")

    def test_the_letter_d_with_a_stroke_keeps_a_list_as_typed(self):
        document = paper()
        for words in ("c) Ba", "d) Bốn", "đ) Năm", "e) Sáu"):
            text(document, words)
        self.assertEqual(html_of(document), "<p>c) Ba</p>\n<p>d) Bốn</p>\n<p>đ) Năm</p>\n<p>e) Sáu</p>")

    def test_bullets_of_wingdings_and_symbol(self):
        document = paper()
        for code, font, words in (
            ("F0A7", "Wingdings", "Điện"),
            ("F0B7", "Symbol", "Đường"),
            ("F0D8", "Wingdings", "Nước"),
        ):
            raw(
                document.add_paragraph(),
                f'<w:r><w:sym w:font="{font}" w:char="{code}"/><w:tab/><w:t>{words}</w:t></w:r>',
            )
        typed = document.add_paragraph()
        run(typed, "§", font="Wingdings")
        run(typed, "\tTrường")
        self.assertEqual(html_of(document), "<ul><li>Điện</li><li>Đường</li><li>Nước</li><li>Trường</li></ul>")
        self.assertEqual(found_in(document)["symbol_bullets"], 4)


class NoteTests(unittest.TestCase):
    def test_footnotes_and_endnotes_have_a_way_there_and_back(self):
        document = paper()
        first = text(document, "Tăng 7,5%")
        papers.footnote_mark(first, 4)
        run(first, " so với năm trước")
        papers.footnote_mark(first, 2, "endnote")
        members = {
            "word__footnotes_xml": papers.notes(n4="Cục Thống kê tỉnh."),
            "word__endnotes_xml": papers.notes("endnote", n2="Ước tính."),
        }
        self.assertEqual(
            html_of(document, members=members),
            f"<p>Tăng 7,5%{MARK.format(1)} so với năm trước{MARK.format(2)}</p>\n"
            f'<ol class="notes"><li id="chu-thich-1">Cục Thống kê tỉnh. {RETURN.format(1)}</li>'
            f'<li id="chu-thich-2">Ước tính. {RETURN.format(2)}</li></ol>',
        )

    def test_a_mark_without_a_note_is_dropped_and_said(self):
        document = paper()
        papers.footnote_mark(text(document, "Tăng 7,5%"), 9)
        self.assertEqual(html_of(document), "<p>Tăng 7,5%</p>")
        self.assertEqual(found_in(document)["dropped_notes"], 1)

    def test_after_cutting_the_numbers_are_right_again(self):
        notes = "".join(
            f'<li id="chu-thich-{number}">Lời {number} {RETURN.format(number)}</li>' for number in (1, 2, 3)
        )
        left = f'<p>Hai{MARK.format(2)}</p><p>Một{MARK.format(1)}</p><ol class="notes">{notes}</ol>'
        cleaned = richtext.clean(left)
        self.assertEqual(
            cleaned,
            f"<p>Hai{MARK.format(1)}</p><p>Một{MARK.format(2)}</p>\n"
            f'<ol class="notes"><li id="chu-thich-1">Lời 2 {RETURN.format(1)}</li>'
            f'<li id="chu-thich-2">Lời 1 {RETURN.format(2)}</li><li>Lời 3</li></ol>',
        )
        self.assertEqual(richtext.clean(cleaned), cleaned)

    def test_a_mark_whose_note_was_cut_goes(self):
        self.assertEqual(richtext.clean(f"<p>Tăng{MARK.format(1)} khá</p>"), "<p>Tăng khá</p>")

    def test_names_are_given_to_nothing_else(self):
        for hostile in ('<p id="chu-thich-1">a</p>', '<a href="/x" id="ve-chu-thich-1">a</a>', '<li id="body">a</li>'):
            with self.subTest(hostile=hostile):
                self.assertNotIn(" id=", richtext.clean(hostile))

    def test_numbers_of_notes_are_no_part_of_the_words(self):
        text = richtext.to_text(
            richtext.clean(f'<p>Tăng{MARK.format(1)} khá</p><ol class="notes"><li id="chu-thich-1">Lời</li></ol>')
        )
        self.assertEqual(text, "Tăng khá\nLời")


class TableTests(unittest.TestCase):
    def test_merged_cells_keep_their_place(self):
        document = paper()
        table = document.add_table(3, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Chỉ tiêu"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "GRDP"
        for row, column, words in ((0, 2, "Số"), (1, 1, "2025"), (1, 2, "7,1"), (2, 1, "2026"), (2, 2, "7,5")):
            table.cell(row, column).text = words
        self.assertEqual(
            html_of(document),
            '<table><tbody><tr><td colspan="2">Chỉ tiêu</td><td>Số</td></tr><tr><td rowspan="2">GRDP</td><td>2025</td>'
            "<td>7,1</td></tr><tr><td>2026</td><td>7,5</td></tr></tbody></table>",
        )

    def small_table(self, bold=False):
        document = paper()
        text(document, "Bảng 1. Kết quả", align=ALIGN.CENTER)
        table = document.add_table(2, 2)
        for row, column, words in ((0, 0, "Xã"), (0, 1, "Hộ"), (1, 0, "Xím Vàng"), (1, 1, "312")):
            run(table.cell(row, column).paragraphs[0], words, bold=bold and row == 0)
        return document

    def test_the_line_above_is_the_caption_and_a_bold_first_row_the_header(self):
        self.assertEqual(
            html_of(self.small_table(bold=True)),
            '<table><caption>Bảng 1. Kết quả</caption><thead><tr><th scope="col"><strong>Xã</strong></th>'
            '<th scope="col"><strong>Hộ</strong></th></tr></thead>'
            "<tbody><tr><td>Xím Vàng</td><td>312</td></tr></tbody></table>",
        )

    def test_header_and_caption_are_asked(self):
        html = html_of(self.small_table(), header_rows=frozenset({0}), captions={0: "Số hộ của xã"})
        self.assertEqual(
            html,
            "<table><caption>Số hộ của xã</caption>"
            '<thead><tr><th scope="col">Xã</th><th scope="col">Hộ</th></tr></thead>'
            "<tbody><tr><td>Xím Vàng</td><td>312</td></tr></tbody></table>",
        )


class TrackedTests(unittest.TestCase):
    def tracked(self):
        document = paper()
        raw(
            document.add_paragraph("Tăng "),
            '<w:del w:id="1"><w:r><w:delText>5%</w:delText></w:r></w:del>'
            '<w:ins w:id="2"><w:r><w:t>7%</w:t></w:r></w:ins>',
        )
        raw(document.add_paragraph(), '<w:del w:id="3"><w:r><w:delText>Câu mật bị xóa.</w:delText></w:r></w:del>')
        return document

    def test_accepted_and_refused(self):
        self.assertEqual(html_of(self.tracked()), "<p>Tăng 7%</p>")
        self.assertEqual(html_of(self.tracked(), accepts_changes=False), "<p>Tăng 5%</p>\n<p>Câu mật bị xóa.</p>")

    def test_they_are_asked(self):
        self.assertEqual(found_in(self.tracked())["tracked_changes"], 3)

    def test_comments_and_hidden_words_are_dropped_and_said(self):
        document = paper()
        paragraph = text(document, "Công khai.")
        run(paragraph, "Nội bộ, không đăng", hidden=True)
        raw(paragraph, '<w:r><w:commentReference w:id="1"/></w:r>')
        self.assertEqual(html_of(document), "<p>Công khai.</p>")
        found = found_in(document)
        self.assertEqual((found["hidden"], found["comments"]), (1, 1))


class LookTests(unittest.TestCase):
    def test_sizes_that_are_no_numbers_break_nothing(self):
        for sign in ("²", "9" * 5_000, "", "-1"):
            document = paper()
            properties = "".join(f'<w:{name} w:val="{sign}"/>' for name in ("position", "vertAlign"))
            raw(document.add_paragraph(), f"<w:r><w:rPr>{properties}</w:rPr><w:t>a</w:t></w:r>")
            listed = '<w:pPr><w:numPr><w:ilvl w:val="{0}"/><w:numId w:val="{0}"/></w:numPr></w:pPr>'
            raw(document.add_paragraph(), f"{listed.format(sign)}<w:r><w:t>b</w:t></w:r>")
            with self.subTest(sign=sign[:5]):
                self.assertIn("b", html_of(document))

    def test_marks_on_words(self):
        document = paper()
        paragraph = document.add_paragraph()
        for words, marks in (
            ("đậm", {"bold": True}),
            (" nghiêng", {"italic": True}),
            (" H", {}),
            ("2", {"subscript": True}),
        ):
            run(paragraph, words, **marks)
        self.assertEqual(html_of(document), "<p><strong>đậm</strong><em> nghiêng</em> H<sub>2</sub></p>")

    def test_sides_and_quotes(self):
        document = paper()
        text(document, "ĐẢNG CỘNG SẢN VIỆT NAM", align=ALIGN.CENTER)
        text(document, "Không có gì quý hơn độc lập, tự do.", style="Quote")
        text(document, "BÍ THƯ", align=ALIGN.RIGHT)
        html = html_of(document)
        self.assertIn('<p class="align-center">ĐẢNG CỘNG SẢN VIỆT NAM</p>', html)
        self.assertIn("<blockquote><p>Không có gì quý hơn độc lập, tự do.</p></blockquote>", html)
        self.assertIn('<p class="align-right">BÍ THƯ</p>', html)

    def test_breaks(self):
        document = paper()
        paragraph = text(document, "Dòng một")
        paragraph.add_run().add_break()
        run(paragraph, "dòng hai")
        paragraph.add_run().add_break()
        paragraph.add_run().add_break(WD_BREAK.LINE)
        run(paragraph, "Đoạn khác")
        document.add_paragraph("   ")
        self.assertEqual(html_of(document), "<p>Dòng một<br>dòng hai</p>\n<p>Đoạn khác</p>")

    def test_text_boxes_come_after_their_paragraph(self):
        document = paper()
        raw(
            text(document, "Đoạn chính."),
            "<w:r><mc:AlternateContent xmlns:mc='urn:m'><mc:Choice Requires='wps'><w:drawing><w:txbxContent>"
            "<w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
            "<w:txbxContent><w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>",
        )
        self.assertEqual(html_of(document), "<p>Đoạn chính.</p>\n<p>Trong khung</p>")

    def test_links_that_lead_somewhere_and_those_that_do_not(self):
        document = paper()
        paragraph = document.add_paragraph()
        for address, words in (
            ("https://sonla.gov.vn/", "Tỉnh"),
            ("www.dangcongsan.vn", " Báo"),
            ("file:///C:/a.doc", " Tệp"),
        ):
            relation = document.part.relate_to(address, f"{papers.TYPES}/hyperlink", is_external=True)
            raw(
                paragraph,
                f'<w:hyperlink r:id="{relation}"><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:hyperlink>',
            )
        raw(paragraph, '<w:hyperlink w:anchor="muc1"><w:r><w:t xml:space="preserve"> Mục</w:t></w:r></w:hyperlink>')
        self.assertEqual(
            html_of(document),
            '<p><a href="https://sonla.gov.vn/" rel="noopener">Tỉnh</a>'
            '<a href="https://www.dangcongsan.vn" rel="noopener"> Báo</a> Tệp Mục</p>',
        )

    def test_links_by_a_field(self):
        document = paper()
        raw(
            document.add_paragraph(),
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText> HYPERLINK "https://sonla.gov.vn" </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Tỉnh</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> ủy</w:t></w:r>',
        )
        self.assertEqual(html_of(document), '<p><a href="https://sonla.gov.vn" rel="noopener">Tỉnh</a> ủy</p>')

    def test_pictures_stand_by_themselves_with_their_caption(self):
        document = paper()
        text(document, "Trước.")
        papers.picture(document, alt="Đại biểu biểu quyết")
        text(document, "Ảnh: Lò Văn Đức", style="Caption")
        arranged, html = papers.as_article(papers.saved(document))
        self.assertRegex(
            html,
            r"^<p>Trước.</p>\n<figure><img [^>]*><figcaption>Ảnh: Lò Văn Đức</figcaption></figure>$",
        )
        self.assertEqual(len(arranged.document.pictures), 1)


class OldFontTests(unittest.TestCase):
    def test_tcvn3_by_its_font(self):
        document = paper()
        text(document, "§¶ng bé tØnh", font=".VnTime")
        text(document, "®¶ng céng s¶n", font=".VnTimeH")
        arranged, html = papers.as_article(papers.saved(document))
        self.assertEqual(html, "<p>Đảng bộ tỉnh</p>\n<p>ĐẢNG CỘNG SẢN</p>")
        self.assertEqual(arranged.samples[0], ("§¶ng bé tØnh", "Đảng bộ tỉnh"))

    def test_vni_by_its_letters(self):
        document = paper()
        text(document, "Coâng taùc xaây döïng Ñaûng vaø heä thoáng chính trò")
        self.assertEqual(html_of(document), "<p>Công tác xây dựng Đảng và hệ thống chính trị</p>")

    def test_it_is_offered_and_not_done_without_a_yes(self):
        document = paper()
        text(document, "§¶ng bé tØnh", font=".VnTime")
        self.assertEqual(found_in(document, converts_fonts=False)["legacy_fonts"], 1)
        self.assertIn("¶ng bé tØnh", html_of(document, converts_fonts=False))

    def test_a_font_of_old_over_letters_of_today_changes_nothing(self):
        document = paper()
        text(document, "Đảng bộ tỉnh Sơn La", font=".VnTime")
        self.assertEqual(html_of(document), "<p>Đảng bộ tỉnh Sơn La</p>")


class RefusalTests(unittest.TestCase):
    def refused(self, content):
        with self.assertRaises(DocumentRefused) as caught:
            reading.read(content)
        return str(caught.exception)

    def document_xml(self, inside):
        return papers.with_members(papers.saved(paper()), {"word/document.xml": inside})

    def test_broken_xml(self):
        self.assertIn("bị hỏng", self.refused(self.document_xml(b"<w:document><w:body>")))
        self.assertIn("bị hỏng", self.refused(b"PK\x03\x04 khong phai"))

    def test_entities_are_never_read(self):
        bomb = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
        self.assertIn("bị hỏng", self.refused(self.document_xml(bomb)))
        outside = '<?xml version="1.0"?><!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>'
        self.assertIn("bị hỏng", self.refused(self.document_xml(outside)))

    def test_a_deep_well_of_elements(self):
        self.assertIn("lồng", self.refused(self.document_xml("<a>" * 5000 + "</a>" * 5000)))

    def test_parts_that_lie_elsewhere(self):
        document = paper()
        text(document, "Có chữ.")
        document.part.relate_to("file:///C:/mau.dotm", f"{papers.TYPES}/attachedTemplate", is_external=True)
        self.assertIn("nằm ngoài tệp", self.refused(papers.saved(document)))

    def test_no_text(self):
        self.assertIn("Không tìm thấy chữ nào", self.refused(papers.saved(paper())))
        scanned = paper()
        papers.picture(scanned)
        self.assertIn("Không tìm thấy chữ nào", self.refused(papers.saved(scanned)))

    def test_five_hundred_pages(self):
        page = f"<w:p><w:r><w:t>{'Nghị quyết đại hội. ' * 125}</w:t></w:r></w:p>"
        xml = f"<w:document {papers.NAMESPACES}><w:body>{page * 500}</w:body></w:document>"
        self.assertIn("quá dài", self.refused(self.document_xml(xml)))

    def test_three_hundred_pictures(self):
        document = paper()
        text(document, "Có chữ.")
        for seed in range(300):
            papers.picture(document, seed=seed, width=220 + seed)
        self.assertIn("quá nhiều ảnh", self.refused(papers.saved(document)))

    def test_a_list_that_asks_for_a_number_of_miles(self):
        document = paper()
        number = numbering(document, [("lowerLetter", "%1)")], start=9999)
        item(document, "Một", number)
        self.assertIn("Một", html_of(document))


class DroppedTests(unittest.TestCase):
    def test_a_table_of_contents_goes_and_that_is_said(self):
        document = paper()
        document.styles.add_style("toc 1", 1)
        text(document, "I. Tình hình\t3", style="toc 1")
        text(document, "Mở đầu.")
        self.assertEqual(html_of(document), "<p>Mở đầu.</p>")
        self.assertEqual(found_in(document)["contents"], 1)

    def test_headers_and_footers_go_and_that_is_said(self):
        document = paper()
        text(document, "Mở đầu.")
        document.sections[0].header.paragraphs[0].text = "Trang 1"
        self.assertEqual(html_of(document), "<p>Mở đầu.</p>")
        self.assertEqual(found_in(document)["page_frames"], 1)

    def test_drawings_and_pictures_from_elsewhere_are_named(self):
        document = paper()
        relation = document.part.relate_to("https://xa.example/a.png", f"{papers.TYPES}/image", is_external=True)
        blip = f'<a:blip xmlns:a="urn:a" r:link="{relation}"/>'
        raw(text(document, "Mở đầu."), f"<w:r><w:drawing>{blip}</w:drawing></w:r><w:r><w:drawing/></w:r>")
        found = found_in(document)
        self.assertEqual((found["foreign_pictures"], found["drawn_pictures"]), (1, 1))

    def test_words_of_formulas_stay(self):
        document = paper()
        raw(document.add_paragraph("Với "), "<m:oMath xmlns:m='urn:m'><m:r><m:t>a+b</m:t></m:r></m:oMath>")
        self.assertEqual(html_of(document), "<p>Với a+b</p>")

    def test_a_table_inside_a_table(self):
        document = paper()
        inner = document.add_table(1, 1).cell(0, 0).add_table(1, 1)
        inner.cell(0, 0).text = "Trong cùng"
        self.assertIn("<table><tbody><tr><td>Trong cùng</td></tr></tbody></table>", html_of(document))


class LibreOfficeTests(unittest.TestCase):
    def test_a_document_as_libreoffice_writes_it(self):
        """data/libreoffice.docx was saved by LibreOffice 7.4."""
        content = (Path(__file__).parent / "data" / "libreoffice.docx").read_bytes()
        arranged, html = papers.as_article(content, headings=frozenset())
        self.assertEqual(arranged.document.title, "Báo cáo")
        self.assertEqual(
            html,
            "<h2>I. Kết quả</h2>\n"
            "<p>Đảng bộ tỉnh <strong>đậm</strong> <em>nghiêng</em> <u>gạch</u> H<sub>2</sub>O, "
            '<a href="https://sonla.gov.vn/" rel="noopener">trang</a></p>\n'
            '<ol start="3"><li>Một<ol type="a"><li>chữ a</li><li>chữ b</li></ol></li><li>Hai</li></ol>\n'
            "<ul><li>gạch<ul><li>sâu</li></ul></li></ul>\n"
            '<ol type="I"><li>La mã</li><li>La mã hai</li></ol>\n'
            "<blockquote><p>Trích dẫn</p></blockquote>\n"
            '<p class="align-center">Giữa</p>\n<p class="align-right">Phải</p>\n<p class="align-center">Bảng</p>\n'
            '<table><thead><tr><th colspan="2" scope="col" class="align-center"><strong>Đầu</strong></th></tr></thead>'
            '<tbody><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>\n'
            f"<p>Ghi chú{MARK.format(1)}</p>\n"
            f'<ol class="notes"><li id="chu-thich-1">Nguồn ghi chú {RETURN.format(1)}</li></ol>',
        )
