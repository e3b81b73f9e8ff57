from django.conf import settings
from django.db import models

from .articles import Article


class SeenWarning(models.Model):
    """Who said that they saw a warning of the checklist and let it stand. Only ever added."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="bài viết", related_name="seen_warnings")
    fingerprint = models.CharField("mã của cảnh báo", max_length=16)
    sentence = models.TextField("cảnh báo")
    places = models.TextField("ở đâu", blank=True)
    revision = models.PositiveIntegerField("lần sửa")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người đã xem", related_name="+")
    at = models.DateTimeField("xem lúc")

    class Meta:
        verbose_name = "cảnh báo đã xem"
        verbose_name_plural = "cảnh báo đã xem"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "fingerprint"],
                name="a_warning_is_ticked_once",
                violation_error_message="Cảnh báo này đã được đánh dấu.",
            )
        ]

    def __str__(self):
        return self.sentence
