"""An urgent notice comes and goes by the clock, on every public page, also where pages are kept."""

import datetime as dt

from django.test import TestCase
from django.urls import reverse

from audit.models import Event
from desk.steps import StepRefused
from tests.clock import clock
from tests.config.pages import make_site
from tests.factories import keeping, local, make_user
from tests.words.making import HOSTILE, changed, warn
from words import services
from words.models import UrgentNotice

NOON = local(2026, 11, 22, 12)
SECOND, HOUR = dt.timedelta(seconds=1), dt.timedelta(hours=1)
FLOOD = "Lũ trên sông Mã lên nhanh: bà con bản Púng rời chỗ thấp trước 18 giờ."
REGION = 'aria-labelledby="thong-bao-khan"'


class ClockTests(TestCase):
    def shown(self, at, address="/"):
        with clock(at):
            return FLOOD in self.client.get(address).content.decode()

    def test_it_is_there_from_its_first_second_until_its_last(self):
        warn(FLOOD, NOON, NOON + HOUR)
        for is_kept in (False, True):
            with keeping() if is_kept else self.settings():
                for at, expected in (
                    (NOON - SECOND, False),
                    (NOON, True),
                    (NOON + HOUR - SECOND, True),
                    (NOON + HOUR, False),
                ):
                    with self.subTest(at=at, is_kept=is_kept):
                        self.assertEqual(self.shown(at), expected)

    def test_it_stands_on_every_page_of_readers_and_on_none_without_it(self):
        addresses = [one for one in make_site() if "." not in one and "rss" not in one and not one.endswith("z")]
        addresses += ["/so-do-trang/", "/khong-co-trang-nay/", "/bai-viet/1999/"]
        warn(FLOOD, NOON, NOON + HOUR)
        for address in addresses:
            with self.subTest(address=address):
                self.assertTrue(self.shown(NOON, address))
                with clock(NOON + HOUR):
                    self.assertNotIn(REGION, self.client.get(address).content.decode())

    def test_a_warm_process_asks_only_for_the_versions(self):
        warn(FLOOD, NOON, NOON + HOUR)
        with keeping():
            self.shown(NOON)
            with self.assertNumQueries(1):
                self.assertTrue(self.shown(NOON + SECOND))

    def test_a_new_end_holds_at_once(self):
        notice = warn(FLOOD, NOON, NOON + HOUR)
        with keeping():
            self.assertTrue(self.shown(NOON + SECOND))
            changed(notice, ends_at=NOON + SECOND)
            self.assertFalse(self.shown(NOON + SECOND))

    def test_it_is_a_region_with_a_heading_before_the_page(self):
        warn(FLOOD, NOON, NOON + HOUR, link="/van-ban/")
        with clock(NOON):
            page = self.client.get("/").content.decode()
        self.assertLess(page.index(REGION), page.index("<header"))
        self.assertLess(page.index("skip-link"), page.index(REGION))
        self.assertIn('<h2 class="urgent__title" id="thong-bao-khan">Thông báo khẩn</h2>', page)
        self.assertIn(f'<a href="/van-ban/">Xem thêm<span class="visually-hidden"> về: {FLOOD}</span></a>', page)

    def test_nothing_typed_becomes_markup(self):
        UrgentNotice.objects.create(text=HOSTILE, starts_at=NOON, ends_at=NOON + HOUR)
        with clock(NOON):
            page = self.client.get("/").content.decode()
        self.assertNotIn("<script>alert", page)
        self.assertIn("&lt;script&gt;alert(1)", page)


class TakingDownTests(TestCase):
    """What is wrong goes by one person's word, with a reason; it comes back by two."""

    def setUp(self):
        self.notice = warn(FLOOD, NOON, NOON + HOUR)
        self.approver = make_user("approver")
        self.address = reverse("admin:words_urgentnotice_take_down", args=[self.notice.pk])

    def post(self, at, note="Sai tên sông."):
        self.client.force_login(self.approver)
        with clock(at):
            return self.client.post(self.address, {"seen": self.notice.ends_at.isoformat(), "note": note}, follow=True)

    def test_one_person_takes_it_down_at_once(self):
        with keeping():
            self.assertTrue(ClockTests.shown(self, NOON))
            services.take_down(self.notice, by=self.approver, at=NOON + SECOND, note="Sai tên sông.")
            self.assertFalse(ClockTests.shown(self, NOON + SECOND))
        event = Event.objects.get(kind="notice.take_down")
        self.assertEqual((event.actor, event.note), (self.approver, "Sai tên sông."))

    def test_one_that_is_to_come_never_comes(self):
        services.take_down(self.notice, by=self.approver, at=NOON - HOUR, note="Nước đã rút.")
        self.assertFalse(ClockTests.shown(self, NOON))

    def test_who_may_not_and_what_is_over_is_refused(self):
        for by, at, note, said in (
            (make_user("writer"), NOON, "Sai tên sông.", "không có quyền"),
            (make_user("user_manager"), NOON, "Sai tên sông.", "không có quyền"),
            (self.approver, NOON + HOUR, "Sai tên sông.", "không còn hiện"),
            (self.approver, NOON, "", "ghi vì sao"),
        ):
            with self.subTest(said=said, by=by):
                with self.assertRaisesRegex(StepRefused, said):
                    services.take_down(self.notice, by=by, at=at, note=note)
                self.assertEqual(UrgentNotice.objects.get().ends_at, NOON + HOUR)
        services.take_down(self.notice, by=self.approver, at=NOON, note="Sai tên sông.")

    def test_twice_is_once(self):
        services.take_down(self.notice, by=self.approver, at=NOON, note="Sai tên sông.")
        with self.assertRaises(StepRefused):
            services.take_down(self.notice, by=make_user("approver"), at=NOON, note="Sai giờ.")
        self.assertEqual(Event.objects.filter(kind="notice.take_down").count(), 1)
