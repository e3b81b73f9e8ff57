"""Every save that changes something is a version; none is ever lost, and the approved one is known."""

import datetime as dt

from django.test import TestCase

from articles import services
from articles.editions import differences, keeping
from articles.links import LINKS
from articles.models import Article, Edition
from library import services as library
from library.models import Picture, Use
from tests.factories import MORNING, make_article, make_section, make_user
from tests.factories_resolutions import make_target
from tests.library import samples
from tests.library.samples import upload

LATER = MORNING + dt.timedelta(hours=1)


class KeepingTests(TestCase):
    def setUp(self):
        self.writer, self.approver = make_user("writer"), make_user("approver")
        self.article = Article(
            title="Mường La trồng cây ăn quả", lead="Sapo.", body="<p>Đoạn đầu.</p>", section=make_section()
        )
        services.save_draft(self.article, by=self.writer, at=MORNING)

    def save(self, by=None, at=LATER, links=None, **facts):
        article = Article.objects.get(pk=self.article.pk)
        for name, value in facts.items():
            setattr(article, name, value)
        services.save_draft(article, by=by or self.writer, at=at, links=links)
        return article

    def numbers(self):
        return list(self.article.editions.order_by("number").values_list("number", "title", "body"))

    def test_the_first_save_is_the_first_version(self):
        self.assertEqual(self.numbers(), [(1, "Mường La trồng cây ăn quả", "<p>Đoạn đầu.</p>")])
        edition = self.article.editions.get()
        self.assertEqual((edition.written_by, edition.written_at, edition.approved_at), (self.writer, MORNING, None))

    def test_a_save_that_changes_something_is_the_next_and_one_that_changes_nothing_is_none(self):
        self.save(body="<p>Đoạn hai.</p>")
        self.save(body="<p>Đoạn hai.</p>")
        self.save(expire_at=LATER)
        self.assertEqual([number for number, _title, _body in self.numbers()], [1, 2])

    def test_text_and_links_of_one_save_are_one_version(self):
        target = make_target()
        none = {name: [] for name in LINKS}
        self.save(title="Tên mới", links=none | {"targets": [target]})
        self.assertEqual(keeping.newest(self.article).links["targets"], [target.pk])
        self.save(links=none)
        self.assertEqual([edition.links["targets"] for edition in self.article.editions.all()], [[], [target.pk], []])

    def test_the_approved_version_stays_known_when_later_ones_are_written(self):
        article = self.save()
        services.submit(article, by=self.writer, at=LATER)
        services.approve(article, by=self.approver, at=LATER)
        live = keeping.live(article)
        self.assertEqual((live.number, live.approved_by, live.approved_at), (1, self.approver, LATER))
        services.withdraw(article, by=self.approver, at=LATER, note="Nhầm số liệu.")
        services.reopen(article, by=self.approver, at=LATER)
        self.save(body="<p>Viết lại.</p>")
        self.assertEqual((keeping.live(article).number, keeping.newest(article).number), (1, 2))

    def test_what_is_rolled_back_was_no_version(self):
        article = Article.objects.get(pk=self.article.pk)
        article.revision, article.title = 99, "Bản cũ"
        with self.assertRaises(services.StepRefused):
            services.save_draft(article, by=self.writer, at=LATER)
        self.assertEqual(self.article.editions.count(), 1)

    def test_a_draft_takes_its_versions_along_when_it_is_deleted(self):
        services.delete(self.article, by=self.writer, at=LATER)
        self.assertFalse(Edition.objects.exists())


class PictureTests(TestCase):
    def setUp(self):
        self.picture = library.store_picture(upload(samples.jpeg(400, 300)), by=None, at=MORNING, alt="Bến đò")
        self.article = make_article(cover=self.picture)

    def test_a_picture_that_readers_once_saw_stays_in_the_library(self):
        self.article.cover = None
        self.article.save()
        library.clear_uses("articles.article", self.article.pk)
        self.assertEqual([use.kind for use in Use.objects.filter(picture=self.picture)], ["articles.edition"])
        self.assertFalse(Picture.objects.with_visibility(LATER).get().is_public)

    def test_a_version_tells_what_it_can_no_longer_show(self):
        body = f'<p>Bài.</p><figure><img src="{self.picture.src}" alt="Bến đò"></figure>'
        edition = Edition(article=self.article, section=self.article.section, cover_key="khong-con", body=body)
        self.assertEqual(keeping.write_into(self.article, edition), ["ảnh chính"])
        edition.body = body.replace(self.picture.key, "khong-con-nua")
        self.assertEqual(keeping.write_into(self.article, edition), ["1 ảnh trong bài", "ảnh chính"])
        self.assertEqual(self.article.body, "<p>Bài.</p>")


class DifferenceTests(TestCase):
    def test_everything_that_differs_is_said_in_words(self):
        target = make_target(wording="Tỷ lệ che phủ rừng")
        before = make_article(title="Đón cầu mới", section=make_section("Kinh tế"))
        first = keeping.newest(before)
        second = Edition(
            article=before, title="Đón cầu treo mới", lead=before.lead, section=make_section("Xã hội"),
            links=keeping.newest(before).links | {"targets": [target.pk]}, body=first.body,
        )  # fmt: skip
        rows = [row for row in differences.compare(first, second).rows if row.state != "same"]
        said = {row.kind: [piece.text for piece in row.merged] for row in rows}
        self.assertEqual(said["Tiêu đề"], ["Đón cầu", "treo", "mới"])
        self.assertEqual(said["Chuyên mục"], ["Kinh tế", "Xã hội"])
        self.assertIn("Tỷ lệ che phủ rừng", said["Nói về chỉ tiêu"][0])
        self.assertEqual(differences.also_changed(first, second), ("chuyên mục", "liên kết tới nghị quyết"))
        self.assertTrue(differences.compare(first, first).is_same)
