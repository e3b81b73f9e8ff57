"""The pages of steps in the admin: a button for each, a page that asks, and what is said afterwards."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

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

    `take(code, thing, seen, by=, at=, note=, ...)` makes it happen or raises StepRefused.
    """

    table: Table
    take: Callable

    def step_form(self, code, thing) -> Callable[..., StepForm]:
        """What is asked before this step; what a form of its own asks besides, `take` is given by name."""
        return StepForm

    def step_refusal(self, code, thing, user, at):
        """Why this person may not take the step now; None when they may."""
        raise NotImplementedError

    def person_refusal(self, code, thing, user):
        """The same where the person is in the way, and not the thing as it is now."""
        return self.step_refusal(code, thing, user, timezone.now())

    def step_state(self, thing) -> str:
        """The state from which the steps of the table start."""
        return thing.state

    def step_rights(self, step) -> list[tuple[str, str]]:
        """(with what, the right that it takes), for the page that tells who may do what."""
        return [(self.opts.verbose_name, step.permission)]

    def has_right(self, step, thing, user) -> bool:
        """May they ever take such a step with such a thing?"""
        return user.has_perm(step.permission)

    def may_take(self, step, thing, user) -> bool:
        """Is it worth a button for them?"""
        return self.has_right(step, thing, user)

    def step_seen(self, thing) -> str:
        """What tells this version of the thing from any other."""
        raise NotImplementedError

    def step_facts(self, thing) -> list[str]:
        """Lines about the thing, above the question."""
        return []

    def step_follows(self, code, thing, at) -> list[str]:
        """What will happen."""
        return list(self.table.steps[code].follows)

    def step_shown(self, code, thing) -> dict:
        """`shown`: a template of what the person should look at first, and its variables; empty: nothing."""
        return {}

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
        thing, step = self.visible(request, pk), self.table.steps[code]
        if request.method == "POST" and not self.has_right(step, thing, request.user):
            # No page of ours offered it.
            raise PermissionDenied
        form = self.step_form(code, thing)(step, request.POST or None, initial={"seen": self.step_seen(thing)})
        if request.method == "POST" and form.is_valid():
            return self.take_step(request, thing, code, form)
        refusal = self.step_refusal(code, thing, request.user, timezone.now())
        if request.method == "POST" and refusal:
            refused.note(request, thing, refusal, code)
            return self._refused_page(request, thing, code, refusal)
        return self._step_page(request, thing, code, form, refusal)

    def _step_page(self, request, thing, code, form, refusal, status=HTTPStatus.OK):
        context = {
            **self.admin_site.each_context(request),
            "title": self.table.steps[code].name,
            "opts": self.opts,
            "thing": thing,
            "facts": self.step_facts(thing),
            "follows": self.step_follows(code, thing, timezone.now()),
            "form": form,
            "refusal": refusal,
            "back": self._change_url(thing),
            **self.step_shown(code, thing),
        }
        return TemplateResponse(request, "admin/desk/step.html", context, status=status)

    def take_step(self, request, thing, code, form):
        """Leads back to the thing, or answers with the page of the step and why not."""
        note = form.cleaned_data["note"]
        refusal = self.try_step(request, thing, code, **form.cleaned_data)
        if refusal is None:
            return HttpResponseRedirect(self._change_url(thing))
        thing = self.get_object(request, str(thing.pk)) or thing
        if refusal == self.table.note_refusal(code, note):
            form.add_error("note", refusal)
            return self._step_page(request, thing, code, form, None)
        return self._refused_page(request, thing, code, refusal)

    def try_step(self, request, thing, code, seen, note, **facts) -> str | None:
        """Why it was refused; None when it was taken. Then it is said."""
        at = timezone.now()
        try:
            self.take(code, thing, seen, by=request.user, at=at, note=note, **facts)
        except StepRefused as refusal:
            refused.note(request, thing, refusal, code)
            return str(refusal)
        messages.success(request, self.table.steps[code].done.format(thing))
        for sentence in self.step_said(code, thing, at):
            messages.info(request, sentence)
        return None

    def _refused_page(self, request, thing, code, refusal):
        """Is the person in the way, or the thing as it is now? `thing`: as it is stored."""
        is_offered = self.step_state(thing) in self.table.steps[code].sources
        is_personal = is_offered and self.person_refusal(code, thing, request.user)
        status = HTTPStatus.FORBIDDEN if is_personal else HTTPStatus.CONFLICT
        return self._step_page(request, thing, code, None, refusal, status)

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
            if state in step.sources and self.may_take(step, thing, request.user)
        ]

    def visible(self, request, pk):
        """The thing, or the same answer whether it is hidden or not there."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        thing = self.get_object(request, pk)
        if thing is None or not self.has_view_permission(request, thing):
            raise Http404
        return thing

    def _step_name(self, code):
        return f"{self.opts.app_label}_{self.opts.model_name}_{code}"

    def _change_url(self, thing):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[thing.pk])
