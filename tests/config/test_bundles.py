"""The sheets and scripts of the public pages: separate as written, joined for readers."""

import re

import pytest
from django.test import SimpleTestCase, TestCase, override_settings
from rcssmin import cssmin

from config import bundles
from tests import factories, source

STATIC = source.ROOT / "static"


def read(name):
    return (STATIC / name).read_text("utf-8")


@pytest.mark.once
class JoinedTests(SimpleTestCase):
    def test_the_joined_sheet_has_every_rule_of_every_sheet_in_order(self):
        (sheet,) = (text for name, text in bundles.joined(read).items() if name.endswith(".css"))
        done = 0
        for name in bundles.STYLES["css/site.css"]:
            with self.subTest(sheet=name):
                found = sheet.find(cssmin(read(name)), done)
                self.assertGreaterEqual(found, done)
                done = found
        self.assertRegex(sheet[: sheet.index(cssmin(read(bundles.PRINT)))], r"@media print\{$")

    def test_addresses_in_sheets_lead_to_the_same_files_once_joined(self):
        for name in bundles.STYLES["css/site.css"]:
            if "url(" in read(name):
                self.assertEqual(name.count("/"), 1, f"{name}: địa chỉ tính từ static/css/")

    def test_every_script_of_the_public_pages_is_in_one_bundle(self):
        listed = [name for parts in (bundles.FIRST_SCRIPTS | bundles.SCRIPTS).values() for name in parts]
        staff = ("account", "desk", "editor", "picker")
        public = {f"js/{path.name}" for path in (STATIC / "js").glob("*.js") if not path.name.startswith(staff)}
        self.assertEqual(sorted(listed), sorted(public))


class PageTests(TestCase):
    def assets(self):
        page = self.client.get("/").content.decode()
        return re.findall(
            r'<(?:link rel="(?:stylesheet|preload|icon)"|script)[^>]*(?:href|src)="(/static/[^"]+)"', page
        )

    def test_in_development_a_page_links_every_file_as_it_is_written(self):
        self.assertGreater(len(self.assets()), 40)

    @override_settings(STATIC_BUNDLES=True)
    def test_a_reader_fetches_at_most_ten_files_with_the_page(self):
        factories.make_article()
        assets = self.assets()
        self.assertLessEqual(len(assets) + 1, 10)
        self.assertEqual([name for name in assets if name.endswith((".css", ".js"))],
                         ["/static/js/first.js", "/static/css/site.css", "/static/js/site.js"])  # fmt: skip
