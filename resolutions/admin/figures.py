"""Figures: entered by one person, approved by another, withdrawn with a reason; never deleted once approved."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from desk import refused, todo
from desk.listing import two_lines
from desk.step_screens import StepScreens
from desk.steps import StepRefused
from resolutions import services, sources
from resolutions.models import FigureBatch, Observation
from resolutions.workflow import APPROVE, ENTER, TABLE
from web.digits import whole_number

from . import gaps
from .base import FindableAdmin, PressFilter, number_text, source_link
from .figure_form import ObservationForm
from .import_file import FileImport
from .targets import SOURCE
from .year_sheet import YearSheets

CORRECTION, ASKED_BACK = "Đính chính", "Nếu trang hỏi lại con số"


class StateFilter(admin.SimpleListFilter):
    title = "tình trạng"
    parameter_name = "tinh-trang"

    def lookups(self, request, model_admin):
        return [
            ("toi-duyet", "Chờ tôi duyệt"),
            ("cho-duyet", "Chờ duyệt"),
            ("tra-lai", "Trả lại người nhập"),
            ("da-duyet", "Đã duyệt"),
            ("thu-hoi", "Đã thu hồi"),
        ]

    def queryset(self, request, queryset):
        chosen = {
            "toi-duyet": lambda: queryset.approvable_by(request.user),
            "cho-duyet": queryset.waiting,
            "tra-lai": queryset.returned,
            "da-duyet": queryset.approved,
            "thu-hoi": lambda: queryset.filter(withdrawn_at__isnull=False),
        }
        return chosen[self.value()]() if self.value() in chosen else queryset


@admin.register(Observation)
class ObservationAdmin(FileImport, YearSheets, StepScreens, FindableAdmin):
    recorded_by_services = frozenset({"add", "change"})
    table = TABLE
    form = ObservationForm
    list_display = ["indicator", "period_shown", "value_shown", "state_listed"]
    list_filter = [StateFilter, "vintage", "span", PressFilter, "confidence", "indicator__targets__congress"]
    list_select_related = ["indicator", "entered_by"]
    search_fields = ["indicator__name__folded", "source__folded", "note__folded"]
    search_help_text = "Tìm trong tên chỉ số, nguồn và ghi chú."
    date_hierarchy = "recorded_at"
    ordering = ["-recorded_at", "-id"]
    change_form_template = "admin/resolutions/observation/change_form.html"
    autocomplete_fields = ["indicator"]
    fieldsets = [
        (None, {"fields": ["indicator", "year", "span", "period_label"]}),
        (CORRECTION, {"fields": ["correction_reason", "replaces"], "classes": ["only-corrections"]}),
        (
            "Con số",
            {
                "fields": ["value", "vintage", "scope_note"],
                "description": "Số viết theo kiểu Việt Nam: 7,46 hoặc 120000.",
            },
        ),
        (ASKED_BACK, {"fields": ["have_looked"]}),
        SOURCE,
    ]

    # Who may do what

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.is_open)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_open)

    # A year in one sitting

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("nhap-tep/", view(self.import_view), name="resolutions_observation_import"),
            path("bang/", view(self.sheet_view), name="resolutions_observation_sheet"),
            path("bang/kiem-tra/", view(self.check_view), name="resolutions_observation_check"),
            path("bang/<int:pk>/", view(self.batch_view), name="resolutions_observation_batch"),
        ]
        return own + super().get_urls()

    # Correcting

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        is_correction = obj.replaces_id if obj else "replaces" in request.GET or request.POST.get("replaces")
        left_out = set() if is_correction else {CORRECTION}
        if obj and not self.has_change_permission(request, obj):
            left_out.add(ASKED_BACK)
        return [each for each in fieldsets if each[0] not in left_out]

    def get_changeform_initial_data(self, request):
        """«Đính chính» opens the form with the facts of the figure that is shown."""
        initial = super().get_changeform_initial_data(request)
        shown = Observation.objects.approved().filter(pk=whole_number(request.GET.get("replaces"))).first()
        if shown is None:
            return initial
        fresh = services.correction_of(shown)
        names = [field.name for field in fresh._meta.concrete_fields if field.editable and not field.primary_key]
        return {name: getattr(fresh, name) for name in names} | {"replaces": shown.pk}

    # Saving

    def save_model(self, request, obj, form, change):
        try:
            services.record_observation(obj, by=request.user, at=timezone.now())
        except ValidationError as error:
            # The form was sound when it was looked at: somebody else was faster.
            raise StepRefused(" ".join(error.messages)) from error

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except StepRefused as refusal:
            back = reverse("admin:resolutions_observation_changelist")
            return refused.page(request, self, None, str(refusal), back=back, step="enter")

    # Steps

    def change_view(self, request, object_id, form_url="", extra_context=None):
        observation = self.get_object(request, object_id)
        steps = self.step_buttons(request, observation, observation.state) if observation else []
        shown = {"steps": steps, "events": observation.events.select_related("by") if observation else []}
        if observation and observation.is_approved and request.user.has_perm(ENTER):
            shown["correct_url"] = f"{reverse('admin:resolutions_observation_add')}?replaces={observation.pk}"
        return super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})

    def step_refusal(self, code, observation, user, at):
        return services.refusal(code, observation, user)

    def step_seen(self, observation):
        return observation.recorded_at.isoformat()

    def step_facts(self, observation):
        source = sources.of_row(observation)
        told = "".join(f", {mark}" for mark in ([source.as_of] if source.as_of else []) + source.marks)
        scope = f"Phạm vi: {observation.scope_note}." if observation.scope_note else ""
        value = number_text(observation.value, observation.indicator.unit)
        vintage = observation.get_vintage_display().lower()
        figure = format_html(
            "{}: <strong>{}</strong>, {}. Nguồn: {}{}.",
            observation.period, value, vintage, source_link(observation.source), told,
        )  # fmt: skip
        entered = f"Người nhập: {observation.entered_by}." if observation.entered_by else ""
        return list(filter(None, [figure, scope, _corrected(observation), entered, observation.note]))

    def take(self, code, observation, seen, *, by, at, note):
        if code in {"approve", "send_back"} and seen != self.step_seen(observation):
            raise StepRefused(services.CHANGED_MEANWHILE)
        services.take(code, observation, by=by, at=at, note=note)

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


def _corrected(observation):
    """ "Thay cho: 7,46, ước. Lý do: gõ nhầm.", for whoever is to approve a correction."""
    old = observation.replaces
    if old is None:
        return ""
    value, reason = number_text(old.value, old.indicator.unit), observation.correction_reason
    return f"Đính chính, thay cho: {value}, {old.get_vintage_display().lower()}. Lý do: {reason}."


@todo.register
def returned(user, at):
    """ "1 số liệu được trả lại", for whoever entered it."""
    if user.has_perm(ENTER):
        figures = Observation.objects.returned().filter(entered_by=user)
        address = f"{reverse('admin:resolutions_observation_changelist')}?tinh-trang=tra-lai"
        yield _line("số liệu được trả lại để sửa", address, figures, todo.Kind.RETURNED)


@todo.register
def sheets(user, at):
    """ "1 bảng số liệu chờ duyệt", for those who may approve it."""
    if user.has_perm(APPROVE):
        waiting = Observation.objects.approvable_by(user).filter(batch__isnull=False).values("batch")
        batches = FigureBatch.objects.filter(pk__in=waiting).select_related("congress", "entered_by")
        first = batches[: todo.AT_ONCE]
        items = tuple(_of_batch(one) for one in first)
        url, label = items[0].url if items else "", "bảng số liệu chờ duyệt"
        yield todo.Todo(label=label, url=url, count=batches.count(), items=items, kind=todo.Kind.DECIDE)


def _of_batch(batch):
    url = _batch_url(batch)
    return todo.Item(str(batch), url, f"{batch.entered_by} nhập", (todo.Action("Xem và duyệt", url),))


def _batch_url(batch):
    return reverse("admin:resolutions_observation_batch", args=[batch.pk])


@todo.register
def waiting(user, at):
    """ "2 số liệu chờ duyệt", for those who may approve them, besides whole sheets."""
    if user.has_perm(APPROVE):
        address = f"{reverse('admin:resolutions_observation_changelist')}?tinh-trang=toi-duyet"
        figures = Observation.objects.approvable_by(user).filter(batch__isnull=True)
        yield _line("số liệu chờ duyệt", address, figures, todo.Kind.DECIDE, "approve")


def _line(label, url, figures, kind, step=""):
    return todo.Todo(label=label, url=url, count=figures.count(), items=_oldest(figures, step), kind=kind)


def _oldest(figures, step):
    rows = figures.select_related("indicator", "entered_by").order_by("recorded_at", "pk")[: todo.AT_ONCE]
    return tuple(
        todo.Item(
            f"{row.indicator}, {row.period}: {number_text(row.value, row.indicator.unit)}",
            reverse("admin:resolutions_observation_change", args=[row.pk]),
            f"{row.entered_by or 'Nạp từ tệp dữ liệu'}, nguồn: {row.source}",
            _deciding(row, step),
        )
        for row in rows
    )


def _deciding(row, step):
    if not step:
        return ()
    return (todo.Action(TABLE.steps[step].name, reverse(f"admin:resolutions_observation_{step}", args=[row.pk])),)


@todo.register
def missing(user, at):
    """ "11 chỉ số chưa có số liệu năm 2025", for those who enter figures."""
    if user.has_perm("resolutions.add_observation"):
        year = gaps.last_full_year(at)
        indicators = gaps.without_figure(year)
        # Every line leads into the sheet of that year, where all of them are entered together.
        yield todo.Todo(
            label=f"chỉ số chưa có số liệu cả năm {year}",
            url=gaps.sheet_address(year),
            count=indicators.count(),
            items=tuple(
                todo.Item(f"Nhập: {row.name}", gaps.sheet_address(year, row), row.agency)
                for row in indicators[: todo.AT_ONCE]
            ),
            kind=todo.Kind.FIGURES,
            action=todo.Action("Nhập cả bảng", gaps.sheet_address(year)),
        )
