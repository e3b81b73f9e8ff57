"""The form of one figure: what it refuses, and what it asks back."""

from django import forms
from django.utils import timezone

import vietnamese
from resolutions import services, year_sheet
from resolutions.doubts import doubts
from resolutions.models import Observation

from .base import WholeRowForm
from .year_sheet import HAVE_LOOKED


class ObservationForm(WholeRowForm):
    """Of a correction what is corrected stays: the same indicator, year and stretch of time."""

    have_looked = forms.BooleanField(
        label="Đã xem các cảnh báo",
        required=False,
        help_text="Chỉ đánh dấu khi trang đã hỏi lại con số và số ấy đúng.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "replaces" in self.fields:
            self.fields["replaces"].queryset = Observation.objects.approved()
            self.fields["replaces"].widget = forms.HiddenInput()

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > vietnamese.local(timezone.now()).year:
            raise forms.ValidationError(services.IN_THE_FUTURE.format(year=year))
        return year

    def clean(self):
        """The same questions as on the sheet of a year and of a file."""
        cleaned = super().clean()
        is_new = bool({"indicator", "year", "span", "value"} & set(self.changed_data))
        if is_new and not self.errors and not cleaned.get("have_looked"):
            known = year_sheet.known_beside(cleaned["indicator"], cleaned["year"])
            found = doubts(cleaned["value"], known, is_part_year=cleaned["span"] != Observation.Span.YEAR)
            for sentence in found:
                self.add_error("value", sentence)
            if found:
                self.add_error("have_looked", HAVE_LOOKED)
        return cleaned
