"""The list of public documents: what was asked for, and the page of it. Reads only."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page, Paginator

from resolutions.models import Document

PAGE_SIZE = 20


class Filter(forms.Form):
    """Every choice offered is one that finds something; anything else is refused with a sentence."""

    nam = forms.TypedChoiceField(label="Năm ban hành", required=False, coerce=int, empty_value=None)
    loai = forms.ChoiceField(label="Thể loại", required=False)
    noi = forms.ChoiceField(label="Cơ quan ban hành", required=False)

    COLUMNS = {"nam": "issued_year", "loai": "kind", "noi": "issuer"}
    REFUSAL = "Không có văn bản nào theo lựa chọn này. Hãy chọn lại trong danh sách."

    def __init__(self, *args, rows, **options):
        super().__init__(*args, **options, label_suffix="")
        triples = set(rows.values_list(*self.COLUMNS.values()).order_by().distinct())
        for place, (name, field) in enumerate(self.fields.items()):
            values = sorted({triple[place] for triple in triples}, reverse=name == "nam")
            field.choices = [("", "Tất cả"), *((value, _capitalised(str(value))) for value in values)]
            field.error_messages["invalid_choice"] = self.REFUSAL
            field.widget.attrs["class"] = "input"

    def chosen(self) -> dict:
        """Nothing wrong is ever taken for "everything": a form in error finds nothing."""
        return {self.COLUMNS[name]: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class Listing:
    form: Filter
    documents: Page
    query: str

    @property
    def is_filtered(self) -> bool:
        return bool(self.query)

    @property
    def label(self) -> str:
        return f"Trang {self.documents.number} trong {self.documents.paginator.num_pages}"

    @property
    def previous_url(self) -> str | None:
        return self._url(self.documents.number - 1) if self.documents.has_previous() else None

    @property
    def next_url(self) -> str | None:
        return self._url(self.documents.number + 1) if self.documents.has_next() else None

    def _url(self, number: int) -> str:
        return f"?{self.query}&trang={number}" if self.query else f"?trang={number}"


def listing(asked) -> Listing | None:
    """None for a page that does not exist."""
    rows = Document.objects.public()
    form = Filter(asked, rows=rows)
    found = rows.filter(**form.chosen()) if form.is_valid() else rows.none()
    paginator = Paginator(found.select_related("file"), PAGE_SIZE)
    number = _page_number(asked.get("trang", "1"))
    if not 1 <= number <= paginator.num_pages:
        return None
    query = urlencode({name: asked[name] for name in form.fields if asked.get(name)})
    return Listing(form, paginator.page(number), query)


def _page_number(text: str) -> int:
    """0, which is no page, for anything that is not a short plain number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
