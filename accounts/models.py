"""Who works here."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts import names, roles
from accounts.second_factor.models import CodeApp, Passkey, RecoveryCode, SecondFactorDuty
from accounts.sessions.models import SessionClearing, StaffSession

__all__ = [
    "AccountRequest", "CodeApp", "Passkey", "PasswordLink", "RecoveryCode", "SecondFactorDuty",
    "SessionClearing", "StaffRole", "StaffSession", "TryCount", "User",
]  # fmt: skip

SAME_NAME = "Đã có người mang tên này; hãy thêm chức vụ hoặc đơn vị để phân biệt, ví dụ: Lò Thị Hoa (Mường La)."

SHOWN = frozenset({"username", "display_name"})
"""The columns of the name that others see."""


class User(AbstractUser):
    """A member of staff. Readers have no account."""

    display_name = models.CharField("họ và tên", max_length=150, blank=True)
    is_active = models.BooleanField(
        "đang hoạt động",
        default=True,
        help_text="Bỏ dấu chọn để khóa tài khoản. Tài khoản không bị xóa: bài viết, số liệu vẫn giữ tên người làm.",
    )

    shown_key = models.CharField(max_length=300, unique=True, editable=False)
    """Of the name that others see: no two people are shown under one name."""

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"

    def __str__(self):
        return self.display_name or self.username

    def clean(self):
        super().clean()
        self.display_name = names.tidy(self.display_name)
        if User.objects.filter(shown_key=names.key(str(self))).exclude(pk=self.pk).exists():
            raise ValidationError({"display_name": SAME_NAME})

    def save(self, *args, update_fields=None, **kwargs):
        self.shown_key = names.key(str(self))
        # Only with the name: what else is written, as by a sign-in, may have been read before the name was changed.
        if update_fields is not None and not SHOWN.isdisjoint(update_fields):
            update_fields = {*update_fields, "shown_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

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


class PasswordLink(models.Model):
    """A link by which somebody chooses their own password; links.py makes and uses it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="password_links", verbose_name="tài khoản")
    digest = models.CharField("mã băm", max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người tạo"
    )
    made_at = models.DateTimeField("tạo lúc")
    expires_at = models.DateTimeField("dùng được đến")
    used_at = models.DateTimeField("dùng lúc", null=True)

    class Meta:
        verbose_name = "liên kết đặt mật khẩu"
        verbose_name_plural = "liên kết đặt mật khẩu"
        default_permissions = ()

    def __str__(self):
        return str(self.user)


class AccountRequestQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(decided_at__isnull=True)


class AccountRequest(models.Model):
    """What one user manager may not do alone; requests.py."""

    class Kind(models.TextChoices):
        ROLE = "role", "Giao vai trò"
        LINK = "link", "Tạo liên kết đặt mật khẩu"
        OPEN = "open", "Mở lại tài khoản"

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ người thứ hai"
        AGREED = "agreed", "Đã đồng ý"
        REFUSED = "refused", "Đã từ chối"

    kind = models.CharField("việc", max_length=8, choices=Kind)
    user = models.ForeignKey(User, models.PROTECT, related_name="requests", verbose_name="tài khoản")
    role = models.CharField("vai trò", max_length=40, blank=True)
    reason = models.CharField("lý do", max_length=500, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người đề nghị"
    )
    asked_at = models.DateTimeField("đề nghị lúc")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người quyết định"
    )
    decided_at = models.DateTimeField("quyết định lúc", null=True)
    decision_note = models.CharField("lời nhắn", max_length=500, blank=True)

    objects = AccountRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị về tài khoản"
        verbose_name_plural = "đề nghị về tài khoản"
        default_permissions = ()
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="account_request_is_decided_by_another_person",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")) | Q(state="refused"),
                violation_error_message="Người đề nghị không tự đồng ý với đề nghị của mình.",
            ),
            models.UniqueConstraint(
                fields=["kind", "user", "role"],
                condition=Q(decided_at__isnull=True),
                name="one_waiting_request_of_a_kind",
                violation_error_message="Đã có đề nghị như vậy đang chờ.",
            ),
        ]

    def __str__(self):
        about = f" «{roles.name_of(self.role)}»" if self.role else ""
        return f"{self.get_kind_display()}{about}: {self.user}"


class TryCount(models.Model):
    """How often a secret was tried lately under one key; throttle.py reads and writes it."""

    key = models.CharField("mã", max_length=64, primary_key=True)
    name_key = models.CharField("mã của tên", max_length=64, blank=True, db_index=True)
    count = models.PositiveIntegerField("số lần")
    last_at = models.DateTimeField("lần cuối lúc", db_index=True)
    open_at = models.DateTimeField("được thử lại từ")

    class Meta:
        verbose_name = "lần thử mã bí mật"
        verbose_name_plural = "lần thử mã bí mật"

    def __str__(self):
        return self.key
