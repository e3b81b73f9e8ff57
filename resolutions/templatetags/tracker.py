"""How figures and where they come from are written. Formats only."""

import re

from django import template

import vietnamese
from resolutions import plot

register = template.Library()


@register.filter
def amount(value, decimals=4):
    """61,8"""
    return plot.amount(value, decimals)


@register.filter
def after_number(unit):
    """The unit with what stands between it and its number: "%", " tỷ đồng"."""
    return vietnamese.with_unit("", unit)


@register.filter
def as_of(text):
    """ "2024-12-05", "2024-12" or "2024" -> 05/12/2024, tháng 12/2024, năm 2024"""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text or "", re.ASCII)
    if match is None:
        return text or ""
    year, month, day = match.groups()
    if day:
        return f"{day}/{month}/{year}"
    return f"tháng {month}/{year}" if month else f"năm {year}"


@register.filter
def capitalised(text):
    """ "nghị quyết" -> "Nghị quyết"; Django's capfirst would do, but not for lazy words in a chain."""
    text = str(text)
    return text[:1].upper() + text[1:]


@register.inclusion_tag("resolutions/_source.html")
def source(origin, prefix=""):
    """Where a figure comes from. `origin`: a Sourced row, or {"source", "as_of", "from_press"} of a congress."""
    return {"prefix": prefix, **_facts(origin)}


@register.inclusion_tag("resolutions/_source.html")
def baseline_source(target):
    return {"prefix": "", "as_of": "", "from_press": target.baseline_from_press, **_place(target.baseline_source)}


@register.filter
def fixed(number):
    """A coordinate: always with a point, whatever the language of the page."""
    return f"{number:g}"


def _facts(origin):
    if isinstance(origin, dict):
        facts = {"as_of": origin.get("as_of", ""), "from_press": origin.get("from_press", False)}
        return {**facts, **_place(origin.get("source", ""))}
    return {
        "as_of": getattr(origin, "source_as_of", ""),
        "from_press": getattr(origin, "from_press", False),
        "is_derived": getattr(origin, "is_derived", False),
        "is_doubtful": getattr(origin, "confidence", "") == "low",
        **_place(origin.source),
    }


def _place(text):
    """A link with its full host for an address of the web; plain words for anything else."""
    match = re.match(r"https?://([\w.-]+)(?=[/:?#]|$)", text)
    return {"url": text, "name": match[1]} if match else {"url": "", "name": text}
