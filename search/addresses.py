"""Addresses of a page of results: some eighty per page differ from one question in a thing or two. Pure.

What stays the same is encoded once, so that one more address costs next to nothing.
"""

import datetime as dt
from collections.abc import Callable
from html import escape
from urllib.parse import quote_plus

from django.utils.safestring import SafeString

from search.asked import NAMES, PAGING, Asked

_BEFORE, _AFTER = "\ue002", "\ue003"

Value = str | int | dt.date | None


class Addresses:
    """Where the same question, with some things changed, is answered from its first page."""

    def __init__(self, path: str, asked: Asked):
        self._path = path
        kept = {name: getattr(asked, name) for name in NAMES if name not in PAGING}
        self._pieces = {name: _piece(name, value) for name, value in kept.items()}

    def but(self, **changes: Value) -> str:
        """An absent or empty value is left out, as in `Asked.parameters`."""
        pieces = self._pieces | {name: _piece(name, value) for name, value in changes.items()}
        given = "&".join([pieces[name] for name in NAMES if pieces.get(name)])
        return f"{self._path}?{given}" if given else self._path

    def varying(self, *names: str) -> Callable[..., SafeString]:
        """The address for other values of these names, which stand side by side in NAMES; escaped for an attribute."""
        before, after = self._around(*names)
        shape = (
            before.replace("%", "%%") + "&amp;".join(f"{NAMES[name]}=%s" for name in names) + after.replace("%", "%%")
        )

        def address(*values: str | dt.date) -> SafeString:
            """Every value is given: an empty one would leave its name behind."""
            return SafeString(
                shape % tuple([quote_plus(value) if isinstance(value, str) else value for value in values])
            )

        return address

    def complete(self, drawn: str) -> SafeString:
        """What was drawn with addresses of `open_days`, whose ends are put in: for many of them at once."""
        before, after = self._around("since", "until")
        return SafeString(drawn.replace(_BEFORE, before).replace(_AFTER, after))

    def _around(self, *names: str) -> tuple[str, str]:
        """What stands before and after the values of these names, escaped."""
        order = list(NAMES)
        first, last = order.index(names[0]), order.index(names[-1])
        before = "".join(f"{piece}&" for piece in map(self._pieces.get, order[:first]) if piece)
        after = "".join(f"&{piece}" for piece in map(self._pieces.get, order[last + 1 :]) if piece)
        return escape(f"{self._path}?{before}"), escape(after)


def open_days(since: dt.date, until: dt.date) -> SafeString:
    """The address of these days, with both ends left open: so a piece of a page is the same for every question."""
    return SafeString(f"{_BEFORE}{NAMES['since']}={since}&amp;{NAMES['until']}={until}{_AFTER}")


def _piece(name: str, value: Value) -> str:
    if value is None or value == "":
        return ""
    return f"{NAMES[name]}={quote_plus(value) if isinstance(value, str) else value}"
