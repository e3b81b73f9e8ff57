"""Which figures are still missing: the years of a running term for which nobody has entered one."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

import vietnamese
from resolutions.models import Indicator, Observation


def last_full_year(at) -> int:
    """Figures of a year are published after it has ended."""
    return vietnamese.local(at).year - 1


def without_figure(year: int):
    """Indicators of targets whose term holds that year, with no figure entered for it; a waiting one counts as entered.

    Targets without an indicator (dates, tasks) need no yearly figure.
    """
    entered = Observation.objects.filter(year=year, withdrawn_at__isnull=True).values("indicator")
    wanted = Indicator.objects.filter(targets__congress__start_year__lt=year, targets__congress__end_year__gte=year)
    return Indicator.objects.filter(pk__in=wanted.values("pk")).exclude(pk__in=entered)


def entry_address(indicator, year) -> str:
    return f"{reverse('admin:resolutions_observation_add')}?indicator={indicator.pk}&year={year}"


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
