"""What somebody without a session is shown: the page of a one-time link."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import links, throttle
from accounts.forms import ChosenPasswordForm

PAGE = "admin/accounts/set_password.html"
DONE = "Đã đặt mật khẩu. Anh/chị hãy đăng nhập."


@sensitive_post_parameters("new_password1", "new_password2")
@never_cache
def set_password(request, secret):
    """Looking uses nothing up: programs that read mail open every link in it."""
    at = timezone.now()
    try:
        user = _whose(request, secret, at)
        form = ChosenPasswordForm(user, request.POST or None)
        if request.method == "POST" and form.is_valid():
            links.use(secret, form.cleaned_data["new_password1"], at)
            messages.success(request, DONE)
            return HttpResponseRedirect(reverse("admin:login"))
    except links.DeadLink as refusal:
        context = {"title": "Liên kết không dùng được", "refusal": refusal}
        return render(request, PAGE, context, status=HTTPStatus.NOT_FOUND)
    return render(request, PAGE, {"title": "Đặt mật khẩu", "form": form, "account": user})


def _whose(request, secret, at):
    """Counted like a try at a password, before it is looked at."""
    with throttle.attempt(f"liên kết {secret}", throttle.address_of(request), at) as attempt:
        user = links.find(secret, at)
        attempt.succeeded()
    return user
