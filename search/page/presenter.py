"""What the results page shows of an answer: chips, facets, presets, years and the calendar, each with its address."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.urls import reverse

import vietnamese
from search.page import calendar, periods
from search.page.addresses import Addresses
from search.page.calendar import Calendar
from search.page.periods import Period
from search.query.request import NEWEST, OLDEST, RELEVANCE, SearchRequest
from search.retrieval import facets, results
from search.retrieval.results import Hit, Page, Results
from search.storage import keys, kinds
from web.versions import Versions

ORDER_NAMES = {RELEVANCE: "Phù hợp nhất", NEWEST: "Mới nhất", OLDEST: "Cũ nhất"}


class Link(NamedTuple):
    """`count` "": not counted; `is_current`: what holds now."""

    name: str
    url: str
    count: str = ""
    is_current: bool = False


class Choices(NamedTuple):
    """A list of links that narrow the search; `note`: a line below the title."""

    title: str
    links: list[Link]
    note: str = ""
    are_short: bool = False


class Pager(NamedTuple):
    previous_url: str
    next_url: str
    label: str


@dataclass(frozen=True)
class Shown:
    """What the page names. `said`: what differs from what was typed; `outside`: the same words without filters."""

    sentence: str
    said: list[str]
    chips: list[Link]
    hits: list[Hit]
    orders: list[Link]
    pager: Pager
    nearest: list[Link]
    outside: Link | None
    presets: list[Link]
    choices: list[Choices]
    calendar: Calendar
    feed_url: str


def present(found: Results, at: dt.datetime, known: Versions) -> Shown:
    asked, names = found.asked, kinds.section_names(known)
    addresses = Addresses(reverse("search:search"), asked)
    page = results.page(found, names)
    return Shown(
        sentence=results.sentence(found, names),
        said=found.said,
        chips=_chips(asked, names, addresses),
        hits=page.hits,
        orders=_orders(asked, addresses),
        pager=_pager(asked, page),
        nearest=[] if page.hits else _nearest(found, addresses),
        outside=None if page.hits else _outside(found),
        presets=_periods(
            ((period, "") for period in periods.presets(vietnamese.local(at).date(), known)), asked, addresses
        ),
        choices=[*_facets(found, names, addresses), _years(asked, found, addresses)],
        calendar=_calendar(found, page, at),
        feed_url=Addresses(reverse("search:feed"), asked).but(order=""),
    )


def _pager(asked: SearchRequest, page: Page) -> Pager:
    before, after = (page.older, page.newer) if asked.ordered_by == OLDEST else (page.newer, page.older)
    label = f"Trang {asked.page or 1}" if asked.ordered_by == RELEVANCE else ORDER_NAMES[asked.ordered_by] + " trước"
    return Pager(*(_url(page) if page else "" for page in (before, after)), label)


def _url(asked: SearchRequest) -> str:
    return f"{reverse('search:search')}?{asked.parameters}".rstrip("?")


def _chips(asked: SearchRequest, names: dict[str, str], addresses: Addresses) -> list[Link]:
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


def _facets(found: Results, names: Mapping[str, str], addresses: Addresses) -> list[Choices]:
    asked, counted = found.asked, found.facets
    note = f"Đếm trong {results.count_text(facets.SAMPLE)} mục mới nhất." if counted.sampled else ""
    plurals = {kind.code: kind.plural for kind in kinds.everything()}
    by_kind = _facet(asked.kind, "kind", counted.kinds, plurals, addresses)
    by_section = _facet(asked.section, "section", counted.sections, names, addresses)
    return [Choices("Loại", by_kind, note), Choices("Chuyên mục", by_section, note)]


def _facet(
    chosen: str, filtered: str, found: Mapping[str, int], names: Mapping[str, str], addresses: Addresses
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


def _orders(asked: SearchRequest, addresses: Addresses) -> list[Link]:
    offered = [RELEVANCE, NEWEST, OLDEST] if asked.words else [NEWEST, OLDEST]
    return [Link(ORDER_NAMES[code], addresses.but(order=code), is_current=code == asked.ordered_by) for code in offered]


def _years(asked: SearchRequest, found: Results, addresses: Addresses) -> Choices:
    """Each year that has something; counted where that costs little, which is without words."""
    everything = keys.Window(keys.FIRST, found.window.now, found.window.now)
    if found.query.terms:
        counted = dict.fromkeys(facets.years(found.query, everything), "")
    else:
        counted = {year: results.count_text(n) for year, n in reversed(facets.by_year(found.query, everything).items())}
    years = ((periods.year(number), n) for number, n in counted.items())
    return Choices("Năm", _periods(years, asked, addresses), are_short=True)


def _periods(offered: Iterable[tuple[Period, str]], asked: SearchRequest, addresses: Addresses) -> list[Link]:
    """A link to each with its count ("": not counted); the first that is asked for is marked."""
    links = []
    for period, count in offered:
        is_asked = (period.since, period.until) == (asked.since, asked.until)
        is_current = is_asked and not any(link.is_current for link in links)
        links.append(Link(period.name, addresses.but(since=period.since, until=period.until), count, is_current))
    return links


def _nearest(found: Results, addresses: Addresses) -> list[Link]:
    if found.total or not (found.asked.since or found.asked.until):
        return []
    days = filter(None, found.nearest)
    return [Link(vietnamese.date_with_weekday(day), addresses.but(since=day, until=day)) for day in days]


def _outside(found: Results) -> Link | None:
    """Where the filters leave nothing of words that do exist: the same words without the filters."""
    wide = SearchRequest(words=found.asked.words)
    if found.total or wide == found.asked.but():
        return None
    elsewhere = Results(
        wide, replace(found.query, kind="", section=""), keys.Window(keys.FIRST, found.window.now, found.window.now)
    )
    return Link(f"Xem {elsewhere.total_text} mục khi bỏ các bộ lọc", _url(wide)) if elsewhere.total else None


def _calendar(found: Results, page: Page, at: dt.datetime) -> Calendar:
    """The month of the last day asked for, or of the newest thing shown, or of today; never one still to come."""
    newest = max((hit.day for hit in page.hits), default=None)
    today = vietnamese.local(at).date()
    day = min(found.asked.until or newest or found.asked.since or today, today)
    return calendar.build(day.year, day.month, at, found.asked, found.query)
