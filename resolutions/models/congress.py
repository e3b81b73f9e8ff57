"""Congresses and the structure of what they resolved."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

import vietnamese
from search.page.periods import Period
from search.storage.entry import Entry

from .former import Coded
from .sourced import start_of, unknown_day_label, years_are_plausible
from .text import NormalisedModel

CONGRESS_KIND, BREAKTHROUGH_KIND, TASK_GROUP_KIND = "dai-hoi", "khau-dot-pha", "nhom-nhiem-vu"


class CongressQuerySet(models.QuerySet):
    def search_entries(self):
        return iter(sorted((row.search_entry() for row in self), key=lambda entry: (entry.at, entry.object_id)))

    def terms(self):
        """The days of each term, oldest first: from the congress that opens it until the day before the next one."""
        rows = list(self.order_by("ordinal"))
        starts = [row.opens_on or dt.date(row.start_year, 1, 1) for row in rows]
        ends = [start - dt.timedelta(days=1) for start in starts[1:]] + [
            dt.date(row.end_year, 12, 31) for row in rows[-1:]
        ]
        return [Period(f"Nhiệm kỳ {row.numeral}", *days) for row, *days in zip(rows, starts, ends, strict=True)]


class Congress(Coded, NormalisedModel):
    """A congress of the provincial Party organisation and the term that it opens."""

    class State(models.TextChoices):
        IN_TERM = "in_term", "Đang trong nhiệm kỳ"
        CONCLUDED = "concluded", "Nhiệm kỳ đã kết thúc"

    # The facts whose origin `sources` may name, as they are called on the screen.
    FACTS = {
        "opens_on": "Khai mạc",
        "closes_on": "Bế mạc",
        "venue": "Địa điểm",
        "theme": "Chủ đề",
        "motto": "Phương châm, tinh thần",
        "overall_goal": "Mục tiêu tổng quát",
        "breakthrough_count": "Số khâu đột phá",
        "task_group_count": "Số nhóm nhiệm vụ, giải pháp",
        "task_group_topic": "Một nội dung trong các nhóm nhiệm vụ",
        "official_target_count": "Số chỉ tiêu chủ yếu",
        "official_met_count": "Số chỉ tiêu đạt và vượt",
    }

    code = models.SlugField(
        "mã",
        max_length=10,
        unique=True,
        help_text="Chữ số La Mã viết thường: xv",
        validators=[RegexValidator(r"^[ivxlc]+\Z", "Mã đại hội là số La Mã viết thường, ví dụ: xv.")],
    )
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
    targets_note = models.TextField(
        "danh sách chỉ tiêu còn thiếu gì",
        blank=True,
        help_text="Khi biết danh sách chưa đủ: thiếu lĩnh vực nào, vì sao. Trống: không có gì phải nói.",
    )
    sources = models.JSONField("nguồn theo từng mục", default=dict, blank=True)

    objects = CongressQuerySet.as_manager()

    class Meta:
        verbose_name = "đại hội"
        verbose_name_plural = "đại hội"
        ordering = ["-ordinal"]
        constraints = [
            years_are_plausible("congress_years_are_plausible", "start_year", "end_year"),
            models.CheckConstraint(
                name="congress_term_runs_forward",
                condition=Q(end_year__gt=F("start_year")),
                violation_error_message="Năm kết thúc nhiệm kỳ phải sau năm bắt đầu.",
            ),
            models.CheckConstraint(
                name="congress_closes_after_it_opens",
                condition=Q(opens_on__isnull=True) | Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                violation_error_message="Ngày bế mạc không thể trước ngày khai mạc.",
            ),
            models.CheckConstraint(
                name="congress_met_within_targets",
                condition=Q(official_met_count__isnull=True)
                | Q(official_target_count__isnull=True)
                | Q(official_met_count__lte=F("official_target_count")),
                violation_error_message="Số chỉ tiêu đạt và vượt không thể nhiều hơn tổng số chỉ tiêu.",
            ),
        ]

    def __str__(self):
        return f"Đại hội {self.numeral}"

    def get_absolute_url(self):
        return reverse("resolutions:congress", args=[self.code])

    @property
    def numeral(self):
        """Readers see XV, never 15."""
        return self.code.upper()

    @property
    def term(self):
        return f"{self.start_year} - {self.end_year}"

    @property
    def resolved_on(self):
        """The day its resolution is filed under: adopted, else the last day of the congress; None if unknown."""
        resolution = getattr(self, "resolution", None)
        return (resolution and resolution.adopted_on) or self.closes_on

    def named_sources(self):
        """(what, where from) for the page: [("Chủ đề", {"source": ..., "as_of": ..., "from_press": ...}), ...]."""
        return [(label, self.sources[fact]) for fact, label in self.FACTS.items() if fact in self.sources]

    def when(self, day: dt.date | None):
        """The `at` and `date_label` of a search entry; without a day, the year the term starts in."""
        if day:
            return {"at": vietnamese.day_start(day)}
        return {"at": start_of(self.start_year), "date_label": unknown_day_label(self.start_year)}

    def search_entry(self):
        return Entry(
            kind=CONGRESS_KIND,
            object_id=self.pk,
            title=self.name,
            url=self.get_absolute_url(),
            summary=self.theme,
            text="\n".join(
                filter(None, [f"Đại hội {self.numeral}", f"Nhiệm kỳ {self.term}", self.motto, self.overall_goal])
            ),
            **self.when(self.opens_on or self.closes_on),
        )


class Resolution(NormalisedModel):
    """What the congress adopted. Number and day may be unknown and then stay so."""

    congress = models.OneToOneField(Congress, models.CASCADE, verbose_name="đại hội", related_name="resolution")
    number = models.CharField("số", max_length=60, blank=True, help_text="Trống: chưa rõ số.")
    adopted_on = models.DateField("ngày thông qua", null=True, blank=True, help_text="Trống: chưa rõ ngày.")
    summary = models.TextField("tóm tắt", blank=True)
    document = models.ForeignKey(
        "resolutions.Document", models.SET_NULL, null=True, blank=True, verbose_name="văn bản", related_name="+"
    )

    class Meta:
        verbose_name = "nghị quyết đại hội"
        verbose_name_plural = "nghị quyết đại hội"

    def __str__(self):
        return f"Nghị quyết {self.congress}"

    def clean(self):
        congress = getattr(self, "congress", None)
        if congress and self.adopted_on and congress.opens_on and self.adopted_on < congress.opens_on:
            raise ValidationError({"adopted_on": "Nghị quyết không thể được thông qua trước ngày khai mạc đại hội."})


class NamedPartQuerySet(models.QuerySet):
    def named(self):
        """Those a reader can look for by name; the others are found through their congress only."""
        return self.exclude(name="")

    def search_entries(self):
        rows = self.named().select_related("congress__resolution")
        return iter(sorted((row.search_entry() for row in rows), key=lambda entry: (entry.at, entry.object_id)))


class NamedPart(NormalisedModel):
    """A numbered part of a resolution whose official name may not be known yet.

    A sample name (only in the demo) is shown with "(mẫu)"; entering the official name clears the flag.
    """

    UNNAMED = "Chưa nhập tên"
    kind = ""

    number = models.PositiveSmallIntegerField("số thứ tự")
    name = models.CharField(
        "tên", max_length=500, blank=True, help_text="Đúng như trong nghị quyết. Trống: chưa nhập tên."
    )
    is_sample = models.BooleanField("tên mẫu", default=False, editable=False)
    body = models.TextField("nội dung", blank=True)
    source = models.CharField("nguồn", max_length=500, blank=True)
    from_press = models.BooleanField("theo báo chí, cần đối chiếu", default=False)
    note = models.TextField("ghi chú", blank=True)

    objects = NamedPartQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["congress", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "number"],
                name="one_%(class)s_per_number",
                violation_error_message="Đại hội này đã có mục mang số thứ tự đó.",
            ),
            models.CheckConstraint(
                name="%(class)s_number_from_one",
                condition=Q(number__gte=1),
                violation_error_message="Số thứ tự bắt đầu từ 1.",
            ),
        ]

    def __str__(self):
        return self.shown_name

    @classmethod
    def from_db(cls, *args):
        part = super().from_db(*args)
        # Read through __dict__: a deferred column must not cost a query here.
        part.sample_name = part.__dict__.get("name") if part.__dict__.get("is_sample") else None
        return part

    def save(self, **kwargs):
        self.normalise()
        stored = getattr(self, "sample_name", None)
        if stored is not None and self.name != stored:
            self.is_sample = False
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "is_sample"}
        super().save(**kwargs)
        self.sample_name = self.name if self.is_sample else None

    @property
    def shown_name(self):
        if not self.name:
            return self.UNNAMED
        return f"{self.name} (mẫu)" if self.is_sample else self.name

    def search_entry(self):
        """None while it has no name: there is nothing to look for."""
        if not self.name:
            return None
        label = f"{self._meta.verbose_name.capitalize()} {self.number}, Đại hội {self.congress.numeral}"
        return Entry(
            kind=self.kind,
            object_id=self.pk,
            title=self.shown_name,
            url=self.get_absolute_url(),
            summary=label,
            text=self.body,
            **self.congress.when(self.congress.resolved_on),
        )


class Breakthrough(NamedPart):
    kind = BREAKTHROUGH_KIND
    congress = models.ForeignKey(Congress, models.CASCADE, verbose_name="đại hội", related_name="breakthroughs")

    class Meta(NamedPart.Meta):
        verbose_name = "khâu đột phá"
        verbose_name_plural = "khâu đột phá"

    def get_absolute_url(self):
        return f"{self.congress.get_absolute_url()}#dot-pha-{self.number}"


class TaskGroup(NamedPart):
    kind = TASK_GROUP_KIND
    congress = models.ForeignKey(Congress, models.CASCADE, verbose_name="đại hội", related_name="task_groups")

    class Meta(NamedPart.Meta):
        verbose_name = "nhóm nhiệm vụ, giải pháp"
        verbose_name_plural = "nhóm nhiệm vụ, giải pháp"

    def get_absolute_url(self):
        return f"{self.congress.get_absolute_url()}#nhom-nhiem-vu-{self.number}"
