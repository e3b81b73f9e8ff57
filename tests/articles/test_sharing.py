"""A link shows one version to whoever holds it, until it is over, and what is answered by it approves nothing."""

import datetime as dt
import re
import uuid

from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext

from accounts.models import TryCount
from articles import services as articles
from articles.corrections import services as corrections
from articles.editions import keeping
from articles.models import Article, Correction, SectionLimit, ShareAnswer, ShareLink
from articles.sharing import services, tokens
from articles.sharing.services import cut
from audit.models import Address, Event
from desk.steps import StepRefused
from library import services as library
from notices.models import Notice
from tests.accounts.together import Together
from tests.clock import clock
from tests.factories import MORNING, local, make_article, make_section, make_user
from tests.library import samples

NOW = local(2026, 11, 28, 9)
DAY = dt.timedelta(days=1)
TITLE = "Bản Huổi Một khánh thành cầu treo"
NAME = "Nguyễn Văn Chính, Phó Bí thư Thường trực"


class ShareCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa = make_user("writer", username="hoa", display_name="Lò Thị Hoa")
        cls.duc = make_user("approver", username="duc", display_name="Quàng Văn Đức")
        cls.other = make_user("writer", username="khac", display_name="Cà Văn Khác")
        cls.cover, cls.inside, cls.foreign = (
            library.store_picture(samples.upload(samples.jpeg(seed=seed)), by=cls.hoa, at=MORNING, alt=f"Cầu {seed}")
            for seed in (1, 2, 3)
        )
        body = f'<p>Cầu dài 60 mét.</p><figure><img src="{cls.inside.src}" alt=""></figure>'
        cls.article = Article(title=TITLE, lead="Sapo của bài.", body=body, section=make_section(), cover=cls.cover)
        articles.save_draft(cls.article, by=cls.hoa, at=MORNING)
        articles.submit(cls.article, by=cls.hoa, at=MORNING)
        cls.desk = f"/quan-tri/articles/article/{cls.article.pk}/chia-se/"
        Notice.objects.all().delete()

    def setUp(self):
        self.enterContext(clock(NOW))

    def made(self, article=None, **facts):
        facts = {"by": self.duc, "at": NOW, "form_key": uuid.uuid4().hex, **facts}
        return services.make(article or self.article, "Thường trực Tỉnh ủy", 7, **facts)

    def address(self, made=None):
        return f"/chia-se/{(made or self.made()).token}/"

    def form(self, address, **facts):
        page = self.client.get(address).content.decode()
        key = re.search(r'name="key" value="([^"]+)"', page)[1]
        return {"key": key, "kind": "agree", "name": NAME, "text": "", **facts}

    def assert_private(self, response):
        self.assertEqual(response["Referrer-Policy"], "no-referrer")
        self.assertEqual(response["Cache-Control"], "private, no-store")
        self.assertIn("noindex", response["X-Robots-Tag"])
        self.assertFalse(response.cookies)


class ReadingTests(ShareCase):
    def test_the_holder_reads_the_text_and_nobody_keeps_or_lists_it(self):
        response = self.client.get(self.address())
        for words in (TITLE, "Sapo của bài.", "Cầu dài 60 mét.", "gửi riêng Thường trực Tỉnh ủy", 'name="robots"'):
            self.assertContains(response, words)
        self.assert_private(response)
        for page in ("/", "/rss/", "/sitemap.xml", "/sitemap-bai-viet-1.xml", "/tim-kiem/?q=huoi+mot"):
            self.assertNotContains(self.client.get(page), "chia-se/")

    def test_only_a_digest_is_stored(self):
        made = self.made()
        stored = " ".join(map(str, ShareLink.objects.values_list()))
        told = " ".join(f"{event.after} {event.note} {event.title}" for event in Event.objects.all())
        for part in made.token.split("."):
            self.assertNotIn(part, stored + told)

    def test_it_shows_the_version_it_was_made_for_however_the_article_is_edited(self):
        address = self.address()
        self.article.refresh_from_db()
        self.article.title, self.article.body = "Tiêu đề mới hẳn", "<p>Đoạn mới.</p>"
        articles.save_draft(self.article, by=self.duc, at=NOW)
        page = self.client.get(address)
        self.assertContains(page, "Cầu dài 60 mét.")
        self.assertNotContains(page, "Tiêu đề mới hẳn")
        self.assertContains(self.client.get(self.address()), "Tiêu đề mới hẳn")

    def test_every_opening_is_recorded_with_the_network_alone(self):
        address = self.address()
        self.client.get(address, REMOTE_ADDR="203.0.113.77")
        event = Event.objects.filter(kind="share.open").get()
        self.assertEqual((event.place, event.object_id), ("liên kết chia sẻ", str(self.article.pk)))
        self.assertEqual(event.who, "Người chưa đăng nhập")
        self.assertEqual(Address.objects.get(event=event).address, "203.0.113.0/24")
        self.client.get(address)
        self.assertEqual(Event.objects.filter(kind="share.open").count(), 2)

    def test_addresses_are_cut_to_the_network(self):
        for given, kept in (
            ("203.0.113.77", "203.0.113.0/24"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
            ("không rõ", ""),
            ("", ""),
        ):
            self.assertEqual(cut(given), kept)

    def test_a_loop_that_opens_it_is_stopped_before_it_fills_the_record(self):
        address = self.address()
        answers = [self.client.get(address).status_code for _ in range(62)]
        self.assertEqual(answers.count(200), services.OPENINGS.free)
        last = self.client.get(address)
        self.assertEqual(last.status_code, 429)
        self.assertContains(last, "Hãy thử lại sau", status_code=429)
        self.assertIn("Retry-After", last)
        self.assert_private(last)
        self.assertEqual(Event.objects.filter(kind="share.open").count(), services.OPENINGS.free)
        with clock(NOW + 2 * DAY / 24):
            self.assertEqual(self.client.get(address).status_code, 200)

    def test_reading_costs_few_queries(self):
        address = self.address()
        with CaptureQueriesContext(connection) as asked:
            self.client.get(address)
        self.assertLess(len(asked), 30)


class PictureTests(ShareCase):
    def pictures(self, page):
        return set(re.findall(r'(?:src="|srcset="|, )(/[^" ]+\.webp)', page.content.decode()))

    def test_those_of_the_version_load_for_the_holder_and_nobody_else(self):
        address = self.address()
        shown = self.pictures(self.client.get(address))
        self.assertTrue(any(self.cover.key in one for one in shown) and any(self.inside.key in one for one in shown))
        for picture in shown:
            self.assertTrue(picture.startswith(address), picture)
            response = self.client.get(picture)
            self.assertEqual((response.status_code, response["Content-Type"]), (200, "image/webp"))
            self.assert_private(response)
            response.getvalue()
            public = "/thu-vien" + picture.removeprefix(address.rstrip("/"))
            self.assertEqual(self.client.get(public).status_code, 404)
            self.assertEqual(self.client.get(picture.replace(address, "/chia-se/abc.def/")).status_code, 404)

    def test_no_other_picture_of_the_library_does(self):
        address = self.address()
        for key, width in ((self.foreign.key, self.foreign.widths[0]), (self.cover.key, 7), ("A" * 16, 320)):
            self.assertEqual(self.client.get(f"{address}anh/{key}-{width}.webp").status_code, 404)

    def test_they_die_with_the_link(self):
        made = self.made()
        picture = next(iter(self.pictures(self.client.get(self.address(made)))))
        services.revoke(made.link, by=self.duc, at=NOW)
        self.assertEqual(self.client.get(picture).status_code, 410)

    def test_a_picture_that_is_public_already_is_still_not_kept_here(self):
        live = make_article(cover=self.foreign, author=self.hoa)
        self.assertTrue(live.is_published(NOW))
        self.article.refresh_from_db()
        self.article.cover = self.foreign
        articles.save_draft(self.article, by=self.duc, at=NOW)
        address = self.address()
        response = self.client.get(f"{address}anh/{self.foreign.key}-{self.foreign.widths[0]}.webp")
        self.assert_private(response)
        response.getvalue()


class DeadTests(ShareCase):
    def assert_dead(self, address, sentence, status=410):
        count = ShareAnswer.objects.count()
        for response in (self.client.get(address), self.client.post(address, {"kind": "agree", "name": NAME})):
            self.assertContains(response, sentence, status_code=status)
            self.assertNotContains(response, TITLE, status_code=status)
            self.assert_private(response)
        self.assertEqual(ShareAnswer.objects.count(), count)
        self.assertFalse(Event.objects.filter(kind="share.open").exists())

    def test_guesses_and_broken_copies(self):
        token = self.made().token
        for guess in (token[:-1], token + "A", token.upper(), tokens.new(), "a.b", "x" * 300, "%00", "../..", "ă" * 20):
            with self.subTest(guess=guess[:40]):
                response = self.client.get(f"/chia-se/{guess}/")
                self.assertIn(response.status_code, {400, 404})
                self.assertNotIn(TITLE.encode(), response.content)
        self.assert_dead(f"/chia-se/{token[:-1]}/", "chép chưa đủ", 404)

    def test_guessing_is_limited_and_keeps_nobody_from_signing_in(self):
        address = self.address()
        answers = [self.client.get("/chia-se/abc.def/").status_code for _ in range(40)]
        self.assertEqual((answers[0], answers[-1]), (404, 429))
        self.assertEqual(self.client.get(address).status_code, 200)
        self.assertEqual(TryCount.objects.filter(count__gt=0).count(), 2)  # the guesser's address, the link's openings

    def test_a_key_that_signs_no_more(self):
        address = self.address()
        with override_settings(SECRET_KEY="khac-han-voi-chia-khoa-truoc"):
            self.assert_dead(address, "chép chưa đủ", 404)

    def test_expired(self):
        address = self.address()
        with clock(NOW + 7 * DAY - dt.timedelta(seconds=1)):
            self.assertEqual(self.client.get(address).status_code, 200)
        with clock(NOW + 7 * DAY):
            response = self.client.get(address)
        self.assertContains(response, "đã hết hạn Thứ Bảy, 05/12/2026, 09:00", status_code=410)

    def test_revoked(self):
        made = self.made()
        services.revoke(made.link, by=self.hoa, at=NOW)
        self.assert_dead(self.address(made), "đã thu hồi")
        with self.assertRaisesMessage(StepRefused, services.NOT_REVOKED):
            services.revoke(made.link, by=self.hoa, at=NOW)
        self.assertEqual(Event.objects.filter(kind="share.revoke").count(), 1)

    def test_once_the_text_is_public_it_leads_there_and_takes_no_answer(self):
        address = self.address()
        form = self.form(address)
        self.article.refresh_from_db()
        articles.approve(self.article, by=self.duc, at=NOW)
        for response in (self.client.get(address), self.client.post(address, form)):
            self.assertRedirects(response, self.article.get_absolute_url())
            self.assert_private(response)
        self.assertFalse(ShareAnswer.objects.exists())

    def test_until_its_hour_an_approved_text_can_still_be_read_by_the_link(self):
        address = self.address()
        Article.objects.filter(pk=self.article.pk).update(publish_at=NOW + DAY)
        self.article.refresh_from_db()
        articles.approve(self.article, by=self.duc, at=NOW)
        self.assertEqual(self.client.get(address).status_code, 200)
        with clock(NOW + DAY):
            self.assertEqual(self.client.get(address).status_code, 302)

    def test_it_does_not_revive_when_the_article_is_taken_down(self):
        address = self.address()
        self.article.refresh_from_db()
        articles.approve(self.article, by=self.duc, at=NOW)
        articles.withdraw(self.article, by=self.duc, at=NOW, note="Sai ngày.")
        self.assert_dead(address, "nay không còn trên trang")

    def test_of_a_text_that_is_worked_on_again_a_new_link_shows_what_it_says_and_an_old_one_nothing(self):
        old = self.address()
        self.article.refresh_from_db()
        articles.approve(self.article, by=self.duc, at=NOW)
        text = keeping.of(self.article)
        text.body = "<p>Lời của bản sửa bị bỏ.</p>"
        facts = {"by": self.hoa, "at": NOW, "seen": 1, "note": "Chiều dài cầu được đo lại."}
        corrections.write(self.article, text, Correction.Kind.CONTENT, **facts)
        articles.withdraw(self.article, by=self.duc, at=NOW, note="Sai ngày.")
        later = NOW + dt.timedelta(minutes=5)
        articles.reopen(self.article, by=self.duc, at=later)
        self.assert_dead(old, "nay không còn trên trang")
        with clock(later):
            page = self.client.get(self.address(self.made(at=later)))
        self.assertContains(page, "Cầu dài 60 mét.")
        self.assertNotContains(page, "Lời của bản sửa bị bỏ.")

    def test_what_waits_beside_a_text_is_not_read_once_that_is_taken_down(self):
        live = make_article(author=self.hoa, edited_by=self.hoa, body="<p>Cầu dài 60 mét.</p>", title=TITLE)
        text = keeping.of(live)
        text.body = "<p>Cầu dài 70 mét.</p>"
        facts = {"by": self.hoa, "at": NOW, "seen": 1, "note": "Chiều dài cầu được đo lại."}
        corrections.write(live, text, Correction.Kind.CONTENT, **facts)
        address = self.address(self.made(live))
        articles.withdraw(live, by=self.duc, at=NOW, note="Lộ bí mật.")
        self.assert_dead(address, "nay không còn trên trang")

    def test_a_correction_is_read_by_a_link_while_the_article_is_live(self):
        live = make_article(author=self.hoa, edited_by=self.hoa, body="<p>Cầu dài 60 mét.</p>", title=TITLE)
        with self.assertRaisesMessage(StepRefused, services.PUBLIC_ALREADY):
            self.made(live)
        text = keeping.of(live)
        text.body = "<p>Cầu dài 70 mét.</p>"
        facts = {"by": self.hoa, "at": NOW, "seen": 1, "note": "Chiều dài cầu được đo lại."}
        corrections.write(live, text, Correction.Kind.CONTENT, **facts)
        page = self.client.get(self.address(self.made(live)))
        self.assertContains(page, "Cầu dài 70 mét.")


class AnswerTests(ShareCase):
    def test_an_agreement_reaches_the_desk_and_approves_nothing(self):
        address = self.address()
        response = self.client.post(address, self.form(address), headers={"Origin": "null"})
        self.assertRedirects(response, f"{address}?da-gui=1", fetch_redirect_response=False)
        self.assertContains(self.client.get(response.url), "Đã ghi nhận câu trả lời")
        answer = ShareAnswer.objects.get()
        self.assertEqual((answer.kind, answer.name), ("agree", NAME))
        told = {notice.user.username: notice for notice in Notice.objects.all()}
        self.assertEqual(set(told), {"hoa", "duc"})
        self.assertIn(f"{NAME} trả lời qua liên kết chia sẻ của bài «{TITLE}»: Đồng ý", told["hoa"].text)
        self.assertIn("không thay người duyệt thứ hai", told["hoa"].text)
        event = Event.objects.filter(kind="share.answer").get()
        self.assertEqual((event.after["name"], event.actor_id), (NAME, None))
        self.article.refresh_from_db()
        self.assertEqual(self.article.status, "submitted")
        self.client.force_login(self.duc)
        page = self.client.get(f"/quan-tri/articles/article/{self.article.pk}/change/")
        self.assertContains(page, NAME)
        self.assertContains(page, "không thay cho người duyệt thứ hai")

    def test_the_page_says_that_it_does_not_count_as_the_second_person(self):
        self.assertContains(self.client.get(self.address()), "không thay cho người duyệt thứ hai")

    def test_a_comment_brings_its_words(self):
        address = self.address()
        self.client.post(address, self.form(address, kind="comment", text="Nên nêu tên {các hộ} <b>hiến đất</b>."))
        self.assertIn("Nên nêu tên {các hộ}", Notice.objects.first().text)
        self.client.force_login(self.hoa)
        self.assertContains(self.client.get(self.desk), "Nên nêu tên {các hộ} &lt;b&gt;")

    def test_a_double_click_is_one_answer(self):
        address = self.address()
        form = self.form(address)
        for _ in range(3):
            self.assertEqual(self.client.post(address, form).status_code, 302)
        self.assertEqual((ShareAnswer.objects.count(), Notice.objects.count()), (1, 2))

    def assert_refused(self, address, form, sentence, status=400, **headers):
        response = self.client.post(address, form, headers=headers)
        self.assertContains(response, sentence, status_code=status)
        self.assert_private(response)
        self.assertEqual((ShareAnswer.objects.count(), Notice.objects.count()), (0, 0))
        return response

    def test_another_site_cannot_answer(self):
        address = self.address()
        form = self.form(address)
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "none"},
            {"Origin": "https://khac.example"},
            {"Origin": "http://testserver.khac.example"},
        ):
            with self.subTest(headers=headers):
                self.assert_refused(address, form, "phải được gửi từ chính trang này", 403, **headers)

    def test_a_form_without_the_key_of_this_page(self):
        address, other = self.address(), self.made()
        form = self.form(address)
        keys = ("", "x", "a:b:c", form["key"][:-1], "x" * 5000, self.form(self.address(other))["key"])
        for key in keys:
            with self.subTest(key=key[:30]):
                self.assert_refused(address, {**form, "key": key}, "mở đã lâu, hoặc gửi chưa đủ")
        self.assert_refused(address, {}, "mở đã lâu")

    def test_hostile_names(self):
        address = self.address()
        form = self.form(address)
        for name, sentence in (
            ("", "Hãy ghi họ và tên"),
            ("  .  ", "Hãy ghi họ và tên"),
            ("\u202eaoH ịhT òL", "ký tự ẩn"),
            ("Lò\u200bThị Hoa", "ký tự ẩn"),
            ("Lò Thị\nHoa\x07", "ký tự ẩn"),
            ("Lò Thị\u2029Hoa", "ký tự ẩn"),
            ("a" + "\u0301" * 90, "ký tự lạ"),
            ("x" * 101, "100"),
            ("\ue000\ue001", "ký tự ẩn"),
        ):
            with self.subTest(name=name[:20]):
                self.assert_refused(address, {**form, "name": name}, sentence)

    def test_a_megabyte_of_name_or_words(self):
        address = self.address()
        form = self.form(address)
        self.assert_refused(address, {**form, "name": "Ă" * 100_000}, "100")
        self.assert_refused(address, {**form, "text": "dài " * 2_000}, "4000")
        response = self.client.post(address, {**form, "name": "x" * 1_100_000})
        self.assertEqual(response.status_code, 400)
        self.assertFalse(ShareAnswer.objects.exists())

    def test_what_was_typed_is_given_back_with_its_mistake(self):
        address = self.address()
        form = self.form(address, kind="comment", text="", name="Lò <b>Hoa</b>")
        page = self.assert_refused(address, form, "Hãy viết góp ý trước khi gửi")
        self.assertContains(page, "Lò &lt;b&gt;Hoa&lt;/b&gt;", status_code=400)
        for kind in ("", "approve", "agree\0"):
            self.assertIn(self.client.post(address, {**form, "kind": kind}).status_code, {400})

    def test_one_link_takes_so_many_answers_and_no_more(self):
        address = self.address()
        for _ in range(services.MOST_ANSWERS):
            self.client.post(address, self.form(address))
        page = self.client.post(address, self.form(address))
        self.assertContains(page, "đã nhận 20 câu trả lời", status_code=400)
        self.assertEqual(ShareAnswer.objects.count(), services.MOST_ANSWERS)

    def test_other_methods_are_refused(self):
        address = self.address()
        for method in ("put", "patch", "delete"):
            self.assertEqual(getattr(self.client, method)(address).status_code, 405)
        self.assertEqual(self.client.head(address).status_code, 200)


class DeskTests(ShareCase):
    def post(self, **facts):
        form = {"for_whom": "Thường trực Tỉnh ủy", "days": "3", "opening": uuid.uuid4().hex, "make": "1"}
        return self.client.post(self.desk, {**form, **facts})

    def test_a_link_is_made_shown_once_and_revoked_there(self):
        self.client.force_login(self.hoa)
        page = self.post()
        address = re.search(r"http://testserver(/chia-se/[^<\s]+)", page.content.decode())[1]
        self.assertIn("no-store", page["Cache-Control"])
        self.assertNotContains(self.client.get(self.desk), "/chia-se/" + address.split("/")[2])
        link = ShareLink.objects.get()
        self.assertEqual((link.made_by, link.expires_at), (self.hoa, NOW + 3 * DAY))
        self.assertEqual(self.client.get(address).status_code, 200)
        self.assertRedirects(self.client.post(self.desk, {"revoke": link.pk}), self.desk)
        self.assertEqual(self.client.get(address).status_code, 410)

    def test_a_double_click_leaves_one_living_link_the_one_that_is_shown(self):
        self.client.force_login(self.duc)
        opening = uuid.uuid4().hex
        pages = [self.post(opening=opening).content.decode() for _ in range(2)]
        first, second = (re.search(r"http://testserver(/chia-se/[^<\s]+)", page)[1] for page in pages)
        self.assertEqual([self.client.get(one).status_code for one in (first, second)], [410, 200])

    def test_the_days_are_bounded_and_begin_with_the_setting(self):
        self.client.force_login(self.duc)
        with override_settings(SHARE_LINK_DAYS=12):
            self.assertContains(self.client.get(self.desk), 'value="12"')
        for days in ("0", "31", "-1", "x", "9" * 40, ""):
            self.assertEqual(self.post(days=days).status_code, 200)
        for facts in ({"for_whom": ""}, {"for_whom": "x" * 151}, {"opening": "x"}):
            self.post(**facts)
        for revoked in ("x", "9" * 40, "0"):
            self.assertEqual(self.client.post(self.desk, {"revoke": revoked}).status_code, 409)
        self.assertFalse(ShareLink.objects.exists())

    def test_what_was_taken_down_is_not_shared(self):
        down = make_article(status="withdrawn", author=self.hoa, edited_by=self.hoa)
        with self.assertRaisesMessage(StepRefused, services.TAKEN_DOWN):
            self.made(down)

    def test_so_many_links_live_at_once(self):
        for _ in range(services.MOST_LIVING):
            self.made()
        with self.assertRaisesMessage(StepRefused, "thu hồi bớt"):
            self.made()

    def test_only_those_who_answer_for_the_article(self):
        limited = make_user("approver", username="noi-khac")
        SectionLimit.objects.create(user=limited).sections.add(make_section("Kinh tế", order=2))
        for user, status in ((self.other, 404), (limited, 404), (make_user("tracker"), 403)):
            self.client.force_login(user)
            self.assertEqual({self.client.get(self.desk).status_code, self.post().status_code}, {status})
            with self.assertRaises(StepRefused):
                self.made(by=user)
        self.client.logout()
        self.assertEqual(self.client.get(self.desk).status_code, 302)
        self.assertFalse(ShareLink.objects.exists())

    def test_many_links_cost_as_many_queries_as_few(self):
        self.client.force_login(self.duc)
        counts = []
        for number in (2, 12):
            for _ in range(number):
                made = self.made()
                ShareAnswer.objects.create(link=made.link, kind="agree", name=NAME, at=NOW, form_key=uuid.uuid4().hex)
            with CaptureQueriesContext(connection) as asked:
                self.client.get(self.desk)
            counts.append(len(asked))
        self.assertEqual(*counts)


class TogetherTests(Together):
    def setUp(self):
        hoa = make_user("writer", username="hoa")
        article = make_article(status="draft", author=hoa, edited_by=hoa)
        facts = {"by": hoa, "at": NOW, "form_key": uuid.uuid4().hex}
        self.link = services.make(article, "Thường trực", 7, **facts).link
        super().setUp()

    def test_the_same_form_at_the_same_moment_is_one_answer(self):
        def send(_):
            link = ShareLink.objects.select_related("article").get(pk=self.link.pk)
            services.answer(link, "agree", NAME, "", address="203.0.113.7", at=NOW, form_key="mot-lan")
            return ShareAnswer.objects.count(), Notice.objects.count()

        # On SQLite writers take turns; those that read before the first has written find the row when they write.
        self.assertEqual(set(self.try_together(send, number=4)), {(1, 1)})
