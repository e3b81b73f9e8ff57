"""What a stranger sends costs no more than its length: every shape that once held a process, at every door."""

import unicodedata

import pytest
from django import forms
from django.contrib import admin
from django.test import RequestFactory, SimpleTestCase, TestCase
from django.urls import reverse

import vietnamese
from accounts.models import User
from articles import nesting, richtext
from articles.models import Article
from search.query import parsing
from tests.config.pages import make_site
from tests.config.test_hostile_input import QUERIES
from tests.cpu import Spent

pytestmark = pytest.mark.once

MARKS = "a" + "\u0301\u0323" * 200_000
BODIES = {
    "dấu kết hợp": MARKS[:300_000],
    "thẻ rỗng lồng nhau": "<em>" * 16_000 + "</em>" * 16_000,
    "trích dẫn lồng nhau": "<blockquote>" * 25_000,
    "bảng lồng nhau": "<table><tr><td>" * 20_000,
    "thẻ đóng lạc": "<b></i>" * 40_000,
    "danh sách lồng nhau": "<ul><li>" * 37_000,
    "dấu nhỏ hơn": "<" * 300_000,
    "nháy không đóng": '<a title="' * 30_000,
    "chú thích không đóng": "<!--" * 75_000,
    "khoảng trắng": "<p>" + " " * 299_990 + "x",
    "dòng trống": "\n \n" * 100_000,
    "nhiều đoạn rỗng": ("<p>" + "<em>" * 20 + "</em>" * 20 + "</p>") * 1_500,
}
SECONDS = 0.5
"""Of CPU. The worst of these took minutes; a busy machine needs 0,1 s for the slowest."""


class BoundedTextTests(SimpleTestCase):
    def test_a_run_of_marks_is_cut_before_it_is_composed(self):
        for work in (vietnamese.nfc, vietnamese.fold, vietnamese.slug, richtext.plain, parsing.parse):
            with self.subTest(work=work.__name__), Spent() as spent:
                work(MARKS)
            spent.expect_under(self, SECONDS)

    def test_letters_of_any_language_keep_their_marks(self):
        for text in ("ế", "e\u0302\u0301", "q\u0307\u0323\u0301\u0302", "Z" + "\u0301" * vietnamese.MOST_MARKS):
            with self.subTest(text=text):
                self.assertEqual(vietnamese.nfc(text), unicodedata.normalize("NFC", text))

    def test_cleaning_takes_time_with_the_length_alone(self):
        for name, body in BODIES.items():
            with self.subTest(body=name), Spent() as spent:
                richtext.clean(body)
            spent.expect_under(self, SECONDS, name)

    def test_what_stands_too_deep_keeps_its_words(self):
        body = "<blockquote>" * (nesting.DEEPEST + 1) + "<p>Nông thôn mới</p>" + "</blockquote>" * 9
        self.assertEqual(richtext.clean(body), "<p>Nông thôn mới</p>")
        body = "<blockquote>" * 9 + "<p>Nông thôn mới</p>" + "</blockquote>" * 9
        self.assertIn("<blockquote><p>Nông thôn mới</p></blockquote>", richtext.clean(body))

    def test_signs_without_end_keep_their_words_and_cost_no_time(self):
        for body in ("&" * 300_000, "<p>" + "&" * 299_000 + "</p>", "&amp;" * 60_000, "&x" * 150_000):
            with self.subTest(body[:8]), Spent() as spent:
                cleaned = richtext.clean(body)
            spent.expect_under(self, SECONDS)
            self.assertEqual(richtext.clean(cleaned), cleaned)
        self.assertEqual(richtext.clean("Đất & rừng <b>xanh</b>"), "Đất &amp; rừng <strong>xanh</strong>")

    def test_a_closing_tag_that_is_none_hides_no_depth(self):
        for name, level in {
            "trong thuộc tính": '<ul title="</ul>"><li>',
            "trong thuộc tính, sau dấu lớn hơn": '<ul title="></ul>"><li>',
            "không nháy": "<ul title=</ul><li>",
            "trong chú thích": "<ul><!--</ul>--><li>",
            "trong tiêu đề": "<ul><title></ul></title><li>",
            "trong ô chữ": "<ul><textarea></ul></textarea><li>",
            "trong mã lệnh": "<ul><script></ul></script><li>",
        }.items():
            body = level * (300_000 // len(level))
            with self.subTest(hidden=name), Spent() as spent:
                richtext.clean(body)
            spent.expect_under(self, SECONDS)

    def test_depth_is_counted_as_a_browser_nests(self):
        many = nesting.DEEPEST + 1
        for source, is_too_deep in (
            ("<p>đoạn" * many, False),
            ("<ul>" + "<li>mục" * many + "</ul>", False),
            ("<div></div>" * many, False),
            ("<div>" * many, True),
            ("<b></i>" * many, True),
            ("<blockquote><table></blockquote></table>" * many, True),
            ("<blockquote><table><tr><td>ô</td></tr></table></blockquote>" * many, False),
            ('<span class="x">' * many, True),
            ("<img><br><hr>" * many, False),
            # Word's own tags are no reason to lose the form of a text.
            ("<p class=MsoNormal><span lang=VI>chữ<o:p></o:p></span></p>" * many, False),
        ):
            with self.subTest(source=source[:12]):
                self.assertIs(richtext.is_too_deep(source), is_too_deep)


class BoundedRequestTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_site()
        cls.chief = User.objects.create_superuser("quan-tri", password="mat-khau-dai-va-kho-doan")

    def test_every_box_for_text_has_a_length(self):
        request = RequestFactory().get("/")
        request.user = self.chief
        for screen in admin.site._registry.values():
            for form in self.forms_of(screen, request):
                for name, field in form.items():
                    if type(field) is forms.CharField and not field.widget.is_hidden:
                        with self.subTest(screen=str(screen), field=name):
                            self.assertIsNotNone(field.max_length)

    def forms_of(self, screen, request):
        yield screen.get_form(request, None)().fields
        for inline in screen.get_inline_instances(request, None):
            yield inline.get_formset(request, None).form.base_fields

    def test_every_question_of_a_reader_is_answered_at_once(self):
        for path, names in QUERIES.items():
            for name in names:
                for shape in (MARKS[:100_000], "<" * 100_000, '"' * 100_000, " ".join("ă" * 50_000), "-" * 100_000):
                    with self.subTest(path=path, name=name, shape=shape[:3]), Spent() as spent:
                        self.assertLess(self.client.get(path, {name: shape}).status_code, 500)
                    spent.expect_under(self, SECONDS)

    def test_a_body_that_is_too_long_is_a_sentence_and_costs_little(self):
        self.client.force_login(self.chief)
        data = {"title": "Bài", "body": "<p>chữ</p>" * 40_000, "section": "1"}
        with Spent() as spent:
            page = self.client.post(reverse("admin:articles_article_add"), data)
        self.assertContains(page, "300000")
        spent.expect_under(self, 2 * SECONDS)
        self.assertFalse(Article.objects.filter(title="Bài").exists())

    def test_a_body_that_stands_too_deep_is_a_sentence_and_nothing_is_lost(self):
        self.client.force_login(self.chief)
        data = {"title": "Bài", "body": "<div>" * 99 + "Nông thôn mới", "section": "1"}
        page = self.client.post(reverse("admin:articles_article_add"), data)
        self.assertContains(page, "lồng quá nhiều lớp")
        self.assertContains(page, "Nông thôn mới")

    def test_signs_without_end_are_a_sentence(self):
        self.client.force_login(self.chief)
        data = {"title": "Bài", "body": "&" * 60_000, "section": "1"}
        self.assertContains(self.client.post(reverse("admin:articles_article_add"), data), "quá nhiều dấu &amp;")

    def test_a_request_larger_than_any_form_of_ours_is_refused_in_vietnamese(self):
        self.client.force_login(self.chief)
        page = self.client.post(reverse("admin:articles_article_add"), {"title": "ă" * 1_100_000})
        self.assertContains(page, "Yêu cầu", status_code=400)
