"""The pages of steps in the admin: a button for each, a page that asks, and what is said afterwards."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from desk import refused
from desk.steps import Step, StepRefused, Table


class StepForm(forms.Form):
    """What is asked before a step; `seen` says which version of the thing the person is looking at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=100)
    note = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}), max_length=2000
    )

    def __init__(self, step: Step, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label = step.note or "Lời nhắn (không bắt buộc)"
        self.fields["note"].required = bool(step.note)
        self.fields["note"].error_messages["required"] = step.note_refusal


class StepScreens:
    """Mixed into a ModelAdmin. The table says everything but how a step happens and what a person should know of it.

    `take(code, thing, seen, by=, at=, note=)` makes it happen or raises StepRefused.
    """

    table: Table
    take: Callable

    def step_refusal(self, code, thing, user, at):
        """Why this person may not take the step now; None when they may."""
        raise NotImplementedError

    def step_seen(self, thing) -> str:
        """What tells this version of the thing from any other."""
        raise NotImplementedError

    def step_facts(self, thing) -> list[str]:
        """Lines about the thing, above the question."""
        return []

    def step_follows(self, code, thing, at) -> list[str]:
        """What will happen."""
        return list(self.table.steps[code].follows)

    def step_said(self, code, thing, at) -> list[str]:
        """What is said afterwards, besides that it is done."""
        return []

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path(f"<int:pk>/{step.address}/", view(partial(self.step_view, code=code)), name=self._step_name(code))
            for code, step in self.table.steps.items()
        ]
        return own + super().get_urls()

    def step_view(self, request, pk, code):
        thing, step, at = self.visible(request, pk), self.table.steps[code], timezone.now()
        form = StepForm(step, request.POST or None, initial={"seen": self.step_seen(thing)})
        if request.method == "POST" and form.is_valid():
            return self.take_step(request, thing, code, form.cleaned_data["seen"], form.cleaned_data["note"])
        context = {
            **self.admin_site.each_context(request),
            "title": step.name,
            "opts": self.opts,
            "thing": thing,
            "facts": self.step_facts(thing),
            "follows": self.step_follows(code, thing, at),
            "form": form,
            "refusal": self.step_refusal(code, thing, request.user, at),
            "back": self._change_url(thing),
        }
        return TemplateResponse(request, "admin/desk/step.html", context)

    def take_step(self, request, thing, code, seen, note):
        at = timezone.now()
        try:
            self.take(code, thing, seen, by=request.user, at=at, note=note)
        except StepRefused as refusal:
            refused.note(request, thing, refusal, code)
            messages.error(request, str(refusal))
        else:
            messages.success(request, self.table.steps[code].done.format(thing))
            for sentence in self.step_said(code, thing, at):
                messages.info(request, sentence)
        return HttpResponseRedirect(self._change_url(thing))

    def step_buttons(self, request, thing, state) -> list[dict]:
        """The steps that this state offers; each with the reason when it is not for this person."""
        at = timezone.now()
        return [
            {
                "code": code,
                "name": step.name,
                "url": reverse(f"admin:{self._step_name(code)}", args=[thing.pk]),
                "refusal": self.step_refusal(code, thing, request.user, at),
            }
            for code, step in self.table.steps.items()
            if state in step.sources and request.user.has_perm(step.permission)
        ]

    def visible(self, request, pk):
        thing = self.get_object(request, pk)
        if thing is None:
            raise Http404
        if not self.has_view_permission(request, thing):
            raise PermissionDenied
        return thing

    def _step_name(self, code):
        return f"{self.opts.app_label}_{self.opts.model_name}_{code}"

    def _change_url(self, thing):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[thing.pk])
