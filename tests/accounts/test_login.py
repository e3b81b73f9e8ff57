import datetime as dt
import threading
from unittest import mock

from django.contrib.auth import hashers
from django.db import connection
from django.test import Client, SimpleTestCase, TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import hashing, links, locked, throttle
from accounts.models import TryCount
from audit.models import Event
from tests.accounts.together import Together
from tests.clock import clock
from tests.factories import PASSWORD, local, make_user

LOCKED = "Thử sai nhiều lần"
NOON = local(2026, 4, 3, 12)
MINUTE = dt.timedelta(minutes=1)


class LockTest(SimpleTestCase):
    def test_the_lock_doubles_up_to_an_hour(self):
        minutes = {0: 0, 1: 0, 4: 0, 5: 1, 6: 2, 7: 4, 8: 8, 9: 16, 10: 32, 11: 60, 12: 60, 10_000: 60}
        for failures, expected in minutes.items():
            with self.subTest(failures=failures):
                self.assertEqual(throttle.HERE.lock_after(failures), expected * MINUTE)

    def test_one_home_counts_as_one_address(self):
        for address, expected in {
            "203.0.113.7": "203.0.113.7",
            "::ffff:203.0.113.7": "203.0.113.7",
            "2001:db8:1:2::1": "2001:db8:1:2::/64",
            "2001:db8:1:2:ffff:ffff:ffff:ffff": "2001:db8:1:2::/64",
            "2001:db8:1:3::1": "2001:db8:1:3::/64",
            "bịa": "bịa",
        }.items():
            with self.subTest(address=address):
                self.assertEqual(throttle.network(address), expected)


def look(name="duc", address="203.0.113.7", at=NOON, right=False):
    """None when the secret was looked at; how long to wait when it was not."""
    try:
        with throttle.attempt(name, address, at) as attempt:
            if right:
                attempt.succeeded()
    except throttle.TooManyTriesError as refusal:
        return refusal.wait
    return None


class ThrottleTest(TestCase):
    def fail(self, times, name="duc", address="203.0.113.7", at=NOON):
        return [look(name, address, at) for _ in range(times)]

    def test_the_fifth_failure_locks_for_a_minute_and_the_sixth_for_two(self):
        self.assertEqual(self.fail(5), [None] * 5)
        self.assertEqual(look(at=NOON + dt.timedelta(seconds=20)), dt.timedelta(seconds=40))
        self.assertIsNone(look(at=NOON + MINUTE))
        self.assertEqual(look(at=NOON + MINUTE), 2 * MINUTE)

    def test_the_lock_in_the_database_is_that_of_the_rule(self):
        at = NOON
        for count in range(1, 14):
            self.assertIsNone(look(at=at))
            lock = throttle.HERE.lock_after(count)
            self.assertEqual(look(at=at) or MINUTE * 0, lock) if lock else None
            at += lock

    def test_another_name_or_another_address_is_not_locked(self):
        self.fail(5)
        self.assertTrue(look("DUC"))
        self.assertIsNone(look("ung"))
        self.assertIsNone(look(address="203.0.113.8"))

    def test_a_name_tried_from_many_places_is_locked_everywhere_but_not_for_long(self):
        answers = [look(address=f"203.0.113.{number}") for number in range(30)]
        self.assertEqual(answers.count(None), throttle.NAME.free)
        self.assertEqual(answers[-1], MINUTE)
        self.assertEqual(throttle.NAME.lock_after(10_000), 15 * MINUTE)

    def test_many_names_tried_from_one_home_are_locked_for_it_alone(self):
        answers = [look(f"ten-{number}", f"2001:db8::{number:x}") for number in range(40)]
        self.assertEqual(answers.count(None), throttle.ADDRESS.free)
        self.assertIsNone(look("ten-khac", "2001:db8:0:1::1"))

    def test_tries_from_everywhere_at_everybody_are_bounded_too(self):
        answers = [look(f"ten-{number}", f"10.0.{number}.1") for number in range(200)]
        self.assertEqual(answers.count(None), throttle.ALL.free)
        self.assertIsNone(look("ten-khac", "10.1.1.1", at=NOON + MINUTE))

    def test_success_forgets_the_failures_of_the_name(self):
        self.fail(4)
        self.assertIsNone(look(right=True))
        self.assertEqual(self.fail(5), [None] * 5)

    def test_success_gives_back_its_own_try_and_no_other(self):
        """Who owns an account must not wipe out with it what they tried at other names."""
        for number in range(throttle.ADDRESS.free - 1):
            look(f"ten-{number}")
        for _ in range(3):
            self.assertIsNone(look("cua-minh", right=True))
        self.assertIsNone(look("nguoi-khac"))
        self.assertTrue(look("nguoi-khac"))

    def test_a_right_one_after_a_lock_of_the_address_locks_nobody(self):
        """Else an office in which much was mistyped could sign in one by one, with ever longer waits between."""
        for number in range(throttle.ADDRESS.free):
            look(f"ten-{number}")
        after = NOON + MINUTE
        answers = [look(f"nguoi-{number}", at=after, right=True) for number in range(3)]
        self.assertEqual(answers, [None] * 3)
        self.assertIsNone(look("nguoi-khac", at=after))
        self.assertEqual(look("nguoi-khac", at=after), 2 * MINUTE)

    def test_who_read_the_clock_earlier_and_comes_later_is_not_turned_away(self):
        self.assertIsNone(look())
        self.assertIsNone(look(at=NOON - dt.timedelta(seconds=1)))

    def test_a_refused_try_counts_nowhere(self):
        self.fail(5)
        before = list(TryCount.objects.order_by("key").values())
        self.fail(3)
        self.assertEqual(list(TryCount.objects.order_by("key").values()), before)

    def test_a_try_that_found_no_place_is_given_back(self):
        for _ in range(9):
            with self.assertRaises(hashing.Busy), throttle.attempt("duc", "203.0.113.7", NOON):
                raise hashing.Busy
        self.assertIsNone(look())

    def test_a_day_later_nothing_is_known_or_kept(self):
        self.fail(9)
        tomorrow = NOON + throttle.KEPT
        self.assertEqual(self.fail(5, at=tomorrow), [None] * 5)
        look("ung", at=tomorrow + throttle.KEPT, right=True)
        self.assertEqual(TryCount.objects.exclude(count=0).count(), 0)

    def test_neither_name_nor_address_is_stored_readably(self):
        self.fail(1, name="mat-khau-go-nham")
        for key in TryCount.objects.values_list("key", flat=True):
            self.assertRegex(key, "^[0-9a-f]{64}$")


class ManyAtOnceTest(Together):
    def test_of_24_tries_at_one_name_exactly_5_are_looked_at(self):
        answers = self.try_together(lambda _: look())
        self.assertEqual(answers.count(None), throttle.HERE.free)

    def test_of_24_places_that_try_one_name_exactly_20_are_looked_at(self):
        answers = self.try_together(lambda position: look(address=f"203.0.113.{position}"))
        self.assertEqual(answers.count(None), throttle.NAME.free)


@override_settings(PASSWORD_HASHERS=["accounts.hashing.BoundedPBKDF2"])
class FloodTest(Together):
    """Sixteen strangers who sign in with names at random, as fast as they can."""

    def setUp(self):
        super().setUp()
        self.now, self.most, self.hashed, self.lock = 0, 0, 0, threading.Lock()
        watched = mock.patch("django.contrib.auth.hashers.pbkdf2", self.watch(hashers.pbkdf2))
        watched.start()
        self.addCleanup(watched.stop)

    def watch(self, real):
        def hashing_and_counting(*arguments, **options):
            with self.lock:
                self.now, self.hashed = self.now + 1, self.hashed + 1
                self.most = max(self.most, self.now)
            try:
                return real(*arguments, **options)
            finally:
                with self.lock:
                    self.now -= 1

        return hashing_and_counting

    def test_two_passwords_are_hashed_at_once_and_the_rest_is_refused_without_a_hash(self):
        def loop(stranger):
            client = Client(REMOTE_ADDR=f"10.0.{stranger}.1")
            form = {"password": "sai", "next": "/quan-tri/"}
            return [client.post("/quan-tri/login/", {**form, "username": f"t{stranger}-{n}"}) for n in range(4)]

        answers = [answer for loop_ in self.try_together(loop, 16) for answer in loop_]
        self.assertEqual(self.most, hashing.AT_ONCE)
        refused = [answer for answer in answers if answer.status_code == 429]
        self.assertEqual(len(refused) + self.hashed, len(answers))
        self.assertGreater(len(refused), len(answers) // 3)
        for answer in refused:
            self.assertContains(answer, "Đang có nhiều người đăng nhập cùng lúc", status_code=429)
            self.assertEqual(answer.headers["Retry-After"], "6")

    def test_a_name_that_exists_costs_as_many_hashes_as_one_that_does_not(self):
        make_user("writer", username="co-that")
        make_user("writer", username="da-khoa", is_active=False)
        make_user("writer", username="moi-moi").set_unusable_password()
        costs = {}
        for name in ("co-that", "da-khoa", "moi-moi", "khong-co"):
            before = self.hashed
            self.client.post("/quan-tri/login/", {"username": name, "password": "sai"})
            costs[name] = self.hashed - before
        self.assertEqual(set(costs.values()), {1})

    def test_where_no_form_asks_the_refusal_is_a_page_of_its_own(self):
        page = reverse("admin:set_password", args=[links.make(make_user("writer"), by=None, at=timezone.now())])
        words = {"new_password1": "nui-rung-tay-bac-26", "new_password2": "nui-rung-tay-bac-26"}
        with mock.patch.object(hashing, "LONGEST_WAIT", dt.timedelta(0)), hashing.slot(), hashing.slot():
            answer = self.client.post(page, words)
        self.assertContains(answer, "Đang có nhiều người đăng nhập cùng lúc", status_code=429)
        # The part that is shown where somebody signs in again beside a text.
        self.assertContains(answer, 'id="content-main"', status_code=429)
        self.assertEqual(answer.headers["Retry-After"], "6")
        self.assertEqual(self.client.post(page, words).status_code, 302)

    def test_whoever_finds_both_places_taken_is_refused(self):
        with mock.patch.object(hashing, "LONGEST_WAIT", dt.timedelta(0)), hashing.slot(), hashing.slot():
            self.assertRaises(hashing.Busy, hashers.make_password, "bất kỳ")
        self.assertTrue(hashers.make_password("bất kỳ"))


class AddressTest(SimpleTestCase):
    def request(self, **headers):
        return type("Request", (), {"META": {"REMOTE_ADDR": "10.0.0.1", **headers}})()

    def test_without_a_trusted_proxy_nobody_chooses_their_address(self):
        self.assertEqual(throttle.address_of(self.request(HTTP_X_FORWARDED_FOR="198.51.100.9")), "10.0.0.1")

    @override_settings(TRUSTED_PROXIES=1)
    def test_behind_one_proxy_the_last_entry_counts(self):
        request = self.request(HTTP_X_FORWARDED_FOR="bịa, 198.51.100.9")
        self.assertEqual(throttle.address_of(request), "198.51.100.9")
        self.assertEqual(throttle.address_of(self.request()), "10.0.0.1")


class LoginPageTest(TestCase):
    def setUp(self):
        self.user = make_user("writer", username="lo-van-duc")

    def sign_in(self, username="lo-van-duc", password=PASSWORD):
        return self.client.post(
            reverse("admin:login"), {"username": username, "password": password, "next": "/quan-tri/"}
        )

    def test_the_right_password_opens_the_front_page(self):
        self.assertRedirects(self.sign_in(), reverse("admin:index"))

    def test_a_way_to_another_site_leads_to_the_front_page_instead(self):
        for address in ("https://gia-mao.example/", "//gia-mao.example/", "javascript:alert(1)"):
            with self.subTest(address=address):
                self.client.logout()
                answer = {"username": "lo-van-duc", "password": PASSWORD, "next": address}
                response = self.client.post(f"{reverse('admin:login')}?next={address}", answer)
                self.assertRedirects(response, reverse("admin:index"))

    def test_after_five_failures_even_the_right_password_has_to_wait(self):
        for _ in range(5):
            self.assertNotContains(self.sign_in(password="sai"), LOCKED)
        response = self.sign_in()
        self.assertContains(response, "Thử sai nhiều lần. Hãy thử lại sau 1 phút.", status_code=429)
        self.assertIn(int(response.headers["Retry-After"]), range(55, 62))
        TryCount.objects.update(open_at=timezone.now())
        self.assertRedirects(self.sign_in(), reverse("admin:index"))

    def test_locked_sign_ins_are_recorded_and_most_of_a_flood_only_counted(self):
        with clock(NOON):
            for _ in range(5 + 100):
                self.sign_in(password="sai")
        events = Event.objects.filter(kind="session.sign_in").order_by("number")
        outcomes = [event.outcome for event in events]
        self.assertEqual(outcomes, ["failed"] * 5 + ["refused"] * locked.EACH_MINUTE)
        self.assertEqual(
            (events[5].actor, events[5].title, events[5].note), (None, "", f"{LOCKED}. Hãy thử lại sau 1 phút.")
        )
        with clock(NOON + MINUTE / 2):
            self.sign_in()
        with clock(NOON + MINUTE):
            self.sign_in(password="sai")
            self.sign_in()
        self.assertIn(f"Trước đó còn {101 - locked.EACH_MINUTE} lần như vậy", Event.objects.first().note)

    def test_a_locked_try_beyond_the_first_hardly_reads_and_writes_nothing(self):
        with clock(NOON):
            for _ in range(5 + locked.EACH_MINUTE):
                self.sign_in(password="sai")
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(self.sign_in().status_code, 429)
        asked = [query["sql"].split()[0] for query in queries]
        # The count of the tries; then only what the site is called, for the page that says so.
        self.assertEqual(asked, ["SELECT", "SELECT"])

    def test_a_locked_change_of_the_password_is_recorded_under_its_owner(self):
        self.client.force_login(self.user)
        form = {"old_password": "sai", "new_password1": "x", "new_password2": "x"}
        for _ in range(6):
            self.client.post(reverse("admin:password_change"), form)
        event = Event.objects.get(outcome="refused")
        self.assertEqual((event.kind, event.actor), ("account.own_password", self.user))

    def test_guesses_of_the_old_password_count_as_at_the_door(self):
        self.client.force_login(self.user)
        new = "Khuỷu sông Đà 1998 nước nổi"
        form = {"old_password": "sai", "new_password1": new, "new_password2": new}
        change = reverse("admin:password_change")
        for _ in range(5):
            self.assertEqual(self.client.post(change, form).status_code, 200)
        response = self.client.post(change, form | {"old_password": PASSWORD})
        self.assertContains(response, LOCKED, status_code=429)
        self.assertContains(self.sign_in(), LOCKED, status_code=429)
        TryCount.objects.update(open_at=timezone.now())
        self.assertRedirects(
            self.client.post(change, form | {"old_password": PASSWORD}), reverse("admin:password_change_done")
        )

    def test_nothing_tells_whether_a_name_exists(self):
        make_user(username="da-nghi", is_active=False)
        make_user(username="doc-gia", is_staff=False)
        sentences = {}
        for name, password in {
            "lo-van-duc": "sai",
            "khong-ai": "sai",
            "da-nghi": PASSWORD,
            "doc-gia": PASSWORD,
        }.items():
            tries = [self.sign_in(name, password) for _ in range(6)]
            sentences[name] = [response.context["form"].non_field_errors() for response in tries]
        self.assertEqual(len({str(answers) for answers in sentences.values()}), 1)
        self.assertIn(LOCKED, str(sentences["khong-ai"][-1]))

    def test_an_empty_form_is_no_failure(self):
        self.sign_in(password="")
        self.assertFalse(TryCount.objects.exists())

    def test_strange_names_are_refused_without_an_error(self):
        for name in ("a" * 500, "ẵ" * 150, "tên\u200bẩn", "' OR 1=1 --", "😀"):
            with self.subTest(name=name[:20]):
                self.assertEqual(self.sign_in(name, "sai").status_code, 200)
        self.assertEqual(self.sign_in("rỗng\0", "sai").status_code, 200)
