"""What each role may do, as the rules say it at this moment."""

from django.contrib import admin
from django.contrib.auth import admin as stock  # noqa: F401 - it shows groups, which is taken back below
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html, format_html_join

import vietnamese
from accounts import roles
from accounts.models import StaffRole
from desk.listing import ClosedFilters, OnlyShown

admin.site.unregister(Group)


@admin.register(StaffRole)
class RoleAdmin(OnlyShown, ClosedFilters, admin.ModelAdmin):
    """Only shows: roles come from the table in roles.py."""

    list_display = ["__str__", "description", "people"]
    list_display_links = ["__str__"]
    fields = ["role_name", "description", "rights", "people"]
    readonly_fields = fields
    ordering = ["id"]
    change_list_template = "admin/accounts/staffrole/change_list.html"

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("auth.view_group")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_urls(self):
        view = self.admin_site.admin_view(self.rules_view)
        return [path("ai-duoc-lam-gi/", view, name="accounts_staffrole_rules"), *super().get_urls()]

    def rules_view(self, request):
        """Who may do what: read from the roles and from the tables of steps that the desk itself asks."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        held = {role.name: role for role in self.get_queryset(request) if role.name in roles.ROLES}
        columns = [held[code] for code in roles.ROLES if code in held]
        context = {
            **self.admin_site.each_context(request),
            "title": "Ai được làm gì",
            "opts": self.opts,
            "roles": columns,
            "steps": steps_in_words(self.admin_site.step_screens(), columns),
            "rights": rights_by_role(columns),
            "needing_two": [role for role in columns if roles.ROLES[role.name].needs_two],
        }
        return TemplateResponse(request, "admin/accounts/staffrole/rules.html", context)

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


def steps_in_words(screens, columns):
    """[(thing, step, whom it leaves out, [may each role take it])] of every table of steps."""
    held = [names_of(role.permissions.all()) for role in columns]
    return [
        (vietnamese.capitalised(thing), step.name, _left_out(step), [right in rights for rights in held])
        for screen in screens
        for step in screen.table.steps.values()
        for thing, right in screen.step_rights(step)
    ]


def _left_out(step):
    if step.four_eyes:
        return "không phải người làm ra, cũng không phải người đã sửa"
    return "chỉ người làm ra" if step.only_author else ""


def names_of(permissions):
    return {f"{one.content_type.app_label}.{one.codename}" for one in permissions}


def rights_by_role(columns):
    """[(thing, [what each role may do with it])]."""
    by_role = [dict(rights_in_words(role.permissions.all())) for role in columns]
    things = sorted({thing for rights in by_role for thing in rights}, key=vietnamese.sort_key)
    return [(vietnamese.capitalised(thing), [rights.get(thing, "") for rights in by_role]) for thing in things]


ACTIONS = {"view": "xem", "add": "thêm", "change": "sửa", "delete": "xóa"}


def rights_in_words(permissions):
    """[("bài viết", "thêm, sửa, xem")]: Django names permissions in English ("Can add ...")."""
    by_model = {}
    for permission in permissions:
        words = ACTIONS.get(permission.codename.split("_")[0], vietnamese.uncapitalised(permission.name))
        by_model.setdefault(permission.content_type.name, []).append(words)
    return sorted((model, ", ".join(words)) for model, words in by_model.items())
