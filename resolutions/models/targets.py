"""What was resolved: the numbers a congress set itself.

A target either holds a number about one indicator, or it is a heading: COMPOSITE (the economic structure) and NESTED
(trained labour, of it certified) hold no number of their own, only parts that do. What is counted ("14 trong 25 chỉ
tiêu có số liệu") are the targets with a number; a heading adds none.
"""

from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse

import vietnamese
from resolutions import progress
from search.storage.entry import Entry

from . import target_rules
from .congress import Congress
from .former import Coded
from .indicators import Indicator, TargetGroup
from .observations import Observation
from .sourced import Sourced, decimal_field, years_are_plausible

TARGET_KIND = "chi-tieu"
COMPARED = {"at_least": "ít nhất", "above": "trên", "below": "dưới", "at_most": "không quá"}
WITHOUT_SIDE = progress.WITHOUT_NUMBER | {progress.Kind.AVERAGE_CHANGE}
"""Kinds whose comparator says nothing about the direction of their indicator: see `progress.agree`."""


class TargetQuerySet(models.QuerySet):
    def counted(self):
        """Those that hold a number, a date or a task of their own: what a summary counts."""
        return self.exclude(kind__in=progress.HEADINGS)

    def headings(self):
        """Those whose number lies in their parts."""
        return self.filter(kind__in=progress.HEADINGS)

    def top_level(self):
        """What a page lists; parts stand under their heading."""
        return self.filter(parent__isnull=True)

    def with_figures(self):
        """All that `goal()` and `figures()` of a target without parts read."""
        observations = Observation.objects.published().order_by("year", "recorded_at", "id")
        return self.select_related("congress", "indicator", "group").prefetch_related(
            "plans", "revisions", "indicator__breaks", Prefetch("indicator__observations", queryset=observations)
        )

    def for_dashboard(self):
        """All that a page about targets reads, parts included, in a number of queries that does not grow."""
        return (
            self.with_figures()
            .select_related("task_group", "lead_unit")
            .prefetch_related("breakthroughs", Prefetch("parts", queryset=Target.objects.with_figures()))
        )

    def search_entries(self):
        entries = [row.search_entry() for row in self.select_related("congress__resolution", "indicator", "group")]
        return iter(sorted(entries, key=lambda entry: (entry.at, entry.object_id)))


class Target(Coded, Sourced):
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

    class Road(models.TextChoices):
        LINEAR = progress.Road.LINEAR, "tăng đều theo mức"
        GEOMETRIC = progress.Road.GEOMETRIC, "tăng đều theo tỷ lệ phần trăm"

    class MaintainRule(models.TextChoices):
        EVERY_YEAR = progress.MaintainRule.EVERY_YEAR, "mọi năm đều đạt"
        END_YEAR = progress.MaintainRule.END_YEAR, "năm cuối đạt"
        AVERAGE = progress.MaintainRule.AVERAGE, "bình quân đạt"

    congress = models.ForeignKey(Congress, models.CASCADE, verbose_name="đại hội", related_name="targets")
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="chỉ số",
        related_name="targets",
        help_text="Trống với chỉ tiêu nhiều phần, mốc và định tính.",
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="thuộc chỉ tiêu",
        related_name="parts",
    )
    code = models.SlugField("mã", max_length=60, help_text="Dùng trong địa chỉ trang: che-phu-rung")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    group = models.ForeignKey(TargetGroup, models.PROTECT, verbose_name="lĩnh vực", related_name="targets")
    wording = models.TextField("nội dung chỉ tiêu", help_text="Đúng như trong nghị quyết.")
    kind = models.CharField("loại chỉ tiêu", max_length=20, choices=Kind)
    unit = models.CharField(
        "đơn vị của mức chỉ tiêu",
        max_length=60,
        blank=True,
        help_text="Chỉ ghi khi khác đơn vị của chỉ số, ví dụ: điểm phần trăm/năm.",
    )
    comparator = models.CharField("phép so sánh", max_length=10, choices=Comparator, default=Comparator.AT_LEAST)
    comparator_is_read = models.BooleanField(
        "phép so sánh do người nhập hiểu",
        default=False,
        help_text="Khi nguồn chỉ ghi con số, không ghi «trên», «dưới», «không quá», «ít nhất».",
    )
    maintain_rule = models.CharField("cách tính duy trì", max_length=12, choices=MaintainRule, blank=True)
    road = models.CharField(
        "mức cần có từng năm",
        max_length=10,
        choices=Road,
        default=Road.LINEAR,
        help_text="Với mức tăng theo phần trăm (GRDP/người, thu ngân sách), chọn «theo tỷ lệ phần trăm».",
    )
    direction = models.CharField("hướng tốt", max_length=8, choices=Indicator.Direction, blank=True, editable=False)
    is_approximate = models.BooleanField("con số ước lượng (khoảng)", default=False)
    value = decimal_field("mức chỉ tiêu", null=True, blank=True)
    low = decimal_field("cận dưới", null=True, blank=True)
    high = decimal_field("cận trên", null=True, blank=True)
    target_year = models.PositiveSmallIntegerField("năm đích")
    due_on = models.DateField("hạn hoàn thành", null=True, blank=True)
    baseline_value = decimal_field("mức xuất phát", null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField("năm xuất phát", null=True, blank=True)
    baseline_vintage = models.CharField(
        "độ chính thức mức xuất phát", max_length=12, choices=Observation.Vintage, blank=True
    )
    baseline_source = models.CharField("nguồn mức xuất phát", max_length=500, blank=True)
    baseline_from_press = models.BooleanField("mức xuất phát theo báo chí, cần đối chiếu", default=False)
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
    cause = models.TextField("nguyên nhân", blank=True, help_text="Vì sao đạt, vượt hoặc không đạt; in trong biểu.")
    remedy = models.TextField("giải pháp", blank=True, help_text="Việc phải làm tiếp; in trong biểu.")
    not_assessed_reason = models.CharField(
        "lý do không đánh giá",
        max_length=300,
        blank=True,
        help_text="Ghi khi đối tượng của chỉ tiêu không còn, ví dụ: xã đã sắp xếp lại. Trống: vẫn đánh giá.",
    )
    done_on = models.DateField("ngày hoàn thành", null=True, blank=True, help_text="Cho chỉ tiêu loại mốc.")

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["congress", "group__order", "order", "id"]
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["congress", "code"],
                name="one_target_per_code",
                violation_error_message="Đại hội này đã có chỉ tiêu mang mã đó.",
            ),
            models.CheckConstraint(
                name="target_range_runs_upward",
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
                violation_error_message="Cận dưới không thể lớn hơn cận trên.",
            ),
            models.CheckConstraint(
                name="target_is_not_its_own_part",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message="Một chỉ tiêu không thể là phần của chính nó.",
            ),
            models.CheckConstraint(
                name="target_comparator_fits_its_direction",
                condition=Q(kind__in=sorted(kind.value for kind in WITHOUT_SIDE))
                | Q(direction="neutral")
                | Q(direction="up", comparator__in=["at_least", "above"])
                | Q(direction="down", comparator__in=["at_most", "below"])
                | Q(direction="range", comparator="between")
                | Q(direction=""),
                violation_error_message=target_rules.DISAGREE,
            ),
            years_are_plausible("target_years_are_plausible", "target_year", "baseline_year"),
        ]

    def __str__(self):
        return self.wording

    def get_absolute_url(self):
        return reverse("resolutions:target", args=[self.congress.code, self.code])

    def normalise(self):
        super().normalise()
        self.direction = self.indicator.direction if self.indicator else ""

    def clean(self):
        super().clean()
        target_rules.check(self)

    @property
    def is_heading(self):
        return self.kind in progress.HEADINGS

    @property
    def shown_unit(self):
        return self.unit or (self.indicator.unit if self.indicator else "")

    def goal(self):
        """What was resolved, for `progress.assess`. Reads plans, revisions, breaks and parts: see `for_dashboard`."""
        return progress.Goal(
            kind=progress.Kind(self.kind),
            start_year=self.congress.start_year,
            target_year=self.target_year,
            direction=progress.Direction(self.indicator.direction) if self.indicator else progress.Direction.UP,
            comparator=progress.Comparator(self.comparator),
            value=self.value,
            low=self.low,
            high=self.high,
            is_approximate=self.is_approximate,
            baseline_value=self.baseline_value,
            baseline_year=self.baseline_year,
            road=progress.Road(self.road),
            is_stock=bool(self.indicator and self.indicator.is_stock),
            measures_changes=bool(self.indicator) and target_rules.measures_changes(self.kind, self.indicator.unit),
            maintain_rule=progress.MaintainRule(self.maintain_rule) if self.maintain_rule else None,
            plans=tuple(progress.Plan(year=plan.year, value=plan.value) for plan in self.plans.all()),
            break_years=tuple(cut.year for cut in self.indicator.breaks.all()) if self.indicator else (),
            revisions=tuple(revision.revision() for revision in self.revisions.all()),
            parts=self._parts(),
            parts_are_shares=self.kind == self.Kind.COMPOSITE,
            due_on=self.due_on,
            done_on=self.done_on,
            not_assessed_reason=self.not_assessed_reason,
        )

    def _parts(self):
        if not self.is_heading:
            return ()
        parts = self.parts.all()
        return tuple(progress.Part(name=part.wording, goal=part.goal(), figures=part.figures()) for part in parts)

    def figures(self):
        """What was found, approved figures only."""
        return self.indicator.figures() if self.indicator else ()

    @property
    def resolved_number(self):
        """ "7,5%/năm", "trên 200 triệu USD", "từ 4 đến 5 điểm phần trăm/năm"; "" for a target without a number."""
        if self.comparator == self.Comparator.BETWEEN and self.low is not None and self.high is not None:
            text = f"từ {vietnamese.number(self.low)} đến {vietnamese.number(self.high)}"
        elif self.value is not None:
            about = "khoảng" if self.is_approximate else COMPARED[self.comparator]
            text = f"{about} {vietnamese.number(self.value)}"
        else:
            return ""
        return vietnamese.with_unit(text, self.shown_unit)

    def search_entry(self):
        number = f" Đến năm {self.target_year}: {self.resolved_number}." if self.resolved_number else ""
        field = vietnamese.uncapitalised(self.group.name)
        return Entry(
            kind=TARGET_KIND,
            object_id=self.pk,
            title=self.wording,
            url=self.get_absolute_url(),
            summary=f"Chỉ tiêu Đại hội {self.congress.numeral}, {field}.{number}",
            text=self.indicator.name if self.indicator else "",
            **self.congress.when(self.congress.resolved_on),
        )
