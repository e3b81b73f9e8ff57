"""Standing pages, as readers and machines find them."""

import datetime as dt

from django.test import TestCase

from config import context, home
from tests.factories import keeping, local, make_article, make_section
from tests.words.making import BODY, changed, lay_out, make_page, pin
from web import versions
from words.models import FrontPage

NOON = local(2026, 11, 22, 12)


class ReadingTests(TestCase):
    def test_a_page_says_what_it_is_and_when_it_was_changed(self):
        page = make_page(summary="Đảng bộ là ai, làm việc ở đâu.")
        changed(page, body=BODY + "<p>Thêm một dòng.</p>", at=NOON)
        shown = self.client.get("/trang/gioi-thieu/")
        for said in (
            "<h1 class=\"article__title page__title\">Giới thiệu</h1>", "Đảng bộ là ai", "Thêm một dòng.",
            "Chủ Nhật, 22/11/2026, 12:00", 'rel="canonical" href="http://testserver/trang/gioi-thieu/"',
        ):  # fmt: skip
            with self.subTest(said=said):
                self.assertContains(shown, said)
        self.assertNotContains(shown, "noindex")
        self.assertEqual(shown.cookies, {})

    def test_it_is_found_in_the_search_the_site_maps_and_the_footer(self):
        page = make_page("Tổ chức bộ máy", summary="Ai phụ trách việc gì.")
        for address in (
            "/tim-kiem/?q=noi+tiep+dan",
            "/tim-kiem/?loai=trang",
            "/so-do-trang/",
            "/sitemap-trang.xml",
            "/",
        ):
            with self.subTest(address=address):
                self.assertContains(self.client.get(address, follow=True), page.get_absolute_url())
        self.assertContains(self.client.get("/api/v1/tim-kiem/?loai=trang"), "Tổ chức bộ máy")

    def test_a_warm_process_asks_only_for_the_versions(self):
        page = make_page()
        with keeping():
            self.client.get(page.get_absolute_url())
            with self.assertNumQueries(1):
                self.client.get(page.get_absolute_url())
            with self.assertNumQueries(1):
                self.assertEqual(self.client.get("/trang/khong-co/").status_code, 404)
            changed(page, title="Giới thiệu chung")
            self.assertContains(self.client.get(page.get_absolute_url()), "Giới thiệu chung</h1>")

    def test_only_read(self):
        make_page()
        for address in ("/trang/gioi-thieu/", "/so-do-trang/"):
            self.assertEqual(self.client.post(address).status_code, 405)

    def test_the_plan_names_every_part_once(self):
        make_section("Thời sự")
        make_page()
        shown = self.client.get("/so-do-trang/").content.decode().partition("<main")[2].partition("</main")[0]
        for address in (
            "/",
            "/chuyen-muc/thoi-su/",
            "/nghi-quyet/",
            "/van-ban/",
            "/tim-kiem/",
            "/rss/",
            "/trang/gioi-thieu/",
        ):
            with self.subTest(address=address):
                self.assertEqual(shown.count(f'href="{address}"'), 2 if address == "/" else 1)


class LayoutTests(TestCase):
    def menu(self):
        page = self.client.get("/").content.decode()
        return page.partition('<ul class="menu__list">')[2].partition("</ul>")[0]

    def test_the_usual_menu_stands_until_there_is_another(self):
        make_section("Thời sự")
        usual = self.menu()
        self.assertLess(usual.index("Nghị quyết"), usual.index("Thời sự"))
        self.assertLess(usual.index("Thời sự"), usual.index("Văn bản"))
        page = make_page("Liên hệ")
        row = lay_out(menu=f"Văn bản | /van-ban/\nThời sự | /chuyen-muc/thoi-su/\nLiên hệ | {page.get_absolute_url()}")
        with keeping():
            mine = self.menu()
            self.assertLess(mine.index("Văn bản"), mine.index("Liên hệ"))
            self.assertNotIn("Nghị quyết", mine)
            changed(row, menu="Nghị quyết | /nghi-quyet/")
            self.assertNotIn("Văn bản", self.menu())
        FrontPage.objects.all().delete()
        self.assertEqual(self.menu(), usual)

    def test_the_menu_marks_the_place_of_a_standing_page(self):
        page = make_page("Liên hệ")
        lay_out(menu=f"Liên hệ | {page.get_absolute_url()}\nTrang chủ | /")
        shown = self.client.get(page.get_absolute_url()).content.decode()
        self.assertIn(f'href="{page.get_absolute_url()}" aria-current="page"', shown)

    def test_sections_stand_as_they_were_laid_out(self):
        for order, name in enumerate(("Xã luận", "Thời sự", "Kinh tế", "Văn hóa"), start=1):
            section = make_section(name, order=order)
            for minute in range(5):
                make_article(section=section, publish_at=NOON - dt.timedelta(days=order, minutes=minute))
        lay_out(sections="van-hoa\nda-xoa\nthoi-su")
        home = self.client.get("/").content.decode().partition("<main")[2]
        self.assertLess(
            home.index('section-list__title"><a href="/chuyen-muc/van-hoa/"'), home.index(">Thời sự</a></h2>")
        )
        self.assertNotIn('section-list__title"><a href="/chuyen-muc/kinh-te/"', home)

    def test_the_first_pin_leads_until_the_end_of_its_day(self):
        old = make_article(title="Bài ghim đứng đầu", publish_at=NOON - dt.timedelta(days=900))
        second = make_article(title="Bài ghim thứ hai", publish_at=NOON - dt.timedelta(days=800))
        newest = make_article(title="Bài nổi bật", is_featured=True, publish_at=NOON - dt.timedelta(days=1))
        pin(second, NOON.date() + dt.timedelta(days=1), order=2)
        pin(old, NOON.date(), order=1)
        with keeping():
            for at, title in (
                (local(2026, 11, 22, 23, 59), old.title),
                (local(2026, 11, 23), second.title),
                (local(2026, 11, 24), newest.title),
            ):
                with self.subTest(at=at):
                    self.assertEqual(self.lead(at), title)

    def lead(self, at):
        known = versions.read()
        return home.gather(context.menu(known), known, at).lead.title

    def test_a_pin_shows_nothing_that_readers_may_not_see(self):
        coming = make_article(title="Bài hẹn giờ", publish_at=NOON + dt.timedelta(hours=1))
        make_article(title="Bài thường", publish_at=NOON - dt.timedelta(hours=1))
        pin(coming, NOON.date())
        with keeping():
            self.assertEqual(self.lead(NOON), "Bài thường")
            self.assertEqual(self.lead(NOON + dt.timedelta(hours=1)), "Bài hẹn giờ")
