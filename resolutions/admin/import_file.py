"""The screen that takes a file of figures: looked at first, then entered."""

import tempfile
from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from desk import refused
from desk.steps import StepRefused
from resolutions.importing import entering, tables
from resolutions.models import Congress
from resolutions.workflow import ENTER

MOST_UPLOADED = 10_000_000
HAVE_LOOKED = "Có số trông như gõ nhầm. Hãy xem từng cảnh báo bên dưới; nếu số đúng, đánh dấu ô này rồi nhập lại."
REASON_NEEDED = "Tệp thay số đang hiện. Hãy ghi lý do đính chính rồi nhập lại."


class ImportForm(forms.Form):
    congress = forms.ModelChoiceField(Congress.objects.all(), label="Đại hội", empty_label=None)
    file = forms.FileField(label="Tệp .xlsx hoặc .csv")
    reason = forms.CharField(label="Lý do, khi đính chính số đang hiện", required=False, max_length=200)
    have_looked = forms.BooleanField(label="Đã xem các cảnh báo", required=False)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_UPLOADED:
            raise forms.ValidationError("Tệp nặng quá 10 MB; tệp lớn hơn hãy nhập bằng lệnh import_figures.")
        return file


class FileImport:
    """Mixed into the screen of figures: `nhap-tep/`."""

    def import_view(self, request):
        if not request.user.has_perm(ENTER):
            raise PermissionDenied
        form, outcome = ImportForm(request.POST or None, request.FILES or None), None
        if request.method == "POST" and form.is_valid():
            outcome = self._taken(request, form)
            if outcome and "enter" in request.POST and not form.errors:
                messages.success(request, f"Đã nhập, chờ duyệt: {outcome.words}.")
                return HttpResponseRedirect(reverse("admin:resolutions_observation_changelist"))
        context = {"title": "Nhập số liệu từ tệp", "form": form, "outcome": outcome, "opts": self.opts}
        context |= self.admin_site.each_context(request)
        return TemplateResponse(request, "admin/resolutions/import_file.html", context)

    def _taken(self, request, form):
        """What came of the file; None, with a sentence at its field, when it cannot be read."""
        told, at = form.cleaned_data, timezone.now()
        with tempfile.TemporaryDirectory() as folder:
            try:
                table = tables.read(tables.from_upload(told["file"], Path(folder)))
                if "enter" not in request.POST:
                    return entering.examine(table, told["congress"], at=at)
                outcome = entering.enter(
                    table, told["congress"],
                    by=request.user, at=at, reason=told["reason"], have_looked=told["have_looked"],
                )  # fmt: skip
            except (tables.UnreadableError, StepRefused) as error:
                refused.note(request, told["congress"], error, "import")
                form.add_error("file", str(error))
                return None
        if not outcome.is_sound:
            form.add_error("file", f"Không nhập gì, vì có dòng sai: {outcome.words}.")
        elif entering.needs_reason(outcome, told["reason"]):
            form.add_error("reason", REASON_NEEDED)
        elif entering.needs_a_look(outcome, told["have_looked"]):
            form.add_error("have_looked", HAVE_LOOKED)
        return outcome
