"""The fields of the search form as the page shows them.

Those of a sound question are drawn once in each process and filled in for each reader: Django's widgets are templates
of their own, and five of them cost as much as a list of results.
"""

from functools import cache, lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

import vietnamese
from search.filters import form_class
from search.forms import SearchForm

_STAND_IN = "1qvalueq1"


def drawn(form: SearchForm) -> dict[str, SafeString]:
    """The visible fields by name, with what was asked in them, and with what is wrong with it."""
    if form.errors:
        return {field.name: _component(field) for field in form.visible_fields()}
    asked = form.cleaned_data
    days = {name: asked[name] and vietnamese.short_date(asked[name]) for name in ("since", "until")}
    typed = {"words": asked["words"], **days}
    chosen = {name: _chosen(name, asked[name], tuple(form.fields[name].choices)) for name in ("kind", "section")}
    return {name: _filled(name, value or "") for name, value in typed.items()} | chosen


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
    return render_to_string("components/form-field.html", {"field": field})
