"""What is measured, what was resolved about it, and what was found."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from resolutions import progress


def decimal_field(label, **options):
    return models.DecimalField(label, max_digits=20, decimal_places=4, **options)


class Sourced(models.Model):
    """A figure always says where it is from and how far to trust it."""

    class Confidence(models.TextChoices):
        HIGH = "high", "Cao"
        MEDIUM = "medium", "Trung bình"
        LOW = "low", "Thấp"

    source = models.CharField("nguồn", max_length=500)
    source_as_of = models.CharField(
        "thời điểm của nguồn", max_length=10, blank=True, help_text="Năm, tháng hoặc ngày: 2024, 2024-12, 2024-12-05"
    )
    confidence = models.CharField("độ tin cậy", max_length=6, choices=Confidence, default=Confidence.HIGH)
    from_press = models.BooleanField("theo báo chí, cần đối chiếu", default=False)
    is_derived = models.BooleanField("tính từ số đã công bố", default=False)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        abstract = True


class Indicator(models.Model):
    """WHAT is measured, across terms."""

    class Direction(models.TextChoices):
        UP = "up", "Càng cao càng tốt"
        DOWN = "down", "Càng thấp càng tốt"
        RANGE = "range", "Trong khoảng"
        NEUTRAL = "neutral", "Không xếp hướng"

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên chỉ số", max_length=300)
    unit = models.CharField("đơn vị tính", max_length=60)
    decimals = models.PositiveSmallIntegerField("số chữ số thập phân", default=2)
    direction = models.CharField("hướng tốt", max_length=8, choices=Direction, default=Direction.UP)
    agency = models.CharField("cơ quan công bố", max_length=200, blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "chỉ số thống kê"
        verbose_name_plural = "chỉ số thống kê"
        ordering = ["name"]

    def __str__(self):
        return self.name


class SeriesBreak(models.Model):
    """From this year on, figures may not be compared with earlier ones (a new poverty standard, say)."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, verbose_name="chỉ số", related_name="breaks")
    year = models.PositiveSmallIntegerField("từ năm")
    reason = models.CharField("lý do", max_length=300)

    class Meta:
        verbose_name = "chỗ ngắt chuỗi số liệu"
        verbose_name_plural = "chỗ ngắt chuỗi số liệu"
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["indicator", "year"], name="one_break_per_year")]

    def __str__(self):
        return f"{self.indicator}, {self.year}"


class TargetGroup(models.Model):
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


class Target(Sourced):
    """What was RESOLVED about an indicator."""

    class Kind(models.TextChoices):
        AVERAGE_RATE = progress.Kind.AVERAGE_RATE, "Tốc độ tăng bình quân"
        AVERAGE_CHANGE = progress.Kind.AVERAGE_CHANGE, "Mức thay đổi bình quân năm"
        LEVEL = progress.Kind.LEVEL, "Mức đạt vào năm cuối"
        TOTAL = progress.Kind.TOTAL, "Tổng cả nhiệm kỳ"
        COMPOSITE = progress.Kind.COMPOSITE, "Cơ cấu nhiều phần"
        NESTED = progress.Kind.NESTED, "Chỉ tiêu lồng nhau"
        COUNT = progress.Kind.COUNT, "Số lượng"
        MAINTAIN = progress.Kind.MAINTAIN, "Duy trì hằng năm"
        MILESTONE = progress.Kind.MILESTONE, "Mốc phải hoàn thành"
        QUALITATIVE = progress.Kind.QUALITATIVE, "Định tính, đánh giá qua sơ kết, tổng kết"

    class Comparator(models.TextChoices):
        AT_LEAST = progress.Comparator.AT_LEAST, "từ … trở lên"
        ABOVE = progress.Comparator.ABOVE, "trên"
        AT_MOST = progress.Comparator.AT_MOST, "không quá"
        BELOW = progress.Comparator.BELOW, "dưới"
        BETWEEN = progress.Comparator.BETWEEN, "trong khoảng"

    class MaintainRule(models.TextChoices):
        EVERY_YEAR = progress.MaintainRule.EVERY_YEAR, "mọi năm đều đạt"
        END_YEAR = progress.MaintainRule.END_YEAR, "năm cuối đạt"
        AVERAGE = progress.MaintainRule.AVERAGE, "bình quân đạt"

    congress = models.ForeignKey("resolutions.Congress", models.CASCADE, verbose_name="đại hội", related_name="targets")
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name="chỉ số", related_name="targets")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, verbose_name="thuộc chỉ tiêu", related_name="parts"
    )
    code = models.SlugField("mã", max_length=60, help_text="Dùng trong địa chỉ trang: grdp-growth")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    group = models.ForeignKey(TargetGroup, models.PROTECT, verbose_name="lĩnh vực", related_name="targets")
    wording = models.TextField("nội dung chỉ tiêu", help_text="Đúng như trong nghị quyết.")
    kind = models.CharField("loại chỉ tiêu", max_length=20, choices=Kind)
    comparator = models.CharField("phép so sánh", max_length=10, choices=Comparator, default=Comparator.AT_LEAST)
    maintain_rule = models.CharField("cách tính duy trì", max_length=12, choices=MaintainRule, blank=True)
    is_approximate = models.BooleanField("con số ước lượng (khoảng)", default=False)
    value = decimal_field("mức chỉ tiêu", null=True, blank=True)
    low = decimal_field("cận dưới", null=True, blank=True)
    high = decimal_field("cận trên", null=True, blank=True)
    target_year = models.PositiveSmallIntegerField("năm đích")
    due_on = models.DateField("hạn hoàn thành", null=True, blank=True)
    baseline_value = decimal_field("mức xuất phát", null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField("năm xuất phát", null=True, blank=True)
    baseline_vintage = models.CharField("độ chính thức mức xuất phát", max_length=12, blank=True)
    baseline_source = models.CharField("nguồn mức xuất phát", max_length=500, blank=True)
    baseline_note = models.TextField("ghi chú mức xuất phát", blank=True)
    task_group = models.ForeignKey(
        "resolutions.TaskGroup",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="nhóm nhiệm vụ",
        related_name="targets",
    )
    breakthroughs = models.ManyToManyField(
        "resolutions.Breakthrough", blank=True, verbose_name="khâu đột phá", related_name="targets"
    )
    links_are_sample = models.BooleanField("liên kết mẫu", default=False, editable=False)
    lead_unit = models.ForeignKey(
        "resolutions.Unit",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="đơn vị chủ trì",
        related_name="targets",
    )
    not_assessed_reason = models.CharField("lý do không đánh giá", max_length=300, blank=True)
    done_on = models.DateField("ngày hoàn thành", null=True, blank=True, help_text="Cho chỉ tiêu loại mốc.")

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["congress", "group__order", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["congress", "code"], name="one_target_per_code")]

    def __str__(self):
        return self.wording

    def get_absolute_url(self):
        return reverse("resolutions:target", args=[self.congress.code, self.code])


class TargetRevision(Sourced):
    """A later decision that moved the number; the original stays."""

    target = models.ForeignKey(Target, models.CASCADE, verbose_name="chỉ tiêu", related_name="revisions")
    decided_on = models.DateField("ngày quyết định")
    value = decimal_field("mức mới", null=True, blank=True)
    low = decimal_field("cận dưới mới", null=True, blank=True)
    high = decimal_field("cận trên mới", null=True, blank=True)

    class Meta:
        verbose_name = "điều chỉnh chỉ tiêu"
        verbose_name_plural = "điều chỉnh chỉ tiêu"
        ordering = ["decided_on"]

    def __str__(self):
        return f"{self.target}: {self.decided_on}"


class AnnualPlan(Sourced):
    """The planned value of a target for one year."""

    target = models.ForeignKey(Target, models.CASCADE, verbose_name="chỉ tiêu", related_name="plans")
    year = models.PositiveSmallIntegerField("năm")
    value = decimal_field("mức kế hoạch")

    class Meta:
        verbose_name = "kế hoạch năm"
        verbose_name_plural = "kế hoạch năm"
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["target", "year"], name="one_plan_per_year")]

    def __str__(self):
        return f"{self.target}: {self.year}"


class ObservationQuerySet(models.QuerySet):
    def approved(self):
        """Figures that a second person has confirmed; only these are shown and counted."""
        return self.filter(approved_at__isnull=False)


class Observation(Sourced):
    """What was FOUND. Only ever added: a better figure is a new row, the old one stays as history."""

    class Vintage(models.TextChoices):
        ESTIMATE = progress.Vintage.ESTIMATE, "Ước"
        PRELIMINARY = progress.Vintage.PRELIMINARY, "Sơ bộ"
        OFFICIAL = progress.Vintage.OFFICIAL, "Chính thức"

    class Span(models.TextChoices):
        YEAR = progress.Span.YEAR, "Cả năm"
        PART_YEAR = progress.Span.PART_YEAR, "Một phần năm"
        TERM = progress.Span.TERM, "Cả nhiệm kỳ hoặc giai đoạn"

    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name="chỉ số", related_name="observations")
    year = models.PositiveSmallIntegerField("năm", help_text="Với số của cả giai đoạn: năm cuối.")
    span = models.CharField("khoảng thời gian", max_length=10, choices=Span, default=Span.YEAR)
    period_label = models.CharField(
        "tên khoảng thời gian", max_length=40, blank=True, help_text="Ví dụ: 9 tháng, quý I, 2021-2025"
    )
    value = decimal_field("giá trị")
    vintage = models.CharField("độ chính thức", max_length=12, choices=Vintage)
    recorded_at = models.DateTimeField("nhập lúc", editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, verbose_name="người nhập", related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name="người duyệt",
        related_name="+",
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True, editable=False)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = "số liệu thực hiện"
        verbose_name_plural = "số liệu thực hiện"
        ordering = ["indicator", "year", "recorded_at", "id"]
        permissions = [("approve_observation", "Được duyệt số liệu")]
        constraints = [
            models.CheckConstraint(
                name="observation_has_a_source",
                condition=~Q(source=""),
                violation_error_message="Số liệu phải có nguồn.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.period_label or self.year}"
