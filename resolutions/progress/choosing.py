"""Which figures count: the best vintage of each year, whole years only, inside the years of work."""

from collections.abc import Iterable
from dataclasses import dataclass

from .answers import Ignored
from .facts import Figure, Goal
from .words import Kind, MaintainRule, Span


@dataclass(frozen=True)
class Chosen:
    years: dict[int, Figure]  # in order of years
    term: Figure | None  # the figure published for a whole period, the one that reaches furthest
    base: Figure | None  # a figure of the start year; only a mean change needs it
    ignored: tuple[Ignored, ...]

    @property
    def last_year(self) -> int | None:
        return max(self.years, default=None)

    @property
    def deciding_term(self) -> Figure | None:
        """A period figure decides before a computed one, unless yearly figures reach further."""
        if self.term is None or (self.last_year is not None and self.last_year > self.term.year):
            return None
        return self.term


def choose(goal: Goal, figures: Iterable[Figure], last_year: int) -> Chosen:
    best: dict[tuple[Span, int], Figure] = {}
    ignored = []
    for figure in sorted(figures, key=_trust, reverse=True):
        place = (figure.span, figure.year)
        if reason := _out_of_bounds(goal, figure, last_year):
            ignored.append(Ignored(figure, reason))
        elif place in best:
            ignored.append(Ignored(figure, _outdone(figure, best[place])))
        else:
            best[place] = figure
    base = best.pop((Span.YEAR, goal.start_year), None)
    years = {year: figure for (span, year), figure in sorted(best.items()) if span == Span.YEAR}
    terms = sorted((f for f in best.values() if f.span == Span.TERM), key=lambda f: f.year)
    ignored += [Ignored(figure, "đã có số của giai đoạn dài hơn") for figure in terms[:-1]]
    return Chosen(years, terms[-1] if terms else None, base, tuple(sorted(ignored, key=_place)))


def _trust(figure: Figure) -> tuple:
    """Best vintage, then last recorded; the rest only makes the order of two equals certain."""
    return figure.vintage.rank, figure.order, figure.ref or 0, figure.value


def _place(ignored: Ignored) -> tuple:
    return (ignored.figure.year, ignored.figure.span, *_trust(ignored.figure))


def _out_of_bounds(goal: Goal, figure: Figure, last_year: int) -> str:
    if figure.span == Span.PART_YEAR:
        return "số của một phần năm, không tính là số cả năm"
    if figure.span == Span.TERM and not _takes_period(goal):
        return "số của cả giai đoạn; chỉ tiêu này xét theo từng năm"
    is_base = figure.year == goal.start_year and goal.kind == Kind.AVERAGE_CHANGE and figure.span == Span.YEAR
    if not (goal.start_year < figure.year <= goal.target_year or is_base):
        return f"ngoài các năm thực hiện {goal.start_year + 1}-{goal.target_year}"
    return "sau năm đang xét" if figure.year > last_year else ""


def _takes_period(goal: Goal) -> bool:
    averaged = goal.kind == Kind.MAINTAIN and goal.maintain_rule == MaintainRule.AVERAGE
    return averaged or goal.kind in {Kind.AVERAGE_RATE, Kind.AVERAGE_CHANGE, Kind.TOTAL, Kind.COUNT}


def _outdone(figure: Figure, best: Figure) -> str:
    if figure.vintage != best.vintage:
        return "đã có số chính thức hơn"
    return "đã có số mới hơn"
