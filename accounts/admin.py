"""Accounts and roles. Every right is asked twice: when a form is drawn and when a request comes in."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from accounts import authority, roles
from accounts.forms import AccountForm, NewAccountForm, NewPasswordForm, RolesField
from accounts.models import StaffRole, User
from desk import todo
from desk.listing import ClosedFilters, OnlyShown

# No form of ours has these fields. A request that carries one was written by hand, so it is refused whole.
FORGED = frozenset({"is_superuser", "is_staff", "user_permissions", "password", "last_login", "date_joined", "id"})


NO_ROLE = "chua-co"


def without_role(users):
    """Those who can sign in and do nothing."""
    return users.filter(is_active=True, is_superuser=False, groups__isnull=True)


class RoleFilter(admin.SimpleListFilter):
    title = "vai trò"
    parameter_name = "vai-tro"

    def lookups(self, request, model_admin):
        return [(NO_ROLE, "Chưa có vai trò"), *((code, role.name) for code, role in roles.ROLES.items())]

    def queryset(self, request, queryset):
        if self.value() == NO_ROLE:
            return without_role(queryset)
        return queryset.filter(groups__name=self.value()) if self.value() in roles.ROLES else queryset


@admin.register(User)
class UserAdmin(ClosedFilters, StockUserAdmin):
    """Superusers and rights beside the roles are made on the command line only, never here."""

    form = AccountForm
    add_form = NewAccountForm
    change_password_form = NewPasswordForm
    add_form_template = "admin/change_form.html"
    change_user_password_template = "admin/accounts/user/password.html"  # noqa: S105 a template
    list_display = ["username", "display_name", "role_names", "is_active", "last_login"]
    list_filter = ["is_active", RoleFilter]
    search_fields = ["username__folded", "display_name__folded", "email__folded"]
    filter_horizontal = ()
    readonly_fields = ["new_password", "last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "display_name", "email", "new_password"]}),
        ("Quyền", {"fields": ["is_active", "groups"]}),
        ("Thời điểm", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "display_name", "email", "password1", "password2"]}),
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
        url = reverse(f"{self.admin_site.name}:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">Đặt mật khẩu mới</a>', url)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        # Who may only look is offered no link that would refuse them.
        return [
            (name, {**options, "fields": [field for field in options["fields"] if field != "new_password"]})
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
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        if change and not authority.may_manage(request.user, obj):
            raise PermissionDenied
        # Readers have no account: whoever has one works here. What they may do comes from their roles.
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        if not authority.may_give(request.user, [role.name for role in form.cleaned_data["groups"]]):
            raise PermissionDenied
        super().save_related(request, form, formsets, change)


admin.site.unregister(Group)


@admin.register(StaffRole)
class RoleAdmin(OnlyShown, ClosedFilters, admin.ModelAdmin):
    """Only shows: roles come from the table in roles.py."""

    list_display = ["__str__", "description", "people"]
    list_display_links = ["__str__"]
    fields = ["role_name", "description", "rights", "people"]
    readonly_fields = fields
    ordering = ["id"]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("auth.view_group")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("user_set", "permissions__content_type")

    @admin.display(description="tên vai trò")
    def role_name(self, role):
        return str(role)

    @admin.display(description="cho phép")
    def description(self, role):
        return role.description

    @admin.display(description="người giữ vai trò")
    def people(self, role):
        return ", ".join(sorted(str(user) for user in role.user_set.all())) or "Chưa có ai"

    @admin.display(description="các quyền")
    def rights(self, role):
        return format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", rights_in_words(role.permissions.all()))
        )


ACTIONS = {"view": "xem", "add": "thêm", "change": "sửa", "delete": "xóa"}


def rights_in_words(permissions):
    """[("bài viết", "thêm, sửa, xem")]: Django names permissions in English ("Can add ...")."""
    by_model = {}
    for permission in permissions:
        words = ACTIONS.get(permission.codename.split("_")[0], permission.name)
        by_model.setdefault(permission.content_type.name, []).append(words)
    return sorted((model, ", ".join(words)) for model, words in by_model.items())


@todo.register
def waiting(user, at):
    """ "1 tài khoản chưa có vai trò", for those who give roles."""
    if user.has_perm("accounts.change_user"):
        people = without_role(User.objects.exclude(pk=user.pk))
        address = f"{reverse('admin:accounts_user_changelist')}?{RoleFilter.parameter_name}={NO_ROLE}"
        yield todo.Todo(label="tài khoản chưa có vai trò", url=address, count=people.count())
