"""Both engines answer what the plain list in reference.py answers. Run on whichever database the tests run."""

import datetime as dt
from dataclasses import replace
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

import vietnamese
from search import services
from search.backends import backend, postgresql
from search.page import calendar
from search.query import parsing
from search.query.parsing import Query
from search.query.request import NEWEST, OLDEST, SearchRequest
from search.retrieval import facets, results
from search.storage import keys
from search.storage.entry import Entry
from tests.search.corpus import moment
from tests.search.reference import Reference

WORDS = "Nghị quyết quyềt nghỉ nghi kỹ kĩ thuật UBND Ủy ban nhân dân hoà hòa 01-NQ/TU 7,5% tỉnh tình".split()
KINDS = ["bai-viet", "van-ban", "chi-tieu"]
SECTIONS = ["", "xay-dung-dang", "kinh-te"]
MOMENTS = [
    "1958-12-31 23:00",
    "1959-01-01 00:00",
    "1985-01-01 00:00",
    "2019-12-31 23:59:59",
    "2020-01-01 00:00",
    "2020-09-25 00:00",
    "2020-09-25 06:59",
    "2020-09-25 23:59:59",
    "2026-11-22 09:59:59",
    "2026-11-22 10:00",
    "2026-11-22 10:00:01",
    "2026-11-23 00:00",
]
DAYS = [
    dt.date(1959, 1, 1),
    dt.date(1985, 1, 1),
    dt.date(2019, 12, 31),
    dt.date(2020, 9, 25),
    dt.date(2026, 11, 22),
    dt.date(2030, 1, 1),
]

moments = st.sampled_from([moment(text) for text in MOMENTS])
sentences = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
entries = st.builds(
    Entry,
    kind=st.sampled_from(KINDS),
    object_id=st.integers(1, 8),
    at=moments,
    title=sentences,
    url=st.just("/"),
    summary=sentences,
    text=sentences,
    section=st.sampled_from(SECTIONS),
    expires=st.none() | moments,
)
typed = st.lists(st.sampled_from([*WORDS, "dan", "ki", "nq tu", '"', "ủy ban nhân dân", "uy ban nhan dan"]), max_size=4)
close_moments = st.datetimes(dt.datetime(2020, 9, 20), dt.datetime(2020, 12, 31)).map(  # noqa: DTZ001
    lambda wall: wall.replace(microsecond=0, tzinfo=vietnamese.TIME_ZONE)
)
days = st.none() | st.sampled_from(DAYS)


class ConformanceTests(TestCase):
    @settings(max_examples=60)
    @given(
        changes=st.lists(entries | st.tuples(st.sampled_from(KINDS), st.integers(1, 8)), max_size=25),
        words=typed.map(" ".join),
        kind=st.sampled_from(["", *KINDS]),
        section=st.sampled_from(SECTIONS),
        since=days,
        until=days,
        at=moments,
        asked_at_first=st.sampled_from([1, 100]),
    )
    def test_an_engine_answers_what_looking_through_a_list_answers(
        self, changes, words, kind, section, since, until, at, asked_at_first
    ):
        self.enterContext(mock.patch.object(postgresql, "_LEAST_ASKED", asked_at_first))
        plain = Reference()
        for change in changes:
            _apply(change, plain)
        query = parsing.parse(words, kind=kind, section=section)
        window = keys.window(since, until, at)
        for newest in (True, False):
            for titles in (True, False):
                asked = {"newest": newest, "titles": titles}
                self.assertEqual(backend().keys(query, window, 5, **asked), plain.keys(query, window, 5, **asked))
        before, after = window.before(keys.base(at) - keys.WEEK), window.after(keys.base(at) - keys.WEEK)
        beside = plain.keys(query, before, 1), plain.keys(query, after, 1, newest=False)
        self.assertEqual(backend().beside(query, before, after), beside)
        self.assertEqual(backend().beside(query, window.nothing, after), ([], beside[1]))
        self.assertEqual(backend().beside(query, before, window.nothing), (beside[0], []))
        found = plain.found(query, window)
        self.assertEqual(facets.total(query, window), len(found))
        self.assertEqual(backend().count(query, window, 3), min(3, len(found)))
        self.assertEqual(facets.by_day(query, window), plain.by_day(query, window))
        everything = keys.window(None, None, at)
        narrowed = Query((), kind, section)
        self.assertEqual(facets.years(query, everything), sorted(_by_year(plain, everything, narrowed), reverse=True))
        self.assertEqual(facets.by_year(narrowed, everything), _by_year(plain, everything, narrowed))
        newest = facets.newest(query, window)
        self.assertEqual(newest.found, [(row.id, row.kind, row.section) for row in found[: facets.SAMPLE]])
        if query.terms:
            self.assertEqual(facets.total(query, window, newest), len(found))
            self.assertEqual(facets.facets(query, window, newest), facets.facets(query, window))
        counted = facets.facets(query, window)
        self.assertEqual(counted.kinds, plain.facet("kind", Query(query.terms, "", section), window))
        self.assertEqual(counted.sections, plain.facet("section", Query(query.terms, kind, ""), window))

    @settings(max_examples=30)
    @given(corpus=st.lists(entries, max_size=15), words=typed.map(" ".join), at=moments)
    def test_the_last_word_is_a_beginning_while_typing(self, corpus, words, at):
        plain = Reference()
        for entry in corpus:
            _apply(entry, plain)
        query, window = parsing.prefix(words), keys.window(None, None, at)
        if query.terms:
            self.assertEqual(backend().keys(query, window, 8, titles=True), plain.keys(query, window, 8, titles=True))

    @settings(max_examples=20)
    @given(corpus=st.lists(entries, max_size=30))
    def test_the_bulk_path_leaves_what_one_by_one_leaves(self, corpus):
        plain = Reference()
        latest = {(entry.kind, entry.object_id): entry for entry in corpus}
        for entry in latest.values():
            plain.put(entry)
        services.put_many(corpus)
        window = keys.window(None, None, moment("2030-01-01 00:00"))
        self.assertEqual(backend().keys(Query(), window, 100), plain.keys(Query(), window, 100))
        self.assertEqual(facets.by_year(Query(), window), _by_year(plain, window))

    @settings(max_examples=20)
    @given(corpus=st.lists(entries, min_size=1, max_size=30), words=st.sampled_from(["", "nghi", "Nghị"]))
    def test_pages_by_key_show_everything_once(self, corpus, words):
        services.put_many(corpus)
        query, window = parsing.parse(words), keys.window(None, None, moment("2030-01-01 00:00"))
        whole = backend().keys(query, window, 100)
        paged, rest = [], window
        while page := backend().keys(query, rest, 4):
            paged += page
            rest = window.before(page[-1])
        self.assertEqual(paged, whole)

    @settings(max_examples=40)
    @given(
        corpus=st.lists(st.builds(replace, entries, at=close_moments), min_size=10, max_size=40),
        words=st.sampled_from(["", "nghi", "Nghị", "tình"]),
        order=st.sampled_from([NEWEST, OLDEST]),
    )
    def test_pages_there_and_back_show_everything_once_beside_the_month_they_begin_in(self, corpus, words, order):
        plain, at = Reference(), moment("2020-12-20 12:00")
        for number, entry in enumerate(corpus):
            _apply(replace(entry, object_id=number, text="Nghị quyết" if number % 3 else "Tình hình"), plain)
        wanted = [row.id for row in plain.found(parsing.parse(words), keys.window(None, None, at))]
        there, back = [], []
        with mock.patch.object(results, "PAGE", 3), mock.patch.object(facets, "SAMPLE", 4):
            asked = last = SearchRequest(words=words, order=order)
            forth, home = ("newer", "older") if order == OLDEST else ("older", "newer")
            while asked:
                page, last = self.shown(asked, at, plain), asked
                there += page[0]
                asked = getattr(page[1], forth)
            while last:
                page = self.shown(last, at, plain)
                back = page[0] + back
                last = getattr(page[1], home)
        self.assertEqual(there, wanted[::-1] if order == OLDEST else wanted)
        self.assertEqual(back, there)

    @settings(max_examples=40)
    @given(
        corpus=st.lists(st.builds(replace, entries, at=close_moments), min_size=10, max_size=40),
        words=st.sampled_from(["nghi", "Nghị", "tình"]),
        ends=st.lists(st.dates(dt.date(2020, 9, 20), dt.date(2020, 12, 31)), min_size=2, max_size=2).map(sorted),
        limit=st.sampled_from([5, facets.LIMIT]),
    )
    def test_what_is_found_in_the_days_asked_for_is_counted_up_to_the_limit(self, corpus, words, ends, limit):
        plain, at, (since, until) = Reference(), moment("2020-12-20 12:00"), ends
        for number, entry in enumerate(corpus):
            _apply(replace(entry, object_id=number, text="Nghị quyết" if number % 3 else "Tình hình"), plain)
        with mock.patch.multiple(facets, SAMPLE=2, LIMIT=limit):
            found = results.find(SearchRequest(words=words, since=since, until=until), at)
            if not found.said:
                self.assertEqual(found.total, min(limit, len(plain.found(found.query, found.window))))

    def shown(self, asked, at, plain):
        """The keys of a page and the page, when its calendar has been looked at."""
        found = results.find(asked, at)
        if found.said:
            return [], results.Page([])
        page = results.page(found, {})
        hits = [hit.entry.id for hit in page.hits]
        if hits:
            first = keys.day_of(max(hits)).replace(day=1)
            drawn = calendar.build(first.year, first.month, at, asked, found.query)
            days = {cell.day: cell.count for week in drawn.weeks for cell in week if cell.count}
            everything = plain.by_day(found.query, keys.window(None, None, at))
            month = {day: n for day, n in everything.items() if day.replace(day=1) == first}
            self.assertEqual(days, month)
            earlier = [day.replace(day=1) for day in everything if day < first]
            later = [day.replace(day=1) for day in everything if day.replace(day=1) > first]
            names = [
                calendar.month_name(day) if day else None
                for day in (max(earlier, default=None), min(later, default=None))
            ]
            self.assertEqual([month and month.name for month in (drawn.earlier, drawn.later)], names)
        return hits, page


def _apply(change, plain: Reference) -> None:
    if isinstance(change, Entry):
        services.put(change)
        plain.put(change)
    else:
        services.remove(*change)
        plain.remove(*change)


def _by_year(plain: Reference, window, query=Query()) -> dict[int, int]:  # noqa: B008 - nothing changes a query
    years: dict[int, int] = {}
    for day, n in plain.by_day(query, window).items():
        years[day.year] = years.get(day.year, 0) + n
    return years
