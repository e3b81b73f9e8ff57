"""One entry as the index stores it: plain values, and the tokens that follow from them. Pure."""

from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

import vietnamese
from search.query import tokens
from search.storage import keys
from search.storage.entry import Entry

STORED = ("id", "kind", "object_id", "section", "expires", "date_label", "fold_version")
STORED += ("title", "summary", "url", "text")


def selected(with_text: bool) -> str:
    """The stored columns, with or without the long text."""
    return ", ".join(STORED if with_text else (*STORED[:-1], "'' AS text"))


@dataclass(frozen=True)
class Document:
    """What stands in `search_entry`; from the stored text the same tokens can be made again."""

    id: int
    kind: str
    object_id: int
    section: str
    expires: int | None
    date_label: str
    fold_version: int
    title: str
    summary: str
    url: str
    text: str

    @classmethod
    def of(cls, entry: Entry, key: int) -> "Document":
        return cls(
            id=key,
            kind=entry.kind,
            object_id=entry.object_id,
            section=entry.section,
            expires=None if entry.expires is None else keys.base(entry.expires),
            date_label=vietnamese.nfc(entry.date_label),
            fold_version=tokens.FOLD_VERSION,
            title=_line(entry.title),
            summary=_line(entry.summary),
            url=entry.url,
            text=vietnamese.nfc(entry.text),
        )

    @property
    def values(self) -> tuple:
        return tuple(getattr(self, name) for name in STORED)

    @cached_property
    def body(self) -> tokens.Streams:
        return tokens.streams(self.title, self.summary, self.text)

    @cached_property
    def heading(self) -> tokens.Streams:
        return tokens.streams(self.title)

    @property
    def marks(self) -> list[str]:
        return marks(self.kind, self.section)

    @property
    def correctable(self) -> set[str]:
        """The folded words of title, summary and text that a slip of the keyboard may be corrected to."""
        return set(filter(tokens.is_correctable, set(map(itemgetter(0), self.body.main))))

    @property
    def vocabulary(self) -> set[str]:
        """These, and every word with marks as `tokens.exact_word` writes it."""
        marked = {tokens.exact_word(exact) for folded, exact in set(self.body.main) if folded != exact != tokens.GAP}
        return self.correctable | marked


def marks(kind: str, section: str) -> list[str]:
    """Kind and section as tokens, so that one index answers words and filters together."""
    return [f"k={kind}"] * bool(kind) + [f"s={section}"] * bool(section)


def _line(words: str) -> str:
    return " ".join(vietnamese.nfc(words).split())
