"""A live article stays live while it is corrected; nobody puts their own words before readers."""

import datetime as dt

from django.test import TestCase

from articles import services as articles
from articles.corrections import rules, services
from articles.editions import keeping
from articles.models import Article, Correction, SectionLimit, WorkflowEvent
from audit.models import Event
from desk.steps import NO_PERMISSION, StepRefused
from library import services as library
from library.models import Use
from notices.models import Notice
from tests.factories import MORNING, make_article, make_section, make_user
from tests.library import samples
from tests.library.samples import upload

LATER = MORNING + dt.timedelta(days=30)
OLD = "<p>Tỉnh uỷ họp sáng nay tại hội trường lớn.</p><p>Xã có 62 hộ nghèo.</p>"
SMALL = OLD.replace("Tỉnh uỷ", "Tỉnh ủy")
LARGE = OLD.replace("62 hộ nghèo", "26 hộ nghèo, giảm nhiều")
NOTE = "Số hộ nghèo của xã là 26, không phải 62."


class Corrected(TestCase):
    def setUp(self):
        self.author, self.editor = make_user("writer"), make_user("writer")
        self.approver = make_user("approver")
        self.article = make_article(author=self.author, edited_by=self.author, body=OLD, title="Tỉnh ủy họp")

    def write(self, body=SMALL, kind="small", by=None, note="", seen=None, **facts):
        text = keeping.copy_of(keeping.live(self.article))
        text.body = body
        for name, value in facts.items():
            setattr(text, name, value)
        correction = services.open_of(self.article)
        number = (correction.edition if correction else keeping.live(self.article)).number
        seen = number if seen is None else seen
        return services.write(self.article, text, kind, by=by or self.editor, at=LATER, seen=seen, note=note)

    def take(self, step, correction, by, note="", seen=None):
        seen = correction.edition.number if seen is None else seen
        services.take(step, correction, by=by, at=LATER, note=note, seen=seen)

    def sent(self, *args, **kwargs):
        correction = self.write(*args, **kwargs)
        self.take("submit", correction, by=correction.author)
        return correction

    def agreed(self, *args, **kwargs):
        correction = self.sent(*args, **kwargs)
        self.take("agree", correction, by=self.approver)
        return correction

    def body(self):
        return Article.objects.get(pk=self.article.pk).body


class WayTests(Corrected):
    def test_readers_see_the_old_text_until_another_person_agrees(self):
        correction = self.write()
        self.assertEqual(self.body(), OLD)
        self.take("submit", correction, by=self.editor)
        self.assertEqual(self.body(), OLD)
        self.take("agree", correction, by=self.approver)
        self.assertEqual(self.body(), SMALL)
        live = keeping.live(self.article)
        self.assertEqual((live, live.approved_by), (correction.edition, self.approver))

    def test_a_small_one_leaves_no_mark_on_the_dates_of_an_article_and_others_do(self):
        before = self.article.edited_at
        self.agreed()
        self.assertEqual(Article.objects.get().edited_at, before)
        self.agreed(LARGE, "content", note=NOTE)
        self.assertEqual(Article.objects.get().edited_at, LATER)

    def test_of_two_dead_links_one_can_be_mended(self):
        dead = [f'<p><a href="/bai-viet/khong-co-{n}/">Bài {n}</a></p>' for n in (9_001, 9_002)]
        self.article = make_article(author=self.author, edited_by=self.author, body="".join(dead))
        self.sent(dead[0], "content", note="Bỏ một liên kết không còn dùng.")
        self.assertEqual(Correction.objects.get().state, "submitted")

    def test_an_old_version_is_sent_only_once_it_is_said_what_readers_are_told(self):
        old = keeping.live(self.article)
        self.agreed(LARGE, "content", note=NOTE)
        correction = services.take_back(Article.objects.get(), old, by=self.editor, at=LATER)
        with self.assertRaisesMessage(StepRefused, rules.NOTE_NEEDED):
            self.take("submit", correction, by=self.editor)
        self.write(OLD, "content", note="Con số 62 là đúng như ban đầu.")
        self.take("submit", services.open_of(self.article), by=self.editor)
        self.assertEqual(services.open_of(self.article).state, "submitted")

    def test_another_dead_link_in_its_place_is_refused(self):
        links = [f'<p><a href="/bai-viet/khong-co-{n}/">Bài {n}</a></p>' for n in (9_001, 9_002)]
        self.article = make_article(author=self.author, edited_by=self.author, body=links[0])
        with self.assertRaises(StepRefused):
            self.sent(links[1], "content", note="Thay liên kết bằng liên kết khác.")

    def test_whoever_wrote_it_is_told_when_the_article_goes_back_to_its_writer(self):
        self.write()
        articles.withdraw(self.article, by=self.approver, at=LATER, note="Nhầm số liệu.")
        articles.reopen(self.article, by=self.approver, at=LATER)
        self.assertIn("đã bỏ bản sửa", Notice.objects.get(user=self.editor).text)

    def test_the_earlier_wording_of_a_rectification_is_kept(self):
        correction = self.agreed(LARGE, "rectification", note=NOTE)
        correction.refresh_from_db()
        (passage,) = correction.passages
        self.assertEqual(passage["before"], "Xã có 62 hộ nghèo.")
        self.assertIn("26 hộ nghèo, giảm nhiều", passage["after"])

    def test_a_returned_one_goes_on_from_its_newest_version(self):
        correction = self.sent()
        with self.assertRaisesMessage(StepRefused, "Hãy ghi rõ"):
            self.take("send_back", correction, by=self.approver)
        self.take("send_back", correction, by=self.approver, note="Còn chữ «sáng nay».")
        again = self.write(SMALL.replace("sáng nay", "chiều nay"))
        self.assertEqual((again.pk, again.edition.number), (correction.pk, 3))

    def test_a_dropped_one_leaves_the_live_text_and_its_versions(self):
        correction = self.sent()
        self.take("drop", correction, by=self.editor, note="Không cần nữa.")
        self.assertEqual((self.body(), services.open_of(self.article)), (OLD, None))
        self.assertEqual(self.article.editions.count(), 2)
        self.write(LARGE, "content", note=NOTE)

    def test_every_step_is_in_the_history_and_in_the_record(self):
        self.agreed(LARGE, "content", note=NOTE)
        steps = WorkflowEvent.objects.filter(article=self.article).values_list("step", flat=True)
        self.assertEqual(list(steps)[1:], ["correction_submit", "correction_agree"])
        kinds = Event.objects.filter(kind__startswith="correction.").order_by("number").values_list("kind", flat=True)
        self.assertEqual(list(kinds), ["correction.write", "correction.submit", "correction.agree"])

    def test_the_search_finds_the_new_words(self):
        self.agreed(LARGE, "content", note=NOTE)
        self.assertContains(self.client.get("/tim-kiem/?q=giam+nhieu"), "Tỉnh ủy họp")


class RefusalTests(Corrected):
    def refused(self, sentence, work, *args, **kwargs):
        before = (self.body(), Correction.objects.count(), self.article.editions.count())
        with self.assertRaisesMessage(StepRefused, sentence):
            work(*args, **kwargs)
        self.assertEqual((self.body(), Correction.objects.count(), self.article.editions.count()), before)

    def test_nobody_agrees_to_their_own(self):
        boss = make_user("approver")
        self.refused(rules.TABLE.own, self.take, "agree", self.sent(by=boss), by=boss)

    def test_nobody_agrees_to_what_they_wrote_a_version_of(self):
        correction = self.sent(by=self.approver)
        Correction.objects.update(author=self.editor)
        correction.refresh_from_db()
        self.refused(rules.TABLE.edited, self.take, "agree", correction, by=self.approver)

    def test_a_superuser_is_one_person_too(self):
        chief = make_user(is_superuser=True)
        self.refused(rules.TABLE.own, self.take, "agree", self.sent(by=chief), by=chief)

    def test_who_may_not_approve_agrees_to_nothing(self):
        self.refused(NO_PERMISSION, self.take, "agree", self.sent(), by=self.author)
        self.refused(NO_PERMISSION, self.write, by=make_user())

    def test_one_correction_at_a_time(self):
        self.write()
        self.refused(f"{self.editor} đang sửa", self.write, by=self.author)

    def test_what_was_sent_is_not_changed_any_more(self):
        self.sent()
        self.refused("Bản sửa đã gửi", self.write, LARGE)

    def test_only_live_articles_are_corrected_this_way(self):
        articles.withdraw(self.article, by=self.approver, at=LATER, note="Nhầm.")
        self.refused("bài này đang là đã gỡ", self.write)

    def test_a_withdrawn_article_is_not_put_back_by_an_older_correction(self):
        correction = self.sent()
        articles.withdraw(self.article, by=self.approver, at=LATER, note="Nhầm.")
        correction.refresh_from_db()
        self.refused("đã gỡ", self.take, "agree", correction, by=self.approver)
        articles.reopen(self.article, by=self.approver, at=LATER)
        self.assertIsNone(services.open_of(self.article))

    def test_what_is_not_small_is_not_slipped_in_as_small(self):
        many = "<p>" + "Một đoạn hoàn toàn khác với trước. " * 3 + "</p>"
        self.refused("nhiều nhất 10", self.write, many)
        self.refused("chuyên mục", self.write, OLD, section=make_section("Kinh tế"))
        self.refused("con số", self.write, OLD.replace("62", "26"))

    def test_readers_are_told_of_what_is_not_small(self):
        self.refused(rules.NOTE_NEEDED, self.write, LARGE, "content", note="ok")

    def test_what_changes_nothing_is_no_correction(self):
        self.refused(rules.NOTHING, self.write, OLD)

    def test_another_page_that_was_faster_is_told(self):
        self.write()
        self.refused(services.MEANWHILE, self.write, LARGE, "content", note=NOTE, seen=1)
        correction = services.open_of(self.article)
        self.refused(services.MEANWHILE, self.take, "submit", correction, by=self.editor, seen=1)

    def test_a_limit_on_sections_holds(self):
        SectionLimit.objects.create(user=self.editor).sections.add(make_section("Kinh tế"))
        self.refused("Anh/chị không làm việc trong chuyên mục", self.write)

    def test_an_article_that_one_person_approved_waits_for_the_second_first(self):
        Article.objects.update(approved_alone_by=self.approver)
        self.article.refresh_from_db()
        self.refused(services.UNCONFIRMED, self.write)


class PictureTests(Corrected):
    def test_a_picture_of_the_correction_is_public_only_once_it_is_agreed(self):
        picture = library.store_picture(upload(samples.jpeg(400, 300)), by=None, at=MORNING, alt="Bến đò Quỳnh Nhai")
        correction = self.sent(OLD + f'<figure><img src="{picture.src}"></figure>', "content", note=NOTE)
        uses = Use.objects.filter(picture=picture)
        self.assertEqual([(use.kind, use.public_from) for use in uses], [("articles.correction", None)])
        self.take("agree", correction, by=self.approver)
        self.assertEqual({use.kind for use in uses.all()}, {"articles.article", "articles.edition"})
        self.assertTrue(uses.public(LATER).exists())
