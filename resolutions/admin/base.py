"""What the screens of this app have in common."""

from django import forms
from django.contrib import admin
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.html import format_html

import vietnamese
from desk.bounds import BoundedText
from desk.fields import RowsField
from desk.listing import ClosedFilters
from desk.whole_row import WholeRowForm
from resolutions import services
from resolutions.fields import VietnameseDecimalField
from resolutions.models import Breakthrough, TaskGroup

DECIMALS = {models.DecimalField: {"form_class": VietnameseDecimalField}}
LONG = 200
SHORT_TEXT = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})


class PressFilter(admin.SimpleListFilter):
    title = "loại nguồn"
    parameter_name = "nguon"

    def lookups(self, request, model_admin):
        return [("bao-chi", "Báo chí, cần đối chiếu"), ("co-quan", "Cơ quan công bố")]

    def queryset(self, request, queryset):
        chosen = {"bao-chi": True, "co-quan": False}
        return queryset.filter(from_press=chosen[self.value()]) if self.value() in chosen else queryset


class PartChoiceMixin:
    """Numbered parts are chosen by congress and number: most have no name yet."""

    def label_from_instance(self, part):
        return f"Đại hội {part.congress.numeral}, {part._meta.verbose_name} {part.number}: {part.shown_name}"


class PartChoice(PartChoiceMixin, forms.ModelChoiceField):
    pass


class PartChoices(PartChoiceMixin, RowsField):
    pass


def in_words(name, label, yes="Có", no="Không"):
    """A yes or no as a word: the stock picture of it says "True" and "False" to those who listen."""

    @admin.display(description=label, ordering=name)
    def said(self, row):
        return yes if getattr(row, name) else no

    return said


def in_digits(name, label):
    """A number as people write it, without the zeros of its column."""

    @admin.display(description=label, ordering=name)
    def said(self, row):
        return number_text(getattr(row, name))

    return said


class SaidMixin:
    """What stands in place of a box where a person may only look: `<field>_said`."""

    from_press_said = in_words("from_press", "theo báo chí, cần đối chiếu")
    baseline_from_press_said = in_words("baseline_from_press", "mức xuất phát theo báo chí, cần đối chiếu")
    is_derived_said = in_words("is_derived", "tính từ số đã công bố")
    is_stock_said = in_words("is_stock", "số tại một thời điểm")
    comparator_is_read_said = in_words("comparator_is_read", "phép so sánh do người nhập hiểu")
    is_approximate_said = in_words("is_approximate", "con số ước lượng (khoảng)")
    value_said = in_digits("value", "giá trị")
    low_said = in_digits("low", "cận dưới")
    high_said = in_digits("high", "cận trên")
    baseline_value_said = in_digits("baseline_value", "mức xuất phát")

    def said(self, fields):
        return [f"{field}_said" if hasattr(self, f"{field}_said") else field for field in fields]


class FindableAdmin(SaidMixin, ClosedFilters, admin.ModelAdmin):
    """Whatever is saved or deleted here is saved with its consequences (services.py)."""

    form = WholeRowForm
    formfield_overrides = {**DECIMALS, models.TextField: {"widget": SHORT_TEXT}}
    list_per_page = 50
    # No action over many rows at once: each deletion has its own consequences and its own page.
    actions = None

    press = in_words("from_press", "theo báo chí", yes="Cần đối chiếu", no="")

    class Media:
        js = ["js/editor-autocomplete.js"]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        if self.has_change_permission(request, obj):
            (name, options), *others = fieldsets
            return [(name, {**options, "fields": [*options["fields"], "seen"]}), *others]
        return [(name, {**options, "fields": self.said(options["fields"])}) for name, options in fieldsets]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.CharField) and db_field.max_length >= LONG and not db_field.choices:
            # Addresses and official names are read whole, not through a keyhole.
            field.widget.attrs["class"] = "vLargeTextField"
        return field

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
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            services.index(form.instance, at=timezone.now())

    def delete_model(self, request, obj):
        services.delete(obj, at=timezone.now())


class HeardFormSet(BaseInlineFormSet):
    """In a table the column's heading is the label of a box; who listens hears it at each box."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, field in form.fields.items():
            if not field.widget.is_hidden:
                label = "Xóa dòng này" if name == "DELETE" else field.label
                field.widget.attrs["aria-label"] = label[:1].upper() + label[1:]


class FigureInline(SaidMixin, BoundedText, admin.TabularInline):
    """Rows of figures under what they are about."""

    form = WholeRowForm
    formset = HeardFormSet
    formfield_overrides = {
        **DECIMALS,
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 30})},
    }
    extra = 0

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        if not self._may_edit(request, obj):
            return self.said(fields)
        return [*fields, "seen"] if self.has_change_permission(request, obj) else fields

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if self._may_edit(request, obj) else self.said(self.fields)

    def _may_edit(self, request, obj):
        """Rows can be edited only where the thing that they belong to can."""
        owner = self.admin_site.get_model_admin(self.parent_model)
        return obj is None or owner.has_change_permission(request, obj)


class ShownInline(FigureInline):
    """Rows that are only shown here, each with a way to its own page."""

    can_delete = False
    show_change_link = True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


def number_text(value, unit=""):
    return "" if value is None else vietnamese.with_unit(vietnamese.number(value), unit)


def source_link(source):
    """A source that is an address opens in its own tab and tells that site nothing."""
    if source.startswith(("https://", "http://")):
        host = source.split("/")[2][:60]
        return format_html('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>', source, host)
    return source
