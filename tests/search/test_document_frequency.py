"""What is sure without looking may never be more than what looking finds."""

from unittest import mock

from django.core.management import call_command
from django.test import TestCase
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase

from search import services
from search.backends import backend
from search.models import SearchEntry, SearchWord
from search.query import parsing
from search.retrieval import document_frequency, facets
from search.storage import keys
from tests.search.corpus import NOW, content, make_entry
from tests.search.test_conformance import KINDS, entries, moments, typed

EVERYTHING = keys.window(None, None, NOW)


def at_least(words, window=EVERYTHING, **filters):
    return document_frequency.at_least(parsing.parse(words, **filters), window)


def known(*words):
    return set(SearchWord.objects.filter(word__in=words).values_list("word", flat=True))


class PropertyTests(PropertyTestCase):
    @settings(max_examples=60)
    @given(
        changes=st.lists(
            st.lists(entries, max_size=12) | entries | st.tuples(st.sampled_from(KINDS), st.integers(1, 8)), max_size=8
        ),
        words=typed.map(" ".join),
        at=moments,
    )
    def test_it_never_promises_more_than_there_is(self, changes, words, at):
        for change in changes:
            if isinstance(change, list):
                services.put_many(change)
            elif isinstance(change, tuple):
                services.remove(*change)
            else:
                services.put(change)
        window = keys.window(None, None, at)
        query = parsing.parse(words)
        self.assertLessEqual(document_frequency.at_least(query, window), backend().count(query, window, 1_000))


class FrequencyTests(TestCase):
    def setUp(self):
        self.entries = [make_entry(object_id=number, at=f"2020-09-{number:02} 08:00") for number in range(1, 6)]
        services.put_many(self.entries)

    def test_words_of_a_bulk_are_counted_with_marks_and_without(self):
        for words in ("nghi", "Nghị", "cuoc song", "Đại hội Đảng bộ"):
            with self.subTest(words=words):
                self.assertEqual(at_least(words), 5)
        for words in ("nghĩ", "nghị định", "zzz"):
            with self.subTest(words=words):
                self.assertLessEqual(at_least(words), 0)

    def test_what_single_entries_bring_is_left_out_and_what_goes_is_taken_off(self):
        services.put(make_entry(object_id=6))
        self.assertEqual(at_least("nghị"), 5)
        services.remove("bai-viet", 1)
        self.assertEqual(at_least("nghị"), 4)
        services.put(make_entry(object_id=2, title="Đưa Nghị quyết vào cuộc sống"))
        self.assertEqual(at_least("nghị"), 3)

    def test_a_rebuild_makes_it_exact_again(self):
        for _ in range(3):
            services.put(self.entries[0])
        with content(*self.entries):
            call_command("rebuild_search", verbosity=0, stdout=mock.Mock())
        self.assertEqual(at_least("nghị"), 5)

    def test_an_edit_makes_its_new_words_known_and_the_old_ones_stay(self):
        services.put(make_entry(object_id=1, title="Khánh thành cầu treo"))
        self.assertEqual(known("khanh", "treo", "nghi", "quyet"), {"khanh", "treo", "nghi", "quyet"})

    def test_words_of_an_entry_made_by_other_rules_are_not_taken_for_known(self):
        SearchEntry.objects.update(fold_version=0)
        SearchWord.objects.filter(word="nghi").delete()
        services.put(self.entries[0])
        self.assertEqual(known("nghi"), {"nghi"})

    def test_what_may_be_out_of_sight_is_taken_off(self):
        services.put_many(
            [
                make_entry(object_id=6, at="2030-01-01 08:00"),
                make_entry(object_id=7, at="2026-11-22 09:00"),
                make_entry(object_id=8, at="2020-09-08 08:00", expires="2021-01-01 00:00"),
            ]
        )
        self.assertEqual(at_least("nghị"), 5)

    def test_nothing_is_said_of_a_part(self):
        self.assertEqual(at_least("nghị", kind="bai-viet"), 0)
        self.assertEqual(at_least("nghị", section="xay-dung-dang"), 0)
        self.assertEqual(at_least("nghị", keys.window(NOW.date().replace(year=2020), None, NOW)), 0)
        self.assertEqual(at_least("nghị", EVERYTHING.before(keys.base(NOW))), 0)
        self.assertEqual(at_least(""), 0)

    def test_a_phrase_or_a_beginning_is_no_single_word(self):
        self.assertLessEqual(at_least('"nghị quyết"'), 0)
        self.assertLessEqual(document_frequency.at_least(parsing.prefix("nghi"), EVERYTHING), 0)

    def test_a_total_that_is_sure_to_pass_the_limit_is_not_counted(self):
        query = parsing.parse("cuoc song")
        newest = facets.Newest(backend().newest(query, EVERYTHING, 2)[0])
        with mock.patch.multiple(facets, LIMIT=4, SAMPLE=2), self.assertNumQueries(1):
            self.assertEqual(facets.total(query, EVERYTHING, newest), 4)
