"""«Nhập từ Word» at the desk: looked over first, then a draft with its pictures, or nothing at all."""

import os
import re
import time
from unittest.mock import patch

from django.test import TestCase

from articles.models import Article, SectionLimit
from articles.office import report
from articles.office.intake import drafting, waiting
from audit.models import Event
from library.models import Picture
from tests.articles.office import papers
from tests.articles.office.papers import paper, run, text
from tests.cpu import Spent
from tests.english import visible_english
from tests.factories import make_section, make_user
from tests.library import samples
from tests.test_language import KNOWN

UPLOAD = "/quan-tri/articles/article/nhap-tu-word/"
ALT = "Đoàn viên dọn đường vào bản Nà Lằng"


def a_report(pictures=0):
    document = paper()
    document.add_heading("Đưa nghị quyết vào bản", 0)
    text(document, "I. TÌNH HÌNH", bold=True)
    text(document, "Ba hộ hiến đất làm đường.")
    for seed in range(pictures):
        papers.picture(document, seed=seed + 1, width=300 + seed)
    return document


class IntakeTests(TestCase):
    def setUp(self):
        self.writer = make_user("writer")
        self.section = make_section()
        self.client.force_login(self.writer)
        self.addCleanup(self.empty)

    def empty(self):
        for path in waiting._folder().glob("*.docx"):
            path.unlink()

    def waiting_files(self):
        return {path.name for path in waiting._folder().glob("*.docx")}

    def upload(self, content, name="Báo cáo.docx"):
        return self.client.post(UPLOAD, {"upload": samples.upload(content, name)})

    def review(self, document=None):
        response = self.upload(papers.saved(document or a_report()))
        self.assertEqual(response.status_code, 302, response.content.decode()[:3000])
        return response["Location"]

    def fields(self, page, **given):
        """What a browser would send back."""
        html = page.content.decode()
        form = html[html.index('class="word__asked"') :]
        form = form[: form.index("</form>")]
        found = {}
        for tag in re.findall(r"<input[^>]*>", form):
            name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
            kind = re.search(r'type="([^"]*)"', tag)[1]
            if not name or kind == "submit" or (kind in {"checkbox", "radio"} and "checked" not in tag):
                continue
            found[name[1]] = value[1] if value else "on" if kind == "checkbox" else ""
        found["title"] = re.search(r'name="title"[^>]*>([^<]*)</textarea>', form)[1].strip()
        return {
            name: value for name, value in (found | {"section": self.section.pk} | given).items() if value is not None
        }

    def test_a_document_becomes_a_draft_with_its_pictures(self):
        address = self.review(a_report(pictures=3))
        page = self.client.get(address)
        self.assertContains(page, "3 ảnh.")
        self.assertContains(page, "<h2>I. TÌNH HÌNH</h2>")
        alts = {f"alt_{number}": f"{ALT}, ảnh {number}" for number in range(3)}
        response = self.client.post(address, self.fields(page, _create="", **alts))
        article = Article.objects.get()
        self.assertRedirects(response, f"/quan-tri/articles/article/{article.pk}/change/")
        self.assertEqual(
            (article.title, article.status, article.author), ("Đưa nghị quyết vào bản", "draft", self.writer)
        )
        self.assertEqual(article.body.count("<figure>"), 3)
        self.assertEqual(set(Picture.objects.values_list("alt", flat=True)), set(alts.values()))
        self.assertEqual(self.waiting_files(), set())
        self.assertEqual(Event.objects.filter(kind="article.create").count(), 1)

    def test_pictures_without_words_are_asked_for_and_nothing_is_made(self):
        address = self.review(a_report(pictures=1))
        response = self.client.post(address, self.fields(self.client.get(address), _create=""))
        self.assertContains(response, "Hãy mô tả ảnh bằng lời")
        self.assertFalse(Article.objects.exists() or Picture.objects.exists())

    def test_decorative_left_out_and_known_pictures(self):
        for choice in ("decorative_0", "left_out_0"):
            with self.subTest(choice=choice):
                address = self.review(a_report(pictures=1))
                self.client.post(address, self.fields(self.client.get(address), _create="", **{choice: "on"}))
        self.assertEqual(
            [body.count("<img") for body in Article.objects.order_by("pk").values_list("body", flat=True)], [1, 0]
        )
        address = self.review(a_report(pictures=1))
        self.client.post(address, self.fields(self.client.get(address), _create="", alt_0=ALT))
        self.assertEqual((Picture.objects.count(), Article.objects.latest("pk").body.count("<img")), (1, 1))

    def test_all_or_nothing(self):
        """A picture was already kept when the draft is refused: it goes too, files and all."""
        address = self.review(a_report(pictures=1))
        data = self.fields(self.client.get(address), _create="", alt_0=ALT, title="x" * 300)
        before = samples.stored_files()
        with patch.object(drafting, "MOST_BODY_LETTERS", 10):
            response = self.client.post(address, data)
        self.assertContains(response, "quá dài")
        self.assertFalse(Article.objects.exists() or Picture.objects.exists())
        self.assertEqual(samples.stored_files(), before)

    def test_a_second_click_leads_to_the_draft_of_the_first(self):
        address = self.review()
        data = self.fields(self.client.get(address), _create="")
        first, second = self.client.post(address, data), self.client.post(address, data)
        self.assertEqual(first["Location"], second["Location"])
        self.assertEqual(Article.objects.count(), 1)

    def test_choices_are_followed(self):
        document = a_report()
        papers.raw(document.add_paragraph("Tăng "), '<w:del w:id="1"><w:r><w:delText>năm</w:delText></w:r></w:del>')
        text(document, "§¶ng bé tØnh", font=".VnTime")
        table = document.add_table(1, 1)
        run(table.cell(0, 0).paragraphs[0], "Xã")
        address = self.review(document)
        page = self.client.get(address)
        self.assertContains(page, "Tệp có 1 chỗ sửa đang theo dõi")
        self.assertContains(page, "<td>§¶ng bé tØnh</td><td>Đảng bộ tỉnh</td>", html=True)
        data = self.fields(page, changes="truoc", heading_0=None, header_0="on", caption_0="Các xã")
        again = self.client.post(address, data | {"_create": ""})
        self.assertContains(again, "Hãy xem lại đề mục")
        self.assertFalse(Article.objects.exists())
        data = self.fields(again, changes="truoc", heading_0=None, header_0="on", caption_0="Các xã", _create="")
        self.client.post(address, data)
        body = Article.objects.get().body
        self.assertIn("<p><strong>I. TÌNH HÌNH</strong></p>", body)
        self.assertIn("<p>Tăng năm</p>", body)
        self.assertIn("<p>Đảng bộ tỉnh</p>", body)
        self.assertIn('<caption>Các xã</caption><thead><tr><th scope="col">Xã</th></tr></thead>', body)

    def test_what_is_refused_is_told_and_leaves_nothing(self):
        empty, before = papers.saved(paper()), samples.stored_files()
        for content, name, told in (
            (empty, "trống.docx", "Không tìm thấy chữ nào"),
            (b"%PDF-1.7 ...", "a.pdf", "không phải tệp Word"),
            (samples.jpeg(), "a.docx", "không phải tệp Word"),
            (b"PK\x03\x04" + b"x" * 99, "a.docx", "bị hỏng"),
            (papers.saved(a_report()), "a.txt", "Đuôi tên tệp không khớp"),
        ):
            with self.subTest(name=name, told=told):
                response = self.upload(content, name)
                self.assertEqual(response.status_code, 200)
                self.assertContains(response, told)
        self.assertEqual(samples.stored_files(), before)
        self.assertFalse(Article.objects.exists() or Picture.objects.exists())
        self.assertEqual(Event.objects.filter(outcome="refused").count(), 5)

    def test_a_bomb_is_refused_before_it_is_unpacked(self):
        bomb = papers.with_members(papers.saved(a_report()), {"word/media/a.xml": b"a" * 60_000_000})
        with Spent() as spent:
            self.assertContains(self.upload(bomb), "nén quá nhiều")
        spent.expect_under(self, 1)

    def test_another_person_may_not_look(self):
        address = self.review(a_report(pictures=1))
        picture = re.search(r'src="([^"]*/anh/[^"]*)"', self.client.get(address).content.decode())[1]
        response = self.client.get(picture)
        self.assertEqual((response.status_code, response["Content-Type"]), (200, "image/jpeg"))
        self.assertIn("sandbox", response["Content-Security-Policy"])
        self.client.force_login(make_user("writer"))
        self.assertEqual(self.client.get(picture).status_code, 404)
        self.assertRedirects(self.client.get(address), UPLOAD)
        self.client.force_login(make_user("user_manager"))
        self.assertEqual(self.client.get(address).status_code, 403)
        self.assertEqual(self.client.get(UPLOAD).status_code, 403)

    def test_what_cannot_be_read_any_more_is_told_where_it_was_typed(self):
        address = self.review()
        (name,) = self.waiting_files()
        (waiting._folder() / name).write_bytes(b"PK\x03\x04 khong phai")
        page = self.client.post(address, {"title": "Đã gõ", "_look": "1"})
        self.assertContains(page, "bị hỏng", status_code=409)

    def test_no_other_member_is_shown_as_a_picture(self):
        address = self.review(a_report(pictures=1)).partition("?")[0]
        for name in ("document.xml", "styles.xml", "khong-co.png"):
            self.assertEqual(self.client.get(f"{address}anh/{name}").status_code, 404, name)

    def test_a_file_that_nobody_finished_goes_by_itself(self):
        self.review()
        (name,) = self.waiting_files()
        old = time.time() - waiting.SECONDS - 1
        os.utime(waiting._folder() / name, (old, old))
        address = f"{UPLOAD}{name.partition('-')[2].removesuffix('.docx')}/"
        self.assertContains(self.client.get(address, follow=True), "hết hạn chờ")
        self.review()
        self.assertNotIn(name, self.waiting_files())

    def test_a_page_asks_no_more_than_a_form_can_carry(self):
        document = paper()
        for number in range(1100):
            text(document, f"{number % 9 + 1}. Đề mục", bold=True)
        address = self.review(document)
        data = self.fields(self.client.get(address), _create="")
        self.assertLess(len(data), 900)
        self.client.post(address, data)
        self.assertEqual(Article.objects.get().body.count("<h2>"), 200)

    def test_its_pages_speak_vietnamese(self):
        document = a_report(pictures=1)
        papers.raw(document.add_paragraph("Tăng "), '<w:ins w:id="1"><w:r><w:t>7%</w:t></w:r></w:ins>')
        text(document, "§¶ng bé tØnh", font=".VnTime")
        document.add_table(1, 1).cell(0, 0).text = "Xã"
        address = self.review(document)
        for page in (UPLOAD, address):
            with self.subTest(page=page):
                html = self.client.get(page).content.decode()
                self.assertEqual(visible_english(html, allow=(*KNOWN, "unicode", "VnTime", "ng")), [])
        for sentence in report.WORDS.values():
            self.assertEqual(visible_english(sentence[1], allow=("unicode", "wmf", "emf", "https")), [])

    def test_a_draft_goes_only_into_a_section_of_this_person(self):
        other = make_section("Kinh tế")
        SectionLimit.objects.create(user=self.writer).sections.add(self.section)
        address = self.review()
        page = self.client.get(address)
        self.assertNotContains(page, f'<option value="{other.pk}">')
        self.client.post(address, self.fields(page, _create="", section=other.pk))
        self.assertFalse(Article.objects.exists())

    def test_it_can_be_dropped(self):
        address = self.review()
        self.assertRedirects(self.client.post(address, {"_drop": ""}), "/quan-tri/articles/article/")
        self.assertEqual(self.waiting_files(), set())

    def test_nobody_fills_the_disk(self):
        for _ in range(waiting.MOST_EACH + 3):
            self.review()
        self.assertLessEqual(len(self.waiting_files()), waiting.MOST_EACH)

    def test_the_list_offers_it_to_those_who_may_write(self):
        self.assertContains(self.client.get("/quan-tri/articles/article/"), "Nhập từ Word")
