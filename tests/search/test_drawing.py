"""Rows are filled into a template drawn once; a reader must not see the difference."""

import datetime as dt

from django.template.loader import render_to_string
from django.test import SimpleTestCase
from django.utils.safestring import SafeString

from search import extracts, queries
from search.addresses import Addresses
from search.asked import NEWEST, Asked
from search.calendar import Day
from search.drawing import draw
from search.keys import Window
from search.known import Known
from search.presenting import Line, Link

AWKWARD = ["", "a", "100%", "%s %(x)s", "{0} {{ x }}", "<b>\"'&", "\ue0000\ue001", SafeString("<mark>Đảng</mark>")]


class EachTests(SimpleTestCase):
    def test_rows_come_out_as_their_template_draws_them(self):
        links = [
            Link(value, f"/?q={value}", count, current)
            for value in AWKWARD
            for count in ("", "1.234")
            for current in (True, False)
        ]
        lines = [Line("/a/?b&c", value, "Bài viết", value, extract) for value in AWKWARD for extract in AWKWARD]
        days = [
            Day(number, count, url, "Thứ Sáu", today, chosen)
            for number, count, url in [("", 0, ""), ("5", 0, ""), ("5", 12, "/?a&b")]
            for today in (True, False)
            for chosen in (True, False)
        ]
        for rows, template in [
            (links, "search/_choice.html"),
            (links, "search/_tag.html"),
            (lines, "search/_line.html"),
            (days, "components/calendar-day.html"),
        ]:
            for row in rows:
                with self.subTest(row=row):
                    self.assertEqual(draw(template, [row]), render_to_string(template, row._asdict()))


class AddressesTests(SimpleTestCase):
    def test_an_address_is_that_of_the_changed_question(self):
        day = dt.date(2020, 9, 25)
        asked = Asked("nghị quyết & «50%»", day, None, "van-ban", "kinh-te", NEWEST, before=7)
        for changes in [{}, {"words": ""}, {"since": None}, {"until": day}, {"kind": "", "section": ""}, {"order": ""}]:
            with self.subTest(changes=changes):
                wanted = f"/tim-kiem/?{asked.but(**changes).parameters}"
                self.assertEqual(Addresses("/tim-kiem/", asked).but(**changes), wanted)
        self.assertEqual(Addresses("/tim-kiem/", Asked()).but(), "/tim-kiem/")


class KnownTests(SimpleTestCase):
    def test_what_is_known_answers_and_the_rest_is_left_to_be_asked(self):
        every = list(range(1, 100, 3))
        for is_all in (True, False):
            for window in (Window(0, 1000, 90), Window(20, 80, 90)):
                inside = [key for key in reversed(every) if window.low <= key <= window.high]
                kept = inside if is_all else inside[:5]
                known = Known(kept, window, is_all)
                for low in range(0, 100, 7):
                    for high in range(0, 100, 7):
                        stretch = Window(low, high, 90)
                        wanted = [key for key in reversed(every) if stretch.low <= key <= stretch.high]
                        self.assertIn(known.within(stretch), (wanted, None))
                        self.assertIn(known.first(stretch, 3), (wanted[:3], None))
                        self.assertIn(known.newest(stretch), (wanted[:1], None))
                        self.assertIn(known.oldest(stretch), (wanted[-1:], None))
        self.assertEqual(Known([7, 4], Window(0, 9, 9), is_all=False).newest(Window(0, 5, 9)), [4])
        self.assertEqual(Known([7, 4], Window(0, 9, 9), is_all=False).first(Window(0, 9, 9), 2), [7, 4])
        self.assertIsNone(Known([7, 4], Window(0, 9, 9), is_all=False).first(Window(0, 9, 9), 3))
        self.assertIsNone(Known([7, 4], Window(0, 9, 9), is_all=False).within(Window(0, 5, 9)))


class LettersTests(SimpleTestCase):
    def test_a_letter_is_found_in_every_way_to_write_it(self):
        for original, typed in [
            ("ĐẢNG", "dang"),
            ("Kỹ", "ki"),
            ("Toà", "tòa"),
            ("Σίσυφος", "σισυφος"),
            ("Straße", "straße"),
            ("Ｎｇ", "ｎｇ"),
        ]:
            with self.subTest(original=original):
                marked = extracts.highlight(original, queries.parse(typed))
                self.assertEqual(marked, f"<mark>{original}</mark>")
