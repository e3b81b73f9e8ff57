"""Links that were handed out, and what came back."""

from django.conf import settings
from django.db import models


class ShareLink(models.Model):
    """Shows one version to whoever holds it, until it expires, is revoked, or that text is public."""

    article = models.ForeignKey("articles.Article", models.CASCADE, verbose_name="bài viết", related_name="share_links")
    edition = models.ForeignKey("articles.Edition", models.CASCADE, verbose_name="bản", related_name="+")
    digest = models.CharField("mã băm", max_length=64, unique=True)
    for_whom = models.CharField("gửi cho ai", max_length=150)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người tạo", related_name="+")
    made_at = models.DateTimeField("tạo lúc")
    expires_at = models.DateTimeField("dùng được đến")
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="người thu hồi", related_name="+"
    )
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)
    form_key = models.CharField("mã của biểu mẫu", max_length=32)

    class Meta:
        verbose_name = "liên kết chia sẻ"
        verbose_name_plural = "liên kết chia sẻ"
        default_permissions = ()
        ordering = ["-made_at", "-id"]

    def __str__(self):
        return f"Liên kết gửi {self.for_whom}"

    def is_living(self, at) -> bool:
        return self.revoked_at is None and at < self.expires_at


class ShareAnswer(models.Model):
    """What somebody answered by a link, under the name that they typed. Nobody has proved it; it approves nothing."""

    class Kind(models.TextChoices):
        AGREE = "agree", "Đồng ý"
        COMMENT = "comment", "Góp ý"

    link = models.ForeignKey(ShareLink, models.CASCADE, verbose_name="liên kết", related_name="answers")
    kind = models.CharField("trả lời", max_length=10, choices=Kind)
    name = models.CharField("họ và tên", max_length=100)
    text = models.TextField("góp ý", blank=True)
    at = models.DateTimeField("lúc")
    # A form that is sent twice, by a double click, answers once.
    form_key = models.CharField("mã của biểu mẫu", max_length=64, unique=True)

    class Meta:
        verbose_name = "trả lời qua liên kết"
        verbose_name_plural = "trả lời qua liên kết"
        default_permissions = ()
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.name}"
