"""Accounts. Every right is asked twice: when a form is drawn and when a request comes in."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts import authority, links, notices, requests, roles, standing
from accounts.forms import AccountForm, NewAccountForm, RolesField
from accounts.models import AccountRequest, StaffRole, User
from desk import refused, todo
from desk.listing import ClosedFilters
from desk.steps import StepRefused

from .filters import NO_ROLE, UNUSED_AFTER, RoleFilter, UnusedFilter, unused, without_role
from .links import LinkScreens

# No form of ours has these fields. A request that carries one was written by hand, so it is refused whole.
FORGED = frozenset({"is_superuser", "is_staff", "user_permissions", "password", "last_login", "date_joined", "id"})


WAITS = "Vai trò «{}» chờ một người quản trị thứ hai đồng ý."
OPENING_WAITS = "Mở lại tài khoản này chờ một người quản trị thứ hai đồng ý."
CHANGED = "{by} đã đổi {what} của anh/chị: trước là «{before}», nay là «{after}»."
CLOSED = "{by} đã khóa tài khoản của anh/chị."
TOLD = {"username": "tên đăng nhập", "display_name": "họ và tên", "email": "địa chỉ thư điện tử"}


@admin.register(User)
class UserAdmin(LinkScreens, ClosedFilters, StockUserAdmin):
    """Superusers and rights beside the roles are made on the command line only, never here."""

    form = AccountForm
    add_form = NewAccountForm
    add_form_template = "admin/change_form.html"
    list_display = ["username", "display_name", "role_names", "is_active", "last_login"]
    list_filter = ["is_active", RoleFilter, UnusedFilter]
    search_fields = ["username__folded", "display_name__folded", "email__folded"]
    filter_horizontal = ()
    readonly_fields = ["new_password", "last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "display_name", "email", "new_password", "seen"]}),
        ("Quyền", {"fields": ["is_active", "groups"]}),
        ("Thời điểm", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "display_name", "email"]}),
        ("Quyền", {"fields": ["groups"]}),
    ]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="vai trò")
    def role_names(self, user):
        names = [roles.name_of(group.name) for group in user.groups.all()]
        return ", ".join((["Quản trị hệ thống"] if user.is_superuser else []) + names) or "Chưa có vai trò"

    @admin.display(description="mật khẩu")
    def new_password(self, user):
        url = reverse(f"{self.admin_site.name}:accounts_user_link", args=[user.pk])
        state = "đã có" if user.has_usable_password() else "chưa có"
        return format_html('{} <a href="{}">Tạo liên kết để người này tự đặt mật khẩu</a>', state, url)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        # Who may only look is offered no link that would refuse them.
        return [
            (
                name,
                {**options, "fields": [field for field in options["fields"] if field not in {"new_password", "seen"}]},
            )
            for name, options in fieldsets
        ]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or authority.may_manage(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        """Nobody: what a person wrote keeps their name. An account is closed by clearing "is_active"."""
        return False

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            return RolesField(queryset=self._choosable_roles(request.user), required=False, label="Vai trò")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _choosable_roles(self, actor):
        """A superuser sees groups from outside the table too, so that saving does not drop them."""
        every = StaffRole.objects.order_by("id")
        return every if actor.is_superuser else every.filter(name__in=authority.grantable(actor))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if not FORGED.isdisjoint(request.POST):
            raise PermissionDenied
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with standing.kept():
                self._lock(object_id)
                return super().changeform_view(request, object_id, form_url, extra_context)
        except StepRefused as refusal:
            # What was said of a change that is taken back must not be heard.
            list(messages.get_messages(request))
            thing = self.get_object(request, object_id) if object_id else None
            return refused.page(request, self, thing, str(refusal), back=request.path)

    def _lock(self, object_id):
        """Before it is read: nobody else saves the account until this is done, so nothing of theirs is written over."""
        if object_id and object_id.isdecimal():
            list(User.objects.select_for_update(no_key=True).filter(pk=object_id))

    def save_model(self, request, obj, form, change):
        if change and not authority.may_manage(request.user, obj):
            raise PermissionDenied
        # Readers have no account: whoever has one works here. What they may do comes from their roles.
        obj.is_staff = True
        if change:
            self._keep_closed(request, obj, form)
        super().save_model(request, obj, form, change)
        if change:
            self._tell(request, obj, form)

    def _keep_closed(self, request, user, form):
        """Opening an account again gives its roles back, so it takes as many people as giving them."""
        codes = [group.name for group in user.groups.all()]
        if (
            "is_active" not in form.changed_data
            or not user.is_active
            or not authority.needs_second(request.user, codes)
        ):
            return
        user.is_active = False
        form.changed_data.remove("is_active")
        requests.ask(AccountRequest.Kind.OPEN, user, by=request.user, at=timezone.now())
        messages.warning(request, OPENING_WAITS)

    def _tell(self, request, user, form):
        by, at = request.user, timezone.now()
        for name in TOLD.keys() & set(form.changed_data):
            before, after = form.initial.get(name) or "trống", getattr(user, name) or "trống"
            sentence = CHANGED.format(by=by, what=TOLD[name], before=before, after=after)
            notices.tell(user, sentence[:500], by=by, at=at)
            if name == "email" and form.initial.get(name):
                # At the new address only whoever gave it would hear of it.
                notices.tell_at(before, user, sentence, at=at)
        if "is_active" in form.changed_data and not user.is_active:
            links.void(user)
            notices.tell(user, CLOSED.format(by=by), by=by, at=at)

    def save_related(self, request, form, formsets, change):
        wanted = [role.name for role in form.cleaned_data["groups"]]
        if not authority.may_give(request.user, wanted):
            raise PermissionDenied
        waiting = requests.set_roles(form.instance, wanted, by=request.user, at=timezone.now())
        for one in waiting:
            messages.warning(request, WAITS.format(roles.name_of(one.role)))
        # Each role that was given, taken or asked for is in the record by itself.
        form.changed_data = [name for name in form.changed_data if name != "groups"]

    def response_add(self, request, obj, post_url_continue=None):
        """The next thing to do is to let the person choose a password."""
        messages.success(request, f"Đã tạo tài khoản {obj}. Người này chưa có mật khẩu: hãy tạo liên kết rồi trao.")
        return HttpResponseRedirect(reverse("admin:accounts_user_link", args=[obj.pk]))


@todo.register
def waiting(user, at):
    """ "1 tài khoản chưa có vai trò", "2 tài khoản không dùng từ 90 ngày", for those who look after accounts."""
    if user.has_perm("accounts.change_user"):
        people = without_role(User.objects.exclude(pk=user.pk))
        address = f"{reverse('admin:accounts_user_changelist')}?{RoleFilter.parameter_name}={NO_ROLE}"
        yield todo.Todo(label="tài khoản chưa có vai trò", url=address, count=people.count())
        address = f"{reverse('admin:accounts_user_changelist')}?{UnusedFilter.parameter_name}=co"
        label = f"tài khoản không dùng từ {UNUSED_AFTER.days} ngày"
        yield todo.Todo(label=label, url=address, count=unused(User.objects, at).count())
