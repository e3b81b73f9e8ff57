"""The demo's standing pages say only what has a source, and came by two people."""

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings

from tests.config.pages import FACTS
from tests.demo import load_demo
from words import history
from words.demo.loading import FILE
from words.models import Page

pytestmark = pytest.mark.once


class DemoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_demo()

    def test_every_page_is_there_once_with_its_first_version(self):
        call_command("load_demo_words", verbosity=0)
        pages = yaml.safe_load(FILE.read_text("utf-8"))["pages"]
        self.assertEqual(list(Page.objects.values_list("slug", flat=True)), [page["slug"] for page in pages])
        for page in Page.objects.all():
            with self.subTest(page=page.slug):
                (version,) = history.of(page)
                self.assertNotEqual(version.proposal.proposed_by, version.proposal.decided_by)
                self.assertEqual(self.client.get(page.get_absolute_url()).status_code, 200)

    def test_its_sources_are_those_of_the_facts(self):
        facts = FACTS.read_text("utf-8")
        for page in Page.objects.all():
            for address in (part.partition('"')[0] for part in page.body.split('href="')[1:]):
                with self.subTest(page=page.slug, address=address):
                    self.assertTrue(address.startswith("/") or address in facts)

    def test_what_was_removed_stays_removed_and_a_real_site_gets_none(self):
        Page.objects.exclude(slug="lien-he").delete()
        call_command("load_demo_words", verbosity=0)
        self.assertEqual(Page.objects.count(), 1)
        with override_settings(DEMO_ALLOWED=False), self.assertRaisesRegex(CommandError, "trang thật"):
            call_command("load_demo_words", verbosity=0)
