"""However little is known of how many entries each year has, looking must reach every one of them."""

from itertools import pairwise

from django.test import SimpleTestCase, TestCase
from hypothesis import given
from hypothesis import strategies as st

from search import services
from search.backends import backend, partitions
from search.query import parsing
from search.storage import keys, schema
from search.storage.keys import Window
from tests.search.corpus import NOW, make_entry

counted_years = st.lists(
    st.tuples(st.integers(1950, 2030) | st.just(9999), st.integers(1, 9_000)), unique_by=lambda each: each[0]
).map(sorted)
keys_of_dates = st.integers(keys.OF_DATES[0], keys.OF_DATES[-1]) | st.integers(-2 * keys.WEEK, 2 * keys.WEEK)
borders = st.sampled_from([keys.FIRST, keys.LAST]) | st.integers(schema.start(1940), schema.start(2035))


class StretchesTests(SimpleTestCase):
    @given(
        counted=counted_years, low=borders, high=borders, now=borders, newest=st.booleans(), wanted=st.integers(1, 500)
    )
    def test_the_pieces_lie_side_by_side_and_are_the_whole_window(self, counted, low, high, now, newest, wanted):
        window = Window(low, high, now)
        first = schema.start(counted[0][0]) if counted else keys.LAST + 1
        expected = Window(max(low, first), high, now)
        pieces = sorted((piece.low, piece.high) for piece in self.pieces(window, counted, newest, wanted))
        if expected.is_empty:
            self.assertEqual(pieces, [])
        else:
            self.assertEqual((pieces[0][0], pieces[-1][1]), (expected.low, expected.high))
            self.assertTrue(all(before[1] + 1 == after[0] for before, after in pairwise(pieces)))
            self.assertTrue(all(low <= high for low, high in pieces))

    def pieces(self, window, counted, newest, wanted):
        return list(partitions.pieces(window, counted, newest=newest, wanted=wanted))

    @given(low=keys_of_dates, high=keys_of_dates, key=keys_of_dates)
    def test_the_weeks_of_a_window_are_those_of_its_keys(self, low, high, key):
        window = Window(min(low, high), max(low, high), keys.LAST)
        weeks = partitions.weeks(window)
        self.assertEqual(
            bool(weeks), partitions.week(window.high) - partitions.week(window.low) < partitions.MOST_WEEKS
        )
        if weeks and window.low <= key <= window.high:
            self.assertIn(partitions.week(key), weeks)

    @given(low=keys_of_dates, high=keys_of_dates)
    def test_the_parts_of_the_table_hold_the_window(self, low, high):
        window = Window(min(low, high), max(low, high), keys.LAST)
        first, last = partitions.whole_parts(window)
        self.assertLessEqual(first, window.low)
        self.assertGreaterEqual(last, window.high)

    def test_the_first_piece_has_about_as_many_entries_as_are_wanted(self):
        counted = [(2015, 520), (2019, 52), (2020, 520)]
        window = Window(keys.FIRST, schema.start(2021) - 1, keys.LAST)
        for wanted, newest, weeks in ((9, True, 1), (100, True, 10), (420, True, 42), (9, False, 1), (420, False, 42)):
            with self.subTest(wanted=wanted, newest=newest):
                piece = self.pieces(window, counted, newest, wanted)[0]
                self.assertAlmostEqual((piece.high - piece.low) / keys.WEEK, weeks, delta=1.2)

    def test_what_goes_on_for_too_many_weeks_ends_where_the_table_is_split(self):
        counted = [(1991, 1), (2003, 52), (2020, 52), (2027, 5)]
        window = Window(keys.FIRST, schema.start(2028) - 1, keys.LAST)
        self.assertEqual(self.pieces(window, counted, True, 60)[0].low, schema.start(2000))
        self.assertEqual(self.pieces(window, counted, False, 60)[0].high, schema.start(2025) - 1)


class OldYearsTests(TestCase):
    def found(self, **asked):
        window = keys.window(None, None, NOW)
        return [
            [keys.day_of(key).year for key in backend().keys(parsing.parse(words), window, 10, **asked)]
            for words in ("nghi quyet", "")
        ]

    def test_what_is_brought_in_is_found_in_either_order(self):
        services.put_many([make_entry(at="2010-05-01 08:00"), make_entry(at="2015-05-01 08:00")])
        self.assertEqual(self.found(), [[2015, 2010]] * 2)
        services.put_many([make_entry(at="2026-11-22 09:00"), make_entry(at="2012-05-01 08:00")])
        self.assertEqual(self.found(), [[2026, 2015, 2012, 2010]] * 2)
        self.assertEqual(self.found(newest=False), [[2010, 2012, 2015, 2026]] * 2)

    def test_what_is_brought_in_is_found_however_old_it_is(self):
        services.put(make_entry(at="2010-05-01 08:00"))
        self.assertEqual(self.found(), [[2010]] * 2)
        services.put(make_entry(at="1958-05-01 08:00"))
        self.assertEqual(self.found(), [[2010, 1958]] * 2)
