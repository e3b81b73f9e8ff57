"""The list of public documents: what was asked for, and the page of it. Reads only."""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator

import vietnamese
from resolutions.facts import DocumentLine, document_line
from resolutions.models import Document
from web.digits import whole_number
from web.versions import Versions

PAGE_SIZE = 20


class Filter(forms.Form):
    """Every choice offered is one that finds something; anything else is refused with a sentence."""

    nam = forms.TypedChoiceField(label="Năm ban hành", required=False, coerce=int, empty_value=None)
    loai = forms.ChoiceField(label="Thể loại", required=False)
    noi = forms.ChoiceField(label="Cơ quan ban hành", required=False)

    COLUMNS = {"nam": "issued_year", "loai": "kind", "noi": "issuer"}
    REFUSAL = "Không có văn bản nào theo lựa chọn này. Hãy chọn lại trong danh sách."

    def __init__(self, *args, offered, **options):
        super().__init__(*args, **options, label_suffix="")
        for field, choices in zip(self.fields.values(), offered, strict=True):
            field.choices = choices
            field.error_messages["invalid_choice"] = self.REFUSAL

    def chosen(self) -> dict:
        """Nothing wrong is ever taken for "everything": a form in error finds nothing."""
        return {self.COLUMNS[name]: value for name, value in self.cleaned_data.items() if value}


class Stretch(NamedTuple):
    """A page of the list; `pages` and `count`: of the whole."""

    lines: list[DocumentLine]
    number: int
    pages: int
    count: int


@dataclass(frozen=True)
class Listing:
    form: Filter
    documents: Stretch
    query: str

    @property
    def is_filtered(self) -> bool:
        return bool(self.query)

    @property
    def label(self) -> str:
        return f"Trang {self.documents.number} trong {self.documents.pages}"

    @property
    def previous_url(self) -> str | None:
        return self._url(self.documents.number - 1) if self.documents.number > 1 else None

    @property
    def next_url(self) -> str | None:
        return self._url(self.documents.number + 1) if self.documents.number < self.documents.pages else None

    def _url(self, number: int) -> str:
        return f"?{self.query}&trang={number}" if self.query else f"?trang={number}"


def listing(asked, known: Versions) -> Listing | None:
    """None for a page that does not exist."""
    form = Filter(asked, offered=known.keep("document-choices", ["tracker"], _offered))
    rows = Document.objects.public()
    rows = rows.filter(**form.chosen()) if form.is_valid() else rows.none()
    query = urlencode({name: asked[name] for name in form.fields if asked.get(name)})
    number = page_number(asked.get("trang", "1"))
    if query or number != 1:
        stretch = _stretch(rows, number)
    else:
        stretch = known.keep("documents", ["tracker"], lambda: _stretch(rows, number))
    return Listing(form, stretch, query) if stretch else None


def _offered() -> list[list[tuple]]:
    """Of each field, what it may be."""
    triples = set(Document.objects.public().values_list(*Filter.COLUMNS.values()).order_by().distinct())
    columns = [sorted(set(column)) for column in zip(*triples, strict=True)] or [[], [], []]
    columns[0].reverse()
    return [[("", "Tất cả"), *((value, vietnamese.capitalised(str(value))) for value in column)] for column in columns]


def _stretch(rows, number: int) -> Stretch | None:
    pages = Paginator(rows.select_related("file"), PAGE_SIZE)
    if not 1 <= number <= pages.num_pages:
        return None
    lines = [document_line(document) for document in pages.page(number)]
    return Stretch(lines, number, pages.num_pages, pages.count)


def page_number(text: str) -> int:
    """0, which is no page, for anything that is not a short plain number."""
    return whole_number(text, 7) or 0
