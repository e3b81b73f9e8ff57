"""Whatever stands in a text column, no public page lets it become markup."""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import TestCase

from articles.models import Article
from tests.demo import load_demo

pytestmark = pytest.mark.once

PAYLOAD = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}&"
PACKAGES = ("articles", "resolutions", "library", "search", "words")
# They stand in addresses or are compared, so a page never prints them as words; their own checks refuse such letters.
NOT_WORDS = {"slug", "code", "url", "key", "token", "kind", "section"}


class Found(HTMLParser):
    """Scripts without an address of ours, handlers, and pictures that nobody put there."""

    def __init__(self):
        super().__init__()
        self.wrong = []

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        if tag == "script" and not facts.get("src", "").startswith("/static/"):
            self.wrong += [tag] if facts.get("type") != "application/ld+json" else []
        self.wrong += [name for name in facts if name.startswith("on")]
        self.wrong += [facts["src"]] if facts.get("src") == "x" else []


def columns():
    """(model, field) of every text that people write and pages may print."""
    for model in apps.get_models():
        if model._meta.app_label in PACKAGES:
            yield from ((model, field) for field in model._meta.concrete_fields if is_words(field))


def is_words(field) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.SlugField)
    return is_text and not field.choices and not field.primary_key and field.name not in NOT_WORDS


def poison(model, field) -> bool:
    """Every row gets the payload, behind its number: what must be unique stays so. False where a rule forbids it."""
    try:
        with transaction.atomic():
            for row in model._default_manager.all():
                words = f"{row.pk}{PAYLOAD}"[: field.max_length]
                model._default_manager.filter(pk=row.pk).update(**{field.name: words})
    except IntegrityError:
        return False
    return True


class EscapingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_demo()
        cls.forbidden = {f"{model.__name__}.{field.name}" for model, field in columns() if not poison(model, field)}

    def test_nearly_every_text_column_holds_the_payload(self):
        self.assertGreater(len(list(columns())), 40)
        self.assertLessEqual(len(self.forbidden), 4, self.forbidden)
        self.assertIn(PAYLOAD, Article.objects.first().title)

    def addresses(self):
        """Every page that links lead to, from the front page on."""
        seen = [
            "/",
            "/nghi-quyet/",
            "/van-ban/",
            "/tim-kiem/?q=script",
            "/tim-kiem/?q=alert&tu=2020-01-01",
            "/khong-co/",
        ]
        for address in seen:
            page = self.client.get(address)
            yield address, page
            if not address.startswith("/tim-kiem/") and "html" in page.get("Content-Type", ""):
                links = re.findall(r'href="(/(?!static/|thu-vien/|tim-kiem/)[^"#?]*)', page.content.decode())
                seen += [link for link in dict.fromkeys(links) if link not in seen]

    def test_no_page_lets_it_become_markup(self):
        pages, printed = 0, 0
        for address, page in self.addresses():
            if "html" in page.get("Content-Type", ""):
                html, found = page.content.decode(), Found()
                found.feed(html)
                with self.subTest(address=address):
                    self.assertEqual(found.wrong, [])
                    self.assertNotIn("49", re.findall(r"onerror=alert\(2\)&gt;(\d+)", html))
                pages, printed = pages + 1, printed + ("&lt;script&gt;" in html)
        self.assertGreater(pages, 60)
        self.assertGreater(printed, 60)
