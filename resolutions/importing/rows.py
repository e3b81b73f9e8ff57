"""What is a row of a file: new, the same, a change of what is there, or wrong? Judged in memory, no query for a row."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.db.models import F

import vietnamese
from resolutions import sources
from resolutions.doubts import Known, doubts
from resolutions.importing import cells
from resolutions.importing.tables import Row, Table
from resolutions.models import Congress, Observation
from resolutions.models.observations import SAME, trust
from resolutions.progress import Span

SEEN = ("value", "scope_note", "source_as_of", "note", "from_press", "is_derived", "confidence")
"""What readers see of a figure besides its place: a row that says another of these changes something."""
RETURNED = "số này đã bị trả lại cho người nhập, và dòng này chưa sửa gì"
STANDS = "dòng này như số đang hiện; số {} thay cho nó chưa được duyệt"
WAITS = "số {} của dòng này đang chờ duyệt; hãy duyệt hoặc trả lại trước"


class Fate(StrEnum):
    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    RESENT = "resent"
    WRONG = "wrong"

    @property
    def word(self) -> str:
        return {
            "new": "mới",
            "same": "đã có",
            "changed": "thay số đang hiện",
            "resent": "sửa số đã trả lại",
            "wrong": "sai",
        }[self.value]


@dataclass(frozen=True)
class Judged:
    """`said`: sentences with their cell; `figure`: columns of an Observation; `replaces`: the shown one it corrects;
    `resends`: the returned one that it changes; `is_doubtful`: somebody should look at what is said."""

    number: int
    fate: Fate
    said: list[str] = field(default_factory=list)
    figure: dict = field(default_factory=dict)
    replaces: int | None = None
    resends: int | None = None
    is_doubtful: bool = False


class Judge:
    """Knows a congress and its figures; asked once for each row, in the order of the file."""

    def __init__(self, congress: Congress, table: Table, *, this_year: int):
        self._congress, self._columns = congress, table.columns
        # The year before the first is what a mean change is counted from.
        self._years = congress.start_year, min(congress.end_year, this_year)
        targets = congress.targets.filter(indicator__isnull=False)
        self._indicators = dict(targets.values_list("code", "indicator"))
        self._units = dict(targets.values_list("indicator", "indicator__unit"))
        self._known: dict[tuple, dict] = {}
        self._shown: dict[tuple, dict] = {}
        self._best: dict[int, dict[int, dict]] = defaultdict(dict)
        for row in self._figures():
            self._remember(row)
        self._seen: dict[tuple, int] = {}

    def _figures(self):
        """What is shown or not decided yet; of the same place the open one comes last."""
        wanted = self._congress.targets.values("indicator")
        rows = Observation.objects.filter(withdrawn_at__isnull=True, indicator__in=wanted)
        rows = rows.order_by(F("approved_at").asc(nulls_last=True))
        return rows.values("pk", "approved_at", "returned_at", *SAME, *SEEN)

    def _remember(self, row: dict) -> None:
        row["source"] = " ".join(row["source"].split())
        key = tuple(row[name] for name in SAME)
        self._known[key] = row
        if not row["approved_at"]:
            return
        self._shown[key] = row
        if row["span"] == Span.YEAR:
            years, year = self._best[row["indicator"]], row["year"]
            years[year] = max(years.get(year, row), row, key=_trust)

    def judge(self, row: Row) -> Judged:
        told, wrong = cells.read(row, self._indicators, self._years, self._congress.numeral)
        if wrong:
            return self._wrong(row, wrong)
        key = tuple(told["indicator_id" if name == "indicator" else name] for name in SAME)
        if key in self._seen:
            return self._wrong(row, {"ma": f"dòng này trùng với dòng {self._seen[key]}"})
        self._seen[key] = row.number
        known, shown = self._known.get(key), self._shown.get(key)
        if known is None:
            figure = {"from_press": sources.is_taken_for_press(told["source"]), **told}
            return self._sound(row, Fate.NEW, [], figure)
        if shown and shown is not known and not _compared(shown, told)[1]:
            # An export of what is shown, read again while its correction is not decided.
            said = STANDS.format(vietnamese.number(known["value"]))
            return Judged(row.number, Fate.SAME, [self._at(row, "gia_tri", said)])
        return self._changed(row, known, *_compared(known, told))

    def _changed(self, row: Row, known: dict, figure: dict, changes: list[str]) -> Judged:
        if not known["approved_at"] and known["returned_at"]:
            if not changes:
                return Judged(row.number, Fate.SAME, [self._at(row, "gia_tri", RETURNED)])
            return self._sound(row, Fate.RESENT, _changes(changes, known, figure), figure, resends=known["pk"])
        if not changes:
            return Judged(row.number, Fate.SAME)
        if not known["approved_at"]:
            return self._wrong(row, {"gia_tri": WAITS.format(vietnamese.number(known["value"]))})
        return self._sound(row, Fate.CHANGED, _changes(changes, known, figure), figure, replaces=known["pk"])

    def _sound(self, row: Row, fate: Fate, said: list[str], figure: dict, **about) -> Judged:
        found = doubts(figure["value"], self._beside(figure), is_part_year=figure["span"] != Span.YEAR)
        said += [f"Cảnh báo, ô {row.place('gia_tri', self._columns)}: {sentence}" for sentence in found]
        return Judged(row.number, fate, said, figure, is_doubtful=bool(found), **about)

    def _beside(self, figure: dict) -> Known:
        indicator = figure["indicator_id"]
        years = sorted((year, row["value"]) for year, row in self._best[indicator].items() if year != figure["year"])
        return Known(self._units[indicator], figure["year"], tuple(years))

    def _wrong(self, row: Row, wrong: dict[str, str]) -> Judged:
        return Judged(row.number, Fate.WRONG, [self._at(row, name, said) for name, said in wrong.items()])

    def _at(self, row: Row, name: str, said: str) -> str:
        return f"Ô {row.place(name, self._columns)}: {said}."


def _compared(known: dict, told: dict) -> tuple[dict, list[str]]:
    """The figure as the file would have it, and what is other than before; what the file does not say stays."""
    figure = {**{name: known[name] for name in SEEN}, **told}
    return figure, [name for name in SEEN if figure[name] != known[name]]


def _trust(row: dict) -> tuple:
    return trust(row["scope_note"], row["vintage"], row["pk"])


def _changes(names: list[str], before: dict, after: dict) -> list[str]:
    """ "47 thành 47,8", "phạm vi, nếu khác chỉ tiêu: «» thành «chỉ nông sản»"."""
    return [_change(name, *(_in_words(name, facts[name]) for facts in (before, after))) for name in names]


def _change(name: str, before: str, after: str) -> str:
    if name == "value":
        return f"{before} thành {after}."
    return f"{Observation._meta.get_field(name).verbose_name}: «{before}» thành «{after}»."


def _in_words(name: str, value) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Decimal):
        return vietnamese.number(value)
    return Observation.Confidence(value).label if name == "confidence" else value
