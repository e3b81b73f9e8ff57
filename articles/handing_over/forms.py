"""What is asked before articles are given to another writer."""

from django import forms
from django.contrib.auth import get_user_model

from articles.handing_over import rules, services
from articles.handing_over.rules import STEP, TABLE

ASKED = TABLE.steps[STEP]
MOST = 200
"""Articles on one page."""


class HandOverForm(forms.Form):
    """`seen`: what the person saw of each article, one value for each; a hidden one, or a box to tick."""

    taker = forms.ModelChoiceField(
        get_user_model().objects.none(),
        label="Giao cho",
        empty_label="Chọn người viết tiếp",
        error_messages={"required": "Hãy chọn người nhận.", "invalid_choice": "Hãy chọn người nhận trong danh sách."},
    )
    note = forms.CharField(
        label=ASKED.note,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        error_messages={"required": ASKED.note_refusal},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["taker"].queryset = services.writers()

    def clean_note(self):
        if refusal := TABLE.note_refusal(STEP, self.cleaned_data["note"]):
            raise forms.ValidationError(refusal)
        return self.cleaned_data["note"]

    def clean(self):
        posted = self.data.getlist("seen") if self.is_bound else []
        self.seen = [one for text in posted[:MOST] if (one := rules.read_seen(text))]
        if not self.seen:
            raise forms.ValidationError(services.NOTHING_CHOSEN)
        return super().clean()
