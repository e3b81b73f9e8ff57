"""How far must one look for so many entries? For PostgreSQL, whose entries are split by year. Pure.

Years are counted for orientation: where the counts are a little old, one looks a little too far, or not far enough and
then further. Only what is older than every counted year is not looked for.
"""

import datetime as dt
from collections.abc import Iterator

from search import keys, schema
from search.keys import Window
from search.years import Counted

FIRST_PIECE = 4_000
"""Entries: fewer are not worth a statement."""
_GROWTH = 3


def near(window: Window, years: Counted, wanted: int, *, newest: bool) -> tuple[Window, Window]:
    """Whole years from that end which have about so many entries together, and the rest of the window."""
    window, total = _counted(window, years), 0.0
    for year, n in _met(window, years, newest=newest):
        total += n
        if total >= wanted:
            return _split(window, year, newest=newest)
    return window, _nothing(window)


def pieces(window: Window, years: Counted, *, newest: bool, wanted: float) -> Iterator[Window]:
    """The window cut up from its newest (or oldest) end, ever larger, on the years that split the table.

    So a statement plans and reads few of its parts, and a word of long ago takes few statements. `wanted`: how many
    entries the first piece should have.
    """
    size = 0.0
    window = _counted(window, years)
    for year, n in _met(window, years, newest=newest):
        size += n
        if size >= wanted:
            piece, window = _split(window, year, newest=newest)
            wanted, size = wanted * _GROWTH, 0.0
            yield piece
    if not window.is_empty:
        yield window


def _counted(window: Window, years: Counted) -> Window:
    """From the first counted year on."""
    return window.after(schema.start(years[0][0]) - 1) if years else _nothing(window)


def _met(window: Window, years: Counted, *, newest: bool) -> Iterator[tuple[int, float]]:
    """The years of the window from that end, with about how many entries lie inside it."""
    for year, n in reversed(years) if newest else years:
        if part := _part(window, year):
            yield year, n * part


def _nothing(window: Window) -> Window:
    return Window(1, 0, window.now)


def _part(window: Window, year: int) -> float:
    """Which part of the year lies in the window, 0 to 1."""
    start, end = schema.start(year), _end(year)
    return max(0, min(window.high + 1, end) - max(window.low, start)) / (end - start)


def _split(window: Window, year: int, *, newest: bool) -> tuple[Window, Window]:
    """What lies on the near side, that year with it, and the rest."""
    border = schema.start(year) if newest else _end(year)
    newer, older = window.after(border - 1), window.before(border)
    return (newer, older) if newest else (older, newer)


def _end(year: int) -> int:
    """The first key after it, also after the year 9999."""
    return keys.day_high(dt.date(year, 12, 31)) + 1
