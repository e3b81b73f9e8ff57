"""Is the index what it should be? Every public or scheduled thing in it once, as it is now, and nothing else."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from search.backends import to_write
from search.indexing.writer import CHUNK, IndexWriter
from search.models import SearchDay, SearchEntry, SearchExpiry, SearchMonth, SearchPlace, SearchYear
from search.query import tokens
from search.storage import keys, kinds
from search.storage.documents import Document
from search.storage.entry import Entry
from search.storage.kinds import Kind

SHOWN = 10
"""Sentences of one sort; the rest is counted."""


def check(progress: Callable[[int], None]) -> list[str]:
    """A sentence for everything that is wrong; none when the index is sound."""
    found: list[str] = []
    for kind in kinds.everything():
        with IndexWriter().backend.streaming():
            found += _check_kind(kind, progress)
    for code in _kinds_in_index() - {kind.code for kind in kinds.everything()}:
        found.append(f"Chỉ mục có loại «{code}» mà không phần nào của trang nhận.")
    return found + _check_words() + _check_counts() + _check_version()


def _check_kind(kind: Kind, progress: Callable[[int], None]) -> list[str]:
    seen: set[int] = set()
    sentences: list[str] = []
    entries = iter(kind.entries())
    while chunk := list(islice(entries, CHUNK)):
        sentences += _twice(chunk, seen)
        sentences += _differences(chunk)
        progress(len(chunk))
    places = _stored(SearchPlace).filter(kind=kind.code).values_list("object_id", flat=True)
    extra = [object_id for object_id in places if object_id not in seen]
    sentences += [f"{_name(kind.code, number)} có trong chỉ mục nhưng không công khai." for number in extra]
    return _shortened(sentences)


def _twice(chunk: list[Entry], seen: set[int]) -> Iterator[str]:
    for entry in chunk:
        if entry.object_id in seen:
            yield f"{_name(entry.kind, entry.object_id)} được đưa vào chỉ mục hai lần."
        seen.add(entry.object_id)


def _differences(chunk: list[Entry]) -> Iterator[str]:
    stored = {
        (row.kind, row.object_id): row for row in IndexWriter().rows((entry.kind, entry.object_id) for entry in chunk)
    }
    for entry in chunk:
        row = stored.get((entry.kind, entry.object_id))
        if row is None:
            yield f"{_name(entry.kind, entry.object_id)} («{entry.title}») chưa có trong chỉ mục."
        elif not _is_same(row, entry):
            yield f"{_name(entry.kind, entry.object_id)} («{entry.title}») trong chỉ mục đã cũ."


def _is_same(row: Document, entry: Entry) -> bool:
    """The key may have moved to a free second, but never to another day."""
    wanted = replace(Document.of(entry, row.id), fold_version=row.fold_version)
    return row == wanted and row.id // keys.DAY == keys.base(entry.at) // keys.DAY


def _check_words() -> list[str]:
    """Whether the words are those of the entries that are there: neither lost nor left behind."""
    sentences = []
    for code in sorted(_kinds_in_index()):
        entries = set(_stored(SearchEntry).filter(kind=code).values_list("id", flat=True))
        for words in IndexWriter().backend.indexed(code):
            if lost := len(entries - words):
                sentences.append(f"{lost} mục loại «{code}» đã mất từ trong chỉ mục.")
            if left := len(words - entries):
                sentences.append(f"{left} mục loại «{code}» đã gỡ nhưng còn từ trong chỉ mục.")
    return sentences


def _check_counts() -> list[str]:
    sentences = []
    days, months, years = Counter(), Counter(), Counter()
    with IndexWriter().backend.streaming():
        for key, kind, section in _stored(SearchEntry).values_list("id", "kind", "section").iterator():
            days[key // keys.DAY, kind, section] += 1
    for (day, kind, section), n in days.items():
        months[keys.month_number(keys.day_of_number(day)), kind, section] += n
        years[keys.day_of_number(day).year, kind, section] += n
    tables = (SearchDay, "day", days), (SearchMonth, "month", months), (SearchYear, "year", years)
    for table, column, counted in tables:
        stored = _stored(table).exclude(n=0).values_list(column, "kind", "section", "n")
        if {tuple(group): n for *group, n in stored} != dict(counted):
            sentences.append(f"Bảng đếm {table._meta.db_table} không khớp với các mục.")
    expiring = set(_stored(SearchEntry).exclude(expires=None).values_list("id", "expires"))
    if expiring != set(_stored(SearchExpiry).values_list("id", "expires")):
        sentences.append("Bảng hạn gỡ search_expiry không khớp với các mục.")
    entries, places = (
        _stored(SearchEntry).values_list("id", flat=True),
        _stored(SearchPlace).values_list("key", flat=True),
    )
    if set(entries) != set(places):
        sentences.append("Bảng vị trí search_place không khớp với các mục.")
    return sentences


def _check_version() -> list[str]:
    old = _stored(SearchEntry).exclude(fold_version=tokens.FOLD_VERSION).count()
    return [f"{old} mục được tách từ theo quy tắc cũ: hãy chạy rebuild_search."] if old else []


def _stored(model):
    """Where it is written: a copy to read from may be a moment behind."""
    return model.objects.using(to_write())


def _kinds_in_index() -> set[str]:
    return set(_stored(SearchMonth).filter(n__gt=0).values_list("kind", flat=True).distinct())


def _name(kind: str, object_id: int) -> str:
    return f"{kind} số {object_id}"


def _shortened(sentences: list[str]) -> list[str]:
    more = len(sentences) - SHOWN
    return [*sentences[:SHOWN], f"… và {more} mục khác."] if more > 0 else sentences
