"""What was found."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from resolutions import periods, progress
from resolutions.workflow import State

from .indicators import Indicator
from .sourced import Sourced, decimal_field, years_are_plausible

STATE_NAMES = {
    State.WAITING: "Chờ duyệt",
    State.APPROVED: "Đã duyệt",
    State.RETURNED: "Trả lại người nhập",
    State.WITHDRAWN: "Đã thu hồi",
}


SAME = ["indicator", "year", "span", "period_label", "vintage", "source"]
TWICE = "Nguồn này đã có số liệu cùng năm, cùng độ chính thức cho chỉ số; nếu số đó sai, hãy dùng «Đính chính»."
STRETCH_NEEDED = "Giai đoạn ghi hai năm, ví dụ 2021-2025, và năm cuối phải trùng với ô năm."
PART_NEEDED = "Tên này không phải một phần của năm đó; hãy ghi ví dụ 9 tháng, hoặc chọn khoảng thời gian khác."


def trust(scope_note: str, vintage: str, pk: int) -> tuple:
    """The greatest is the figure that counts of those of one year, as `progress.choose` chooses."""
    return not scope_note, progress.Vintage(vintage).rank, pk


class ObservationQuerySet(models.QuerySet):
    def approved(self):
        """Figures that a second person has confirmed; only these are shown and counted."""
        return self.filter(approved_at__isnull=False, withdrawn_at__isnull=True)

    def published(self):
        """Figures that readers see or have seen: what was withdrawn stays in the list, struck."""
        return self.filter(approved_at__isnull=False)

    def open(self):
        """Figures that nobody has approved yet; whoever enters figures may still change them."""
        return self.filter(approved_at__isnull=True, withdrawn_at__isnull=True)

    def waiting(self):
        """Those of them that need a second person."""
        return self.open().filter(returned_at__isnull=True)

    def returned(self):
        """Those that the second person sent back."""
        return self.open().filter(returned_at__isnull=False)

    def approvable_by(self, user):
        """Those of them that this person did not enter."""
        return self.waiting().exclude(entered_by=user)


class Observation(Sourced):
    """What was FOUND. Only ever added: a better figure is a new row, the old one stays as history.

    Until it is approved the person who enters it may still correct it. After that nothing about it changes. A figure
    that proves wrong is corrected by another that `replaces` it at the moment of approval, or withdrawn with a reason.
    """

    class Vintage(models.TextChoices):
        ESTIMATE = progress.Vintage.ESTIMATE, "Ước"
        UNKNOWN = progress.Vintage.UNKNOWN, "Chưa rõ"
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
        "tên khoảng thời gian",
        max_length=40,
        blank=True,
        help_text="Trống với số cả năm. Một phần năm: 9 tháng, quý I. Giai đoạn: 2021-2025.",
    )
    value = decimal_field("giá trị", help_text="Số của giai đoạn trong chỉ tiêu bình quân: mức bình quân mỗi năm.")
    vintage = models.CharField(
        "độ chính thức", max_length=12, choices=Vintage, help_text="Đúng như nguồn ghi; nguồn không ghi: chưa rõ."
    )
    scope_note = models.CharField(
        "phạm vi, nếu khác chỉ tiêu",
        max_length=200,
        blank=True,
        help_text="Ví dụ: chỉ nông sản; 4 trong 5 năm. Có ghi thì trang nói ngay cạnh kết quả. Trống: đúng phạm vi.",
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="đính chính cho",
        related_name="corrections",
        help_text="Số đang hiện mà số này thay khi được duyệt.",
    )
    correction_reason = models.CharField("lý do đính chính", max_length=200, blank=True)
    batch = models.ForeignKey(
        "resolutions.FigureBatch",
        models.SET_NULL,
        null=True,
        editable=False,
        verbose_name="bảng số liệu",
        related_name="observations",
    )
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
    returned_at = models.DateTimeField("trả lại lúc", null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name="người thu hồi",
        related_name="+",
    )
    withdrawn_at = models.DateTimeField("thu hồi lúc", null=True, editable=False)
    withdrawn_reason = models.CharField("lý do thu hồi", max_length=300, blank=True, editable=False)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = "số liệu thực hiện"
        verbose_name_plural = "số liệu thực hiện"
        ordering = ["indicator", "year", "recorded_at", "id"]
        permissions = [("approve_observation", "Được duyệt và thu hồi số liệu")]
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=SAME,
                condition=Q(withdrawn_at__isnull=True, approved_at__isnull=False),
                name="one_figure_per_year_vintage_and_source",
                violation_error_message=TWICE,
            ),
            models.UniqueConstraint(
                fields=SAME,
                condition=Q(withdrawn_at__isnull=True, approved_at__isnull=True),
                name="one_open_figure_per_year_vintage_and_source",
                violation_error_message="Số liệu cùng năm, cùng nguồn này đã được nhập và đang chờ duyệt.",
            ),
            models.CheckConstraint(
                name="a_correction_says_why",
                condition=Q(replaces__isnull=True) | ~Q(correction_reason=""),
                violation_error_message="Đính chính phải nêu lý do.",
            ),
            models.CheckConstraint(
                name="only_a_whole_year_needs_no_period",
                condition=Q(span="year", period_label="") | (~Q(span="year") & ~Q(period_label="")),
                violation_error_message="Hãy ghi tên khoảng thời gian cho số không phải cả năm; số cả năm để trống.",
            ),
            models.CheckConstraint(
                name="figure_is_approved_by_another_person",
                condition=Q(approved_by__isnull=True) | Q(entered_by__isnull=True) | ~Q(approved_by=F("entered_by")),
                violation_error_message="Người nhập không tự duyệt số liệu của mình.",
            ),
            models.CheckConstraint(
                name="withdrawn_figure_says_why",
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                violation_error_message="Thu hồi số liệu phải nêu lý do.",
            ),
            years_are_plausible("observation_year_is_plausible", "year"),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.period}"

    def clean(self):
        same = Observation.objects.approved().filter(
            **{name: getattr(self, name) for name in SAME if name != "indicator"}
        )
        # What it replaces gives way to it, any other would stand for the same.
        if same.filter(indicator=self.indicator_id).exclude(pk__in={self.pk, self.replaces_id} - {None}).exists():
            raise ValidationError(TWICE)
        if self.replaces_id and (self.replaces.indicator_id, self.replaces.year, self.replaces.span) != (
            self.indicator_id,
            self.year,
            self.span,
        ):
            raise ValidationError("Số đính chính phải cùng chỉ số, cùng năm với số được đính chính.")
        if self.period_label and self.span != self.Span.YEAR:
            self._check_period()

    def _check_period(self):
        """A label that names another stretch of time would be shown, and counted, as what it is not."""
        try:
            period = periods.read(self.period_label, self.year)
        except periods.PeriodError:
            period = None
        is_stretch = self.span == self.Span.TERM
        if period is None or period.span != self.span or (is_stretch and int(period.label[-4:]) != self.year):
            raise ValidationError({"period_label": STRETCH_NEEDED if is_stretch else PART_NEEDED})
        self.period_label = period.label

    @property
    def is_approved(self):
        """`ObservationQuerySet.approved`, for one figure at hand."""
        return self.approved_at is not None and self.withdrawn_at is None

    @property
    def is_waiting(self):
        return self.approved_at is None and self.withdrawn_at is None and self.returned_at is None

    @property
    def is_open(self):
        """`ObservationQuerySet.open`, for one figure at hand."""
        return self.approved_at is None and self.withdrawn_at is None

    @property
    def state(self):
        if self.withdrawn_at:
            return State.WITHDRAWN
        if self.approved_at is None and self.returned_at:
            return State.RETURNED
        return State.APPROVED if self.approved_at else State.WAITING

    @property
    def state_name(self):
        return STATE_NAMES[self.state]

    @property
    def trust(self):
        return trust(self.scope_note, self.vintage, self.pk)

    @property
    def period(self):
        """ "2024", "9 tháng 2025" or "2021-2025"."""
        if self.span == self.Span.PART_YEAR:
            return f"{self.period_label} {self.year}"
        return self.period_label or str(self.year)

    def figure(self):
        return progress.Figure(
            year=self.year,
            value=self.value,
            vintage=progress.Vintage(self.vintage),
            span=progress.Span(self.span),
            since=int(self.period_label[:4]) if self.span == self.Span.TERM else None,
            period_label=self.period_label,
            scope=self.scope_note,
            order=self.pk,
            ref=self.pk,
        )


class FigureEvent(models.Model):
    """What happened to a figure, when and by whom. Only ever added."""

    class Step(models.TextChoices):
        ENTER = "enter", "Nhập"
        CHANGE = "change", "Sửa khi chờ duyệt"
        APPROVE = "approve", "Duyệt"
        SEND_BACK = "send_back", "Trả lại"
        WITHDRAW = "withdraw", "Thu hồi"
        REPLACE = "replace", "Thay bằng số đính chính"

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="events", verbose_name="số liệu")
    step = models.CharField("việc", max_length=10, choices=Step)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người làm"
    )
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta:
        verbose_name = "việc với số liệu"
        verbose_name_plural = "việc với số liệu"
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.get_step_display()}: {self.observation}"
