"""The page on which a one-time link is made, shown once, mailed or asked for."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from accounts import links, notices, requests
from accounts.forms import ReasonForm
from accounts.models import AccountRequest
from desk import refused
from desk.steps import StepRefused
from web.addresses import absolute

ASKED = "Đã gửi đề nghị; người quản trị thứ hai đồng ý thì sẽ trao liên kết cho người có tài khoản."


class LinkScreens:
    """Mixed into the screen of accounts: whoever has an account chooses the password, nobody else."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/lien-ket/", view(self.link_view), name="accounts_user_link"),
            # Django's own page, on which one person would type another's password.
            path("<id>/password/", view(self.no_view), name="auth_user_password_change"),
            *super().get_urls(),
        ]

    def no_view(self, request, id):
        raise Http404

    def link_view(self, request, pk):
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        at = timezone.now()
        may = requests.may_link(request.user, user, at)
        form = ReasonForm(request.POST or None)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Liên kết đặt mật khẩu: {user}",
            "opts": self.opts,
            "account": user,
            "may": may,
            "needs_second": requests.LINK_NEEDS_SECOND,
            "can_mail": notices.can_mail(user),
            "form": form,
        }
        if request.method == "POST" and may and user.is_active:
            try:
                context |= self._made(request, user, at)
            except StepRefused as refusal:  # since we asked, the account was given a role or closed
                return refused.page(request, self, user, str(refusal), back=request.path)
        elif request.method == "POST" and user.is_active and form.is_valid():
            return self._ask_for_link(request, user, form.cleaned_data["reason"], at)
        response = TemplateResponse(request, "admin/accounts/user/link.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response

    @staticmethod
    def _made(request, user, at):
        """What the page shows of the new link: its address, or that it went off by mail."""
        until = at + links.KEPT
        with transaction.atomic():
            secret = requests.make_link(user, by=request.user, at=at)
            address = absolute(reverse("admin:set_password", args=[secret]))
            if "mail" in request.POST and notices.post_link(user, address, at=at, until=until):
                return {"mailed": user.email, "until": until}
        return {"address": address, "until": until}

    def _ask_for_link(self, request, user, reason, at):
        there = reverse("admin:accounts_user_change", args=[user.pk])
        try:
            requests.ask(AccountRequest.Kind.LINK, user, by=request.user, at=at, reason=reason)
        except StepRefused as refusal:
            return refused.page(request, self, user, str(refusal), back=there)
        messages.success(request, ASKED)
        return HttpResponseRedirect(there)
