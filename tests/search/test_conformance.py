"""Both engines answer what the plain list in reference.py answers. Run on whichever database the tests run."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from search import counts, keys, queries, services
from search.backends import backend
from search.entries import Entry
from search.queries import Query
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
days = st.none() | st.sampled_from(DAYS)


class ConformanceTests(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(
        changes=st.lists(entries | st.tuples(st.sampled_from(KINDS), st.integers(1, 8)), max_size=25),
        words=typed.map(" ".join),
        kind=st.sampled_from(["", *KINDS]),
        section=st.sampled_from(SECTIONS),
        since=days,
        until=days,
        at=moments,
    )
    def test_an_engine_answers_what_looking_through_a_list_answers(
        self, changes, words, kind, section, since, until, at
    ):
        plain = Reference()
        for change in changes:
            _apply(change, plain)
        query = queries.parse(words, kind=kind, section=section)
        window = keys.window(since, until, at)
        for newest in (True, False):
            for titles in (True, False):
                asked = {"newest": newest, "titles": titles}
                self.assertEqual(backend().keys(query, window, 5, **asked), plain.keys(query, window, 5, **asked))
        found = plain.found(query, window)
        self.assertEqual(counts.total(query, window), len(found))
        self.assertEqual(backend().count(query, window, 3), min(3, len(found)))
        self.assertEqual(counts.by_day(query, window), plain.by_day(query, window))
        everything = keys.window(None, None, at)
        narrowed = Query((), kind, section)
        self.assertEqual(counts.years(query, everything), sorted(_by_year(plain, everything, narrowed), reverse=True))
        self.assertEqual(counts.by_year(narrowed, everything), _by_year(plain, everything, narrowed))
        newest = counts.newest(query, window)
        self.assertEqual(newest, [(row.id, row.kind, row.section) for row in found[: counts.SAMPLE]])
        if query.terms:
            self.assertEqual(counts.total(query, window, newest), len(found))
            self.assertEqual(counts.facets(query, window, newest), counts.facets(query, window))
        facets = counts.facets(query, window)
        self.assertEqual(facets.kinds, plain.facet("kind", Query(query.terms, "", section), window))
        self.assertEqual(facets.sections, plain.facet("section", Query(query.terms, kind, ""), window))

    @settings(max_examples=30, deadline=None)
    @given(corpus=st.lists(entries, max_size=15), words=typed.map(" ".join), at=moments)
    def test_the_last_word_is_a_beginning_while_typing(self, corpus, words, at):
        plain = Reference()
        for entry in corpus:
            _apply(entry, plain)
        query, window = queries.prefix(words), keys.window(None, None, at)
        if query.terms:
            self.assertEqual(backend().keys(query, window, 8, titles=True), plain.keys(query, window, 8, titles=True))

    @settings(max_examples=20, deadline=None)
    @given(corpus=st.lists(entries, max_size=30))
    def test_the_bulk_path_leaves_what_one_by_one_leaves(self, corpus):
        plain = Reference()
        latest = {(entry.kind, entry.object_id): entry for entry in corpus}
        for entry in latest.values():
            plain.put(entry)
        services.put_many(corpus)
        window = keys.window(None, None, moment("2030-01-01 00:00"))
        self.assertEqual(backend().keys(Query(), window, 100), plain.keys(Query(), window, 100))
        self.assertEqual(counts.by_year(Query(), window), _by_year(plain, window))

    @settings(max_examples=20, deadline=None)
    @given(corpus=st.lists(entries, min_size=1, max_size=30), words=st.sampled_from(["", "nghi", "Nghị"]))
    def test_pages_by_key_show_everything_once(self, corpus, words):
        services.put_many(corpus)
        query, window = queries.parse(words), keys.window(None, None, moment("2030-01-01 00:00"))
        whole = backend().keys(query, window, 100)
        paged, rest = [], window
        while page := backend().keys(query, rest, 4):
            paged += page
            rest = window.before(page[-1])
        self.assertEqual(paged, whole)


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
