"""The index: one row per thing a reader can find, keyed by its time."""

from django.db import models


class SearchEntry(models.Model):
    """`id` is local epoch seconds * 8 + slot: `id // 691200` is the local day (docs/decisions/)."""

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = "mục tìm kiếm"
        verbose_name_plural = "mục tìm kiếm"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_per_object")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"
