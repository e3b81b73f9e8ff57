"""Answers what was asked: finds the page of keys, then the rows, and says in one sentence what is shown."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.safestring import SafeString

import vietnamese
from search.backends import backend
from search.query.parsing import MAX_LENGTH, Query
from search.query.request import NEWEST, OLDEST, RELEVANCE, SearchRequest
from search.retrieval import facets, spelling
from search.retrieval.highlighting import Highlighter
from search.retrieval.ranking import TOP, rank
from search.storage import keys, kinds
from search.storage.documents import Document
from search.storage.keys import Window

PAGE = 20
LAST_PAGE = TOP // PAGE
"""By relevance only the best are ranked; further back one goes by date."""
_SUMMARY = 300


@dataclass(frozen=True)
class Hit:
    """One thing found, as the page shows it."""

    entry: Document
    highlighter: Highlighter
    section: str = ""

    @property
    def url(self) -> str:
        return self.entry.url

    @property
    def kind(self) -> str:
        kind = kinds.get(self.entry.kind)
        return kind.name if kind else ""

    @property
    def date(self) -> str:
        """What the day means, and the day: "Ban hành 25/09/2020"."""
        kind = kinds.get(self.entry.kind)
        day = self.entry.date_label or vietnamese.short_date(self.day)
        return f"{kind.date_name} {day}" if kind else day

    @property
    def day(self) -> dt.date:
        return keys.day_of(self.entry.id)

    @property
    def title(self) -> SafeString:
        return self.highlighter.highlight(self.entry.title)

    @property
    def snippet(self) -> SafeString:
        """Where the words stand; the summary when they stand nowhere but in the title."""
        found = self.highlighter.snippet(self.entry.summary) or self.highlighter.snippet(self.entry.text)
        return found or self.highlighter.highlight(_shortened(self.entry.summary))


@dataclass(frozen=True)
class Page:
    """`newer` and `older`: what to change in the question to see the neighbouring pages, or None."""

    hits: list[Hit]
    newer: SearchRequest | None = None
    older: SearchRequest | None = None


@dataclass(frozen=True)
class Results:
    """`asked` with its days in order, `query` as it was read, `said` what differs from what was typed.

    `is_reinterpreted`: the words were nowhere as they were typed.
    """

    asked: SearchRequest
    query: Query
    window: Window
    said: list[str] = field(default_factory=list)
    is_reinterpreted: bool = False

    @cached_property
    def look(self) -> facets.Newest | facets.Groups:
        return facets.look(self.query, self.window)

    @cached_property
    def newest_keys(self) -> list[int]:
        """Of a query with words; none of one without."""
        return [key for key, _, _ in self.look.found] if self.query.terms else []

    @cached_property
    def total(self) -> int:
        return facets.total(self.query, self.window, self.look)

    @cached_property
    def total_text(self) -> str:
        return count_text(self.total)

    @cached_property
    def facets(self) -> facets.Facets:
        return facets.facets(self.query, self.window, self.look)

    @cached_property
    def nearest(self) -> tuple[dt.date | None, dt.date | None]:
        """The nearest days before and after those asked for that have something."""
        everything = Window(keys.FIRST, self.window.now, self.window.now)
        # The window is cut off at this moment, so what is asked for may lie wholly in time to come.
        outside = everything.before(self.window.low), everything.after(self.window.high)
        return tuple(keys.day_of(found[0]) if found else None for found in backend().beside(self.query, *outside))


def find(asked: SearchRequest, at: dt.datetime) -> Results:
    """How the question is read at that moment. What it finds is looked up when it is asked for."""
    said = []
    if asked.is_reversed:
        asked = asked.in_order
        said.append(f"Ngày bắt đầu sau ngày kết thúc, nên hai ngày đã được đổi chỗ: {days_text(asked)}.")
    found = Results(asked, asked.query, keys.window(asked.since, asked.until, at), said)
    if found.query.was_cut:
        said.append(f"Từ khóa quá dài; chỉ tìm theo {MAX_LENGTH} ký tự đầu.")
    if found.query.terms and not found.look:
        reading = spelling.read(found.query, found.window)
        if reading and reading.said:
            said.append(reading.said)
            return replace(found, query=reading.query, is_reinterpreted=True)
    return found


def page(results: Results, names: Mapping[str, str]) -> Page:
    """The page asked for; `names`: of the sections. By date it costs the same however far back it is."""
    if results.asked.ordered_by == RELEVANCE and results.query.terms:
        return _ranked_page(results, names)
    return _dated_page(results, names)


def hits(query: Query, found: list[int], now: int, names: Mapping[str, str]) -> list[Hit]:
    """The rows of these keys, in their order; a row that has gone or is hidden by now is left out."""
    # Only words are looked for in the text.
    rows = {row.id: row for row in backend().rows(found, with_text=bool(query.terms))}
    shown = [rows[key] for key in found if key in rows and (rows[key].expires or keys.LAST) > now]
    highlighter = Highlighter(query)
    return [Hit(row, highlighter, names.get(row.section, "")) for row in shown]


def sentence(results: Results, section_names: dict[str, str]) -> str:
    """ "Có 12 mục từ 01/09/2020 đến 30/09/2020 cho «nghị quyết»." """
    asked, total = results.asked, results.total
    kind = kinds.get(asked.kind)
    things = vietnamese.uncapitalised(kind.plural) if kind else "mục"
    start = f"Có {results.total_text} {things}" if total else f"Không có {things} nào"
    parts = [start, days_text(asked)]
    parts.append(f"trong chuyên mục {section_names.get(asked.section, asked.section)}" if asked.section else "")
    parts.append(f"cho «{results.query.typed}»" if results.query.terms else "")
    return " ".join(filter(None, parts)) + "."


def days_text(asked: SearchRequest) -> str:
    since, until = (day and vietnamese.short_date(day) for day in (asked.since, asked.until))
    if since and since == until:
        return f"ngày {since}"
    if since and until:
        return f"từ {since} đến {until}"
    return f"từ {since}" if since else f"đến {until}" if until else ""


def count_text(n: int) -> str:
    """ "1.234", or "10.000+" where counting stopped."""
    return f"{vietnamese.number(facets.LIMIT - 1)}+" if n >= facets.LIMIT else vietnamese.number(n)


def _dated_page(results: Results, names: Mapping[str, str]) -> Page:
    asked, backwards = results.asked, results.asked.after is not None
    oldest_first = asked.ordered_by == OLDEST
    upwards = backwards != (oldest_first and asked.before is None and not backwards)
    window = results.window
    if asked.before is not None:
        window = window.before(asked.before)
    if asked.after is not None:
        window = window.after(asked.after)
    found = backend().keys(results.query, window, PAGE + 1, newest=not upwards)
    more, found = len(found) > PAGE, sorted(found[:PAGE], reverse=True)
    newer = found and (more if upwards else _has_newer(results, found[0]))
    older = found and (_has_older(results, found[-1]) if upwards else more)
    shown = found[::-1] if oldest_first else found
    return Page(
        hits(results.query, shown, window.now, names),
        asked.but(after=found[0]) if newer else None,
        asked.but(before=found[-1]) if older else None,
    )


def _has_newer(results: Results, key: int) -> bool:
    after = results.window.after(key)
    return not results.asked.is_first and bool(backend().keys(results.query, after, 1, newest=False))


def _has_older(results: Results, key: int) -> bool:
    return not results.asked.is_first and bool(backend().keys(results.query, results.window.before(key), 1))


def _ranked_page(results: Results, names: Mapping[str, str]) -> Page:
    number = results.asked.page or 1
    wanted, may_correct = number * PAGE + 1, not results.is_reinterpreted
    found = rank(results.query, results.window, results.newest_keys, wanted, may_correct=may_correct)
    if found.corrected and number == 1:
        results.said.append("Không có tiêu đề nào chứa đủ các từ; các tiêu đề gần giống được xếp trước.")
    start = (number - 1) * PAGE
    more = start + PAGE < len(found.keys)
    asked = replace(results.asked, order=RELEVANCE if results.asked.order else "")
    older = asked.but(page=number + 1) if more else _by_date(asked) if results.total > TOP else None
    newer = asked.but(page=number - 1 if number > 2 else None) if number > 1 else None
    return Page(hits(results.query, found.keys[start : start + PAGE], results.window.now, names), newer, older)


def _by_date(asked: SearchRequest) -> SearchRequest:
    """Past the best hits one goes on through all of them, the newest first."""
    return asked.but(order=NEWEST)


def _shortened(summary: str) -> str:
    if len(summary) <= _SUMMARY:
        return summary
    return summary[: summary.rfind(" ", 0, _SUMMARY) if " " in summary[:_SUMMARY] else _SUMMARY] + " …"
