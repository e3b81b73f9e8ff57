"""What is measured, whatever was resolved about it."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models

from resolutions import progress

from . import target_rules
from .former import Coded
from .sourced import years_are_plausible
from .text import NormalisedModel


class Indicator(NormalisedModel):
    """WHAT is measured, across terms."""

    class Direction(models.TextChoices):
        UP = "up", "Càng cao càng tốt"
        DOWN = "down", "Càng thấp càng tốt"
        RANGE = "range", "Trong khoảng"
        NEUTRAL = "neutral", "Không xếp hướng"

    code = models.SlugField("mã", max_length=60, unique=True, help_text="Không dấu, ví dụ: che-phu-rung")
    name = models.CharField("tên chỉ số", max_length=300)
    unit = models.CharField("đơn vị tính", max_length=60)
    decimals = models.PositiveSmallIntegerField("số chữ số thập phân", default=2, validators=[MaxValueValidator(4)])
    direction = models.CharField("hướng tốt", max_length=8, choices=Direction, default=Direction.UP)
    is_stock = models.BooleanField(
        "số tại một thời điểm",
        default=False,
        help_text="Đánh dấu khi số đo cái đang có (số xã đạt chuẩn, tỷ lệ che phủ): số giữa năm là mức mới nhất. "
        "Để trống khi số đo cái làm được trong năm (sản lượng, vốn, tốc độ tăng).",
    )
    agency = models.CharField("cơ quan công bố", max_length=200, blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "chỉ số thống kê"
        verbose_name_plural = "chỉ số thống kê"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        super().save(**kwargs)
        # A copy stands beside the comparator of each target, where the database can hold the two together.
        self.targets.exclude(direction=self.direction).update(direction=self.direction)

    def clean(self):
        targets = list(self.targets.all()) if self.pk else []
        if any(not progress.agree(self.direction, row.comparator, row.kind) for row in targets):
            raise ValidationError({"direction": "Có chỉ tiêu đang dùng phép so sánh không hợp với hướng này."})
        if any(target_rules.misfit(row.kind, row.unit, self.unit) for row in targets):
            raise ValidationError({"unit": "Có chỉ tiêu mà loại hoặc đơn vị không hợp với đơn vị này của chỉ số."})

    def shown_observations(self):
        """The approved ones, oldest year first. Filters at hand, so that a prefetch keeps its worth."""
        return [observation for observation in self.published_observations() if observation.is_approved]

    def published_observations(self):
        """Also those that were withdrawn since: a reader may look for what once stood there."""
        return [observation for observation in self.observations.all() if observation.approved_at]

    def figures(self):
        return tuple(observation.figure() for observation in self.shown_observations())


class SeriesBreak(NormalisedModel):
    """From this year on, figures may not be compared with earlier ones (a new poverty standard, say)."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, verbose_name="chỉ số", related_name="breaks")
    year = models.PositiveSmallIntegerField("từ năm")
    reason = models.CharField("lý do", max_length=300)

    class Meta:
        verbose_name = "chỗ ngắt chuỗi số liệu"
        verbose_name_plural = "chỗ ngắt chuỗi số liệu"
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"],
                name="one_break_per_year",
                violation_error_message="Chỉ số này đã có chỗ ngắt ở năm đó.",
            ),
            years_are_plausible("break_year_is_plausible", "year"),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.year}"


class TargetGroup(Coded, NormalisedModel):
    """A field under which targets are listed: Kinh tế, Xã hội, Môi trường ..."""

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên lĩnh vực", max_length=200)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "lĩnh vực chỉ tiêu"
        verbose_name_plural = "lĩnh vực chỉ tiêu"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name
