"""One goal with the figures that count, and the pieces that every kind of assessment shares."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from . import formulas
from .answers import Line, Measure, Progress
from .choosing import Chosen
from .facts import Figure, Goal
from .words import UNDECIDED, Comparator, Direction, Span, Verdict, Vintage
from .yardstick import SYMBOLS, Yardstick, final_verdict


@dataclass(frozen=True)
class Case:
    goal: Goal
    stick: Yardstick
    chosen: Chosen
    is_over: bool  # the year that decides is behind us

    @property
    def work_years(self) -> range:
        return range(self.goal.start_year + 1, self.goal.target_year + 1)

    @property
    def has_side(self) -> bool:
        """Whether more is better, or less: neither in a two-sided range, nor where nobody said what is wanted."""
        return not self.stick.is_two_sided and self.goal.direction != Direction.NEUTRAL

    def missing(self, until: int, *, joined: bool = False) -> tuple[int, ...]:
        """Years of work up to `until` (all of them once it is over) without a figure of their own.

        `joined`: a figure for a stretch of years speaks for each of them.
        """
        last = self.goal.target_year if self.is_over else until
        known = self.chosen.covered if joined else self.chosen.years
        return tuple(year for year in self.work_years if year <= last and year not in known)

    def answer(self, verdict: Verdict, used: Sequence[Figure] = (), **facts) -> Progress:
        """A Progress with what is the same for every kind. Final, it is provisional unless all is official."""
        weakest = min(used, key=lambda figure: figure.vintage.rank, default=None)
        is_settled = self.is_over and verdict not in UNDECIDED
        has_gaps = bool(facts.pop("has_gaps", False))
        return Progress(
            verdict=verdict,
            is_final=self.is_over,
            is_provisional=is_settled and (has_gaps or weakest.vintage != Vintage.OFFICIAL),
            found_vintage=weakest.vintage if weakest else "",
            scope=tuple(dict.fromkeys(figure.scope for figure in used if figure.scope)),
            latest=self.chosen.latest,
            beyond=self._beyond(facts.get("found")),
            target=self.goal.value,
            low=self.goal.low,
            high=self.goal.high,
            used=tuple(used),
            ignored=self.chosen.ignored,
            **facts,
        )

    def _beyond(self, a: Decimal | None) -> Decimal | None:
        if a is None or self.stick.comparator not in {Comparator.ABOVE, Comparator.BELOW}:
            return None
        return formulas.beyond(a, self.stick.value, self.stick.sign)

    def no_data(self) -> Progress:
        return self.answer(Verdict.NO_DATA, reason="Chưa có số liệu cả năm nào trong các năm thực hiện.")

    def comparison(self, a: Decimal, verdict: Verdict | None = None) -> Line:
        """ "61,8 ≥ 60? Vượt". Where the `verdict` is that data is missing, the line says that it does not decide."""
        is_open = verdict == Verdict.INSUFFICIENT
        label = "So với chỉ tiêu, chỉ để tham khảo, chưa quyết định" if is_open else "So với chỉ tiêu"
        word = self._compared(a, is_final=self.is_over and not is_open)
        if self.stick.comparator == Comparator.BETWEEN:
            numbers = {"a": a, "low": self.stick.low, "high": self.stick.high}
            return Line(label, f"{{a}} so với khoảng từ {{low}} đến {{high}}: {word}", numbers)
        symbol = SYMBOLS[self.stick.comparator]
        return Line(label, f"{{a}} {symbol} {{T}}? {word.capitalize()}", {"a": a, "T": self.stick.value})

    def _compared(self, a: Decimal, *, is_final: bool) -> str:
        """The words of a verdict are kept for the figure that decides."""
        if not is_final:
            return "đã tới mức đề ra" if self.stick.meets(a) else "chưa tới mức đề ra"
        return {Verdict.MET: "đạt", Verdict.EXCEEDED: "vượt"}.get(final_verdict(self.stick, a), "không đạt")


def found_line(figure: Figure) -> Line:
    when = figure.period_label or f"năm {figure.year}"
    # A figure of a year is a level, also where the target is about its change; one of a stretch is what the target is.
    measure = Measure.AMOUNT if figure.span == Span.TERM else Measure.LEVEL
    return Line(f"Số liệu được dùng: {when}, {figure.vintage.word}", value=figure.value, measure=measure)


def share_line(label: str, formula: str, numbers: dict, value: Decimal | None, undefined: str) -> Line:
    return Line(label, formula, numbers, value, Measure.PERCENT, "" if value is not None else undefined)


def listed(years: Iterable[int]) -> str:
    """ "2021, 2022"."""
    return ", ".join(map(str, years))
