"""What a reader may not see does not exist: not on the page, nor in counts, calendar, years, feed or suggestions."""

import datetime as dt

from django.test import TestCase

from search import services
from search.backends import backend
from search.page import calendar
from search.query import parsing
from search.query.parsing import Query
from search.query.request import SearchRequest
from search.retrieval import facets, results, suggestions
from search.storage import keys
from tests.search.corpus import make_entry, moment

WORDS = "Bài về khoáng sản"
HOUR = moment("2026-11-22 10:00")
SECOND = dt.timedelta(seconds=1)


class LeakTests(TestCase):
    def assert_seen(self, at, expected: bool):
        """Every door through which an entry of the day could be seen."""
        day = at.date()
        for asked in (
            SearchRequest(),
            SearchRequest(words="khoang san"),
            SearchRequest(kind="bai-viet"),
            SearchRequest(section="xay-dung-dang"),
        ):
            with self.subTest(asked=asked, at=at):
                found = results.find(asked, at)
                self.assertEqual(len(results.page(found, {}).hits), expected)
                self.assertEqual(found.total, expected)
                self.assertEqual(sum(found.facets.kinds.values()), expected)
                self.assertEqual(sum(found.facets.sections.values()), expected)
                weeks = calendar.build(day.year, day.month, at, asked).weeks
                self.assertEqual(sum(each.count for week in weeks for each in week), expected)
        window = keys.window(None, None, at)
        self.assertEqual(facets.by_year(Query(), window), {day.year: 1} if expected else {})
        self.assertEqual(facets.years(Query(), window), [day.year] if expected else [])
        self.assertEqual(len(suggestions.titles("khoa", at)), expected)
        self.assertEqual(backend().count(parsing.parse("khoáng"), window, 10, titles=True), expected)

    def put(self, **facts):
        self.day = facts["at"].date()
        services.put(make_entry(object_id=1, title=WORDS, **facts))

    def test_a_scheduled_entry_is_not_there_a_second_early(self):
        self.put(at=HOUR)
        self.assert_seen(HOUR - SECOND, False)
        self.assert_seen(HOUR, True)
        self.assert_seen(HOUR + SECOND, True)

    def test_an_entry_of_tomorrow_is_not_there_at_the_last_second_of_today(self):
        midnight = moment("2026-11-23 00:00")
        self.put(at=midnight)
        self.assert_seen(midnight - SECOND, False)
        self.assert_seen(midnight, True)

    def test_an_entry_goes_at_the_second_it_expires(self):
        self.put(at=HOUR - dt.timedelta(days=1), expires=HOUR)
        self.assert_seen(HOUR - SECOND, True)
        self.assert_seen(HOUR, False)
        self.assert_seen(HOUR + SECOND, False)

    def test_an_entry_may_come_and_go_on_one_day(self):
        self.put(at=HOUR, expires=HOUR + dt.timedelta(hours=1))
        self.assert_seen(HOUR - SECOND, False)
        self.assert_seen(HOUR, True)
        self.assert_seen(HOUR + dt.timedelta(hours=1), False)

    def test_a_removed_entry_is_gone_everywhere(self):
        self.put(at=HOUR)
        self.assert_seen(HOUR, True)
        services.remove("bai-viet", 1)
        self.assert_seen(HOUR, False)
        services.remove("bai-viet", 1)
        self.assert_seen(HOUR, False)

    def test_an_entry_that_is_put_again_is_there_once_with_its_new_words(self):
        self.put(at=HOUR - dt.timedelta(days=40))
        self.put(at=HOUR)
        self.assert_seen(HOUR, True)
        services.put(make_entry(object_id=1, title="Bài khác", at=HOUR))
        self.assertEqual(suggestions.titles("khoang", HOUR), [])
        self.assertEqual(backend().keys(parsing.parse("khoáng"), keys.window(None, None, HOUR), 5), [])

    def test_a_correction_never_reveals_a_hidden_word(self):
        self.put(at=HOUR)
        self.assertEqual(results.find(SearchRequest(words="khoanh"), HOUR - SECOND).said, [])
        self.assertIn("«khoang»", " ".join(results.find(SearchRequest(words="khoanh"), HOUR).said))

    def test_a_failed_change_leaves_the_index_as_it_was(self):
        self.put(at=HOUR)
        with self.assertRaises(ValueError):
            services.put(make_entry(object_id=1, title="Không giờ", at=dt.datetime(2026, 1, 1)))  # noqa: DTZ001
        self.assert_seen(HOUR, True)
