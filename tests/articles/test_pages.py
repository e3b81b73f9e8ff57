"""What readers see, what they never see, and how much it costs."""

import datetime as dt
import json
import re
from unittest import mock
from xml.etree import ElementTree

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

import vietnamese
from articles import reading, services
from articles.models import Article
from articles.workflow import PUBLIC, Status
from resolutions.models import Breakthrough, Congress, Indicator, Target, TargetGroup, TaskGroup
from tests.clock import clock
from tests.factories import MORNING, keeping, local, make_article, make_articles, make_section, make_user

HOUR = dt.timedelta(hours=1)
RSS = "{http://www.w3.org/2005/Atom}link"


def shown(response):
    """(address, title) of every line of a list."""
    return re.findall(r'article-list__title"><a href="([^"]+)">([^<]+)</a>', response.content.decode())


def neighbour(page, rel):
    found = re.search(rf'<nav class="archive-neighbours".*?<a rel="{rel}" href="([^"]+)"', page, re.DOTALL)
    return found and found[1]


def number_of_queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)
    return len(queries)


def read_feed(response):
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own feed


def feed_titles(response):
    return [item.findtext("title") for item in read_feed(response).iter("item")]


class VisibilityTests(TestCase):
    """Every place that shows articles, and every state that an article may be in."""

    @classmethod
    def setUpTestData(cls):
        now = timezone.now()
        cls.section = make_section("Xây dựng Đảng")
        cls.anchor = make_article(title="Bài neo", section=cls.section, publish_at=now - 2 * HOUR)
        later, past = now + HOUR, now - HOUR
        cases = [(status, past, None, status in PUBLIC) for status in Status]
        cases += [(Status.APPROVED, later, None, False), (Status.APPROVED, past, later, True)]
        cases += [(Status.APPROVED, now - 3 * HOUR, past, False)]
        cls.articles = [
            (
                make_article(
                    title=f"Bài số {number} {'hiện' if visible else 'ẩn'}",
                    status=status.value, publish_at=publish_at, expire_at=expire_at, section=cls.section,
                ),
                visible,
            )
            for number, (status, publish_at, expire_at, visible) in enumerate(cases)
        ]  # fmt: skip

    def test_only_what_is_published_has_a_page(self):
        for article, visible in self.articles:
            with self.subTest(article.title):
                response = self.client.get(article.get_absolute_url())
                self.assertEqual(response.status_code, 200 if visible else 404)
                if not visible:
                    self.assertNotContains(response, article.title, status_code=404)

    def test_a_wrong_address_of_a_hidden_article_does_not_tell_that_it_exists(self):
        for article, visible in self.articles:
            with self.subTest(article.title):
                response = self.client.get(f"/bai-viet/sai-{article.pk}/")
                self.assertEqual(response.status_code, 301 if visible else 404)

    def test_no_list_shows_more(self):
        day = vietnamese.local(self.anchor.publish_at)
        places = [
            self.section.get_absolute_url(),
            f"/bai-viet/{day:%Y}/",
            f"/bai-viet/{day:%Y/%m}/",
            "/rss/",
            reverse("articles:section_feed", args=[self.section.slug]),
            self.anchor.get_absolute_url(),
        ]
        for place in places:
            page = self.client.get(place).content.decode()
            for article, visible in self.articles:
                with self.subTest(place=place, article=article.title):
                    if not visible:
                        self.assertNotIn(article.title, page)
                        self.assertNotIn(article.get_absolute_url(), page)
            if place != self.anchor.get_absolute_url():
                self.assertIn("Bài số 2 hiện", page)

    def test_a_reader_gets_no_cookie(self):
        for place in ["/rss/", self.section.get_absolute_url(), self.anchor.get_absolute_url(), "/bai-viet/2020/"]:
            for method in (self.client.get, self.client.head):
                with self.subTest(place=place, method=method.__name__):
                    response = method(place)
                    self.assertEqual(response.status_code, 200)
                    self.assertFalse(response.cookies)
                    self.assertNotIn("Cookie", response.get("Vary", ""))
            self.assertEqual(self.client.post(place).status_code, 405)


class ArticlePageTests(TestCase):
    def test_the_number_decides_and_another_slug_leads_to_the_right_address(self):
        article = make_article(title="Đưa nghị quyết vào cuộc sống")
        self.assertEqual(article.get_absolute_url(), f"/bai-viet/dua-nghi-quyet-vao-cuoc-song-{article.pk}/")
        for slug in ("sai", "2020-09", "Đưa nghị quyết", "dua-nghi-quyet-vao-cuoc-song-x"):
            with self.subTest(slug):
                response = self.client.get(f"/bai-viet/{slug}-{article.pk}/?a=1&q=%C4%91")
                self.assertRedirects(
                    response,
                    f"{article.get_absolute_url()}?a=1&q=%C4%91",
                    status_code=301,
                    fetch_redirect_response=False,
                )

    def test_addresses_that_are_none(self):
        make_article()
        for address in ("x-0", "x-01", "x-99999", "x-999999999999999999", "x-9999999999999999999", "-5", "x", "2020-x"):
            with self.subTest(address):
                self.assertEqual(self.client.get(f"/bai-viet/{address}/").status_code, 404)

    def test_the_page_says_when_by_whom_and_from_where(self):
        article = make_article(
            title="Tiêu đề", publish_at=MORNING, byline="Lò Văn Đức", sources="Báo Sơn La\n\nCổng thông tin tỉnh"
        )
        page = self.client.get(article.get_absolute_url())
        self.assertContains(page, "Thứ Sáu, 25/09/2020, 08:30")
        self.assertContains(page, "2020-09-25T08:30:00+07:00")
        for words in ("Lò Văn Đức", "<li>Báo Sơn La</li>", "<li>Cổng thông tin tỉnh</li>", article.section.name):
            self.assertContains(page, words)

    def test_what_people_type_is_escaped_everywhere(self):
        attack = '"><script>alert(1)</script></title>\u2028& «Đảng»'
        article = make_article(title=attack, lead=attack, byline=attack, sources=attack, section=make_section(attack))
        make_article(title=attack, lead=attack, section=article.section, publish_at=MORNING - HOUR)
        for place in (article.get_absolute_url(), article.section.get_absolute_url(), "/bai-viet/2020/09/", "/rss/"):
            with self.subTest(place):
                response = self.client.get(place)
                self.assertEqual(response.status_code, 200)
                self.assertNotContains(response, "<script>alert")
        self.assertNotIn("<script>", " ".join(feed_titles(self.client.get("/rss/"))))

    def test_the_data_for_machines_is_valid_and_tells_the_same(self):
        article = make_article(title="A </script> & B", publish_at=MORNING, byline="Lò Văn Đức")
        page = self.client.get(article.get_absolute_url()).content.decode()
        facts = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
        self.assertEqual(facts["headline"], "A </script> & B")
        self.assertEqual(facts["datePublished"], "2020-09-25T08:30:00+07:00")
        self.assertEqual(facts["mainEntityOfPage"], f"http://testserver{article.get_absolute_url()}")

    def test_neighbours_and_related_come_from_what_is_around_in_time(self):
        section, other = make_section("Kinh tế"), make_section("Xã hội")
        articles = [
            make_article(title=f"Bài {n}", section=section if n % 2 else other, publish_at=MORNING + n * HOUR)
            for n in range(14)
        ]
        around = reading.surroundings(articles[11], timezone.now())
        self.assertEqual((around.older.title, around.newer.title), ("Bài 10", "Bài 12"))
        self.assertEqual([line.title for line in around.related], ["Bài 9", "Bài 7", "Bài 5", "Bài 3", "Bài 1"])
        self.assertIsNone(reading.surroundings(articles[0], timezone.now()).older)
        self.assertIsNone(reading.surroundings(articles[13], timezone.now()).newer)

    def test_neighbours_of_the_same_minute_are_told_apart_by_their_number(self):
        one, two, three = (make_article(title=f"Bài {n}", publish_at=MORNING) for n in range(3))
        around = reading.surroundings(two, timezone.now())
        self.assertEqual((around.older.pk, around.newer.pk), (one.pk, three.pk))

    def test_a_line_and_its_article_have_the_same_address(self):
        article = make_article()
        line = reading.newest(Article.objects.all(), 1)[0]
        self.assertEqual(line.url, article.get_absolute_url())


class TargetCardTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        congress = Congress.objects.create(code="xv", ordinal=15, name="Đại hội XV", start_year=2020, end_year=2025)
        group = TargetGroup.objects.create(code="kinh-te", name="Kinh tế")
        cls.targets = [
            Target.objects.create(
                congress=congress,
                group=group,
                code=f"chi-tieu-{number}",
                wording=f"Chỉ tiêu số {number}",
                kind=Target.Kind.LEVEL,
                value=60,
                target_year=2025,
                source="Nghị quyết",
                indicator=Indicator.objects.create(code=f"chi-so-{number}", name="Chỉ số", unit="%"),
            )
            for number in range(12)
        ]
        cls.parts = {
            "breakthroughs": [Breakthrough.objects.create(congress=congress, number=1, name="Cải cách hành chính")],
            "task_groups": [TaskGroup.objects.create(congress=congress, number=2, name="")],
        }

    def test_the_article_leads_to_what_it_is_about(self):
        article = make_article(targets=self.targets[:2], **self.parts)
        page = self.client.get(article.get_absolute_url())
        for words in ("Chỉ tiêu số 0", "Chỉ tiêu số 1", "Chưa có số liệu", "Cải cách hành chính", "Chưa nhập tên"):
            self.assertContains(page, words)
        self.assertNotContains(page, "Chỉ tiêu số 2")
        self.assertContains(page, self.targets[0].get_absolute_url())

    def test_what_is_due_is_asked_anew_when_the_year_begins_in_viet_nam(self):
        address = make_article(targets=self.targets[:1], publish_at=local(2025, 12, 1)).get_absolute_url()
        asked = []
        with keeping():
            for moment in (local(2025, 12, 31, 23, 50), local(2025, 12, 31, 23, 55), local(2026, 1, 1, 0, 5)):
                with (
                    clock(moment.astimezone(dt.UTC)),
                    CaptureQueriesContext(connection) as seen,
                ):
                    self.client.get(address)
                asked.append(any("resolutions_observation" in one["sql"] for one in seen))
        self.assertEqual(asked, [True, False, True])

    def test_cards_cost_the_same_for_one_target_and_for_twelve_and_nothing_once_kept(self):
        few = make_article(targets=self.targets[:1], **self.parts).get_absolute_url()
        many = make_article(targets=self.targets, **self.parts).get_absolute_url()
        self.assertEqual(number_of_queries(self.client, few), number_of_queries(self.client, many))
        with keeping():
            # Versions, the article, its surroundings, what it is about, and the two parts of that.
            self.assertLessEqual(number_of_queries(self.client, many), 6)


class ListTests(TestCase):
    def test_pages_hold_twenty_and_lead_to_each_other(self):
        section = make_section("Kinh tế")
        make_articles(45, section=section)
        seen = []
        for number, count in ((1, 20), (2, 20), (3, 5)):
            response = self.client.get(section.get_absolute_url(), {"trang": number})
            lines = shown(response)
            self.assertEqual(len(lines), count)
            self.assertEqual('rel="next"' in response.content.decode(), number < 3)
            seen += lines
        newest_first = Article.objects.order_by("-publish_at", "-pk")
        self.assertEqual([url for url, _ in seen], [article.get_absolute_url() for article in newest_first])
        self.assertContains(self.client.get(section.get_absolute_url()), f"{section.get_absolute_url()}?trang=2")

    def test_pages_that_do_not_exist(self):
        section = make_section("Kinh tế")
        make_articles(3, section=section)
        for number in ("0", "-1", "2", "500", "1000000000", "9" * 400, "abc", "1.5", "", "１", "01", "1\x00", "%00"):
            with self.subTest(number):
                self.assertIn(self.client.get(section.get_absolute_url(), {"trang": number}).status_code, (400, 404))
        self.assertEqual(self.client.get(section.get_absolute_url(), {"trang": "1"}).status_code, 200)
        self.assertEqual(self.client.get("/chuyen-muc/khong-co/").status_code, 404)

    def test_an_empty_section_says_so(self):
        self.assertContains(self.client.get(make_section("Văn hóa").get_absolute_url()), "chưa có bài nào")

    def test_the_number_of_queries_does_not_grow_with_the_rows(self):
        section = make_section("Kinh tế")
        article = make_articles(3, section=section)[1]
        places = [section.get_absolute_url(), article.get_absolute_url(), "/bai-viet/2020/09/25/", "/rss/"]
        few = [number_of_queries(self.client, place) for place in places]
        make_articles(30, section=section)
        self.assertEqual([number_of_queries(self.client, place) for place in places], few)
        self.assertLessEqual(max(few), 10)
        with keeping():
            # The versions and, for an article, its own row.
            self.assertEqual([number_of_queries(self.client, place) for place in places[:2]], [1, 2])

    def test_what_is_kept_beside_an_article_goes_with_a_change_and_at_its_second(self):
        section = make_section("Kinh tế")
        first, second = make_article(section=section), make_article(section=section, publish_at=MORNING + HOUR)
        soon = timezone.now() + HOUR
        late = make_article(section=section, title="Bài hẹn giờ", publish_at=soon)
        with keeping():
            page = self.client.get(second.get_absolute_url())
            self.assertContains(page, first.get_absolute_url())
            self.assertNotContains(page, "Bài hẹn giờ")
            with clock(soon):
                self.assertContains(self.client.get(second.get_absolute_url()), late.get_absolute_url())
            services.withdraw(first, by=make_user("approver"), at=timezone.now(), note="Sai số liệu.")
            self.assertNotContains(self.client.get(second.get_absolute_url()), first.get_absolute_url())
            self.assertNotContains(self.client.get(section.get_absolute_url()), first.get_absolute_url())


class ArchiveTests(TestCase):
    def test_days_are_local_days_up_to_their_edges(self):
        edges = {
            "Đầu ngày": local(2020, 9, 25, 0, 0),
            "Sớm mai": local(2020, 9, 25, 6, 59),
            "Cuối ngày": local(2020, 9, 25, 23, 59),
            "Hôm trước": local(2020, 9, 24, 23, 59),
            "Hôm sau": local(2020, 9, 26, 0, 0),
        }
        for title, publish_at in edges.items():
            make_article(title=title, publish_at=publish_at)
        titles = [title for _, title in shown(self.client.get("/bai-viet/2020/09/25/"))]
        self.assertEqual(titles, ["Cuối ngày", "Sớm mai", "Đầu ngày"])

    def test_years_and_months_begin_at_local_midnight(self):
        for title, publish_at in {"Cũ": local(2019, 12, 31, 23, 59), "Mới": local(2020, 1, 1, 0, 0)}.items():
            make_article(title=title, publish_at=publish_at)
        for address, expected in {"2019/": "Cũ", "2019/12/": "Cũ", "2020/": "Mới", "2020/01/": "Mới"}.items():
            with self.subTest(address):
                lines = shown(self.client.get(f"/bai-viet/{address}"))
                self.assertEqual([title for _, title in lines], [expected])

    def test_neighbours_are_the_nearest_periods_with_articles(self):
        for day in (local(2018, 3, 1, 9), local(2020, 9, 25, 9), local(2020, 9, 28, 9), local(2023, 1, 2, 9)):
            make_article(publish_at=day)
        expected = {
            "2020/": ("/bai-viet/2018/", "/bai-viet/2023/"),
            "2020/09/": ("/bai-viet/2018/03/", "/bai-viet/2023/01/"),
            "2020/09/25/": ("/bai-viet/2018/03/01/", "/bai-viet/2020/09/28/"),
            "2020/09/26/": ("/bai-viet/2020/09/25/", "/bai-viet/2020/09/28/"),
            "2018/": (None, "/bai-viet/2020/"),
        }
        for address, (previous, following) in expected.items():
            with self.subTest(address):
                page = self.client.get(f"/bai-viet/{address}").content.decode()
                found = [neighbour(page, "prev"), neighbour(page, "next")]
                self.assertEqual(found, [previous, following])

    def test_days_that_do_not_exist(self):
        for address in (
            "2020/02/30/",
            "2020/13/",
            "2020/00/",
            "0000/",
            "1929/",
            "9999/",
            "9999/12/31/",
            "2020/9/",
            "20/",
        ):
            with self.subTest(address):
                self.assertEqual(self.client.get(f"/bai-viet/{address}").status_code, 404)

    def test_a_day_without_articles_says_so(self):
        response = self.client.get("/bai-viet/2020/02/29/")
        self.assertContains(response, "Không có bài nào")
        self.assertContains(response, "noindex")


class FeedTests(TestCase):
    def test_the_feed_is_valid_and_absolute(self):
        section = make_section("Kinh tế")
        article = make_article(title="Đường & «cầu»", section=section, lead="Sapo <b>")
        make_article(title="Bài khác", section=make_section("Xã hội"), publish_at=MORNING - HOUR)
        root = read_feed(self.client.get("/rss/"))
        item = root.find("channel/item")
        self.assertEqual(item.findtext("link"), f"http://testserver{article.get_absolute_url()}")
        self.assertEqual(item.findtext("guid"), f"bai-viet-{article.pk}")
        self.assertEqual(item.findtext("pubDate"), "Fri, 25 Sep 2020 08:30:00 +0700")
        self.assertEqual(root.findtext("channel/language"), "vi")
        self.assertEqual(root.find(f"channel/{RSS}").get("href"), "http://testserver/rss/")
        self.assertEqual(len(feed_titles(self.client.get(f"{section.get_absolute_url()}rss/"))), 1)

    def test_who_has_the_feed_already_is_not_sent_it_again(self):
        make_article()
        first = self.client.get("/rss/")
        self.assertEqual(self.client.get("/rss/", headers={"If-None-Match": first["ETag"]}).status_code, 304)
        make_article(publish_at=MORNING + HOUR)
        self.assertEqual(self.client.get("/rss/", headers={"If-None-Match": first["ETag"]}).status_code, 200)

    def test_no_date_hides_from_readers_of_a_feed_that_its_newest_article_was_taken_down(self):
        make_article(title="Bài ở lại")
        gone = make_article(title="Bài bị gỡ", publish_at=MORNING + HOUR)
        for address in ("/rss/", "/tim-kiem/rss/"):
            self.assertNotIn("Last-Modified", self.client.get(address))
        gone.delete()
        answer = self.client.get("/rss/", headers={"If-Modified-Since": http_date((MORNING + HOUR).timestamp())})
        self.assertEqual(feed_titles(answer), ["Bài ở lại"])

    def test_an_empty_feed_is_a_feed(self):
        response = self.client.get("/rss/")
        self.assertEqual(feed_titles(response), [])
        self.assertEqual(self.client.get("/rss/", headers={"If-None-Match": response["ETag"]}).status_code, 304)
        self.assertEqual(self.client.get("/chuyen-muc/khong-co/rss/").status_code, 404)

    def test_control_characters_do_not_break_the_feed(self):
        with mock.patch.object(Article, "normalise"):
            make_article(title="Tiêu\x0b đề", slug="x", lead="\x01")
        self.assertEqual(feed_titles(self.client.get("/rss/")), ["Tiêu đề"])


class ReadingTests(TestCase):
    def test_a_page_of_keys_answers_like_the_whole_list(self):
        section = make_section("Kinh tế")
        make_articles(25, section=section)
        at = MORNING + dt.timedelta(minutes=22)
        for number in (1, 2):
            with self.subTest(number):
                start = (number - 1) * reading.PAGE_SIZE
                plain = Article.objects.published(at).filter(section=section).newest()[start : start + 20]
                page = reading.section_page(section, number, at)
                self.assertEqual([line.pk for line in page.lines], [article.pk for article in plain])
                self.assertEqual([line.publish_at for line in page.lines], [article.publish_at for article in plain])

    def test_the_article_is_read_whole_with_section_and_cover(self):
        article = make_article(byline="Lò Văn Đức")
        read = reading.published_article(article.pk, timezone.now())
        for field in Article._meta.concrete_fields:
            with self.subTest(field.name):
                self.assertEqual(getattr(read, field.attname), getattr(article, field.attname))
        with self.assertNumQueries(0):
            self.assertEqual((read.section.name, read.cover), (article.section.name, None))
