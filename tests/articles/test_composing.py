"""The page to write in: where things stand on it, and what is drawn or checked before it is saved."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import nesting
from articles.composing import layout
from articles.editions import keeping
from articles.models import Article, Edition, SectionLimit, WorkflowEvent
from library.models import Picture
from tests.articles.test_admin import ADD, DeskTestCase, change_url
from tests.cpu import Spent
from tests.factories import MORNING, local, make_section, make_user
from tests.factories_resolutions import make_target

NEW = "/quan-tri/articles/article/xem-thu/"
NEW_CHECK = "/quan-tri/articles/article/kiem-tra/"
TYPED = {"title": "Con đường mới vào bản Xím Vàng", "body": "<h2>Đường</h2><p>Bảy cây số.</p><script>x</script>"}


def looks(article):
    return [reverse(f"admin:articles_article_{name}", args=[article.pk]) for name in ("try", "check")]


class PreviewTests(DeskTestCase):
    def look(self, article=None, address=None, by=None, **facts):
        self.client.force_login(by or self.writer)
        return self.client.post(address or (looks(article)[0] if article else NEW), self.form(article, **facts))

    def test_what_is_typed_is_drawn_as_readers_would_see_it_and_nothing_is_kept(self):
        article, target = self.own(), make_target()
        picture = Picture.objects.create(
            alt="Đường vào bản", width=9, height=9, widths=[9], sha256="1", uploaded_at=MORNING
        )
        facts = {**TYPED, "cover": picture.key, "targets": [target.pk], "byline": "Lò Văn Đức", "lead": "Sapo mới."}
        for one in (None, article):
            with self.subTest(article=one):
                before = Article.objects.count(), Edition.objects.count(), WorkflowEvent.objects.count()
                page = self.look(one, **facts)
                for words in (TYPED["title"], "<h2>Đường</h2>", "Lò Văn Đức", "Sapo mới.", picture.key, target.wording):
                    self.assertContains(page, words)
                self.assertNotContains(page, "<script>x")
                self.assertContains(page, "chưa lưu: bạn đọc chưa thấy trang này")
                self.assertEqual(
                    (Article.objects.count(), Edition.objects.count(), WorkflowEvent.objects.count()), before
                )
        article.refresh_from_db()
        self.assertEqual((article.revision, article.cover, article.targets.count()), (1, None, 0))

    def test_it_is_stored_nowhere_and_framed_by_ourselves_alone(self):
        page = self.look()
        self.assertIn("no-store", page["Cache-Control"])
        self.assertIn("noindex", page["X-Robots-Tag"])
        self.assertIn("frame-ancestors 'self'", page["Content-Security-Policy"])
        self.assertNotIn("unsafe-inline", page["Content-Security-Policy"])
        self.assertEqual(page["X-Frame-Options"], "SAMEORIGIN")
        self.assertNotContains(page, "ld+json")

    def test_half_a_text_is_drawn_all_the_same(self):
        page = self.look(title="", section="", body="", publish_at_0="32/13/2020", publish_at_1="x")
        self.assertContains(page, "Chưa có tiêu đề")
        self.assertContains(page, "Chưa chọn chuyên mục")

    def test_what_could_not_be_saved_is_not_drawn_either(self):
        for body in ("<div>" * 4_000, "<p>" + "&" * (nesting.MOST_SIGNS + 1), "<p>" + "Đ" * 300_001 + "</p>"):
            with self.subTest(body[:8]):
                self.assertContains(self.look(body=body), "Chưa xem thử được")

    def test_only_who_could_save_may_look(self):
        table = (
            ("draft", self.writer, {self.writer}),
            ("draft", self.other, {self.other}),
            ("submitted", self.writer, {self.approver}),
            ("approved", self.writer, set()),
            ("withdrawn", self.writer, set()),
        )
        for status, author, allowed in table:
            article = self.own(status)
            Article.objects.filter(pk=article.pk).update(author=author, edited_by=author)
            for person in (self.writer, self.other, self.approver, make_user("tracker"), make_user()):
                for address in looks(article):
                    with self.subTest(status=status, person=person, address=address):
                        found = self.look(article, address, by=person).status_code
                        self.assertEqual(found == 200, person in allowed, found)
                        self.assertIn(found, {200, 403, 404})
        for address in (NEW, NEW_CHECK):
            self.assertEqual(self.look(address=address, by=make_user("tracker")).status_code, 403)
            self.assertEqual(self.client.get(address).status_code, 403)
            self.client.force_login(self.writer)
            self.assertEqual(self.client.get(address).status_code, 405)
            self.client.logout()
            self.assertEqual(self.client.post(address, self.form()).status_code, 302)

    def test_who_works_in_some_sections_looks_at_no_other(self):
        limit = SectionLimit.objects.create(user=self.writer)
        limit.sections.set([make_section("Nông thôn mới")])
        self.assertContains(self.look(), "Chưa chọn chuyên mục")
        limit.sections.add(self.section)
        self.assertContains(self.look(), self.section.name)

    def test_somebody_who_was_faster_does_not_keep_one_from_looking(self):
        article = self.own()
        Article.objects.filter(pk=article.pk).update(revision=7)
        self.assertContains(self.look(article, **TYPED), TYPED["title"])


class CorrectionPageTests(DeskTestCase):
    """The text that waits beside a live one is written on the same page."""

    def setUp(self):
        self.live = self.own("approved", body="<p>Chi bộ họp.</p>")
        keeping.approve(keeping.keep(self.live, by=self.writer, at=MORNING), by=self.approver, at=MORNING)
        names = ("try", "check")
        self.looks = [reverse(f"admin:articles_article_{name}_correction", args=[self.live.pk]) for name in names]

    def test_it_is_drawn_and_checked_before_it_is_kept(self):
        self.client.force_login(self.writer)
        page = self.client.get(reverse("admin:articles_article_correct", args=[self.live.pk]))
        for address in self.looks:
            self.assertContains(page, address)
        typed = self.form(self.live, **{**TYPED, "body": "<h4>Đường</h4>"}, kind="content", public_note="")
        drawn, checked = (self.client.post(address, typed) for address in self.looks)
        self.assertContains(drawn, TYPED["title"])
        self.assertContains(checked, "Đề mục nhảy cấp.")
        self.live.refresh_from_db()
        self.assertEqual((self.live.body, self.live.corrections.count()), ("<p>Chi bộ họp.</p>", 0))

    def test_only_who_could_correct_it_may_look(self):
        draft = self.own("draft")
        for person in (make_user("tracker"), make_user()):
            self.client.force_login(person)
            for address in self.looks:
                self.assertIn(self.client.post(address, self.form(self.live)).status_code, {403, 404})
        self.client.force_login(self.writer)
        address = reverse("admin:articles_article_try_correction", args=[draft.pk])
        self.assertEqual(self.client.post(address, self.form(draft)).status_code, 403)


class ChecklistTests(DeskTestCase):
    def check(self, article=None, **facts):
        self.client.force_login(self.writer)
        address = looks(article)[1] if article else NEW_CHECK
        return self.client.post(address, self.form(article, **facts))

    def test_it_follows_what_is_typed(self):
        for article in (None, self.own()):
            with self.subTest(article=article):
                page = self.check(article, body="<h4>TẤT CẢ VÌ DÂN</h4><p>Bàn việc.</p>")
                self.assertContains(page, 'data-counted="1 lỗi, 1 cảnh báo"')
                self.assertContains(page, "Đề mục «TẤT CẢ VÌ DÂN»")
                self.assertContains(self.check(article), 'data-counted="chưa thấy gì"')

    def test_words_of_the_text_stay_words(self):
        page = self.check(body='<p>Bà con <a href="/khong-co/?a=&quot;&gt;&lt;b">&lt;script&gt;</a>.</p>')
        self.assertContains(page, "&lt;script&gt;")
        self.assertNotContains(page, "<script>")

    def test_a_long_text_costs_little(self):
        body = "<p>Chi bộ họp, bàn việc làm đường và giữ rừng đầu nguồn của cả bản.</p>" * 3_500
        with Spent() as spent:
            self.assertEqual(self.check(body=body).status_code, 200)
        spent.expect_under(self, 1.5)


class PageTests(DeskTestCase):
    def page(self, article=None, by=None):
        self.client.force_login(by or self.writer)
        return self.client.get(change_url(article) if article else ADD)

    def test_the_foot_says_where_one_stands(self):
        article = self.own("submitted", body="<p>CẢ BẢN CÙNG NHAU GIỮ RỪNG ĐẦU NGUỒN</p>")
        for by in (self.writer, self.approver):
            page = self.page(article, by)
            self.assertContains(page, "Đã lưu 25/09/2020, 08:30 · bản 1 · chờ duyệt")
            self.assertContains(page, ">1 cảnh báo</a>")
        self.assertContains(self.page(), "Chưa lưu · bài mới")

    def test_the_hour_alone_says_enough_of_today(self):
        article = self.own()
        article.edited_at = local(2026, 5, 4, 10, 42)
        self.assertEqual(layout.stand(article, local(2026, 5, 4, 18))[0], "Đã lưu 10:42")
        self.assertEqual(layout.stand(article, local(2026, 5, 5))[0], "Đã lưu 04/05/2026, 10:42")

    def test_one_button_is_red_and_it_is_the_next_thing_to_do(self):
        for status, by, red in (
            ("draft", self.writer, 'name="_submit" value="Lưu và gửi duyệt" class="default"'),
            ("submitted", self.approver, "step--approve step--primary"),
            ("approved", self.approver, 'name="_continue" value="Lưu" class="default"'),
            ("withdrawn", self.approver, "step--reopen step--primary"),
            ("submitted", self.writer, None),
        ):
            with self.subTest(status=status, by=by):
                page = self.page(self.own(status), by).content.decode()
                self.assertEqual(page.count('class="default"') + page.count("step--primary"), 1 if red else 0)
                self.assertIn(red or "desk-foot", page)

    def test_what_is_folded_says_what_it_holds_and_what_is_wrong_is_unfolded(self):
        article = self.own(byline="Lò Văn Đức", publish_at=MORNING, is_featured=True)
        page = self.page(article).content.decode()
        for said in ("Lò Văn Đức", "25/09/2020, 08:30", "chưa có ảnh, bài nổi bật", "chưa chọn", "Xây dựng Đảng"):
            self.assertIn(f'<span class="writing__said">{said}</span>', page)
        answer = self.client.post(change_url(article), self.form(article, publish_at_0="99/99/2020", publish_at_1="8"))
        group = next(one for one in answer.context["groups"] if one.name == "Giờ đăng")
        self.assertTrue(group.is_open)

    def test_the_checklist_is_for_texts_that_can_still_be_mended(self):
        for status, is_there in (("draft", True), ("submitted", True), ("approved", False), ("withdrawn", False)):
            with self.subTest(status):
                found = 'id="kiem-tra"' in self.page(self.own(status), self.approver).content.decode()
                self.assertEqual(found, is_there)

    def test_the_page_costs_the_same_with_3_targets_and_30(self):
        article, counts = self.own(), []
        for more in (3, 27):
            for _ in range(more):
                make_target()
            self.page(article)
            with CaptureQueriesContext(connection) as queries:
                self.page(article)
            counts.append(len(queries))
        self.assertEqual(*counts)
