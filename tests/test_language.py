"""Every page that readers open and every screen that staff work at, with the demo on it, speaks Vietnamese."""

import re
from xml.etree import ElementTree

import pytest
from django.contrib import admin
from django.test import TestCase
from django.urls import reverse

from accounts.models import AccountRequest, StaffRole
from articles.models import Article, Correction, Section, WorkflowEvent
from audit.models import Event
from library import services as library
from library.models import DocumentFile, Picture
from notices.models import Letter
from proposals.models import Proposal
from resolutions.models import Congress, Document, Indicator, Observation, Target, TargetGroup
from tests.demo import load_demo
from tests.english import visible_english
from tests.factories import MORNING, PASSWORD, make_user
from tests.library import samples
from words.models import Page

pytestmark = pytest.mark.once

FACTS_AND_TYPED = re.compile(
    r"https?://[^\s\"'<>]+|\b(?:[\w-]+\.)+(?:vn|com|org|net)\b|<textarea.*?</textarea>", re.ASCII | re.DOTALL
)
"""Where figures come from, and what people typed, are not our words."""
KNOWN = ("sapo", "macro", "then chốt", "xv", *"abcdefghijklmnopqrstuvwxyz")
"""Words of the newsroom and the office, one that only looks English, and the letters of formulas."""
SHOWN_ONLY = (StaffRole, Event, Letter)


def english(page):
    codes = [code for model in (Indicator, TargetGroup) for code in model.objects.values_list("code", flat=True)]
    words = visible_english(FACTS_AND_TYPED.sub(" ", page), allow=(*KNOWN, *(code.replace("_", " ") for code in codes)))
    return [word for word in words if not NONSENSE.fullmatch(word)]


NONSENSE = re.compile("khongcogithe|nghj|a{100,}")
"""What the searches of these tests ask for and pages repeat."""


class LanguageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_demo()
        cls.chief = make_user(username="quan-tri-chinh", is_superuser=True)
        cls.article = Article.objects.get(imported_id="demo:xa-luan-2020-09-25")
        file = samples.upload(samples.pdf(), "Kế hoạch 25.pdf")
        library.store_document_file(file, title="Kế hoạch 25", by=cls.chief, at=MORNING)
        cls.waiting = Article.objects.get(status="submitted")

    def assert_vietnamese(self, address, status=200):
        response = self.client.get(address, follow=True)
        self.assertIn(response.status_code, {status} if isinstance(status, int) else status, address)
        self.assert_no_english(response, address)

    def assert_no_english(self, response, address=""):
        self.assertEqual(english(response.content.decode()), [], address)

    # ------------------------------------------------------------------ readers

    def public_pages(self):
        yield from ("/", "/bai-viet/2020/", "/bai-viet/2020/09/", "/bai-viet/2020/09/25/", "/bai-viet/1999/")
        for article in Article.objects.filter(status="approved", publish_at__year__lt=2027):
            if not article.imported_id.endswith("hen-gio"):
                yield article.get_absolute_url()
        yield from (section.get_absolute_url() for section in Section.objects.all())
        yield from ("/nghi-quyet/", "/nghi-quyet/phuong-phap/", "/van-ban/", "/van-ban/?nam=2021", "/van-ban/?nam=abc")
        yield from (congress.get_absolute_url() for congress in Congress.objects.all())
        yield from (target.get_absolute_url() for target in Target.objects.all())
        yield from (document.get_absolute_url() for document in Document.objects.public()[:8])
        yield from ("/so-do-trang/", *(page.get_absolute_url() for page in Page.objects.all()))

    def searches(self):
        yield from (
            "",
            "?q=nghi+quyet",
            "?q=Nghị+quyết&tu=25/09/2020&den=30/9/2020",
            "?q=khongcogithe",
            "?q=nghj+quyet",
        )
        yield from (
            "?tu=2020-09-25&den=2020-09-25",
            "?tu=31/02/2021",
            "?tu=mai&den=kia",
            "?tu=2022-01-01&den=2021-01-01",
        )
        yield from ("?loai=chi-tieu", "?loai=khong-co", "?chuyen-muc=xa-luan", "?chuyen-muc=khong-co", "?q=%22ba+khau")
        yield from (f"?q={'a' * 10000}", "?truoc=abc", "?q=a+hoac+b", "?sap-xep=khong-co", "?q=-khong")

    def test_pages_of_readers(self):
        for address in self.public_pages():
            with self.subTest(address=address):
                self.assert_vietnamese(address)

    def test_searches_with_and_without_results_and_with_mistakes(self):
        for query in self.searches():
            with self.subTest(query=query[:60]):
                self.assert_vietnamese(f"/tim-kiem/{query}")

    def test_what_cannot_be_read(self):
        self.assert_vietnamese("/tim-kiem/?q=%00", status=400)

    def test_what_is_not_there(self):
        for address in ("/khong-co/", "/bai-viet/khong-co-999999/", "/chuyen-muc/xa-luan/?trang=99", "/van-ban/0/"):
            with self.subTest(address=address):
                self.assert_vietnamese(address, 404)

    def test_feeds(self):
        for address in ("/rss/", "/chuyen-muc/xa-luan/rss/", "/tim-kiem/rss/?q=nghi+quyet"):
            with self.subTest(address=address):
                channel = ElementTree.fromstring(self.client.get(address).content)[0]  # noqa: S314 - our own words
                words = [node.text or "" for node in channel.iter() if node.tag in {"title", "description"}]
                self.assertGreater(len(words), 3)
                self.assertEqual(english(" ".join(words)), [])

    # ------------------------------------------------------------------ staff

    def admin_pages(self, model):
        """The list, empty and full, and of one row everything that may be done with it."""
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        site = admin.site._registry[model]
        yield reverse(f"{name}_changelist")
        if site.search_fields:
            yield reverse(f"{name}_changelist") + "?q=khongcogithe"
        if model not in SHOWN_ONLY:
            yield reverse(f"{name}_add")
        row = model._default_manager.order_by("pk").last()
        if row is not None:
            yield from (reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history"))
            if model not in SHOWN_ONLY:
                yield reverse(f"{name}_delete", args=[row.pk])

    def test_every_screen_of_the_admin(self):
        self.client.force_login(self.chief)
        seen = set()
        for model in admin.site._registry:
            for address in self.admin_pages(model):
                with self.subTest(address=address):
                    # What others stand behind may not be deleted, and the page says so.
                    # A proposal is made by changing what it is about, on no page of its own.
                    on_no_page = model in {Proposal, AccountRequest, Correction} and address.endswith("/add/")
                    is_shut = address.endswith("/delete/") or on_no_page
                    self.assert_vietnamese(address, {200, 403} if is_shut else 200)
                    seen.add(model)
            app = reverse("admin:app_list", args=[model._meta.app_label])
            with self.subTest(address=app):
                self.assert_vietnamese(app)
        self.assertEqual(seen, set(admin.site._registry))

    def test_lists_filtered_in_every_way_on_offer(self):
        self.client.force_login(self.chief)
        for model in (Article, Observation, Document, Target, Picture, DocumentFile):
            name = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            links = re.findall(r'<li[^>]*>\s*<a href="(\?[^"]+)"', self.client.get(name).content.decode())
            self.assertTrue(links, name)
            for link in dict.fromkeys(links):
                with self.subTest(model=model.__name__, link=link):
                    self.assert_vietnamese(name + link.replace("&amp;", "&"))

    def test_articles_in_every_state(self):
        self.client.force_login(self.chief)
        for article in (self.article, self.waiting, *Article.objects.filter(imported_id__endswith="hen-gio")):
            for page in ("change", "history", "delete"):
                with self.subTest(article=article.title, page=page):
                    address = reverse(f"admin:articles_article_{page}", args=[article.pk])
                    response = self.client.get(address)
                    self.assertIn(response.status_code, {200, 403})
                    self.assert_no_english(response, address)

    def test_forms_sent_back_with_mistakes(self):
        self.client.force_login(self.chief)
        for model in admin.site._registry:
            if model in (*SHOWN_ONLY, Proposal, AccountRequest, Correction):
                continue
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
            with self.subTest(model=model.__name__):
                response = self.client.post(address, _inline_forms(self.client.get(address).content.decode()))
                self.assertEqual(response.status_code, 200)
                self.assertContains(response, "error")
                self.assert_no_english(response, address)

    def test_signing_in_and_out_and_changing_the_password(self):
        self.assert_vietnamese(reverse("admin:login"))
        response = self.client.post(reverse("admin:login"), {"username": "a", "password": "b"})
        self.assert_no_english(response)
        self.client.force_login(self.chief)
        for page in ("index", "password_change", "password_change_done"):
            self.assert_vietnamese(reverse(f"admin:{page}"))
        wrong = {"old_password": "sai", "new_password1": "12345678", "new_password2": PASSWORD}
        response = self.client.post(reverse("admin:password_change"), wrong)
        self.assert_no_english(response)
        response = self.client.post(reverse("admin:logout"))
        self.assert_no_english(response)

    def test_the_library_window_of_the_editor(self):
        self.client.force_login(self.chief)
        for query in ("", "?q=khongcogithe", f"?chon={self.article.cover.key}"):
            self.assert_vietnamese(reverse("library:picker") + query)

    def test_every_step_has_a_vietnamese_name(self):
        for event in WorkflowEvent.objects.all()[:20]:
            self.assertEqual(visible_english(event.step_name), [])


def _inline_forms(page):
    """The hidden fields of the management forms, as a browser sends them back; everything else left empty."""
    found = re.findall(r'<input type="hidden" name="([\w-]+_FORMS)" value="(\d+)"', page)
    return dict(found)
