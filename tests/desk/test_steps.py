"""A step that is added to a table has its button, its address, its page and its refusals: nothing else is touched."""

from dataclasses import replace
from unittest import mock

from django.contrib import admin
from django.test import SimpleTestCase, TestCase, override_settings
from django.urls import include, path

import vietnamese
from accounts import requests
from accounts.models import AccountRequest
from articles import stepping, telling, workflow
from articles.admin import ArticleAdmin
from articles.corrections import rules as corrections
from articles.workflow import Status
from audit.kinds import KINDS
from desk.steps import Step
from proposals import services as proposals
from proposals.models import Proposal
from resolutions import workflow as figures
from tests.factories import make_article, make_user

SHELVE = Step(
    name="Cất bài",
    address="cat-bai",
    sources=frozenset({Status.APPROVED}),
    target=Status.WITHDRAWN,
    permission=workflow.APPROVE,
    refusal="Chỉ cất được bài đã duyệt.",
    done="Đã cất bài «{}».",
    note="Vì sao cất bài?",
    note_refusal="Hãy ghi lý do cất bài.",
    follows=("Bài nằm trong kho.",),
)


class WordTests(SimpleTestCase):
    def test_sending_back_has_one_word_on_the_button_in_the_answer_in_the_state_and_in_the_record(self):
        tables = {
            "article": (workflow, "Trả lại"),
            "correction": (corrections, "Trả lại"),
            "figure": (figures, "Trả lại"),
            "proposal": (proposals, "Trả lại"),
            "account": (requests, "Từ chối"),
        }
        for kind, (rules, word) in tables.items():
            with self.subTest(kind=kind):
                step = rules.TABLE.steps["send_back"]
                self.assertTrue(step.name.startswith(word))
                self.assertTrue(step.done.startswith(f"Đã {vietnamese.uncapitalised(word)}"))
                self.assertTrue(KINDS[f"{kind}.send_back"].startswith(word))
        self.assertEqual(Proposal.State.RETURNED.label, "Đã trả lại")
        self.assertEqual(AccountRequest.State.REFUSED.label, "Đã từ chối")


class NewStepTests(TestCase):
    def setUp(self):
        table = replace(workflow.TABLE, steps={**workflow.TABLE.steps, "shelve": SHELVE})
        for owner, name, value in (
            (stepping, "TABLE", table),
            (stepping, "STEPS", table.steps),
            (telling, "STEPS", telling.STEPS | {"shelve": telling.STEPS["withdraw"]}),
            (ArticleAdmin, "table", table),
        ):
            patch = mock.patch.object(owner, name, value)
            patch.start()
            self.addCleanup(patch.stop)
        # The addresses of the desk made anew from the table, as when the site starts.
        addresses = (path("quan-tri/", admin.site.urls), path("", include("config.urls")))
        settings = override_settings(ROOT_URLCONF=addresses)
        settings.enable()
        self.addCleanup(settings.disable)
        self.article = make_article(status="approved")
        self.screen = f"/quan-tri/articles/article/{self.article.pk}/"
        self.client.force_login(make_user("approver"))

    def answer(self, note):
        facts = {"seen": f"{self.article.revision}:approved", "note": note}
        return self.client.post(f"{self.screen}cat-bai/", facts, follow=True)

    def state(self):
        self.article.refresh_from_db()
        return self.article.status

    def test_the_article_offers_it_and_the_page_asks(self):
        self.assertContains(self.client.get(f"{self.screen}change/"), f'href="{self.screen}cat-bai/"')
        page = self.client.get(f"{self.screen}cat-bai/")
        for words in ("Cất bài", "Vì sao cất bài?", "Bài nằm trong kho."):
            self.assertContains(page, words)

    def test_it_happens_once_and_with_a_reason(self):
        self.assertContains(self.answer(" "), "Hãy ghi lý do cất bài.")
        self.assertEqual(self.state(), Status.APPROVED)
        self.assertContains(self.answer("Trùng bài khác."), f"Đã cất bài «{self.article}».")
        self.assertEqual(self.state(), Status.WITHDRAWN)
        self.assertEqual(self.article.events.last().note, "Trùng bài khác.")
        self.assertContains(self.client.get(f"{self.screen}cat-bai/"), "Chỉ cất được bài đã duyệt.")

    def test_who_has_no_right_to_it_is_told_so_and_refused(self):
        self.client.force_login(make_user("writer"))
        self.assertNotContains(self.client.get(f"{self.screen}change/"), "cat-bai")
        self.assertContains(self.client.get(f"{self.screen}cat-bai/"), "không có quyền thực hiện bước này")
        self.assertEqual(self.answer("Trùng.").status_code, 403)
        self.assertEqual(self.state(), Status.APPROVED)
