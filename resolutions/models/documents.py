"""Official documents."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

import vietnamese
from resolutions.workflow import VIEW_INTERNAL
from search.storage.entry import Entry

from .sourced import is_moment_of_source, start_of, unknown_day_label, years_are_plausible
from .text import NormalisedModel

DOCUMENT_KIND = "van-ban"


class DocumentQuerySet(models.QuerySet):
    def public(self):
        """What a reader may see."""
        return self.filter(scope=Document.Scope.PUBLIC)

    def visible_to(self, user):
        """What a member of staff may know of."""
        return self.all() if user.has_perm(VIEW_INTERNAL) else self.public()

    def search_entries(self):
        return iter(
            sorted((row.search_entry() for row in self.public()), key=lambda entry: (entry.at, entry.object_id))
        )


class Document(NormalisedModel):
    """What has a number-symbol: resolution, conclusion, programme, plan ..."""

    class Scope(models.TextChoices):
        PUBLIC = "public", "Công khai"
        INTERNAL = "internal", "Nội bộ"

    number = models.CharField("số, ký hiệu", max_length=60, help_text="Ví dụ: 22-NQ/TU")
    kind = models.CharField("thể loại", max_length=60, help_text="Ví dụ: nghị quyết, kết luận, kế hoạch")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True, help_text="Trống: chưa rõ ngày.")
    issued_year = models.PositiveSmallIntegerField(
        "năm ban hành", blank=True, help_text="Chỉ cần ghi khi không rõ ngày."
    )
    effective_on = models.DateField("có hiệu lực từ ngày", null=True, blank=True)
    abstract = models.TextField("trích yếu", blank=True, help_text="Trống: chưa nhập trích yếu.")
    signer = models.CharField("người ký", max_length=150, blank=True)
    scope = models.CharField(
        "phạm vi",
        max_length=10,
        choices=Scope,
        default=Scope.INTERNAL,
        help_text="Chỉ văn bản công khai mới hiện trên trang, kể cả tệp đính kèm.",
    )
    file = models.ForeignKey(
        "library.DocumentFile",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="tệp đính kèm",
        related_name="documents",
    )
    congress = models.ForeignKey(
        "resolutions.Congress",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="nhiệm kỳ đại hội",
        related_name="documents",
        help_text="Với văn bản của Đảng, vì số văn bản bắt đầu lại mỗi nhiệm kỳ. Văn bản nhà nước: để trống.",
    )
    implements = models.ForeignKey(
        "resolutions.Congress",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="triển khai nghị quyết của",
        related_name="implementing_documents",
    )
    source = models.CharField("nguồn", max_length=500, blank=True)
    source_as_of = models.CharField("thời điểm của nguồn", max_length=10, blank=True, validators=[is_moment_of_source])
    from_press = models.BooleanField("theo báo chí, cần đối chiếu", default=False)
    note = models.TextField("ghi chú", blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = ["-issued_year", F("issued_on").desc(nulls_last=True), "-id"]
        permissions = [("view_internal_document", "Được xem văn bản nội bộ")]
        constraints = [
            # Party numbering starts again with each term, that of the state bodies with each year.
            models.UniqueConstraint(
                fields=["issuer", "congress", "kind", "number"],
                condition=Q(congress__isnull=False),
                name="one_number_per_issuer_and_term",
                violation_error_message="Cơ quan này đã có văn bản cùng thể loại, cùng số trong nhiệm kỳ.",
            ),
            models.UniqueConstraint(
                fields=["issuer", "issued_year", "kind", "number"],
                condition=Q(congress__isnull=True),
                name="one_number_per_issuer_and_year",
                violation_error_message="Cơ quan này đã có văn bản cùng thể loại, cùng số trong năm.",
            ),
            years_are_plausible("document_year_is_plausible", "issued_year"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("resolutions:document", args=[self.pk])

    def normalise(self):
        super().normalise()
        if self.issued_on:
            self.issued_year = self.issued_on.year

    def clean(self):
        if not self.issued_year:
            raise ValidationError({"issued_year": "Hãy ghi ngày ban hành, hoặc ít nhất là năm ban hành."})
        if self.issued_on and self.effective_on and self.effective_on < self.issued_on:
            raise ValidationError({"effective_on": "Ngày có hiệu lực không thể trước ngày ban hành."})

    @property
    def is_public(self):
        return self.scope == self.Scope.PUBLIC

    def is_visible_to(self, user):
        """`DocumentQuerySet.visible_to`, for one document at hand."""
        return self.is_public or user.has_perm(VIEW_INTERNAL)

    @property
    def full_name(self):
        """ "Nghị quyết 22-NQ/TU"."""
        return f"{vietnamese.capitalised(self.kind)} {self.number}"

    @property
    def date_label(self):
        """Replaces the day on the screen where only the year is known, else ""."""
        return "" if self.issued_on else unknown_day_label(self.issued_year)

    def search_entry(self):
        """None for an internal one: it does not exist for readers."""
        if not self.is_public:
            return None
        return Entry(
            kind=DOCUMENT_KIND,
            object_id=self.pk,
            at=vietnamese.day_start(self.issued_on) if self.issued_on else start_of(self.issued_year),
            title=f"{self.full_name}: {self.abstract}" if self.abstract else self.full_name,
            url=self.get_absolute_url(),
            summary=self.issuer,
            text=self.signer,
            date_label=self.date_label,
        )
