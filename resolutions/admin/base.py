"""What the screens of this app have in common."""

from django import forms
from django.contrib import admin
from django.db import models
from django.forms.models import InlineForeignKeyField
from django.utils import timezone
from django.utils.html import format_html

import vietnamese
from resolutions import services
from resolutions.fields import VietnameseDecimalField
from resolutions.models import Breakthrough, TaskGroup

DECIMALS = {models.DecimalField: {"form_class": VietnameseDecimalField}}
SHORT_TEXT = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})


class WholeRowForm(forms.ModelForm):
    """Checks every constraint of the row, also those that name a column which the form does not show or left empty.

    Django leaves them to the database, whose answer would be an error page instead of a sentence.
    """

    def _get_validation_exclusions(self):
        return {
            name
            for name in super()._get_validation_exclusions()
            if name in self._errors or isinstance(self.fields.get(name), InlineForeignKeyField)
        }


class PartChoiceMixin:
    """Numbered parts are chosen by congress and number: most have no name yet."""

    def label_from_instance(self, part):
        return f"Đại hội {part.congress.numeral}, {part._meta.verbose_name} {part.number}: {part.shown_name}"


class PartChoice(PartChoiceMixin, forms.ModelChoiceField):
    pass


class PartChoices(PartChoiceMixin, forms.ModelMultipleChoiceField):
    pass


class FindableAdmin(admin.ModelAdmin):
    """Whatever is saved or deleted here is saved with its consequences (services.py)."""

    form = WholeRowForm
    formfield_overrides = {**DECIMALS, models.TextField: {"widget": SHORT_TEXT}}
    list_per_page = 50
    # No action over many rows at once: each deletion has its own consequences and its own page.
    actions = None

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is TaskGroup:
            kwargs |= {"form_class": PartChoice, "queryset": TaskGroup.objects.select_related("congress")}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.related_model is Breakthrough:
            kwargs |= {
                "form_class": PartChoices,
                "queryset": Breakthrough.objects.select_related("congress"),
                "widget": forms.CheckboxSelectMultiple,
            }
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        services.index(form.instance, at=timezone.now())

    def delete_model(self, request, obj):
        services.delete(obj)


class FigureInline(admin.TabularInline):
    """Rows of figures under what they are about."""

    form = WholeRowForm
    formfield_overrides = {
        **DECIMALS,
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 30})},
    }
    extra = 0


class ShownInline(FigureInline):
    """Rows that are only shown here, each with a way to its own page."""

    can_delete = False
    show_change_link = True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


def number_text(value, unit=""):
    return "" if value is None else f"{vietnamese.number(value)} {unit}".strip()


def source_link(source):
    """A source that is an address opens in its own tab and tells that site nothing."""
    if source.startswith(("https://", "http://")):
        host = source.split("/")[2][:60]
        return format_html('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>', source, host)
    return source
