"""Lists of the staff find words however they are typed."""

import unicodedata

from django.contrib import admin
from django.db.models import TextField, Value
from django.test import TestCase
from django.urls import reverse

import vietnamese
from articles.models import Article
from tests.factories import make_article, make_section, make_user

PART_OF_A_WORD = "ngh"
"""By which a short list is narrowed; in long texts words are found whole, as readers find them."""
SPELLINGS = [
    "nghi quyet",
    "NGHI QUYET",
    "Nghị quyết",
    unicodedata.normalize("NFD", "nghị quyết"),
    "quyết nghị",
    PART_OF_A_WORD,
]
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]


class FoldedLookupTests(TestCase):
    def setUp(self):
        self.section = make_section("Nghị quyết Đại hội Đảng")

    def found(self, stored, typed):
        rows = type(self.section).objects.annotate(words=Value(stored, output_field=TextField()))
        return rows.filter(words__folded=typed).exists()

    def test_the_database_folds_every_letter_as_we_do(self):
        vowels = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES]
        lower = [*vowels, "đ", "\u00f0", "\u0256"]
        self.assertEqual(len(set(lower)), 75)
        for letter in [*lower, *map(str.upper, lower)]:
            with self.subTest(letter=letter):
                self.assertTrue(self.found(f"<{letter}>", f"<{vietnamese.fold(letter)}>"))
                self.assertFalse(self.found(f"<{letter}>", "<w>"))

    def test_decomposed_letters_in_the_database_are_found_too(self):
        self.assertTrue(self.found(unicodedata.normalize("NFD", "Nghị quyết"), "nghi quyet"))

    def test_nothing_typed_is_a_pattern(self):
        for stored, typed, expected in [("100 %", "%", True), ("cả năm", "%", False), ("a_b", "a_b", True),
                                        ("axb", "a_b", False), ("a\\b", "\\", True), ("ab", "\\", False)]:  # fmt: skip
            with self.subTest(stored=stored, typed=typed):
                self.assertIs(self.found(stored, typed), expected)


class AdminSearchTests(TestCase):
    def setUp(self):
        self.client.force_login(make_user(is_superuser=True))

    def titles(self, name, typed):
        response = self.client.get(reverse(f"admin:{name}_changelist"), {"q": typed})
        self.assertEqual(response.status_code, 200)
        return [str(row) for row in response.context["cl"].result_list]

    def test_every_list_that_can_be_searched_folds(self):
        # Articles are found by the words of their texts: tests/articles/finding/.
        searched = [site for site in admin.site._registry.values() if site.search_fields and site.model is not Article]
        self.assertGreater(len(searched), 10)
        for site in searched:
            with self.subTest(model=site.model.__name__):
                self.assertEqual([name for name in site.search_fields if not name.endswith("__folded")], [])
                name = f"{site.opts.app_label}_{site.opts.model_name}"
                self.assertEqual(self.titles(name, "nghị quyết không có thế"), [])

    def test_words_are_found_with_marks_without_and_decomposed(self):
        make_article(title="Đưa Nghị quyết Đại hội vào cuộc sống")
        make_article(title="Trồng cây ăn quả trên đất dốc", body="<p>Bản Nà Ớt.</p>")
        make_section("Nghị quyết của Đảng")
        for typed in SPELLINGS:
            with self.subTest(typed=typed):
                if typed != PART_OF_A_WORD:
                    self.assertEqual(self.titles("articles_article", typed), ["Đưa Nghị quyết Đại hội vào cuộc sống"])
                self.assertEqual(self.titles("articles_section", typed), ["Nghị quyết của Đảng"])

    def test_an_article_is_found_by_its_number(self):
        article = make_article(title="Trồng cây ăn quả trên đất dốc")
        self.assertEqual(self.titles("articles_article", str(article.pk)), [article.title])
