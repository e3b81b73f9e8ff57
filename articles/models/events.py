"""The history of an article."""

from django.conf import settings
from django.db import models

from articles.workflow import STEPS

from .articles import Article


class WorkflowEvent(models.Model):
    """Who did which step, when, and what they said. Never changed."""

    OTHER_STEPS = {
        "create": "Tạo bài",
        "edit": "Sửa bài",
        "link": "Đổi liên kết",
        "reschedule": "Đổi lịch đăng",
        "hand_over": "Giao bài",
        "import": "Nhập từ tệp",
        "correction_submit": "Gửi bản sửa",
        "correction_agree": "Thay bài đang đăng bằng bản sửa",
        "correction_send_back": "Trả lại bản sửa",
        "correction_drop": "Bỏ bản sửa",
    }

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="bài viết", related_name="events")
    step = models.CharField("bước", max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="người thực hiện", related_name="+"
    )
    at = models.DateTimeField("lúc")
    revision = models.PositiveIntegerField("lần sửa")
    note = models.TextField("lời nhắn", blank=True)

    class Meta:
        verbose_name = "bước xử lý"
        verbose_name_plural = "bước xử lý"
        ordering = ["at", "id"]

    def __str__(self):
        return self.step_name

    @property
    def step_name(self):
        return STEPS[self.step].name if self.step in STEPS else self.OTHER_STEPS.get(self.step, self.step)
