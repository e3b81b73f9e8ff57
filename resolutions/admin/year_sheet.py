"""The screens of a year's sheet: one page to enter it, one to approve it."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST

import vietnamese
from desk import refused
from desk.steps import StepRefused
from resolutions import doubts, periods, year_sheet
from resolutions.fields import VietnameseDecimalField
from resolutions.models import Congress, FigureBatch, Observation
from resolutions.models.sourced import is_moment_of_source
from resolutions.progress import Span
from resolutions.workflow import APPROVE, ENTER, TABLE

NOTHING = "Chưa có số nào được gõ. Hãy gõ ít nhất một số, hoặc dán một cột số."
HAVE_LOOKED = "Có số trông như gõ nhầm. Hãy xem từng cảnh báo; nếu số đúng, đánh dấu «Đã xem các cảnh báo» rồi lưu lại."
CHANGED_MEANWHILE = "Có số vừa được người khác sửa; hãy xem lại bảng rồi duyệt."
REASON_NEEDED = "Bảng có số thay cho số đang hiện. Hãy ghi lý do đính chính."
YES_OR_NO = [("co", "có"), ("khong", "không")]
PRESS = {"": None, "co": True, "khong": False}


class WhichForm(forms.Form):
    """Which sheet: of a congress, a year and, where it is not the whole year, a part of it."""

    dai_hoi = forms.ModelChoiceField(Congress.objects.all(), to_field_name="code", label="Đại hội")
    nam = forms.IntegerField(label="Năm")
    ky = forms.CharField(
        label="Khoảng thời gian", required=False, max_length=40,
        help_text="Trống: cả năm. Ví dụ: 9 tháng; 2021-2025, và năm là năm cuối.",
    )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        congress, year = cleaned.get("dai_hoi"), cleaned.get("nam")
        now = vietnamese.local(timezone.now()).year
        if congress and year and not congress.start_year < year <= min(congress.end_year, now):
            last = min(congress.end_year, now)
            self.add_error("nam", f"Nhiệm kỳ này có số liệu các năm {congress.start_year + 1} đến {last}.")
        if "ky" in cleaned and year:
            self._read_period(cleaned["ky"], year)
        return cleaned

    def _read_period(self, text, year):
        try:
            period = periods.read(text, year)
        except periods.PeriodError as error:
            self.add_error("ky", f"{vietnamese.capitalised(str(error))}.")
            return
        if period.span == Span.TERM and int(period.label[-4:]) != year:
            self.add_error("nam", f"Giai đoạn {period.label} thì ô năm phải là {period.label[-4:]}.")
        self.cleaned_data["ky"] = period.label


class CommonForm(forms.Form):
    """What all rows share; a row may say otherwise."""

    vintage = forms.ChoiceField(choices=Observation.Vintage, label="Độ chính thức", initial=Observation.Vintage.UNKNOWN)
    source = forms.CharField(label="Nguồn", max_length=500)
    source_as_of = forms.CharField(
        label="Thời điểm của nguồn", max_length=10, required=False, validators=[is_moment_of_source],
        help_text="2025, 2025-12 hoặc 2025-12-31",
    )  # fmt: skip
    note = forms.CharField(label="Ghi chú chung", required=False, max_length=500)
    from_press = forms.ChoiceField(
        choices=[("", "tự xét theo nguồn"), *YES_OR_NO], required=False, label="Theo báo chí, cần đối chiếu"
    )
    reason = forms.CharField(label="Lý do đính chính", required=False, max_length=200)
    have_looked = forms.BooleanField(label="Đã xem các cảnh báo", required=False)


def _told(**facts) -> dict:
    """What was told: a box that was left open leaves what is there as it is."""
    return {name: value for name, value in facts.items() if value not in ("", None)}


class RowForm(forms.Form):
    value = VietnameseDecimalField(label="Giá trị", required=False, max_digits=20, decimal_places=4)
    vintage = forms.ChoiceField(
        choices=[("", "như trên"), *Observation.Vintage.choices], required=False, label="Độ chính thức"
    )
    source = forms.CharField(label="Nguồn riêng", required=False, max_length=500)
    scope_note = forms.CharField(label="Phạm vi, nếu khác", required=False, max_length=200)
    note = forms.CharField(label="Ghi chú riêng", required=False, max_length=500)
    from_press = forms.ChoiceField(
        choices=[("", "như trên"), *YES_OR_NO], required=False, label="Theo báo chí, cần đối chiếu"
    )
    is_derived = forms.BooleanField(label="Tính từ số đã công bố", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=20)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, prefix=f"ct-{row.target.pk}", initial={"seen": row.seen}, **kwargs)
        self.row = row
        self.said = []
        heading = f"{row.target.wording}: "
        for field in self.visible_fields():
            field.field.widget.attrs["aria-label"] = heading + field.label.lower()
        self.fields["value"].widget.attrs |= {"data-sheet-value": "", "aria-describedby": f"noi-{row.target.pk}"}

    def typed(self, common) -> year_sheet.Typed | None:
        """None where nothing was typed, or what is shown already."""
        told, value = self.cleaned_data, self.cleaned_data.get("value")
        if value is None:
            return None
        typed = year_sheet.Typed(
            self.row,
            value,
            vintage=told["vintage"] or common["vintage"],
            source=vietnamese.nfc(told["source"] or common["source"]),
            seen=told["seen"],
            own=_told(
                scope_note=vietnamese.nfc(told["scope_note"]),
                note=vietnamese.nfc(told["note"]),
                from_press=PRESS[told["from_press"]],
                is_derived=told["is_derived"] or None,
            ),
            common=_told(
                source_as_of=common["source_as_of"], note=common["note"], from_press=PRESS[common["from_press"]]
            ),
        )
        return None if typed.changes_nothing else typed


class Sheet:
    """All forms of one sheet, and what is wrong with them."""

    def __init__(self, congress, year, period_label, data=None):
        self.congress, self.year, self.period_label = congress, year, period_label
        self.common = CommonForm(data)
        self.rows = [RowForm(data, row=row) for row in year_sheet.rows(congress, year, period_label)]

    @cached_property
    def typed(self) -> list[year_sheet.Typed]:
        found = [form.typed(self.common.cleaned_data) for form in self.rows]
        return [one for one in found if one]

    def is_valid(self) -> bool:
        if not all([self.common.is_valid(), *(form.is_valid() for form in self.rows)]):
            return False
        by_target = {one.row.target.pk: one for one in self.typed}
        for form in self.rows:
            one = by_target.get(form.row.target.pk)
            form.said = year_sheet.doubts_of(one, self.period_label) if one else []
        cleaned = self.common.cleaned_data
        if not self.typed:
            self.common.add_error(None, NOTHING)
        if any(form.said for form in self.rows) and not cleaned["have_looked"]:
            self.common.add_error("have_looked", HAVE_LOOKED)
        if any(one.corrects for one in self.typed) and not cleaned["reason"].strip():
            self.common.add_error("reason", REASON_NEEDED)
        return not self.common.errors

    def refuse(self, rows: dict[int, str]):
        for form in self.rows:
            if sentence := rows.get(form.row.target.pk):
                form.add_error("value", sentence)


class YearSheets:
    """Mixed into the screen of figures: `bang/` to enter a year in one sitting, `bang/<pk>/` to approve it."""

    def sheet_view(self, request):
        if not request.user.has_perm(ENTER):
            raise PermissionDenied
        which = WhichForm(request.GET or None)
        sheet = None
        if which.is_valid():
            told = which.cleaned_data
            sheet = Sheet(told["dai_hoi"], told["nam"], told["ky"], request.POST or None)
        if sheet and request.method == "POST" and sheet.is_valid() and (batch := self._entered(request, sheet)):
            messages.success(request, f"Đã gửi {len(sheet.typed)} số liệu của {batch} chờ duyệt.")
            return HttpResponseRedirect(request.get_full_path())
        context = {"title": "Nhập số liệu một năm", "which": which, "sheet": sheet}
        return self._page(request, "admin/resolutions/year_sheet.html", context)

    def _entered(self, request, sheet):
        try:
            return year_sheet.enter(
                sheet.congress, sheet.year, sheet.period_label, sheet.typed,
                by=request.user, at=timezone.now(), reason=sheet.common.cleaned_data["reason"],
            )  # fmt: skip
        except year_sheet.SheetRefusedError as refusal:
            refused.note(request, sheet.congress, refusal, "enter")
            sheet.refuse(refusal.rows)
            return None

    def check_view(self, request):
        """What looks like a slip in one number, while it is typed: {"said": [...]} or {"errors": [...]}."""
        return _check(request)

    def batch_view(self, request, pk):
        batch = FigureBatch.objects.select_related("congress", "entered_by").filter(pk=pk).first()
        if batch is None:
            raise Http404
        if not request.user.has_perm(APPROVE):
            raise PermissionDenied
        rows = year_sheet.proposed(batch)
        if request.method != "POST":
            return self._batch_page(request, batch, rows)
        refusal, status = self._decided(request, batch, rows)
        if refusal:
            # As the figures are now, so that they can be looked at again.
            return self._batch_page(request, batch, year_sheet.proposed(batch), refusal, status)
        is_done = not batch.observations.waiting().exists()
        there = "admin:resolutions_observation_changelist" if is_done else "admin:resolutions_observation_batch"
        return HttpResponseRedirect(reverse(there, args=[] if is_done else [batch.pk]))

    def _batch_page(self, request, batch, rows, refusal="", status=HTTPStatus.OK):
        is_own = batch.entered_by_id == request.user.pk
        context = {
            "title": f"Duyệt {batch}",
            "batch": batch,
            "rows": rows,
            "others": batch.observations.waiting().count() - len(rows),
            "refusal": refusal or (TABLE.own if is_own else ""),
            "is_own": is_own,
            "note": request.POST.get("note", ""),
        }
        return self._page(request, "admin/resolutions/batch.html", context, status)

    def _decided(self, request, batch, rows) -> tuple[str, HTTPStatus]:
        """Why not, or "", and how the page answers."""
        chosen = set(request.POST.getlist("row"))
        seen = {name.removeprefix("seen-"): value for name, value in request.POST.items() if name.startswith("seen-")}
        wanted = [row.observation for row in rows if str(row.observation.pk) in chosen]
        step, note = "send_back" if "send_back" in request.POST else "approve", request.POST.get("note", "")
        if any(seen.get(str(one.pk)) != one.recorded_at.isoformat() for one in wanted):
            refused.note(request, batch, CHANGED_MEANWHILE, step)
            return CHANGED_MEANWHILE, HTTPStatus.CONFLICT
        try:
            done = year_sheet.decide(wanted, step, by=request.user, at=timezone.now(), note=note)
        except StepRefused as refusal:
            refused.note(request, batch, refusal, step)
            return str(refusal), _status(step, wanted, request.user, note)
        words = {"approve": "Đã duyệt {} số liệu.", "send_back": "Đã trả lại {} số liệu."}
        say = messages.success if done else messages.warning
        say(request, words[step].format(done) if done else "Chưa chọn dòng nào.")
        return "", HTTPStatus.OK

    def _page(self, request, template, context, status=HTTPStatus.OK):
        shown = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, shown, status=status)


def _status(step, wanted, by, note) -> HTTPStatus:
    """Is the person in the way, is only a word missing, or are the figures no longer as they were seen?"""
    if TABLE.steps[step].four_eyes and any(one.entered_by_id == by.pk for one in wanted):
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.OK if TABLE.note_refusal(step, note) else HTTPStatus.CONFLICT


@require_POST
def _check(request):
    if not request.user.has_perm(ENTER):
        raise PermissionDenied
    which = WhichForm(request.GET)
    if not which.is_valid():
        return JsonResponse({"errors": ["Không rõ bảng nào."]}, status=400)
    told = which.cleaned_data
    number = VietnameseDecimalField(required=False, max_digits=20, decimal_places=4)
    rows = {str(row.target.pk): row for row in year_sheet.rows(told["dai_hoi"], told["nam"], told["ky"])}
    row = rows.get(request.POST.get("row", ""))
    try:
        value = number.clean(request.POST.get("value", "")[:60])
    except forms.ValidationError as error:
        return JsonResponse({"errors": error.messages})
    if row is None or value is None:
        return JsonResponse({"said": []})
    return JsonResponse({"said": doubts.doubts(value, row.known, is_part_year=bool(told["ky"]))})
