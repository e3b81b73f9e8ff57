"""A save that changes nothing writes nothing, on every screen."""

from django.test import TestCase
from django.urls import reverse

from articles import services as articles
from articles.models import Article
from audit.models import Event
from library import services as library
from library.models import DocumentFile, Picture
from resolutions import services as tracker
from search.models import SearchEntry
from tests.factories import MORNING, make_article, make_section, make_user
from tests.factories_resolutions import make_congress, make_document, make_observation, make_target
from tests.library import samples
from tests.library.samples import upload
from tests.sent import untouched
from web.models import Version

NOT_A_DEED = ("session.sign_in",)


def everything(row):
    """All that a save could have touched."""
    return {
        "row": type(row)._base_manager.filter(pk=row.pk).values().get(),
        "versions": dict(Version.objects.values_list("topic", "token")),
        "record": Event.objects.exclude(kind__in=NOT_A_DEED).count(),
        "index": list(SearchEntry.objects.order_by("pk").values()),
    }


class UnchangedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.chief = make_user(is_superuser=True)
        cls.writer = make_user("writer", display_name="Cà Thị Bun")
        make_congress("xv")
        cls.target = tracker.save(make_target(wording="Tỷ lệ che phủ rừng", cause="Nắng hạn\nkéo dài"), at=MORNING)
        cls.figure = make_observation(cls.target, 2025, "47,5", approved_by=None, approved_at=None)
        picture = library.store_picture(upload(samples.jpeg(400, 300)), by=cls.chief, at=MORNING, alt="Hội trường")
        cls.rows = [
            cls.target, cls.target.indicator, cls.target.group, cls.target.congress, make_section(), cls.writer,
            tracker.save(make_document(abstract="Về phát triển\nrừng"), at=MORNING), picture,
            library.store_document_file(upload(samples.pdf("a"), "a.pdf"), title="Kế hoạch 25", by=None, at=MORNING),
        ]  # fmt: skip
        cls.rows += cls.target.congress.breakthroughs.all()[:1]
        cls.text = make_article(
            status="submitted",
            title="Mùa nhãn chín sớm",
            lead="Dòng đầu\nDòng sau",
            sources="Báo Sơn La\nCổng thông tin",
            author=cls.writer,
            edited_by=cls.writer,
            cover=picture,
            targets=[cls.target],
            expire_at=MORNING.replace(year=2030),
        )

    def setUp(self):
        self.client.force_login(self.chief)

    def save(self, row):
        page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        response = self.client.post(page, untouched(self.client, page))
        self.assertEqual(response.status_code, 302, response.context and response.context.get("errors"))

    def test_on_every_screen(self):
        for row in [*self.rows, self.text, self.figure]:
            with self.subTest(model=row._meta.model_name):
                before = everything(row)
                self.save(row)
                self.assertEqual(everything(row), before)

    def test_a_save_that_changes_something_is_seen_by_the_same_measure(self):
        section = make_section()
        before = everything(section)
        page = reverse("admin:articles_section_change", args=[section.pk])
        self.client.post(page, untouched(self.client, page) | {"order": "7"})
        after = everything(section)
        self.assertEqual((after["row"]["order"], after["record"]), (7, before["record"] + 1))
        self.assertNotEqual(after["versions"], before["versions"])

    def test_an_empty_save_of_another_neither_resets_nor_blocks_an_approval(self):
        editor, bystander = make_user("approver"), make_user("approver")
        article = Article.objects.get(pk=self.text.pk)
        article.lead = "Sapo do người duyệt sửa."
        articles.save_draft(article, by=editor, at=MORNING)
        self.client.force_login(bystander)
        self.save(article)
        article = Article.objects.get(pk=article.pk)
        self.assertEqual(article.edited_by, editor)
        self.assertIsNotNone(articles.refusal("approve", article, editor))
        self.assertIsNone(articles.refusal("approve", article, bystander))

    def test_the_rows_exist_that_the_tests_speak_of(self):
        self.assertEqual((Picture.objects.count(), DocumentFile.objects.count()), (1, 1))
