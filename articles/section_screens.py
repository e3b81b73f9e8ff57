"""The desk's screens of sections, and of who works in which."""

from django import forms
from django.contrib import admin

from articles.forms import SectionForm, SectionOrderForm
from articles.models import Section, SectionLimit
from desk.listing import ClosedFilters
from proposals.screens import Guarded


@admin.register(Section)
class SectionAdmin(Guarded, ClosedFilters, admin.ModelAdmin):
    """What readers read of a section has two people behind it; the order of the menu is one person's."""

    list_display = ["name", "slug", "order"]
    list_editable = ["order"]
    search_fields = ["name__folded"]
    form = SectionForm
    fields = ["name", "slug", "description", "order"]
    actions = None

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, form=SectionOrderForm, **kwargs)


@admin.register(SectionLimit)
class SectionLimitAdmin(Guarded, ClosedFilters, admin.ModelAdmin):
    """Without a row here somebody works in every section."""

    list_display = ["user", "named"]
    search_fields = ["user__display_name__folded"]
    fields = ["user", "sections"]
    autocomplete_fields = ["user"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user").prefetch_related("sections")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs)

    @admin.display(description="chỉ trong các chuyên mục")
    def named(self, limit):
        return ", ".join(section.name for section in limit.sections.all())
