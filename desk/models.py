"""What the screens of staff remember of a form that was sent."""

from django.db import models


class SentForm(models.Model):
    """One form of the desk that was sent and did something; gone after a day."""

    key = models.CharField("mã của biểu mẫu", max_length=40, primary_key=True)
    # No reference: people stand above this package.
    owner = models.CharField("của ai", max_length=40)
    sent_at = models.DateTimeField("gửi lúc", db_index=True)
    digest = models.CharField("dấu của nội dung", max_length=64)
    address = models.CharField("dẫn đến", max_length=500, blank=True)

    class Meta:
        verbose_name = "biểu mẫu đã gửi"
        verbose_name_plural = "biểu mẫu đã gửi"
        default_permissions = []

    def __str__(self):
        return self.key
