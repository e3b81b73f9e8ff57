"""The search page as a reader meets it."""

import datetime as dt
import re
from html import unescape
from unittest import mock

from django.test import TestCase

from search import services
from search.page import periods
from search.retrieval import facets
from search.storage import kinds
from tests.search.corpus import make_entry


class SearchPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        kinds.register(kinds.Kind("thu-van-ban", "Văn bản thử", "Văn bản thử", "Ban hành", list))
        cls.addClassCleanup(kinds.forget, "thu-van-ban")
        services.put(make_entry(object_id=901, at="2020-09-25 08:30", title="Đưa Nghị quyết vào cuộc sống"))
        services.put(make_entry(object_id=902, at="2020-09-25 23:59:59", title="Hội nghị <b>cán bộ</b> & dân"))
        services.put(make_entry(object_id=903, at="2020-10-02 00:00", title="Khởi công đường cao tốc"))
        services.put(
            make_entry(
                kind="thu-van-ban", section="", object_id=904, at="2021-01-21 00:00", title="Nghị quyết số 22-NQ/TU",
                summary="", text="Về phát triển du lịch", date_label="năm 2021",
            )
        )  # fmt: skip

    def open(self, address="", status=200):
        response = self.client.get(f"/tim-kiem/{address}")
        self.assertEqual(response.status_code, status)
        self.assertNotIn("sessionid", response.cookies)
        return unescape(response.content.decode())

    def sentence(self, address):
        return re.search(r'id="ket-qua"[^>]*>(.*?)<', self.open(address))[1]

    def titles(self, address):
        found = re.findall(r'class="card__link" href="[^"]*">(.*?)</a>', self.open(address))
        return [re.sub("</?mark>", "", title) for title in found]

    def test_one_sentence_says_what_is_shown(self):
        for address, expected in [
            ("", "Có 4 mục."),
            ("?tu=2020-09-01&den=2020-09-30", "Có 2 mục từ 01/09/2020 đến 30/09/2020."),
            ("?tu=2020-09-25&den=2020-09-25", "Có 2 mục ngày 25/09/2020."),
            ("?q=nghi+quyet", "Có 2 mục cho «nghi quyet»."),
            ("?q=nghị+quyết&tu=2021-01-01", "Có 1 mục từ 01/01/2021 cho «nghị quyết»."),
            ("?loai=thu-van-ban&den=2021-12-31", "Có 1 văn bản thử đến 31/12/2021."),
            ("?q=xyzzyx&tu=2020-01-01", "Không có mục nào từ 01/01/2020 cho «xyzzyx»."),
        ]:
            with self.subTest(address=address):
                self.assertEqual(self.sentence(address), expected)

    def test_the_newest_come_first_unless_asked_otherwise(self):
        newest = ["Nghị quyết số 22-NQ/TU", "Khởi công đường cao tốc"]
        self.assertEqual(self.titles("")[:2], newest)
        self.assertEqual(self.titles("?thu-tu=cu-nhat")[-2:], newest[::-1])

    def test_both_days_belong_to_the_range(self):
        self.assertEqual(len(self.titles("?tu=2020-09-25&den=2020-10-02")), 3)

    def test_titles_before_texts_when_no_day_is_given(self):
        services.put(make_entry(object_id=905, at="2022-01-01 08:00", title="Tin khác", text="vào cuộc sống hôm nay"))
        self.assertEqual(self.titles("?q=cuoc+song")[0], "Đưa Nghị quyết vào cuộc sống")
        self.assertEqual(self.titles("?q=cuoc+song&thu-tu=moi-nhat")[0], "Tin khác")

    def test_days_typed_by_hand_lead_to_the_address_to_share(self):
        response = self.client.get("/tim-kiem/?q=&tu=25/9/2020&den=2.10.2020&loai=&chuyen-muc=")
        self.assertRedirects(response, "/tim-kiem/?tu=2020-09-25&den=2020-10-02")

    def test_the_fields_show_days_as_people_write_them(self):
        self.assertRegex(self.open("?tu=2020-09-25"), r'<input[^>]* name="tu"[^>]* value="25/09/2020"')

    def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_listed(self):
        for address, sentence in [
            ("?tu=31/02/2026", "«31/02/2026» không phải là một ngày. Hãy gõ ngày/tháng/năm, ví dụ 25/09/2020."),
            ("?den=0000-00-00", "«0000-00-00» không phải là một ngày."),
            ("?den=99999", "«99999» không phải là một ngày."),
            ("?tu=01/01/0001", "Chỉ tìm được từ năm 1900 đến năm 2100."),
            ("?loai=khong-co", "Không có loại «khong-co»."),
            ("?chuyen-muc=khong-co", "Không có chuyên mục «khong-co»."),
            ("?thu-tu=khong-co", "Không có thứ tự «khong-co»"),
            ("?q=%22*%22", "Không có từ nào để tìm"),
            ("?truoc=" + "9" * 31, "Không có trang này"),
            ("?truoc=" + "9" * 17, "Không có trang này"),
            ("?q=nghi&sau=-" + "9" * 17, "Không có trang này"),
            ("?truoc=1&sau=2", "hai trang cùng một lúc"),
            ("?trang=0", "Không có trang này"),
        ]:
            with self.subTest(address=address):
                page = self.open(address)
                self.assertIn(sentence, page)
                self.assertNotIn("card__link", page)

    def test_a_reversed_range_is_swapped_and_that_is_said(self):
        page = self.open("?tu=2020-09-30&den=2020-09-01")
        self.assertIn("hai ngày đã được đổi chỗ: từ 01/09/2020 đến 30/09/2020.", page)
        self.assertIn("Có 2 mục", page)

    def test_words_without_marks_find_and_words_with_marks_mean(self):
        self.assertEqual(len(self.titles("?q=nghi+quyet")), 2)
        self.assertEqual(len(self.titles("?q=nghị+quyết")), 2)

    def test_another_reading_is_announced(self):
        for address, sentence, count in [
            ("?q=nghĩ+quyết", "không phân biệt dấu", 2),
            ("?q=khơi+công", "không phân biệt dấu", 1),
            ("?q=khoi+conh", "Hiển thị kết quả cho «khoi cong».", 1),
            ("?q=cao+toc+xyzzyx", "Hiển thị kết quả cho «cao toc», bỏ «xyzzyx».", 1),
        ]:
            with self.subTest(address=address):
                page = self.open(address)
                self.assertIn(sentence, page)
                self.assertEqual(len(self.titles(address)), count)

    def test_words_that_are_elsewhere_are_offered_there(self):
        page = self.open("?q=cao+tốc&tu=2021-01-01&den=2021-12-31")
        self.assertIn("Không có mục nào", page)
        self.assertIn("Xem 1 mục khi bỏ các bộ lọc", page)
        self.assertIn("Thứ Sáu, 02/10/2020", page)

    def test_an_empty_day_offers_the_nearest_days(self):
        page = self.open("?tu=2020-09-28&den=2020-09-28")
        self.assertIn('href="/tim-kiem/?tu=2020-09-25&den=2020-09-25"', page)
        self.assertIn('href="/tim-kiem/?tu=2020-10-02&den=2020-10-02"', page)

    def test_each_thing_shows_its_kind_and_what_its_day_means(self):
        page = self.open("?q=22nqtu")
        self.assertIn("Ban hành năm 2021", page)
        self.assertIn("<mark>22-NQ/TU</mark>", page)

    def test_titles_are_escaped_and_marked(self):
        content = self.client.get("/tim-kiem/?q=can+bo").content.decode()
        self.assertIn("&lt;b&gt;<mark>cán</mark> <mark>bộ</mark>&lt;/b&gt; &amp; dân", content)

    def test_typed_words_are_escaped_everywhere(self):
        for address in ("?q=<script>alert(1)</script>", "?tu=<script>", "?loai=<script>", "rss/?q=<script>"):
            with self.subTest(address=address):
                self.assertNotIn(b"<script>a", self.client.get(f"/tim-kiem/{address}").content)

    def test_facets_count_under_the_other_filters(self):
        page = self.open("?q=nghi+quyet&loai=thu-van-ban")
        counts = dict(re.findall(r'loai=[\w-]*">?\s*<span>(.*?)</span> <span class="choices__count">(\d+)', page))
        self.assertEqual(counts.get("Bài viết"), "1")

    def test_the_calendar_leads_to_its_days_and_to_months_that_have_something(self):
        page = self.open("?tu=2020-10-01&den=2020-10-31")
        self.assertIn(">Tháng 9 năm 2020</a>", page)
        self.assertIn(">Tháng 1 năm 2021</a>", page)

    def test_what_is_seen_of_a_day_is_part_of_what_its_link_is_called(self):
        page = self.open("?tu=2020-10-01&den=2020-10-31")
        link = re.search(r'<a class="calendar__day"([^>]*)>(.*?)</a>', page)
        self.assertNotIn("aria-label", link[1])
        self.assertEqual(re.sub("<[^>]+>", "", link[2]), "Thứ Sáu, 2 tháng 10 năm 2020, 1 mục")
        self.assertNotIn("aria-hidden", link[2])

    def test_fields_for_days_open_a_keyboard_with_a_slash_wherever_they_stand(self):
        for page in (self.open(""), self.client.get("/").content.decode()):
            self.assertGreaterEqual(page.count('data-day="tu"'), 1)
            self.assertNotIn("inputmode", page)

    def test_presets_have_the_terms_that_content_knows(self):
        term = periods.Period("Nhiệm kỳ thử", dt.date(2020, 10, 1), dt.date(2025, 9, 30))
        periods.register("test", lambda: [term])
        self.addCleanup(periods.forget, "test")
        page = self.open("")
        for name in ("Hôm nay", "7 ngày", "Tháng này", "Năm nay", "Nhiệm kỳ thử"):
            self.assertIn(f">{name}</a>", page)
        self.assertEqual(len(self.titles("?tu=2020-10-01&den=2025-09-30")), 2)

    def test_a_search_is_also_a_feed(self):
        response = self.client.get("/tim-kiem/rss/?q=nghi+quyet")
        self.assertEqual(response["Content-Type"], "application/rss+xml; charset=utf-8")
        self.assertEqual(response.content.count(b"<item>"), 2)
        self.assertEqual(self.client.get("/tim-kiem/rss/?tu=31/02/2026").status_code, 400)

    def test_suggestions_begin_with_what_is_typed(self):
        items = self.client.get("/tim-kiem/goi-y/?q=nghi quy").json()["items"]
        self.assertEqual([item["title"] for item in items], ["Nghị quyết số 22-NQ/TU", "Đưa Nghị quyết vào cuộc sống"])
        self.assertEqual(self.client.get("/tim-kiem/goi-y/").json(), {"items": []})


class PagingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        services.put_many(make_entry(at=f"2020-09-{day:02} 08:00") for day in range(1, 31) for _ in range(3))

    def walk(self, address):
        """Every title's address, page after page, and how many pages there were."""
        found, pages = [], 0
        while address:
            page = unescape(self.client.get(address).content.decode())
            found += re.findall(r'class="card__link" href="([^"]*)"', page)
            pages += 1
            next_page = re.search(r'rel="next" href="(/tim-kiem/\?[^"]*)">Trang sau', page)
            address = next_page and next_page[1]
        return found, pages

    def test_pages_show_everything_once_in_either_order(self):
        newest, pages = self.walk("/tim-kiem/?q=dang+bo&thu-tu=moi-nhat")
        self.assertEqual((len(set(newest)), len(newest), pages), (90, 90, 5))
        oldest, _ = self.walk("/tim-kiem/?q=dang+bo&thu-tu=cu-nhat")
        self.assertEqual(oldest, newest[::-1])

    def test_one_can_go_back_to_the_page_one_came_from(self):
        for order in ("moi-nhat", "cu-nhat"):
            with self.subTest(order=order):
                first = unescape(self.client.get(f"/tim-kiem/?thu-tu={order}").content.decode())
                second_url = re.search(r'rel="next" href="(/tim-kiem/\?[^"]*)">Trang sau', first)[1]
                second = unescape(self.client.get(second_url).content.decode())
                back_url = re.search(r'rel="prev" href="(/tim-kiem/\?[^"]*)">Trang trước', second)[1]
                back = unescape(self.client.get(back_url).content.decode())
                links = r'class="card__link" href="([^"]*)"'
                self.assertEqual(re.findall(links, back), re.findall(links, first))
                self.assertNotIn('rel="prev" href="/tim-kiem/?thu-tu=' + order + "&sau", back)

    def test_days_are_counted_also_in_a_month_that_has_more_than_is_ever_counted(self):
        with mock.patch.multiple(facets, LIMIT=10, SAMPLE=5):
            self.assertContains(self.client.get("/tim-kiem/?q=dang+bo&tu=2020-09-01&den=2020-09-02"), "Có 6 mục")
            self.assertContains(self.client.get("/tim-kiem/?q=dang+bo&tu=2020-09-01&den=2020-09-05"), "Có 9+ mục")

    def test_a_list_of_thirty_costs_no_more_queries_than_a_list_of_three(self):
        with self.assertNumQueries(FewerThan(40)):
            self.client.get("/tim-kiem/?q=dang+bo&tu=2020-09-01")


class FewerThan(int):
    def __eq__(self, other):
        return other < int(self)

    __hash__ = int.__hash__


class BadInputTests(TestCase):
    def test_nothing_typed_breaks_the_page(self):
        services.put(make_entry())
        typed = [
            "a" * 10_000, '"' * 10_000, "* OR NEAR(a b, 3) AND", "f : x", "-x ^y {f x} : z", "\x00", "a\x00b", "\ud800",
            "😀😀", "\u0301\u0300\u0303", "'; DROP TABLE search_entry; --", "\\", "'\\'", ":*", "a:*b", "<->",
            "%s %d {} %(x)s", "ﷺ ß ŉ İ ﬁ",
            "١٢٣ ²³ Ⅷ", "nghi\u200bquyet", "1.2.3.4.5", "1,2,3", "01-NQ/TU/01-NQ/TU",
        ]  # fmt: skip
        for value in typed:
            for name in ("q", "tu", "den", "loai", "chuyen-muc", "thu-tu", "truoc", "sau", "trang"):
                for page in ("", "rss/", "goi-y/"):
                    with self.subTest(value=value[:20], name=name, page=page):
                        data = {name: value.encode("utf-8", "surrogatepass")}
                        response = self.client.get(f"/tim-kiem/{page}", data, follow=True)
                        self.assertLess(response.status_code, 500)

    def test_broken_addresses_do_not_break_the_page(self):
        for address in [
            "?q=%ff%fe",
            "?q",
            "?&&=",
            "?q=a&q=b",
            "?tu=2020-09-25&tu=2020-09-26",
            "?truoc=-1",
            "?sau=-5",
        ]:
            with self.subTest(address=address):
                self.assertLess(self.client.get(f"/tim-kiem/{address}", follow=True).status_code, 500)
        self.assertEqual(self.client.post("/tim-kiem/").status_code, 405)
