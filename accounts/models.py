"""Who works here."""

from django.contrib.auth.models import AbstractUser, Group
from django.db import models

from accounts import roles


class User(AbstractUser):
    """A member of staff. Readers have no account."""

    display_name = models.CharField("họ và tên", max_length=150, blank=True)
    is_active = models.BooleanField(
        "đang hoạt động",
        default=True,
        help_text="Bỏ dấu chọn để khóa tài khoản. Tài khoản không bị xóa: bài viết, số liệu vẫn giữ tên người làm.",
    )

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"

    def __str__(self):
        return self.display_name or self.username

    def get_full_name(self):
        return self.display_name or super().get_full_name()

    def get_short_name(self):
        return str(self)


class StaffRole(Group):
    """A group, read as the role it was made from (roles.py)."""

    class Meta:
        proxy = True
        verbose_name = "vai trò"
        verbose_name_plural = "vai trò"

    def __str__(self):
        return roles.name_of(self.name)

    @property
    def description(self):
        role = roles.ROLES.get(self.name)
        return role.description if role else "Nhóm riêng, không có trong bảng vai trò."


class TryCount(models.Model):
    """How often a secret was tried lately under one key; throttle.py reads and writes it."""

    key = models.CharField("mã", max_length=64, primary_key=True)
    count = models.PositiveIntegerField("số lần")
    last_at = models.DateTimeField("lần cuối lúc", db_index=True)
    open_at = models.DateTimeField("được thử lại từ")

    class Meta:
        verbose_name = "lần thử mã bí mật"
        verbose_name_plural = "lần thử mã bí mật"

    def __str__(self):
        return self.key
