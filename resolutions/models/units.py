"""Who is responsible."""

from django.db import models
from django.db.models import F, Q

from .text import NormalisedModel


class UnitQuerySet(models.QuerySet):
    def active(self, on):
        """Those that exist on that day."""
        return self.exclude(valid_to__lt=on).exclude(valid_from__gt=on)


class Unit(NormalisedModel):
    """A body that leads work. Units end and have successors: districts ended on 01/07/2025."""

    name = models.CharField("tên đơn vị", max_length=200, unique=True)
    valid_from = models.DateField("hoạt động từ ngày", null=True, blank=True)
    valid_to = models.DateField("kết thúc ngày", null=True, blank=True, help_text="Trống: vẫn đang hoạt động.")
    successors = models.ManyToManyField(
        "self", symmetrical=False, related_name="predecessors", blank=True, verbose_name="đơn vị kế tục"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="unit_ends_after_it_begins",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="Ngày kết thúc không thể trước ngày bắt đầu hoạt động.",
            )
        ]

    def __str__(self):
        return self.name
