"""What was decided about a target afterwards: its plan for each year, and a moved number."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

import vietnamese
from resolutions import progress

from .sourced import Sourced, decimal_field, years_are_plausible
from .targets import Target

NO_NUMBER = "Chỉ tiêu này không có mức bằng số, nên không có mức mới."
RANGE_NEEDED = "Chỉ tiêu này là một khoảng: hãy ghi cận dưới mới và cận trên mới, để trống mức mới."
NUMBER_NEEDED = "Chỉ tiêu này là một con số: hãy ghi mức mới, để trống hai cận."


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
        ordering = ["decided_on", "id"]
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["target", "decided_on"],
                name="one_revision_per_day",
                violation_error_message="Chỉ tiêu này đã có điều chỉnh trong ngày đó.",
            ),
            models.CheckConstraint(
                name="revision_moves_a_number",
                condition=Q(value__isnull=False)
                | (Q(low__isnull=False) & Q(high__isnull=False) & Q(low__lte=F("high"))),
                violation_error_message="Hãy ghi mức mới, hoặc cả hai cận mới với cận dưới không lớn hơn cận trên.",
            ),
        ]

    def __str__(self):
        return f"{self.target}: {vietnamese.short_date(self.decided_on)}"

    def clean(self):
        super().clean()
        try:
            target = self.target
        except Target.DoesNotExist:
            return
        told_range = self.low is not None or self.high is not None
        if target.kind in progress.WITHOUT_NUMBER:
            raise ValidationError(NO_NUMBER)
        if target.comparator == Target.Comparator.BETWEEN:
            if self.value is not None:
                raise ValidationError(RANGE_NEEDED)
        elif told_range:
            raise ValidationError(NUMBER_NEEDED)

    def revision(self):
        return progress.Revision(decided_on=self.decided_on, value=self.value, low=self.low, high=self.high)


class AnnualPlan(Sourced):
    """The planned value of a target for one year."""

    target = models.ForeignKey(Target, models.CASCADE, verbose_name="chỉ tiêu", related_name="plans")
    year = models.PositiveSmallIntegerField("năm")
    value = decimal_field("mức kế hoạch")

    class Meta:
        verbose_name = "kế hoạch năm"
        verbose_name_plural = "kế hoạch năm"
        ordering = ["year"]
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["target", "year"],
                name="one_plan_per_year",
                violation_error_message="Chỉ tiêu này đã có kế hoạch cho năm đó.",
            ),
            years_are_plausible("plan_year_is_plausible", "year"),
        ]

    def __str__(self):
        return f"{self.target}: {self.year}"
