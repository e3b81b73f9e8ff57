"""The versions of an article over HTTP: listed, read, compared, taken back."""

import datetime as dt

from django.test import TestCase

from articles import services
from articles.corrections import services as corrections
from articles.editions import keeping
from articles.models import Article
from tests.english import visible_english
from tests.factories import MORNING, make_article, make_section, make_user
from tests.factories import keeping as keeping_pages
from tests.factories_resolutions import make_target
from tests.test_language import KNOWN


class EditionScreenTests(TestCase):
    def setUp(self):
        self.writer, self.approver, self.other = make_user("writer"), make_user("approver"), make_user("writer")
        self.article = make_article(
            status="draft", author=self.writer, edited_by=self.writer, body="<p>Bản Nà Ớt xưa.</p>"
        )
        for number in range(2, 5):
            self.save(f"<p>Bản Nà Ớt lần {number}.</p>")
        self.here = f"/quan-tri/articles/article/{self.article.pk}/cac-ban/"
        self.client.force_login(self.writer)

    def save(self, body):
        article = Article.objects.get(pk=self.article.pk)
        article.body = body
        services.save_draft(article, by=self.writer, at=MORNING + dt.timedelta(hours=article.revision))

    def publish(self):
        article = Article.objects.get(pk=self.article.pk)
        services.submit(article, by=self.writer, at=MORNING)
        services.approve(article, by=self.approver, at=MORNING)

    def bodies(self):
        return [edition.body for edition in self.article.editions.order_by("number")]

    def test_they_are_listed_read_and_compared_in_vietnamese(self):
        for address, told in (
            ("", "Bản 4"), ("2/", "Bản Nà Ớt lần 2."), ("so-sanh/?tu=1&den=3", "So sánh bản 1 với bản 3"),
            ("so-sanh/", "So sánh bản 3 với bản 4"), ("1/lay-lai/", "Lấy lại bản 1"),
        ):  # fmt: skip
            with self.subTest(address=address):
                page = self.client.get(self.here + address)
                self.assertContains(page, told)
                self.assertEqual(visible_english(page.content.decode(), KNOWN), [])

    def test_drafts_are_not_for_colleagues_and_what_was_approved_is(self):
        self.client.force_login(self.other)
        self.assertEqual(self.client.get(self.here).status_code, 404)
        self.publish()
        self.assertContains(self.client.get(self.here), "Bản 4")
        self.assertNotContains(self.client.get(self.here), "Bản 3")
        for address in ("3/", "so-sanh/?tu=3&den=4", "3/lay-lai/"):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(self.here + address).status_code, 404)

    def test_an_old_version_becomes_the_newest_of_a_draft(self):
        self.client.post(self.here + "1/lay-lai/")
        self.assertEqual(Article.objects.get().body, "<p>Bản Nà Ớt xưa.</p>")
        self.assertEqual(len(self.bodies()), 5)
        newest = keeping.newest(self.article)
        self.assertEqual((newest.origin, newest.note), ("restored", "Lấy lại bản 1"))
        self.client.post(self.here + "1/lay-lai/")
        self.assertEqual(len(self.bodies()), 5)

    def test_beside_a_live_text_it_waits_for_a_second_person(self):
        self.publish()
        self.client.post(self.here + "1/lay-lai/")
        self.assertEqual(Article.objects.get().body, "<p>Bản Nà Ớt lần 4.</p>")
        self.assertEqual(corrections.open_of(self.article).edition.body, "<p>Bản Nà Ớt xưa.</p>")

    def test_nobody_takes_back_what_they_may_not_edit(self):
        submitted = Article.objects.get()
        services.submit(submitted, by=self.writer, at=MORNING)
        self.assertEqual(self.client.post(self.here + "1/lay-lai/").status_code, 409)
        self.assertEqual(len(self.bodies()), 4)
        self.client.force_login(self.other)
        self.assertEqual(self.client.post(self.here + "1/lay-lai/").status_code, 404)

    def test_nobody_takes_back_into_a_colleagues_draft(self):
        self.client.force_login(self.approver)
        self.assertEqual(self.client.post(self.here + "1/lay-lai/").status_code, 403)
        self.assertEqual(len(self.bodies()), 4)

    def test_numbers_that_are_none_lead_nowhere(self):
        for address in ("99/", "0/", "so-sanh/?tu=99", "99/lay-lai/"):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(self.here + address).status_code, 404)
        for address in ("?truoc=x", "so-sanh/?tu=x&den=9e9"):
            self.assertEqual(self.client.get(self.here + address).status_code, 200)

    def test_who_approves_sees_what_changed_since_the_last_approved_text(self):
        self.publish()
        article = Article.objects.get()
        services.withdraw(article, by=self.approver, at=MORNING, note="Nhầm số liệu.")
        services.reopen(article, by=self.approver, at=MORNING)
        self.save("<p>Bản Nà Ớt mới tinh.</p>")
        services.submit(Article.objects.get(), by=self.writer, at=MORNING)
        self.client.force_login(self.approver)
        page = self.client.get(f"/quan-tri/articles/article/{self.article.pk}/duyet/")
        self.assertContains(page, "Bản đã duyệt lần trước")
        self.assertContains(page, "mới tinh.")

    def test_a_correction_that_was_dropped_is_not_taken_for_the_text(self):
        self.publish()
        article, live = Article.objects.get(), keeping.live(self.article)
        text = keeping.copy_of(live)
        text.body = "<p>Lời của bản sửa bị bỏ.</p>"
        facts = {"by": self.writer, "at": MORNING, "seen": live.number, "note": "Đã cập nhật nội dung."}
        corrections.write(article, text, "content", **facts)
        services.withdraw(article, by=self.approver, at=MORNING, note="Nhầm số liệu.")
        services.reopen(article, by=self.approver, at=MORNING)
        page = self.client.get(self.here + "1/lay-lai/")
        self.assertNotContains(page, "Lời của bản sửa bị bỏ.")
        services.submit(Article.objects.get(), by=self.writer, at=MORNING)
        self.client.force_login(self.approver)
        page = self.client.get(f"/quan-tri/articles/article/{self.article.pk}/duyet/")
        self.assertNotContains(page, "Lời của bản sửa bị bỏ.")
        self.assertContains(page, "Hai bản giống nhau từng chữ.")

    def test_looking_at_an_old_version_changes_nothing_that_readers_see(self):
        hour = dt.timedelta(hours=1)
        beside = make_article(publish_at=MORNING - hour, title="Bài cùng chuyên mục")
        make_article(publish_at=MORNING - hour, title="Bài kinh tế", section=make_section("Kinh tế"))
        article = Article.objects.get(pk=self.article.pk)
        article.section = make_section("Kinh tế")
        services.save_draft(article, by=self.writer, at=MORNING)
        article.section = beside.section
        services.save_draft(article, by=self.writer, at=MORNING)
        self.publish()
        with keeping_pages():
            self.assertContains(self.client.get(self.here + "5/"), "Kinh tế")
            page = self.client.get(Article.objects.get(pk=article.pk).get_absolute_url())
        related = page.content.decode().split('id="cung-chuyen-muc"')[1]
        self.assertIn("Bài cùng chuyên mục", related)
        self.assertNotIn("Bài kinh tế", related)

    def test_a_version_is_shown_with_what_it_was_about(self):
        target = make_target(wording="Tỷ lệ che phủ rừng")
        article = Article.objects.get()
        links = {"targets": [target], "breakthroughs": [], "task_groups": []}
        services.save_draft(article, by=self.writer, at=MORNING, links=links)
        services.save_draft(article, by=self.writer, at=MORNING, links=dict.fromkeys(links, ()))
        self.assertContains(self.client.get(self.here + "5/"), "Tỷ lệ che phủ rừng")
        self.assertNotContains(self.client.get(self.here + "6/"), "Tỷ lệ che phủ rừng")

    def test_a_long_list_is_read_in_parts_and_costs_the_same(self):
        for number in range(5, 60):
            self.save(f"<p>Lần {number}.</p>")
        page = self.client.get(self.here)
        self.assertContains(page, "Bản 59:")
        self.assertContains(page, "?truoc=10")
        self.assertContains(self.client.get(self.here + "?truoc=10"), "Bản 1:")
