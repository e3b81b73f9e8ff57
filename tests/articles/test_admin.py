"""The desk as each person sees it: forms, steps, two people at once, previews."""

import datetime as dt
import re

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import vietnamese
from articles import services, workflow
from articles.models import Article, Section, WorkflowEvent
from articles.workflow import STEPS, Status
from proposals import services as proposals
from proposals.models import Proposal
from tests.english import visible_english
from tests.factories import MORNING, make_article, make_section, make_user

ADD = "/quan-tri/articles/article/add/"
LIST = "/quan-tri/articles/article/"
STEP_FACTS = {"note": "Cần nêu rõ nguồn số liệu."}


def change_url(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def step_url(article, step):
    return reverse(f"admin:articles_article_{step}", args=[article.pk])


class DeskTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.writer = make_user("writer", display_name="Lò Văn Đức")
        cls.other = make_user("writer", display_name="Cà Thị Ưng")
        cls.approver = make_user("approver", display_name="Đỗ Hữu Nghĩa")
        cls.section = make_section("Xây dựng Đảng")

    def form(self, article=None, **facts):
        return {
            "title": article.title if article else "Đưa nghị quyết vào cuộc sống",
            "lead": article.lead if article else "Sapo.",
            "body": article.body if article else "<p>Nội dung.</p>",
            "section": self.section.pk,
            "cover": "",
            "byline": "",
            "sources": "",
            "publish_at_0": "",
            "publish_at_1": "",
            "expire_at_0": "",
            "expire_at_1": "",
            "seen": article.revision if article else "",
            "told": "",
            **facts,
        }

    def own(self, status="draft", **facts):
        return make_article(
            status=status, author=self.writer, edited_by=self.writer, section=self.section, created_at=MORNING, **facts
        )


class DoubleClickTests(DeskTestCase):
    def setUp(self):
        self.client.force_login(self.writer)
        page = self.client.get(ADD).content.decode()
        self.key = re.search(r'name="opening" value="([0-9a-f]{32})"', page)[1]

    def test_a_form_that_is_sent_twice_makes_one_draft_and_leads_to_it(self):
        for _ in range(2):
            response = self.client.post(ADD, self.form(opening=self.key, _continue="1"))
            self.assertRedirects(response, change_url(Article.objects.get()))
        self.assertEqual(WorkflowEvent.objects.filter(step="create").count(), 1)

    def test_another_form_makes_another_draft(self):
        self.client.post(ADD, self.form(opening=self.key))
        self.client.post(ADD, self.form(opening="0" * 32))
        self.assertEqual(Article.objects.count(), 2)

    def test_the_key_of_a_colleagues_form_leads_nobody_to_their_draft(self):
        self.client.post(ADD, self.form(opening=self.key))
        self.client.force_login(self.other)
        response = self.client.post(ADD, self.form(opening=self.key))
        self.assertContains(response, "Hãy mở lại biểu mẫu", status_code=409)
        self.assertEqual(Article.objects.count(), 1)

    def test_a_strange_key_is_no_key(self):
        for key in ("", "x", "<script>", "0" * 33):
            with self.subTest(key=key):
                self.assertEqual(self.client.post(ADD, self.form(opening=key)).status_code, 302)
        self.assertEqual(set(Article.objects.values_list("form_key", flat=True)), {None})


class WritingTests(DeskTestCase):
    def test_a_writer_writes_saves_and_submits(self):
        self.client.force_login(self.writer)
        self.assertEqual(self.client.get(ADD).status_code, 200)
        self.client.post(
            ADD, self.form(body="<p>Một</p><script>x</script>", publish_at_0="25/09/2020", publish_at_1="08:30")
        )
        article = Article.objects.get()
        self.assertEqual((article.author, article.body, article.publish_at), (self.writer, "<p>Một</p>", MORNING))
        self.client.post(change_url(article), self.form(article, title="Tên mới", _submit="1"))
        article.refresh_from_db()
        self.assertEqual((article.title, article.status, article.revision), ("Tên mới", Status.SUBMITTED, 2))

    def test_what_is_missing_or_wrong_is_said(self):
        self.client.force_login(self.writer)
        facts = self.form(title=" ", body="<p>&nbsp;</p>", publish_at_0="25/09/2020", publish_at_1="08:30")
        response = self.client.post(ADD, {**facts, "expire_at_0": "24/09/2020", "expire_at_1": "08:30"})
        self.assertEqual(response.status_code, 200)
        self.assertContains(response, "Giờ gỡ tự động phải sau giờ đăng.")
        form = response.context["adminform"].form
        self.assertIn("title", form.errors)
        self.assertIn("body", form.errors)
        self.assertFalse(Article.objects.exists())

    def test_pictures_that_word_left_on_the_writers_disk_are_missed_aloud(self):
        self.client.force_login(self.writer)
        body = '<p>Một</p><p><img src="file:///C:/Temp/clip_image002.png" alt=""></p>'
        page = self.client.post(ADD, self.form(body=body), follow=True)
        self.assertContains(page, "1 ảnh trong bài không giữ được")
        page = self.client.post(ADD, self.form(), follow=True)
        self.assertNotContains(page, "không giữ được")

    def test_nobody_sets_the_status_by_hand(self):
        self.client.force_login(self.writer)
        article = self.own()
        forged = {"status": "approved", "author": self.other.pk, "slug": "x", "edited_by": self.other.pk}
        self.client.post(change_url(article), self.form(article, **forged))
        article.refresh_from_db()
        self.assertEqual((article.status, article.author, article.revision), (Status.DRAFT, self.writer, 1))

    def test_a_section_needs_no_address(self):
        self.client.force_login(self.approver)
        add = "/quan-tri/articles/section/add/"
        self.client.post(add, {"name": "Đoàn thể", "slug": "", "description": "", "order": 1})
        self.assertFalse(Section.objects.filter(name="Đoàn thể").exists())
        proposals.take("approve", Proposal.objects.get(), by=make_user("approver"), at=MORNING)
        self.assertEqual(Section.objects.get(name="Đoàn thể").slug, "doan-the")
        response = self.client.post(add, {"name": "Doàn thế", "slug": "", "description": "", "order": 1})
        self.assertEqual(response.status_code, 200)
        self.assertIn("slug", response.context["adminform"].form.errors)


class AccessTests(DeskTestCase):
    def test_who_sees_and_who_changes_what(self):
        table = [
            # status, author, (writer sees, writer edits), (approver sees, approver edits)
            ("draft", self.writer, (True, True), (True, False)),
            ("draft", self.other, (False, False), (True, False)),
            ("submitted", self.writer, (True, False), (True, True)),
            ("submitted", self.other, (False, False), (True, True)),
            ("approved", self.other, (True, False), (True, False)),
            ("withdrawn", self.other, (False, False), (True, False)),
        ]
        for status, author, *expected in table:
            article = make_article(status=status, author=author, edited_by=author, section=self.section)
            for person, (sees, edits) in zip((self.writer, self.approver), expected, strict=True):
                with self.subTest(status=status, author=author, person=person):
                    self.client.force_login(person)
                    response = self.client.get(change_url(article))
                    self.assertEqual(response.status_code, 200 if sees else 404)
                    if sees:
                        self.assertEqual("body" in response.context["adminform"].form.fields, edits)
                    preview = self.client.get(reverse("admin:articles_article_preview", args=[article.pk]))
                    self.assertEqual(preview.status_code, 200 if sees else 404)
                    self.client.post(change_url(article), self.form(article, title="Bị sửa"))
                    changed = Article.objects.get(pk=article.pk).title == "Bị sửa"
                    self.assertEqual(changed, edits)
                    Article.objects.filter(pk=article.pk).update(title=article.title, revision=1, edited_by=author)

    def test_other_staff_and_readers_do_not_come_in(self):
        article = self.own("submitted")
        addresses = [ADD, LIST, change_url(article), reverse("admin:articles_article_preview", args=[article.pk])]
        addresses += [step_url(article, step) for step in STEPS]
        for person in (None, make_user("tracker"), make_user("user_manager"), make_user()):
            for address in addresses:
                with self.subTest(person=person, address=address):
                    self.client.force_login(person) if person else self.client.logout()
                    for method in (self.client.get, self.client.post):
                        self.assertIn(method(address, STEP_FACTS).status_code, (302, 403, 404))
        article.refresh_from_db()
        self.assertEqual(article.status, Status.SUBMITTED)

    def test_a_preview_shows_any_state_and_is_kept_nowhere(self):
        self.client.force_login(self.writer)
        article = self.own()
        response = self.client.get(reverse("admin:articles_article_preview", args=[article.pk]))
        self.assertContains(response, "Bản xem trước")
        self.assertIn("no-store", response["Cache-Control"])
        self.assertIn("noindex", response["X-Robots-Tag"])
        self.assertIn("frame-ancestors 'none'", response["Content-Security-Policy"])
        self.assertNotContains(response, "ld+json")
        self.assertContains(response, "bạn đọc chưa thấy trang này")
        response = self.client.get(reverse("admin:articles_article_preview", args=[self.own("approved").pk]))
        self.assertNotContains(response, "bạn đọc chưa thấy trang này")
        self.assertContains(response, "bạn đọc đang thấy bài này")

    def test_the_relaxed_policy_is_for_the_editors_pages_alone(self):
        self.client.force_login(self.approver)
        article = self.own("submitted")
        for address in (ADD, change_url(article)):
            self.assertIn("script-src-attr 'unsafe-inline'", self.client.get(address)["Content-Security-Policy"])
        for address in (
            LIST,
            step_url(article, "approve"),
            "/quan-tri/",
            f"/quan-tri/articles/article/{article.pk}/history/",
        ):
            self.assertNotIn("unsafe-inline", self.client.get(address)["Content-Security-Policy"])

    def test_no_word_of_english_is_left(self):
        self.client.force_login(self.approver)
        mine, article = (
            make_article(status="draft", author=self.approver, edited_by=self.approver),
            self.own("submitted"),
        )
        addresses = [ADD, LIST, change_url(article), change_url(mine), change_url(self.own("approved"))]
        addresses += [step_url(article, "approve"), step_url(article, "send_back"), f"{LIST}{mine.pk}/delete/"]
        addresses += ["/quan-tri/articles/section/", "/quan-tri/articles/section/add/"]
        for address in addresses:
            with self.subTest(address):
                page = self.client.get(address, follow=True).content.decode()
                self.assertEqual(visible_english(page, allow=("sapo", "p")), [])


class StepTests(DeskTestCase):
    def take(self, article, step, person, **facts):
        self.client.force_login(person)
        seen = {"seen": f"{article.revision}:{article.status}"}
        return self.client.post(step_url(article, step), {**seen, **STEP_FACTS, **facts}, follow=True)

    def test_from_the_draft_to_the_reader_and_back(self):
        article = self.own()
        for step, person, status in (
            ("submit", self.writer, "submitted"),
            ("send_back", self.approver, "draft"),
            ("submit", self.writer, "submitted"),
            ("approve", self.approver, "approved"),
            ("withdraw", self.approver, "withdrawn"),
            ("reopen", self.approver, "draft"),
        ):
            with self.subTest(step):
                self.assertEqual(self.client_get(article, step, person).status_code, 200)
                self.take(article, step, person)
                article.refresh_from_db()
                self.assertEqual(article.status, status)
                answers = {"approved": 200, "withdrawn": 410}
                self.assertEqual(self.client.get(article.get_absolute_url()).status_code, answers.get(status, 404))
        self.client.force_login(self.writer)
        self.assertContains(self.client.get(change_url(article)), STEP_FACTS["note"])

    def client_get(self, article, step, person):
        self.client.force_login(person)
        return self.client.get(step_url(article, step))

    def test_asking_changes_nothing(self):
        article = self.own("submitted")
        self.client_get(article, "approve", self.approver)
        article.refresh_from_db()
        self.assertEqual(article.status, Status.SUBMITTED)

    def test_a_step_that_is_not_theirs_is_refused_with_the_reason(self):
        own = make_article(status="submitted", author=self.approver, edited_by=self.approver)
        self.assertContains(self.client_get(own, "approve", self.approver), workflow.TABLE.own)
        self.assertContains(self.client.get(change_url(own)), workflow.TABLE.own)
        self.assertContains(self.take(own, "approve", self.approver), workflow.TABLE.own, status_code=403)
        own.refresh_from_db()
        self.assertEqual(own.status, Status.SUBMITTED)

    def test_sending_back_without_a_word_is_asked_back(self):
        article = self.own("submitted")
        self.assertContains(self.take(article, "send_back", self.approver, note=" "), STEPS["send_back"].note_refusal)

    def test_only_what_was_read_is_approved(self):
        article = self.own("submitted")
        read = Article.objects.get(pk=article.pk)
        article.lead = "Sapo đã đổi."
        services.save_draft(article, by=make_user("approver", display_name="Người Sửa"), at=timezone.now())
        self.assertContains(self.take(read, "approve", self.approver), "Người Sửa đã sửa bài này", status_code=409)
        article.refresh_from_db()
        self.assertEqual(article.status, Status.SUBMITTED)

    def test_crafted_answers_break_nothing(self):
        article = self.own("submitted")
        for facts in (
            {"seen": "x"},
            {"seen": f"{10**30}:submitted"},
            {"seen": f"{article.revision}:approved"},
            {"seen": f"{article.revision}:{'x' * 80}"},
            {"seen": "x" * 200},
            {"seen": "٣:submitted"},
            {"seen": ""},
        ):
            with self.subTest(facts):
                self.assertIn(self.take(article, "approve", self.approver, **facts).status_code, {200, 409})
                article.refresh_from_db()
                self.assertEqual(article.status, Status.SUBMITTED)

    def test_an_approver_changes_the_hours_of_an_approved_article_and_nothing_else(self):
        article = self.own("approved")
        self.client.force_login(self.approver)
        facts = {
            "publish_at_0": "26/09/2020",
            "publish_at_1": "00:00",
            "seen": 1,
            "title": "Bị sửa",
            "body": "<p>Bị sửa</p>",
        }
        facts |= {"expire_at_0": "", "expire_at_1": "", "is_featured": "on", "reason": "Đăng cùng ngày hội nghị"}
        self.client.post(change_url(article), {name: facts[name] for name in facts if name != "body"})
        article.refresh_from_db()
        self.assertEqual(article.publish_at, MORNING + dt.timedelta(hours=15, minutes=30))
        self.assertTrue(article.is_featured)
        self.assertNotEqual(article.title, "Bị sửa")

    def test_only_an_own_draft_that_was_never_public_has_a_delete_button(self):
        self.client.force_login(self.writer)
        draft, public = self.own(), self.own("approved")
        self.assertContains(self.client.get(change_url(draft)), f"{draft.pk}/delete/")
        self.client.post(f"/quan-tri/articles/article/{draft.pk}/delete/", {"post": "yes"})
        self.assertFalse(Article.objects.filter(pk=draft.pk).exists())
        self.assertEqual(
            self.client.post(f"/quan-tri/articles/article/{public.pk}/delete/", {"post": "yes"}).status_code, 403
        )


class TwoPeopleTests(DeskTestCase):
    def test_the_second_is_told_and_keeps_what_they_typed(self):
        article = self.own("submitted")
        first, second = make_user("approver", display_name="Quàng Thị Ưng"), self.approver
        self.client.force_login(first)
        self.client.post(change_url(article), self.form(article, lead="Sapo thứ nhất"))
        self.client.force_login(second)
        typed = self.form(article, lead="Sapo thứ hai", body="<p>Chữ của người thứ hai.</p>")
        response = self.client.post(change_url(article), typed)
        self.assertContains(response, "Quàng Thị Ưng đã sửa bài này lúc")
        self.assertContains(response, "Sapo thứ hai")
        self.assertContains(response, "Chữ của người thứ hai.")
        self.assertEqual(Article.objects.get(pk=article.pk).lead, "Sapo thứ nhất")
        again = self.client.post(change_url(article), {**typed, "told": 2, "replace": "on"})
        self.assertContains(again, "Quàng Thị Ưng đã sửa bài này lúc")
        self.assertEqual(Article.objects.get(pk=article.pk).lead, "Sapo thứ nhất")

    def test_what_was_typed_while_the_text_was_approved_is_given_back(self):
        article = self.own("submitted")
        services.approve(Article.objects.get(pk=article.pk), by=make_user("approver"), at=timezone.now())
        self.client.force_login(self.approver)
        response = self.client.post(change_url(article), self.form(article, body="<p>Công sức cả buổi.</p>"))
        self.assertContains(response, "Công sức cả buổi.", status_code=409)
        self.assertContains(response, workflow.LOCKED, status_code=409)
        self.assertNotIn("Công sức", Article.objects.get(pk=article.pk).body)


class ListTests(DeskTestCase):
    def test_lists_lead_to_what_waits(self):
        waiting, mine = self.own("submitted", title="Bài chờ"), self.own(title="Bài nháp")
        returned = self.own("submitted", title="Bài trả")
        services.send_back(returned, by=self.approver, at=timezone.now(), note="Sửa lại.")
        make_article(status="submitted", author=self.approver, edited_by=self.approver, title="Bài của người duyệt")
        expected = {
            (self.approver, "cho-duyet"): {waiting},
            (self.writer, "bi-tra-lai"): {returned},
            (self.writer, "ban-nhap"): {mine},
        }
        for (person, code), articles in expected.items():
            with self.subTest(code):
                self.client.force_login(person)
                found = self.client.get(f"{LIST}?viec={code}").context["cl"].queryset
                self.assertEqual(set(found), articles)
                self.assertContains(self.client.get("/quan-tri/"), f"?viec={code}")

    def test_the_front_page_names_what_waits_and_why(self):
        returned, waiting = self.own("submitted", title="Bài trả"), self.own("submitted", title="Bài chờ")
        services.send_back(returned, by=self.approver, at=timezone.now(), note="Cần nêu <b>nguồn</b> ở đoạn hai.")
        self.client.force_login(self.writer)
        page = self.client.get("/quan-tri/")
        self.assertContains(page, "Cần nêu &lt;b&gt;nguồn&lt;/b&gt; ở đoạn hai.")
        self.assertContains(page, change_url(returned))
        self.assertNotContains(page, f'todo__item"><a href="{change_url(waiting)}')
        self.client.force_login(self.approver)
        page = self.client.get("/quan-tri/")
        self.assertContains(page, f'todo__item"><a href="{change_url(waiting)}')
        self.assertNotContains(page, f'todo__item"><a href="{change_url(returned)}')
        self.client.force_login(self.other)
        self.assertContains(self.client.get("/quan-tri/"), "Không có việc nào đang chờ.")

    def test_articles_are_found_with_marks_and_without(self):
        article = self.own(title="ĐẠI HỘI Đảng bộ: khuỷu sông Đà")
        self.own(title="Bài khác")
        self.client.force_login(self.writer)
        for words in ("đại hội", "dai hoi", "ĐẠI HỘI", "khuỷu", "KHUYU SONG DA", str(article.pk)):
            with self.subTest(words):
                self.assertIn(article, self.client.get(LIST, {"q": words}).context["cl"].queryset)
        for words in ("%", "xyz", "'; --", "9" * 40):
            with self.subTest(words):
                self.assertNotIn(article, self.client.get(LIST, {"q": words}).context["cl"].queryset)

    def test_the_list_costs_the_same_with_3_rows_and_30(self):
        self.client.force_login(self.approver)
        counts = []
        for more in (3, 27):
            for _ in range(more):
                self.own("submitted")
            self.client.get(LIST)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(LIST)
            counts.append(len(queries))
        self.assertEqual(*counts)


class WhatWillHappenTests(DeskTestCase):
    """The page before a step says when readers will see the article."""

    def asked(self, **times):
        self.client.force_login(self.approver)
        return self.client.get(step_url(self.own("submitted", **times), "approve"))

    def test_at_once_or_at_its_hour(self):
        soon = timezone.now() + dt.timedelta(days=2)
        self.assertContains(self.asked(), "Bài hiện cho bạn đọc ngay sau khi duyệt.")
        self.assertContains(self.asked(publish_at=MORNING), "với giờ đăng Thứ Sáu, 25/09/2020, 08:30.")
        self.assertContains(self.asked(publish_at=soon), f"Bài tự hiện cho bạn đọc lúc {vietnamese.moment(soon)}")

    def test_an_hour_of_removal_that_is_past_is_said_before_anyone_tries(self):
        page = self.asked(publish_at=MORNING, expire_at=MORNING + dt.timedelta(days=1))
        self.assertContains(page, services.EXPIRED)
        self.assertNotContains(page, 'type="submit" class="default"')

    def test_the_answer_says_it_too(self):
        article = self.own("submitted", publish_at=timezone.now() + dt.timedelta(days=2))
        self.client.force_login(self.approver)
        facts = {"seen": "1:submitted", "note": ""}
        response = self.client.post(step_url(article, "approve"), facts, follow=True)
        self.assertContains(response, "Đã duyệt bài")
        self.assertContains(response, "Bài tự hiện cho bạn đọc lúc")
