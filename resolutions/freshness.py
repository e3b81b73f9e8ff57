"""As of when? The newest moment that the sources of shown figures speak of, and the day of the last approval."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

import vietnamese
from resolutions.models import Congress, Observation
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
    return _of(Observation.objects.approved().filter(indicator__targets__congress=congress))


def of_rows(observations: Iterable[Observation]) -> Freshness:
    """Of approved figures at hand."""
    rows = list(observations)
    days = [vietnamese.local(row.approved_at).date() for row in rows]
    return Freshness(max((row.source_as_of for row in rows), default=""), max(days, default=None))


def _of(rows: QuerySet) -> Freshness:
    newest = rows.exclude(source_as_of="").order_by("-source_as_of").values_list("source_as_of", flat=True).first()
    approved = rows.order_by("-approved_at").values_list("approved_at", flat=True).first()
    return Freshness(newest or "", vietnamese.local(approved).date() if approved else None)
