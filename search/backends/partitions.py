"""How far must one look for so many entries? For PostgreSQL, whose entries are split by time. Pure.

Years are counted for orientation: where the counts are a little old, one looks a little too far, or not far enough and
then further. Only what is older than every counted year is not looked for.
"""

import datetime as dt
from collections.abc import Iterator

from search.backends.engine import Years
from search.storage import keys, schema
from search.storage.keys import Window

MOST_WEEKS = 53
"""Each entry is compared with every week named, so a longer stretch is made of whole parts of the table."""
_GROWTH = 3


def pieces(window: Window, years: Years, *, newest: bool, wanted: float) -> Iterator[Window]:
    """The window cut up from its newest (or oldest) end, ever larger: on weeks, then where the table is split.

    So a statement plans and reads little of it, and a word of long ago takes few statements. `wanted`: how many entries
    the first piece should have.
    """
    window = _counted(window, years)
    while not window.is_empty:
        piece, window = _cut(window, _border(window, years, wanted, newest=newest), newest=newest)
        yield piece
        wanted *= _GROWTH


def weeks(window: Window) -> list[int]:
    """Of every key in it, as the index has them; none of a window of more than MOST_WEEKS."""
    first, last = week(window.low), week(window.high)
    return list(range(first, last + 1)) if last - first < MOST_WEEKS else []


def week(key: int) -> int:
    """As PostgreSQL divides whole numbers, towards zero: so there are two weeks with the number 0."""
    return key // keys.WEEK if key >= 0 else -(-key // keys.WEEK)


def whole_parts(window: Window) -> tuple[int, int]:
    """The first and the last key of the parts of the table that it touches."""
    return schema.part(_year(window.low))[0], schema.part(_year(window.high))[1] - 1


def _counted(window: Window, years: Years) -> Window:
    """From the first counted year on."""
    return window.after(schema.start(years[0][0]) - 1) if years else window.nothing


def _border(window: Window, years: Years, wanted: float, *, newest: bool) -> int | None:
    """The first key on the newer side of the cut; None where all of the window is needed."""
    missing = wanted
    for year, n in reversed(years) if newest else years:
        inside = window.after(schema.start(year) - 1).before(_end(year))
        there = n * _part(inside, year)
        if there and there >= missing:
            border = _on_a_week(inside, missing / there, newest=newest)
            is_near = abs(border - (window.high if newest else window.low)) < (MOST_WEEKS - 2) * keys.WEEK
            return border if is_near else schema.part(year)[not newest]
        missing -= there
    return None


def _on_a_week(inside: Window, part: float, *, newest: bool) -> int:
    """The beginning of the week that lies behind such a part of it, a little further rather than less."""
    way = int(part * (inside.high - inside.low)) + 1
    if newest:
        return (inside.high + 1 - way) // keys.WEEK * keys.WEEK
    return -(-(inside.low + way) // keys.WEEK) * keys.WEEK


def _part(inside: Window, year: int) -> float:
    """Which part of the year that is, 0 to 1."""
    return max(0, inside.high + 1 - inside.low) / (_end(year) - schema.start(year))


def _cut(window: Window, border: int | None, *, newest: bool) -> tuple[Window, Window]:
    """What lies on the near side, and the rest."""
    if border is None:
        return window, window.nothing
    newer, older = window.after(border - 1), window.before(border)
    return (newer, older) if newest else (older, newer)


def _year(key: int) -> int:
    return keys.day_of(min(max(key, keys.OF_DATES[0]), keys.OF_DATES[-1])).year


def _end(year: int) -> int:
    """The first key after it, also after the year 9999."""
    return keys.day_high(dt.date(year, 12, 31)) + 1
