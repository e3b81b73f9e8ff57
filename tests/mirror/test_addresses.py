"""Which file an address of the site becomes in a copy."""

from unittest import TestCase

import pytest

from config.recording import DESK
from mirror import addresses
from mirror.addresses import file_of, is_copied, stretch, way, within

pytestmark = pytest.mark.once

SITE = "https://trang.example"
HTML = "text/html; charset=utf-8"


class FileTests(TestCase):
    def test_each_address_has_a_file_that_every_system_can_hold(self):
        for address, kind, file in (
            ("/", HTML, "index.html"),
            ("/van-ban/", HTML, "van-ban/index.html"),
            ("/rss/", "application/rss+xml; charset=utf-8", "rss/index.xml"),
            ("/api/v1/chi-tieu/?trang=2", "application/json", "api/v1/chi-tieu/trang=2/index.json"),
            ("/van-ban/?nam=2021&trang=2", HTML, "van-ban/nam=2021,trang=2/index.html"),
            ("/nghi-quyet/xv/so-lieu.csv", "text/csv", "nghi-quyet/xv/so-lieu.csv"),
            ("/static/site.css?v=1", "text/css", "static/site,v=1.css"),
            ("/thu-vien/tep/K/B%C3%A1o.pdf", "application/pdf", "thu-vien/tep/K/Báo.pdf"),
        ):
            self.assertEqual(file_of(address, kind), file)

    def test_two_addresses_never_share_a_file(self):
        queries = ("a=b", "a=b&c=d", "a=b%2Cc=d", "a=B ", "a=b+", "a", "=a", "a=../../x", "a=" + "x" * 300)
        queries += ("noi=Ủy ban", "noi=Uy ban", "noi=uy-ban")
        files = [file_of(f"/van-ban/?{query}", HTML) for query in queries]
        self.assertEqual(len(set(files)), len(queries), files)
        self.assertTrue(all(".." not in file and len(file) < 250 for file in files), files)

    def test_no_file_stands_outside_of_the_copy(self):
        for address in ("/a/%2e%2e/b", "/a/../../etc/passwd", "/%00/", "/" + "x" * 300 + "/"):
            self.assertIsNone(file_of(address, HTML), address)

    def test_a_way_works_without_a_server(self):
        self.assertEqual(way("index.html", "van-ban/index.html"), "van-ban/index.html")
        self.assertEqual(way("a/b/index.html", "c/trang=2/Báo.pdf"), "../../c/trang=2/B%C3%A1o.pdf")


class LinkTests(TestCase):
    def test_only_links_within_the_site_are_followed(self):
        for link, found in (
            ("?trang=2", ("/van-ban/?trang=2", "")),
            (f"{SITE}/rss/", ("/rss/", "")),
            ("/a/#phan-2", ("/a/", "phan-2")),
            (SITE, ("/", "")),
            ("https://khac.example/", None),
            ("//khac.example/", None),
            ("http://trang.example/", None),
            ("mailto:a@trang.example", None),
            ("https://[", None),
            ("javascript:alert(1)", None),
        ):
            self.assertEqual(within(link, "/van-ban/", SITE), found, link)

    def test_nothing_of_the_desk_nor_of_one_person_is_ever_asked_for(self):
        for address in (*DESK, "/chia-se/abc/", "/chia-se/abc/anh/x-320.webp", "/quan-tri/mat-khau/abc/"):
            self.assertEqual(is_copied(address), address == "/thu-vien/tep/", address)

    def test_of_the_endless_searches_those_by_day_month_year_kind_and_section_are_copied(self):
        day, month, year = (
            "tu=2020-09-25&den=2020-09-25",
            "tu=2020-02-01&den=2020-02-29",
            "tu=2020-01-01&den=2020-12-31",
        )
        for query in ("", f"?{day}", f"?{month}", f"?{year}", "?loai=van-ban", "?chuyen-muc=a", f"?{day}&truoc=1"):
            self.assertTrue(is_copied(f"/tim-kiem/{query}"), query)
        for query in ("?q=a", "?tu=2020-09-25", "?tu=2020-09-02&den=2020-09-30", f"?{day}&loai=a", "?thu-tu=cu-nhat"):
            self.assertFalse(is_copied(f"/tim-kiem/{query}"), query)
        self.assertFalse(is_copied(f"/tim-kiem/rss/?{day}"))
        self.assertTrue(is_copied("/tim-kiem/rss/"))
        self.assertEqual(stretch("2020-13-01", "x"), "")
        self.assertEqual(str(addresses.month_of(f"/tim-kiem/?{month}")), "2020-02-01")
