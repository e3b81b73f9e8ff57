"""«Sửa bài đang đăng» over HTTP: one page for the editor, one click for the other person, the page never away."""

from django.urls import reverse

from articles.corrections import rules, services
from articles.corrections.rules import State
from articles.models import Article, Correction
from tests.articles.corrections.test_services import LARGE, NOTE, OLD, SMALL, Corrected
from tests.english import visible_english
from tests.factories import make_section, make_user
from tests.test_language import KNOWN


class Screens(Corrected):
    def setUp(self):
        super().setUp()
        self.address = f"/quan-tri/articles/article/{self.article.pk}/sua-bai-dang/"
        self.client.force_login(self.editor)

    def post(self, body=SMALL, kind="small", button="_submit", **facts):
        correction = services.open_of(self.article)
        data = {
            "title": self.article.title, "lead": self.article.lead, "body": body, "section": self.article.section_id,
            "byline": "", "sources": "", "kind": kind, "public_note": "", button: "1",
            "seen": correction.edition.number if correction else 1,
        }  # fmt: skip
        return self.client.post(self.address, data | facts)

    def page(self, correction):
        return reverse("admin:articles_correction_change", args=[correction.pk])

    def public(self):
        return self.client.get(self.article.get_absolute_url())


class EditorTests(Screens):
    def test_the_page_opens_with_the_live_text(self):
        page = self.client.get(self.address)
        self.assertContains(page, "Tỉnh uỷ họp sáng nay")
        self.assertContains(page, "Bạn đọc được báo thế nào?")
        self.assertContains(page, 'value="Gửi bản sửa"')
        self.assertEqual(visible_english(page.content.decode(), KNOWN), [])

    def test_a_small_correction_is_one_page_and_one_click_of_another(self):
        response = self.post()
        correction = Correction.objects.get()
        self.assertRedirects(response, self.page(correction))
        self.assertContains(self.public(), "Tỉnh uỷ họp")
        self.client.force_login(self.approver)
        page = self.client.get(self.page(correction))
        self.assertContains(page, "<del>", count=2)
        agree = {"seen": page.context["seen"]}
        self.client.post(self.page(correction).replace("change", "dong-y"), agree)
        self.assertContains(self.public(), "Tỉnh ủy họp sáng nay")
        self.assertNotContains(self.public(), "Cập nhật ngày")

    def test_readers_are_told_of_a_rectification_with_the_earlier_words(self):
        self.post(LARGE, "rectification", public_note=NOTE)
        self.take("agree", Correction.objects.get(), by=self.approver)
        page = self.public()
        self.assertContains(page, "Thông tin cải chính ngày")
        self.assertContains(page, NOTE)
        self.assertContains(page, "Xã có 62 hộ nghèo.")

    def test_a_rectification_is_called_so_though_no_word_changed(self):
        self.post(OLD.replace("62 hộ", "<strong>62</strong> hộ"), "rectification", public_note=NOTE)
        self.take("agree", Correction.objects.get(), by=self.approver)
        self.assertContains(self.public(), "Thông tin cải chính ngày")

    def test_what_is_not_small_stays_on_the_page_with_a_sentence(self):
        for facts, sentence in (
            ({"body": "<p>Khác hẳn hết cả một đoạn văn dài mười mấy chữ liền nhau như thế này.</p>"}, "nhiều nhất 10"),
            ({"body": LARGE}, "con số"),
            ({"section": make_section("Kinh tế").pk}, "chuyên mục"),
            ({"body": OLD}, rules.NOTHING),
            ({"body": LARGE, "kind": "content"}, rules.NOTE_NEEDED),
            ({"kind": "lạ"}, "lạ"),
            ({"title": ""}, "Tiêu đề"),
        ):
            with self.subTest(sentence=sentence):
                page = self.post(**facts)
                self.assertContains(page, sentence)
                self.assertFalse(Correction.objects.exists())

    def test_a_misprint_in_a_number_is_small_once_it_is_said_to_be_one(self):
        self.assertEqual(self.post(OLD.replace("62", "26"), is_misprint="on").status_code, 302)

    def test_kept_and_sent_later(self):
        self.post(button="_save")
        self.assertEqual(Correction.objects.get().state, State.DRAFT)
        self.assertContains(self.client.get(self.address), "Tỉnh ủy họp sáng nay")
        self.post()
        self.assertEqual(Correction.objects.get().state, State.SUBMITTED)

    def test_a_double_click_is_one_correction(self):
        self.post()
        self.assertRedirects(self.post(), self.page(Correction.objects.get()))
        self.assertEqual(self.article.editions.count(), 2)

    def test_what_was_typed_comes_back_when_another_was_faster(self):
        self.write(by=self.author)
        page = self.post(LARGE, "content", public_note=NOTE)
        self.assertContains(page, "đang sửa bài này", status_code=409)
        self.assertContains(page, "giảm nhiều", status_code=409)
        self.assertEqual(Correction.objects.count(), 1)

    def test_a_hostile_text_is_cleaned_as_everywhere(self):
        self.post(LARGE + "<script>alert(1)</script>", "content", public_note=NOTE)
        self.assertNotIn("script", Correction.objects.get().edition.body)


class WhoTests(Screens):
    def test_whoever_may_not_write_finds_no_way_in(self):
        for person, status in ((make_user(), 403), (make_user("writer"), 200)):
            with self.subTest(person=person):
                self.client.force_login(person)
                self.assertEqual(self.client.get(self.address).status_code, status)

    def test_a_waiting_text_is_its_writers_and_the_approvers_business(self):
        correction = self.sent()
        for person, status in ((self.editor, 200), (self.approver, 200), (self.author, 404), (make_user(), 403)):
            with self.subTest(person=person):
                self.client.force_login(person)
                self.assertEqual(self.client.get(self.page(correction)).status_code, status)
        self.client.force_login(self.author)
        self.assertNotContains(self.client.get("/quan-tri/articles/correction/"), "Tỉnh ủy họp")

    def test_a_writer_does_not_agree_by_a_forged_post(self):
        correction = self.sent()
        response = self.client.post(self.page(correction).replace("change", "dong-y"), {"seen": "2:submitted"})
        self.assertEqual(response.status_code, 403)
        self.assertEqual(Article.objects.get().body, OLD)

    def test_an_old_page_does_not_agree_to_a_newer_text(self):
        correction = self.sent()
        self.client.force_login(self.approver)
        for seen in ("1:submitted", "2:draft", "x", "2"):
            self.client.post(self.page(correction).replace("change", "dong-y"), {"seen": seen})
            self.assertEqual(Article.objects.get().body, OLD)

    def test_the_desk_tells_the_other_person_and_nobody_else(self):
        correction = self.sent()
        for person, is_told in ((self.approver, True), (self.editor, False), (self.author, False)):
            with self.subTest(person=person):
                self.client.force_login(person)
                page = self.client.get("/quan-tri/")
                self.assertIs(self.page(correction) in page.content.decode(), is_told)


class ArticlePageTests(Screens):
    def test_the_article_leads_to_its_correction(self):
        page = f"/quan-tri/articles/article/{self.article.pk}/change/"
        self.assertContains(self.client.get(page), self.address)
        correction = self.sent()
        self.assertContains(self.client.get(page), self.page(correction))
        self.client.force_login(self.approver)
        self.assertContains(self.client.get(page), self.page(correction))
        self.assertNotContains(self.client.get(page), self.address)
