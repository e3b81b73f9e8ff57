"""Figures that were entered together: a year in one sitting, approved in one go."""

from django.conf import settings
from django.db import models

from resolutions import periods

from .congress import Congress


class FigureBatch(models.Model):
    """One sheet of figures of a congress and a year. Its figures wait, are approved or returned row by row."""

    congress = models.ForeignKey(Congress, models.CASCADE, verbose_name="đại hội", related_name="figure_batches")
    year = models.PositiveSmallIntegerField("năm")
    period_label = models.CharField("khoảng thời gian", max_length=40, blank=True, help_text="Trống: cả năm.")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, verbose_name="người nhập", related_name="+"
    )
    entered_at = models.DateTimeField("nhập lúc", editable=False)

    class Meta:
        verbose_name = "bảng số liệu"
        verbose_name_plural = "bảng số liệu"
        ordering = ["-entered_at", "-id"]

    def __str__(self):
        return f"{self.congress}, {self.period}"

    @property
    def period(self):
        """ "năm 2025", "9 tháng năm 2025" or "giai đoạn 2021-2025"."""
        return periods.in_words(self.period_label, self.year)
