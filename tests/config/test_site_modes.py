"""Read-only and maintenance: one command, every machine, nothing lost and nothing written."""

import datetime as dt
import io
import shlex
from unittest import mock

from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import connection
from django.test import Client, TestCase, TransactionTestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from accounts.models import StaffSession
from audit.models import Event
from backup import tables
from proposals.models import Proposal
from tests import factories, source
from tests.documents import blocks
from tests.factories import PASSWORD, make_article, make_user
from web import modes, versions
from web.modes import Mode
from web.waiting import TimerWaits, WaitsWhileReadOnly

REASON = "Chuyển máy chủ, xong trước 17 giờ"
RUNS = {
    "site_mode", "export_static", "doctor",  # change the mode; only read
    "check_copy", "send_removals",  # read; only make what readers see less
    "backup", "restore", "verify_backup", "migrate", "move_database",  # what the site is shut for
    "rebuild_search", "check_search", "verify_audit", "audit_digest",  # no content
    "changepassword", "reset_second_factor", "lift_sign_in_limits",  # let somebody sign in
}  # fmt: skip
"""Commands of ours that run in every mode, and why."""
NOT_TYPED = ("django_session", "accounts_staffsession", "web_version", "web_prepared")


def make_pages():
    article = make_article()
    section = article.section.get_absolute_url()
    archive = ("/bai-viet/2020/", "/bai-viet/2020/09/", "/bai-viet/2020/09/25/", "/rss/", f"{section}rss/")
    lists = ("/", section, "/nghi-quyet/", "/nghi-quyet/phuong-phap/", "/van-ban/", "/tim-kiem/?q=nghi+quyet")
    machines = ("/sitemap.xml", "/sitemap-trang.xml", "/sitemap-bai-viet-1.xml", "/robots.txt", "/healthz", "/readyz")
    return [article.get_absolute_url(), *archive, *lists, *machines, "/so-do-trang/", "/api/v1/chi-tieu/"]


def site_mode(*words):
    said = io.StringIO()
    call_command("site_mode", *words, stdout=said)
    return said.getvalue()


def contents():
    return {name: facts for name, facts in tables.facts(connection).items() if name not in NOT_TYPED}


class ReadOnlyTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.pages = make_pages()
        cls.chief = make_user(username="quan-tri-chinh", is_superuser=True)
        cls.article = make_article(status="draft", author=cls.chief)

    def setUp(self):
        self.client.force_login(self.chief)
        site_mode("read_only", "--reason", REASON)

    def desk_addresses(self):
        for model in ("articles_article", "articles_section", "words_page", "resolutions_target", "accounts_user"):
            yield from (reverse(f"admin:{model}_{page}") for page in ("changelist", "add"))
        yield from (reverse(f"admin:articles_article_{page}", args=[self.article.pk]) for page in ("change", "delete"))
        yield from ("/soan-thao/tai-anh/", "/thu-vien/tai-anh/", "/thu-vien/chon-anh/", "/quan-tri/da-doc/")
        yield from (f"/quan-tri/articles/article/{self.article.pk}/dang-mo/", reverse("accounts:add_app"))
        yield from (reverse("admin:password_change"), reverse("accounts:sessions"), "/chia-se/khong-co/")

    def test_readers_see_everything_as_before(self):
        readers = Client()
        for address in self.pages:
            with self.subTest(address=address):
                self.assertEqual(readers.get(address).status_code, 200)

    def test_every_write_is_refused_and_changes_nothing(self):
        before = contents()
        for address in self.desk_addresses():
            for method in ("post", "put", "delete"):
                with self.subTest(address=address, method=method), self.assertNoLogs("django.request", "WARNING"):
                    response = getattr(self.client, method)(address)
                    self.assertEqual(response.status_code, 503)
                    self.assertEqual(response.headers["Retry-After"], "300")
                    self.assertIn("chỉ đọc", response.content.decode())
        self.assertEqual(contents(), before)

    def test_a_script_of_the_desk_is_told_in_json(self):
        for address in ("/soan-thao/tai-anh/", "/thu-vien/tai-anh/"):
            response = self.client.post(address, headers={"accept": "*/*"})
            self.assertEqual(response.status_code, 503)
            self.assertIn("chỉ đọc", response.json()["error"]["message"])

    def test_what_was_typed_is_offered_again_and_can_be_sent_when_the_site_is_open(self):
        typed = {
            "name": "Nông thôn mới",
            "slug": "nong-thon-moi",
            "order": "7",
            "description": 'Tin "mới" & <b>hay</b>',
        }
        response = self.client.post(reverse("admin:articles_section_add"), typed)
        page = html.fromstring(response.content.decode())
        self.assertIn(REASON, page.text_content())
        form = next(form for form in page.forms if form.action == reverse("admin:articles_section_add"))
        self.assertFalse(Proposal.objects.exists())
        site_mode("normal")
        response = self.client.post(form.action, dict(form.form_values()))
        self.assertEqual(response.status_code, 302, response.content.decode())
        self.assertIn(typed["description"], str(Proposal.objects.get().changes))

    def test_a_form_of_another_site_is_not_offered_under_our_token(self):
        stranger = Client(enforce_csrf_checks=True)
        stranger.force_login(self.chief)
        response = stranger.post(reverse("admin:articles_section_add"), {"name": "Giả mạo"})
        self.assertEqual(response.status_code, 403)
        self.assertNotContains(response, "Giả mạo", status_code=403)

    def test_a_password_is_never_shown_again(self):
        response = self.client.post(reverse("admin:password_change"), {"new_password1": "rat-bi-mat-va-dai"})
        self.assertNotContains(response, "rat-bi-mat-va-dai", status_code=503)

    def test_a_reader_who_answers_by_a_shared_link_keeps_the_words(self):
        response = Client().post("/chia-se/khong-co/", {"name": "Lò Văn Đức", "text": "Đoạn <hai> nên rõ hơn"})
        self.assertContains(response, "Đoạn &lt;hai&gt; nên rõ hơn", status_code=503)

    def test_staff_sign_in_and_see_why_on_every_page(self):
        newcomer = Client()
        facts = {"username": self.chief.username, "password": PASSWORD}
        self.assertEqual(newcomer.post(reverse("admin:login"), facts).status_code, 302)
        for address in (reverse("admin:index"), *self.desk_addresses()):
            response = newcomer.get(address)
            if response.status_code == 200 and b"site-name" in response.content:
                with self.subTest(address=address):
                    self.assertContains(response, REASON)
        self.assertContains(Client().get(reverse("admin:login")), REASON)
        self.assertEqual(newcomer.post(reverse("admin:logout")).status_code, 200)

    def test_the_mode_stands_in_the_record(self):
        event = Event.objects.get(kind="site.mode")
        self.assertEqual((event.note, event.after["mode"], event.before["mode"]), (REASON, "chỉ đọc", "bình thường"))
        self.assertIn("lệnh trên máy chủ", event.place)
        site_mode("read_only", "--reason", REASON)
        site_mode("normal")
        site_mode("normal")
        self.assertEqual(Event.objects.filter(kind="site.mode").count(), 2)

    def test_a_mode_without_a_reason_is_not_taken(self):
        with self.assertRaisesMessage(CommandError, "lý do"):
            site_mode("read_only", "--reason", "  ")
        self.assertIn(REASON, site_mode())


class CommandTests(TestCase):
    def test_the_commands_of_the_guide_do_what_they_say(self):
        """docs/operations.md, "Modes"."""
        lines = [shlex.split(line, comments=True) for line in blocks.lines("manage site_mode")]
        said = [site_mode(*words) for words in lines]
        names = ("bình thường", "chỉ đọc", "bảo trì", "bình thường")
        self.assertEqual(
            [f"Chế độ của trang: {name}" in line for name, line in zip(names, said, strict=True)], [True] * 4
        )

    def test_every_command_of_ours_waits_or_says_why_it_runs(self):
        ours = {name: app for name, app in get_commands().items() if str(app) in source.PACKAGES}
        waiting = {name for name, app in ours.items() if isinstance(load_command_class(app, name), WaitsWhileReadOnly)}
        self.assertEqual(set(ours) - waiting, RUNS & set(ours))

    def test_a_command_that_changes_content_says_that_it_waits(self):
        modes.change(Mode.READ_ONLY, REASON, timezone.now())
        with self.assertRaisesMessage(CommandError, REASON):
            call_command("load_congress", "khong-co.yaml")
        modes.change(Mode.MAINTENANCE, "", timezone.now())
        with self.assertRaisesMessage(CommandError, "khong-co.yaml"):
            call_command("load_congress", "khong-co.yaml")

    def test_letters_wait_in_both_modes_and_that_is_no_failure(self):
        for mode in (Mode.READ_ONLY, Mode.MAINTENANCE):
            modes.change(mode, REASON, timezone.now())
            said = io.StringIO()
            with mock.patch("notices.outbox.send") as send:
                call_command("send_outbox", stdout=said)
            send.assert_not_called()
            self.assertIn(REASON, said.getvalue())
        self.assertTrue(issubclass(TimerWaits, WaitsWhileReadOnly))


class MaintenanceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.pages = make_pages()
        cls.chief = make_user(is_superuser=True)

    def test_everybody_is_told_until_the_command_opens_again(self):
        self.client.force_login(self.chief)
        site_mode("maintenance")
        asked = [page for page in self.pages if page not in ("/healthz", "/readyz", "/robots.txt")]
        for address in [*asked, reverse("admin:index"), reverse("admin:login"), "/khong-co/"]:
            with self.subTest(address=address), self.assertNoLogs("django.request", "WARNING"):
                response = self.client.get(address)
                self.assertEqual(response.status_code, 503)
                self.assertIn("rang đang bảo trì", response.content.decode())
                self.assertEqual((response["Retry-After"], response["Cache-Control"]), ("120", "no-store"))
        self.assertIn("bảo trì", self.client.get("/api/v1/chi-tieu/").json()["errors"][""][0])
        machines = {path: self.client.get(path) for path in ("/healthz", "/readyz", "/robots.txt")}
        self.assertEqual({answer.status_code for answer in machines.values()}, {200})
        site_mode("normal")
        self.assertEqual(self.client.get("/").status_code, 200)

    def test_what_was_typed_is_neither_taken_nor_lost_on_the_way(self):
        self.client.force_login(self.chief)
        site_mode("maintenance")
        response = self.client.post(reverse("admin:articles_section_add"), {"name": "Mới"})
        self.assertContains(response, "chữ đã gõ vẫn còn", status_code=503)


class CostTests(TestCase):
    def test_readers_pay_no_query_for_it(self):
        counts = {}
        make_pages()
        keeping = factories.keeping()
        keeping.enable()
        self.addCleanup(keeping.disable)
        for mode in (Mode.NORMAL, Mode.READ_ONLY):
            modes.change(mode, REASON, timezone.now())
            for address in ("/", "/van-ban/", "/nghi-quyet/", "/rss/", "/healthz"):
                self.client.get(address)
                with self.subTest(address=address):
                    self.assertEqual(self.queries(address), counts.setdefault(address, self.queries(address)))
        self.assertEqual((counts["/"], counts["/healthz"]), (1, 0))

    def queries(self, address):
        with CaptureQueriesContext(connection) as caught:
            self.client.get(address)
        return len(caught)

    def test_the_stricter_of_setting_and_database_holds(self):
        with override_settings(SITE_MODE="read_only"):
            self.assertIs(modes.now().mode, Mode.READ_ONLY)
            modes.change(Mode.MAINTENANCE, REASON, timezone.now())
            self.assertIs(modes.now().mode, Mode.MAINTENANCE)
        modes.change(Mode.NORMAL, "", timezone.now())
        self.assertNotIn(modes.TOPIC, versions.read().tokens)


class ReadOnlyDatabaseTests(TransactionTestCase):
    """A replica, or a database whose disk has gone read-only: nobody had to say so."""

    def setUp(self):
        self.chief = make_user(is_superuser=True)
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.chief)
        StaffSession.objects.update(seen_at=timezone.now() - dt.timedelta(minutes=5))
        self.switch("on")
        self.addCleanup(self.switch, "off")

    @staticmethod
    def switch(word):
        words = {"sqlite": f"PRAGMA query_only = {word}", "postgresql": f"SET default_transaction_read_only = {word}"}
        with connection.cursor() as cursor:
            cursor.execute(words[connection.vendor])

    def test_whoever_is_signed_in_reads_and_is_told_why_nothing_can_be_saved(self):
        self.assertEqual(self.client.get(reverse("admin:articles_section_changelist")).status_code, 200)
        typed = {"name": "Nông thôn mới", "slug": "nong-thon-moi", "order": "7"}
        response = self.client.post(reverse("admin:articles_section_add"), typed)
        self.assertContains(response, "chỉ đọc", status_code=503)
        self.assertContains(response, "Nông thôn mới", status_code=503)
        self.assertEqual(Client().get("/").status_code, 200)

    def test_the_sign_in_that_cannot_be_written_is_refused_with_the_reason(self):
        stranger = Client(raise_request_exception=False)
        response = stranger.post(reverse("admin:login"), {"username": self.chief.username, "password": PASSWORD})
        self.assertContains(response, "chỉ đọc", status_code=503)
        self.assertNotContains(response, PASSWORD, status_code=503)

    def test_what_must_be_recorded_when_it_is_opened_waits(self):
        with mock.patch("articles.sharing.services.find", side_effect=self.write):
            response = Client(raise_request_exception=False).get("/chia-se/mot-lien-ket/")
        self.assertContains(response, "Chưa mở được", status_code=503)

    @staticmethod
    def write(*_args):
        make_user()

    def test_the_command_says_what_to_do_instead(self):
        with self.assertRaisesMessage(CommandError, "SITE_MODE=read_only"):
            site_mode("read_only", "--reason", REASON)
