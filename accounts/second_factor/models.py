"""What a person has besides the password: an app with codes, passkeys, and codes on paper for when both are lost."""

from django.conf import settings
from django.db import models


class CodeApp(models.Model):
    """An authenticator app on a phone (TOTP); one for each person."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="người dùng", related_name="code_app"
    )
    secret = models.TextField("khóa đã mã hóa")
    # Only later steps are taken: whoever saw a code being typed cannot use it again.
    last_step = models.BigIntegerField("bước đã dùng")
    added_at = models.DateTimeField("bật lúc")
    used_at = models.DateTimeField("dùng lần cuối lúc", null=True)

    class Meta:
        verbose_name = "ứng dụng tạo mã"
        verbose_name_plural = "ứng dụng tạo mã"
        default_permissions = []

    def __str__(self):
        return "Ứng dụng tạo mã"


class Passkey(models.Model):
    """A key of WebAuthn: in a phone, a computer or a stick."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="người dùng", related_name="passkeys"
    )
    name = models.CharField("tên khóa", max_length=60)
    # A browser offers a key only at the host it was made on.
    host = models.CharField("tên miền", max_length=253)
    credential_id = models.CharField("mã khóa", max_length=1400, unique=True)
    credential = models.BinaryField("khóa công khai")
    sign_count = models.BigIntegerField("số lần ký", default=0)
    added_at = models.DateTimeField("thêm lúc")
    used_at = models.DateTimeField("dùng lần cuối lúc", null=True)

    class Meta:
        verbose_name = "khóa truy cập"
        verbose_name_plural = "khóa truy cập"
        default_permissions = []
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.name


class RecoveryCode(models.Model):
    """One of the codes on paper. Only its seal is kept; each opens once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="người dùng", related_name="recovery_codes"
    )
    seal = models.CharField("dấu của mã", max_length=64)
    used_at = models.DateTimeField("dùng lúc", null=True)

    class Meta:
        verbose_name = "mã dự phòng"
        verbose_name_plural = "mã dự phòng"
        default_permissions = []

    def __str__(self):
        return "Mã dự phòng"


class SecondFactorDuty(models.Model):
    """Since when this person must have a second factor; rules.py says how long the grace is."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, verbose_name="người dùng", related_name="+"
    )
    began_at = models.DateTimeField("từ lúc")

    class Meta:
        verbose_name = "hạn bật xác thực hai bước"
        verbose_name_plural = "hạn bật xác thực hai bước"
        default_permissions = []

    def __str__(self):
        return str(self.user)
