"""A flood of others' tries keeps nobody out who sits where they have signed in before."""

import io

from django.core.management import CommandError, call_command
from django.test import Client, TestCase
from django.urls import reverse

from accounts import known_devices, throttle
from accounts.models import TryCount
from audit.models import Event
from tests.accounts.holding import STEP, code, make_app
from tests.accounts.test_login import LOCKED, MINUTE, NOON, look
from tests.clock import clock
from tests.factories import PASSWORD, make_user

HERE = "127.0.0.1"
"""From where the test's browser comes."""


class KnownDeviceTests(TestCase):
    def setUp(self):
        self.hoa = make_user("writer", username="hoa")

    def sign_in(self, client, password=PASSWORD, at=NOON, name="hoa"):
        with clock(at):
            return client.post(reverse("admin:login"), {"username": name, "password": password})

    def flood(self, at):
        """Until the address is locked, and everybody's bound too."""
        tries = [look(f"kẻ-lạ-{number}", HERE, at) for number in range(throttle.ADDRESS.free + 1)]
        tries += [look(f"kẻ-lạ-{number}", f"203.0.113.{number}", at) for number in range(throttle.ALL.free)]
        self.assertIsNotNone(tries[-1])

    def test_only_where_they_have_signed_in_before(self):
        self.assertEqual(self.sign_in(self.client).status_code, 302)
        self.flood(NOON + MINUTE)
        self.assertContains(self.sign_in(Client(), at=NOON + MINUTE), LOCKED, status_code=429)
        self.assertEqual(self.sign_in(self.client, at=NOON + MINUTE).status_code, 302)

    def test_with_the_second_step_too(self):
        duc = make_user("approver", username="duc")
        secret = make_app(duc, NOON)
        for at in (NOON, NOON + 5 * MINUTE):
            if at != NOON:
                self.flood(at)
            self.sign_in(self.client, at=at, name="duc")
            with clock(at):
                self.assertEqual(self.client.post(STEP, {"code": code(secret, at)}).status_code, 302)
                self.assertEqual(self.client.get(reverse("admin:index")).status_code, 200)

    def test_a_known_device_is_locked_by_its_own_wrong_tries(self):
        self.sign_in(self.client)
        for _ in range(throttle.HERE.free):
            self.assertEqual(self.sign_in(self.client, "sai", NOON + MINUTE).status_code, 200)
        self.assertContains(self.sign_in(self.client, at=NOON + MINUTE), LOCKED, status_code=429)

    def test_it_helps_nobody_else_and_cannot_be_made_up(self):
        make_user("writer", username="ung")
        self.sign_in(self.client)
        cookie = self.client.cookies[known_devices.COOKIE].value
        self.flood(NOON + MINUTE)
        self.assertEqual(self.sign_in(self.client, at=NOON + MINUTE, name="ung").status_code, 429)
        for forged in (cookie[:-1] + "x", "x", "", "a:b:c", "x" * 5000):
            with self.subTest(forged[:8]):
                stranger = Client()
                stranger.cookies[known_devices.COOKIE] = forged
                self.assertEqual(self.sign_in(stranger, at=NOON + MINUTE).status_code, 429)

    def test_the_cookie_is_the_desks_alone_and_tells_no_script(self):
        cookie = self.sign_in(self.client).cookies[known_devices.COOKIE]
        self.assertEqual((cookie["path"], cookie["httponly"], cookie["samesite"]), ("/quan-tri/", True, "Lax"))
        self.assertNotIn(known_devices.COOKIE, self.client.get("/").cookies)

    def test_a_wrong_password_makes_no_device_known(self):
        self.assertNotIn(known_devices.COOKIE, self.sign_in(self.client, "sai").cookies)


class LiftingTests(TestCase):
    def lift(self, *arguments):
        said = io.StringIO()
        call_command("lift_sign_in_limits", *arguments, stdout=said)
        return said.getvalue()

    def fail(self):
        for number in range(throttle.ADDRESS.free):
            look(f"kẻ-lạ-{number}", "203.0.113.7", NOON)
        for number in range(throttle.NAME.free):
            look("hoa", f"198.51.100.{number}", NOON)

    def test_an_administrator_lets_an_office_or_a_name_in_again(self):
        self.fail()
        self.assertIsNotNone(look("ung", "203.0.113.7", NOON))
        self.assertIn("Chưa bỏ gì", self.lift("--address", "203.0.113.7"))
        self.assertIsNotNone(look("ung", "203.0.113.7", NOON))
        self.lift("--address", "203.0.113.7", "--yes")
        self.assertIsNone(look("ung", "203.0.113.7", NOON))
        self.assertIsNotNone(look("hoa", "192.0.2.1", NOON))
        self.lift("--name", "hoa", "--yes")
        self.assertIsNone(look("hoa", "192.0.2.1", NOON))
        event = Event.objects.latest("number")
        self.assertEqual((event.kind, event.outcome), ("session.lift_limits", "done"))
        self.assertIn("hoa", event.note)

    def test_a_name_that_is_locked_at_its_own_place_or_device_is_let_in_there(self):
        for _time in range(throttle.HERE.free):
            look("hoa", "203.0.113.7", NOON)
            look("hoa", "203.0.113.8", NOON, "may-cua-hoa")
            look("ung", "203.0.113.7", NOON)
        self.lift("--name", "HOA", "--yes")
        self.assertIsNone(look("hoa", "203.0.113.7", NOON))
        self.assertIsNone(look("hoa", "203.0.113.8", NOON, "may-cua-hoa"))
        self.assertIsNotNone(look("ung", "203.0.113.7", NOON))

    def test_everything_at_once_and_never_two_things(self):
        self.fail()
        self.lift("--yes")
        self.assertFalse(TryCount.objects.exists())
        with self.assertRaisesMessage(CommandError, "một trong hai"):
            self.lift("--name", "hoa", "--address", "203.0.113.7")
