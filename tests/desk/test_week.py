import datetime as dt
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from desk import week
from desk.week import Entry

SATURDAY = dt.date(2026, 11, 28)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2199, 12, 31))


class WeekTests(TestCase):
    @given(DAYS)
    def test_a_week_holds_its_day_and_seven_of_them(self, day):
        shown = week.of(day)
        self.assertIn(day, shown)
        self.assertEqual([one.name for one in shown.days([], day)], ["T2", "T3", "T4", "T5", "T6", "T7", "CN"])
        self.assertEqual([one.is_today for one in shown.days([], day)].count(True), 1)
        self.assertEqual(shown.after.before, shown)
        self.assertEqual(shown.after.monday - shown.sunday, dt.timedelta(days=1))

    def test_a_day_in_the_address_chooses_the_week_and_anything_else_this_one(self):
        this = week.Week(dt.date(2026, 11, 23))
        for typed in ("", "hôm nay", "2026-02-31", "0001-01-01", "9999-12-31", "2026-11-29", "9" * 400):
            with self.subTest(typed[:12]):
                self.assertEqual(week.asked(typed, SATURDAY), this)
        for typed in ("2026-11-30", "30/11/2026", "30-11-2026", "30.11.2026"):
            with self.subTest(typed):
                self.assertEqual(week.asked(typed, SATURDAY), this.after)

    def test_a_day_shows_its_own_entries_by_the_clock(self):
        late, early = (
            Entry(SATURDAY, "Bài chiều", "/2", "hẹn giờ", "15:30"),
            Entry(SATURDAY, "Bài sáng", "/1", "", "07:00"),
        )
        milestone = Entry(SATURDAY, "Mốc", "/3", "mốc của Đại hội XV")
        other = Entry(dt.date(2026, 11, 27), "Bài hôm qua", "/4", "hẹn giờ", "08:00")
        days = week.of(SATURDAY).days([late, other, early, milestone], SATURDAY)
        self.assertEqual(days[5].entries, (milestone, early, late))
        self.assertEqual(days[4].entries, (other,))
        self.assertEqual(days[6].entries, ())
