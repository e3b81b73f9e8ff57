"""Addresses of a page of results: some eighty per page differ from one question in a thing or two. Pure.

What stays the same is encoded once.
"""

import datetime as dt
from urllib.parse import quote_plus

from search.query.request import NAMES, PAGING, SearchRequest

Value = str | int | dt.date | None


class Addresses:
    """Where the same question, with some things changed, is answered from its first page."""

    def __init__(self, path: str, asked: SearchRequest):
        self._path = path
        self._pieces = {name: _piece(name, getattr(asked, name)) for name in NAMES if name not in PAGING}

    def but(self, **changes: Value) -> str:
        """An absent or empty value is left out, as in `SearchRequest.parameters`."""
        pieces = self._pieces | {name: _piece(name, value) for name, value in changes.items()}
        given = "&".join([pieces[name] for name in NAMES if pieces.get(name)])
        return f"{self._path}?{given}" if given else self._path


def _piece(name: str, value: Value) -> str:
    if value is None or value == "":
        return ""
    return f"{NAMES[name]}={quote_plus(value) if isinstance(value, str) else value}"
