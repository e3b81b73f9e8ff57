"""What people at the desk are told, and the letters that wait to be sent."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class NoticeQuerySet(models.QuerySet):
    def unread(self, user):
        return self.filter(user=user, read_at__isnull=True)


class Notice(models.Model):
    """What others did that concerns somebody, until that person has read it."""

    class Kind(models.TextChoices):
        ACCOUNT = "account", "Tài khoản"
        WORK = "work", "Công việc"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="người được báo"
    )
    kind = models.CharField("về", max_length=10, choices=Kind)
    text = models.CharField("lời báo", max_length=500)
    url = models.CharField("nơi xem", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người làm"
    )
    at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đọc lúc", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "lời báo"
        verbose_name_plural = "lời báo"
        default_permissions = ()
        ordering = ["-at", "-id"]
        indexes = [models.Index("user", condition=Q(read_at__isnull=True), name="notice_unread")]

    def __str__(self):
        return self.text


class MailChoice(models.Model):
    """Whether somebody wants a letter for what is told at the desk; without a row, yes."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+", verbose_name="người dùng"
    )
    by_mail = models.BooleanField("nhận thư báo", default=True)

    class Meta:
        verbose_name = "lựa chọn nhận thư"
        verbose_name_plural = "lựa chọn nhận thư"
        default_permissions = ()

    def __str__(self):
        return "Nhận thư báo" if self.by_mail else "Không nhận thư báo"


class Letter(models.Model):
    """A letter, written in the transaction of what it tells; outbox.py sends it. What it says goes once it is sent."""

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ gửi"
        SENT = "sent", "Đã gửi"
        FAILED = "failed", "Không gửi được"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người nhận")
    key = models.UUIDField("mã của thư", default=uuid.uuid4, unique=True)
    """Stands in the letter: whoever gets it twice can tell that it is one."""
    hidden = models.TextField("nội dung đã niêm", blank=True)
    """Address, subject and text: a link in it opens an account."""
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField("số lần thử", default=0)
    made_at = models.DateTimeField("viết lúc")
    next_at = models.DateTimeField("thử lại từ")
    good_until = models.DateTimeField("có ích đến", null=True)
    done_at = models.DateTimeField("xong lúc", null=True)
    problem = models.CharField("vì sao", max_length=300, blank=True)

    class Meta:
        verbose_name = "thư gửi đi"
        verbose_name_plural = "thư gửi đi"
        default_permissions = ("view",)
        ordering = ["-made_at", "-id"]
        indexes = [models.Index("next_at", condition=Q(state="waiting"), name="letter_due")]

    def __str__(self):
        return f"Thư {self.pk}"
