"""The two steps of signing in: name and password, then what only this person has."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.auth.views import LoginView
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.csrf import csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.forms import LoginForm
from accounts.second_factor import passkeys, services
from accounts.second_factor.forms import ProofForm
from accounts.sign_in import carried, entering, pending

TOO_LATE = "Đã quá 10 phút từ lúc nhập mật khẩu. Hãy đăng nhập lại từ đầu."


class SignIn(LoginView):
    """Name and password. Nobody is signed in by them who has a second factor."""

    template_name = "admin/login.html"

    def get_form_class(self):
        return partial(LoginForm, at=timezone.now())

    def form_valid(self, form):
        user, next_page, at = form.get_user(), self.get_success_url(), timezone.now()
        if not services.has_any(user):
            return entering.finish(self.request, user, next_page=next_page)
        text = self.request.POST.get(carried.FIELD, "")
        pending.begin(self.request, user, next_page=next_page, at=at)
        if text:
            return ask_for_second_step(self.request, user, ProofForm(**_proof_facts(self.request, user, at)), text)
        return HttpResponseRedirect(reverse("accounts:second_step"))

    def get_context_data(self, **kwargs):
        text = self.request.POST.get(carried.FIELD, "")
        return super().get_context_data(**{"carried_text": text, "is_ended": bool(text), **kwargs})


@never_cache
@sensitive_post_parameters()
def second_step(request):
    at = timezone.now()
    user, next_page = pending.of(request, at)
    if user is None:
        if pending.WAITING in request.session:
            messages.error(request, TOO_LATE)
        return HttpResponseRedirect(reverse("admin:login"))
    facts = _proof_facts(request, user, at)
    if request.method != "POST":
        return ask_for_second_step(request, user, ProofForm(**facts))
    form = ProofForm(request.POST, **facts)
    if not form.is_valid():
        return ask_for_second_step(request, user, form, request.POST.get(carried.FIELD, ""))
    return entering.finish(request, user, next_page=next_page, factor=form.factor)


def ask_for_second_step(request, user, form, text: str = ""):
    context = {
        **admin.site.each_context(request),
        "title": "Xác thực hai bước",
        "form": form,
        "carried_text": text,
        "is_nav_sidebar_enabled": False,
        **ways(request, user),
    }
    return TemplateResponse(request, "admin/accounts/second_step.html", context)


def ways(request, user) -> dict:
    """What a page may ask this person for."""
    return {
        "has_app": hasattr(user, "code_app"),
        "question": passkeys.ask_for_known(request, user) if passkeys.can_be_used(request) else "",
    }


@never_cache
def ended(request, owner: str):
    """The sign-in page that carries on what was sent to the desk after the session had ended."""
    sent = carried.from_request(request, owner)
    text = carried.sealed(sent) if sent else ""
    context = {
        **admin.site.each_context(request),
        "title": "Đăng nhập lại để lưu tiếp",
        "form": LoginForm(request, at=timezone.now()),
        "app_path": reverse("admin:login"),
        "next": request.get_full_path() if not text else reverse("admin:index"),
        "carried_text": text,
        "is_ended": True,
        "files": sent.files if sent else [],
    }
    return TemplateResponse(request, "admin/login.html", context)


def _proof_facts(request, user, at):
    return {"request": request, "user": user, "at": at}


@never_cache
def stale_form(request, reason=""):
    """A form from before the last sign-in: its token is old, so a press of a button under a fresh one must confirm it.

    Only where the browser itself says that a page of ours sent it; whatever else fails is refused as always.
    """
    is_ours = request.META.get("HTTP_ORIGIN") == f"{request.scheme}://{request.get_host()}"
    match = request.resolver_match
    if not (is_ours and "admin" in match.namespaces and request.user.is_authenticated):
        return csrf_failure(request, reason)
    sent = carried.from_request(request, str(request.user.pk))
    return entering.confirm(request, sent) if sent else csrf_failure(request, reason)
