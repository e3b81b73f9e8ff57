"""The pages on congresses as plain facts: sentences, numbers and addresses, made once for each change.

No row of the database is in them, so they are cheap to keep (web/versions.py) and a template cannot ask for more.
"""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

import vietnamese
from resolutions import chart, dashboard, freshness, sources, summaries
from resolutions.models import Congress, Document
from resolutions.portrait import Portrait
from resolutions.sources import Source
from resolutions.summaries import Summary
from web.versions import Versions


class Verdict(NamedTuple):
    """`is_provisional`: it rests on figures that are not official; `scope`: what they cover, if not what is asked."""

    word: str
    sign: str
    tone: str
    is_provisional: bool
    scope: str = ""


class Row(NamedTuple):
    """A target in a table. `is_waiting`: the figure is not the one that concludes."""

    url: str
    wording: str
    is_heading: bool
    parts_text: str
    found: str
    found_when: str
    resolved: str
    unit: str
    is_waiting: bool
    latest: str
    bar: chart.Bar | None
    verdict: Verdict
    parts: list["Row"]


class Group(NamedTuple):
    """A field of work; `rows` of a folded congress stand on the field's own page at `url`."""

    code: str
    name: str
    url: str
    count: int
    rows: list[Row]


@dataclass(frozen=True)
class FieldFacts:
    """The page of one field: which of the `pages` that its targets fill is `number`."""

    name: str
    numeral: str
    congress_url: str
    is_final: bool
    rows: list[Row]
    number: int
    pages: int


class Numbered(NamedTuple):
    """A breakthrough or a group of tasks; `is_unknown`: nobody has entered its name."""

    number: int
    name: str
    is_unknown: bool
    body: str
    source: Source | None
    note: str


class Fact(NamedTuple):
    """What is known of a congress, where from, and a document to read it in."""

    label: str
    text: str
    source: Source
    is_long: bool = False
    document_url: str = ""


class DocumentLine(NamedTuple):
    """A document in a list; `download`: what its file is called, or ""."""

    url: str
    name: str
    abstract: str
    day: str
    issuer: str
    download: str
    download_url: str


@dataclass(frozen=True)
class CongressFacts:
    name: str
    numeral: str
    term: str
    state: str
    theme: str
    theme_source: Source
    summary: Summary
    official_count: str
    official_source: Source
    facts: list[Fact]
    is_folded: bool
    groups: list[Group]
    breakthroughs: list[Numbered]
    task_groups: list[Numbered]
    task_groups_title: str
    documents: list[DocumentLine]
    targets_note: str
    as_of: str


class CongressEntry(NamedTuple):
    """A congress in the list of all."""

    url: str
    numeral: str
    term: str
    state: str
    theme: str
    summary: Summary
    as_of: str


def congresses(known: Versions, at: dt.datetime) -> list[CongressEntry]:
    return [
        CongressEntry(
            congress.get_absolute_url(),
            congress.numeral,
            congress.term,
            congress.get_state_display(),
            congress.theme,
            summaries.of(congress, known, at),
            freshness.of_congress(congress).words,
        )
        for congress in Congress.objects.all()
    ]


def congress(code: str, known: Versions, at: dt.datetime) -> CongressFacts | None:
    """None for an unknown code."""
    page = dashboard.congress_page(code, at)
    if page is None:
        return None
    found, summary = page.congress, summaries.of(page.congress, known, at)
    return CongressFacts(
        name=found.name,
        numeral=found.numeral,
        term=found.term,
        state=found.get_state_display(),
        theme=found.theme,
        theme_source=sources.of_fact(found, "theme"),
        summary=summary,
        official_count=_official_count(found, summary.total),
        official_source=sources.of_fact(found, "official_met_count"),
        facts=_facts(found),
        is_folded=page.is_folded,
        groups=[_group(found, group) for group in page.groups],
        breakthroughs=[_numbered(part) for part in page.breakthroughs],
        task_groups=[_numbered(part) for part in page.task_groups],
        task_groups_title=_task_groups_title(found),
        documents=[document_line(document) for document in page.documents],
        targets_note=found.targets_note,
        as_of=freshness.of_congress(found).words,
    )


def _group(congress: Congress, group: dashboard.Group) -> Group:
    field = group.group
    url = reverse("resolutions:field", args=[congress.code, field.code])
    return Group(field.code, field.name, url, group.count, [row(portrait) for portrait in group.targets])


def field(code: str, group_code: str, number: int, at: dt.datetime) -> FieldFacts | None:
    """None for an unknown congress, field or number of a page."""
    page = dashboard.field_page(code, group_code, at, number)
    if page is None:
        return None
    return FieldFacts(
        name=page.group.name,
        numeral=page.congress.numeral,
        congress_url=page.congress.get_absolute_url(),
        is_final=dashboard.is_over(page.congress),
        rows=[row(portrait) for portrait in page.targets],
        number=page.number,
        pages=page.pages,
    )


def row(portrait: Portrait) -> Row:
    target = portrait.target
    return Row(
        url=target.get_absolute_url(),
        wording=target.wording,
        is_heading=target.is_heading,
        parts_text=portrait.parts_text,
        found=portrait.found,
        found_when=portrait.found_when,
        resolved=portrait.resolved,
        unit=vietnamese.with_unit("", portrait.unit),
        is_waiting=portrait.is_shown_only,
        latest=portrait.latest,
        bar=portrait.bar if portrait.found else None,
        verdict=verdict(portrait),
        parts=[row(part) for part in portrait.parts],
    )


def verdict(portrait: Portrait) -> Verdict:
    found = portrait.verdict
    return Verdict(found.word, found.sign, found.tone, portrait.progress.is_provisional, portrait.scope)


def document_line(document: Document) -> DocumentLine:
    file = document.file
    return DocumentLine(
        url=document.get_absolute_url(),
        name=document.full_name,
        abstract=document.abstract or "Chưa nhập trích yếu",
        day=vietnamese.short_date(document.issued_on) if document.issued_on else document.date_label,
        issuer=document.issuer,
        download=f"{file.type_name}, {file.size_text}" if file else "",
        download_url=file.get_absolute_url() if file else "",
    )


def _numbered(part) -> Numbered:
    """Of a row, or of a place that is known to exist though nobody has entered it."""
    if getattr(part, "is_unknown", False):
        return Numbered(part.number, part.shown_name, True, "", None, "")
    source = sources.of_row(part) if part.source else None
    return Numbered(part.number, part.shown_name, not part.name, part.body, source, part.note)


def _task_groups_title(congress: Congress) -> str:
    """What only the press tells of is no part of the resolution."""
    if congress.task_group_count:
        return "nhóm nhiệm vụ, giải pháp"
    is_told = any(part.from_press for part in congress.task_groups.all())
    return "nhiệm vụ theo báo chí, chưa đối chiếu với nghị quyết" if is_told else "nhóm nhiệm vụ, giải pháp"


def _official_count(congress: Congress, total: int) -> str:
    """The count given by another source, of another list than ours; "" for none."""
    named, met = congress.official_target_count, congress.official_met_count
    if not named or met is None:
        return ""
    return (
        f"{met}/{named} chỉ tiêu chủ yếu đạt và vượt. Đó là danh sách {named} chỉ tiêu của báo cáo, không trùng với"
        f" {total} dòng chỉ tiêu đã nhập ở đây."
    )


def _facts(congress: Congress) -> list[Fact]:
    found = [
        Fact("Thời gian", _days(congress), sources.of_fact(congress, "opens_on")),
        Fact("Địa điểm", congress.venue or "Chưa rõ", sources.of_fact(congress, "venue")),
        _resolution(congress),
    ]
    for name, label in (("motto", "Phương châm, tinh thần"), ("overall_goal", "Mục tiêu tổng quát")):
        if text := getattr(congress, name):
            found.append(Fact(label, text, sources.of_fact(congress, name), is_long=True))
    return found


def _days(congress: Congress) -> str:
    if not congress.opens_on:
        return "Chưa rõ"
    opens = vietnamese.capitalised(vietnamese.long_date(congress.opens_on))
    if congress.closes_on in (None, congress.opens_on):
        return opens
    return f"{opens} đến {vietnamese.long_date(congress.closes_on)}"


def _resolution(congress: Congress) -> Fact:
    resolution = getattr(congress, "resolution", None)
    number = f"Số {resolution.number}" if resolution and resolution.number else "Chưa rõ số"
    adopted = resolution and resolution.adopted_on
    day = vietnamese.long_date(adopted) if adopted else "chưa rõ ngày thông qua"
    document = resolution and resolution.document
    url = document.get_absolute_url() if document and document.is_public else ""
    return Fact("Nghị quyết", f"{number}, {day}", sources.of_fact(congress, "resolution"), document_url=url)
