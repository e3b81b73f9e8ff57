"""Cleaning a text takes long beside a write, and SQLite has one write at a time: it is over before the write begins."""

from unittest.mock import patch

from django.db import connection
from django.test import TransactionTestCase
from django.urls import reverse

from articles import richtext
from articles.models import Article
from tests.factories import make_article, make_section, make_user

BODY = "<p>Đồng bào <b>bản Nà Ớt</b> &amp; các bản lân cận trồng <i>xoài</i> trên đất dốc.</p>"
CLEAN = "<p>Đồng bào <strong>bản Nà Ớt</strong> &amp; các bản lân cận trồng <em>xoài</em> trên đất dốc.</p>"


class Watched:
    """Around the real cleaner: whether a transaction was open at each of its calls."""

    def __init__(self):
        self.inside, self.clean = [], richtext._clean_once

    def __call__(self, *args, **kwargs):
        self.inside.append(connection.in_atomic_block)
        return self.clean(*args, **kwargs)


class BeforeTheTransactionTests(TransactionTestCase):
    def setUp(self):
        self.hoa, self.section = make_user("writer", username="hoa"), make_section("Nông nghiệp")
        self.client.force_login(self.hoa)
        self.watched = Watched()
        patcher = patch.object(richtext, "_clean_once", self.watched)
        patcher.start()
        self.addCleanup(patcher.stop)

    def send(self, address, **facts):
        words = {"title": "Xoài Yên Châu", "lead": "Sapo.", "body": BODY, "section": self.section.pk, "seen": ""}
        return self.client.post(address, {**words, "opening": "a" * 32, **facts})

    def change(self, article):
        return self.send(reverse("admin:articles_article_change", args=[article.pk]), seen=article.revision)

    def test_a_new_text_is_cleaned_once_and_before(self):
        self.assertEqual(self.send(reverse("admin:articles_article_add")).status_code, 302)
        self.assertEqual(Article.objects.get().body, CLEAN)
        self.assertTrue(self.watched.inside)
        self.assertNotIn(True, self.watched.inside)
        self.assertLessEqual(len(self.watched.inside), 2)  # the second finds nothing left to do

    def test_a_changed_text_is_cleaned_once_and_before(self):
        article = make_article(status="draft", author=self.hoa, edited_by=self.hoa, section=self.section)
        self.watched.inside.clear()
        self.assertEqual(self.change(article).status_code, 302)
        self.assertEqual(Article.objects.get().body, CLEAN)
        self.assertTrue(self.watched.inside)
        self.assertNotIn(True, self.watched.inside)
        self.assertLessEqual(len(self.watched.inside), 2)

    def test_a_text_that_is_not_theirs_is_not_looked_at(self):
        article = make_article(status="draft", author=make_user("writer"), section=self.section)
        self.watched.inside.clear()
        self.assertEqual(self.change(article).status_code, 404)
        self.client.force_login(make_user("tracker"))
        self.assertEqual(self.send(reverse("admin:articles_article_add")).status_code, 403)
        self.assertEqual(self.watched.inside, [])

    def test_what_is_wrong_with_a_text_is_said_as_before(self):
        for body, sentence in (("", "bắt buộc"), ("<p> </p>", "Bài chưa có nội dung."), ("<b>" * 400, "quá nhiều lớp")):
            with self.subTest(sentence):
                response = self.send(reverse("admin:articles_article_add"), body=body)
                self.assertContains(response, sentence)
        self.assertFalse(Article.objects.exists())
        self.assertNotIn(True, self.watched.inside)
