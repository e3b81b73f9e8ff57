"""What the tracker puts into the desk's week: days of milestones, and the day on which a year's figures are due."""

import datetime as dt

from django.urls import reverse

import vietnamese
from desk import week
from resolutions.models import Target

from . import gaps


@week.register
def milestones(user, days, at):
    """Targets whose day falls in this week and that nobody has found done."""
    if not user.has_perm("resolutions.view_target"):
        return
    due = Target.objects.filter(due_on__range=(days.monday, days.sunday), done_on__isnull=True)
    for target in due.select_related("congress"):
        url = reverse("admin:resolutions_target_change", args=[target.pk])
        yield week.Entry(target.due_on, str(target), url, f"mốc của {target.congress}")


@week.register
def periods(user, days, at):
    """The first day on which a year's figures are due: the one after its last."""
    if not user.has_perm("resolutions.add_observation"):
        return
    day = dt.date(days.sunday.year, 1, 1)
    year = gaps.last_full_year(vietnamese.day_start(day))
    if day in days and (lacking := gaps.without_figure(year).count()):
        name = f"Số liệu cả năm {year}: còn {lacking} chỉ số chưa có"
        yield week.Entry(day, name, gaps.sheet_address(year), "kỳ số liệu")
