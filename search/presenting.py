"""What the results page shows of an answer: chips, facets, presets, years and the calendar, each with its address."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString

import vietnamese
from search import calendar, counts, keys, kinds, periods, results
from search.addresses import Addresses
from search.asked import NEWEST, OLDEST, RELEVANCE, Asked
from search.calendar import Calendar
from search.results import Hit, Page, Results

ORDER_NAMES = {RELEVANCE: "Phù hợp nhất", NEWEST: "Mới nhất", OLDEST: "Cũ nhất"}


class Link(NamedTuple):
    """`count` "": not counted; `is_current`: what holds now. Templates take it apart in this order."""

    name: str
    url: str
    count: str = ""
    is_current: bool = False


class Line(NamedTuple):
    """One thing found. `meta`: what its day means, the day, and the section. Taken apart like Link."""

    url: str
    title: SafeString
    kind: str
    meta: str
    extract: SafeString


@dataclass(frozen=True)
class Presented:
    """Everything the template names."""

    sentence: str
    said: list[str]
    lines: list[Line]
    previous_url: str
    next_url: str
    label: str
    chips: list[Link]
    kinds: list[Link]
    sections: list[Link]
    sampled: str
    orders: list[Link]
    presets: list[Link]
    years: list[Link]
    nearest: list[Link]
    outside: Link | None
    calendar: Calendar
    feed_url: str


def present(found: Results, at: dt.datetime) -> Presented:
    asked, names = found.asked, kinds.section_names()
    addresses = Addresses(reverse("search:search"), asked)
    shown = results.page(found, names)
    facets = found.facets
    return Presented(
        sentence=results.sentence(found, names),
        said=found.said,
        lines=[_line(hit) for hit in shown.hits],
        **_neighbours(asked, shown),
        chips=_chips(asked, names, addresses),
        kinds=_facet(
            asked.kind, "kind", facets.kinds, {each.code: each.plural for each in kinds.everything()}, addresses
        ),
        sections=_facet(asked.section, "section", facets.sections, names, addresses),
        sampled=f"Đếm trong {results.count_text(counts.SAMPLE)} mục mới nhất." if facets.sampled else "",
        orders=_orders(asked, addresses),
        presets=_presets(asked, vietnamese.local(at).date(), addresses),
        years=_years(asked, found, addresses),
        nearest=_nearest(found, addresses),
        outside=_outside(found),
        calendar=_calendar(found, shown, at),
        feed_url=Addresses(reverse("search:feed"), asked).but(order=""),
    )


def _line(hit: Hit) -> Line:
    meta = f"{hit.date} · {hit.section}" if hit.section else hit.date
    return Line(hit.url, hit.title, hit.kind, meta, hit.extract)


def _neighbours(asked: Asked, shown: Page) -> dict[str, str]:
    before, after = (shown.older, shown.newer) if asked.ordered_by == OLDEST else (shown.newer, shown.older)
    label = f"Trang {asked.page or 1}" if asked.ordered_by == RELEVANCE else ORDER_NAMES[asked.ordered_by] + " trước"
    return {"previous_url": before and _url(before), "next_url": after and _url(after), "label": label}


def _url(asked: Asked) -> str:
    return f"{reverse('search:search')}?{asked.parameters}".rstrip("?")


def _chips(asked: Asked, names: dict[str, str], addresses: Addresses) -> list[Link]:
    """What narrows the list; each link takes one away."""
    kind = kinds.get(asked.kind)
    chips = [Link(f"«{asked.words}»", addresses.but(words=""))] if asked.words else []
    if asked.since or asked.until:
        days = results.days_text(asked)
        chips.append(Link(days[0].upper() + days[1:], addresses.but(since=None, until=None)))
    if asked.kind:
        chips.append(Link(kind.name if kind else asked.kind, addresses.but(kind="")))
    if asked.section:
        chips.append(Link(names.get(asked.section, asked.section), addresses.but(section="")))
    return chips


def _facet(
    chosen: str, filtered: str, found: dict[str, int], names: dict[str, str], addresses: Addresses
) -> list[Link]:
    """Every value that would find something, under all the other filters; the chosen one takes itself away."""
    values = [code for code in names if found.get(code) or code == chosen]
    values += sorted(code for code in found if code not in names)
    return [
        Link(
            names.get(code, code),
            addresses.but(**{filtered: "" if code == chosen else code}),
            results.count_text(found.get(code, 0)),
            code == chosen,
        )
        for code in values
    ]


def _orders(asked: Asked, addresses: Addresses) -> list[Link]:
    offered = [RELEVANCE, NEWEST, OLDEST] if asked.words else [NEWEST, OLDEST]
    return [Link(ORDER_NAMES[code], addresses.but(order=code), is_current=code == asked.ordered_by) for code in offered]


def _presets(asked: Asked, today: dt.date, addresses: Addresses) -> list[Link]:
    return [
        Link(
            period.name,
            addresses.but(since=period.since, until=period.until),
            is_current=(asked.since, asked.until) == (period.since, period.until),
        )
        for period in periods.presets(today)
    ]


def _years(asked: Asked, found: Results, addresses: Addresses) -> list[Link]:
    """Each year that has something; counted where that costs little, which is without words."""
    everything = keys.Window(keys.FIRST, found.window.now, found.window.now)
    if found.query.terms:
        counted = dict.fromkeys(counts.years(found.query, everything), "")
    else:
        counted = {year: results.count_text(n) for year, n in reversed(counts.by_year(found.query, everything).items())}
    return [_year(asked, year, count, addresses) for year, count in counted.items()]


def _year(asked: Asked, year: int, count: str, addresses: Addresses) -> Link:
    since, until = dt.date(year, 1, 1), dt.date(year, 12, 31)
    is_current = (asked.since, asked.until) == (since, until)
    return Link(str(year), addresses.but(since=since, until=until), count, is_current)


def _nearest(found: Results, addresses: Addresses) -> list[Link]:
    if found.total or not (found.asked.since or found.asked.until):
        return []
    days = [day for day in found.nearest if day]
    return [Link(vietnamese.date_with_weekday(day), addresses.but(since=day, until=day)) for day in days]


def _outside(found: Results) -> Link | None:
    """Where the filters leave nothing of words that do exist: the same words without the filters."""
    wide = Asked(words=found.asked.words)
    if found.total or wide == found.asked.but():
        return None
    elsewhere = Results(
        wide, replace(found.query, kind="", section=""), keys.Window(keys.FIRST, found.window.now, found.window.now)
    )
    return Link(f"Xem {elsewhere.total_text} mục khi bỏ các bộ lọc", _url(wide)) if elsewhere.total else None


def _calendar(found: Results, shown: Page, at: dt.datetime) -> Calendar:
    """The month of the last day asked for, or of the newest thing shown, or of today; never one still to come."""
    newest = max((hit.day for hit in shown.hits), default=None)
    today = vietnamese.local(at).date()
    day = min(found.asked.until or newest or found.asked.since or today, today)
    return calendar.build(day.year, day.month, at, found.asked, found.query, found.known)
