"""A figure always says where it is from and how far to trust it."""

import datetime as dt

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

import vietnamese

from .text import NormalisedModel

FIRST_YEAR, LAST_YEAR = 1930, 2100
"""The Party was founded in 1930; nothing here is older. The far end only catches slips of the finger."""

is_moment_of_source = RegexValidator(
    r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z",
    "Hãy ghi năm, năm-tháng hoặc năm-tháng-ngày, ví dụ: 2024, 2024-12, 2024-12-05.",
)


def decimal_field(label, **options):
    return models.DecimalField(label, max_digits=20, decimal_places=4, **options)


def year_between(field):
    return Q(**{f"{field}__gte": FIRST_YEAR, f"{field}__lte": LAST_YEAR})


def years_are_plausible(name, *fields):
    """One constraint for all year columns of a table; an unknown year passes."""
    condition = Q()
    for field in fields:
        condition &= year_between(field) | Q(**{f"{field}__isnull": True})
    sentence = f"Năm phải trong khoảng từ {FIRST_YEAR} đến {LAST_YEAR}."
    return models.CheckConstraint(name=name, condition=condition, violation_error_message=sentence)


class Confidence(models.TextChoices):
    HIGH = "high", "Cao"
    MEDIUM = "medium", "Trung bình"
    LOW = "low", "Thấp"


class Sourced(NormalisedModel):
    Confidence = Confidence

    source = models.CharField(
        "nguồn", max_length=500, help_text="Văn bản, niên giám hoặc địa chỉ trang đã đăng số này."
    )
    source_as_of = models.CharField(
        "thời điểm của nguồn",
        max_length=10,
        blank=True,
        validators=[is_moment_of_source],
        help_text="Năm, tháng hoặc ngày: 2024, 2024-12, 2024-12-05",
    )
    confidence = models.CharField("độ tin cậy", max_length=6, choices=Confidence, default=Confidence.HIGH)
    from_press = models.BooleanField("theo báo chí, cần đối chiếu", default=False)
    is_derived = models.BooleanField("tính từ số đã công bố", default=False)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_has_a_source", condition=~Q(source=""), violation_error_message="Số liệu phải có nguồn."
            )
        ]


def unknown_day_label(year):
    """What stands in place of a day where only the year is known."""
    return f"Năm {year}, chưa rõ ngày"


def start_of(year):
    """The first moment of that year in Việt Nam."""
    return vietnamese.day_start(dt.date(year, 1, 1))
