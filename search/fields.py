"""The fields of the search form as the page shows them.

Those of a sound question are drawn once in each process and filled in for each reader: Django's widgets are templates
of their own, and five of them cost as much as a list of results.
"""

from functools import cache, lru_cache
from html import escape
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

import vietnamese
from search.drawing import fill
from search.filters import form_class
from search.forms import SearchForm, kind_choices, section_choices

_STAND_IN = "1qvalueq1"


class Fields(NamedTuple):
    """The form as its template names it, drawn; `order` is the code that is sent again."""

    errors: SafeString | str
    words: SafeString
    since: SafeString
    until: SafeString
    kind: SafeString
    section: SafeString
    order: str


def drawn(form: SearchForm) -> SafeString:
    """The whole form, with what was asked in it, and with what is wrong with that."""
    return fill("search/_form.html", _wrong(form) if form.errors else _sound(form))


def _wrong(form: SearchForm) -> Fields:
    fields = {field.name: _component(field) for field in form.visible_fields()}
    order = "" if form["order"].errors else form["order"].value() or ""
    return Fields(render_to_string("search/_errors.html", {"form": form}, using="django"), **fields, order=order)


def _sound(form: SearchForm) -> Fields:
    asked = form.cleaned_data
    days = {name: asked[name] and vietnamese.short_date(asked[name]) for name in ("since", "until")}
    typed = {name: _filled(name, value or "") for name, value in {"words": asked["words"], **days}.items()}
    offered = {"kind": kind_choices(), "section": section_choices()}
    chosen = {name: _chosen(name, asked[name], tuple(choices)) for name, choices in offered.items()}
    return Fields("", **typed, **chosen, order=asked["order"])


def _filled(name: str, value: str) -> SafeString:
    attribute = f' value="{escape(value)}"' if value else ""
    return mark_safe(_empty(name).replace(f' value="{_STAND_IN}"', attribute))  # noqa: S308 - escaped just above


@cache
def _empty(name: str) -> str:
    return _component(form_class()(initial={name: _STAND_IN})[name])


@lru_cache(maxsize=256)
def _chosen(name: str, value: str, choices: tuple) -> SafeString:
    """`choices` is there to tell the lists of before and after a change apart."""
    return _component(form_class()(initial={name: value})[name])


def _component(field) -> SafeString:
    return render_to_string("components/form-field.html", {"field": field}, using="django")
