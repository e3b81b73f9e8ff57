"""Figures: entered by one person, approved by another, withdrawn with a reason; never deleted once approved."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

import vietnamese
from desk import todo
from desk.listing import two_lines
from resolutions import services
from resolutions.models import Observation

from . import gaps
from .base import FindableAdmin, PressFilter, WholeRowForm, number_text, source_link
from .targets import SOURCE

STEP_NAMES = {"approve": "Duyệt số liệu", "withdraw": "Thu hồi số liệu"}
ADDRESSES = {"approve": "duyet", "withdraw": "thu-hoi"}


class StateFilter(admin.SimpleListFilter):
    title = "tình trạng"
    parameter_name = "tinh-trang"

    def lookups(self, request, model_admin):
        return [
            ("toi-duyet", "Chờ tôi duyệt"),
            ("cho-duyet", "Chờ duyệt"),
            ("da-duyet", "Đã duyệt"),
            ("thu-hoi", "Đã thu hồi"),
        ]

    def queryset(self, request, queryset):
        chosen = {
            "toi-duyet": lambda: queryset.approvable_by(request.user),
            "cho-duyet": queryset.waiting,
            "da-duyet": queryset.approved,
            "thu-hoi": lambda: queryset.filter(withdrawn_at__isnull=False),
        }
        return chosen[self.value()]() if self.value() in chosen else queryset


class ObservationForm(WholeRowForm):
    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > vietnamese.local(timezone.now()).year:
            raise forms.ValidationError(services.IN_THE_FUTURE.format(year=year))
        return year


class StepForm(forms.Form):
    """`seen` is the moment of the figure that the person looks at: approving means that one and no later one."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Lý do thu hồi",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        error_messages={
            "required": services.REASON_NEEDED,
            "max_length": "Lý do dài quá %(limit_value)d chữ.",
        },
    )

    def __init__(self, step, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if step == "approve":
            del self.fields["reason"]


@admin.register(Observation)
class ObservationAdmin(FindableAdmin):
    form = ObservationForm
    list_display = ["indicator", "period_shown", "value_shown", "state_listed"]
    list_filter = [StateFilter, "vintage", "span", PressFilter, "confidence", "indicator__targets__congress"]
    list_select_related = ["indicator", "entered_by"]
    search_fields = ["indicator__name__folded", "source__folded", "note__folded"]
    search_help_text = "Tìm trong tên chỉ số, nguồn và ghi chú."
    date_hierarchy = "recorded_at"
    ordering = ["-recorded_at", "-id"]
    change_form_template = "admin/resolutions/observation/change_form.html"
    fieldsets = [
        (None, {"fields": ["indicator", "year", "span", "period_label"]}),
        (
            "Con số",
            {"fields": ["value", "vintage"], "description": "Số viết theo kiểu Việt Nam: 7,46 hoặc 120000."},
        ),
        SOURCE,
    ]

    # Who may do what

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.is_waiting)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_waiting)

    # Saving

    def save_model(self, request, obj, form, change):
        services.record_observation(obj, by=request.user, at=timezone.now())

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except services.StepRefused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("admin:resolutions_observation_changelist"))

    # Steps

    def get_urls(self):
        view = self.admin_site.admin_view
        steps = [
            path(f"<int:pk>/{address}/", view(self.step), {"step": step}, name=f"resolutions_observation_{step}")
            for step, address in ADDRESSES.items()
        ]
        return steps + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        observation = self.get_object(request, object_id)
        context = {"steps": self._steps(request, observation) if observation else [], **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def _steps(self, request, observation):
        """(name, address) of what this person may do with this figure."""
        may = {
            "approve": services.approval_refusal(observation, request.user) is None,
            "withdraw": observation.is_approved and request.user.has_perm(services.APPROVE),
        }
        return [(STEP_NAMES[step], _address(step, observation)) for step, is_open in may.items() if is_open]

    def step(self, request, pk, step):
        observation = self.get_queryset(request).select_related("indicator", "entered_by").filter(pk=pk).first()
        if observation is None:
            raise Http404
        if not self.has_view_permission(request, observation):
            raise PermissionDenied
        form = StepForm(step, request.POST or None, initial={"seen": observation.recorded_at.isoformat()})
        if request.method == "POST" and form.is_valid():
            return self._take(request, observation, step, form.cleaned_data)
        context = {
            **self.admin_site.each_context(request),
            "title": STEP_NAMES[step],
            "opts": self.opts,
            "observation": observation,
            "value": number_text(observation.value, observation.indicator.unit),
            "where_from": source_link(observation.source),
            "form": form,
            "refusal": services.approval_refusal(observation, request.user) if step == "approve" else None,
        }
        return TemplateResponse(request, "admin/resolutions/observation/step.html", context)

    def _take(self, request, observation, step, answers):
        try:
            _do(step, observation, answers, by=request.user, at=timezone.now())
        except services.StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            done = "Đã duyệt" if step == "approve" else "Đã thu hồi"
            messages.success(request, f"{done} số liệu «{observation}».")
        return HttpResponseRedirect(reverse("admin:resolutions_observation_change", args=[observation.pk]))

    # The list

    @admin.display(description="thời gian", ordering="year")
    def period_shown(self, observation):
        return observation.period

    @admin.display(description="giá trị", ordering="value")
    def value_shown(self, observation):
        vintage, press = observation.get_vintage_display(), self.press(observation)
        told = f"{vintage}, {press.lower()}" if press else vintage
        return two_lines(number_text(observation.value, observation.indicator.unit), told)

    @admin.display(description="tình trạng, người nhập", ordering="approved_at")
    def state_listed(self, observation):
        return two_lines(observation.state_name, observation.entered_by or "Nạp từ tệp dữ liệu")


def _address(step, observation):
    return reverse(f"admin:resolutions_observation_{step}", args=[observation.pk])


def _do(step, observation, answers, *, by, at):
    if step == "withdraw":
        services.withdraw_observation(observation, by=by, at=at, reason=answers["reason"])
    elif answers["seen"] != observation.recorded_at.isoformat():
        raise services.StepRefused(services.CHANGED_MEANWHILE)
    else:
        services.approve_observation(observation, by=by, at=at)


@todo.register
def waiting(user, at):
    """ "2 số liệu chờ duyệt", for those who may approve them."""
    if user.has_perm(services.APPROVE):
        address = f"{reverse('admin:resolutions_observation_changelist')}?tinh-trang=toi-duyet"
        figures = Observation.objects.approvable_by(user)
        yield todo.Todo(label="số liệu chờ duyệt", url=address, count=figures.count(), items=_oldest(figures))


def _oldest(figures):
    rows = figures.select_related("indicator", "entered_by").order_by("recorded_at", "pk")[: todo.AT_ONCE]
    return tuple(
        todo.Item(
            f"{row.indicator}, {row.period}: {number_text(row.value, row.indicator.unit)}",
            reverse("admin:resolutions_observation_change", args=[row.pk]),
            f"{row.entered_by or 'Nạp từ tệp dữ liệu'}, nguồn: {row.source}",
        )
        for row in rows
    )


@todo.register
def missing(user, at):
    """ "11 chỉ số chưa có số liệu năm 2025", for those who enter figures."""
    if user.has_perm("resolutions.add_observation"):
        year = gaps.last_full_year(at)
        indicators = gaps.without_figure(year)
        yield todo.Todo(
            label=f"chỉ số chưa có số liệu năm {year}",
            url=f"{reverse('admin:resolutions_indicator_changelist')}?{gaps.GapFilter.parameter_name}={year}",
            count=indicators.count(),
            items=tuple(
                todo.Item(f"Nhập: {row.name}", gaps.entry_address(row, year), row.agency)
                for row in indicators[: todo.AT_ONCE]
            ),
        )
