"""The home page: what stands where, and that nothing withdrawn outlives its withdrawal."""

import datetime as dt
import itertools

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from articles import services
from config import context, home
from library.models import Picture
from tests import factories, factories_resolutions
from web import versions

NOON = factories.local(2026, 11, 22, 12)
SECTIONS = ("Xã luận", "Thời sự", "Xây dựng Đảng", "Kinh tế", "Văn hóa - Xã hội", "Nông thôn mới", "Đời sống")


class HomeTests(TestCase):
    def gather(self, at=NOON):
        known = versions.read()
        return home.gather(context.menu(known), known, at)

    def test_an_empty_site_says_so(self):
        response = self.client.get("/")
        self.assertContains(response, "Chưa có bài viết nào.")
        self.assertContains(response, '<h1 class="visually-hidden">Đảng bộ tỉnh Sơn La</h1>', html=True)

    def test_the_newest_featured_article_leads_and_four_stand_beside_it_by_date(self):
        factories.make_article(title="Bài nổi bật cũ", is_featured=True, publish_at=NOON - dt.timedelta(days=9))
        factories.make_article(title="Bài nổi bật mới", is_featured=True, publish_at=NOON - dt.timedelta(days=8))
        for day in range(1, 6):
            factories.make_article(title=f"Bài thường ngày {day}", publish_at=NOON - dt.timedelta(days=day))
        found = self.gather()
        self.assertEqual(found.lead.title, "Bài nổi bật mới")
        self.assertEqual(
            [line.title for line in found.beside],
            ["Bài thường ngày 1", "Bài thường ngày 2", "Bài thường ngày 3", "Bài nổi bật cũ"],
        )

    def test_sections_follow_the_editors_order_and_repeat_nothing_from_above(self):
        for order, name in enumerate(("Thời sự", "Kinh tế"), start=1):
            section = factories.make_section(name, order=order)
            factories.make_articles(7, section=section, publish_at=NOON - dt.timedelta(days=order))
        factories.make_section("Chưa có bài", order=0)
        found = self.gather()
        self.assertEqual([section.name for section in found.sections], ["Thời sự", "Kinh tế"])
        self.assertEqual([len(section.lines) for section in found.sections], [2, 4])
        shown = [found.lead.pk, *(line.pk for line in found.beside)]
        for section in found.sections:
            times = [line.publish_at for line in section.lines]
            self.assertEqual(times, sorted(times, reverse=True))
            self.assertFalse({line.pk for line in section.lines} & set(shown))

    def test_only_what_is_public_at_that_moment_is_shown(self):
        hour = dt.timedelta(hours=1)
        hidden = {
            "Bản nháp": {"status": "draft"},
            "Chờ duyệt": {"status": "submitted"},
            "Đã gỡ": {"status": "withdrawn", "publish_at": NOON - hour},
            "Hẹn giờ": {"publish_at": NOON + hour},
            "Hết hạn": {"publish_at": NOON - 2 * hour, "expire_at": NOON - hour},
        }
        for title, facts in hidden.items():
            factories.make_article(title=title, **facts)
        factories.make_article(title="Đang đăng", publish_at=NOON - hour)
        found = self.gather()
        self.assertEqual((found.lead.title, found.beside, found.sections), ("Đang đăng", [], []))

    def test_what_is_withdrawn_is_gone_at_once_though_the_page_is_kept(self):
        articles = factories.make_articles(6, section=factories.make_section("Thời sự"))
        with factories.keeping():
            self.assertEqual(self.gather().lead.pk, articles[-1].pk)
            services.withdraw(articles[-1], by=factories.make_user("approver"), at=NOON, note="Sai số liệu.")
            found = self.gather()
        self.assertEqual(found.lead.pk, articles[-2].pk)
        shown = [found.lead, *found.beside, *(line for section in found.sections for line in section.lines)]
        self.assertNotIn(articles[-1].pk, [line.pk for line in shown])

    def test_an_article_comes_and_goes_at_its_second_though_the_page_is_kept(self):
        second = dt.timedelta(seconds=1)
        factories.make_article(title="Luôn có mặt", publish_at=NOON - dt.timedelta(days=1))
        factories.make_article(title="Một giờ", publish_at=NOON, expire_at=NOON + dt.timedelta(hours=1))
        with factories.keeping():
            for at, title in (
                (NOON - second, "Luôn có mặt"),
                (NOON, "Một giờ"),
                (NOON + dt.timedelta(hours=1) - second, "Một giờ"),
                (NOON + dt.timedelta(hours=1), "Luôn có mặt"),
            ):
                with self.subTest(at=at):
                    self.assertEqual(self.gather(at).lead.title, title)

    def test_the_lead_brings_its_picture(self):
        picture = Picture.objects.create(
            original="pictures/a.jpg", width=1600, height=900, widths=[320, 640], alt="Đồi chè Mộc Châu", sha256="a",
            uploaded_at=NOON,
        )  # fmt: skip
        factories.make_article(cover=picture)
        self.assertContains(self.client.get("/"), 'alt="Đồi chè Mộc Châu"')

    def test_queries_do_not_grow_with_rows_or_sections(self):
        counts = []
        names = itertools.cycle(SECTIONS)
        for number in (3, 30):
            for _ in range(number):
                factories.make_article(section=factories.make_section(next(names)))
            with CaptureQueriesContext(
                connection,
            ) as queries:
                self.assertEqual(self.client.get("/").status_code, 200)
            counts.append(len(queries))
        self.assertEqual(counts[0], counts[1])

    def test_a_warm_process_asks_only_for_the_versions(self):
        factories.make_articles(12)
        with factories.keeping():
            self.client.get("/")
            with self.assertNumQueries(1):
                self.client.get("/")

    def test_internal_papers_stay_inside(self):
        for number, scope in (("22-NQ/TU", "public"), ("23-NQ/TU", "internal")):
            factories_resolutions.make_document(number=number, scope=scope)
        response = self.client.get("/")
        self.assertContains(response, "22-NQ/TU")
        self.assertNotContains(response, "23-NQ/TU")

    def test_the_band_counts_verdicts_of_the_newest_term_with_figures(self):
        factories_resolutions.make_parts(names=("Hạ tầng giao thông",))
        factories_resolutions.make_congress("xvi")
        target = factories_resolutions.make_target(60)
        factories_resolutions.make_observation(target, 2025, "61,8")
        factories_resolutions.make_target(70)
        response = self.client.get("/")
        self.assertContains(response, "Nghị quyết Đại hội XV<", html=False)
        for words in (
            "Hạ tầng giao thông",
            "Chưa nhập tên",
            "1 trong 2 chỉ tiêu đã kết luận được, 1 có số liệu",
            "Đại hội XVI, nhiệm kỳ",
        ):
            self.assertContains(response, words)

    def test_titles_are_escaped(self):
        factories.make_article(title="Chuyện <b>thật</b> & «hay»")
        self.assertContains(self.client.get("/"), "Chuyện &lt;b&gt;thật&lt;/b&gt; &amp; «hay»")
