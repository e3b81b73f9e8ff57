"""Numbers to shapes: the geometry of a target's chart and of its small bar, for a template to print as SVG.

Pure, and without colours: every shape has a class. Positions are in pixels of a drawing that is shown at its own
size; there is one drawing for narrow screens and one for wide ones, so that letters are never scaled.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import vietnamese
from resolutions.progress import rounded

NARROW, WIDE = (344, 250), (680, 300)
LEFT, RIGHT, TOP, BOTTOM = 30, 34, 34, 44
NARROW_MARK = "*"
LABEL_GAP, LETTER = 12, 8  # from a point to its label; the width of a digit


@dataclass(frozen=True, kw_only=True)
class Point:
    year: int
    value: Decimal
    is_official: bool = False
    is_baseline: bool = False
    is_narrow: bool = False  # it covers less than the target; its number gets a mark


@dataclass(frozen=True, kw_only=True)
class Series:
    """What is to be drawn. `level` is one line, or the two edges of a range; `mean` a figure of the whole period."""

    points: Sequence[Point]
    first_year: int
    last_year: int
    level: Sequence[Decimal] = ()
    level_label: str = ""
    mean: Decimal | None = None
    mean_label: str = ""
    mean_label_narrow: str = ""
    path: tuple[tuple[int, Decimal], tuple[int, Decimal]] | None = None  # the wanted way, where the target is a slope
    break_years: Sequence[int] = ()
    as_columns: bool = False
    decimals: int = 2


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Mark:
    x: float
    y: float
    css: str
    label: Label
    height: float = 0  # of a column, down to zero
    width: float = 0  # of a column; 0 for a dot

    @property
    def left(self) -> float:
        return round(self.x - self.width / 2, 1)


@dataclass(frozen=True)
class Stroke:
    x1: float
    y1: float
    x2: float
    y2: float
    label: Label | None = None


@dataclass(frozen=True)
class Drawing:
    name: str
    width: int
    height: int
    years: list[Label]
    missing: list[Label]
    floor: Stroke
    marks: list[Mark]
    joins: list[Stroke] = field(default_factory=list)
    levels: list[Stroke] = field(default_factory=list)
    mean: Stroke | None = None
    path: Stroke | None = None
    breaks: list[Stroke] = field(default_factory=list)


def draw(series: Series) -> list[Drawing]:
    """The narrow and the wide drawing; none where there is nothing measured to draw."""
    if not series.points and series.mean is None:
        return []
    return [_Canvas(series, "narrow", *NARROW).drawing(), _Canvas(series, "wide", *WIDE).drawing()]


class _Canvas:
    def __init__(self, series: Series, name: str, width: int, height: int):
        self.series, self.name, self.width, self.height = series, name, width, height
        self.points = sorted(series.points, key=lambda point: point.year)
        first = min([series.first_year, *(point.year for point in self.points)])
        self.years = range(first, max([series.last_year, *(point.year for point in self.points)]) + 1)
        self.low, self.high = _domain(series)

    def x(self, year: int) -> float:
        """Columns stand in the middle of their year, so that the first does not hang over the edge."""
        room = self.width - LEFT - RIGHT
        if self.series.as_columns:
            return round(LEFT + room * (year - self.years[0] + 0.5) / len(self.years), 1)
        return round(LEFT + room * (year - self.years[0]) / max(len(self.years) - 1, 1), 1)

    def y(self, value: Decimal) -> float:
        share = float((value - self.low) / (self.high - self.low))
        return round(self.height - BOTTOM - share * (self.height - TOP - BOTTOM), 1)

    def drawing(self) -> Drawing:
        known = {point.year for point in self.points}
        base = self.height - BOTTOM
        return Drawing(
            name=self.name,
            width=self.width,
            height=self.height,
            years=[Label(self.x(year), base + 20, self._year(year)) for year in self.years],
            missing=[Label(self.x(year), base - 8, "?") for year in self.years if year not in known],
            floor=Stroke(LEFT - 14, self._floor(), self.width - RIGHT + 14, self._floor()),
            marks=[self._mark(place) for place in range(len(self.points))],
            joins=[] if self.series.as_columns else self._joins(),
            levels=[self._level(place) for place in range(len(self.series.level))],
            mean=self._mean(),
            path=self._path(),
            breaks=self._breaks(),
        )

    def _year(self, year: int) -> str:
        """In full, or, where the years stand too close, only the first and the last in full: 2017 18 19 ... 2025."""
        is_crowded = (self.width - LEFT - RIGHT) / len(self.years) < 5 * LETTER
        is_end = year in {self.years[0], self.years[-1]}
        return f"{year % 100:02}" if is_crowded and not is_end else str(year)

    def _floor(self) -> float:
        return self.y(Decimal(0)) if self.series.as_columns else self.height - BOTTOM

    def _mark(self, place: int) -> Mark:
        point = self.points[place]
        x, y = self.x(point.year), self.y(point.value)
        css = "baseline" if point.is_baseline else "official" if point.is_official else "estimate"
        above = self._reads_better_above(place)
        text = vietnamese.number(rounded(point.value, self.series.decimals)) + (NARROW_MARK if point.is_narrow else "")
        label = Label(x, round(y - LABEL_GAP if above else y + LABEL_GAP + 11, 1), text)
        if not self.series.as_columns:
            return Mark(x, y, css, label)
        if self._meets_a_line(y) and self._floor() - y > 3 * LABEL_GAP:
            label = Label(x, round(y + LABEL_GAP + 7, 1), text)
        top, foot = min(y, self._floor()), max(y, self._floor())
        width = round(min(44, 0.5 * (self.width - LEFT - RIGHT) / len(self.years)), 1)
        return Mark(x, top, css, label, round(foot - top, 1), width)

    def _meets_a_line(self, y: float) -> bool:
        """Would words above a column run into a line of the target?"""
        return any(-4 < y - self.y(value) < 2 * LABEL_GAP + 4 for value in self.series.level)

    def _reads_better_above(self, place: int) -> bool:
        """Away from the neighbours' lines, and never across the line of the target."""
        y = self.y(self.points[place].value)
        if self.series.as_columns:
            return self.points[place].value >= 0
        lines = [self.y(value) for value in self._lines_at(self.points[place].year)]
        if any(0 <= y - line < 2 * LABEL_GAP + 4 for line in lines):
            return False
        if any(0 < line - y < 2 * LABEL_GAP + 4 for line in lines):
            return True
        around = [self.y(self.points[near].value) for near in (place - 1, place + 1) if 0 <= near < len(self.points)]
        return not around or sum(near < y for near in around) * 2 <= len(around)

    def _lines_at(self, year: int) -> list[Decimal]:
        """The values at which a line of the target crosses that year."""
        if self.series.path is None:
            return list(self.series.level)
        (first, start), (last, end) = self.series.path
        return [start + (end - start) * (year - first) / (last - first)] if year > first else []

    def _joins(self) -> list[Stroke]:
        """Only from one year to the next: a gap stays open, and so does a break of the series."""
        joined = []
        for one, other in zip(self.points, self.points[1:], strict=False):
            if other.year - one.year == 1 and other.year not in self.series.break_years:
                joined.append(Stroke(self.x(one.year), self.y(one.value), self.x(other.year), self.y(other.value)))
        return joined

    def _level(self, place: int) -> Stroke:
        value = self.series.level[place]
        y = self.y(value)
        if self._is_free(y, first=True):
            label = Label(LEFT - 14, y - 7, self.series.level_label, "start")
        else:
            label = Label(self.width - RIGHT + 14, y - 7, self.series.level_label, "end")
        is_named = place == len(self.series.level) - 1
        return Stroke(LEFT - 14, y, self.width - RIGHT + 14, y, label if is_named else None)

    def _is_free(self, y: float, *, first: bool) -> bool:
        """Is there room for the words of the line at its beginning, and at least as much as at its end?"""
        reach = LEFT + len(self.series.level_label) * LETTER
        near = [abs(self.y(point.value) - y) for point in self.points if self.x(point.year) < reach]
        far = [abs(self.y(point.value) - y) for point in self.points if self.x(point.year) > self.width - reach]
        return min(near, default=999) >= min(far, default=999) if first else True

    def _mean(self) -> Stroke | None:
        if self.series.mean is None:
            return None
        y, ends = self.y(self.series.mean), (self.x(self.series.first_year), self.x(self.series.last_year))
        return Stroke(ends[0], y, ends[1], y, self._mean_label(y, *ends))

    def _mean_label(self, y: float, first: float, last: float) -> Label:
        """At the end of the line where fewer columns stand in the way of its words."""
        text = self.series.mean_label_narrow if self.name == "narrow" else self.series.mean_label
        reach = len(text) * LETTER
        tall = [self.x(point.year) for point in self.points if self.y(point.value) < y]
        in_front = sum(first - 20 < x < first + reach for x in tall)
        behind = sum(last - reach < x < last + 20 for x in tall)
        above = round(y - 7, 1)
        if in_front <= behind:
            return Label(first, above, text, "start")
        return Label(last, above, text, "end")

    def _path(self) -> Stroke | None:
        """Its words stand where the line leaves them: to the right of a point it falls from, to the left of a rise."""
        if self.series.path is None:
            return None
        (year, value), (last, goal) = self.series.path
        x1, y1, x2, y2 = self.x(year), self.y(value), self.x(last), self.y(goal)
        x, y = x1 + 0.3 * (x2 - x1), y1 + 0.3 * (y2 - y1)
        label = Label(round(x, 1), round(y - 8, 1), self.series.level_label, "start" if y2 > y1 else "end")
        return Stroke(x1, y1, x2, y2, label)

    def _breaks(self) -> list[Stroke]:
        inside = [year for year in self.series.break_years if year - 1 in self.years and year in self.years]
        middles = [round((self.x(year - 1) + self.x(year)) / 2, 1) for year in inside]
        return [
            Stroke(x, TOP - 10, x, self.height - BOTTOM, Label(x + 4, TOP - 14, "đổi cách tính", "middle"))
            for x in middles
        ]


def _domain(series: Series) -> tuple[Decimal, Decimal]:
    """From the lowest to the highest thing drawn, with air; columns begin at zero."""
    values = [point.value for point in series.points] + list(series.level)
    values += [value for _, value in series.path or ()]
    if series.mean is not None:
        values.append(series.mean)
    if series.as_columns:
        values.append(Decimal(0))
    low, high = min(values), max(values)
    air = (high - low) / 6 or abs(high) / 6 or Decimal(1)
    # Below the lowest point stands its number, so that side needs twice the air.
    return (low if series.as_columns and low == 0 else low - 2 * air), high + air


@dataclass(frozen=True)
class Bar:
    """A thin bar in percent of its width: how much was found, where the target is, where it should be now."""

    found: float
    target: float
    expected: float | None


def bar(found: Decimal | None, target: Decimal | None, expected: Decimal | None = None) -> Bar | None:
    """None where a bar would mislead: without a target, or with anything below zero."""
    shown = [value for value in (found, target, expected) if value is not None]
    if target is None or min(shown) < 0 or max(shown) == 0:
        return None
    full = max(shown) * Decimal("1.04")

    def share(value: Decimal | None) -> float | None:
        return None if value is None else round(float(100 * value / full), 2)

    return Bar(share(found) or 0, share(target), share(expected))
