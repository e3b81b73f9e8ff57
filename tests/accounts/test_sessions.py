"""Sessions end: idle, old, closed from elsewhere, or with the password; and what has ended is cleared away."""

import datetime as dt

from django.contrib.sessions.models import Session
from django.test import Client, SimpleTestCase, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import SessionClearing, StaffSession
from accounts.sessions import devices
from audit.models import Event
from tests.accounts.holding import sign_in
from tests.clock import clock
from tests.factories import PASSWORD, local, make_user

NOON = local(2026, 12, 1, 12)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
INDEX = reverse("admin:index")
SESSIONS = reverse("accounts:sessions")
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0"
    " Mobile/15E148 Safari/604.1"
)


class DeviceTest(SimpleTestCase):
    def test_devices_are_named_as_people_know_them(self):
        for agent, words in {
            WINDOWS: "Chrome trên máy Windows",
            f"{WINDOWS} Edg/140.0": "Edge trên máy Windows",
            f"{WINDOWS} coc_coc_browser/130": "Cốc Cốc trên máy Windows",
            IPHONE: "Safari trên iPhone",
            "Mozilla/5.0 (Linux; Android 14; SM-A155) SamsungBrowser/25 Chrome/121 Mobile Safari/537.36": (
                "Samsung Internet trên điện thoại Android"
            ),
            "": "Trình duyệt lạ trên thiết bị lạ",
            "<script>": "Trình duyệt lạ trên thiết bị lạ",
        }.items():
            with self.subTest(words=words):
                self.assertEqual(devices.in_words(agent), words)


class SessionCase(TestCase):
    def setUp(self):
        self.user = make_user("writer", username="hoa")

    def enter(self, at=NOON, client=None, **facts):
        with clock(at):
            return sign_in(client or self.client, self.user, **facts)

    def is_in(self, at, client=None):
        with clock(at):
            return (client or self.client).get(INDEX).status_code == 200


class EndTest(SessionCase):
    def test_a_session_ends_after_half_an_hour_without_a_page(self):
        self.enter()
        self.assertTrue(self.is_in(NOON + 29 * MINUTE))
        self.assertTrue(self.is_in(NOON + 58 * MINUTE))
        self.assertFalse(self.is_in(NOON + 88 * MINUTE))
        self.assertFalse(self.is_in(NOON + 59 * MINUTE + 30 * MINUTE))

    @override_settings(SESSION_IDLE_MINUTES=5)
    def test_the_administrator_may_say_another_time(self):
        self.enter()
        self.assertTrue(self.is_in(NOON + 4 * MINUTE))
        self.assertFalse(self.is_in(NOON + 9 * MINUTE))

    def test_a_session_ends_after_twelve_hours_however_busy(self):
        self.enter()
        for minutes in range(20, 12 * 60, 20):
            self.assertTrue(self.is_in(NOON + minutes * MINUTE), minutes)
        self.assertFalse(self.is_in(NOON + 12 * HOUR))

    def test_an_ended_session_opens_nothing_anywhere(self):
        self.enter()
        late = NOON + HOUR
        with clock(late):
            for page in (INDEX, SESSIONS, reverse("library:picker"), reverse("admin:jsi18n")):
                with self.subTest(page=page):
                    self.assertEqual(self.client.get(page).status_code, 302)

    def test_a_session_is_written_at_most_once_a_minute(self):
        self.enter()
        for seconds in (1, 30, 59):
            self.is_in(NOON + dt.timedelta(seconds=seconds))
            self.assertEqual(StaffSession.objects.get().seen_at, NOON)
        self.is_in(NOON + MINUTE)
        self.assertEqual(StaffSession.objects.get().seen_at, NOON + MINUTE)

    def test_signing_in_makes_a_new_key_and_the_old_session_is_worth_nothing(self):
        self.enter()
        old = self.client.cookies["sessionid"].value
        self.enter(NOON + MINUTE)
        self.assertNotEqual(self.client.cookies["sessionid"].value, old)
        thief = Client()
        thief.cookies["sessionid"] = old
        self.assertFalse(self.is_in(NOON + MINUTE, thief))

    def test_a_session_from_before_sessions_had_rows_has_to_sign_in_again(self):
        self.enter()
        StaffSession.objects.all().delete()
        self.assertFalse(self.is_in(NOON))

    def test_a_token_of_somebody_else_opens_nothing(self):
        self.enter()
        token = self.client.session["staff_session"]
        other = Client()
        other.force_login(make_user("writer"))
        session = other.session
        session["staff_session"] = token
        session.save()
        self.assertEqual(other.get(INDEX).status_code, 302)

    def test_readers_pages_ask_no_session(self):
        self.enter()
        page = self.client.get("/")
        self.assertFalse(page.cookies)
        self.assertNotIn("Cookie", page.headers.get("Vary", ""))


class PageTest(SessionCase):
    def setUp(self):
        super().setUp()
        self.phone = Client()
        self.enter(headers={"user-agent": WINDOWS})
        self.enter(NOON - 5 * MINUTE, self.phone, headers={"user-agent": IPHONE}, REMOTE_ADDR="10.1.2.3")

    def page(self, **form):
        with clock(NOON):
            send = self.client.post if form else self.client.get
            return send(SESSIONS, form or None, follow=True)

    def test_it_tells_device_beginning_last_time_and_address(self):
        page = self.page()
        for words in ("Chrome trên máy Windows", "phiên này", "Safari trên iPhone", "10.1.2.3", "01/12/2026, 11:55"):
            self.assertContains(page, words)

    def test_one_is_closed_and_the_closing_recorded(self):
        row = StaffSession.objects.get(address="10.1.2.3")
        self.assertContains(self.page(session=row.pk), "Đã đóng 1 phiên")
        self.assertFalse(self.is_in(NOON, self.phone))
        self.assertTrue(self.is_in(NOON))
        event = Event.objects.first()
        self.assertEqual((event.kind, event.actor, event.after), ("session.close", self.user, {"sessions": 1}))

    def test_all_others_are_closed_and_this_one_stays(self):
        third = Client()
        self.enter(NOON, third)
        self.assertContains(self.page(session="others"), "Đã đóng 2 phiên")
        self.assertEqual(
            [self.is_in(NOON, client) for client in (self.client, self.phone, third)], [True, False, False]
        )

    def test_nobody_closes_what_is_not_theirs_or_not_there(self):
        theirs = Client()
        with clock(NOON):
            sign_in(theirs, make_user("writer", username="ung"))
        foreign = StaffSession.objects.get(user__username="ung")
        own = StaffSession.objects.get(address="127.0.0.1", user=self.user)
        for which in (foreign.pk, own.pk, 0, "abc", "9" * 40, "-1", "①", "1 or 1=1"):
            with self.subTest(which=which):
                self.assertContains(self.page(session=which), "Không còn phiên nào như vậy")
        self.assertEqual(StaffSession.objects.count(), 3)
        self.assertFalse(Event.objects.filter(kind="session.close").exists())

    def test_ended_sessions_are_not_listed(self):
        with clock(NOON + 28 * MINUTE):
            page = self.client.get(SESSIONS)
        self.assertNotContains(page, "iPhone")

    def test_a_session_that_was_signed_out_of_is_not_listed(self):
        with clock(NOON):
            self.phone.post(reverse("admin:logout"))
        self.assertNotContains(self.page(), "iPhone")

    def test_nor_is_one_that_signing_in_again_has_replaced(self):
        self.enter(NOON, self.phone, headers={"user-agent": IPHONE})
        self.assertContains(self.page(), "Safari trên iPhone", count=2)

    def test_a_new_password_closes_the_others(self):
        new = "nui-rung-tay-bac-26"
        form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        with clock(NOON):
            self.assertEqual(self.client.post(reverse("admin:password_change"), form).status_code, 302)
        self.assertEqual(StaffSession.objects.count(), 1)
        self.assertEqual((self.is_in(NOON), self.is_in(NOON, self.phone)), (True, False))
        self.assertEqual(Event.objects.get(kind="account.own_password").after, {"closed_sessions": 1})


class ClearingTest(SessionCase):
    def test_what_ended_is_cleared_away_by_a_sign_in_once_a_day(self):
        at = timezone.now()
        for key, days in (("cu", -1), ("con", 1)):
            Session.objects.create(session_key=key, session_data="x", expire_date=at + days * 24 * HOUR)
        old = {"user": self.user, **dict.fromkeys(("began_at", "seen_at", "proved_at"), at - 30 * HOUR)}
        StaffSession.objects.create(token="cu", **old)
        self.enter(at)
        self.assertTrue(Session.objects.filter(session_key="cu").exists(), "ngày đầu tiên chỉ ghi mốc")
        SessionClearing.objects.update(cleared_at=at - 24 * HOUR)
        self.enter(at)
        self.assertFalse(Session.objects.filter(session_key="cu").exists())
        self.assertTrue(Session.objects.filter(session_key="con").exists())
        self.assertFalse(StaffSession.objects.filter(token="cu").exists())
        self.assertEqual(SessionClearing.objects.get().cleared_at, at)
        StaffSession.objects.create(token="cu", **old)
        self.enter(at + HOUR)
        self.assertTrue(StaffSession.objects.filter(token="cu").exists())
