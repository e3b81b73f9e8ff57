"""No visitor chooses what stands in links that others follow; and whom to tell about a hole."""

import datetime as dt
import re
from unittest import TestCase as PlainTestCase

import pytest
from django.test import TestCase, override_settings
from django.utils import timezone

from config import env
from library import services as library
from tests import source
from tests.config.pages import make_site
from tests.desk import addresses
from tests.factories import MORNING, make_article, make_user
from tests.library import samples

pytestmark = pytest.mark.once

OURS = "https://trang.example"
HOSTS = ("testserver:1234", "testserver.", "testserver.:1234", "TESTSERVER:99", "khac.example:8")
FROM_REQUEST = re.compile(r"build_absolute_uri|get_host\(|get_current_site|request\.scheme|HTTP_HOST|SERVER_NAME")


@override_settings(SITE_URL=OURS)
class HostTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        picture = library.store_picture(samples.upload(samples.jpeg()), by=None, at=MORNING, alt="Bản Nà Lằng")
        cls.article = make_article(title="Bản Nà Lằng có cầu mới", cover=picture)
        cls.pages = [
            *make_site(),
            cls.article.get_absolute_url(),
            *(
                "/sitemap-trang.xml",
                "/sitemap-bai-viet-1.xml",
                "/tim-kiem/rss/?q=ban",
                "/khong-co/",
                "/tim-kiem/?q=%00",
            ),
            *("/api/v1/tim-kiem/?q=nghi+quyet", "/api/v1/chi-tieu/", "/api/v1/chi-tieu/?trang=2", "/quan-tri/login/"),
            "/.well-known/security.txt",
        ]

    @override_settings(SECURITY_CONTACT="mailto:an-ninh@trang.example")
    def test_no_answer_repeats_the_host_that_was_asked_for(self):
        for page in self.pages:
            expected = self.client.get(page)
            for host in HOSTS:
                with self.subTest(page=page, host=host):
                    response = self.client.get(page, headers={"host": host, "x-forwarded-host": host})
                    told = response.getvalue() + str(dict(response.headers)).encode()
                    self.assertEqual(response.status_code, expected.status_code)
                    self.assertNotIn(host.encode(), told)
                    self.assertNotIn(b"http://testserver", told)

    def test_machines_are_told_the_sites_own_address(self):
        page = self.client.get(self.article.get_absolute_url()).content.decode()
        ours = f"{OURS}{self.article.get_absolute_url()}"
        self.assertIn(f'<link rel="canonical" href="{ours}">', page)
        self.assertIn(f'<meta property="og:url" content="{ours}">', page)
        self.assertRegex(page, rf'<meta property="og:image" content="{OURS}/thu-vien/')
        self.assertIn(f'"mainEntityOfPage": "{ours}"', page)
        for address in ("/rss/", "/tim-kiem/rss/?q=na+lang", "/sitemap-bai-viet-1.xml", "/api/v1/tim-kiem/?q=na+lang"):
            with self.subTest(address=address):
                self.assertIn(ours.encode(), self.client.get(address).getvalue())
        self.assertContains(self.client.get("/robots.txt"), f"Sitemap: {OURS}/sitemap.xml")

    def test_a_redirect_to_a_page_of_ours_names_no_host(self):
        moved = self.article.get_absolute_url().replace("ban-na-lang", "ten-cu")
        for page in (moved, "/van-ban", "/quan-tri/"):
            location = self.client.get(page, headers={"host": "testserver.:1234"}).headers["Location"]
            self.assertTrue(location.startswith("/"), location)

    @override_settings(SECURE_SSL_REDIRECT=True, SECURE_SSL_HOST="trang.example")
    def test_a_redirect_to_https_leads_to_the_sites_own_address(self):
        response = self.client.get("/van-ban/", headers={"host": "testserver.:1234"})
        self.assertEqual(response.headers["Location"], f"{OURS}/van-ban/")


COMPARING = ("accounts/second_factor/passkeys.py", "accounts/sign_in/views.py", "mirror/asking.py")
"""They hold what a browser says of itself against the Host it came to, or ask themselves; no address is made of it."""


class SourceTests(PlainTestCase):
    def test_nothing_of_ours_makes_an_address_from_the_request(self):
        ours = [(str(path), path.read_text("utf-8")) for path in source.ours().values()]
        pages = [(name, text) for name, text in source.texts() if name.startswith("templates/")]
        found = {name for name, text in [*ours, *pages] if FROM_REQUEST.search(text)}
        self.assertEqual(found, {str(source.ROOT / name) for name in COMPARING})


class SettingTests(PlainTestCase):
    def test_an_address_is_a_scheme_and_a_host(self):
        for given in ("https://trang.example", "https://trang.example/", "http://127.0.0.1:8000", "https://[::1]:8443"):
            with self.subTest(given=given), pytest.MonkeyPatch.context() as patch:
                patch.setenv("SITE_URL", given)
                self.assertEqual(env.site_address("SITE_URL"), given.rstrip("/"))
        wrong = (
            "trang.example",
            "ftp://trang.example",
            "https://trang.example/tin",
            "https://a@trang.example",
            "https://",
        )
        for given in (*wrong, "https://trang.example.", "https://trang.example?a=1", "https://trang example"):
            with self.subTest(given=given), pytest.MonkeyPatch.context() as patch:
                patch.setenv("SITE_URL", given)
                with self.assertRaisesRegex(env.MissingSettingError, "SITE_URL"):
                    env.site_address("SITE_URL")

    def test_a_contact_can_be_reached(self):
        for given in ("", "mailto:an-ninh@trang.example", "https://trang.example/bao-loi", "tel:+84-212-3852-014"):
            with self.subTest(given=given), pytest.MonkeyPatch.context() as patch:
                patch.setenv("SECURITY_CONTACT", given)
                self.assertEqual(env.contact("SECURITY_CONTACT"), given)
        for given in (
            "an-ninh@trang.example",
            "http://trang.example",
            "mailto:a@b\nExpires: 2099",
            "javascript:alert(1)",
        ):
            with self.subTest(given=given), pytest.MonkeyPatch.context() as patch:
                patch.setenv("SECURITY_CONTACT", given)
                with self.assertRaisesRegex(env.MissingSettingError, "SECURITY_CONTACT"):
                    env.contact("SECURITY_CONTACT")


class SecurityTextTests(TestCase):
    ADDRESS = "/.well-known/security.txt"

    def test_it_is_not_there_while_nobody_is_named(self):
        self.assertEqual(self.client.get(self.ADDRESS).status_code, 404)

    @override_settings(SITE_URL=OURS, SECURITY_CONTACT="mailto:an-ninh@trang.example")
    def test_it_says_whom_to_tell_until_when_and_in_which_language(self):
        response = self.client.get(self.ADDRESS)
        self.assertEqual(response.headers["Content-Type"], "text/plain; charset=utf-8")
        told = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
        expires = dt.datetime.fromisoformat(told.pop("Expires"))
        expected = {"Contact": "mailto:an-ninh@trang.example", "Preferred-Languages": "vi"}
        self.assertEqual(told, {**expected, "Canonical": f"{OURS}{self.ADDRESS}"})
        self.assertLess(dt.timedelta(days=100), expires - timezone.now())
        self.assertLess(expires - timezone.now(), dt.timedelta(days=365))
        self.assertEqual(self.client.post(self.ADDRESS).status_code, 405)

    @override_settings(SECURITY_CONTACT="tel:+84-212-3852-014&x=<1>")
    def test_what_is_named_stands_there_as_it_is(self):
        self.assertContains(self.client.get(self.ADDRESS), "Contact: tel:+84-212-3852-014&x=<1>\n")


class PolicyTests(TestCase):
    """The looser policy stands on the pages that hold the editor, and on those only."""

    EDITOR = b"ckeditor/ckeditor.js"

    def assert_policy(self, response, asked):
        holds_editor = self.EDITOR in response.getvalue()
        self.assertEqual("unsafe-inline" in response.headers["Content-Security-Policy"], holds_editor, asked)
        return holds_editor

    def test_of_all_pages_about_articles_only_those_with_the_editor(self):
        writer, approver = make_user("writer"), make_user("approver")
        held = set()
        for status in ("draft", "submitted", "approved", "withdrawn"):
            article = make_article(status=status, author=writer, edited_by=writer)
            for person, role in ((writer, "writer"), (approver, "approver")):
                self.client.force_login(person)
                for page in ("change", "history", "delete", "xem-truoc", "duyet", "go-bai", "gui-duyet"):
                    for send in (self.client.get, self.client.post):
                        response = send(f"/quan-tri/articles/article/{article.pk}/{page}/")
                        if self.assert_policy(response, (status, role, page)):
                            held.add((status, role, page))
        self.assertEqual(held, {("draft", "writer", "change"), ("submitted", "approver", "change")})

    def test_of_all_lists_and_forms_only_those_in_which_texts_are_written(self):
        self.client.force_login(make_user(is_superuser=True))
        lists = [address for address in addresses.of_desk() if not address.endswith(("jsi18n/", "xuat/"))]
        held = {address for address in lists if self.assert_policy(self.client.get(address), address)}
        self.assertEqual(held, {"/quan-tri/articles/article/add/", "/quan-tri/words/page/add/"})
        refused = self.client.post("/quan-tri/articles/article/add/", {"title": "Thử"})
        self.assertTrue(self.assert_policy(refused, "a form that is shown again"))
        self.assertFalse(self.assert_policy(self.client.get("/thu-vien/chon-anh/"), "picker"))
