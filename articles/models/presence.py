"""Who has an article open at the desk."""

from django.conf import settings
from django.db import models

from .articles import Article


class Presence(models.Model):
    """One person at one article. Holds for 40 seconds from `seen_at`, locks nothing, and is no part of the record."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="bài viết", related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="người mở", related_name="+")
    since = models.DateTimeField("mở từ lúc")
    seen_at = models.DateTimeField("thấy lần cuối lúc", db_index=True)

    class Meta:
        verbose_name = "người đang mở bài"
        verbose_name_plural = "người đang mở bài"
        default_permissions = []
        constraints = [models.UniqueConstraint("article", "user", name="presence_once_for_each_person")]

    def __str__(self):
        return f"{self.user}"
