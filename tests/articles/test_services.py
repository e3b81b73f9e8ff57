"""Steps as they happen: who may, what is recorded, what follows, and what happens to whoever comes second."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from django.db import connection
from django.test import TestCase, TransactionTestCase, override_settings

from articles import filters, services, workflow
from articles.links import LINKS
from articles.models import KIND, Article, WorkflowEvent
from articles.services import StepRefused
from articles.workflow import STEPS, Status
from library.models import Picture, Use
from search.models import SearchEntry
from tests.factories import MORNING, make_article, make_section, make_user
from tests.factories_resolutions import make_parts, make_target

LATER = MORNING + dt.timedelta(hours=2)
ACTIONS = {name: getattr(services, name) for name in STEPS}
NOTE = "Sửa lại số liệu ở đoạn hai."


def is_indexed(article):
    return SearchEntry.objects.filter(kind=KIND, object_id=article.pk).exists()


def make_picture(number=1):
    return Picture.objects.create(
        key=f"anh-thu-{number:08}",
        original="pictures/x.jpg",
        width=1200,
        height=800,
        widths=[320, 960],
        alt="Hội trường",
        sha256=f"{number:064}",
        uploaded_at=MORNING,
    )


class WorkflowTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.people = {
            "writer": make_user("writer"),
            "approver": make_user("approver"),
            "tracker": make_user("tracker"),
            "none": make_user(),
        }
        cls.other = make_user("writer")

    @override_settings(OVERRIDE_ALLOWED=True)
    def test_every_step_for_every_role_on_own_and_others_text(self):
        allowed = {
            ("submit", "writer", True), ("submit", "approver", True),
            ("send_back", "approver", True), ("send_back", "approver", False), ("approve", "approver", False),
            ("withdraw", "approver", True), ("withdraw", "approver", False),
            ("outdate", "approver", True), ("outdate", "approver", False), ("renew", "approver", False),
            ("reopen", "approver", True), ("reopen", "approver", False),
            ("override", "approver", True), ("confirm", "approver", False),
        }  # fmt: skip
        for step, action in ACTIONS.items():
            for role, person in self.people.items():
                for is_own in (True, False):
                    with self.subTest(step=step, role=role, own=is_own):
                        author = person if is_own else self.other
                        article = self.make_in(STEPS[step].sources, author)
                        may = (step, role, is_own) in allowed
                        self.assertEqual(self.takes(action, article, person), may)
                        article.refresh_from_db()
                        self.assertEqual(article.step_state == STEPS[step].target, may)
                        self.assertEqual(article.events.filter(step=step, by=person).exists(), may)

    def make_in(self, states, author):
        state = min(states)
        shown = {workflow.ALONE: {"approved_alone_by": author}, workflow.OUTDATED: {"outdated_at": MORNING}}
        facts = {"status": "approved", **shown[state]} if state in shown else {"status": state}
        return make_article(**facts, author=author, edited_by=author, publish_at=MORNING)

    def takes(self, action, article, person):
        try:
            action(article, by=person, at=LATER, note=NOTE)
        except StepRefused:
            return False
        return True

    def test_who_edited_last_does_not_approve(self):
        article = make_article(status="submitted", author=self.other, edited_by=self.other)
        editor, third = self.people["approver"], make_user("approver")
        article.lead = "Sapo do người duyệt sửa."
        services.save_draft(article, by=editor, at=MORNING)
        with self.assertRaisesMessage(StepRefused, workflow.TABLE.edited):
            services.approve(article, by=editor, at=LATER)
        services.approve(article, by=third, at=LATER)
        self.assertEqual(article.status, Status.APPROVED)

    def test_whoever_edited_since_the_submission_does_not_approve_though_another_edited_last(self):
        first, last, third = self.people["approver"], make_user("approver"), make_user("approver")
        article = make_article(status="draft", author=self.people["writer"], edited_by=self.people["writer"])
        services.submit(article, by=self.people["writer"], at=MORNING)
        for editor in (first, last):
            article.lead = f"Sapo do {editor} sửa."
            services.save_draft(article, by=editor, at=MORNING)
        for editor in (first, last):
            with self.assertRaisesMessage(StepRefused, workflow.TABLE.edited):
                services.approve(article, by=editor, at=LATER)
        # Nor does it wait for them on their front page.
        waiting = {
            person: [code for code, _, rows in filters.my_work(person) if rows] for person in (first, last, third)
        }
        self.assertEqual(waiting, {first: [], last: [], third: ["cho-duyet"]})
        services.approve(article, by=third, at=LATER)

    def test_who_edited_before_an_earlier_submission_may_approve_a_later_one(self):
        writer, editor, other = self.people["writer"], self.people["approver"], make_user("approver")
        article = make_article(status="draft", author=writer, edited_by=writer)
        services.submit(article, by=writer, at=MORNING)
        article.lead = "Sapo do người duyệt sửa."
        services.save_draft(article, by=editor, at=MORNING)
        services.send_back(article, by=other, at=MORNING, note="Cần nêu nguồn.")
        article.lead = "Sapo do người viết sửa lại."
        services.save_draft(article, by=writer, at=MORNING)
        services.submit(article, by=writer, at=MORNING)
        services.approve(article, by=editor, at=LATER)
        self.assertEqual(article.status, Status.APPROVED)

    def test_what_an_article_is_about_is_recorded_in_words_and_only_when_it_changes(self):
        target = make_target(wording="Tỷ lệ che phủ rừng")
        part = make_parts().breakthroughs.first()
        article, writer = make_article(status="draft", author=self.people["writer"]), self.people["writer"]
        none = {name: [] for name in LINKS}
        for links, note in (
            ({**none, "targets": [target]}, "Chỉ tiêu: thêm «Tỷ lệ che phủ rừng»"),
            ({**none, "targets": [target]}, None),
            ({**none, "breakthroughs": [part]}, f"Chỉ tiêu: bỏ «Tỷ lệ che phủ rừng»\nKhâu đột phá: thêm «{part}»"),
        ):
            events = article.events.count()
            services.set_links(article, links, by=writer, at=MORNING)
            self.assertEqual(article.events.count() - events, note is not None)
            self.assertEqual(list(article.targets.all()), links["targets"])
            if note:
                last = article.events.last()
                self.assertEqual((last.step_name, last.by, last.note), ("Đổi liên kết", writer, note))

    def test_nobody_links_a_colleagues_draft(self):
        article = make_article(status="draft", author=self.people["writer"])
        links = {name: [] for name in LINKS} | {"targets": [make_target()]}
        with self.assertRaises(StepRefused):
            services.set_links(article, links, by=self.other, at=MORNING)
        self.assertFalse(article.targets.exists())

    def test_a_superuser_does_not_approve_their_own_text_either(self):
        admin = make_user(is_superuser=True)
        article = make_article(status="submitted", author=admin, edited_by=admin)
        with self.assertRaisesMessage(StepRefused, workflow.TABLE.own):
            services.approve(article, by=admin, at=LATER)


class ConsequenceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.writer, cls.approver = make_user("writer"), make_user("approver")
        cls.cover, cls.inside = make_picture(1), make_picture(2)

    def make_submitted(self, **facts):
        facts.setdefault("body", f'<p>Xem ảnh.</p><p><img src="/thu-vien/anh/{self.inside.key}-320.webp"></p>')
        return make_article(status="submitted", author=self.writer, edited_by=self.writer, cover=self.cover, **facts)

    def test_approving_publishes_at_once_where_no_hour_was_set(self):
        article = self.make_submitted()
        services.approve(article, by=self.approver, at=LATER)
        article.refresh_from_db()
        self.assertEqual(article.publish_at, LATER)
        self.assertIn(article, Article.objects.published(LATER))
        self.assertTrue(is_indexed(article))

    def test_cover_and_pictures_of_the_text_are_public_as_long_as_the_article(self):
        until = LATER + dt.timedelta(days=3)
        article = self.make_submitted(publish_at=LATER, expire_at=until)
        self.assertEqual(Use.objects.filter(object_id=article.pk, public_from=None).count(), 2)
        services.approve(article, by=self.approver, at=MORNING)
        uses = Use.objects.filter(kind="articles.article", object_id=article.pk, public_from=LATER, public_until=until)
        self.assertEqual({use.picture_id for use in uses}, {self.cover.pk, self.inside.pk})
        services.withdraw(article, by=self.approver, at=LATER, note=NOTE)
        self.assertFalse(Use.objects.exclude(public_from=None).exists())
        self.assertFalse(is_indexed(article))

    def test_a_step_taken_twice_changes_nothing_the_second_time(self):
        article = self.make_submitted()
        seen_by_another = Article.objects.get(pk=article.pk)
        services.approve(article, by=self.approver, at=LATER)
        with self.assertRaisesMessage(StepRefused, "đã thực hiện bước «Duyệt»"):
            services.approve(seen_by_another, by=make_user("approver"), at=LATER)
        with self.assertRaisesMessage(StepRefused, STEPS["approve"].refusal):
            services.approve(article, by=make_user("approver"), at=LATER)
        self.assertEqual(article.events.filter(step="approve").count(), 1)

    def test_sending_back_and_withdrawing_say_why(self):
        article = self.make_submitted()
        for note in ("", "  \n "):
            with self.assertRaisesMessage(StepRefused, STEPS["send_back"].note_refusal):
                services.send_back(article, by=self.approver, at=LATER, note=note)
        services.send_back(article, by=self.approver, at=LATER, note=f"{NOTE}\x00")
        self.assertEqual(article.events.last().note, NOTE)

    def test_an_hour_of_removal_that_has_passed_is_refused(self):
        article = self.make_submitted(publish_at=MORNING, expire_at=MORNING + dt.timedelta(minutes=5))
        with self.assertRaisesMessage(StepRefused, services.EXPIRED):
            services.approve(article, by=self.approver, at=LATER)
        article = self.make_submitted(expire_at=MORNING)
        with self.assertRaisesMessage(StepRefused, services.WRONG_TIMES):
            services.approve(article, by=self.approver, at=LATER)

    def test_nothing_remains_of_a_step_that_fails_half_way(self):
        article = self.make_submitted()
        with (
            mock.patch("articles.services.search.put", side_effect=RuntimeError("đĩa đầy")),
            self.assertRaises(RuntimeError),
        ):
            services.approve(article, by=self.approver, at=LATER)
        self.assertEqual(Article.objects.get(pk=article.pk).status, Status.SUBMITTED)
        self.assertFalse(WorkflowEvent.objects.filter(article=article).exists())

    def test_an_approved_text_is_locked_but_its_schedule_is_not(self):
        article = self.make_submitted()
        services.approve(article, by=self.approver, at=LATER)
        with self.assertRaisesMessage(StepRefused, workflow.LOCKED):
            services.save_draft(article, by=self.approver, at=LATER)
        article.expire_at = LATER + dt.timedelta(days=1)
        with self.assertRaisesMessage(StepRefused, workflow.NO_PERMISSION):
            services.reschedule(article, by=self.writer, at=LATER, note=NOTE)
        services.reschedule(article, by=self.approver, at=LATER, note=NOTE)
        self.assertFalse(Use.objects.filter(kind="articles.article", object_id=article.pk, public_until=None).exists())
        self.assertNotIn(article, Article.objects.published(article.expire_at))

    def test_a_withdrawn_article_goes_back_to_its_writer(self):
        article = make_article(author=self.writer, edited_by=self.writer)
        services.withdraw(article, by=self.approver, at=LATER, note=NOTE)
        services.reopen(article, by=self.approver, at=LATER)
        self.assertEqual((article.status, article.author), (Status.DRAFT, self.writer))

    def test_an_imported_article_goes_to_whoever_reopens_it(self):
        article = make_article(author=None)
        services.withdraw(article, by=self.approver, at=LATER, note=NOTE)
        services.reopen(article, by=self.approver, at=LATER)
        article.refresh_from_db()
        self.assertEqual(article.author, self.approver)

    def test_only_an_own_draft_that_was_never_public_can_be_deleted(self):
        draft = make_article(status="draft", author=self.writer)
        with self.assertRaises(StepRefused):
            services.delete(draft, by=self.approver, at=MORNING)
        services.delete(draft, by=self.writer, at=MORNING)
        self.assertFalse(Article.objects.filter(pk=draft.pk).exists())
        once_public = make_article(author=self.writer)
        services.withdraw(once_public, by=self.approver, at=LATER, note=NOTE)
        services.reopen(once_public, by=self.approver, at=LATER)
        with self.assertRaises(StepRefused):
            services.delete(once_public, by=self.writer, at=MORNING)


class DraftTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.writer, cls.approver = make_user("writer", display_name="Lò Văn Đức"), make_user("approver")

    def draft(self, **facts):
        article = Article(**{"title": "Đại hội", "body": "<p>x</p>", "section": make_section(), **facts})
        services.save_draft(article, by=self.writer, at=MORNING)
        return article

    def test_a_new_draft_belongs_to_its_writer_and_is_in_one_spelling(self):
        article = self.draft(
            title=" Đa\u0323i  hội\x0b ", lead="Dòng một\r\ndòng hai", body="<h1>a</h1><script>x</script>"
        )
        article.refresh_from_db()
        self.assertEqual((article.title, article.slug), ("Đại hội", "dai-hoi"))
        self.assertEqual(article.lead, "Dòng một\ndòng hai")
        self.assertEqual(article.body, "<h2>a</h2>")
        self.assertEqual((article.author, article.edited_by, article.status), (self.writer, self.writer, "draft"))

    def test_no_way_of_writing_a_row_keeps_dirty_html(self):
        article = self.draft()
        Article.objects.filter(pk=article.pk).update(body="<p onclick=x>a</p>")
        self.assertEqual(Article.objects.get(pk=article.pk).body, "<p>a</p>")
        article.body = "<p>b</p><iframe></iframe>"
        article.save()
        self.assertEqual(Article.objects.get(pk=article.pk).body, "<p>b</p>")

    def test_who_comes_second_is_told_who_was_first_and_nothing_is_overwritten(self):
        article = make_article(status="submitted", author=self.writer, edited_by=self.writer)
        first, second = Article.objects.get(pk=article.pk), Article.objects.get(pk=article.pk)
        first.lead, second.lead = "Sapo của người thứ nhất.", "Sapo của người thứ hai."
        early, late = make_user("approver", display_name="Quàng Thị Ưng"), self.approver
        services.save_draft(first, by=early, at=LATER)
        with self.assertRaisesMessage(StepRefused, "Quàng Thị Ưng đã sửa bài này lúc 10:30, 25/09/2020"):
            services.save_draft(second, by=late, at=LATER)
        self.assertEqual(Article.objects.get(pk=article.pk).lead, "Sapo của người thứ nhất.")
        self.assertEqual(second.lead, "Sapo của người thứ hai.")

    def test_an_approver_approves_only_the_revision_they_read(self):
        article = make_article(status="submitted", author=self.writer, edited_by=self.writer)
        read = Article.objects.get(pk=article.pk)
        article.body = "<p>Chữ khác hẳn.</p>"
        services.save_draft(article, by=make_user("approver"), at=LATER)
        with self.assertRaises(StepRefused):
            services.approve(read, by=self.approver, at=LATER)
        self.assertEqual(Article.objects.get(pk=article.pk).status, Status.SUBMITTED)

    def test_a_writer_does_not_touch_a_colleagues_draft(self):
        article = self.draft()
        with self.assertRaisesMessage(StepRefused, workflow.OTHERS_DRAFT):
            services.save_draft(article, by=make_user("writer"), at=LATER)

    def test_a_picture_in_a_draft_is_kept_private(self):
        picture = make_picture()
        article = self.draft(body=f'<img src="/thu-vien/anh/{picture.key}-320.webp">')
        self.assertEqual(Use.objects.get(picture=picture).public_from, None)
        self.assertIn('width="1200" height="800" loading="lazy" alt="Hội trường"', article.body)


@pytest.mark.postgresql_only
class AtTheSameMomentTests(TransactionTestCase):
    def test_of_several_who_approve_at_once_one_does(self):
        writer = make_user("writer")
        article = make_article(status="submitted", author=writer, edited_by=writer)
        approvers = [make_user("approver") for _ in range(4)]
        with ThreadPoolExecutor(len(approvers)) as pool:
            answers = list(pool.map(lambda approver: self.approve(article.pk, approver), approvers))
        self.assertEqual(answers.count(None), 1)
        self.assertTrue(all(answer is None or "«Duyệt»" in answer for answer in answers))
        self.assertEqual(article.events.filter(step="approve").count(), 1)
        self.assertEqual(SearchEntry.objects.filter(kind=KIND, object_id=article.pk).count(), 1)

    def approve(self, pk, approver):
        try:
            services.approve(Article.objects.get(pk=pk), by=approver, at=LATER)
        except StepRefused as refusal:
            # Whoever read the article after the first approval is told so by its state alone.
            return str(refusal).replace(STEPS["approve"].refusal, "«Duyệt»")
        finally:
            connection.close()


@pytest.mark.sqlite_only
class IndexTests(TestCase):
    def test_lists_read_their_keys_from_the_index_alone(self):
        plan = Article.objects.published(MORNING).filter(section=1).newest().values("pk")[0:21].explain()
        self.assertIn("USING COVERING INDEX article_section_list", plan)
        self.assertNotIn("TEMP B-TREE", plan)
