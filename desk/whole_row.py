"""What a screen knows of the whole row: its constraints, whether somebody else has saved it meanwhile, and whether
saving would change anything."""

import hashlib

from django import forms
from django.forms.models import InlineForeignKeyField

CHANGED_MEANWHILE = (
    "Sau khi anh/chị mở trang này, mục đó đã được lưu từ một trang khác nên bản của anh/chị chưa được lưu. Hãy mở lại "
    "trang để xem bản mới nhất rồi sửa tiếp."
)


class WholeRowForm(forms.ModelForm):
    """Checks every constraint of the row, also those that name a column which the form does not show or left empty.

    Django leaves them to the database, whose answer would be an error page instead of a sentence. `seen` says which
    row the person looked at, so that of two open pages the second does not undo what the first has saved.
    """

    seen = forms.CharField(label="bản đã xem", widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = _fingerprint(self.instance)

    def clean(self):
        cleaned, seen = super().clean(), self.cleaned_data.get("seen")
        if self.instance.pk and seen and self.has_changed():
            # Locked until this request has saved or given up, so that the answer stays true.
            rows = type(self.instance)._default_manager.select_for_update(no_key=True)
            now = rows.filter(pk=self.instance.pk).first()
            if now is None or _fingerprint(now) != seen:
                raise forms.ValidationError(CHANGED_MEANWHILE)
        return cleaned

    def has_changed(self):
        return bool(set(self.changed_data) - {"seen"})

    def _get_validation_exclusions(self):
        return {
            name
            for name in super()._get_validation_exclusions()
            if name in self._errors or isinstance(self.fields.get(name), InlineForeignKeyField)
        }


def _fingerprint(row) -> str:
    """Of everything that stands in the row."""
    values = [str(field.value_to_string(row)) for field in row._meta.concrete_fields]
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()


def normalise(row) -> None:
    """In the row's own way, where it has one: what is compared must be spelt as it will be stored."""
    if hasattr(row, "normalise"):
        row.normalise()


def differs(row) -> bool:
    """Would saving it change a column of what is stored?"""
    stored = type(row)._base_manager.filter(pk=row.pk).first()
    if stored is not None:
        normalise(stored)
    names = [field.attname for field in row._meta.concrete_fields]
    return stored is None or any(getattr(row, name) != getattr(stored, name) for name in names)


class UnchangedStays:
    """Stands under every ModelAdmin (config/admin_site.py): a save that changes nothing writes nothing."""

    def save_model(self, request, obj, form, change):
        normalise(obj)
        if not change or differs(obj):
            super().save_model(request, obj, form, change)
            return
        # Nothing happened, so the record tells nothing; links to many rows are saved apart and told as before.
        links = {field.name for field in obj._meta.many_to_many}
        form.changed_data = [name for name in form.changed_data if name in links]
