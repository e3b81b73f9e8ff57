"""What may be asked of the index, as a django-filter FilterSet over its entries.

The fields validate, in Vietnamese; `qs` is every entry that is asked for, none where the request is not sound. The page
itself leaves here with `asked` (search/retrieval/results.py): which twenty entries stand on it, in which order, and
what is counted beside them is asked of the engine's index of words, which no queryset can name.
"""

import django_filters
from django import forms
from django.utils import timezone

from search.backends import backend
from search.models import SearchEntry
from search.page.form import DayField, KeyField, KindField, OrderField, PageField, SearchForm, SectionField, WordsField
from search.query import request
from search.query.parsing import parse
from search.storage import keys, kinds
from web import versions

DAY_HINT = "ngày/tháng/năm"
MOST = 10_000
"""So many of the newest entries with the words are in `qs`."""


class WordsFilter(django_filters.Filter):
    """The words live in the engine's index, not in a column: it is asked for their keys."""

    field_class = WordsField

    def filter(self, qs, value):
        if not value:
            return qs
        return qs.filter(pk__in=backend().keys(parse(value), keys.window(None, None, timezone.now()), MOST))


class SinceFilter(django_filters.Filter):
    field_class = DayField

    def filter(self, qs, value):
        return qs.filter(pk__gte=keys.day_low(value)) if value else qs


class UntilFilter(django_filters.Filter):
    field_class = DayField

    def filter(self, qs, value):
        return qs.filter(pk__lte=keys.day_high(value)) if value else qs


class KindFilter(django_filters.Filter):
    field_class = KindField


class SectionFilter(django_filters.Filter):
    field_class = SectionField


class KeyFilter(django_filters.Filter):
    field_class = KeyField


class Unfiltered(django_filters.Filter):
    """Says how the list is shown, not what is in it."""

    def filter(self, qs, value):
        return qs


class OrderFilter(Unfiltered):
    field_class = OrderField


class PageFilter(Unfiltered):
    field_class = PageField


class SearchFilter(django_filters.FilterSet):
    """`SearchFilter(request.GET, request=request)`; then `is_valid()`, `asked`, `form`, `qs`."""

    words = WordsFilter(label="Từ khóa")
    since = SinceFilter(label="Từ ngày", help_text=DAY_HINT)
    until = UntilFilter(label="Đến ngày", help_text=DAY_HINT)
    kind = KindFilter(label="Loại")
    section = SectionFilter(label="Chuyên mục")
    order = OrderFilter(widget=forms.HiddenInput)
    before = KeyFilter(field_name="pk", lookup_expr="lt", widget=forms.HiddenInput)
    after = KeyFilter(field_name="pk", lookup_expr="gt", widget=forms.HiddenInput)
    page = PageFilter(widget=forms.HiddenInput)

    class Meta:
        model = SearchEntry
        fields = []
        form = SearchForm

    @property
    def form(self) -> SearchForm:
        form = super().form
        if self.request is not None and not hasattr(form, "offered"):
            form.offered = kinds.section_names(versions.of(self.request))
            form.fields["section"].choices = [("", "Mọi chuyên mục"), *form.offered.items()]
        return form

    @property
    def asked(self) -> request.SearchRequest:
        """Raises ValueError when the request is not sound: ask is_valid() first."""
        if not self.is_valid():
            raise ValueError("the request is not sound")
        cleaned = self.form.cleaned_data
        return request.SearchRequest(**{name: cleaned[name] for name in request.NAMES})

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset) if self.is_valid() else queryset.none()
