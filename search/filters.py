"""What may be asked of the index, as a django-filter FilterSet.

django-filter validates a query string against a closed set of filters and draws their form. Its usual next step, to
chain `.filter()` calls on a queryset, cannot serve here: the words live in the index of the engine, not in a column,
and with an invalid date its `qs` would return everything. So a sound request becomes one `Asked`, which
search/results.py answers, and `qs` is refused.
"""

from functools import cache

import django_filters
from django import forms

from search import asked
from search.forms import DayField, KeyField, KindField, OrderField, PageField, SearchForm, SectionField, WordsField
from search.models import SearchEntry

DAY_HINT = "ngày/tháng/năm"


class WordsFilter(django_filters.Filter):
    field_class = WordsField


class DayFilter(django_filters.Filter):
    field_class = DayField


class KindFilter(django_filters.Filter):
    field_class = KindField


class SectionFilter(django_filters.Filter):
    field_class = SectionField


class OrderFilter(django_filters.Filter):
    field_class = OrderField


class KeyFilter(django_filters.Filter):
    field_class = KeyField


class PageFilter(django_filters.Filter):
    field_class = PageField


def _day(start: str = "") -> forms.TextInput:
    """`start`: the name of the field from whose day the calendar of an empty one starts (static/js/date-picker.js)."""
    # No inputmode: a keyboard of digits alone has no slash.
    return forms.TextInput(attrs={"class": "input", "autocomplete": "off", "maxlength": 10, "data-day": start})


class SearchFilter(django_filters.FilterSet):
    """Give it request.GET; then `is_valid()`, `asked`, `form`."""

    words = WordsFilter(
        label="Từ khóa",
        widget=forms.TextInput(
            attrs={"class": "input", "type": "search", "autocomplete": "off", "enterkeyhint": "search"}
        ),
    )
    since = DayFilter(label="Từ ngày", help_text=DAY_HINT, widget=_day())
    until = DayFilter(label="Đến ngày", help_text=DAY_HINT, widget=_day(start="tu"))
    kind = KindFilter(label="Loại", widget=forms.Select(attrs={"class": "input"}))
    section = SectionFilter(label="Chuyên mục", widget=forms.Select(attrs={"class": "input"}))
    order = OrderFilter(widget=forms.HiddenInput)
    before = KeyFilter(widget=forms.HiddenInput)
    after = KeyFilter(widget=forms.HiddenInput)
    page = PageFilter(widget=forms.HiddenInput)

    class Meta:
        model = SearchEntry
        fields = []
        form = SearchForm

    def __init__(self, data=None):
        """Without the copies that django-filter makes of every filter for each request: nothing changes them here."""
        self.is_bound, self.data = True, data or {}
        self.queryset = self.request = self.form_prefix = None
        self.filters = self.base_filters

    def get_form_class(self):
        return form_class()

    @property
    def asked(self) -> asked.Asked:
        """Raises ValueError when the request is not sound: ask is_valid() first."""
        if not self.is_valid():
            raise ValueError("the request is not sound")
        cleaned = self.form.cleaned_data
        return asked.Asked(**{name: cleaned[name] for name in asked.NAMES})

    def filter_queryset(self, queryset):
        """No key from a request reaches filter(): the keys come from the index."""
        raise NotImplementedError("search/results.py answers what was asked")


@cache
def form_class() -> type[SearchForm]:
    """The form that django-filter makes, which is dear, so it is made once."""
    return django_filters.FilterSet.get_form_class(SearchFilter())
