"""The head and foot that stand around every page, and what they may cost."""

import time

from django.test import RequestFactory, TestCase, override_settings

from articles.models import Section
from config import context
from tests import factories


class MenuTests(TestCase):
    def setUp(self):
        context.forget_menu()
        self.addCleanup(context.forget_menu)
        self.section = factories.make_section("Xây dựng Đảng", order=2)
        factories.make_section("Thời sự", order=1)

    def names(self):
        return [entry["name"] for entry in context.menu().sections]

    def test_sections_stand_in_the_editors_order_with_their_addresses(self):
        self.assertEqual(self.names(), ["Thời sự", "Xây dựng Đảng"])
        self.assertEqual(context.menu().sections[1]["url"], "/chuyen-muc/xay-dung-dang/")

    @override_settings(MENU_SECONDS=60)
    def test_a_warm_process_asks_nothing(self):
        self.names()
        with self.assertNumQueries(0):
            self.names()

    @override_settings(MENU_SECONDS=60)
    def test_saving_or_deleting_a_section_shows_at_once(self):
        self.names()
        self.section.name = "Xây dựng Đảng và hệ thống chính trị"
        self.section.save()
        self.assertIn("Xây dựng Đảng và hệ thống chính trị", self.names())
        self.section.delete()
        self.assertEqual(self.names(), ["Thời sự"])

    @override_settings(MENU_SECONDS=0.01)
    def test_what_another_process_changed_shows_when_the_time_is_over(self):
        self.names()
        Section.objects.filter(pk=self.section.pk).update(name="Đổi ở tiến trình khác")
        time.sleep(0.02)
        self.assertIn("Đổi ở tiến trình khác", self.names())


class FrameTests(TestCase):
    def setUp(self):
        context.forget_menu()
        self.addCleanup(context.forget_menu)
        self.section = factories.make_section("Thời sự")

    def frame(self, path, at=factories.MORNING):
        return context.Frame(path, at)

    def test_today_is_said_in_words_on_the_clock_of_viet_nam(self):
        for at, words in (
            (factories.local(2020, 9, 25, 0, 0), "Thứ Sáu, ngày 25 tháng 9 năm 2020"),
            (factories.local(2020, 9, 25, 6, 59), "Thứ Sáu, ngày 25 tháng 9 năm 2020"),
            (factories.local(2020, 9, 25, 23, 59), "Thứ Sáu, ngày 25 tháng 9 năm 2020"),
            (factories.local(2020, 9, 26, 0, 0), "Thứ Bảy, ngày 26 tháng 9 năm 2020"),
        ):
            with self.subTest(at=at):
                self.assertIn(words, self.frame("/", at).masthead())

    def test_the_menu_marks_the_place_of_the_page(self):
        for path, mark in (
            ("/chuyen-muc/thoi-su/", 'href="/chuyen-muc/thoi-su/" aria-current="page"'),
            ("/nghi-quyet/", 'href="/nghi-quyet/" aria-current="page"'),
            ("/nghi-quyet/xv/", 'href="/nghi-quyet/" aria-current="true"'),
            ("/van-ban/7/", 'href="/van-ban/" aria-current="true"'),
        ):
            with self.subTest(path=path):
                masthead = self.frame(path).masthead()
                self.assertIn(mark, masthead)
                self.assertEqual(masthead.count("aria-current"), 1)
        self.assertNotIn("aria-current", self.frame("/").masthead())

    def test_a_strange_address_leaves_no_trace(self):
        with override_settings(MENU_SECONDS=60):
            for number in range(20):
                self.frame(f"/khong-co/{number}/<script>").masthead()
            self.assertEqual(len(context.menu().pieces), 1)
            self.assertNotIn("<script>", "".join(context.menu().pieces.values()))

    def test_names_are_escaped(self):
        factories.make_section("Hỏi & đáp <nhanh>", order=9)
        frame = self.frame("/")
        self.assertIn("Hỏi &amp; đáp &lt;nhanh&gt;", frame.masthead())
        self.assertIn("Hỏi &amp; đáp &lt;nhanh&gt;", frame.footer())

    @override_settings(SITE_EDITOR="Nguyễn Thị Ưng", SITE_ADDRESS="Phường Chiềng Lề")
    def test_the_footer_says_who_answers_for_the_site(self):
        footer = self.frame("/").footer()
        for words in ("Tỉnh ủy Sơn La", "Nguyễn Thị Ưng", "Phường Chiềng Lề", "/rss/", "/nghi-quyet/phuong-phap/"):
            self.assertIn(words, footer)

    def test_a_page_that_shows_no_frame_asks_nothing(self):
        with self.assertNumQueries(0):
            context.site(RequestFactory().get("/"))
