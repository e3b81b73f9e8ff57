"""Addresses that Django's admin answers whether or not a screen of ours leads there."""

from django.contrib.contenttypes.models import ContentType
from django.test import TestCase
from django.urls import reverse

from articles import writing
from articles.models import Article, WorkflowEvent
from library import services as library
from tests.factories import MORNING, make_article, make_section, make_user, now
from tests.factories_resolutions import make_document, make_observation, make_target
from tests.library import samples

SECRET = "Chuyện chưa đăng về khuỷu sông Đà"


class HiddenArticleTests(TestCase):
    """A colleague's draft: nobody but its writer and the approvers may learn that it is there."""

    @classmethod
    def setUpTestData(cls):
        cls.owner = make_user("writer", display_name="Lò Văn Đức")
        cls.section = make_section("Xây dựng Đảng")
        cls.draft = make_article(
            status="draft", title=SECRET, author=cls.owner, edited_by=cls.owner, section=cls.section
        )
        cls.people = {role: make_user(role) for role in ("writer", "tracker", "tracker_approver", "user_manager")}
        cls.approver = make_user("approver")

    def answers(self, address, **query):
        """What each of them is answered, as (what was asked, answer)."""
        for role, person in self.people.items():
            self.client.force_login(person)
            yield f"{role} {address} {query}", self.client.get(address, query)

    def test_the_way_to_the_public_page_does_not_name_it(self):
        address = f"/quan-tri/r/{ContentType.objects.get_for_model(Article).pk}/{self.draft.pk}/"
        for asked, response in self.answers(address):
            self.assertEqual(response.status_code, 404, asked)
        self.client.force_login(self.approver)
        self.assertIn("khuyu", self.client.get(address).headers["Location"])

    def test_no_page_about_it_opens(self):
        change = reverse("admin:articles_article_change", args=[self.draft.pk])
        for page in ("change/", "history/", "delete/", "xem-truoc/", "gui-duyet/", "duyet/"):
            for asked, response in self.answers(change.replace("change/", page), _popup="1"):
                self.assertIn(response.status_code, (302, 403, 404), asked)
                told = self.client.get(response.headers.get("Location", "/"))
                self.assertNotContains(told, SECRET, msg_prefix=asked)

    def test_no_list_answers_questions_about_it(self):
        lists = ("articles_section", "resolutions_target", "resolutions_breakthrough", "resolutions_taskgroup")
        questions = (
            {"articles": self.draft.pk},
            {"articles__isnull": "False"},
            {"articles__title__startswith": "Chuyện"},
            {"articles__status__exact": "draft"},
        )
        for name in lists:
            for question in questions:
                for asked, response in self.answers(reverse(f"admin:{name}_changelist"), **question):
                    self.assertIn(response.status_code, (302, 400, 403), asked)

    def test_no_list_of_articles_answers_questions_about_people_or_hidden_fields(self):
        for question in ({"author__password__startswith": "p"}, {"body__contains": "a"}, {"imported_id": "1"}):
            with self.subTest(question):
                self.client.force_login(self.approver)
                response = self.client.get(reverse("admin:articles_article_changelist"), question)
                self.assertIn(response.status_code, (302, 400))

    def test_suggestions_for_choosing_do_not_name_it(self):
        question = {"app_label": "articles", "model_name": "workflowevent", "field_name": "article"}
        for term in ("Chuyện", "", str(self.draft.pk)):
            for asked, response in self.answers(reverse("admin:autocomplete"), **question, term=term):
                if response.status_code != 403:
                    self.assertEqual(response.json()["results"], [], asked)

    def test_a_popup_asked_to_answer_with_another_field_is_refused(self):
        for field in ("password", "imported_id", "title"):
            self.client.force_login(self.approver)
            for page in ("changelist", "add"):
                response = self.client.get(
                    reverse(f"admin:articles_article_{page}"), {"_to_field": field, "_popup": "1"}
                )
                self.assertEqual(response.status_code, 400)
        self.client.force_login(self.people["user_manager"])
        response = self.client.get(reverse("admin:accounts_user_changelist"), {"_to_field": "password", "_popup": "1"})
        self.assertEqual(response.status_code, 400)

    def test_actions_over_many_rows_do_not_exist(self):
        chief = make_user(is_superuser=True)
        self.client.force_login(chief)
        facts = {"action": "delete_selected", "_selected_action": [self.draft.pk], "post": "yes"}
        self.client.post(reverse("admin:articles_article_changelist"), facts)
        self.assertTrue(Article.objects.filter(pk=self.draft.pk).exists())

    def test_a_picture_in_it_does_not_name_it(self):
        picture = library.store_picture(samples.upload(samples.jpeg()), by=self.owner, at=MORNING, alt="Khuỷu sông Đà")
        library.set_uses(writing.USE_KIND, self.draft.pk, pictures=[picture.pk], public_from=None, public_until=None)
        address = reverse("admin:library_picture_change", args=[picture.pk])
        for asked, response in self.answers(address):
            self.assertNotIn(SECRET, response.content.decode(), asked)
        self.client.force_login(self.owner)
        self.assertContains(self.client.get(address), SECRET)


class MarkupTests(TestCase):
    """What people type is text wherever the admin shows it."""

    EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"

    @classmethod
    def setUpTestData(cls):
        cls.chief = make_user(is_superuser=True, display_name=cls.EVIL)
        cls.section = make_section(cls.EVIL)
        facts = {"author": cls.chief, "edited_by": cls.chief, "section": cls.section, "byline": cls.EVIL}
        cls.articles = [make_article(status=s, title=cls.EVIL, lead=cls.EVIL, **facts) for s in ("draft", "submitted")]
        cls.picture = library.store_picture(
            samples.upload(samples.jpeg()), by=cls.chief, at=MORNING, alt=cls.EVIL, caption=cls.EVIL
        )
        library.set_uses(
            writing.USE_KIND, cls.articles[0].pk, pictures=[cls.picture.pk], public_from=None, public_until=None
        )
        cls.target = make_target(wording=cls.EVIL)
        cls.figure = make_observation(cls.target, 2024, "47", by=cls.chief, approved_at=None, source=cls.EVIL)
        cls.paper = make_document(number=cls.EVIL, abstract=cls.EVIL)
        note = {"article": cls.articles[0], "by": cls.chief, "revision": 1, "note": cls.EVIL}
        WorkflowEvent.objects.create(step="send_back", at=now(), **note)

    def setUp(self):
        self.client.force_login(self.chief)

    def assert_text(self, page, asked):
        self.assertNotIn("<script>alert", page, asked)
        self.assertNotIn("<img src=x", page, asked)

    def test_on_every_page_about_it(self):
        things = [*self.articles, self.section, self.picture, self.target, self.target.indicator, self.figure]
        for thing in [*things, self.paper, self.chief]:
            name = f"{thing._meta.app_label}_{thing._meta.model_name}"
            for page in ("change", "history", "delete"):
                address = reverse(f"admin:{name}_{page}", args=[thing.pk])
                self.assert_text(self.client.get(address).content.decode(), address)
            address = reverse(f"admin:{name}_changelist")
            self.assert_text(self.client.get(address, {"q": self.EVIL}).content.decode(), address)
            self.assert_text(self.client.get(address).content.decode(), address)
        self.assert_text(self.client.get("/quan-tri/").content.decode(), "front page")

    def test_in_messages_and_on_the_pages_of_steps(self):
        for article, step in zip(self.articles, ("submit", "send_back"), strict=True):
            address = reverse(f"admin:articles_article_{step}", args=[article.pk])
            self.assert_text(self.client.get(address).content.decode(), address)
            seen = {"seen": f"{article.revision}:{article.status}", "note": self.EVIL}
            response = self.client.post(address, seen, follow=True)
            self.assertContains(response, "&lt;script&gt;alert")
            self.assert_text(response.content.decode(), address)
        for step in ("approve", "withdraw"):
            address = reverse(f"admin:resolutions_observation_{step}", args=[self.figure.pk])
            self.assert_text(self.client.get(address).content.decode(), address)
