"""Draws pieces of a page that stand on it many times, or on every page, at a tenth of what Django's templates cost.

All the markup still stands in templates. The template of a piece is drawn by Django once for each process, with places
left open; after that every piece only fills them in. Such a template may print its variables and ask whether they are
empty, no more.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache, wraps
from html import escape
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

T = TypeVar("T")

_SAFE = frozenset({SafeString, int})
_OPEN = re.compile("\ue000([0-9]+)\ue001")


class _Pattern(NamedTuple):
    """`shape` has a %s for each of the values in `order`."""

    shape: str
    order: tuple[int, ...]


class _Patterns(dict):
    """Which values are given -> the template as it comes out for pieces that have these and lack the others."""

    def __init__(self, template_name: str, fields: tuple[str, ...]):
        self._template_name, self._fields = template_name, fields

    def __missing__(self, given: tuple[bool, ...]) -> _Pattern:
        places = [f"\ue000{place}\ue001" if has else "" for place, has in enumerate(given)]
        drawn = render_to_string(self._template_name, dict(zip(self._fields, places, strict=True)), using="django")
        order = tuple(int(place) for place in _OPEN.findall(drawn))
        return _unless_developing(self, given, _Pattern(_OPEN.sub("%s", drawn.replace("%", "%%")), order))


_patterns = cache(_Patterns)


_surroundings: list[Callable[[HttpRequest], NamedTuple]] = []


def surround(make: Callable[[HttpRequest], NamedTuple]) -> None:
    """Called by the site when Django starts. `make`: what stands around every page, as base.html names it."""
    _surroundings[:] = [make]


def draw(template_name: str, rows: Iterable[NamedTuple]) -> SafeString:
    """The pieces of these rows, one after the other; all rows are of one class, whose fields the template names."""
    rows = list(rows)
    return _drawn(template_name, rows[0]._fields, rows) if rows else SafeString("")


def fill(template_name: str, row: NamedTuple) -> SafeString:
    """One piece."""
    return _drawn(template_name, row._fields, [row])


def whole(request: HttpRequest, template_name: str, page: NamedTuple) -> HttpResponse:
    """A page from its first line to its last."""
    around = [make(request) for make in _surroundings]
    fields = sum((each._fields for each in around), page._fields)
    return HttpResponse(_drawn(template_name, fields, [sum(around, page)]))


def kept(size: int) -> Callable[[Callable[..., str]], Callable[..., str]]:
    """For a function that draws a piece which depends on its arguments alone: remembers about so many."""

    def keeping(make):
        remembered = _Remembered(make, size)
        return wraps(make)(lambda *facts: remembered[facts])

    return keeping


class _Remembered(dict):
    def __init__(self, make: Callable[..., str], size: int):
        self._make, self._size = make, size

    def __missing__(self, facts: tuple) -> str:
        if len(self) >= self._size:
            self.clear()
        return _unless_developing(self, facts, self._make(*facts))


def _unless_developing(kept_in: dict, key: tuple, value: T) -> T:
    """Whoever edits a template wants to see it."""
    if not settings.DEBUG:
        kept_in[key] = value
    return value


def _drawn(template_name: str, fields: tuple[str, ...], rows: list[tuple]) -> SafeString:
    patterns = _patterns(template_name, fields)
    return SafeString("".join([_filled(patterns[tuple(map(bool, row))], row) for row in rows]))


def _filled(pattern: _Pattern, row: tuple) -> str:
    values = [row[place] for place in pattern.order]
    return pattern.shape % tuple([value if value.__class__ in _SAFE else escape(str(value)) for value in values])
