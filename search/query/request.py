"""What a reader asked for, once it is known to be sound; and the address that asks the same again. Pure."""

import datetime as dt
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from search.query import parsing
from search.query.parsing import Query

NAMES = {
    "words": "q",
    "since": "tu",
    "until": "den",
    "kind": "loai",
    "section": "chuyen-muc",
    "order": "thu-tu",
    "before": "truoc",
    "after": "sau",
    "page": "trang",
}
"""Our names and those in addresses, in the order in which addresses give them."""

NEWEST, OLDEST, RELEVANCE = "moi-nhat", "cu-nhat", "phu-hop"
PAGING = {"before": None, "after": None, "page": None}


@dataclass(frozen=True)
class SearchRequest:
    """`order` "" means what suits; `before` and `after` are keys of entries, `page` counts from 1 by relevance."""

    words: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    kind: str = ""
    section: str = ""
    order: str = ""
    before: int | None = None
    after: int | None = None
    page: int | None = None

    @property
    def is_reversed(self) -> bool:
        return bool(self.since and self.until and self.since > self.until)

    @property
    def in_order(self) -> "SearchRequest":
        """With the two days swapped where they stand the wrong way round."""
        return replace(self, since=self.until, until=self.since) if self.is_reversed else self

    @property
    def is_first(self) -> bool:
        """Whether it asks for the first page by date."""
        return self.before is None and self.after is None

    @property
    def ordered_by(self) -> str:
        """The order that holds: by relevance only where there are words."""
        if self.order == OLDEST or (self.order and self.words):
            return self.order
        return RELEVANCE if self.words and not (self.since or self.until) and not self.order else NEWEST

    @property
    def query(self) -> Query:
        return parsing.parse(self.words, kind=self.kind, section=self.section)

    def but(self, **changes) -> "SearchRequest":
        """The same with some things changed, from its first page."""
        return replace(self, **(PAGING | changes))

    @property
    def given(self) -> list[tuple[str, object]]:
        """(name in addresses, value) of everything that is not empty; days print as ISO."""
        values = [(name, getattr(self, ours)) for ours, name in NAMES.items()]
        return [(name, value) for name, value in values if value not in (None, "")]

    @property
    def parameters(self) -> str:
        """The query string: "q=...&tu=2020-09-01"."""
        return urlencode(self.given)
