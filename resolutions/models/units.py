"""Who is responsible."""

from django.db import models


class Unit(models.Model):
    """A body that leads work. Units end and have successors: districts ended on 01/07/2025."""

    name = models.CharField("tên đơn vị", max_length=200, unique=True)
    valid_from = models.DateField("hoạt động từ ngày", null=True, blank=True)
    valid_to = models.DateField("kết thúc ngày", null=True, blank=True, help_text="Trống: vẫn đang hoạt động.")
    successors = models.ManyToManyField(
        "self", symmetrical=False, related_name="predecessors", blank=True, verbose_name="đơn vị kế tục"
    )

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["name"]

    def __str__(self):
        return self.name
