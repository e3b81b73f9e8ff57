"""By what the list of accounts is narrowed."""

import datetime as dt

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone

from accounts import roles

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


UNUSED_AFTER = dt.timedelta(days=90)


def unused(users, at):
    """Open accounts that nobody has used for a long time."""
    old = at - UNUSED_AFTER
    never = Q(last_login__isnull=True, date_joined__lt=old)
    return users.filter(Q(last_login__lt=old) | never, is_active=True)


class UnusedFilter(admin.SimpleListFilter):
    title = "lần dùng cuối"
    parameter_name = "lau-khong-dung"

    def lookups(self, request, model_admin):
        return [("co", f"Không dùng từ {UNUSED_AFTER.days} ngày")]

    def queryset(self, request, queryset):
        return unused(queryset, timezone.now()) if self.value() == "co" else queryset
