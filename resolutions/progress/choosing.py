"""Which figures count: the best of each year, whole years and stretches of years, inside the years of work."""

from collections.abc import Iterable
from dataclasses import dataclass

from .answers import Ignored
from .facts import Figure, Goal
from .words import Kind, MaintainRule, Span

JOINED = "đã nằm trong số của giai đoạn {}"


@dataclass(frozen=True)
class Spell:
    """Years that one figure speaks for, both ends included."""

    figure: Figure
    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    @property
    def words(self) -> str:
        return str(self.last) if self.length == 1 else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class Chosen:
    """`years`: the figure of each year, in order; `spells`: stretches and the years between them, none twice."""

    years: dict[int, Figure]
    spells: tuple[Spell, ...]
    base: Figure | None  # a figure of the start year; only a mean change needs it
    latest: Figure | None  # of a part of a year, newer than every whole year
    ignored: tuple[Ignored, ...]

    @property
    def last_year(self) -> int | None:
        return max(self.years, default=None)

    @property
    def stretch(self) -> Figure | None:
        """The one that reaches furthest, unless yearly figures reach further."""
        last = self.spells[-1] if self.spells else None
        return last.figure if last and last.figure.span == Span.TERM else None

    @property
    def covered(self) -> set[int]:
        return {year for spell in self.spells for year in range(spell.first, spell.last + 1)}


def choose(goal: Goal, figures: Iterable[Figure], last_year: int) -> Chosen:
    """Those that count up to `last_year`; every other one with the reason why it does not."""
    best: dict[tuple, Figure] = {}
    ignored, parts = [], []
    for figure in sorted(figures, key=_trust, reverse=True):
        place = (figure.span, figure.since, figure.year)
        if reason := _out_of_bounds(goal, figure, last_year):
            ignored.append(Ignored(figure, reason))
            if figure.span == Span.PART_YEAR and goal.start_year < figure.year <= last_year:
                parts.append(figure)
        elif place in best:
            ignored.append(Ignored(figure, _outdone(figure, best[place])))
        else:
            best[place] = figure
    base = best.pop((Span.YEAR, None, goal.start_year), None)
    years = {f.year: f for f in sorted(best.values(), key=lambda f: f.year) if f.span == Span.YEAR}
    spells, doubled = _spells(goal, [f for f in best.values() if f.span == Span.TERM], years)
    newest = max(parts, key=_recency, default=None)
    is_news = newest is not None and newest.year > max([spell.last for spell in spells], default=goal.start_year)
    ignored = tuple(sorted([*ignored, *doubled], key=_place))
    return Chosen(years, spells, base, newest if is_news else None, ignored)


def of_each_year(figures: Iterable[Figure]) -> dict[int, Figure]:
    """The whole-year figure of each year that counts, in order; of any year, also one that decides nothing."""
    best = {figure.year: figure for figure in sorted(figures, key=_trust) if figure.span == Span.YEAR}
    return dict(sorted(best.items()))


def _spells(goal: Goal, stretches: list[Figure], years: dict[int, Figure]) -> tuple[tuple[Spell, ...], list[Ignored]]:
    """The longest stretches that do not overlap, and the years outside them, in order; and what they leave out."""
    taken: list[Spell] = []
    doubled = []
    whole = [Spell(figure, figure.since or goal.start_year + 1, figure.year) for figure in stretches]
    for spell in sorted(whole, key=lambda spell: (spell.length, spell.last, _trust(spell.figure)), reverse=True):
        over = next((other for other in taken if spell.first <= other.last and other.first <= spell.last), None)
        if over:
            doubled.append(Ignored(spell.figure, JOINED.format(over.words)))
        else:
            taken.append(spell)
    for year, figure in years.items():
        if not any(spell.first <= year <= spell.last for spell in taken):
            taken.append(Spell(figure, year, year))
    return tuple(sorted(taken, key=lambda spell: spell.last)), doubled


def _trust(figure: Figure) -> tuple:
    """Of the target's own scope first, then the best vintage, then last recorded; the rest only makes it certain."""
    return not figure.scope, figure.vintage.rank, *_entered(figure), figure.value


def _recency(figure: Figure) -> tuple:
    """Of two parts of one year the later recorded is news; how official the earlier one is does not make it newer."""
    return figure.year, not figure.scope, *_entered(figure), figure.vintage.rank, figure.value


def _entered(figure: Figure) -> tuple[int, int]:
    """Grows with the moment of recording."""
    return figure.order, figure.ref or 0


def _place(ignored: Ignored) -> tuple:
    return (ignored.figure.year, ignored.figure.span, *_trust(ignored.figure))


def _out_of_bounds(goal: Goal, figure: Figure, last_year: int) -> str:
    if figure.span == Span.PART_YEAR:
        return "số của một phần năm, không tính là số cả năm"
    if figure.span == Span.TERM and not _takes_period(goal):
        return "số của cả giai đoạn; chỉ tiêu này xét theo từng năm"
    if figure.span == Span.YEAR and goal.measures_changes:
        return "mức thay đổi của một năm; mức bình quân cần mức của từng năm, hoặc mức thay đổi của cả giai đoạn"
    is_base = figure.year == goal.start_year and goal.kind == Kind.AVERAGE_CHANGE and figure.span == Span.YEAR
    first = figure.since if figure.since is not None else figure.year
    if not (goal.start_year < first <= figure.year <= goal.target_year or is_base):
        return f"ngoài các năm thực hiện {goal.start_year + 1}-{goal.target_year}"
    return "sau năm đang xét" if figure.year > last_year else ""


def _takes_period(goal: Goal) -> bool:
    averaged = goal.kind == Kind.MAINTAIN and goal.maintain_rule == MaintainRule.AVERAGE
    return averaged or goal.kind in {Kind.AVERAGE_RATE, Kind.AVERAGE_CHANGE, Kind.TOTAL, Kind.COUNT}


def _outdone(figure: Figure, best: Figure) -> str:
    if bool(figure.scope) != bool(best.scope):
        return "đã có số đúng phạm vi của chỉ tiêu"
    if figure.vintage != best.vintage:
        return "đã có số chính thức hơn"
    return "đã có số mới hơn"
