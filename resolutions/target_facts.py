"""The page of one target as plain facts, made once for each change (see facts.py)."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

import vietnamese
from proposals import services as proposals
from proposals.models import Proposal
from resolutions import chart, dashboard, facts, freshness, sources
from resolutions.facts import Row, Verdict
from resolutions.models import Target
from resolutions.plot import amount, unit_of
from resolutions.portrait import Portrait, Reason, YearRow
from resolutions.progress import Span
from resolutions.sources import Source

DECIMALS = 4
"""A number of the resolution is printed as it was resolved."""


class Answer(NamedTuple):
    """The pair in large figures and the verdict."""

    verdict: Verdict
    has_parts: bool
    parts_text: str
    found: str
    found_when: str
    resolved: str
    unit: str
    is_waiting: bool
    is_at_least: bool
    bar: chart.Bar | None
    reason: str
    warnings: list[str]
    ratio: str
    covered: str
    covered_from: str
    beyond: str
    against_plan: str
    latest: str
    as_of: str
    revised: str
    revised_verdict: Verdict | None


class Figures(NamedTuple):
    """Chart and table, year by year."""

    drawings: list[chart.Drawing]
    title: str
    words: str
    caption: str
    years: list[YearRow]
    resolved: str
    plans: list[tuple[str, Source, str]]


class Finding(NamedTuple):
    """A published figure, and what became of it."""

    period: str
    value: str
    vintage: str
    source: Source
    role: str
    note: str
    is_withdrawn: bool


class Fact(NamedTuple):
    """What was resolved: `url` where it leads somewhere, `source` where it says so, `note` below."""

    label: str
    text: str
    source: Source | None = None
    note: str = ""
    url: str = ""


class Change(NamedTuple):
    """What two people changed about the yardstick."""

    day: str
    words: list[str]
    reason: str


class Sibling(NamedTuple):
    url: str
    wording: str
    is_here: bool


@dataclass(frozen=True)
class TargetFacts:
    pk: int
    wording: str
    group: str
    target_year: int
    congress: str
    congress_url: str
    resolved: str
    answer: Answer
    parts: list[Row]
    figures: Figures | None
    reasons: list[Reason]
    findings: list[Finding]
    facts: list[Fact]
    changes: list[Change]
    siblings: list[Sibling]


def target(congress_code: str, code: str, at: dt.datetime) -> TargetFacts | None:
    """None for an unknown code."""
    page = dashboard.target_page(congress_code, code, at)
    if page is None:
        return None
    found, portrait = page.target, page.portrait
    siblings = [Sibling(one.get_absolute_url(), one.wording, one.pk == found.pk) for one in page.siblings]
    field_url = reverse("resolutions:field", args=[found.congress.code, found.group.code])
    if len(siblings) > dashboard.SIBLINGS_SHOWN:
        # Of a very large field the field's own page has them all.
        siblings = [Sibling(field_url, f"Mọi chỉ tiêu lĩnh vực {vietnamese.uncapitalised(found.group.name)}", False)]
    return TargetFacts(
        pk=found.pk,
        wording=found.wording,
        group=found.group.name,
        target_year=found.target_year,
        congress=found.congress.numeral,
        congress_url=found.congress.get_absolute_url(),
        resolved=found.resolved_number,
        answer=_answer(portrait),
        parts=[facts.row(part) for part in portrait.parts],
        figures=_figures(portrait) if found.indicator else None,
        reasons=portrait.reasons,
        findings=[_finding(one) for one in portrait.findings],
        facts=_facts(found),
        changes=[_change(proposal) for proposal in Proposal.objects.about(found).approved().order_by("-decided_at")],
        siblings=siblings if len(siblings) > 1 or len(page.siblings) > 1 else [],
    )


def _change(proposal: Proposal) -> Change:
    told = [f"{what}: {before} → {after}" for what, before, after in proposals.in_words(proposal)]
    if proposal.action != Proposal.Action.CHANGE:
        told = [str(proposal)]
    return Change(vietnamese.short_date(vietnamese.local(proposal.decided_at).date()), told, proposal.reason)


def _answer(portrait: Portrait) -> Answer:
    found, target, revised = portrait.progress, portrait.target, portrait.revised
    return Answer(
        verdict=facts.verdict(portrait),
        has_parts=bool(portrait.parts),
        parts_text=portrait.parts_text,
        found=portrait.found,
        found_when=portrait.found_when,
        resolved=portrait.resolved,
        unit=vietnamese.with_unit("", portrait.unit),
        is_waiting=portrait.is_shown_only,
        is_at_least=found.is_at_least,
        bar=portrait.bar,
        reason=found.reason,
        warnings=[*found.warnings, *_two_numbers(portrait)],
        ratio=portrait.ratio,
        covered=portrait.covered,
        covered_from=f"{amount(target.baseline_value, DECIMALS)} (năm {target.baseline_year})",
        beyond=portrait.beyond,
        against_plan=portrait.against_plan,
        latest=portrait.latest,
        as_of=freshness.of_targets([target, *(target.parts.all() if target.is_heading else [])]).words,
        revised=revised.resolved if revised else "",
        revised_verdict=facts.verdict(revised) if revised else None,
    )


def _two_numbers(portrait: Portrait) -> list[str]:
    """One year never shows two numbers without a word."""
    target, year = portrait.target, portrait.target.baseline_year
    figure = portrait.year_figures.get(year) if target.indicator else None
    if figure is None or target.baseline_value in (None, figure.value):
        return []
    resolved, found = (amount(value, DECIMALS) for value in (target.baseline_value, figure.value))
    return [
        f"Năm {year} có hai số: mức xuất phát của nghị quyết là {resolved}, số liệu đã công bố là {found}. Nhịp độ và "
        "quãng đường tính từ mức xuất phát của nghị quyết."
    ]


def _figures(portrait: Portrait) -> Figures:
    target = portrait.target
    plans = [
        (f"Năm {plan.year}: {portrait.planned(plan.value)}.", sources.of_row(plan), plan.note)
        for plan in target.plans.all()
    ]
    return Figures(
        drawings=portrait.drawings,
        title=portrait.chart_title,
        words=portrait.chart_words,
        caption=_caption(portrait),
        years=portrait.years,
        resolved=target.resolved_number,
        plans=plans,
    )


def _caption(portrait: Portrait) -> str:
    indicator = portrait.target.indicator
    name = f"{indicator.name}, {indicator.unit}" if indicator.unit else indicator.name
    baseline = "; nét đứt: mức xuất phát" if portrait.draws_baseline else ""
    breaks = "".join(f" Từ năm {cut.year}: {cut.reason}." for cut in indicator.breaks.all())
    signs = f"Chấm, cột đặc: số chính thức; rỗng: số ước, sơ bộ{baseline}. Dấu “?”: năm chưa có số liệu."
    return f"{name}. {signs}{_narrow(portrait)}{breaks}"


def _narrow(portrait: Portrait) -> str:
    """ " Dấu “*”: năm 2022, 2024 chỉ nông sản." """
    years: dict[str, list[str]] = {}
    for row in portrait.years:
        if row.scope:
            years.setdefault(row.scope, []).append(str(row.year))
    told = "; ".join(f"năm {', '.join(found)}: {scope}" for scope, found in years.items())
    return f" Dấu “{chart.NARROW_MARK}”, phạm vi khác chỉ tiêu: {told}." if told else ""


def _finding(found) -> Finding:
    row = found.observation
    role = vietnamese.capitalised(found.role)
    note = row.withdrawn_reason if row.withdrawn_at else _scoped(row)
    vintage, is_gone = row.get_vintage_display(), row.withdrawn_at is not None
    return Finding(row.period, found.value, vintage, sources.of_row(row), role, note, is_gone)


def _scoped(row) -> str:
    scope = f"Phạm vi: {row.scope_note}." if row.scope_note else ""
    return " ".join(filter(None, [scope, row.note]))


def _facts(target: Target) -> list[Fact]:
    return [*_resolved(target), *_days(target), *_places(target), *_revisions(target)] + (
        [Fact("Ghi chú", "", note=target.note)] if target.note else []
    )


def _resolved(target: Target):
    source, note = sources.of_row(target), ""
    if target.comparator_is_read and target.comparator != target.Comparator.BETWEEN:
        note = f"Nguồn chỉ ghi con số; «{target.get_comparator_display()}» là cách hiểu của người nhập."
    label = "Mức đề ra" if target.resolved_number else "Nguồn"
    yield Fact(label, target.resolved_number, source, note if target.resolved_number else "")
    if target.road == target.Road.GEOMETRIC:
        yield Fact("Mức cần có từng năm", vietnamese.capitalised(target.get_road_display()))
    if target.baseline_value is not None:
        vintage = f" ({target.get_baseline_vintage_display().lower()})" if target.baseline_vintage else ""
        value = vietnamese.with_unit(amount(target.baseline_value, DECIMALS), unit_of(target, Span.YEAR))
        text = f"{value}{vintage}"
        label = f"Mức xuất phát năm {target.baseline_year}"
        yield Fact(label, text, sources.of_baseline(target), target.baseline_note)


def _days(target: Target):
    yield Fact("Loại chỉ tiêu", target.get_kind_display())
    for label, day in (("Hạn hoàn thành", target.due_on), ("Ngày hoàn thành", target.done_on)):
        if day:
            yield Fact(label, vietnamese.capitalised(vietnamese.long_date(day)))


def _places(target: Target):
    congress_url = target.congress.get_absolute_url()
    if target.parent:
        yield Fact("Thuộc chỉ tiêu", target.parent.wording, url=target.parent.get_absolute_url())
    if group := target.task_group:
        url, note = f"{congress_url}#nhom-nhiem-vu-{group.number}", "liên kết mẫu" if target.links_are_sample else ""
        yield Fact("Nhóm nhiệm vụ", f"{group.number}. {group.shown_name}", note=note, url=url)
    for part in target.breakthroughs.all():
        yield Fact(f"Khâu đột phá {part.number}", part.shown_name, url=f"{congress_url}#dot-pha-{part.number}")
    if target.lead_unit:
        yield Fact("Đơn vị chủ trì", target.lead_unit.name)


def _revisions(target: Target):
    for revision in target.revisions.all():
        text = amount(revision.value, DECIMALS)
        if revision.value is None:
            text = f"từ {amount(revision.low, DECIMALS)} đến {amount(revision.high, DECIMALS)}"
        label = f"Điều chỉnh {vietnamese.short_date(revision.decided_on)}"
        yield Fact(label, text, sources.of_row(revision), revision.note)
