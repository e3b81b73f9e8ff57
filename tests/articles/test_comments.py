"""What staff say at a paragraph stays with its words, and is for those alone who answer for the article."""

import datetime as dt
import re
import uuid
from unittest import TestCase as PlainTestCase

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from articles import services as articles
from articles.comments import anchors, services
from articles.models import Article, Comment, SectionLimit
from audit.models import Event
from desk.steps import StepRefused
from notices.models import Notice
from tests.factories import MORNING, make_article, make_section, make_user

ROAD = "Con đường mới dài bảy cây số do chính bà con hiến đất."
WATER = "Nước sạch về đến bản Nà Ớt từ tháng ba."
BODY = f"<p>{ROAD}</p><h2>Nước sạch</h2><p>{WATER}</p><ul><li>Một</li><li>Hai</li></ul>"
LATER = MORNING + dt.timedelta(hours=1)


class AnchorTests(PlainTestCase):
    def placed(self, words, *now, occurrence=0):
        return anchors.place(anchors.Anchor(words, occurrence), anchors.anchors(now))

    def test_the_blocks_of_a_text(self):
        self.assertEqual(
            anchors.pieces(f'{BODY}<figure><img src="/a" alt="Cầu treo"><figcaption>Cầu</figcaption></figure><p></p>'),
            [f"<p>{ROAD}</p>", "<h2>Nước sạch</h2>", f"<p>{WATER}</p>", "<ul><li>Một</li><li>Hai</li></ul>",
             '<figure><img src="/a" alt="Cầu treo"><figcaption>Cầu</figcaption></figure>'],
        )  # fmt: skip
        self.assertEqual(anchors.pieces(""), [])
        self.assertEqual(anchors.pieces("<p>một<br>hai</p>ba"), ["<p>một<br>hai</p>", "ba"])

    def test_it_stays_with_its_words_when_others_move(self):
        self.assertEqual(self.placed(WATER, "Mới thêm.", ROAD, WATER), anchors.Place(2, is_same=True))

    def test_of_twins_it_keeps_its_own(self):
        self.assertEqual(self.placed("Hai", "Hai", "Một", "Hai", occurrence=1), anchors.Place(2, is_same=True))
        self.assertEqual(self.placed("Hai", "Hai", "Một", occurrence=1), anchors.Place(0, is_same=True))

    def test_an_edited_paragraph_is_still_its_own(self):
        edited = WATER.replace("tháng ba", "tháng tư năm nay")
        self.assertEqual(self.placed(WATER, ROAD, edited), anchors.Place(1, is_same=False))

    def test_it_says_so_when_its_paragraph_is_gone(self):
        self.assertEqual(self.placed(WATER, ROAD, "Chi bộ họp."), anchors.Place(None))
        self.assertEqual(self.placed(WATER), anchors.Place(None))


class CommentCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa = make_user("writer", username="hoa", display_name="Lò Thị Hoa")
        cls.duc = make_user("approver", username="duc", display_name="Quàng Văn Đức")
        cls.other = make_user("writer", username="khac", display_name="Cà Văn Khác")
        cls.article = make_article(status="submitted", author=cls.hoa, edited_by=cls.hoa, body=BODY)
        cls.address = f"/quan-tri/articles/article/{cls.article.pk}/y-kien/"

    def setUp(self):
        self.client.force_login(self.duc)

    def key(self, words):
        return next(one.anchor.key for one in services.paragraphs(self.article) if one.anchor.words == words)

    def post(self, step="add", at=None, text="Bà con bản nào hiến đất?", opening=None, **facts):
        form = {"step": step, "at": at or self.key(ROAD), "text": text, "opening": opening or uuid.uuid4().hex}
        return self.client.post(self.address, {**form, **facts})

    def say(self, words=ROAD, by=None, text="Bà con bản nào hiến đất?"):
        facts = {"by": by or self.duc, "at": LATER, "form_key": uuid.uuid4().hex}
        return services.add(self.article, self.key(words), text, **facts)


class SayingTests(CommentCase):
    def test_it_is_said_recorded_and_told(self):
        self.assertRedirects(self.post(), self.address)
        comment = Comment.objects.get()
        self.assertEqual((comment.by, comment.words, comment.text), (self.duc, ROAD, "Bà con bản nào hiến đất?"))
        event = Event.objects.filter(kind="comment.add").get()
        self.assertEqual((event.actor_id, event.object_id), (self.duc.pk, str(self.article.pk)))
        notice = Notice.objects.get()
        self.assertEqual((notice.user, notice.url), (self.hoa, self.address))
        self.assertIn("Bà con bản nào", notice.text)
        self.assertContains(self.client.get(self.address), "Bà con bản nào hiến đất?")
        page = self.client.get(f"/quan-tri/articles/article/{self.article.pk}/change/")
        self.assertContains(page, "Ý kiến (1)")

    def test_the_form_opens_at_its_paragraph_and_at_what_is_answered(self):
        page = self.client.get(self.address, {"doan": self.key(WATER)})
        self.assertContains(page, "Ý kiến về đoạn này", count=1)
        comment = self.say()
        page = self.client.get(self.address, {"tra-loi": comment.pk})
        self.assertContains(page, 'value="reply"', count=1)
        for nonsense in ("x" * 5000, "'><script>", "9" * 30):
            self.assertEqual(self.client.get(self.address, {"doan": nonsense}).status_code, 200)
            self.assertEqual(self.client.get(self.address, {"tra-loi": nonsense}).status_code, 200)

    def test_a_double_click_says_it_once(self):
        opening = uuid.uuid4().hex
        for _ in range(2):
            self.assertEqual(self.post(opening=opening).status_code, 302)
        self.assertEqual((Comment.objects.count(), Notice.objects.count()), (1, 1))

    def test_a_form_of_another_article_says_nothing_here(self):
        opening = uuid.uuid4().hex
        self.post(opening=opening)
        other = make_article(status="submitted", author=self.hoa, body=BODY, title="Bài khác")
        address = f"/quan-tri/articles/article/{other.pk}/y-kien/"
        page = self.client.post(address, {"step": "add", "at": self.key(ROAD), "text": "Chữ", "opening": opening})
        self.assertContains(page, "Biểu mẫu này đã được dùng", status_code=409)
        self.assertEqual(Comment.objects.count(), 1)

    def test_what_cannot_be_said_is_answered_with_a_sentence_and_nothing_is_kept(self):
        for form, sentence in (
            ({"text": "   "}, services.EMPTY),
            ({"text": "\u202e\u200b"}, services.EMPTY),
            ({"text": "a" * 2001}, "2000"),
            ({"opening": "x"}, "Biểu mẫu không đọc được"),
            ({"at": "khong-co-doan"}, services.CHANGED),
            ({"step": "reply", "at": "9" * 18}, services.GONE),
            ({"step": "reply", "at": "١"}, services.GONE),
            ({"step": "resolve", "at": ""}, services.GONE),
            ({"step": "bay"}, None),
        ):
            with self.subTest(form=form):
                page = self.post(**form)
                self.assertEqual(page.status_code, 409)
                if sentence:
                    self.assertContains(page, sentence, status_code=409)
        self.assertEqual((Comment.objects.count(), Notice.objects.count()), (0, 0))

    def test_a_paragraph_that_changed_while_one_wrote_gives_the_words_back(self):
        key = self.key(ROAD)
        Article.objects.filter(pk=self.article.pk).update(body=f"<p>{WATER}</p>")
        page = self.post(at=key, text="Nên nêu tên từng hộ")
        self.assertContains(page, services.CHANGED, status_code=409)
        self.assertContains(page, "Nên nêu tên từng hộ", status_code=409)

    def test_markup_is_shown_as_it_was_typed(self):
        self.say(text="<script>alert(1)</script><b>đậm</b>")
        page = self.client.get(self.address)
        self.assertContains(page, "&lt;script&gt;alert(1)")
        self.assertNotContains(page, "<script>alert")

    def test_title_and_lead_can_be_spoken_of_and_carry_no_markup(self):
        Article.objects.filter(pk=self.article.pk).update(title="Bản <b>Nà Ớt</b>", lead="Sapo & <i>một</i>\ndòng hai")
        page = self.client.get(self.address)
        self.assertContains(page, "Bản &lt;b&gt;Nà Ớt&lt;/b&gt;")
        self.assertContains(page, "Sapo &amp; &lt;i&gt;một&lt;/i&gt;<br>dòng hai")
        self.article.refresh_from_db()
        self.assertEqual(self.say(self.article.title).words, self.article.title)

    def test_many_comments_cost_as_many_queries_as_few(self):
        counts = []
        for number in (3, 30):
            for _ in range(number):
                self.say()
            with CaptureQueriesContext(connection) as asked:
                self.client.get(self.address)
            counts.append(len(asked))
        self.assertEqual(*counts)


class PreviewTests(CommentCase):
    def test_the_preview_leads_there_for_those_who_may(self):
        preview = f"/quan-tri/articles/article/{self.article.pk}/xem-truoc/"
        self.assertContains(self.client.get(preview), self.address)
        live = make_article(author=self.hoa, edited_by=self.hoa, body=BODY)
        self.client.force_login(self.other)
        self.assertNotContains(self.client.get(f"/quan-tri/articles/article/{live.pk}/xem-truoc/"), "y-kien")
        self.assertNotContains(self.client.get(live.get_absolute_url()), "y-kien")


class StayingTests(CommentCase):
    def shown(self):
        return self.client.get(self.address).content.decode()

    def save(self, body):
        self.article.refresh_from_db()
        self.article.body = body
        articles.save_draft(self.article, by=self.duc, at=LATER)

    def test_it_survives_edits_elsewhere(self):
        self.say(WATER)
        self.save(f"<p>Mở đầu mới.</p>{BODY.replace('bảy cây số', 'tám cây số')}")
        page = self.shown()
        place = re.search(r'id="doan-(\d+)"(?:(?!id="doan-).)*id="y-kien-', page, re.S)
        self.assertIn(WATER, place[0])
        self.assertNotIn("đã được sửa từ khi", page)

    def test_it_says_that_its_paragraph_was_edited_and_what_it_was(self):
        self.say(WATER)
        self.save(BODY.replace("tháng ba", "tháng tư"))
        self.assertIn("Đoạn này đã được sửa từ khi có ý kiến. Lời cũ, ở bản 1", self.shown())

    def test_it_says_that_its_paragraph_is_gone_and_keeps_its_words(self):
        self.say(WATER)
        self.save(f"<p>{ROAD}</p>")
        page = self.shown()
        self.assertIn("Về đoạn không còn trong bài", page)
        self.assertIn(WATER, page)


class EndingTests(CommentCase):
    def test_answered_resolved_opened_again(self):
        comment = self.say()
        self.client.force_login(self.hoa)
        self.assertRedirects(self.post("reply", at=comment.pk, text="Bản Huổi Một ạ"), self.address)
        self.assertIn("trả lời ý kiến", Notice.objects.filter(user=self.duc).get().text)
        self.post("resolve", at=comment.pk)
        comment.refresh_from_db()
        self.assertEqual(comment.resolved_by, self.hoa)
        self.assertContains(self.client.get(self.address), "Đã giải quyết (1)")
        self.assertContains(self.post("resolve", at=comment.pk), services.ALREADY[True], status_code=409)
        self.post("reopen", at=comment.pk)
        comment.refresh_from_db()
        self.assertIsNone(comment.resolved_at)
        kinds = [event.kind for event in Event.objects.filter(kind__startswith="comment.").order_by("number")]
        self.assertEqual(kinds, ["comment.add", "comment.reply", "comment.resolve", "comment.reopen"])

    def test_what_is_answered_again_is_open_again(self):
        comment = self.say()
        services.resolve(comment, by=self.hoa, at=LATER)
        services.reply(comment, "Chưa xong đâu", by=self.duc, at=LATER, form_key=uuid.uuid4().hex)
        comment.refresh_from_db()
        self.assertIsNone(comment.resolved_at)

    def test_a_draft_that_is_removed_takes_its_comments_along(self):
        draft = make_article(status="draft", author=self.hoa, edited_by=self.hoa, body=BODY)
        services.add(draft, self.key(ROAD), "Chữ", by=self.hoa, at=LATER, form_key=uuid.uuid4().hex)
        articles.delete(draft, by=self.hoa, at=LATER)
        self.assertFalse(Comment.objects.exists())


class NeedToKnowTests(CommentCase):
    def tries(self, user):
        self.client.force_login(user)
        return {self.client.get(self.address).status_code, self.post().status_code, self.post("resolve").status_code}

    def test_whoever_may_not_read_what_was_said_finds_no_such_page(self):
        self.say()
        before = Comment.objects.count()
        limited = make_user("approver", username="noi-khac")
        SectionLimit.objects.create(user=limited).sections.add(make_section("Kinh tế", order=2))
        for user in (self.other, limited):
            self.assertEqual(self.tries(user), {404})
        self.assertEqual(self.tries(make_user("tracker")), {403})
        self.client.logout()
        self.assertEqual(self.client.get(self.address).status_code, 302)
        self.assertEqual(Comment.objects.count(), before)

    def test_of_a_live_article_colleagues_read_the_text_but_not_what_was_said_of_it(self):
        live = make_article(author=self.hoa, edited_by=self.hoa, body=BODY)
        services.add(live, self.key(ROAD), "Chữ", by=self.duc, at=LATER, form_key=uuid.uuid4().hex)
        self.address = f"/quan-tri/articles/article/{live.pk}/y-kien/"
        self.assertEqual(self.tries(self.other), {404})
        page = self.client.get(f"/quan-tri/articles/article/{live.pk}/change/")
        self.assertNotContains(page, "y-kien")

    def test_the_service_asks_too(self):
        with self.assertRaises(StepRefused):
            self.say(by=self.other)

    def test_who_may_see_it_no_longer_is_not_told(self):
        self.say(by=self.duc)
        self.duc.groups.clear()
        Notice.objects.all().delete()
        self.say(by=self.hoa)
        self.assertFalse(Notice.objects.exists())
