"""What the results page shows of an answer: chips, facets, presets, years and the calendar, each with its address."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

import vietnamese
from search import calendar, counts, keys, kinds, periods, places, results
from search.addresses import Addresses, open_days
from search.asked import NEWEST, OLDEST, RELEVANCE, Asked
from search.calendar import Calendar
from search.drawing import draw, fill, kept
from search.periods import Period
from search.results import Hit, Page, Results

ORDER_NAMES = {RELEVANCE: "Phù hợp nhất", NEWEST: "Mới nhất", OLDEST: "Cũ nhất"}


Counted = tuple[Period, str]
"""A period, and how many things it has ("": not counted)."""


class Link(NamedTuple):
    """`count` "": not counted; `is_current`: what holds now."""

    name: str
    url: str
    count: str = ""
    is_current: bool = False


class Choices(NamedTuple):
    """A list of links that narrow the search; `links`: drawn, `note`: a line below the title."""

    title: str
    links: SafeString
    note: str = ""
    are_short: bool = False


class Notice(NamedTuple):
    """A sentence above the list."""

    text: str
    title: str = ""
    tone: str = ""


class Line(NamedTuple):
    """One thing found. `meta`: what its day means, the day, and the section."""

    url: str
    title: SafeString
    kind: str
    meta: str
    extract: SafeString


class Pager(NamedTuple):
    previous_url: str
    next_url: str
    label: str
    previous_label: str = ""
    next_label: str = ""


class Presented(NamedTuple):
    """Everything that the answer's template names: sentences and addresses, and lists that are drawn already."""

    sentence: str
    notices: SafeString
    chips: SafeString
    lines: SafeString
    orders: SafeString
    pager: SafeString
    nothing: SafeString
    presets: SafeString
    kinds: SafeString
    sections: SafeString
    years: SafeString
    calendar: SafeString
    feed_url: str


class Whole(NamedTuple):
    """The page. `answer` "": the form has errors, so nothing was looked for; `sentence` "": nothing was asked."""

    form: SafeString
    answer: SafeString | str = ""
    sentence: str = ""
    feed_url: str = ""


def whole(form: SafeString, shown: Presented) -> Whole:
    return Whole(form, fill("search/_answer.html", shown), shown.sentence if shown.chips else "", shown.feed_url)


def present(found: Results, at: dt.datetime) -> Presented:
    asked, names = found.asked, kinds.section_names()
    addresses = Addresses(places.results(), asked)
    shown = results.page(found, names)
    return Presented(
        sentence=results.sentence(found, names),
        notices=draw("components/notice.html", [Notice(sentence) for sentence in found.said]),
        chips=draw("search/_chip.html", _chips(asked, names, addresses)),
        lines=draw("search/_line.html", [_line(hit) for hit in shown.hits]),
        orders=draw("search/_order.html", _orders(asked, addresses)),
        pager=fill("components/pager.html", _pager(asked, shown)),
        nothing=SafeString("") if shown.hits else _nothing(found, addresses),
        presets=_presets(asked, vietnamese.local(at).date(), addresses),
        **_facets(found, names, addresses),
        years=_years(asked, found, addresses),
        calendar=_calendar(found, shown, at).drawn,
        feed_url=Addresses(places.feed(), asked).but(order=""),
    )


def _line(hit: Hit) -> Line:
    meta = f"{hit.date} · {hit.section}" if hit.section else hit.date
    return Line(hit.url, hit.title, hit.kind, meta, hit.extract)


def _pager(asked: Asked, shown: Page) -> Pager:
    before, after = (shown.older, shown.newer) if asked.ordered_by == OLDEST else (shown.newer, shown.older)
    label = f"Trang {asked.page or 1}" if asked.ordered_by == RELEVANCE else ORDER_NAMES[asked.ordered_by] + " trước"
    return Pager(*(_url(page) if page else "" for page in (before, after)), label)


def _url(asked: Asked) -> str:
    return f"{places.results()}?{asked.parameters}".rstrip("?")


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


def _facets(found: Results, names: Mapping[str, str], addresses: Addresses) -> dict[str, SafeString]:
    asked, facets = found.asked, found.facets
    note = f"Đếm trong {results.count_text(counts.SAMPLE)} mục mới nhất." if facets.sampled else ""
    plurals = {kind.code: kind.plural for kind in kinds.everything()}
    by_kind = _facet(asked.kind, "kind", facets.kinds, plurals, addresses)
    by_section = _facet(asked.section, "section", facets.sections, names, addresses)
    return {
        "kinds": _choices(Choices("Loại", draw("search/_choice.html", by_kind), note)),
        "sections": _choices(Choices("Chuyên mục", draw("search/_choice.html", by_section), note)),
    }


def _choices(choices: Choices) -> SafeString:
    """Nothing where there is nothing to choose."""
    return fill("search/_choices.html", choices) if choices.links else choices.links


def _facet(
    chosen: str, filtered: str, found: Mapping[str, int], names: Mapping[str, str], addresses: Addresses
) -> list[Link]:
    """Every value that would find something, under all the other filters; the chosen one takes itself away."""
    values = [code for code in names if found.get(code) or code == chosen]
    values += sorted(code for code in found if code not in names)
    address = addresses.varying(filtered)
    return [
        Link(
            names.get(code, code),
            addresses.but(**{filtered: ""}) if code == chosen else address(code),
            results.count_text(found.get(code, 0)),
            code == chosen,
        )
        for code in values
    ]


def _orders(asked: Asked, addresses: Addresses) -> list[Link]:
    offered = [RELEVANCE, NEWEST, OLDEST] if asked.words else [NEWEST, OLDEST]
    return [Link(ORDER_NAMES[code], addresses.but(order=code), is_current=code == asked.ordered_by) for code in offered]


def _presets(asked: Asked, today: dt.date, addresses: Addresses) -> SafeString:
    return _periods("search/_tag.html", [(period, "") for period in periods.presets(today)], asked, addresses)


def _years(asked: Asked, found: Results, addresses: Addresses) -> SafeString:
    """Each year that has something; counted where that costs little, which is without words."""
    everything = keys.Window(keys.FIRST, found.window.now, found.window.now)
    if found.query.terms:
        seen = {keys.day_of(key).year for key in found.newest_keys[:1]}
        counted = dict.fromkeys(counts.years(found.query, everything, seen), "")
    else:
        counted = {year: results.count_text(n) for year, n in reversed(counts.by_year(found.query, everything).items())}
    years = [(periods.year(number), n) for number, n in counted.items()]
    return _choices(Choices("Năm", _periods("search/_choice.html", years, asked, addresses), are_short=True))


def _periods(template_name: str, offered: list[Counted], asked: Asked, addresses: Addresses) -> SafeString:
    """A link to each; the one asked for is marked."""
    days = (asked.since, asked.until)
    place = next((place for place, (period, _) in enumerate(offered) if (period.since, period.until) == days), None)
    return addresses.complete(_open_periods(template_name, tuple(offered), place))


@kept(256)
def _open_periods(template_name: str, offered: tuple[Counted, ...], chosen: int | None) -> SafeString:
    links = [
        Link(period.name, open_days(period.since, period.until), count, place == chosen)
        for place, (period, count) in enumerate(offered)
    ]
    return draw(template_name, links)


def _nothing(found: Results, addresses: Addresses) -> SafeString:
    facts = {"nearest": _nearest(found, addresses), "outside": _outside(found)}
    return render_to_string("search/_nothing.html", facts, using="django")


def _nearest(found: Results, addresses: Addresses) -> list[Link]:
    if found.total or not (found.asked.since or found.asked.until):
        return []
    days = [day for day in found.nearest if day]
    address = addresses.varying("since", "until")
    return [Link(vietnamese.date_with_weekday(day), address(day, day)) for day in days]


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
    days = found.days if keys.month_number(found.asked.until or day) == keys.month_number(day) else None
    return calendar.build(day.year, day.month, at, found.asked, found.query, found.at_hand, days)
