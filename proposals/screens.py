"""Screens on which a change becomes a proposal."""

import copy

from django import forms
from django.contrib import messages
from django.forms.models import construct_instance
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from desk.whole_row import WholeRowForm, differs, normalise
from proposals import guards, services
from proposals.models import Proposal

REASON_NEEDED = "Hãy ghi lý do sửa để người duyệt biết."
ABOUT_THE_PROPOSAL = ("seen", "proposal_reason", "is_miscopied")
"""Boxes of a form that are no column of its row."""
SENT = "Đã gửi {} đề nghị chờ người thứ hai duyệt; đến lúc đó trang vẫn như cũ."


class GuardedForm(WholeRowForm):
    proposal_reason = forms.CharField(
        label="Lý do sửa",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text="Cần khi sửa những gì bạn đọc thấy: thay đổi đó chờ người thứ hai duyệt.",
    )

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and not self.cleaned_data.get("proposal_reason", "").strip() and self._differs():
            self.add_error("proposal_reason", REASON_NEEDED)
        return cleaned

    def _differs(self):
        """Would saving change what is guarded? The row at hand is still as it was."""
        wanted = construct_instance(self, copy.copy(self.instance))
        normalise(wanted)
        links = services.link_differences(self.instance, self.cleaned_data)
        return bool(links or services.differences(self.instance, wanted))


class _Instead(Exception):  # noqa: N818 - leaves Django's saving without a row
    """Nothing is saved; `draft` is proposed instead."""

    def __init__(self, draft):
        super().__init__()
        self.draft = draft


def _locked(row):
    """As it is stored, until this request is over: whether readers see it does not change meanwhile."""
    return type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)


def _taken_back(wanted, stored):
    """What is guarded and differs; `wanted` is left with the stored values of it, and can be saved."""
    changes = services.differences(stored, wanted)
    for name in changes:
        attribute = wanted._meta.get_field(name).attname
        setattr(wanted, attribute, getattr(stored, attribute))
    return changes


def _links_taken_back(form, stored):
    """The same of links to many rows, which Django saves from the form."""
    changes = services.link_differences(stored, form.cleaned_data)
    for name in changes:
        form.cleaned_data[name] = getattr(stored, name).all()
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

    def _changeform_view(self, request, *args):
        """Django's own, called within its transaction: what is saved and what is proposed come together, or neither."""
        request.proposal_drafts = []
        try:
            response = super()._changeform_view(request, *args)
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
        if not guards.is_guarded(formset.model):
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        drafts = [(row, Proposal.Action.ADD, {}) for row in formset.new_objects]
        for row, _names in formset.changed_objects:
            normalise(row)
            stored = _locked(row)
            drafts.append((stored, Proposal.Action.CHANGE, _taken_back(row, stored)))
            if differs(row):
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
                services.propose(thing, action, changes, by=request.user, at=timezone.now(), reason=reason)
                sent += 1
        if sent:
            messages.warning(request, SENT.format(sent))


class Guarded(GuardedRows):
    """Mixed into the screens of what readers see: guarded columns are proposed, all others are saved as before."""

    form = GuardedForm

    def get_fieldsets(self, request, obj=None):
        (name, options), *others = super().get_fieldsets(request, obj)
        if obj is not None and self.has_change_permission(request, obj):
            own = [name for name in ("seen", "proposal_reason") if name not in options["fields"]]
            options = {**options, "fields": [*options["fields"], *own]}
        return [(name, options), *others]

    def get_inlines(self, request, obj):
        """The rows under a thing that is not there yet can be proposed once it is."""
        return super().get_inlines(request, obj) if obj else []

    def save_model(self, request, obj, form, change):
        if change:
            self._propose_what_differs(request, obj, form)
        elif services.reaches_readers(obj):
            raise _Instead((obj, Proposal.Action.ADD, _links(form), "Nhập mới"))
        super().save_model(request, obj, form, change)

    def _propose_what_differs(self, request, obj, form):
        normalise(obj)
        stored = _locked(obj)
        changes = _taken_back(obj, stored) | _links_taken_back(form, stored)
        if changes:
            reason = form.cleaned_data.get("proposal_reason", "")
            request.proposal_drafts.append((stored, Proposal.Action.CHANGE, changes, reason))
        # What was taken back has not changed: the record of this saving must not say that it did.
        form.changed_data = [name for name in form.changed_data if name not in {*changes, *ABOUT_THE_PROPOSAL}]

    # Removing

    def delete_model(self, request, obj):
        request.is_proposed = services.reaches_readers(obj)
        if request.is_proposed:
            services.propose(obj, Proposal.Action.DELETE, {}, by=request.user, at=timezone.now())
        else:
            super().delete_model(request, obj)

    def log_deletions(self, request, queryset):
        """What waits for a second person is not removed, and is not said to be."""
        return super().log_deletions(request, [row for row in queryset if not services.reaches_readers(row)])

    def response_delete(self, request, obj_display, obj_id):
        if not request.is_proposed:
            return super().response_delete(request, obj_display, obj_id)
        messages.warning(request, SENT.format(1))
        return HttpResponseRedirect(_list_url(self.opts))
