"""However little is known of how many entries each year has, looking must reach every one of them."""

from itertools import pairwise
from unittest import mock

from django.test import SimpleTestCase, TestCase, override_settings
from hypothesis import given
from hypothesis import strategies as st

from search import keys, queries, schema, services, stretches, years
from search.backends import backend
from search.keys import Window
from tests.search.corpus import NOW, make_entry

counted_years = st.lists(
    st.tuples(st.integers(1950, 2030) | st.just(9999), st.integers(1, 9_000)), unique_by=lambda each: each[0]
).map(sorted)
borders = st.sampled_from([keys.FIRST, keys.LAST]) | st.integers(schema.start(1940), schema.start(2035))


class StretchesTests(SimpleTestCase):
    @given(
        counted=counted_years, low=borders, high=borders, now=borders, newest=st.booleans(), wanted=st.integers(1, 500)
    )
    def test_the_pieces_lie_side_by_side_and_are_the_whole_window(self, counted, low, high, now, newest, wanted):
        window = Window(low, high, now)
        first = schema.start(counted[0][0]) if counted else keys.LAST + 1
        expected = Window(max(low, first), high, now)
        near, rest = stretches.near(window, counted, wanted, newest=newest)
        for found in (list(stretches.pieces(window, counted, newest=newest, wanted=wanted)), [near, rest]):
            pieces = sorted((piece.low, piece.high) for piece in found if not piece.is_empty)
            if expected.is_empty:
                self.assertEqual(pieces, [])
                continue
            self.assertEqual((pieces[0][0], pieces[-1][1]), (expected.low, expected.high))
            self.assertTrue(all(before[1] + 1 == after[0] for before, after in pairwise(pieces)))

    def test_as_many_years_are_near_as_have_the_wanted_entries(self):
        counted = [(2015, 100), (2019, 10), (2020, 10)]
        window = Window(keys.FIRST, schema.start(2021) - 1, keys.LAST)
        for wanted, newest, border in ((5, True, 2020), (15, True, 2019), (50, True, 2015), (5, False, 2016)):
            with self.subTest(wanted=wanted, newest=newest):
                near, _ = stretches.near(window, counted, wanted, newest=newest)
                self.assertEqual(near.low if newest else near.high + 1, schema.start(border))
        half = Window(keys.FIRST, schema.start(2020) + (schema.start(2021) - schema.start(2020)) // 2, keys.LAST)
        self.assertEqual(stretches.near(half, counted, 8, newest=True)[0].low, schema.start(2019))


@override_settings(MENU_SECONDS=60)
class KeptYearsTests(TestCase):
    def setUp(self):
        self.addCleanup(years.known.forget)

    def found(self, **asked):
        window = keys.window(None, None, NOW)
        return [
            [keys.day_of(key).year for key in backend().keys(queries.parse(words), window, 10, **asked)]
            for words in ("nghi quyet", "")
        ]

    def test_what_another_process_brings_in_is_found_though_the_years_were_counted_before(self):
        services.put_many([make_entry(at="2010-05-01 08:00"), make_entry(at="2015-05-01 08:00")])
        self.assertEqual(self.found(), [[2015, 2010]] * 2)
        with mock.patch.object(years.known, "forget"):
            services.put_many([make_entry(at="2026-11-22 09:00"), make_entry(at="2012-05-01 08:00")])
        self.assertEqual(self.found(), [[2026, 2015, 2012, 2010]] * 2)
        self.assertEqual(self.found(newest=False), [[2010, 2012, 2015, 2026]] * 2)

    def test_what_this_process_brings_in_is_found_however_old_it_is(self):
        services.put(make_entry(at="2010-05-01 08:00"))
        self.assertEqual(self.found(), [[2010]] * 2)
        services.put(make_entry(at="1958-05-01 08:00"))
        self.assertEqual(self.found(), [[2010, 1958]] * 2)
