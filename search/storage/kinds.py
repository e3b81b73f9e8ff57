"""The kinds of thing a reader can find: their code in addresses, their name, what their date means.

Also the register through which content apps offer their entries for a rebuild. `search` imports none of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from search.storage.entry import Entry
from web.versions import Versions


@dataclass(frozen=True)
class Kind:
    """`code` stands in addresses (?loai=), `date_name` says what the day means ("Đăng ngày", "Ban hành").

    `entries()` streams everything that is or will be public, in the order of its time. `sections()` names the sections
    that its entries are filed under: {slug: name}; `moved_sections()` leads from their former slugs to those of today.
    """

    code: str
    name: str
    plural: str
    date_name: str
    entries: Callable[[], Iterable[Entry]]
    sections: Callable[[], Mapping[str, str]] = dict
    moved_sections: Callable[[], Mapping[str, str]] = dict


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Called by each content app when Django starts. Registering a code twice replaces it."""
    _kinds[kind.code] = kind


def forget(code: str) -> None:
    """The opposite of `register`; nothing happens if the code is not known."""
    _kinds.pop(code, None)


def get(code: str) -> Kind | None:
    return _kinds.get(code)


def everything() -> list[Kind]:
    return list(_kinds.values())


def section_names(known: Versions) -> dict[str, str]:
    """The name of every section of every kind, by its slug."""
    return known.keep("section-names", ["sections"], _section_names)


def section_today(slug: str) -> str:
    """Where a section stands that once stood at `slug`; the same again where none did."""
    return next((moved[slug] for kind in everything() if slug in (moved := kind.moved_sections())), slug)


def _section_names() -> dict[str, str]:
    return {slug: name for kind in everything() for slug, name in kind.sections().items()}
