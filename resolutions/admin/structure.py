"""Congresses, what makes up their resolutions, and the units that carry them out."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html, format_html_join

from desk.bounds import BoundedText
from desk.fields import RowsField
from desk.listing import two_lines
from proposals.screens import Guarded, GuardedForm
from resolutions.models import Breakthrough, Congress, Resolution, TargetGroup, TaskGroup, Unit
from resolutions.workflow import VIEW_INTERNAL

from .base import FigureInline, FindableAdmin, source_link


class ResolutionInline(BoundedText, admin.StackedInline):
    model = Resolution
    extra = 0
    max_num = 1
    can_delete = False
    fields = ["number", "adopted_on", "summary", "document"]
    text_lengths = {"summary": 20_000}

    def get_fields(self, request, obj=None):
        """To whom an internal paper is unknown, none is shown and none can be chosen."""
        fields = super().get_fields(request, obj)
        if request.user.has_perm(VIEW_INTERNAL):
            return fields
        return ["document_shown" if name == "document" else name for name in fields]

    def get_readonly_fields(self, request, obj=None):
        return [name for name in self.get_fields(request, obj) if name == "document_shown"]

    @admin.display(description="văn bản")
    def document_shown(self, resolution):
        document = resolution.document
        if document is None or not document.is_public:
            return "chưa có"
        return format_html('<a href="{}">{}</a>', document.get_absolute_url(), document.full_name)


class PartInline(FigureInline):
    """Named here, deleted on their own page: what readers could find goes with them."""

    can_delete = False
    show_change_link = True
    fields = ["number", "name", "source", "from_press"]


class BreakthroughInline(PartInline):
    model = Breakthrough


class TaskGroupInline(PartInline):
    model = TaskGroup


@admin.register(Congress)
class CongressAdmin(Guarded, FindableAdmin):
    list_display = ["name", "numeral_shown", "term", "opens_on"]
    list_filter = ["state"]
    search_fields = ["name__folded", "theme__folded"]
    search_help_text = "Tìm trong tên và chủ đề."
    date_hierarchy = "opens_on"
    readonly_fields = ["where_from"]
    inlines = [ResolutionInline, BreakthroughInline, TaskGroupInline]
    fieldsets = [
        (None, {"fields": ["name", "ordinal", "code", "state"]}),
        ("Nhiệm kỳ và thời gian", {"fields": ["start_year", "end_year", "opens_on", "closes_on", "venue"]}),
        ("Nội dung", {"fields": ["theme", "motto", "overall_goal", "targets_note"]}),
        (
            "Con số của nghị quyết",
            {
                "fields": [
                    "breakthrough_count",
                    "task_group_count",
                    "official_target_count",
                    "official_met_count",
                ]
            },
        ),
        ("Nguồn", {"fields": ["where_from"]}),
    ]

    @admin.display(description="đại hội", ordering="ordinal")
    def numeral_shown(self, congress):
        return congress.numeral

    @admin.display(description="nhiệm kỳ", ordering="start_year")
    def term(self, congress):
        return two_lines(congress.term, congress.get_state_display())

    @admin.display(description="nguồn đã ghi")
    def where_from(self, congress):
        rows = [
            (label, source_link(told.get("source", "")), told.get("as_of", ""), told.get("note", ""))
            for label, told in congress.named_sources()
        ]
        return format_html_join("", "<p>{}: {} {} {}</p>", rows) or "Chưa ghi nguồn."


class PartForm(GuardedForm):
    is_checked = forms.BooleanField(
        label="Đã đối chiếu với nghị quyết",
        required=False,
        help_text="Đánh dấu khi tên chính thức trùng từng chữ với tên mẫu; dấu “(mẫu)” sẽ được bỏ.",
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_checked") and not cleaned.get("proposal_reason"):
            cleaned["proposal_reason"] = str(self.fields["is_checked"].label)
        return cleaned

    def save(self, commit=True):
        if self.cleaned_data.get("is_checked"):
            self.instance.is_sample = False
        return super().save(commit)


class PartAdmin(Guarded, FindableAdmin):
    """Naming a part is the moment at which it becomes findable, and at which a sample name goes."""

    form = PartForm
    text_lengths = {"body": 20_000}
    list_display = ["shown", "number", "congress", "is_named"]
    list_display_links = ["shown"]
    list_filter = ["congress"]
    list_select_related = ["congress"]
    search_fields = ["name__folded", "body__folded"]
    search_help_text = "Tìm trong tên và nội dung."
    fieldsets = [
        (None, {"fields": ["congress", "number", "name", "body"]}),
        ("Nguồn", {"fields": ["source", "from_press", "note"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        """Another name clears the mark by itself; only the same name needs a person's word."""
        (title, options), *rest = super().get_fieldsets(request, obj)
        if obj and obj.is_sample and self.has_change_permission(request, obj):
            options = {**options, "fields": [*options["fields"], "is_checked"]}
        return [(title, options), *rest]

    @admin.display(description="tên", ordering="name")
    def shown(self, part):
        return part.shown_name

    @admin.display(description="tên chính thức")
    def is_named(self, part):
        return "Đã nhập" if part.name and not part.is_sample else "Chưa nhập"


admin.site.register([Breakthrough, TaskGroup], PartAdmin)


@admin.register(TargetGroup)
class TargetGroupAdmin(Guarded, FindableAdmin):
    list_display = ["name", "code", "order"]
    search_fields = ["name__folded"]
    fields = ["name", "code", "order"]


@admin.register(Unit)
class UnitAdmin(Guarded, FindableAdmin):
    list_display = ["name", "valid_from", "valid_to"]
    list_filter = [("valid_to", admin.EmptyFieldListFilter)]
    search_fields = ["name__folded"]
    search_help_text = "Tìm trong tên đơn vị."
    fields = ["name", "valid_from", "valid_to", "successors"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs |= {"form_class": RowsField, "widget": forms.CheckboxSelectMultiple}
        return super().formfield_for_manytomany(db_field, request, **kwargs)
