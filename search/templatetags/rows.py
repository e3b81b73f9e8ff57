"""Draws long lists of small things, such as the days of a month, at a tenth of what a loop in a template costs.

The template of one row is drawn by Django once for each process, with places left open; after that every row only
fills them in. All the markup still stands in templates.
"""

import html
import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_OPEN = re.compile("\ue000([0-9]+)\ue001")


class Pattern(NamedTuple):
    """`shape` has a %s for each of the row's values in `order`."""

    shape: str
    order: tuple[int, ...]


@register.simple_tag
def draw(rows: Iterable[NamedTuple], template_name: str) -> SafeString:
    """The rows, one after the other. A row's template may print its fields and ask whether they are empty, no more."""
    return mark_safe("".join([_filled(row, template_name) for row in rows]))  # noqa: S308 - values are escaped below


def _filled(row: NamedTuple, template_name: str) -> str:
    if settings.DEBUG:
        # Whoever edits a template wants to see it.
        return render_to_string(template_name, row._asdict())
    shape, order = _pattern(template_name, row._fields, tuple(map(bool, row)))
    return shape % tuple([_escaped(row[place]) for place in order])


@cache
def _pattern(template_name: str, fields: tuple[str, ...], given: tuple[bool, ...]) -> Pattern:
    """The template as it comes out for rows that have these fields and lack the others."""
    places = [f"\ue000{place}\ue001" if has else "" for place, has in enumerate(given)]
    drawn = render_to_string(template_name, dict(zip(fields, places, strict=True)))
    order = tuple(int(place) for place in _OPEN.findall(drawn))
    return Pattern(_OPEN.sub("%s", drawn.replace("%", "%%")), order)


def _escaped(value) -> str:
    return value if isinstance(value, SafeString) else html.escape(str(value))
