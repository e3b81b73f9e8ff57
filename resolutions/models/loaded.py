"""What a facts file put into a row, so that loading again can tell its own words from a person's."""

from django.db import models


class LoadedRow(models.Model):
    """`facts` holds each column as it was last loaded; a column that differs now was changed by a person."""

    model = models.CharField("bảng", max_length=40)
    key = models.CharField("khóa", max_length=700)
    object_id = models.PositiveBigIntegerField("dòng")
    facts = models.JSONField("nội dung đã nạp")

    class Meta:
        verbose_name = "dòng đã nạp"
        verbose_name_plural = "dòng đã nạp"
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="one_loaded_row_per_key")]

    def __str__(self):
        return f"{self.model}: {self.key}"
