"""What nginx says when nobody is left to answer: the site's own words, on a page that asks nobody for anything."""

import base64
import hashlib
import re
from unittest import TestCase

import pytest
from django.test import RequestFactory
from lxml import html

from config import failures
from tests.config.test_static import Themes, declarations
from tests.deployed import DEPLOY

pytestmark = pytest.mark.once
FOLDER = DEPLOY / "unavailable"
GOES_ANYWHERE = re.compile(
    r"\s(?:src|srcset|data|action|poster)=|<(?:script|iframe|img|object|form|base)\b|url\(|@import"
)
"""What a page without any of these, and without a link to a file, asks nobody for."""


def without_comments(style):
    return re.sub(r"/\*.*?\*/", "", style, flags=re.S)


class UnavailableTests(TestCase):
    def setUp(self):
        self.text = (FOLDER / "khong-tra-loi.html").read_text("utf-8")
        self.page = html.document_fromstring(self.text)
        self.style = re.search(r"<style>(.*?)</style>", self.text, re.S)[1]
        sample = (DEPLOY / "cms-unavailable.conf").read_text("utf-8")
        self.headers = dict(re.findall(r'^add_header (\S+) "?(.+?)"? always;$', sample, re.M))

    def said(self, path):
        return failures.unavailable(RequestFactory().get(path))

    def words(self, page):
        """Title, language, what is read on it, and where its links lead."""
        body = page.find(".//main")
        links = [(" ".join(link.text_content().split()), link.get("href")) for link in body.iter("a")]
        return page.findtext(".//title"), page.get("lang"), body.text_content().split(), links

    def test_it_says_what_the_site_itself_says(self):
        self.assertEqual(self.words(self.page), self.words(html.document_fromstring(self.said("/").content)))
        self.assertEqual((FOLDER / "khong-tra-loi.json").read_bytes(), self.said("/api/v1/").content)
        for name in ("Retry-After", "Cache-Control"):
            self.assertEqual(self.headers[name], self.said("/")[name])

    def test_it_asks_nobody_for_anything(self):
        self.assertIsNone(GOES_ANYWHERE.search(self.text))
        self.assertEqual({link.get("href") for link in self.page.iter("a")}, {"", "/"})
        icons = [link.get("href") for link in self.page.iter("link")]
        self.assertEqual([icon[:19] for icon in icons], ["data:image/svg+xml,"])
        self.assertLess(len(self.text.encode()), 8000)

    def test_its_policy_allows_its_own_style_and_nothing_else(self):
        found = base64.b64encode(hashlib.sha256(self.style.encode()).digest()).decode()
        policy = dict(part.strip().split(" ", 1) for part in self.headers["Content-Security-Policy"].split(";"))
        self.assertEqual(policy.pop("style-src"), f"'sha256-{found}'", "đổi mã băm trong deploy/cms-unavailable.conf")
        self.assertEqual(policy.pop("img-src"), "data:")
        self.assertEqual(set(policy.values()), {"'none'"})
        self.assertNotRegex(self.text, r"\sstyle=|\son[a-z]+=")

    def test_its_colours_and_measures_are_those_of_the_site_by_day_and_by_night(self):
        themes = Themes()
        day, _wide, night = (declarations(block) for block in re.findall(r":root \{(.*?)\}", self.style, re.S))
        for theme, mine in ((themes.light, day), (themes.system_dark, night)):
            for name, value in mine.items():
                if name.startswith("--color"):
                    self.assertEqual(themes.colour(theme, name), value, name)
                elif name != "--gutter":
                    self.assertEqual(theme[name], value, name)
        self.assertEqual({name for name in day if name.startswith("--color")} | {"color-scheme"}, set(night))
        colours = re.findall(r"#[0-9a-f]{3,8}\b", without_comments(self.style))
        self.assertEqual(len(colours), len([name for name in (*day, *night) if name.startswith("--color")]))
