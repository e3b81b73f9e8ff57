"""An article taken over from elsewhere names whose it was, where it stands and of what day."""

import datetime as dt
import json
import re

from django.test import TestCase
from django.urls import reverse

from articles import taken_over
from articles.editions import differences, keeping
from articles.models import Article
from tests.factories import MORNING, make_article, make_user
from tests.sent import untouched

DAY = dt.date(2020, 9, 24)
LINK = "https://bao.example/chinh-tri/dai-hoi-1.html"
TAKEN = {"taken_from": "Báo Nhân Dân", "taken_from_link": LINK, "taken_on": DAY}


class PageTests(TestCase):
    def read(self, **facts):
        return self.client.get(make_article(**facts).get_absolute_url()).content.decode()

    def test_readers_see_whose_it_was_under_the_text(self):
        page = self.read(**TAKEN)
        told = f'<a href="{LINK}" rel="noopener external">Báo Nhân Dân</a>, ngày <time datetime="2020-09-24">24/09/2020'
        self.assertIn(f"Lấy lại từ {told}", page)
        self.assertLess(page.index("article__body"), page.index("article__taken"))

    def test_what_is_not_known_is_not_shown(self):
        self.assertIn("Lấy lại từ Báo Nhân Dân</p>", self.read(taken_from="Báo Nhân Dân"))
        self.assertNotIn("Lấy lại từ", self.read())

    def test_machines_read_it_too(self):
        def facts(page):
            return json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)[1])

        based = {"@type": "CreativeWork", "name": "Báo Nhân Dân", "url": LINK, "datePublished": "2020-09-24"}
        self.assertEqual(facts(self.read(**TAKEN))["isBasedOn"], based)
        self.assertNotIn("isBasedOn", facts(self.read()))

    def test_nothing_typed_becomes_markup(self):
        hostile = "\"'><script>alert(1)</script>"
        page = self.read(taken_from=hostile, taken_from_link="https://a.vn/")
        self.assertNotIn("<script>alert", page)
        self.assertIn("&lt;script&gt;alert(1)", page)


class FormTests(TestCase):
    def setUp(self):
        self.writer = make_user("writer")
        self.client.force_login(self.writer)
        self.article = make_article(status="draft", author=self.writer, edited_by=self.writer)
        self.address = reverse("admin:articles_article_change", args=[self.article.pk])

    def send(self, **typed):
        return self.client.post(self.address, untouched(self.client, self.address) | typed)

    def test_only_an_address_of_the_web_a_past_day_and_a_name(self):
        right = {"taken_from": " Báo  Nhân Dân ", "taken_from_link": LINK, "taken_on": "24/09/2020"}
        for wrong in (
            {"taken_from_link": "javascript:alert(1)"},
            {"taken_from_link": "//xau.example/"},
            {"taken_from_link": "/bai-viet/"},
            {"taken_from_link": "https://trang.example@xau.example/"},
            {"taken_from_link": f'{LINK}"onclick=x'},
            {"taken_on": "24/09/2126"},
            {"taken_on": "31/02/2020"},
            {"taken_from": ""},
        ):
            with self.subTest(wrong=wrong):
                self.assertEqual(self.send(**right | wrong).status_code, 200)
                self.assertEqual(Article.objects.get().taken_from, "")
        self.assertEqual(self.send(**right).status_code, 302)
        article = Article.objects.get()
        self.assertEqual({name: getattr(article, name) for name in taken_over.COLUMNS}, TAKEN)
        self.assertEqual(keeping.newest(article).taken_from_link, LINK)

    def test_a_version_tells_it_and_brings_it_back(self):
        before = keeping.keep(self.article, by=self.writer, at=MORNING)
        self.send(taken_from="Báo Nhân Dân", taken_on="24/09/2020")
        after = keeping.newest(Article.objects.get())
        self.assertNotEqual(before.number, after.number)
        rows = [row for row in differences.compare(before, after).rows if row.kind == taken_over.LABEL]
        self.assertEqual([piece.text for row in rows for piece in row.after], ["Báo Nhân Dân, ngày 24/09/2020"])
        self.assertIn("nguồn lấy lại", differences.also_changed(before, after))
        self.assertEqual(keeping.copy_of(after).taken_on, DAY)
        article = Article.objects.get()
        keeping.write_into(article, before)
        self.assertEqual((article.taken_from, article.taken_on), ("", None))
