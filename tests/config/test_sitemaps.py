"""What search engines are shown: all that is public, nothing else, in files of bounded size."""

import datetime as dt
from unittest.mock import patch
from xml.etree import ElementTree

from django.test import TestCase

from config import sitemaps
from tests import factories, factories_resolutions

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class SitemapTests(TestCase):
    def addresses(self, path):
        response = self.client.get(path)
        self.assertEqual(
            (response.status_code, response.headers["Content-Type"]), (200, "application/xml; charset=utf-8")
        )
        text = response.getvalue() if response.streaming else response.content
        root = ElementTree.fromstring(text)  # noqa: S314
        return [place.text.removeprefix("http://testserver") for place in root.iter(f"{NAMESPACE}loc")]

    def test_articles_are_listed_oldest_first_in_files_of_bounded_size(self):
        articles = factories.make_articles(5)
        with patch.object(sitemaps, "PER_FILE", 2):
            names = ["/sitemap-trang.xml", *(f"/sitemap-bai-viet-{number}.xml" for number in (1, 2, 3))]
            self.assertEqual(self.addresses("/sitemap.xml"), names)
            found = [address for name in names[1:] for address in self.addresses(name)]
        self.assertEqual(found, [article.get_absolute_url() for article in articles])

    def test_only_what_a_reader_may_see_is_listed(self):
        tomorrow = factories.now() + dt.timedelta(days=1)
        shown = factories.make_article()
        for facts in ({"status": "draft"}, {"status": "withdrawn"}, {"publish_at": tomorrow}):
            factories.make_article(**facts)
        self.assertEqual(self.addresses("/sitemap-bai-viet-1.xml"), [shown.get_absolute_url()])

    def test_pages_name_sections_congresses_targets_and_public_papers(self):
        factories.make_section("Thời sự")
        target = factories_resolutions.make_target()
        public = factories_resolutions.make_document(number="22-NQ/TU", scope="public")
        internal = factories_resolutions.make_document(number="23-NQ/TU", scope="internal")
        found = self.addresses("/sitemap-trang.xml")
        for address in (
            "/",
            "/chuyen-muc/thoi-su/",
            "/nghi-quyet/xv/",
            target.get_absolute_url(),
            f"/van-ban/{public.pk}/",
        ):
            self.assertIn(address, found)
        self.assertNotIn(f"/van-ban/{internal.pk}/", found)

    def test_a_file_past_the_last_is_not_there(self):
        factories.make_article()
        for number in ("0", "2", "50001", "9" * 40):
            with self.subTest(number=number):
                self.assertEqual(self.client.get(f"/sitemap-bai-viet-{number}.xml").status_code, 404)

    def test_an_empty_site_has_a_map(self):
        self.assertEqual(self.addresses("/sitemap.xml"), ["/sitemap-trang.xml"])
        self.assertEqual(self.addresses("/sitemap-bai-viet-1.xml"), [])
