"""One target as a page shows it: the pair found / resolved, its bar, its chart, its reasons. Formats; never queries
beyond what `Target.objects.for_dashboard()` has already read."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import vietnamese
from resolutions import chart, plot, progress
from resolutions.models import Target
from resolutions.plot import amount, beside, factor, percent, resolved
from resolutions.progress import Kind, Measure, Span, Vintage


@dataclass(frozen=True)
class Reason:
    """A line of "Vì sao có kết luận này?" in words."""

    label: str
    formula: str
    value: str
    undefined: str


@dataclass(frozen=True)
class YearRow:
    """One year of the chart's table."""

    year: int
    figure: str
    vintage: str
    plan: str
    is_baseline: bool
    scope: str = ""  # what the figure covers, where that is not what the target covers


@dataclass(frozen=True)
class Found:
    """One published figure, and what became of it in the verdict."""

    observation: object
    value: str
    role: str


@dataclass(frozen=True)
class Portrait:
    target: Target
    progress: progress.Progress
    parts: tuple["Portrait", ...] = ()

    @property
    def verdict(self):
        return self.progress.verdict

    @property
    def unit(self) -> str:
        return self.target.shown_unit

    @property
    def level_unit(self) -> str:
        """Of the figure of a year: that of the indicator, also where the target is about its change."""
        return plot.unit_of(self.target, Span.YEAR)

    def in_its_unit(self, text: str, span: Span) -> str:
        """With its unit where levels and changes, which are counted otherwise, stand side by side."""
        is_mixed = self.level_unit != self.unit
        return vietnamese.with_unit(text, plot.unit_of(self.target, span)) if text and is_mixed else text

    def planned(self, value: Decimal | None) -> str:
        """A plan is counted as the target is."""
        return self.in_its_unit(amount(value, 4), Span.TERM)

    @cached_property
    def decimals(self) -> int:
        """As many as the indicator has, and one more where rounding would make a miss look like a hit."""
        decimals, shown = self.target.indicator.decimals if self.target.indicator else 2, self.progress
        if shown.found is None:
            return decimals
        edges = [edge for edge in (shown.target, shown.low, shown.high) if edge is not None]
        return max((progress.decimals_apart(shown.found, edge, decimals) for edge in edges), default=decimals)

    @property
    def found(self) -> str:
        return amount(self.progress.found, self.decimals)

    @property
    def found_when(self) -> str:
        """ "2025, ước" or "2021-2025, ước"."""
        used = self.progress.used
        if not used or self.parts:
            return ""
        when = used[-1].period_label if len(used) == 1 and used[-1].period_label else self._years(used)
        told = f"{when}, {Vintage(self.progress.found_vintage).word}"
        # Where a verdict is reached its badge says the scope.
        return told if self.scope else "; ".join([told, *self.progress.scope])

    def _years(self, used) -> str:
        averaged = self.target.kind == Kind.AVERAGE_CHANGE and used[0].span == Span.YEAR
        if averaged:
            base = self.target.baseline_year or self.target.congress.start_year
            return f"{base + 1}-{used[-1].year}"
        years = [figure.year for figure in used]
        if len(years) == 1 or self.target.maintain_rule == progress.MaintainRule.EVERY_YEAR:
            return str(self.progress.found_year)
        is_whole = years[-1] - years[0] == len(years) - 1
        return f"{years[0]}-{years[-1]}" if is_whole else ", ".join(map(str, years))

    @property
    def resolved(self) -> str:
        return resolved(self.target, self.progress, self.decimals)

    @property
    def revised(self) -> "Portrait | None":
        return Portrait(self.target, self.progress.revised) if self.progress.revised else None

    @property
    def parts_text(self) -> str:
        """ "3/4 phần đạt": of those that can be judged."""
        if not (self.progress.has_data and self.progress.parts_judged):
            return f"{len(self.parts)} phần" if self.parts else ""
        return f"{self.progress.parts_met}/{self.progress.parts_judged} phần đạt"

    @property
    def is_shown_only(self) -> bool:
        """A figure is there, but it is not the one that concludes."""
        return self.verdict == progress.Verdict.INSUFFICIENT and self.progress.found is not None

    @property
    def scope(self) -> str:
        """What the deciding figure covers, where it is not what the target covers: said in the badge itself."""
        decides = self.verdict not in progress.UNDECIDED
        return f"phạm vi hẹp hơn: {'; '.join(self.progress.scope)}" if decides and self.progress.scope else ""

    @property
    def latest(self) -> str:
        """ "9 tháng 2025: 6,26 (chưa rõ độ chính thức)": the newest figure of a part of a year, never the year's."""
        figure = self.progress.latest
        if figure is None:
            return ""
        value = vietnamese.with_unit(amount(figure.value, self._own_decimals(figure.value)), self.level_unit)
        when, told = f"{figure.period_label} {figure.year}", beside(value, figure.vintage.word, figure.scope)
        if self.target.indicator.is_stock:
            return f"Mức mới nhất, {when}: {told}"
        return f"{vietnamese.capitalised(when)}: {told}, chưa phải số cả năm"

    @property
    def against_plan(self) -> str:
        """ "Bằng 102% kế hoạch năm 2024"."""
        held = self.progress.against_plan
        if held is None:
            return ""
        if held.ratio is not None:
            return beside(f"Bằng {percent(held.ratio)} kế hoạch năm {held.year}", held.scope)
        return beside(f"{'Đạt' if held.is_met else 'Chưa đạt'} kế hoạch năm {held.year}", held.scope)

    @property
    def beyond(self) -> str:
        """ "Cao hơn mốc 4%", where the wording is "trên" or "dưới"."""
        beyond = self.progress.beyond
        if beyond is None or beyond == 0:
            return "" if beyond is None else "Đúng bằng mốc, chưa vượt qua"
        rising = self.target.comparator == progress.Comparator.ABOVE
        higher = (beyond > 0) == rising
        return f"{'Cao' if higher else 'Thấp'} hơn mốc {percent(abs(beyond))}"

    @property
    def bar(self) -> chart.Bar | None:
        found = self.progress
        aim = found.target if found.target is not None else found.low
        return chart.bar(found.found, aim, found.expected)

    @property
    def ratio(self) -> str:
        return percent(self.progress.ratio)

    @property
    def covered(self) -> str:
        return percent(self.progress.covered)

    @property
    def reasons(self) -> list[Reason]:
        return [self._reason(line) for line in self.progress.lines]

    def _reason(self, line: progress.Line) -> Reason:
        decimals = max(self.decimals, 4)
        numbers = {name: amount(value, decimals) if value is not None else "?" for name, value in line.numbers.items()}
        formula = line.formula.format(**numbers) if not line.undefined else ""
        return Reason(line.label, formula, self._value(line), line.undefined)

    def _value(self, line: progress.Line) -> str:
        if line.value is None:
            return ""
        if line.measure == Measure.PERCENT:
            return percent(line.value)
        if line.measure == Measure.FACTOR:
            return factor(line.value)
        unit = self.level_unit if line.measure == Measure.LEVEL else self.unit
        return vietnamese.with_unit(amount(line.value, max(self.decimals, 2)), unit)

    @property
    def findings(self) -> list[Found]:
        """Every published figure, the newest first, each with what became of it."""
        if not self.target.indicator:
            return []
        used = {figure.ref for figure in self.progress.used}
        ignored = {one.figure.ref: one.reason for one in self.progress.ignored}
        return [
            Found(
                observation,
                self.in_its_unit(amount(observation.value, self._own_decimals(observation.value)), observation.span),
                _role(observation, used, ignored),
            )
            for observation in reversed(self.target.indicator.published_observations())
        ]

    def _own_decimals(self, value: Decimal) -> int:
        """A published figure is shown as it was published."""
        return max(self.decimals, -value.normalize().as_tuple().exponent)

    @cached_property
    def year_figures(self) -> dict[int, progress.Figure]:
        """The figure of each year that counts, as for the verdict; that of the start year too."""
        first, last = self.target.congress.start_year, self.target.target_year
        best = progress.of_each_year(self.target.figures())
        return {year: figure for year, figure in best.items() if first <= year <= last}

    @property
    def years(self) -> list[YearRow]:
        target, figures = self.target, self.year_figures
        plans = {plan.year: self.planned(plan.value) for plan in target.plans.all()}
        first = min(target.congress.start_year, target.baseline_year or target.congress.start_year)
        rows = []
        for year in range(first, target.target_year + 1):
            figure, is_baseline = figures.get(year), year == target.baseline_year and target.baseline_value is not None
            if is_baseline:
                plan = "" if figure else plans.get(year, "")
                rows.append(_year_row(year, target.baseline_value, target.baseline_vintage, plan, is_baseline=True))
            if figure:
                rows.append(_year_row(year, figure.value, figure.vintage, plans.get(year, ""), scope=figure.scope))
            elif not is_baseline and year > target.congress.start_year:
                rows.append(_year_row(year, None, "", plans.get(year, "")))
        return rows

    @cached_property
    def drawings(self) -> list[chart.Drawing]:
        if not self.target.indicator:
            return []
        return chart.draw(plot.series_of(self.target, self.year_figures, self.progress, self.decimals))

    @property
    def draws_baseline(self) -> bool:
        """The chart has one place per year, and a figure of that year takes it."""
        return self.target.baseline_value is not None and self.target.baseline_year not in self.year_figures

    @property
    def chart_title(self) -> str:
        return f"{self.target.indicator.name}, {self.target.congress.start_year}-{self.target.target_year}"

    @property
    def chart_words(self) -> str:
        """The chart for those who listen."""
        known = [
            f"{row.year}{', mức xuất phát' if row.is_baseline else ''}: "
            + beside(self.in_its_unit(row.figure, Span.YEAR), row.vintage, row.scope)
            for row in self.years
            if row.figure
        ]
        missing = [str(row.year) for row in self.years if not row.figure]
        text = f"Chỉ tiêu: {self.target.resolved_number}. " + "; ".join(known) + "."
        return text + (f" Chưa có số liệu: {', '.join(missing)}." if missing else "")


def portray(target: Target, *, as_of: dt.date, term_over: bool) -> Portrait:
    """`target` as read by `for_dashboard`."""
    parts = ()
    if target.is_heading:
        parts = tuple(portray(part, as_of=as_of, term_over=term_over) for part in target.parts.all())
    found = progress.assess(target.goal(), target.figures(), as_of=as_of, term_over=term_over)
    return Portrait(target, found, parts)


def _role(observation, used, ignored) -> str:
    if observation.withdrawn_at:
        return f"thu hồi ngày {vietnamese.short_date(vietnamese.local(observation.withdrawn_at).date())}"
    return "được dùng" if observation.pk in used else ignored.get(observation.pk, "nêu để đối chiếu")


def _year_row(year, value, vintage, plan, *, is_baseline=False, scope="") -> YearRow:
    word = "" if not vintage else "chưa rõ" if vintage == Vintage.UNKNOWN else Vintage(vintage).word
    return YearRow(year, amount(value, 4), word, plan, is_baseline, scope)
