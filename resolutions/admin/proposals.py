"""Screens on which a change becomes a proposal, and the list on which a second person decides."""

import copy

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms.models import construct_instance
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from desk import refused, todo
from desk.listing import ClosedFilters, OnlyShown, two_lines
from desk.step_screens import StepScreens
from desk.steps import StepRefused
from resolutions import proposals
from resolutions.models import Proposal
from resolutions.workflow import APPROVE

from .base import WholeRowForm

REASON_NEEDED = "Hãy ghi lý do sửa: người duyệt và bạn đọc sẽ thấy."
MOST_TOGETHER = 200
ABOUT_THE_PROPOSAL = ("proposal_reason", "is_miscopied")
"""Boxes of a form that are no column of its row."""
SENT = "Đã gửi {} đề nghị chờ người thứ hai duyệt; đến lúc đó trang vẫn như cũ."


class GuardedForm(WholeRowForm):
    proposal_reason = forms.CharField(
        label="Lý do sửa",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text="Cần khi sửa con số, tên hay cách tính: thay đổi đó chờ người thứ hai duyệt. Nếu cấp ủy điều chỉnh "
        "mức sau Đại hội, hãy thêm dòng «Điều chỉnh chỉ tiêu» thay vì sửa mức đã quyết nghị.",
    )

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and not self.cleaned_data.get("proposal_reason", "").strip() and self._differs():
            self.add_error("proposal_reason", REASON_NEEDED)
        return cleaned

    def _differs(self):
        """Would saving change what is guarded? The row at hand is still as it was."""
        wanted = construct_instance(self, copy.copy(self.instance))
        wanted.normalise()
        return bool(proposals.differences(self.instance, wanted))


class _Instead(Exception):  # noqa: N818 - leaves Django's saving without a row
    """Nothing is saved; `draft` is proposed instead."""

    def __init__(self, draft):
        super().__init__()
        self.draft = draft


def _taken_back(wanted, stored):
    """What is guarded and differs; `wanted` is left with the stored values of it, and can be saved."""
    changes = proposals.differences(stored, wanted)
    for name in changes:
        attribute = wanted._meta.get_field(name).attname
        setattr(wanted, attribute, getattr(stored, attribute))
    return changes


def _links(form):
    """The rows of other tables that were ticked for a new row, as its proposal tells them."""
    many = {field.name for field in form.instance._meta.many_to_many}
    told = {name: sorted(row.pk for row in form.cleaned_data[name]) for name in many & set(form.cleaned_data)}
    return {name: [None, keys] for name, keys in told.items() if keys}


def _list_url(opts):
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")


class GuardedRows:
    """Mixed into the screen of a thing under which guarded rows are edited: those are proposed, not saved."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.proposal_drafts = []
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)
        except _Instead as instead:
            request.proposal_drafts = [instead.draft]
            response = HttpResponseRedirect(_list_url(self.opts))
        self._send(request)
        return response

    def response_change(self, request, obj):
        """Without the word that it was changed: what was proposed was not."""
        if request.proposal_drafts:
            return self.response_post_save_change(request, obj)
        return super().response_change(request, obj)

    def save_formset(self, request, form, formset, change):
        if not proposals.is_guarded(formset.model):
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        drafts = [(row, Proposal.Action.ADD, {}) for row in formset.new_objects]
        for row, _names in formset.changed_objects:
            stored = type(row)._default_manager.get(pk=row.pk)
            drafts.append((stored, Proposal.Action.CHANGE, _taken_back(row, stored)))
            row.save()
        drafts += [(row, Proposal.Action.DELETE, {}) for row in formset.deleted_objects]
        reason = form.cleaned_data.get("proposal_reason", "")
        for row, action, changes in drafts:
            said = reason or (f"Theo {row.source}" if getattr(row, "source", "") else "")
            request.proposal_drafts.append((row, action, changes, said))
        # Django tells in its record what became of the rows: nothing has, yet.
        formset.new_objects = formset.changed_objects = formset.deleted_objects = []

    def _send(self, request):
        sent = 0
        for thing, action, changes, reason in request.proposal_drafts:
            if changes or action != Proposal.Action.CHANGE:
                proposals.propose(thing, action, changes, by=request.user, at=timezone.now(), reason=reason)
                sent += 1
        if sent:
            messages.warning(request, SENT.format(sent))


class Guarded(GuardedRows):
    """Mixed into the screens of what verdicts hang on: guarded columns are proposed, all others are saved as before."""

    form = GuardedForm

    def get_fieldsets(self, request, obj=None):
        (name, options), *others = super().get_fieldsets(request, obj)
        if obj is not None and self.has_change_permission(request, obj):
            options = {**options, "fields": [*options["fields"], "proposal_reason"]}
        return [(name, options), *others]

    def get_inlines(self, request, obj):
        """The rows under a thing that is not there yet can be proposed once it is."""
        return super().get_inlines(request, obj) if obj else []

    def save_model(self, request, obj, form, change):
        if change:
            self._propose_what_differs(request, obj, form)
        elif proposals.reaches_readers(obj):
            raise _Instead((obj, Proposal.Action.ADD, _links(form), "Nhập mới"))
        super().save_model(request, obj, form, change)

    def _propose_what_differs(self, request, obj, form):
        stored = type(obj)._default_manager.get(pk=obj.pk)
        changes = _taken_back(obj, stored)
        if changes:
            reason = form.cleaned_data.get("proposal_reason", "")
            request.proposal_drafts.append((stored, Proposal.Action.CHANGE, changes, reason))
        # What was taken back has not changed: the record of this saving must not say that it did.
        form.changed_data = [name for name in form.changed_data if name not in {*changes, *ABOUT_THE_PROPOSAL}]

    # Removing

    def delete_model(self, request, obj):
        request.is_proposed = proposals.reaches_readers(obj)
        if request.is_proposed:
            proposals.propose(obj, Proposal.Action.DELETE, {}, by=request.user, at=timezone.now())
        else:
            super().delete_model(request, obj)

    def log_deletions(self, request, queryset):
        """What waits for a second person is not removed, and is not said to be."""
        return super().log_deletions(request, [row for row in queryset if not proposals.reaches_readers(row)])

    def response_delete(self, request, obj_display, obj_id):
        if not request.is_proposed:
            return super().response_delete(request, obj_display, obj_id)
        messages.warning(request, SENT.format(1))
        return HttpResponseRedirect(_list_url(self.opts))


@admin.register(Proposal)
class ProposalAdmin(OnlyShown, StepScreens, ClosedFilters, admin.ModelAdmin):
    table = proposals.TABLE
    list_display = ["title_listed", "state", "proposed_by", "proposed_at"]
    list_filter = ["state", "action"]
    list_select_related = ["proposed_by"]
    search_fields = ["title__folded", "reason__folded"]
    search_help_text = "Tìm trong tên mục và lý do."
    date_hierarchy = "proposed_at"
    fields = readonly_fields = [
        "title", "what", "reason", "state", "proposed_by", "proposed_at", "decided", "decision_note",
    ]  # fmt: skip
    change_form_template = "admin/resolutions/proposal/change_form.html"

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("resolutions.view_target")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        proposal = self.get_object(request, object_id)
        steps = self.step_buttons(request, proposal, proposal.state) if proposal else []
        return super().change_view(request, object_id, form_url, {"steps": steps, **(extra_context or {})})

    def get_urls(self):
        together = self.admin_site.admin_view(self.together_view)
        return [path("cung-luc/", together, name="resolutions_proposal_together"), *super().get_urls()]

    def together_view(self, request):
        """Many in one go: a new term is thirty proposals."""
        if not request.user.has_perm(APPROVE):
            raise PermissionDenied
        waiting = Proposal.objects.approvable_by(request.user).select_related("proposed_by").order_by("pk")
        if request.method == "POST":
            chosen = set(request.POST.getlist("row"))
            self._decide(request, [proposal for proposal in waiting if str(proposal.pk) in chosen])
            return HttpResponseRedirect(request.path if waiting.exists() else _list_url(self.opts))
        rows = [(proposal, proposals.in_words(proposal)) for proposal in waiting[:MOST_TOGETHER]]
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": "Duyệt nhiều đề nghị"}
        return TemplateResponse(request, "admin/resolutions/proposal/together.html", context | {"rows": rows})

    def _decide(self, request, rows):
        step = "send_back" if "send_back" in request.POST else "approve"
        note = request.POST.get("note", "")
        try:
            done = proposals.decide(rows, step, by=request.user, at=timezone.now(), note=note)
        except StepRefused as refusal:
            refused.note(request, None, refusal, step)
            messages.error(request, str(refusal))
            return
        said = {"approve": "Đã duyệt {} đề nghị.", "send_back": "Đã trả lại {} đề nghị."}[step].format(done)
        messages.success(request, said) if done else messages.warning(request, "Chưa chọn đề nghị nào.")

    def step_refusal(self, code, proposal, user, at):
        return proposals.refusal(code, proposal, user)

    def step_seen(self, proposal):
        return proposal.proposed_at.isoformat()

    def step_facts(self, proposal):
        said = [f"{what}: {before} → {after}" for what, before, after in proposals.in_words(proposal)]
        reason = f"Lý do: {proposal.reason}" if proposal.reason else ""
        return [*said, *filter(None, [reason, f"Người đề nghị: {proposal.proposed_by}."])]

    def take(self, code, proposal, seen, *, by, at, note):
        proposals.take(code, proposal, by=by, at=at, note=note)

    @admin.display(description="đề nghị", ordering="title")
    def title_listed(self, proposal):
        return two_lines(proposal, proposal.reason)

    @admin.display(description="nội dung")
    def what(self, proposal):
        return (
            "; ".join(f"{what}: {before} → {after}" for what, before, after in proposals.in_words(proposal))
            or "cả dòng"
        )

    @admin.display(description="người quyết định")
    def decided(self, proposal):
        return proposal.decided_by or "chưa có"


@todo.register
def waiting(user, at):
    """ "2 đề nghị sửa đổi chờ duyệt", for those who may decide."""
    if user.has_perm(APPROVE):
        rows = Proposal.objects.approvable_by(user).select_related("proposed_by")
        url = reverse("admin:resolutions_proposal_together")
        items = tuple(
            todo.Item(str(row), reverse("admin:resolutions_proposal_change", args=[row.pk]), str(row.proposed_by))
            for row in rows[: todo.AT_ONCE]
        )
        yield todo.Todo(label="đề nghị sửa đổi chờ duyệt", url=url, count=rows.count(), items=items)
