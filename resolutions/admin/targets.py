"""Indicators, targets, and what was planned for each year."""

from django import forms
from django.contrib import admin
from django.urls import path
from django.utils import timezone

from desk.listing import two_lines
from proposals.screens import Guarded, GuardedForm
from resolutions.models import AnnualPlan, Indicator, Observation, SeriesBreak, Target, TargetRevision

from .base import FigureInline, FindableAdmin, PressFilter, ShownInline, number_text, source_link
from .gaps import GapFilter
from .term_sheet import TermSheets

RESOLVED_NUMBER = {"value", "low", "high", "comparator"}
MOVED_AFTER_ADOPTION = (
    "Nghị quyết đã được thông qua nên mức này không đổi nữa. Nếu cấp ủy điều chỉnh, hãy thêm dòng «Điều chỉnh chỉ "
    "tiêu» kèm văn bản; nếu mức cũ chép sai, hãy đánh dấu ô «Mức cũ chép sai so với nghị quyết»."
)

SOURCE = ("Nguồn", {"fields": ["source", "source_as_of", "confidence", "from_press", "is_derived", "note"]})


class SeriesBreakInline(FigureInline):
    model = SeriesBreak
    fields = ["year", "reason"]


class ObservationInline(ShownInline):
    model = Observation
    verbose_name_plural = "số liệu đã nhập"
    fields = readonly_fields = ["period_shown", "value_shown", "vintage", "state", "where_from"]
    ordering = ["year", "id"]

    @admin.display(description="thời gian")
    def period_shown(self, observation):
        return observation.period

    @admin.display(description="giá trị")
    def value_shown(self, observation):
        return number_text(observation.value)

    @admin.display(description="tình trạng")
    def state(self, observation):
        return observation.state_name

    @admin.display(description="nguồn")
    def where_from(self, observation):
        return source_link(observation.source)


@admin.register(Indicator)
class IndicatorAdmin(Guarded, FindableAdmin):
    list_display = ["name", "unit", "direction", "published_by"]
    list_filter = [GapFilter, "direction"]
    search_fields = ["name__folded", "code__folded", "agency__folded"]
    search_help_text = "Tìm trong tên, mã và cơ quan công bố."
    inlines = [SeriesBreakInline, ObservationInline]
    fieldsets = [
        (None, {"fields": ["name", "unit", "direction", "is_stock", "decimals", "code"]}),
        ("Nguồn công bố", {"fields": ["agency", "note"]}),
    ]

    @admin.display(description="cơ quan công bố, mã", ordering="agency")
    def published_by(self, indicator):
        return two_lines(indicator.agency, indicator.code) if indicator.agency else indicator.code


class PartsInline(ShownInline):
    model = Target
    verbose_name_plural = "các phần của chỉ tiêu"
    fields = readonly_fields = ["wording", "number_shown"]

    @admin.display(description="mức chỉ tiêu")
    def number_shown(self, target):
        return target.resolved_number


class AnnualPlanInline(FigureInline):
    model = AnnualPlan
    show_change_link = True
    fields = ["year", "value", "source", "from_press"]


class TargetRevisionInline(FigureInline):
    model = TargetRevision
    fields = ["decided_on", "value", "low", "high", "source", "note"]


def is_adopted(target):
    """Does its number stand in a resolution that a congress has adopted?"""
    day = target.congress.resolved_on
    return day is not None and day <= timezone.localdate()


class TargetForm(GuardedForm):
    """What a congress has adopted does not change: either it was copied wrongly, or a later decision moved it."""

    is_miscopied = forms.BooleanField(
        label="Mức cũ chép sai so với nghị quyết",
        required=False,
        help_text="Chỉ đánh dấu khi sửa lỗi chép. Nếu cấp ủy điều chỉnh mức, hãy thêm dòng «Điều chỉnh chỉ tiêu» kèm "
        "văn bản: mức đã quyết nghị vẫn còn và bạn đọc thấy cả hai.",
    )

    def clean(self):
        cleaned = super().clean() or {}
        moved = RESOLVED_NUMBER & set(self.changed_data)
        if self.instance.pk and moved and is_adopted(self.instance) and not cleaned.get("is_miscopied"):
            self.add_error(sorted(moved)[0], MOVED_AFTER_ADOPTION)
        return cleaned


@admin.register(Target)
class TargetAdmin(TermSheets, Guarded, FindableAdmin):
    form = TargetForm
    list_display = ["wording", "number_listed", "kind", "place"]
    list_filter = ["congress", "group", "kind", PressFilter]
    list_select_related = ["congress", "group", "indicator"]
    search_fields = ["wording__folded", "code__folded", "indicator__name__folded"]
    search_help_text = "Tìm trong nội dung, mã và tên chỉ số."
    readonly_fields = ["links_shown"]
    autocomplete_fields = ["indicator"]
    inlines = [PartsInline, AnnualPlanInline, TargetRevisionInline]
    fieldsets = [
        (None, {"fields": ["congress", "group", "wording", "code", "order", "parent"]}),
        (
            "Con số đề ra",
            {
                "fields": [
                    "kind",
                    "indicator",
                    "comparator",
                    "value",
                    "comparator_is_read",
                    "is_approximate",
                    "road",
                    "low",
                    "high",
                    "unit",
                    "target_year",
                    "maintain_rule",
                    "due_on",
                    "done_on",
                ],
                "description": "Số viết theo kiểu Việt Nam: 7,46 hoặc 120000.",
            },
        ),
        (
            "Mức xuất phát",
            {
                "fields": [
                    "baseline_value",
                    "baseline_year",
                    "baseline_vintage",
                    "baseline_source",
                    "baseline_from_press",
                    "baseline_note",
                ]
            },
        ),
        ("Thuộc phần nào của nghị quyết", {"fields": ["task_group", "breakthroughs", "lead_unit", "links_shown"]}),
        ("Đánh giá", {"fields": ["not_assessed_reason", "cause", "remedy"]}),
        SOURCE,
    ]

    def get_fieldsets(self, request, obj=None):
        (title, options), *rest = super().get_fieldsets(request, obj)
        if obj and is_adopted(obj) and self.has_change_permission(request, obj):
            options = {**options, "fields": [*options["fields"], "is_miscopied"]}
        return [(title, options), *rest]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = Target.objects.headings()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="mức chỉ tiêu", ordering="value")
    def number_shown(self, target):
        return target.resolved_number

    def get_urls(self):
        term = path("nhiem-ky/", self.admin_site.admin_view(self.term_view), name="resolutions_target_term")
        return [term, *super().get_urls()]

    @admin.display(description="liên kết")
    def links_shown(self, target):
        if target.links_are_sample:
            return "(mẫu) do bản minh họa đặt; chọn lại và lưu để thay bằng liên kết thật."
        return "Do người nhập chọn."

    @admin.display(description="mức chỉ tiêu", ordering="value")
    def number_listed(self, target):
        return two_lines(target.resolved_number, self.press(target))

    @admin.display(description="lĩnh vực, đại hội", ordering="group__order")
    def place(self, target):
        return two_lines(target.group, target.congress)

    def save_model(self, request, obj, form, change):
        if {"task_group", "breakthroughs"} & set(form.changed_data):
            obj.links_are_sample = False
        super().save_model(request, obj, form, change)


@admin.register(AnnualPlan)
class AnnualPlanAdmin(Guarded, FindableAdmin):
    list_display = ["target", "year", "value_shown", "press"]
    list_filter = ["target__congress", "year", PressFilter]
    list_select_related = ["target__indicator"]
    search_fields = ["target__wording__folded", "source__folded"]
    search_help_text = "Tìm trong nội dung chỉ tiêu và nguồn."
    autocomplete_fields = ["target"]
    fieldsets = [(None, {"fields": ["target", "year", "value"]}), SOURCE]

    @admin.display(description="mức kế hoạch", ordering="value")
    def value_shown(self, plan):
        return number_text(plan.value, plan.target.shown_unit)


@admin.register(SeriesBreak)
class SeriesBreakAdmin(Guarded, FindableAdmin):
    list_display = ["indicator", "year", "reason"]
    list_select_related = ["indicator"]
    search_fields = ["indicator__name__folded", "reason__folded"]
    search_help_text = "Tìm trong tên chỉ số và lý do."
    autocomplete_fields = ["indicator"]
    fieldsets = [(None, {"fields": ["indicator", "year", "reason"]})]
