"""As of when? The newest moment that the sources of shown figures speak of, and the day of the last approval.

An indicator lives on in the next term. Of a target only the figures of its own years are counted here, from the start
of the term to the target year: what was found later says nothing of it, and a concluded term stands still.
"""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F, QuerySet

import vietnamese
from resolutions.models import Congress, Observation, Target
from resolutions.sources import day_in_words


class Freshness(NamedTuple):
    """`figures`: "2025-11-09", as sources write it, or ""; `updated`: the day, or None."""

    figures: str
    updated: dt.date | None

    @property
    def words(self) -> str:
        """ "Số liệu đến 09/11/2025; cập nhật ngày 22/11/2026"."""
        told = f"Số liệu đến {day_in_words(self.figures)}" if self.figures else ""
        changed = f"cập nhật ngày {vietnamese.short_date(self.updated)}" if self.updated else ""
        return vietnamese.capitalised("; ".join(filter(None, [told, changed])))


def of_congress(congress: Congress) -> Freshness:
    own = {"year__gte": congress.start_year, "year__lte": F("indicator__targets__target_year")}
    return _of(Observation.objects.approved().filter(indicator__targets__congress=congress, **own))


def of_targets(targets: Iterable[Target]) -> Freshness:
    """As read by `with_figures`: no more queries."""
    rows = [row for target in targets if target.indicator for row in _own(target)]
    days = [vietnamese.local(row.approved_at).date() for row in rows]
    return Freshness(max((row.source_as_of for row in rows), default=""), max(days, default=None))


def _own(target: Target) -> list[Observation]:
    first, last = target.congress.start_year, target.target_year
    return [row for row in target.indicator.shown_observations() if first <= row.year <= last]


def _of(rows: QuerySet) -> Freshness:
    newest = rows.exclude(source_as_of="").order_by("-source_as_of").values_list("source_as_of", flat=True).first()
    approved = rows.order_by("-approved_at").values_list("approved_at", flat=True).first()
    return Freshness(newest or "", vietnamese.local(approved).date() if approved else None)
