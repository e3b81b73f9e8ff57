"""Requests to the desk that were written by hand. Nothing changes, nothing breaks, the reason is said."""

from unittest import mock

import pytest

from articles import services
from articles.forms import MergingForm
from articles.models import Article
from articles.workflow import STEPS, Status
from tests.articles.test_admin import ADD, DeskTestCase, change_url, step_url
from tests.factories import make_user

pytestmark = pytest.mark.once


class StepAttackTests(DeskTestCase):
    def test_a_writer_takes_no_step_but_sending_their_own_draft(self):
        for owner in (self.writer, self.other):
            for status in Status:
                for step in STEPS:
                    article = self.own(status)
                    Article.objects.filter(pk=article.pk).update(author=owner, edited_by=owner)
                    for claimed in ("draft", "submitted", "approved", "withdrawn"):
                        self.client.force_login(self.writer)
                        facts = {"seen": f"1:{claimed}", "note": "Lý do."}
                        self.client.post(step_url(article, step), facts)
                    moved = Article.objects.get(pk=article.pk).status != status
                    allowed = (owner, status, step) == (self.writer, Status.DRAFT, "submit")
                    self.assertEqual(moved, allowed, (owner, status, step))

    def test_only_a_sent_form_takes_a_step(self):
        self.client.force_login(self.approver)
        for step, rule in STEPS.items():
            article = self.own(next(iter(rule.sources)))
            facts = {"seen": f"1:{article.status}", "note": "Lý do."}
            for method in ("get", "head", "options"):
                getattr(self.client, method)(step_url(article, step), facts)
            self.client.put(step_url(article, step), "revision=1", "application/x-www-form-urlencoded")
            self.assertEqual(Article.objects.get(pk=article.pk).status, article.status, step)

    def test_a_step_needs_the_page_that_asked(self):
        client = self.client_class(enforce_csrf_checks=True)
        client.force_login(self.approver)
        article = self.own("submitted")
        facts = {"seen": "1:submitted", "note": ""}
        self.assertEqual(client.post(step_url(article, "approve"), facts).status_code, 403)

    def test_saving_and_sending_in_one_does_not_send_what_belongs_to_others(self):
        article = self.own("submitted")
        self.client.force_login(self.approver)
        services.send_back(Article.objects.get(pk=article.pk), by=self.approver, at=article.created_at, note="Sửa.")
        self.client.post(change_url(article), self.form(article, _submit="1"))
        self.assertEqual(Article.objects.get(pk=article.pk).status, Status.DRAFT)

    def test_an_article_that_is_not_there_is_not_found(self):
        self.client.force_login(self.approver)
        for number in (999_999, 10**30):
            for step in STEPS:
                address = step_url(self.own(), step).replace(f"/{Article.objects.latest('pk').pk}/", f"/{number}/")
                self.assertEqual(self.client.get(address).status_code, 404)


class FormAttackTests(DeskTestCase):
    WRONG = (
        {"title": "x" * 301},
        {"title": "Tên\x00 bài"},
        {"section": "999999"},
        {"section": "x"},
        {"cover": "khong-co"},
        {"cover": "x" * 10_000},
        {"targets": ["999999", "x"]},
        {"breakthroughs": ["9" * 40]},
        {"publish_at_0": "31/02/2020", "publish_at_1": "08:30"},
        {"publish_at_0": "01/01/0001", "publish_at_1": "00:00"},
        {"publish_at_0": "31/12/9999", "publish_at_1": "23:59"},
        {"publish_at_0": "25/09/2020", "publish_at_1": "99:99"},
        {"expire_at_0": "31/12/9999", "expire_at_1": "23:59"},
        {"body": "<div>" * 3_000},
        {"body": ""},
        {"section": "9" * 40},
    )

    def test_wrong_answers_are_refused_beside_their_field_and_never_break(self):
        self.client.force_login(self.writer)
        for facts in self.WRONG:
            with self.subTest(str(facts)[:60]):
                article = self.own()
                for address, seen in ((ADD, None), (change_url(article), article)):
                    response = self.client.post(address, self.form(seen, **facts))
                    self.assertIn(response.status_code, (200, 302, 400))
                    if response.status_code == 302:
                        self.assertEqual(self.client.get(response["Location"]).status_code, 200)

    def test_numbers_that_are_no_revision_are_a_conflict_and_never_break(self):
        self.client.force_login(self.writer)
        article = self.own()
        for facts in ({"seen": ""}, {"seen": "x"}, {"seen": 10**30}, {"seen": 7, "told": 7, "replace": "on"}):
            with self.subTest(facts):
                response = self.client.post(change_url(article), self.form(article, title="Bị sửa", **facts))
                self.assertEqual(response.status_code, 200)
                self.assertNotEqual(Article.objects.get(pk=article.pk).title, "Bị sửa")

    def test_who_is_later_by_a_moment_gets_back_what_they_typed(self):
        self.client.force_login(self.writer)
        article = self.own()
        typed = self.form(article, seen=9, body="<p>Công sức cả buổi.</p>")
        refuse, checks = MergingForm._refuse_stale, iter([lambda form: None])
        # The row moves after the form was checked and before it is saved.
        with mock.patch.object(MergingForm, "_refuse_stale", lambda form: next(checks, refuse)(form)):
            response = self.client.post(change_url(article), typed)
        self.assertContains(response, "chỉ có ở bản này: </span>Công sức cả buổi.", status_code=409)
        self.assertContains(response, "<del>", status_code=409)
        self.assertContains(response, "Lưu bản đã ghép", status_code=409)

    def test_a_colleague_without_rights_cannot_save_through_the_address_of_an_own_draft(self):
        mine, theirs = self.own(), self.own()
        Article.objects.filter(pk=theirs.pk).update(author=self.other, edited_by=self.other)
        self.client.force_login(self.writer)
        facts = self.form(mine, title="Bị sửa", id=theirs.pk, pk=theirs.pk, author=self.other.pk)
        self.client.post(change_url(mine), facts)
        self.assertNotEqual(Article.objects.get(pk=theirs.pk).title, "Bị sửa")
        for person in (self.other, make_user("tracker")):
            self.client.force_login(person)
            self.client.post(change_url(mine), {**self.form(mine, seen=2), "title": "Bị sửa lần nữa"})
        self.assertEqual(Article.objects.get(pk=mine.pk).title, "Bị sửa")
