"""Official papers."""

from django.db import models


class Document(models.Model):
    """A paper with a number-symbol: resolution, conclusion, programme, plan ..."""

    class Scope(models.TextChoices):
        PUBLIC = "public", "Công khai"
        INTERNAL = "internal", "Nội bộ"

    number = models.CharField("số, ký hiệu", max_length=60, help_text="Ví dụ: 22-NQ/TU")
    kind = models.CharField("thể loại", max_length=60, help_text="Ví dụ: nghị quyết, kết luận, kế hoạch")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issued_year = models.PositiveSmallIntegerField("năm ban hành", help_text="Dùng khi không rõ ngày.")
    effective_on = models.DateField("có hiệu lực từ ngày", null=True, blank=True)
    abstract = models.TextField("trích yếu", blank=True, help_text="Trống: chưa nhập trích yếu.")
    signer = models.CharField("người ký", max_length=150, blank=True)
    scope = models.CharField("phạm vi", max_length=10, choices=Scope, default=Scope.INTERNAL)
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
    )
    source = models.CharField("nguồn", max_length=500, blank=True)
    source_as_of = models.CharField("thời điểm của nguồn", max_length=10, blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = ["-issued_year", "-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                # Party numbering starts again with each term.
                fields=["issuer", "congress", "kind", "number"],
                nulls_distinct=False,
                name="one_number_per_issuer_and_term",
                violation_error_message="Cơ quan này đã có văn bản cùng thể loại, cùng số trong nhiệm kỳ.",
            )
        ]

    def __str__(self):
        return self.number
