"""Letters wait in the database and go to a real server, once each, whatever happens on the way."""

import datetime as dt
import itertools
import logging
import threading
from io import StringIO

from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import TestCase, override_settings
from django.utils import timezone

from accounts import notices as of_account
from accounts.models import User
from audit.models import Event
from desk import sealing
from notices import outbox, posting, services
from notices.models import Letter, MailChoice, Notice
from tests.accounts.together import Together
from tests.factories import make_user
from tests.notices.postman import mail_at, serving
from tests.ports import closed_port
from tests.source import ours

WORDS = services.Words(
    text="Lò Thị Hoa đã gửi duyệt bài «Đưa nghị quyết vào cuộc sống».",
    letter="Có bài chờ anh/chị duyệt.",
    subject="Bài chờ duyệt",
    url="/quan-tri/articles/article/7/change/",
)
MINUTE = dt.timedelta(minutes=1)


def tell(*people, at=None, by=None, kind=Notice.Kind.WORK):
    return services.tell(people, WORDS, kind=kind, by=by, at=at or timezone.now())


def run(**options):
    said = StringIO()
    call_command("send_outbox", stdout=said, **options)
    return said.getvalue()


def send(at):
    """As the command does, with the clock standing at that moment."""
    told = outbox.Told()
    for told in outbox.send(list(outbox.due(at).values_list("pk", flat=True)), lambda: at):  # noqa: B007
        pass
    return told


def people():
    hoa = make_user("writer", username="hoa", display_name="Lò Thị Hoa", email="hoa@vi-du.vn")
    duc = make_user("approver", username="duc", display_name="Quàng Văn Đức", email="duc@vi-du.vn")
    return hoa, duc


class SendingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa, cls.duc = people()

    def test_a_letter_goes_once_with_its_words_and_no_more(self):
        with serving() as postman:
            tell(self.duc, by=self.hoa)
            self.assertEqual(postman.taken, [])
            self.assertIn("Đã gửi 1 thư", run())
            self.assertEqual(run(), "")
        [(address, letter)] = postman.taken
        self.assertEqual(address, "duc@vi-du.vn")
        self.assertIn("Bài chờ duyệt", letter["Subject"])
        self.assertEqual(letter["From"], "trang@trang.example")
        text = letter.get_content()
        for words in ("Quàng Văn Đức,", "Có bài chờ anh/chị duyệt.", "http://testserver/quan-tri/articles/article/7/"):
            self.assertIn(words, text)
        self.assertNotIn("Đưa nghị quyết", text + letter["Subject"])

    def test_what_is_rolled_back_was_never_written(self):
        with serving() as postman:
            with self.assertRaises(RuntimeError), transaction.atomic():
                tell(self.duc)
                raise RuntimeError
            run()
        self.assertEqual((postman.taken, Letter.objects.count(), Notice.objects.count()), ([], 0, 0))

    def test_a_letter_is_sealed_until_it_goes_and_forgotten_afterwards(self):
        with serving():
            tell(self.duc)
            letter = Letter.objects.get()
            for told in ("duc@", "Có bài", "Quàng"):
                self.assertNotIn(told, letter.hidden)
            run()
            letter.refresh_from_db()
            self.assertEqual((letter.state, letter.hidden), ("sent", ""))
            Letter.objects.update(done_at=timezone.now() - dt.timedelta(days=31))
            run()
        self.assertFalse(Letter.objects.exists())

    def test_what_was_done_with_yesterday_is_still_known(self):
        with serving():
            tell(self.duc)
            run()
            run()
        self.assertEqual(Letter.objects.count(), 1)

    def test_nobody_without_an_address_or_a_server_has_a_letter_but_everybody_a_notice(self):
        User.objects.filter(pk=self.hoa.pk).update(email="")
        self.hoa.refresh_from_db()
        with mail_at(1):
            tell(self.hoa)
        tell(self.duc)  # no server is named
        self.assertEqual((Letter.objects.count(), Notice.objects.count()), (0, 2))

    def test_each_chooses_letters_or_none_but_is_always_told_of_the_account(self):
        services.choose_mail(self.duc, wanted=False)
        with mail_at(1):
            tell(self.duc, self.hoa)
            self.assertEqual([letter.user for letter in Letter.objects.all()], [self.hoa])
            of_account.tell(self.duc, "Quản trị đã khóa tài khoản của anh/chị.", by=self.hoa, at=timezone.now())
            self.assertEqual(Letter.objects.filter(user=self.duc).count(), 1)
            services.choose_mail(self.duc, wanted=True)
            tell(self.duc)
        self.assertEqual(Letter.objects.filter(user=self.duc).count(), 2)

    def test_a_dry_run_counts_and_touches_nothing(self):
        with serving() as postman:
            tell(self.duc, self.hoa)
            Letter.objects.filter(user=self.hoa).update(next_at=timezone.now() + 9 * MINUTE)
            self.assertIn("Sẽ gửi 1 thư; 1 thư chưa đến lúc", run(dry_run=True))
        self.assertEqual((postman.taken, list(Letter.objects.values_list("tries", flat=True))), ([], [0, 0]))

    def test_titles_with_line_ends_make_no_header_of_their_own(self):
        with serving() as postman:
            outbox.post(self.duc, "Bài\r\nBcc: khac@vi-du.vn\r\n\r\nchữ", "Nội dung", at=timezone.now())
            run()
        [(_, letter)] = postman.taken
        self.assertIsNone(letter["Bcc"])
        self.assertEqual(letter["Subject"], "Bài Bcc: khac@vi-du.vn chữ")

    def test_a_letter_knows_itself_again(self):
        with serving() as postman:
            tell(self.duc)
            key = Letter.objects.get().key
            run()
        self.assertEqual(postman.taken[0][1]["Message-ID"], f"<{key}@trang.example>")


class TroubleTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa, cls.duc = people()

    def assert_ends(self, code, sentence):
        with self.assertRaises(CommandError) as ended:
            run()
        self.assertEqual(ended.exception.returncode, code)
        self.assertIn(sentence, str(ended.exception))
        self.assertNotIn("@", str(ended.exception))

    def test_a_dead_server_blocks_and_undoes_no_deed_and_is_asked_once_for_all(self):
        with closed_port() as port, mail_at(port):
            tell(self.duc, self.hoa, by=None)
            self.assertEqual(Notice.objects.count(), 2)
            with self.assertNoLogs(level=logging.WARNING):
                self.assert_ends(75, "Không nối được với máy chủ thư")
        self.assertEqual(set(Letter.objects.values_list("state", "tries")), {("waiting", 1)})

    def test_waits_grow_until_the_letter_is_given_up(self):
        at = timezone.now()
        with closed_port() as port, mail_at(port):
            tell(self.duc, at=at)
            tried = [at]
            while Letter.objects.get().state == "waiting":
                letter = Letter.objects.get()
                self.assertEqual(send(letter.next_at - dt.timedelta(seconds=1)), outbox.Told())
                tried.append(letter.next_at)
                send(letter.next_at)
        waits = [later - sooner for sooner, later in itertools.pairwise(tried[1:])]
        self.assertEqual(waits, list(outbox.WAITS))
        letter = Letter.objects.get()
        self.assertEqual((letter.state, letter.hidden), ("failed", ""))
        self.assertIn("Không nối được với máy chủ thư", letter.problem)

    def test_a_letter_that_could_not_go_goes_once_the_server_is_back(self):
        at = timezone.now()
        with closed_port() as port, mail_at(port):
            tell(self.duc, at=at)
            send(at)
        with serving() as postman:
            send(at + 2 * MINUTE)
            send(at + 3 * MINUTE)
        self.assertEqual(len(postman.taken), 1)

    def test_an_address_that_the_server_does_not_know_is_given_up_at_once_and_holds_up_nobody(self):
        with serving() as postman:
            postman.answers["duc@vi-du.vn"] = "550 5.1.1 <duc@vi-du.vn> no such user"
            tell(self.duc, self.hoa)
            self.assert_ends(2, "không nhận địa chỉ của người này (mã 550)")
        self.assertEqual([address for address, _ in postman.taken], ["hoa@vi-du.vn"])
        failed = Letter.objects.get(state="failed")
        self.assertNotIn("@", failed.problem)
        self.assertEqual(failed.hidden, "")

    def test_come_again_later_is_taken_at_its_word(self):
        at = timezone.now()
        with serving() as postman:
            postman.answers["duc@vi-du.vn"] = "451 4.3.0 busy"
            tell(self.duc, at=at)
            self.assertEqual(send(at).later, 1)
            postman.answers.clear()
            self.assertEqual(send(at + 2 * MINUTE).sent, 1)
        self.assertEqual(len(postman.taken), 1)

    def test_a_letter_that_the_server_refuses_whole(self):
        with serving() as postman:
            postman.at_data = "554 5.7.1 spam"
            tell(self.duc)
            self.assert_ends(2, "không nhận thư (mã 554)")

    def test_letters_without_a_server_to_take_them(self):
        with mail_at(1):
            tell(self.duc)
        self.assert_ends(75, "Chưa đặt EMAIL_HOST")
        self.assertEqual(Letter.objects.get().tries, 0)

    def test_a_link_that_is_over_is_not_sent_any_more(self):
        at = timezone.now()
        with serving() as postman:
            of_account.post_link(self.hoa, "http://testserver/quan-tri/mat-khau/abc/", at=at, until=at + 2 * MINUTE)
            self.assertEqual(send(at + 2 * MINUTE).given_up, 1)
        self.assertEqual(postman.taken, [])
        self.assertEqual(Letter.objects.get().problem, outbox.TOO_LATE)

    def test_another_secret_key_is_said_and_nothing_is_sent(self):
        with serving() as postman:
            tell(self.duc)
            with override_settings(SECRET_KEY="khac-han-voi-chia-khoa-truoc"):
                self.assert_ends(2, "SECRET_KEY đã đổi")
        self.assertEqual(postman.taken, [])

    def test_a_run_that_was_killed_in_the_middle_leaves_the_letter_to_a_later_one(self):
        at = timezone.now()
        with serving() as postman:
            tell(self.duc, at=at)
            outbox._take(Letter.objects.get().pk, at)  # and then the machine went down
            self.assertEqual(send(at + MINUTE), outbox.Told())
            self.assertEqual(send(at + outbox.LEASE).sent, 1)
        self.assertEqual(len(postman.taken), 1)


class TogetherTests(Together):
    def setUp(self):
        self.hoa, self.duc = people()
        with mail_at(1):
            for _ in range(10):
                tell(self.hoa, self.duc)
        self.keys = list(outbox.due(timezone.now()).values_list("pk", flat=True))
        super().setUp()

    def test_two_runs_at_once_send_each_letter_once(self):
        """Both have read what is due before either takes a letter."""
        with serving() as postman:
            sent = self.try_together(lambda _: self.send(self.keys), number=2)
        self.assertEqual(sum(sent), 20)
        self.assertEqual(len({letter["Message-ID"] for _, letter in postman.taken}), 20)
        self.assertEqual(len(postman.taken), 20)

    def test_whoever_works_meanwhile_is_not_kept_waiting(self):
        """The server hangs with a letter in its hand: nothing is locked."""
        gate, held = threading.Event(), threading.Event()

        def hang():
            held.set()
            gate.wait(20)

        def work(position):
            if position == 0:
                return self.send(self.keys[:1])
            held.wait(20)
            try:
                return len(tell(self.hoa))
            finally:
                gate.set()

        with serving() as postman:
            postman.before = hang
            self.assertEqual(self.try_together(work, number=2), [1, 1])

    def send(self, keys):
        return [told.sent for told in outbox.send(keys, timezone.now)][-1]


class HouseTests(TestCase):
    def test_nothing_else_of_the_site_sends_mail(self):
        found = {name for name, path in ours().items() if "django.core.mail" in path.read_text("utf-8")}
        # Faults go to ADMINS at once, for the database may be what failed; the doctor only knocks at the server's door.
        self.assertEqual(found, {posting.__name__, "monitoring.logs.handlers", "doctor.site"})

    def test_what_is_hidden_for_one_use_no_other_can_show(self):
        with self.assertRaises(sealing.LostKeyError):
            sealing.show(sealing.hide("mật", outbox.SALT), "accounts.second_factor.hide")

    def test_the_index_of_what_is_due_is_there(self):
        with connection.cursor() as cursor:
            self.assertIn("letter_due", connection.introspection.get_constraints(cursor, Letter._meta.db_table))


class ScreenTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa, cls.duc = people()
        cls.address = "/quan-tri/loi-bao/"

    def setUp(self):
        self.client.force_login(self.duc)

    def test_a_notice_stands_at_the_desk_until_it_is_read(self):
        [first], [second] = tell(self.duc), tell(self.duc)
        for page in ("/quan-tri/", self.address):
            self.assertContains(self.client.get(page), "Lò Thị Hoa đã gửi duyệt bài")
        self.assertContains(self.client.get("/quan-tri/"), "Lời báo (2)")
        self.client.post(self.address, {"one": first.pk})
        self.assertEqual([notice.pk for notice in services.unread(self.duc)], [second.pk])
        [third] = tell(self.duc)
        self.client.post(self.address, {"last": second.pk})
        self.assertEqual([notice.pk for notice in services.unread(self.duc)], [third.pk])
        self.assertContains(self.client.get(self.address), "đã đọc")

    def test_one_reads_and_marks_ones_own_alone(self):
        [notice] = tell(self.hoa)
        self.assertNotContains(self.client.get(self.address), "Lò Thị Hoa đã gửi")
        for asked in ({"one": notice.pk}, {"last": notice.pk + 5}):
            self.client.post(self.address, asked)
        self.assertEqual(services.count_unread(self.hoa), 1)

    def test_nonsense_is_answered_and_changes_nothing(self):
        tell(self.duc)
        for asked in ({"one": "x"}, {"one": "9" * 40}, {"last": "-1"}, {"last": "١٢"}, {}):
            with self.subTest(asked=asked):
                self.assertRedirects(self.client.post(self.address, asked), self.address)
        for page in ("x", "0", "9" * 500, "-1"):
            self.assertEqual(self.client.get(self.address, {"trang": page}).status_code, 200)
        self.assertEqual(services.count_unread(self.duc), 1)

    def test_the_choice_of_letters_is_made_there(self):
        self.client.post(self.address, {"mail": "khong"})
        self.assertFalse(MailChoice.objects.get(user=self.duc).by_mail)
        self.assertContains(self.client.get(self.address), "Nhận cả thư")
        self.client.post(self.address, {"mail": "co"})
        self.assertTrue(services.wants_mail(self.duc))

    def test_many_notices_cost_as_many_queries_as_few(self):
        counts = []
        for _ in range(2):
            [tell(self.duc, by=self.hoa) for _ in range(3 if not counts else 30)]
            with self.assertNumQueries(counts[0]) if counts else CountingQueries(counts):
                self.client.get(self.address)

    def test_who_looks_after_accounts_sees_what_did_not_go_but_not_what_it_said(self):
        with serving() as postman:
            postman.answers["hoa@vi-du.vn"] = "550 no"
            tell(self.hoa)
            with self.assertRaises(CommandError):
                run()
        manager = make_user("user_manager")
        self.client.force_login(manager)
        self.assertContains(self.client.get("/quan-tri/"), "thư không gửi được")
        page = self.client.get("/quan-tri/notices/letter/?state__exact=failed")
        self.assertContains(page, "không nhận địa chỉ của người này (mã 550)")
        for hidden in ("hoa@vi-du.vn", "Có bài chờ", "Đưa nghị quyết"):
            self.assertNotContains(page, hidden)
        self.client.force_login(self.duc)
        self.assertEqual(self.client.get("/quan-tri/notices/letter/").status_code, 403)
        self.assertNotContains(self.client.get("/quan-tri/"), "thư không gửi được")

    def test_strangers_are_led_to_the_door(self):
        self.client.logout()
        self.assertEqual(self.client.get(self.address).status_code, 302)

    def test_reading_leaves_the_record_alone(self):
        tell(self.duc)
        count = Event.objects.count()
        self.client.get(self.address)
        self.assertEqual(Event.objects.count(), count)


class CountingQueries:
    def __init__(self, counts):
        self.counts = counts

    def __enter__(self):
        self.before = len(connection.queries_log)
        connection.force_debug_cursor = True

    def __exit__(self, *_error):
        self.counts.append(len(connection.queries_log) - self.before)
        connection.force_debug_cursor = False
