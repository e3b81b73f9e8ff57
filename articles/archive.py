"""Years, months and days of the archive, on the clock of Việt Nam. Pure."""

import datetime as dt
from dataclasses import dataclass

import vietnamese

FIRST_YEAR, LAST_YEAR = 1930, 2100
"""Years outside are no archive: the Party was founded in 1930, and years near 1 or 9999 overflow a time zone."""


@dataclass(frozen=True)
class Period:
    """A year, a month or a day of the archive, on the clock of Việt Nam."""

    first: dt.date
    last: dt.date
    kind: str

    @property
    def name(self) -> str:
        if self.kind == "day":
            return vietnamese.date_with_weekday(self.first)
        return f"Tháng {self.first.month} năm {self.first.year}" if self.kind == "month" else f"Năm {self.first.year}"

    @property
    def url(self) -> str:
        shape = {"year": "%Y", "month": "%Y/%m", "day": "%Y/%m/%d"}[self.kind]
        return f"/bai-viet/{self.first.strftime(shape)}/"

    @property
    def parents(self) -> list["Period"]:
        kinds = {"year": (), "month": ("year",), "day": ("year", "month")}[self.kind]
        return [period_around(kind, self.first) for kind in kinds]

    @property
    def begins(self) -> dt.datetime:
        return vietnamese.day_start(self.first)

    @property
    def ends(self) -> dt.datetime:
        """The first moment after it."""
        return vietnamese.day_start(self.last + dt.timedelta(days=1))


def period(year: int, month: int | None = None, day: int | None = None) -> Period:
    """Raises ValueError for a day that does not exist and for years outside the archive."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"no archive for {year}")
    kind = "year" if month is None else "month" if day is None else "day"
    return period_around(kind, dt.date(year, 1 if month is None else month, 1 if day is None else day))


def period_around(kind: str, day: dt.date) -> Period:
    if kind == "day":
        return Period(day, day, kind)
    if kind == "month":
        following = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        return Period(day.replace(day=1), following - dt.timedelta(days=1), kind)
    return Period(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31), kind)
