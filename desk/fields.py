"""Fields of forms that every staff screen may use."""

from django import forms
from django.core.exceptions import ValidationError

LONGEST_KEY = 18
"""Digits of a key that every database can hold."""


class RowsField(forms.ModelMultipleChoiceField):
    """Chosen rows; a key too large for the database is no choice instead of an error page."""

    def clean(self, value):
        too_long = [key for key in value or () if len(str(key)) > LONGEST_KEY]
        if too_long:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": too_long[0][:40]})
        return super().clean(value)
