"""What stands around every page: the day, the menu, the names."""

from django.test import RequestFactory, TestCase, override_settings

from config import context
from tests import factories
from web import versions


class MenuTests(TestCase):
    def setUp(self):
        self.section = factories.make_section("Xây dựng Đảng", order=2)
        factories.make_section("Thời sự", order=1)

    def names(self):
        return [entry["name"] for entry in context.menu(versions.read())]

    def test_sections_stand_in_the_editors_order_with_their_addresses(self):
        self.assertEqual(self.names(), ["Thời sự", "Xây dựng Đảng"])
        self.assertEqual(context.menu(versions.read())[1]["url"], "/chuyen-muc/xay-dung-dang/")

    def test_a_warm_process_asks_only_for_the_versions(self):
        with factories.keeping():
            self.names()
            with self.assertNumQueries(1):
                self.names()

    def test_saving_or_deleting_a_section_shows_at_once(self):
        with factories.keeping():
            self.names()
            self.section.name = "Xây dựng Đảng và hệ thống chính trị"
            self.section.save()
            self.assertIn("Xây dựng Đảng và hệ thống chính trị", self.names())
            self.section.delete()
            self.assertEqual(self.names(), ["Thời sự"])


class FrameTests(TestCase):
    def test_today_is_said_in_words_on_the_clock_of_viet_nam(self):
        for at, words in (
            (factories.local(2020, 9, 25, 0, 0), "Thứ Sáu, ngày 25 tháng 9 năm 2020"),
            (factories.local(2020, 9, 25, 6, 59), "Thứ Sáu, ngày 25 tháng 9 năm 2020"),
            (factories.local(2020, 9, 25, 23, 59), "Thứ Sáu, ngày 25 tháng 9 năm 2020"),
            (factories.local(2020, 9, 26, 0, 0), "Thứ Bảy, ngày 26 tháng 9 năm 2020"),
        ):
            with self.subTest(at=at):
                self.assertEqual(context.today_in_words(at), words)

    def test_the_menu_marks_the_place_of_the_page(self):
        factories.make_section("Thời sự")
        for path, here, current in (
            ("/chuyen-muc/thoi-su/", "/chuyen-muc/thoi-su/", "page"),
            ("/nghi-quyet/", "/nghi-quyet/", "page"),
            ("/nghi-quyet/xv/", "/nghi-quyet/", "true"),
            ("/van-ban/7/", "/van-ban/", "true"),
            ("/", "", "true"),
        ):
            with self.subTest(path=path):
                facts = context.site(RequestFactory().get(path))
                self.assertEqual((facts["HERE"], facts["CURRENT"]), (here, current))
        page = self.client.get("/chuyen-muc/thoi-su/").content.decode()
        self.assertIn('href="/chuyen-muc/thoi-su/" aria-current="page"', page)
        self.assertEqual(page.count("aria-current"), 1)
        self.assertNotIn('menu__link" href="/chuyen-muc/thoi-su/" aria-current', self.client.get("/").content.decode())

    def test_names_are_escaped(self):
        factories.make_section("Hỏi & đáp <nhanh>", order=9)
        self.assertEqual(self.client.get("/").content.decode().count("Hỏi &amp; đáp &lt;nhanh&gt;"), 2)

    @override_settings(SITE_EDITOR="Nguyễn Thị Ưng", SITE_ADDRESS="Phường Chiềng Lề")
    def test_the_footer_says_who_answers_for_the_site(self):
        footer = self.client.get("/").content.decode().partition("<footer")[2]
        for words in ("Tỉnh ủy Sơn La", "Nguyễn Thị Ưng", "Phường Chiềng Lề", "/rss/", "/nghi-quyet/phuong-phap/"):
            self.assertIn(words, footer)
