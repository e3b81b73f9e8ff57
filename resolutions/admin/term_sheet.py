"""The screen on which a new term's targets are entered in one sitting."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

import vietnamese
from resolutions import term_sheet
from resolutions.fields import VietnameseDecimalField
from resolutions.models import Congress, Indicator, Target, TargetGroup
from resolutions.progress import HEADINGS

BLANK_ROWS = 30
MOST_ROWS = 120
NOTHING = "Chưa có chỉ tiêu nào để gửi. Hãy ghi nội dung và mức của ít nhất một dòng."
WORDING_NEEDED = "Hãy ghi nội dung chỉ tiêu."


class WhichForm(forms.Form):
    dai_hoi = forms.ModelChoiceField(Congress.objects.all(), to_field_name="code", label="Đại hội")
    chep = forms.BooleanField(label="Chép chỉ tiêu của nhiệm kỳ trước", required=False)


class CommonForm(forms.Form):
    source = forms.CharField(label="Nguồn", max_length=500, help_text="Nghị quyết có những chỉ tiêu này.")


class RowForm(forms.Form):
    wording = forms.CharField(label="Nội dung", required=False, max_length=600)
    unit = forms.CharField(label="Đơn vị", required=False, max_length=60)
    comparator = forms.ChoiceField(label="So sánh", choices=Target.Comparator, initial=Target.Comparator.AT_LEAST)
    value = VietnameseDecimalField(label="Mức", required=False, max_digits=20, decimal_places=4)
    high = VietnameseDecimalField(label="Đến", required=False, max_digits=20, decimal_places=4)
    due_on = forms.DateField(label="Hạn", required=False)
    kind = forms.ChoiceField(label="Loại", choices=Target.Kind, initial=Target.Kind.LEVEL)
    is_part = forms.BooleanField(label="Là phần", required=False)
    group = forms.ChoiceField(label="Lĩnh vực")
    indicator = forms.CharField(label="Chỉ số", required=False, max_length=300)
    like = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args, place, groups, **kwargs):
        super().__init__(*args, prefix=f"dong-{place}", use_required_attribute=False, **kwargs)
        self.place = place
        self.fields["group"].choices = [(str(group.pk), group.name) for group in groups]
        for field in self.visible_fields():
            field.field.widget.attrs["aria-label"] = f"Dòng {place}: {field.label.lower()}"
        for name in ("wording", "unit", "value"):
            self.fields[name].widget.attrs["data-sheet-cell"] = ""
        self.fields["value"].widget.attrs["data-sheet-value"] = ""
        self.fields["indicator"].widget.attrs["list"] = "chi-so"

    def clean_wording(self):
        return " ".join(vietnamese.nfc(self.cleaned_data["wording"]).split())

    @property
    def is_typed(self) -> bool:
        """A row that was copied counts once it has a number or a day: the new resolution may have left it out."""
        told = self.cleaned_data
        has_number = told.get("value") is not None or told.get("due_on") is not None
        if told.get("like"):
            return has_number or told.get("kind") == Target.Kind.QUALITATIVE
        return bool(told.get("wording") or has_number)

    def typed(self, groups, likes) -> term_sheet.TypedTarget:
        told = self.cleaned_data
        return term_sheet.TypedTarget(
            wording=told["wording"],
            group=groups[told["group"]],
            kind=told["kind"],
            comparator=told["comparator"],
            indicator=told["indicator"],
            unit=told["unit"],
            value=told["value"],
            high=told["high"],
            due_on=told["due_on"],
            is_part=told["is_part"],
            like=likes.get(told["like"]),
        )


class TermSheet:
    """All rows of one sheet, and what is wrong with them."""

    def __init__(self, congress, *, is_copy=False, data=None):
        self.congress = congress
        earlier = term_sheet.before(congress)
        self.copies = term_sheet.copied(earlier) if earlier else []
        self.groups = list(TargetGroup.objects.all())
        self.common = CommonForm(data)
        shown = [_initial(target) for target in self.copies] if is_copy else []
        number = min(len(shown) + BLANK_ROWS, MOST_ROWS)
        self.rows = [
            RowForm(data, place=place, groups=self.groups, initial=shown[place - 1] if place <= len(shown) else None)
            for place in range(1, number + 1)
        ]

    def is_valid(self) -> bool:
        if not all([self.common.is_valid(), *(form.is_valid() for form in self.rows)]):
            return False
        for form in self._counting():
            if not form.cleaned_data["wording"]:
                form.add_error("wording", WORDING_NEEDED)
        if not self._counting():
            self.common.add_error(None, NOTHING)
        return not self.common.errors and not any(form.errors for form in self.rows)

    def typed(self) -> dict[int, term_sheet.TypedTarget]:
        groups = {str(group.pk): group for group in self.groups}
        likes = {str(target.pk): target for target in self.copies}
        return {form.place: form.typed(groups, likes) for form in self._counting()}

    def _counting(self) -> list[RowForm]:
        """Rows that count, and a copied target of parts where one of the parts below it does."""
        found, heading = [], None
        for form in self.rows:
            told = form.cleaned_data
            if told["kind"] in HEADINGS and told["like"] and not told["is_part"]:
                heading = form
            elif form.is_typed:
                found += [heading, form] if heading and told["is_part"] else [form]
                heading = None
            elif not told["is_part"]:
                heading = None
        return found

    def refuse(self, rows):
        for form in self.rows:
            for column, sentences in rows.get(form.place, {}).items():
                form.add_error(column, sentences)


def _initial(target) -> dict:
    """All but the number, which only the new resolution can tell."""
    return {
        "group": str(target.group_id),
        "wording": target.wording,
        "unit": target.shown_unit,
        "kind": target.kind,
        "comparator": target.comparator,
        "indicator": target.indicator.name if target.indicator else "",
        "is_part": target.parent_id is not None,
        "like": str(target.pk),
    }


class TermSheets:
    """Mixed into the screen of targets: `nhiem-ky/` to enter a term in one sitting."""

    def term_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        which, sheet = WhichForm(request.GET or None), None
        if which.is_valid():
            told = which.cleaned_data
            sheet = TermSheet(told["dai_hoi"], is_copy=told["chep"], data=request.POST or None)
        if sheet and request.method == "POST" and sheet.is_valid() and (sent := self._proposed(request, sheet)):
            messages.success(request, f"Đã gửi {len(sent)} chỉ tiêu của {sheet.congress} chờ người thứ hai duyệt.")
            return HttpResponseRedirect(reverse("admin:resolutions_target_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Nhập chỉ tiêu cả nhiệm kỳ",
            "which": which,
            "sheet": sheet,
            "indicators": Indicator.objects.values_list("name", flat=True) if sheet else [],
        }
        return TemplateResponse(request, "admin/resolutions/term_sheet.html", context)

    @staticmethod
    def _proposed(request, sheet):
        source = sheet.common.cleaned_data["source"]
        try:
            return term_sheet.enter(sheet.congress, sheet.typed(), source=source, by=request.user, at=timezone.now())
        except term_sheet.TermRefusedError as refused:
            sheet.refuse(refused.rows)
            return None
