"""Congresses and the structure of what they resolved."""

from django.db import models
from django.urls import reverse


class Congress(models.Model):
    """A congress of the provincial Party organisation and the term that it opens."""

    class State(models.TextChoices):
        IN_TERM = "in_term", "Đang trong nhiệm kỳ"
        CONCLUDED = "concluded", "Nhiệm kỳ đã kết thúc"

    code = models.SlugField("mã", max_length=10, unique=True, help_text="Chữ số La Mã viết thường: xv")
    ordinal = models.PositiveSmallIntegerField("lần thứ", unique=True)
    name = models.CharField("tên", max_length=300)
    start_year = models.PositiveSmallIntegerField("năm bắt đầu nhiệm kỳ")
    end_year = models.PositiveSmallIntegerField("năm kết thúc nhiệm kỳ")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.IN_TERM)
    opens_on = models.DateField("khai mạc", null=True, blank=True)
    closes_on = models.DateField("bế mạc", null=True, blank=True)
    venue = models.CharField("địa điểm", max_length=300, blank=True)
    theme = models.TextField("chủ đề", blank=True)
    motto = models.TextField("phương châm, tinh thần", blank=True)
    overall_goal = models.TextField("mục tiêu tổng quát", blank=True)
    breakthrough_count = models.PositiveSmallIntegerField("số khâu đột phá", null=True, blank=True)
    task_group_count = models.PositiveSmallIntegerField("số nhóm nhiệm vụ", null=True, blank=True)
    official_target_count = models.PositiveSmallIntegerField("số chỉ tiêu chủ yếu theo nguồn", null=True, blank=True)
    official_met_count = models.PositiveSmallIntegerField("số chỉ tiêu đạt và vượt theo nguồn", null=True, blank=True)
    sources = models.JSONField("nguồn theo từng mục", default=dict, blank=True)

    class Meta:
        verbose_name = "đại hội"
        verbose_name_plural = "đại hội"
        ordering = ["-ordinal"]

    def __str__(self):
        return f"Đại hội {self.numeral}"

    def get_absolute_url(self):
        return reverse("resolutions:congress", args=[self.code])

    @property
    def numeral(self):
        """Readers see XV, never 15."""
        return self.code.upper()


class Resolution(models.Model):
    """What the congress adopted. Number and day may be unknown and then stay so."""

    congress = models.OneToOneField(Congress, models.CASCADE, verbose_name="đại hội", related_name="resolution")
    number = models.CharField("số", max_length=60, blank=True)
    adopted_on = models.DateField("ngày thông qua", null=True, blank=True)
    summary = models.TextField("tóm tắt", blank=True)
    document = models.ForeignKey(
        "resolutions.Document", models.SET_NULL, null=True, blank=True, verbose_name="văn bản", related_name="+"
    )

    class Meta:
        verbose_name = "nghị quyết đại hội"
        verbose_name_plural = "nghị quyết đại hội"

    def __str__(self):
        return f"Nghị quyết {self.congress}"


class NamedPart(models.Model):
    """A numbered part of a resolution whose official name may not be known yet.

    A sample name (only in the demo) is shown with "(mẫu)"; entering the official name clears the flag.
    """

    UNNAMED = "Chưa nhập tên"

    number = models.PositiveSmallIntegerField("số thứ tự")
    name = models.CharField(
        "tên", max_length=500, blank=True, help_text="Đúng như trong nghị quyết. Trống: chưa nhập tên."
    )
    is_sample = models.BooleanField("tên mẫu", default=False, editable=False)
    body = models.TextField("nội dung", blank=True)
    source = models.CharField("nguồn", max_length=500, blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        abstract = True
        ordering = ["congress", "number"]

    def __str__(self):
        return self.shown_name

    @property
    def shown_name(self):
        if not self.name:
            return self.UNNAMED
        return f"{self.name} (mẫu)" if self.is_sample else self.name


class Breakthrough(NamedPart):
    congress = models.ForeignKey(Congress, models.CASCADE, verbose_name="đại hội", related_name="breakthroughs")

    class Meta(NamedPart.Meta):
        verbose_name = "khâu đột phá"
        verbose_name_plural = "khâu đột phá"
        constraints = [models.UniqueConstraint(fields=["congress", "number"], name="one_breakthrough_per_number")]

    def get_absolute_url(self):
        return f"{self.congress.get_absolute_url()}#dot-pha-{self.number}"


class TaskGroup(NamedPart):
    congress = models.ForeignKey(Congress, models.CASCADE, verbose_name="đại hội", related_name="task_groups")

    class Meta(NamedPart.Meta):
        verbose_name = "nhóm nhiệm vụ, giải pháp"
        verbose_name_plural = "nhóm nhiệm vụ, giải pháp"
        constraints = [models.UniqueConstraint(fields=["congress", "number"], name="one_task_group_per_number")]

    def get_absolute_url(self):
        return f"{self.congress.get_absolute_url()}#nhom-nhiem-vu-{self.number}"
