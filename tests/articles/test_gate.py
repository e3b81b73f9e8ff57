"""The checklist stands before submitting and approving: in the services, and on the pages of the steps."""

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from articles import services
from articles.corrections import services as corrections
from articles.editions import keeping
from articles.gate import asking, facts
from articles.models import Article, SeenWarning
from articles.workflow import Status
from audit.models import Event
from desk.steps import StepRefused
from library.models import Picture
from tests.articles.test_admin import DeskTestCase, change_url, step_url
from tests.factories import MORNING, local, make_article, make_user
from tests.factories_resolutions import make_document, make_target

DEAD = '<p>Bà con xem <a href="/bai-viet/khong-co-999999/">bài trước</a>.</p>'
LOUD = "<p>TẤT CẢ VÌ DÂN GIÀU NƯỚC MẠNH</p>"
SPACED = "<p>Chi bộ&nbsp; họp bàn.</p>"


def link(address):
    return f'<p>Bà con <a href="{address}">xem bài này</a>.</p>'


class ServiceTests(DeskTestCase):
    def taken(self, step, article, by, **more):
        services.take(step, Article.objects.get(pk=article.pk), by=by, at=timezone.now(), **more)
        return Article.objects.get(pk=article.pk).status

    def test_an_error_stops_submitting_and_approving_and_nothing_moves(self):
        for step, status, by in (("submit", "draft", self.writer), ("approve", "submitted", self.approver)):
            with self.subTest(step):
                article = self.own(status, body=DEAD)
                with self.assertRaisesMessage(StepRefused, "Bài còn 1 lỗi"):
                    self.taken(step, article, by)
                self.assertEqual(Article.objects.get(pk=article.pk).status, status)
                Article.objects.filter(pk=article.pk).update(body="<p>Đã bỏ liên kết.</p>")
                self.assertNotEqual(self.taken(step, article, by), status)

    def test_no_tick_helps_against_an_error(self):
        article = self.own(body=DEAD)
        keys = [one.fingerprint for one in asking.of_article(article, MORNING)]
        with self.assertRaisesMessage(StepRefused, "Bài còn 1 lỗi"):
            self.taken("submit", article, self.writer, ticked=keys)
        self.assertFalse(SeenWarning.objects.exists())

    def test_a_text_with_errors_is_sent_back_withdrawn_and_reopened_all_the_same(self):
        self.assertEqual(self.taken("send_back", self.own("submitted", body=DEAD), self.approver, note="Sửa."), "draft")
        article = self.own("approved", body=DEAD)
        self.assertEqual(self.taken("withdraw", article, self.approver, note="Sai."), "withdrawn")
        self.assertEqual(self.taken("reopen", article, self.approver), "draft")

    def test_warnings_want_a_tick_each_which_is_kept_with_its_name_and_recorded(self):
        article = self.own(body=LOUD + SPACED)
        loud, spaced = asking.of_article(article, MORNING)
        for ticked in ((), [loud.fingerprint], ["0" * 16]):
            with self.subTest(ticked=ticked), self.assertRaisesMessage(StepRefused, "cảnh báo chưa ai đánh dấu"):
                self.taken("submit", article, self.writer, ticked=ticked)
        self.assertFalse(SeenWarning.objects.exists())
        both = [loud.fingerprint, spaced.fingerprint]
        self.assertEqual(self.taken("submit", article, self.writer, ticked=both), Status.SUBMITTED)
        self.assertEqual(set(SeenWarning.objects.values_list("by", "sentence")), {
            (self.writer.pk, loud.sentence), (self.writer.pk, spaced.sentence)
        })  # fmt: skip
        self.assertTrue(Event.objects.filter(kind="article.tick").exists())
        self.assertEqual(self.taken("approve", article, self.approver), Status.APPROVED)

    def test_a_warning_that_came_after_the_submission_is_ticked_by_who_approves(self):
        article = self.own("submitted")
        another = make_user("approver")
        Article.objects.filter(pk=article.pk).update(body=LOUD)
        with self.assertRaisesMessage(StepRefused, "cảnh báo chưa ai đánh dấu"):
            self.taken("approve", article, another)
        (found,) = asking.of_article(Article.objects.get(pk=article.pk), MORNING)
        self.assertEqual(self.taken("approve", article, another, ticked=[found.fingerprint]), Status.APPROVED)
        self.assertEqual(SeenWarning.objects.get().by, another)

    def test_what_is_checked_is_what_is_stored(self):
        article = self.own(body=DEAD)
        article.body = "<p>Chữ sạch chỉ ở trong tay.</p>"
        with self.assertRaisesMessage(StepRefused, "Bài còn 1 lỗi"):
            services.submit(article, by=self.writer, at=timezone.now())


class CorrectionTests(DeskTestCase):
    """A text that waits beside a live one (articles/corrections/) meets the same list."""

    def refusal(self, before, after):
        live = make_article(body=before)
        text = Article(title=live.title, lead=live.lead, body=after)
        return asking.correction_refusal("agree", live, text, live, MORNING)

    def test_a_correction_brings_no_new_error(self):
        self.assertIn("Bài còn 1 lỗi nên chưa đồng ý được.", self.refusal("<p>Chi bộ họp.</p>", DEAD))
        self.assertIsNone(self.refusal("<p>Chi bộ họp.</p>", "<p>Chi bộ bàn việc.</p>"))

    def test_a_letter_is_corrected_though_readers_meet_an_old_error_already(self):
        self.assertIsNone(self.refusal(DEAD + "<p>Chi bộ hop.</p>", DEAD + "<p>Chi bộ họp.</p>"))

    def test_it_is_asked_when_the_correction_is_sent_and_when_somebody_agrees(self):
        live = self.own("approved", body="<p>Chi bộ họp.</p>")
        text = keeping.of_text(Article(title=live.title, lead=live.lead, body=DEAD, section=live.section))
        kept = keeping.keep(live, by=self.writer, at=MORNING)
        keeping.approve(kept, by=self.approver, at=MORNING)
        facts_of = {"by": self.writer, "at": timezone.now(), "note": "Cập nhật liên kết trong bài."}
        correction = corrections.write(live, text, "content", seen=kept.number, **facts_of)
        for step, by in (("submit", self.writer), ("agree", self.approver)):
            with self.subTest(step), self.assertRaisesMessage(StepRefused, "Bài còn 1 lỗi"):
                corrections.take(step, correction, by=by, at=timezone.now(), seen=correction.edition.number)
            correction.state = "submitted"
            correction.save()
        self.assertEqual(Article.objects.get(pk=live.pk).body, "<p>Chi bộ họp.</p>")


class FactsTests(TestCase):
    """Whither links lead, asked of the own database; the same answer for what is hidden and what is not there."""

    @classmethod
    def setUpTestData(cls):
        cls.writer = make_user("writer")

    def reaches(self, address, **more):
        told = facts.of(link(address), own=more.get("own"), appears=more.get("appears", local(2026, 1, 1)))
        return {str(reach) for reach in told.reaches.values()}

    def test_articles(self):
        live, later = make_article(), make_article(publish_at=local(2027, 1, 1))
        gone = make_article(expire_at=local(2021, 1, 1))
        for article, expected in (
            (live, set()), (later, {"later"}), (gone, {"missing"}),
            (make_article(status="draft", author=self.writer), {"missing"}),
            (make_article(status="withdrawn", publish_at=MORNING), {"missing"}),
        ):  # fmt: skip
            with self.subTest(status=article.status, publish_at=article.publish_at):
                self.assertEqual(self.reaches(article.get_absolute_url()), expected)
        self.assertEqual(self.reaches(later.get_absolute_url(), appears=local(2027, 1, 1)), set())
        draft = make_article(status="draft", author=self.writer)
        self.assertEqual(self.reaches(draft.get_absolute_url(), own=draft.pk), set())

    def test_other_pages(self):
        target, public, inner = make_target(), make_document(), make_document(scope="internal")
        picture = Picture.objects.create(alt="Đường vào bản", width=9, height=9, sha256="1", uploaded_at=MORNING)
        expected = {
            "/": set(), "/nghi-quyet/": set(), "/nghi-quyet": set(), "/tim-kiem/?q=nghị quyết": set(),
            "/rss/": set(), target.get_absolute_url(): set(), public.get_absolute_url(): set(),
            "http://testserver/nghi-quyet/#muc-1": set(), "https://dangcongsan.vn/nghi-quyet-nao-do/": set(),
            picture.rendition_url(960): set(), "mailto:bantuyengiao@sonla.example": set(),
            inner.get_absolute_url(): {"missing"}, "/nghi-quyet/dai-hoi-99/": {"missing"}, "/van-ban/999/": {"missing"},
            "/chuyen-muc/khong-co/": {"missing"}, "/khong-co/": {"missing"}, "http://testserver/khong-co": {"missing"},
            "/thu-vien/tep/Anh0123456789abc/ke-hoach.pdf": {"missing"}, "/nghi-quyet/%FF%FE/": {"missing"},
            "/quan-tri/": {"inside"}, "/quan-tri/articles/article/1/": {"inside"}, "/thu-vien/chon-anh/": {"inside"},
        }  # fmt: skip
        for address, reach in expected.items():
            with self.subTest(address):
                self.assertEqual(self.reaches(address), reach)

    def test_as_many_links_as_fit_cost_a_bounded_number_of_questions(self):
        body = "".join(link(f"/bai-viet/x-{number}/") for number in range(1, 3_000))
        with self.assertNumQueries(facts.MOST_ASKED):
            facts.of(body, own=None, appears=MORNING)


class ScreenTests(DeskTestCase):
    def submit_page(self, article, **posted):
        self.client.force_login(self.writer)
        return self.client.post(
            step_url(article, "submit"), {"seen": f"{article.revision}:draft", **posted}, follow=True
        )

    def test_the_page_of_the_step_says_what_stops_it_and_offers_no_button(self):
        self.client.force_login(self.writer)
        page = self.client.get(step_url(self.own(body=DEAD), "submit"))
        self.assertContains(page, "Bài còn 1 lỗi nên chưa gửi được.")
        self.assertContains(page, "/bai-viet/khong-co-999999/")
        self.assertNotContains(page, 'type="submit" class="default"')

    def test_each_warning_has_a_box_and_none_may_stay_open(self):
        article = self.own(body=LOUD + SPACED)
        keys = [one.fingerprint for one in asking.of_article(article, MORNING)]
        page = self.submit_page(article, ticked=keys[:1])
        self.assertContains(page, "Hãy đánh dấu từng cảnh báo mà anh/chị đã xem.")
        self.assertEqual(Article.objects.get(pk=article.pk).status, "draft")
        self.assertContains(page, f'value="{keys[0]}" id="id_ticked_0" checked')
        self.submit_page(article, ticked=keys)
        self.assertEqual(Article.objects.get(pk=article.pk).status, "submitted")

    def test_the_approver_reads_who_ticked_what(self):
        article = self.own(body=LOUD)
        self.submit_page(article, ticked=[one.fingerprint for one in asking.of_article(article, MORNING)])
        self.client.force_login(self.approver)
        for address in (step_url(article, "approve"), change_url(article)):
            with self.subTest(address):
                self.assertContains(self.client.get(address), "Lò Văn Đức đã xem")
        self.assertNotContains(self.client.get(step_url(article, "approve")), 'name="ticked"')

    def test_saving_and_submitting_at_once_leads_to_the_warnings_and_keeps_the_text(self):
        article = self.own()
        self.client.force_login(self.writer)
        answer = self.client.post(change_url(article), self.form(article, body=LOUD, _submit="1"))
        self.assertRedirects(answer, step_url(article, "submit"))
        article.refresh_from_db()
        self.assertEqual((article.status, article.body), ("draft", LOUD))

    def test_saving_and_submitting_at_once_with_an_error_says_which_and_keeps_the_text(self):
        article = self.own()
        self.client.force_login(self.writer)
        answer = self.client.post(change_url(article), self.form(article, body=DEAD, _submit="1"), follow=True)
        self.assertRedirects(answer, change_url(article))
        self.assertContains(answer, "Bài còn 1 lỗi nên chưa gửi được.")
        article.refresh_from_db()
        self.assertEqual((article.status, article.revision), ("draft", 2))

    def test_strange_ticks_break_nothing(self):
        article = self.own(body=LOUD)
        for ticked in (["<script>"], ["x" * 5_000], [""] * 50, ["0" * 16]):
            with self.subTest(ticked=ticked[0][:20]):
                self.assertEqual(self.submit_page(article, ticked=ticked).status_code, 200)
        self.assertEqual(Article.objects.get(pk=article.pk).status, "draft")
        self.assertEqual(reverse("admin:articles_article_submit", args=[article.pk]), step_url(article, "submit"))
