"""What leaves with every public page: protections, and no cookie."""

import pytest
from django.test import TestCase

from tests.config.pages import make_site

pytestmark = pytest.mark.once

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class PublicPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.pages = make_site()

    def test_every_public_page_is_there(self):
        for page in self.pages:
            with self.subTest(page=page):
                self.assertEqual(self.client.get(page).status_code, 200)

    def test_a_reader_gets_no_cookie(self):
        for page in [*self.pages, "/khong-co-trang-nay/"]:
            with self.subTest(page=page):
                response = self.client.get(page)
                self.assertFalse(response.cookies, response.cookies)
                self.assertNotIn("Cookie", response.headers.get("Vary", ""))

    def test_every_answer_carries_its_protections(self):
        for page in [*self.pages, "/khong-co-trang-nay/", "/quan-tri/login/", "/tim-kiem/?q=%00"]:
            with self.subTest(page=page):
                headers = self.client.get(page).headers
                self.assertEqual({name: headers.get(name) for name in EXPECTED}, EXPECTED)
                self.assertIn("camera=()", headers["Permissions-Policy"])
                policy = headers["Content-Security-Policy"]
                for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
                    self.assertIn(part, policy)
                self.assertNotIn("unsafe", policy)

    def test_pages_answer_head_and_refuse_what_they_do_not_do(self):
        for page in self.pages:
            with self.subTest(page=page):
                self.assertEqual(self.client.head(page).status_code, 200)
                self.assertIn(self.client.post(page).status_code, (403, 405))
