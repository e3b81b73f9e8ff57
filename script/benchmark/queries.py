"""Processor time of single questions to the search index, beside what docs/performance.md allows them.

Run by `script/bench --queries`, or on any loaded database that DATABASE_URL names. It writes nothing that stays.
"""

import contextlib
import datetime as dt
import os
import random
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("DEBUG", "no")

import django  # noqa: E402

django.setup()

import words  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

import vietnamese  # noqa: E402
from search import counts, keys, queries, results, services, suggestions  # noqa: E402
from search.asked import Asked  # noqa: E402
from search.backends import backend  # noqa: E402
from search.entries import Entry  # noqa: E402
from search.models import SearchEntry, SearchPlace, SearchWord  # noqa: E402
from search.queries import Query  # noqa: E402

NOW = timezone.now()
EVERYTHING = keys.window(None, None, NOW)
MONTH = keys.window(dt.date(2020, 9, 1), dt.date(2020, 9, 30), NOW)
DAY = keys.window(dt.date(2020, 9, 25), dt.date(2020, 9, 25), NOW)
PAGE, DEEP = results.PAGE + 1, 500 * results.PAGE
ITEMS = 200


@dataclass(frozen=True)
class Question:
    """`budgets`: milliseconds on SQLite and on PostgreSQL."""

    name: str
    ask: object
    budgets: tuple[float, float]


def main():
    total = SearchPlace.objects.count()
    if not total:
        sys.exit("Chỉ mục trống: hãy nhập bài rồi chạy lại.")
    print(f"\n{NOW:%d/%m/%Y}, {total} mục, {connection.vendor}; mili giây CPU một câu hỏi (cả PostgreSQL).\n")
    print(f"| {'câu hỏi':<44} | {'số mục':>6} | {'ms':>7} | {'mức':>5} |\n|{'-' * 46}|-------:|--------:|------:|")
    with planted():
        for question in questions():
            found, ms = measure(question.ask)
            budget = question.budgets[connection.vendor == "postgresql"]
            over = " *" if ms > budget else ""
            print(f"| {question.name:<44} | {found:>6} | {ms:7.2f} | {budget:>5g} |{over}", flush=True)
    print(f"\nTìm lại bài theo 3-6 từ của tiêu đề, không dấu: {known_items():.1%} trong mười mục đầu.")


@contextlib.contextmanager
def planted():
    """Ten articles beside the oldest ones, with words that no newer one has."""
    first = backend().keys(Query(), EVERYTHING, 1, newest=False)[0]
    oldest = keys.time_of(first)
    days = [oldest + dt.timedelta(days=number) for number in range(10)]
    services.put_many(
        Entry("bai-viet", 2**41 + n, at, words.OLD, "/thu/", words.OLD_SENTENCE) for n, at in enumerate(days)
    )
    try:
        yield
    finally:
        for number in range(len(days)):
            services.remove("bai-viet", 2**41 + number)


def questions():
    """In the order of the table."""
    common, rare = queries.parse(words.COMMON), queries.parse(words.RARE)
    phrase = queries.parse(f'"{words.PHRASE}"')
    strangers, old = never_meeting(), queries.parse(words.OLD)
    newest = backend().keys(common, EVERYTHING, DEEP)
    deep = EVERYTHING.before(newest[-1]) if newest else EVERYTHING
    yield Question(f"từ thường gặp ({words.COMMON})", page(common), (2, 8))
    yield Question(f"từ hiếm ({words.RARE})", page(rare), (2, 8))
    yield Question("cụm từ", page(phrase), (2, 8))
    yield Question(f"hai từ không gặp nhau ({strangers.typed})", page(strangers), (2, 50))
    yield Question(f"từ chỉ có ở bài cũ ({old.typed})", page(old), (2, 50))
    yield Question("theo tháng, không từ", page(Query(), MONTH), (0.5, 2))
    yield Question("một ngày, không từ", page(Query(), DAY), (0.5, 2))
    yield Question("trang 500, từ thường gặp", page(common, deep), (2, 8))
    yield Question("đếm đến 10.000, từ thường gặp", lambda: backend().count(common, EVERYTHING, counts.LIMIT), (10, 10))
    yield Question("đếm cụm từ", lambda: backend().count(phrase, EVERYTHING, counts.LIMIT), (110, 110))
    yield Question("lịch một tháng, từ thường gặp", lambda: len(counts.by_day(common, MONTH)), (3, 40))
    yield Question("gợi ý khi gõ (chuyen d)", lambda: len(suggestions.titles("chuyen d", NOW)), (1, 5))
    yield Question("20 đoạn trích", lambda: extracts(common, newest[: results.PAGE]), (10, 10))
    yield Question("đưa một bài vào chỉ mục", publish(), (5, 5))


def page(query, window=EVERYTHING):
    return lambda: len(backend().keys(query, window, PAGE))


def extracts(query, found):
    return sum(bool(hit.title and hit.extract) for hit in results.hits(query, found, EVERYTHING.now, {}))


def publish():
    """Puts an article of usual length in, each time a little later; it is taken out again at the end of `measure`."""
    row = SearchEntry.objects.order_by("-id")[min(50, SearchEntry.objects.count() - 1)]
    at = dt.datetime(2059, 1, 1, tzinfo=vietnamese.TIME_ZONE)
    entry = Entry("bai-viet", 2**40, at, row.title, "/thu/", row.summary, row.text, row.section)
    ask = lambda: services.put(replace(entry, at=at + dt.timedelta(seconds=time.monotonic_ns() % 10**6))) or 1  # noqa: E731
    ask.undo = lambda: services.remove(entry.kind, entry.object_id)
    return ask


def never_meeting():
    """Two words of one article in a thousand that no article has both of."""
    wanted = max(2, SearchEntry.objects.count() // 1_000)
    near = SearchWord.objects.filter(n__gte=wanted, word__regex=r"^.{4,}$").order_by("n", "word")
    some = list(near.values_list("word", flat=True)[:40])
    pairs = (f"{one} {other}" for place, one in enumerate(some) for other in some[place + 1 :])
    pair = next((pair for pair in pairs if not backend().keys(queries.parse(pair), EVERYTHING, 1)), "zzzz yyyy")
    return queries.parse(pair)


def measure(ask, seconds=0.4, least=10):
    """(what it found, milliseconds of processor time each, PostgreSQL's included where it runs on this machine)."""
    for _ in range(3):
        found = ask()
    before, began, times = cpu(), time.monotonic(), 0
    while times < least or time.monotonic() - began < seconds:
        ask()
        times += 1
        if time.monotonic() - began > 20:
            break
    used = (cpu() - before) / times
    getattr(ask, "undo", lambda: None)()
    return found, used


def cpu():
    """Milliseconds that this process and its PostgreSQL backend have used."""
    used = time.process_time_ns()
    if connection.vendor == "postgresql":
        schedule = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        used += int(schedule.read_text().split()[0])
    return used / 1e6


def known_items():
    """How often a title is among the first ten when some of its words are typed, one in three with a slip.

    Words that more than ten titles have side by side are passed over: no order could be right for all of them.
    """
    chance = random.Random(7)  # noqa: S311
    ids = list(SearchPlace.objects.filter(key__lte=EVERYTHING.now).order_by("key").values_list("key", flat=True))
    chance.shuffle(ids)
    hits = tried = 0
    for row in (SearchEntry.objects.get(id=key) for key in ids[: ITEMS * 5]):
        typed = part_of(vietnamese.fold(row.title), chance)
        phrase = queries.parse(f'"{typed}"')
        if tried < ITEMS and phrase.terms and backend().count(phrase, EVERYTHING, 11, titles=True) <= 10:
            tried += 1
            found = results.find(Asked(words=slip(typed, chance) if tried % 3 == 0 else typed), NOW)
            hits += row.title in [hit.entry.title for hit in results.page(found, {}).hits[:10]]
    return hits / max(1, tried)


def part_of(title, chance):
    """Three to six words that stand side by side."""
    written = "".join(letter if letter.isalnum() else " " for letter in title).split()
    size = chance.randint(3, 6)
    start = chance.randint(0, max(0, len(written) - size))
    return " ".join(written[start : start + size])


def slip(typed, chance):
    """One letter of the longest word is another one."""
    word = max(typed.split(), key=len)
    place = chance.randrange(len(word))
    return typed.replace(word, word[:place] + chance.choice("abcdeghiklmnopqrstuvxy") + word[place + 1 :], 1)


if __name__ == "__main__":
    main()
