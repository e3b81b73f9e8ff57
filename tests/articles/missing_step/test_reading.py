from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles import services
from articles.handing_over import services as handing_over
from articles.handing_over.rules import Seen
from articles.missing_step import reading
from articles.models import Article, SectionLimit
from tests.factories import MORNING, make_article, make_section, make_user


class PeopleTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa = make_user("writer", display_name="Lò Thị Hoa")
        cls.people = [make_user("approver", display_name=f"Người duyệt {number}") for number in range(1, 6)]
        make_user("tracker_approver", display_name="Duyệt số liệu")
        make_user("approver", display_name="Đã nghỉ", is_active=False)
        make_user(is_superuser=True, display_name="Chủ nhiệm")

    def test_named_are_exactly_those_whom_the_step_lets_approve(self):
        first, second, third, fourth, fifth = self.people
        article = make_article(status="draft", author=first, edited_by=first)
        seen = Seen(article.pk, article.revision, article.status, first.pk)
        handing_over.hand_over(article, seen, self.hoa, by=second, at=MORNING, note="Đi học.")
        services.submit(article, by=self.hoa, at=MORNING)
        article.lead = "Sapo sửa lần một."
        services.save_draft(article, by=third, at=MORNING)
        article.lead = "Sapo sửa lần hai."
        services.save_draft(article, by=fourth, at=MORNING)
        elsewhere = SectionLimit.objects.create(user=fifth)
        elsewhere.sections.add(make_section("Văn hóa"))
        article = Article.objects.get(pk=article.pk)
        named = reading._people(article).approvers
        allowed = [
            one for one in User.objects.filter(is_active=True) if services.refusal("approve", article, one) is None
        ]
        self.assertEqual(set(named), {str(one) for one in allowed})
        self.assertEqual(set(named), {"Người duyệt 2", "Chủ nhiệm"})

    def test_the_reason_is_named_until_it_is_answered(self):
        article = make_article(status="draft", author=self.hoa, edited_by=self.hoa)
        services.submit(article, by=self.hoa, at=MORNING)
        services.send_back(article, by=self.people[0], at=MORNING, note="Cần nêu nguồn.")
        self.assertIn("«Cần nêu nguồn.»", reading.of(article, timezone.now()).sentence)
        article.lead = "Theo Cục Thống kê tỉnh."
        services.save_draft(article, by=self.hoa, at=timezone.now())
        self.assertNotIn("Cần nêu nguồn.", reading.of(article, timezone.now()).sentence)

    def test_it_stands_on_the_articles_page_and_the_list_leads_there(self):
        draft = make_article(status="draft", author=self.hoa, edited_by=self.hoa)
        shown = make_article(author=self.hoa, edited_by=self.hoa)
        self.client.force_login(self.hoa)
        page = self.client.get("/quan-tri/articles/article/")
        address = reverse("admin:articles_article_change", args=[draft.pk])
        self.assertContains(page, f'href="{address}#vi-sao"')
        self.assertNotContains(page, reverse("admin:articles_article_change", args=[shown.pk]) + "#vi-sao")
        page = self.client.get(address)
        self.assertContains(page, 'id="vi-sao"')
        self.assertContains(page, "Bài còn là bản nháp; cần gửi duyệt. Người làm được: Lò Thị Hoa.")
        page = self.client.get(reverse("admin:articles_article_change", args=[shown.pk]))
        self.assertContains(page, "Bài đang trên trang từ Thứ Sáu, 25/09/2020, 08:30.")
        self.assertNotContains(page, "Vì sao bài này chưa lên trang?")

    def test_it_costs_as_much_with_many_people_as_with_few(self):
        article = make_article(status="submitted", author=self.hoa, edited_by=self.hoa)
        counted = []
        for more in (0, 20):
            for _ in range(more):
                make_user("approver")
            with CaptureQueriesContext(connection) as queries:
                reading.of(Article.objects.select_related("author").get(pk=article.pk), timezone.now())
            counted.append(len(queries))
        self.assertEqual(*counted)
