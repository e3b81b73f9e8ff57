import datetime as dt

from django.test import SimpleTestCase, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts import throttle
from accounts.models import LoginFailure
from tests.factories import PASSWORD, local, make_user

LOCKED = "Đăng nhập sai nhiều lần"
NOON = local(2026, 4, 3, 12)
MINUTE = dt.timedelta(minutes=1)


class LockTest(SimpleTestCase):
    def test_the_lock_doubles_up_to_an_hour(self):
        minutes = {0: 0, 1: 0, 4: 0, 5: 1, 6: 2, 7: 4, 8: 8, 9: 16, 10: 32, 11: 60, 12: 60, 10_000: 60}
        for failures, expected in minutes.items():
            with self.subTest(failures=failures):
                self.assertEqual(throttle.lock_after(failures), expected * MINUTE)


class ThrottleTest(TestCase):
    def fail(self, times, name="duc", address="203.0.113.7", at=NOON):
        for _ in range(times):
            throttle.failed(name, address, at)

    def test_the_fifth_failure_locks_for_a_minute_and_the_sixth_for_two(self):
        self.fail(4)
        self.assertEqual(throttle.wait("duc", "203.0.113.7", NOON), dt.timedelta(0))
        self.fail(1)
        self.assertEqual(throttle.wait("duc", "203.0.113.7", NOON + dt.timedelta(seconds=20)), dt.timedelta(seconds=40))
        self.assertEqual(throttle.wait("duc", "203.0.113.7", NOON + MINUTE), dt.timedelta(0))
        self.fail(1, at=NOON + MINUTE)
        self.assertEqual(throttle.wait("duc", "203.0.113.7", NOON + MINUTE), 2 * MINUTE)

    def test_another_name_or_another_address_is_not_locked(self):
        self.fail(5)
        self.assertTrue(throttle.wait("DUC", "203.0.113.7", NOON))
        self.assertFalse(throttle.wait("ung", "203.0.113.7", NOON))
        self.assertFalse(throttle.wait("duc", "203.0.113.8", NOON))

    def test_success_forgets_the_failures(self):
        self.fail(5)
        throttle.succeeded("duc", "203.0.113.7")
        self.assertFalse(throttle.wait("duc", "203.0.113.7", NOON))

    def test_a_day_later_nothing_is_known_or_kept(self):
        self.fail(9)
        tomorrow = NOON + throttle.FORGET_AFTER
        self.assertFalse(throttle.wait("duc", "203.0.113.7", tomorrow))
        self.fail(1, name="ung", at=tomorrow)
        self.assertEqual(LoginFailure.objects.count(), 1)

    def test_neither_name_nor_address_is_stored_readably(self):
        self.fail(1, name="mat-khau-go-nham")
        self.assertNotIn("mat-khau", LoginFailure.objects.get().key)


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
        self.assertContains(response, "Đăng nhập sai nhiều lần. Hãy thử lại sau 1 phút.")
        LoginFailure.objects.update(last_at=timezone.now() - MINUTE)
        self.assertRedirects(self.sign_in(), reverse("admin:index"))
        self.assertFalse(LoginFailure.objects.exists())

    def test_waiting_tries_do_not_make_the_lock_longer(self):
        for _ in range(8):
            self.sign_in(password="sai")
        self.assertEqual(LoginFailure.objects.get().count, throttle.FREE_TRIES)

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
        self.assertFalse(LoginFailure.objects.exists())

    def test_strange_names_are_refused_without_an_error(self):
        for name in ("a" * 500, "ẵ" * 150, "tên\u200bẩn", "' OR 1=1 --", "😀"):
            with self.subTest(name=name[:20]):
                self.assertEqual(self.sign_in(name, "sai").status_code, 200)
        self.assertEqual(self.sign_in("rỗng\0", "sai").status_code, 200)
