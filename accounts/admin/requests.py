"""The list on which a second user manager agrees to what a first may not do alone."""

from http import HTTPStatus

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse

import vietnamese
from accounts import links, requests, roles
from accounts.models import AccountRequest
from desk import todo
from desk.listing import ClosedFilters, OnlyShown
from desk.step_screens import StepScreens
from desk.steps import refuse

SINCE_THEN = "Sau khi anh/chị mở trang này, mật khẩu của tài khoản vừa được đặt. Hãy xem lại rồi quyết định."


@admin.register(AccountRequest)
class AccountRequestAdmin(OnlyShown, StepScreens, ClosedFilters, admin.ModelAdmin):
    table = requests.TABLE
    list_display = ["__str__", "state", "asked_by", "asked_at", "decided_by"]
    list_filter = ["state", "kind"]
    list_select_related = ["user", "asked_by", "decided_by"]
    date_hierarchy = "asked_at"
    fields = readonly_fields = [
        "kind", "user", "role_name", "reason", "state", "asked_by", "asked_at", "decided_by", "decided_at",
        "decision_note",
    ]  # fmt: skip
    change_form_template = "admin/desk/steps_of_a_row.html"

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(requests.MANAGE)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        steps = self.step_buttons(request, row, row.state) if row else []
        return super().change_view(request, object_id, form_url, {"steps": steps, **(extra_context or {})})

    def step_refusal(self, code, thing, user, at):
        return requests.refusal(code, thing, user)

    def step_seen(self, thing):
        link = _used_link(thing.user)
        return f"{thing.asked_at.isoformat()} {link.pk if link else ''}".strip()

    def step_facts(self, thing):
        """What the second person should look at: a name that nobody knows is the danger here."""
        user = thing.user
        made = vietnamese.moment(user.date_joined)
        password = "đã có mật khẩu" if user.has_usable_password() else "chưa có mật khẩu"
        last = (
            f"đăng nhập lần cuối {vietnamese.moment(user.last_login)}" if user.last_login else "chưa đăng nhập lần nào"
        )
        facts = [
            f"Tài khoản {user} ({user.username}), lập {made}, {password}, {last}.",
            f"Người đề nghị: {thing.asked_by}.",
            "Chỉ đồng ý khi anh/chị biết người này và biết vì sao.",
        ]
        if link := _used_link(user):
            # Whoever made it may have kept it for themselves.
            by = link.made_by or links.MACHINE
            facts.insert(1, f"Mật khẩu được đặt {vietnamese.moment(link.used_at)} bằng liên kết do {by} tạo.")
        if thing.reason:
            facts.insert(-1, f"Lý do: {thing.reason}")
        return facts

    def take(self, code, thing, seen, *, by, at, note):
        refuse(requests.refusal(code, thing, by) or (SINCE_THEN if seen != self.step_seen(thing) else None))
        requests.take(code, thing, by=by, at=at, note=note)

    def take_step(self, request, thing, code, form):
        """Whoever agreed to a link, or to a role of somebody without a password, hands the link over."""
        response = super().take_step(request, thing, code, form)
        thing.refresh_from_db()
        needs_link = thing.kind == thing.Kind.LINK or not thing.user.has_usable_password()
        if response.status_code == HTTPStatus.FOUND and thing.state == thing.State.AGREED and needs_link:
            messages.info(request, "Bây giờ hãy tạo liên kết và trao cho người có tài khoản.")
            return HttpResponseRedirect(reverse("admin:accounts_user_link", args=[thing.user_id]))
        return response

    @admin.display(description="vai trò")
    def role_name(self, row):
        return roles.name_of(row.role) if row.role else "không"


def _used_link(user):
    """By which the password was last chosen; None where it never was."""
    return user.password_links.filter(used_at__isnull=False).order_by("used_at", "pk").select_related("made_by").last()


@todo.register
def waiting(user, at):
    """ "1 đề nghị về tài khoản chờ đồng ý", for the user managers who did not make it."""
    if user.has_perm(requests.MANAGE):
        rows = AccountRequest.objects.waiting().exclude(asked_by=user).exclude(user=user)
        address = f"{reverse('admin:accounts_accountrequest_changelist')}?state__exact={AccountRequest.State.WAITING}"
        items = tuple(
            todo.Item(str(row), reverse("admin:accounts_accountrequest_change", args=[row.pk]), str(row.asked_by))
            for row in rows.select_related("user", "asked_by")[: todo.AT_ONCE]
        )
        label = "đề nghị về tài khoản chờ đồng ý"
        yield todo.Todo(label=label, url=address, count=rows.count(), items=items, kind=todo.Kind.DECIDE)
