"""Where somebody is signed in: one row for each session, told of at most once a minute."""

from django.conf import settings
from django.db import models

from accounts.sessions import devices


class StaffSession(models.Model):
    """One sign-in on one device. Without its row, or its second factor, a session is at an end."""

    token = models.CharField("mã phiên", max_length=43, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="người dùng", related_name="staff_sessions"
    )
    began_at = models.DateTimeField("từ lúc")
    seen_at = models.DateTimeField("thấy lần cuối lúc", db_index=True)
    proved_at = models.DateTimeField("xác nhận lần cuối lúc")
    agent = models.CharField("trình duyệt", max_length=300, blank=True)
    address = models.CharField("địa chỉ mạng", max_length=64, blank=True)
    # With what it was opened. Whoever removes a factor ends the sessions that were opened with it.
    code_app = models.ForeignKey(
        "accounts.CodeApp", models.CASCADE, null=True, verbose_name="ứng dụng tạo mã", related_name="+"
    )
    passkey = models.ForeignKey(
        "accounts.Passkey", models.CASCADE, null=True, verbose_name="khóa truy cập", related_name="+"
    )
    recovery_code = models.ForeignKey(
        "accounts.RecoveryCode", models.CASCADE, null=True, verbose_name="mã dự phòng", related_name="+"
    )

    class Meta:
        verbose_name = "phiên đăng nhập"
        verbose_name_plural = "phiên đăng nhập"
        default_permissions = []
        ordering = ["-seen_at", "-pk"]

    def __str__(self):
        return self.device

    @property
    def device(self):
        return devices.in_words(self.agent)

    @property
    def has_second_factor(self):
        return any((self.code_app_id, self.passkey_id, self.recovery_code_id))


class SessionClearing(models.Model):
    """When sessions that ended were last cleared away: one row."""

    id = models.PositiveSmallIntegerField("mã", primary_key=True, default=1)
    cleared_at = models.DateTimeField("dọn lúc")

    class Meta:
        verbose_name = "lần dọn phiên"
        verbose_name_plural = "lần dọn phiên"
        default_permissions = []

    def __str__(self):
        return str(self.cleared_at)
