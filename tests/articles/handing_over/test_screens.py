from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from audit.models import Event
from notices.models import Notice
from tests.articles.handing_over.test_services import WHY, HandOverCase, seen
from tests.factories import make_article, make_user

LEFT = "/quan-tri/articles/article/giao-bai/"


def url(article):
    return reverse("admin:articles_article_hand_over", args=[article.pk])


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


class OneTests(HandOverCase):
    def post(self, article, **facts):
        return self.client.post(url(article), {"seen": str(seen(article)), "taker": self.duc.pk, "note": WHY, **facts})

    def test_an_approver_gives_an_article_from_its_page(self):
        article = self.article()
        self.client.force_login(self.duyet)
        self.assertContains(self.client.get(change(article)), f'href="{url(article)}"')
        page = self.client.get(url(article))
        self.assertContains(page, "Người viết hiện nay: Lò Thị Hoa.")
        self.assertContains(page, "Quàng Văn Đức")
        said = self.client.post(
            url(article), {"seen": page.context["only"], "taker": self.duc.pk, "note": WHY}, follow=True
        )
        self.assertContains(said, "Đã giao bài «Bản Nà Ớt đón cầu mới» cho Quàng Văn Đức.")
        self.assertEqual(Article.objects.get(pk=article.pk).author, self.duc)
        self.client.force_login(self.duc)
        self.assertContains(self.client.get("/quan-tri/"), "trước đó do Lò Thị Hoa viết")

    def test_nobody_else_is_offered_it_nor_may_do_it(self):
        article, published = self.article(), self.article("approved")
        self.client.force_login(self.hoa)
        self.assertNotContains(self.client.get(change(article)), url(article))
        self.assertEqual(self.post(article).status_code, 403)
        self.client.force_login(self.duc)
        self.assertEqual(self.post(article).status_code, 404)
        self.client.force_login(self.duyet)
        self.assertNotContains(self.client.get(change(published)), url(published))
        self.assertContains(self.client.get(url(published)), "Bài đã duyệt không còn việc cho người viết.")
        self.assertEqual(Article.objects.get(pk=article.pk).author, self.hoa)

    def test_what_is_missing_is_said_beside_its_field(self):
        article = self.article()
        self.client.force_login(self.duyet)
        for wrong, sentence in (
            ({"note": ""}, "Hãy ghi lý do giao bài."),
            ({"note": "…"}, "Hãy ghi lý do giao bài."),
            ({"taker": ""}, "Hãy chọn người nhận."),
            ({"taker": "9" * 30}, "Hãy chọn người nhận trong danh sách."),
            ({"taker": make_user("tracker").pk}, "Hãy chọn người nhận trong danh sách."),
            ({"seen": ""}, "Chưa chọn bài nào để giao."),
            ({"seen": "1:2:3:4:5"}, "Chưa chọn bài nào để giao."),
            ({"seen": "9" * 40}, "Chưa chọn bài nào để giao."),
        ):
            with self.subTest(wrong):
                self.assertContains(self.post(article, **wrong), sentence)
        other = self.article(title="Bài khác")
        self.assertEqual(self.post(article, seen=str(seen(other))).status_code, 200)
        self.assertEqual(Article.objects.filter(author=self.hoa).count(), 2)

    def test_the_second_of_two_is_told_who_was_first_and_that_stands_in_the_record(self):
        article = self.article()
        answer = {"seen": str(seen(article)), "taker": self.duc.pk, "note": WHY}
        for person in (self.duyet, self.second):
            self.client.force_login(person)
            said = self.client.post(url(article), answer, follow=True)
        self.assertContains(said, "Nguyễn Văn Duyệt đã thực hiện bước «Giao bài»", status_code=409)
        refused = Event.objects.get(outcome="refused")
        self.assertEqual((refused.actor_id, refused.after), (self.second.pk, {"step": "hand_over"}))


class LeaversTests(HandOverCase):
    def setUp(self):
        self.hoa.is_active = False
        self.hoa.save()

    def test_what_somebody_who_left_has_left_behind_is_given_together(self):
        one, other = self.article(title="Bài dở một"), self.article("submitted", title="Bài dở hai")
        kept = self.article("approved", title="Bài đã đăng")
        at_work = self.article(author=self.duc, title="Bài của người đang làm")
        self.client.force_login(self.duyet)
        page = self.client.get(LEFT)
        self.assertContains(page, "Lò Thị Hoa (2)")
        self.assertNotContains(page, kept.title)
        self.assertNotContains(page, at_work.title)
        boxes = [value for _, rows in page.context["people"] for value, _ in rows]
        said = self.client.post(LEFT, {"seen": boxes, "taker": self.duc.pk, "note": WHY}, follow=True)
        self.assertContains(said, "Đã giao 2 bài cho Quàng Văn Đức.")
        self.assertEqual(set(Article.objects.filter(author=self.duc)), {one, other, at_work})
        self.assertEqual(Notice.objects.filter(user=self.duc).count(), 2)
        self.assertContains(self.client.get(LEFT), "Không có bài dở nào của người đã nghỉ.")

    def test_only_what_is_ticked_goes_and_mistakes_keep_the_ticks(self):
        one, other = self.article(title="Bài dở một"), self.article(title="Bài dở hai")
        self.client.force_login(self.duyet)
        page = self.client.post(LEFT, {"seen": [str(seen(one))], "taker": "", "note": WHY})
        self.assertContains(page, f'value="{seen(one)}" checked')
        self.assertContains(page, f'value="{seen(other)}">')
        self.client.post(LEFT, {"seen": [str(seen(one))], "taker": self.duc.pk, "note": WHY})
        self.assertEqual(Article.objects.get(pk=other.pk).author, self.hoa)
        self.assertEqual(Article.objects.get(pk=one.pk).author, self.duc)

    def test_what_somebody_else_has_given_meanwhile_is_refused_on_the_page(self):
        one, other = self.article(title="Bài dở một"), self.article(title="Bài dở hai")
        boxes = [str(seen(one)), str(seen(other))]
        self.client.force_login(self.second)
        self.client.post(LEFT, {"seen": boxes[:1], "taker": self.duc.pk, "note": WHY})
        self.client.force_login(self.duyet)
        page = self.client.post(LEFT, {"seen": boxes, "taker": self.duc.pk, "note": WHY})
        self.assertContains(page, "đã thực hiện bước «Giao bài»", status_code=409)
        self.assertContains(page, "Bài dở hai", status_code=409)
        self.assertEqual(Article.objects.get(pk=other.pk).author, self.hoa)

    def test_whoever_does_not_approve_learns_nothing_of_it(self):
        self.article(title="Bài dở một")
        for person in (self.duc, make_user("tracker"), make_user("user_manager")):
            self.client.force_login(person)
            self.assertEqual(self.client.get(LEFT).status_code, 403)
            self.assertNotContains(self.client.get("/quan-tri/"), "người đã nghỉ")


class CountedTests(TestCase):
    def test_the_page_of_many_costs_as_many_queries_as_that_of_few(self):
        approver, gone = make_user("approver"), make_user("writer", is_active=False)
        self.client.force_login(approver)
        counted = []
        for count in (3, 27):
            for _ in range(count):
                make_article(status="draft", author=gone, edited_by=gone)
            self.client.get(LEFT)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(LEFT)
            counted.append(len(queries))
        self.assertEqual(*counted)
