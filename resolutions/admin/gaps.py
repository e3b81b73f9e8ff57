"""Which figures are still missing: the years of a running term for which nobody has entered one."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

import vietnamese
from resolutions.models import Congress, Indicator, Observation


def last_full_year(at) -> int:
    """Figures of a year are published after it has ended."""
    return vietnamese.local(at).year - 1


def without_figure(year: int):
    """Indicators of targets whose term holds that year, with no figure of the whole year; a waiting one counts as one.

    So it is what the public page lacks: a figure of a part of the year, or of several years, is not the year's.
    Targets without an indicator (dates, tasks) need none.
    """
    whole = Observation.objects.filter(year=year, span=Observation.Span.YEAR)
    entered = whole.filter(withdrawn_at__isnull=True).values("indicator")
    wanted = Indicator.objects.filter(targets__congress__start_year__lt=year, targets__congress__end_year__gte=year)
    return Indicator.objects.filter(pk__in=wanted.values("pk")).exclude(pk__in=entered)


def sheet_address(year: int, indicator: Indicator | None = None) -> str:
    """The sheet of that year of the newest term that holds it, at the row of the indicator."""
    congress = Congress.objects.filter(start_year__lt=year, end_year__gte=year).first()
    address = reverse("admin:resolutions_observation_sheet")
    if congress is None:
        return address
    target = indicator and indicator.targets.filter(congress=congress).first()
    return f"{address}?dai_hoi={congress.code}&nam={year}" + (f"#chi-tieu-{target.pk}" if target else "")


class GapFilter(admin.SimpleListFilter):
    title = "năm chưa có số liệu"
    parameter_name = "thieu-nam"

    def lookups(self, request, model_admin):
        last = last_full_year(timezone.now())
        return [(str(year), f"Năm {year}") for year in range(last, last - 5, -1)]

    def queryset(self, request, queryset):
        known = {code for code, _ in self.lookup_choices}
        if self.value() not in known:
            return queryset
        return queryset.filter(pk__in=without_figure(int(self.value())).values("pk"))
