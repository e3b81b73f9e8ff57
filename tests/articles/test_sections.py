"""What a section is called and where it stands changes by two people, and its former addresses lead to it for ever."""

import json

from django.test import TestCase
from django.urls import reverse

from articles import importing, sections
from articles.models import FORMER, Article, FormerAddress, Section
from desk.steps import StepRefused
from proposals import services as proposals
from proposals.models import Proposal
from search.models import SearchEntry
from tests.factories import MORNING, keeping, make_articles, make_section, make_user
from tests.sent import untouched


class SectionCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.one, cls.other = make_user("approver"), make_user("approver")
        cls.section = make_section("Xây dựng Đảng", slug="xay-dung-dang")
        cls.articles = make_articles(21, section=cls.section)
        cls.page = reverse("admin:articles_section_change", args=[cls.section.pk])

    def setUp(self):
        self.client.force_login(self.one)

    def post(self, **facts):
        reason = {"proposal_reason": "Theo tên mới của ban"}
        return self.client.post(self.page, untouched(self.client, self.page) | reason | facts)

    def agree(self):
        proposals.take("approve", Proposal.objects.waiting().get(), by=self.other, at=MORNING)

    def move(self, slug, section=None):
        section = Section.objects.get(pk=(section or self.section).pk)
        section.slug = slug
        sections.save(section, MORNING)


class TwoPeopleTests(SectionCase):
    def test_its_name_address_and_introduction_wait_and_its_order_does_not(self):
        for name, value in (("name", "Xây dựng Đảng và hệ thống"), ("slug", "dang"), ("description", "Tin về Đảng")):
            with self.subTest(name=name):
                before = Section.objects.values().get()
                self.post(**{name: value})
                self.assertEqual(Section.objects.values().get(), before)
                self.agree()
                self.assertEqual(Section.objects.values().get(), before | {name: value})
        self.post(order="7", proposal_reason="")
        self.assertEqual((Section.objects.get().order, Proposal.objects.waiting().count()), (7, 0))

    def test_in_the_list_only_the_order_is_taken_from_what_is_sent(self):
        address = reverse("admin:articles_section_changelist")
        forged = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": self.section.pk, "form-0-order": "9"}
        forged |= {"form-0-name": "Bị đổi", "form-0-slug": "bi-doi", "form-0-description": "Bị đổi", "_save": "Lưu"}
        self.client.post(address, forged)
        stored = Section.objects.get()
        self.assertEqual((stored.order, stored.name, stored.slug), (9, "Xây dựng Đảng", "xay-dung-dang"))

    def test_a_new_section_waits_too(self):
        add = reverse("admin:articles_section_add")
        self.client.post(add, {"name": "Đoàn thể", "slug": "", "description": "", "order": "2"})
        self.assertEqual(self.client.get("/chuyen-muc/doan-the/").status_code, 404)
        self.agree()
        self.assertContains(self.client.get("/chuyen-muc/doan-the/"), "Đoàn thể")

    def test_the_chief_alone_does_not_remove_one(self):
        empty = make_section("Thử")
        self.client.force_login(make_user(is_superuser=True))
        page = reverse("admin:articles_section_delete", args=[empty.pk])
        self.client.post(page, {"post": "yes"})
        self.assertTrue(Section.objects.filter(pk=empty.pk).exists())
        self.agree()
        self.assertFalse(Section.objects.filter(pk=empty.pk).exists())
        self.assertTrue(FormerAddress.objects.filter(slug="thu", section=None).exists())
        self.assertEqual(self.client.get("/chuyen-muc/thu/").status_code, 404)


class FormerAddressTests(SectionCase):
    def test_every_former_address_leads_to_where_the_section_stands_and_keeps_what_was_asked(self):
        self.move("dang")
        self.move("cong-tac-dang")
        for old in ("xay-dung-dang", "dang"):
            for rest in ("", "?trang=2", "?trang=2&nguon=thu", "rss/"):
                with self.subTest(old=old, rest=rest):
                    response = self.client.get(f"/chuyen-muc/{old}/{rest}")
                    self.assertEqual(response.status_code, 301)
                    self.assertEqual(response["Location"], f"/chuyen-muc/cong-tac-dang/{rest}")
                    self.assertEqual(self.client.get(response["Location"]).status_code, 200)

    def test_what_never_was_is_not_there(self):
        self.move("dang")
        for address in ("/chuyen-muc/khong-co/", "/chuyen-muc/khong-co/rss/", "/chuyen-muc/dang/?trang=99"):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 404)

    def test_it_can_go_back_and_then_the_other_address_is_the_former_one(self):
        self.move("dang")
        self.move("xay-dung-dang")
        self.assertEqual(self.client.get("/chuyen-muc/xay-dung-dang/").status_code, 200)
        self.assertEqual(self.client.get("/chuyen-muc/dang/")["Location"], "/chuyen-muc/xay-dung-dang/")
        self.assertEqual(list(FormerAddress.objects.values_list("slug", flat=True)), ["dang"])

    def test_no_other_section_takes_a_former_address(self):
        self.move("dang")
        add = reverse("admin:articles_section_add")
        response = self.client.post(add, {"name": "Khác", "slug": "xay-dung-dang", "description": "", "order": "1"})
        self.assertContains(response, FORMER)
        other = make_section("Khác")
        page = reverse("admin:articles_section_change", args=[other.pk])
        response = self.client.post(page, untouched(self.client, page) | {"slug": "xay-dung-dang"})
        self.assertContains(response, FORMER)

    def test_nor_by_a_proposal_that_was_made_before(self):
        other = make_section("Khác")
        page = reverse("admin:articles_section_change", args=[other.pk])
        typed = {"slug": "xay-dung-dang-2", "proposal_reason": "Đổi"}
        self.client.post(page, untouched(self.client, page) | typed)
        self.move("xay-dung-dang-2")
        self.move("dang")
        with self.assertRaisesMessage(StepRefused, FORMER):
            self.agree()
        self.assertEqual(Section.objects.get(pk=other.pk).slug, "khac")

    def test_what_is_found_by_section_moves_with_it_and_old_links_to_a_search_still_work(self):
        self.move("dang")
        found = SearchEntry.objects.filter(kind="bai-viet").values_list("section", flat=True)
        self.assertEqual(set(found), {"dang"})
        self.assertContains(self.client.get("/tim-kiem/?chuyen-muc=xay-dung-dang"), "Có 21 mục trong chuyên mục")
        self.assertContains(self.client.get("/tim-kiem/?chuyen-muc=khong-co"), "Không có chuyên mục «khong-co»")

    def test_an_import_by_a_former_address_goes_to_the_section(self):
        self.move("dang")
        line = {"id": "cu-1", "title": "Bài của trang cũ", "section": "xay-dung-dang"}
        line |= {"published": "2019-03-02T08:00:00Z", "body": "<p>Nội dung.</p>"}
        importing.import_lines([json.dumps(line).encode()], at=MORNING)
        self.assertEqual(Article.objects.get(imported_id="cu-1").section, self.section)

    def test_pages_that_are_kept_say_the_new_address_at_once(self):
        with keeping():
            self.assertContains(self.client.get("/"), "/chuyen-muc/xay-dung-dang/")
            article = self.articles[0].get_absolute_url()
            self.client.get(article)
            self.move("dang")
            for address in ("/", article):
                self.assertContains(self.client.get(address), "/chuyen-muc/dang/")
                self.assertNotContains(self.client.get(address), "/chuyen-muc/xay-dung-dang/")
