"""Gives a role to an account, or takes it away."""

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts import requests
from accounts.models import User
from accounts.roles import ROLES
from web.waiting import WaitsWhileReadOnly


class Command(WaitsWhileReadOnly, BaseCommand):
    help = "Giao hoặc thu một vai trò của một tài khoản."

    def add_arguments(self, parser):
        parser.add_argument("username", metavar="USER", help="Tên đăng nhập")
        parser.add_argument("role", metavar="ROLE", help=", ".join(ROLES))
        parser.add_argument("--remove", action="store_true", help="Thu lại vai trò thay vì giao")

    @transaction.atomic
    def handle(self, *, username, role, remove, **options):
        group, user = _group(role), _user(username)
        name, has_role = ROLES[role].name, user.groups.contains(group)
        if remove:
            outcome = f"Đã thu vai trò “{name}” của" if has_role else f"Không có gì để thu: vai trò “{name}” không có ở"
        else:
            _let_into_admin(user)
            outcome = f"Vai trò “{name}” đã có sẵn ở" if has_role else f"Đã giao vai trò “{name}” cho"
        if has_role == remove:
            change = requests.take_away if remove else requests.give
            change(user, [role], by=None, at=timezone.now())
        self.stdout.write(f"{outcome} tài khoản {user.username}.")


def _user(username):
    try:
        return User.objects.get_by_natural_key(username)
    except User.DoesNotExist:
        raise CommandError(f"Không có tài khoản nào tên “{username}”.") from None


def _group(code):
    if code not in ROLES:
        listing = "\n".join(f"  {known:<17} {role.name}: {role.description}" for known, role in ROLES.items())
        raise CommandError(f"Không có vai trò “{code}”. Các vai trò:\n{listing}")
    # Missing only where migrate has not run since the role was added.
    try:
        return Group.objects.get(name=code)
    except Group.DoesNotExist:
        raise CommandError("Chưa có nhóm cho vai trò này; hãy chạy “manage.py migrate” trước.") from None


def _let_into_admin(user):
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
