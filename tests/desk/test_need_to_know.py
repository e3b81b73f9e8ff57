"""What staff need not know does not exist for them: they are answered as for a number that was never given."""

import re

import pytest
from django.test import TestCase
from django.urls import reverse

from articles import writing
from articles.models import Article, WorkflowEvent
from audit.models import Event
from library import services as library
from library.models import DocumentFile
from proposals import services as proposals
from proposals.models import Proposal
from resolutions import services as resolutions
from resolutions.models import Document
from tests import who
from tests.desk import addresses
from tests.factories import MORNING, make_article, make_section, make_user
from tests.factories_resolutions import make_congress, make_document, make_target
from tests.library import samples

pytestmark = pytest.mark.once

NUMBER = "417-BC/TU"
ABSTRACT = "Kiểm điểm tập thể thường vụ, lưu hành nội bộ ở khuỷu sông Đà"
FILE = "Báo cáo kiểm điểm chưa công bố"
DRAFT = "Chuyện chưa đăng ở bản Nà Ớt"
PICTURE = "Khuỷu sông Đà mùa nước nổi"
KNOW_PAPERS = sorted(who.KNOW_PAPERS - {"superuser"})
KNOW_DRAFTS = ("approver",)
ROLES = (*KNOW_PAPERS, "writer", "user_manager")
HERE, NEVER = 731_001, 987_654
"""The number of what is hidden, and one that was never given."""
PASSING = {"Content-Length", "Expires", "X-Request-ID"}
"""Differ with the length of a number and with the second."""
SAID = re.compile(r"<ul class=\"messagelist\">.*?</ul>", re.DOTALL)
SECRET = re.compile(r"name=\"csrfmiddlewaretoken\" value=\"[^\"]+\"")


ASKED = (
    ("get", {}), ("get", {"_popup": "1"}), ("get", {"_to_field": "id"}), ("head", {}), ("put", {}), ("options", {}),
    ("post", {}), ("post", {"post": "yes"}), ("post", {"seen": "1:draft", "note": "Thử"}),
    ("post", {"title": "Thử", "lead": "", "body": "<p>Thử</p>", "seen": "1"}),
)  # fmt: skip


FEW = (("get", {}), ("post", {"post": "yes"}), ("post", {"seen": "1:draft", "note": "Thử"}))
"""For those who may not even write an article, and once the other ways in have been tried."""


class NeedToKnowCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.people = {role: make_user(role, username=f"nguoi-{role}") for role in ROLES}
        # Without any role, and with one that an administrator has made by hand.
        cls.people["none"] = make_user(username="chua-co-vai-tro")

    def setUp(self):
        self.never = {}

    def signed_in(self, names):
        for name in names:
            self.client.force_login(self.people[name])
            yield name

    def ask(self, address, pk, method="get", **facts):
        """What is answered, with the number that was asked about taken out of it."""
        response = getattr(self.client, method)(address, facts)
        told = {name: value for name, value in response.headers.items() if name not in PASSING}
        body = SECRET.sub("", response.getvalue().decode())
        if response.status_code == 302:
            # What is said on the page where they are sent.
            body += "".join(SAID.findall(self.client.get(told["Location"], follow=True).content.decode()))
        number = re.compile(rf"(?<!\d){pk}(?!\d)")
        return response.status_code, sorted(response.cookies), number.sub("N", str(told)), number.sub("N", body)

    def ask_never(self, name, *question, **facts):
        """What somebody is answered about the number that was never given: always the same, so asked once."""
        key = (name, *question, *facts.items())
        if key not in self.never:
            self.never[key] = self.ask(*question, **facts)
        return self.never[key]

    def assert_never_given(self, model, names, ways=ASKED):
        told = []
        for name in self.signed_in(names):
            for address, other in zip(addresses.of_row(model, HERE), addresses.of_row(model, NEVER), strict=True):
                for method, facts in ways if name == "writer" else FEW:
                    here = self.ask(address, HERE, method, **facts)
                    never = self.ask_never(name, other, NEVER, method, **facts)
                    told += [(name, method, address, facts, here, never)] * (here != never)
        self.assertEqual(told, [])

    def assert_nowhere(self, names, *marks, **questions):
        """On no list, front page or list of suggestions does any of the marks stand, whatever is asked of it."""
        told = []
        # The role of user manager says that they read the record (and that is recorded), accounts and all.
        for name in self.signed_in(sorted({*names} - {"user_manager"})):
            for address in addresses.of_desk():
                for question in ({}, *questions.values()):
                    answer = self.client.get(address, question)
                    body = answer.getvalue().decode()
                    told += [(name, address, question, mark) for mark in marks if mark in body]
                    if answer.status_code == 403 or address.endswith("/add/"):
                        break  # neither answers a question
        self.assertEqual(told, [])


class DraftTests(NeedToKnowCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.owner = make_user("writer", username="nguoi-viet-bai", display_name="Sùng Thị Dín")
        cls.outsiders = sorted({*cls.people} - {*KNOW_DRAFTS})

    def a_draft(self, status="draft"):
        facts = {"author": self.owner, "edited_by": self.owner, "section": make_section("Xây dựng Đảng")}
        Article.objects.filter(pk=HERE).delete()
        return make_article(id=HERE, status=status, title=DRAFT, **facts)

    def test_a_colleagues_unfinished_text_was_never_given_a_number(self):
        for status in ("draft", "submitted", "withdrawn"):
            with self.subTest(status=status):
                self.a_draft(status)
                # Whoever may write knows the most ways in; those, and the others, try them on a draft.
                if status == "draft":
                    self.assert_never_given(Article, self.outsiders)
                else:
                    self.assert_never_given(Article, ["writer"], FEW)

    def test_its_writer_and_an_approver_open_it(self):
        draft = self.a_draft()
        self.people["owner"] = self.owner
        for _ in self.signed_in(["owner", *KNOW_DRAFTS]):
            for page in ("change", "history", "preview"):
                self.assertContains(self.client.get(reverse(f"admin:articles_article_{page}", args=[draft.pk])), DRAFT)

    def test_no_list_names_it_nor_the_colleague_who_has_written_nothing_else(self):
        draft = self.a_draft()
        questions = {"words": {"q": "na ot"}, "number": {"q": draft.pk}, "writer": {"nguoi-viet": self.owner.pk}}
        self.assert_nowhere(self.outsiders, DRAFT, self.owner.display_name, **questions)
        self.client.force_login(self.people["approver"])
        self.assertContains(self.client.get("/quan-tri/articles/article/"), self.owner.display_name)

    def test_a_published_text_does_not_tell_what_was_said_while_it_was_a_draft(self):
        article = make_article(title="Bản Nà Ớt đón cầu mới", author=self.owner, edited_by=self.owner)
        note = {"article": article, "by": self.people["approver"], "at": MORNING, "revision": 1, "note": DRAFT}
        WorkflowEvent.objects.create(step="send_back", **note)
        change, history = (
            reverse(f"admin:articles_article_{page}", args=[article.pk]) for page in ("change", "history")
        )
        for _ in self.signed_in(["writer"]):
            self.assertNotContains(self.client.get(change), DRAFT)
            self.assertEqual(self.client.get(history).status_code, 403)
        self.people["owner"] = self.owner
        for _ in self.signed_in(["owner", "approver"]):
            self.assertContains(self.client.get(change), DRAFT)
            self.assertEqual(self.client.get(history).status_code, 200)

    def test_a_refused_attempt_at_it_is_not_told_back_on_the_front_page(self):
        draft = self.a_draft()
        for name in self.signed_in(self.outsiders):
            for address in addresses.of_row(Article, draft.pk):
                self.client.post(address, {"seen": "1:draft", "title": "Thử", "body": "<p>Thử</p>", "post": "yes"})
            with self.subTest(role=name):
                self.assertNotContains(self.client.get("/quan-tri/"), DRAFT)
        self.assertFalse(Event.objects.filter(model="articles.article", object_id=str(draft.pk)).exists())

    def test_a_picture_in_it_says_only_that_it_is_used(self):
        draft = self.a_draft()
        picture = library.store_picture(samples.upload(samples.jpeg()), by=self.owner, at=MORNING, alt=PICTURE)
        library.set_uses(writing.USE_KIND, draft.pk, pictures=[picture.pk], public_from=None, public_until=None)
        for name in self.signed_in(self.outsiders):
            for address in addresses.of_row(type(picture), picture.pk):
                with self.subTest(role=name, address=address):
                    self.assertNotIn(DRAFT, self.client.get(address).content.decode())


class InternalPaperTests(NeedToKnowCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.outsiders = sorted({*cls.people} - {*KNOW_PAPERS})
        cls.tracker = cls.people["tracker"]
        cls.file = library.store_document_file(
            samples.upload(samples.pdf(), "a.pdf"), title=FILE, by=cls.tracker, at=MORNING
        )
        cls.congress, cls.target = make_congress(), make_target()
        facts = {"number": NUMBER, "abstract": ABSTRACT, "kind": "báo cáo mật", "issuer": "Tổ giúp việc số 7"}
        DocumentFile.objects.filter(pk=cls.file.pk).update(id=HERE)
        cls.file = DocumentFile.objects.get(pk=HERE)
        cls.paper = make_document(id=HERE, scope=Document.Scope.INTERNAL, file=cls.file, **facts)
        resolutions.index(cls.paper, at=MORNING)
        cls.congress.resolution.document = cls.paper
        cls.congress.resolution.save()

    def propose_to_publish(self):
        changes = {"scope": ["internal", "public"], "abstract": [ABSTRACT, "Báo cáo kết quả"]}
        return proposals.propose(
            self.paper, Proposal.Action.CHANGE, changes, by=self.tracker, at=MORNING, reason=NUMBER
        )

    def test_it_was_never_given_a_number(self):
        self.assert_never_given(Document, self.outsiders)
        self.assert_never_given(DocumentFile, self.outsiders)

    def test_who_may_know_of_it_opens_it(self):
        for name in self.signed_in(KNOW_PAPERS):
            with self.subTest(role=name):
                address = reverse("admin:resolutions_document_change", args=[self.paper.pk])
                self.assertContains(self.client.get(address), ABSTRACT)
                history = reverse("admin:resolutions_document_history", args=[self.paper.pk])
                self.assertEqual(self.client.get(history).status_code, 200)
                self.assertTrue(self.client.get(self.file.get_absolute_url()).getvalue())

    def test_no_list_search_filter_or_suggestion_names_it(self):
        self.propose_to_publish()
        questions = {"words": {"q": "kiem diem"}, "scope": {"scope__exact": "internal"}}
        self.assert_nowhere(self.outsiders, NUMBER, ABSTRACT, FILE, "báo cáo mật", "Tổ giúp việc số 7", **questions)
        asked = {"app_label": "resolutions", "model_name": "resolution", "field_name": "document", "term": "417"}
        for name in self.signed_in(self.outsiders):
            with self.subTest(role=name):
                self.assertNotIn(NUMBER, self.client.get(reverse("admin:autocomplete"), asked).content.decode())

    def test_what_refers_to_it_does_not_name_it(self):
        proposal = self.propose_to_publish()
        rows = [self.congress, self.target, proposal]
        for name in self.signed_in(self.outsiders):
            for row in rows:
                for address in addresses.of_row(type(row), row.pk):
                    with self.subTest(role=name, address=address):
                        body = self.client.get(address).content.decode()
                        self.assertEqual([mark for mark in (NUMBER, ABSTRACT, FILE) if mark in body], [])
        for name in self.signed_in(KNOW_PAPERS):
            with self.subTest(role=name):
                address = reverse("admin:resolutions_congress_change", args=[self.congress.pk])
                self.assertContains(self.client.get(address), NUMBER)

    def test_its_file_was_never_given_an_address(self):
        never = "/thu-vien/tep/AAAAAAAAAAAAAAAA/"
        for name in self.signed_in(self.outsiders):
            for end in (self.file.address_name, "khac.pdf"):
                with self.subTest(role=name, end=end):
                    here = self.ask(f"/thu-vien/tep/{self.file.key}/{end}", 0)
                    self.assertEqual(here[0], 404)
                    self.assertEqual(here, self.ask(f"{never}{end}", 0))

    def test_once_public_it_is_there_but_not_what_it_said_before(self):
        proposals.take("approve", self.propose_to_publish(), by=self.people["tracker_approver"], at=MORNING)
        for _ in self.signed_in(["writer"]):
            page = self.client.get(reverse("admin:resolutions_document_change", args=[self.paper.pk]))
            self.assertContains(page, "Báo cáo kết quả")
            self.assertContains(page, self.file.get_absolute_url())
            self.assertNotContains(page, ABSTRACT)
            self.assertNotContains(page, "history/")
            history = reverse("admin:resolutions_document_history", args=[self.paper.pk])
            self.assertEqual(self.client.get(history).status_code, 403)
            self.assertTrue(self.client.get(self.file.get_absolute_url()).getvalue())
