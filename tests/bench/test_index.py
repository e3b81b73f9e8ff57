"""What script/bench asks the index: words that suit it, ten entries for a while, and titles to find again."""

import datetime as dt

import chosen
import facts
import known_items
import planted
import words
from django.test import TestCase

from search import services
from search.backends import backend
from search.models import SearchPlace, SearchWord
from search.query import parsing
from tests.search.corpus import make_entry


def load(text="Bản làng vào vụ gặt."):
    """Thirty in September 2020: rain in every second one, sunshine in the others."""
    services.put_many(
        make_entry(
            at=f"2020-09-{1 + number % 28:02} 08:{number // 28:02}",
            object_id=number + 1,
            text=f"{text} {('Mưa tuyết', 'Nắng gắt')[number % 2]}.",
        )
        for number in range(30)
    )


class ChosenTests(TestCase):
    def test_the_usual_words_stay_where_the_index_has_them(self):
        load(f"Không ai bị bỏ lại. {words.PHRASE_SENTENCE}")
        self.assertEqual(chosen.common(), words.COMMON)
        self.assertEqual(chosen.phrase(), words.PHRASE)
        self.assertEqual(chosen.day(), chosen.DAY)

    def test_another_collection_gets_words_of_its_own(self):
        load()
        self.assertNotEqual(chosen.common(), words.COMMON)
        self.assertEqual(backend().count(parsing.parse(chosen.common()), chosen.EVERYTHING, 100), 30)
        self.assertTrue(backend().keys(parsing.parse(chosen.rare(30)), chosen.EVERYTHING, 1))
        self.assertTrue(backend().keys(parsing.parse(f'"{chosen.phrase()}"'), chosen.EVERYTHING, 1))

    def test_two_words_that_never_meet_are_plain_words(self):
        load()
        SearchWord.objects.update(n=5)
        one, other = chosen.never_meeting(30).split()
        for each in (one, other):
            self.assertTrue(each.isalpha())
            self.assertTrue(backend().keys(parsing.parse(each), chosen.EVERYTHING, 1), each)
        self.assertEqual(backend().keys(parsing.parse(f"{one} {other}"), chosen.EVERYTHING, 1), [])

    def test_the_month_is_that_of_a_day_that_has_something(self):
        services.put(make_entry(at="2012-02-10 08:00"))
        self.assertEqual(chosen.choose().day, dt.date(2012, 2, 10))
        self.assertEqual(chosen.choose().month, (dt.date(2012, 2, 1), dt.date(2012, 2, 29)))

    def test_there_is_no_page_500_of_thirty(self):
        load()
        self.assertIsNone(chosen.page_begins("nghị"))
        self.assertEqual(len(backend().keys(parsing.parse("nghị"), chosen.EVERYTHING, 20)), 20)
        self.assertIsNotNone(chosen.page_begins("nghị", page=2))


class PlantedTests(TestCase):
    def found(self):
        return len(backend().keys(parsing.parse(words.OLD), chosen.EVERYTHING, 100))

    def test_ten_entries_are_there_for_a_while(self):
        load()
        with planted.planted():
            self.assertEqual(self.found(), words.PLANTED)
        self.assertEqual((self.found(), SearchPlace.objects.count()), (0, 30))

    def test_they_are_taken_out_when_the_run_is_cut_short(self):
        load()
        with self.assertRaises(KeyboardInterrupt), planted.planted():
            raise KeyboardInterrupt
        self.assertEqual(self.found(), 0)

    def test_what_a_killed_run_left_is_replaced(self):
        load()
        planted.put()
        planted.put()
        self.assertEqual(self.found(), words.PLANTED)
        planted.remove()
        self.assertEqual(self.found(), 0)


class KnownItemTests(TestCase):
    def test_both_figures_are_said_on_a_line_each(self):
        load()
        services.put(make_entry(at="2020-09-10 09:00", object_id=99, title="Mở đường lên bản Phiêng Khoài xa nhất"))
        said = list(known_items.report())
        self.assertEqual(len(said), 2)
        self.assertIn("mọi tiêu đề như đã rút", said[0])
        self.assertIn("không kể những nhóm từ mà hơn 10 tiêu đề cùng có", said[1])

    def test_titles_that_many_share_are_told_apart(self):
        load()
        services.put(make_entry(object_id=99, title="Mở đường lên bản Phiêng Khoài"))
        self.assertTrue(known_items.is_shared(known_items.Item("", "nghi quyet dai hoi")))
        self.assertFalse(known_items.is_shared(known_items.Item("", "mo duong len ban")))

    def test_of_twenty_titles_with_the_same_words_ten_can_be_first(self):
        services.put_many(
            make_entry(object_id=number, title=f"Nghị quyết đại hội chi bộ số {number}") for number in range(1, 21)
        )
        services.put(make_entry(object_id=98, title="Mở đường lên bản Phiêng Khoài"))
        services.put(make_entry(object_id=99, title="Mở đường lên bản Phiêng Khoài"))
        shared, own = known_items.Item("", "nghi quyet dai hoi"), known_items.Item("", "mo duong len ban")
        self.assertEqual(known_items.most_possible([own]), 1)
        self.assertEqual(known_items.most_possible([shared, own]), 0.75)

    def test_the_same_titles_are_drawn_every_time(self):
        load()
        self.assertEqual(list(known_items.draw(50)), list(known_items.draw(50)))

    def test_every_third_has_one_wrong_letter(self):
        typed = "mo duong len ban"
        for number in range(1, 13):
            given = known_items.misspelt(typed, number)
            wrong = sum(one != other for one, other in zip(typed, given, strict=True))
            self.assertEqual(wrong, int(number % 3 == 0), given)

    def test_the_engine_is_named_with_its_version(self):
        self.assertRegex(facts.engine(), r"^(SQLite|PostgreSQL) \d+\.\d+")
