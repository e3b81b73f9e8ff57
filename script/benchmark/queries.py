"""Processor time of single questions to the search index, beside what docs/performance.md allows them.

Run by `script/bench --queries`, or with the root as PYTHONPATH on a database that DATABASE_URL names. It writes nothing
that stays.
"""

import datetime as dt
import time
from dataclasses import dataclass, replace
from pathlib import Path

import corpus
import facts
import pages
import report
from django.db import connection
from facts import EVERYTHING, NOW

import vietnamese
from search import services
from search.backends import backend
from search.models import SearchEntry, SearchPlace
from search.query import parsing
from search.query.parsing import Query
from search.retrieval import facets, results, suggestions
from search.storage import keys
from search.storage.entry import Entry

PAGE = results.PAGE + 1


@dataclass(frozen=True)
class Question:
    """`budgets`: milliseconds on SQLite and on PostgreSQL."""

    name: str
    ask: object
    budgets: tuple[float, float]


def main():
    rows = [answer(question) for question in questions()]
    told = report.caption(vietnamese.local(NOW).date(), SearchPlace.objects.count(), facts.engine())
    print(f"\nCPU một câu hỏi tới chỉ mục, cả PostgreSQL: {told}\n\n{report.question_table(rows)}\n", flush=True)


def answer(question):
    """(its name, how many it found, milliseconds, its budget on this engine)."""
    found, ms = measure(question.ask)
    return question.name, found, ms, question.budgets[connection.vendor == "postgresql"]


def questions():
    """In the order of the table."""
    common, phrase = parsing.parse(corpus.COMMON), parsing.parse(f'"{corpus.PHRASE}"')
    month, day = keys.window(pages.SINCE, pages.UNTIL, NOW), keys.window(corpus.DAY, corpus.DAY, NOW)
    border = facts.deep()
    deep = EVERYTHING.before(border) if border else EVERYTHING
    newest = backend().keys(common, EVERYTHING, results.PAGE)
    strangers = parsing.parse(f"{corpus.RARE} {corpus.STRANGER}")
    yield Question("từ thường gặp", page(common), (2, 8))
    yield Question("từ hiếm", page(parsing.parse(corpus.RARE)), (2, 8))
    yield Question("cụm từ", page(phrase), (2, 8))
    yield Question("hai từ không gặp nhau", page(strangers), (2, 50))
    yield Question("từ chỉ có ở bài cũ", page(parsing.parse(corpus.OLD)), (2, 50))
    yield Question("theo tháng, không từ", page(Query(), month), (0.5, 2))
    yield Question("một ngày, không từ", page(Query(), day), (0.5, 2))
    yield Question("trang 500, từ thường gặp", page(common, deep), (2, 8))
    yield Question("đếm đến 10.000, từ thường gặp", lambda: backend().count(common, EVERYTHING, facets.LIMIT), (10, 10))
    yield Question("đếm cụm từ", lambda: backend().count(phrase, EVERYTHING, facets.LIMIT), (110, 110))
    yield Question("lịch một tháng, từ thường gặp", lambda: len(facets.by_day(common, month)), (3, 40))
    yield Question("gợi ý khi gõ (chuyen d)", lambda: len(suggestions.titles("chuyen d", NOW)), (1, 5))
    yield Question("20 đoạn trích", lambda: snippets(common, newest), (10, 10))
    yield Question("đưa một bài vào chỉ mục", publish(), (5, 5))


def page(query, window=EVERYTHING):
    return lambda: len(backend().keys(query, window, PAGE))


def snippets(query, found):
    return sum(bool(hit.title and hit.snippet) for hit in results.hits(query, found, EVERYTHING.now, {}))


def publish():
    """Puts an article of usual length in, each time a little later; it is taken out again at the end of `measure`."""
    row = list(SearchEntry.objects.order_by("-id")[:50])[-1]
    at = dt.datetime(2059, 1, 1, tzinfo=vietnamese.TIME_ZONE)
    entry = Entry("bai-viet", 2**40, at, row.title, "/thu/", row.summary, row.text, row.section)
    ask = lambda: services.put(replace(entry, at=at + dt.timedelta(seconds=time.monotonic_ns() % 10**6))) or 1  # noqa: E731
    ask.undo = lambda: services.remove(entry.kind, entry.object_id)
    return ask


def measure(ask):
    """(what it found, milliseconds of processor time each, PostgreSQL's included where it runs on this machine)."""
    try:
        return [ask() for _ in range(3)][-1], repeated(ask)
    finally:
        getattr(ask, "undo", lambda: None)()


def repeated(ask, seconds=0.4, least=10):
    before, began, times = cpu(), time.monotonic(), 0
    while times < least or time.monotonic() - began < seconds:
        ask()
        times += 1
        if time.monotonic() - began > 20:
            break
    return (cpu() - before) / times


def cpu():
    """Milliseconds that this process and its PostgreSQL backend have used."""
    used = time.process_time_ns()
    if connection.vendor == "postgresql":
        schedule = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        used += int(schedule.read_text().split()[0])
    return used / 1e6


if __name__ == "__main__":
    main()
