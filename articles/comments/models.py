"""What was said at a paragraph, and what was answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.comments.anchors import Anchor


class Comment(models.Model):
    """Said at a paragraph, or in answer to what was said there. Its words never change; its end may."""

    article = models.ForeignKey("articles.Article", models.CASCADE, verbose_name="bài viết", related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, verbose_name="trả lời cho", related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người viết", related_name="+")
    at = models.DateTimeField("lúc")
    text = models.TextField("ý kiến")
    # The paragraph's own words: a number would point at another one as soon as something is put before it.
    words = models.TextField("lời của đoạn", blank=True)
    occurrence = models.PositiveIntegerField("đoạn thứ mấy có lời ấy", default=0)
    edition = models.PositiveIntegerField("ở bản số", default=1)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="người giải quyết", related_name="+"
    )
    resolved_at = models.DateTimeField("giải quyết lúc", null=True)
    # A form that is sent twice, by a double click, says it once.
    form_key = models.CharField("mã của biểu mẫu", max_length=32, unique=True)

    class Meta:
        verbose_name = "ý kiến"
        verbose_name_plural = "ý kiến"
        default_permissions = ()
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_reply_is_not_resolved_by_itself",
                condition=Q(parent__isnull=True) | Q(resolved_at__isnull=True),
                violation_error_message="Chỉ ý kiến đầu tiên của một mạch mới được giải quyết.",
            )
        ]

    def __str__(self):
        return f"Ý kiến của {self.by}"

    @property
    def anchor(self):
        return Anchor(self.words, self.occurrence)
