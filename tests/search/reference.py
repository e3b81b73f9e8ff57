"""The index as one would write it without an index: a list, looked through from end to end.

Whatever an engine answers must be what this answers, in the same order; so both engines answer alike.
"""

from collections import Counter

from search.query import tokens
from search.query.parsing import Phrase, Query
from search.storage import keys
from search.storage.documents import Document
from search.storage.entry import Entry
from search.storage.keys import Window


class Reference:
    def __init__(self):
        self.rows: dict[int, Document] = {}

    def put(self, entry: Entry) -> None:
        self.remove(entry.kind, entry.object_id)
        key = keys.first_free(keys.base(entry.at), self.rows)
        self.rows[key] = Document.of(entry, key)

    def remove(self, kind: str, object_id: int) -> None:
        self.rows = {key: row for key, row in self.rows.items() if (row.kind, row.object_id) != (kind, object_id)}

    def found(self, query: Query, window: Window, titles: bool = False) -> list[Document]:
        """Every visible match, the newest first."""
        return [
            row
            for key, row in sorted(self.rows.items(), reverse=True)
            if window.low <= key <= window.high and _is_shown(row, window.now) and _matches(row, query, titles)
        ]

    def keys(self, query: Query, window: Window, limit: int, newest: bool = True, titles: bool = False) -> list[int]:
        found = [row.id for row in self.found(query, window, titles)]
        return (found if newest else found[::-1])[:limit]

    def by_day(self, query: Query, window: Window) -> dict:
        return dict(sorted(Counter(keys.day_of(row.id) for row in self.found(query, window)).items()))

    def facet(self, name: str, query: Query, window: Window) -> dict[str, int]:
        found = Counter(getattr(row, name) for row in self.found(query, window))
        return {code: n for code, n in found.items() if code}


def _is_shown(row: Document, now: int) -> bool:
    return row.id <= now and (row.expires is None or row.expires > now)


def _matches(row: Document, query: Query, titles: bool) -> bool:
    if (query.kind and row.kind != query.kind) or (query.section and row.section != query.section):
        return False
    streams = row.heading if titles else row.body
    return all(any(_stands(phrase, streams) for phrase in term.alternatives) for term in query.terms)


def _stands(phrase: Phrase, streams: tokens.Streams) -> bool:
    stream = [pair[phrase.exact] for pair in streams.main]
    for pair in streams.tail:
        stream += [tokens.GAP, pair[phrase.exact]]
    size = len(phrase.words)
    return any(_same(stream[place : place + size], phrase) for place in range(len(stream) - size + 1))


def _same(run: list[str], phrase: Phrase) -> bool:
    *first, last = phrase.words
    return run[:-1] == first and (run[-1].startswith(last) if phrase.prefix else run[-1] == last)
