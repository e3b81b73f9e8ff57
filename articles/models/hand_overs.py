"""Who wrote an article before somebody else did."""

from django.conf import settings
from django.db import models

from .articles import Article


class HandOver(models.Model):
    """An article went from one writer to another. Never changed: who once wrote a text never approves it."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="bài viết", related_name="hand_overs")
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người viết trước"
    )
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người viết tiếp"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người giao")
    at = models.DateTimeField("giao lúc")
    reason = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = "lần giao bài"
        verbose_name_plural = "lần giao bài"
        default_permissions = ()
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.article}: {self.giver or 'Không rõ'} → {self.taker}"
