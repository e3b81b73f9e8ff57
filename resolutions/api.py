"""GET /api/v1/chi-tieu/: every target with the figure and the verdict that its page shows, for programs."""

import datetime as dt
import re
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from resolutions import dashboard, freshness, moments
from resolutions.models import Congress, Observation, Target
from resolutions.plot import unit_of
from resolutions.portrait import Portrait
from resolutions.progress import rounded
from web import answers, versions
from web.addresses import absolute

PAGE = 50
PARAMETERS = {"congress": "dai-hoi", "page": "trang"}


@answers.interface
def targets(request):
    errors = answers.strange(request.GET, list(PARAMETERS.values()))
    code, page = (request.GET.get(name, "").strip() for name in PARAMETERS.values())
    if not errors:
        errors = _errors(code, page)
    if errors:
        return answers.refuse(errors)
    return answers.answer(request, _facts(request, code, int(page or 1)))


def _errors(code: str, page: str) -> dict[str, list[str]]:
    errors = {}
    if code and not Congress.objects.filter(code=code).exists():
        known = ", ".join(Congress.objects.order_by("code").values_list("code", flat=True))
        errors[PARAMETERS["congress"]] = [f"Không có đại hội «{code[:40]}»; đang có: {known}."]
    if page and not re.fullmatch(r"[1-9]\d{0,3}", page, re.ASCII):
        errors[PARAMETERS["page"]] = ["Số trang phải là số nguyên từ 1 đến 9999."]
    return errors


def _facts(request, code: str, page: int) -> dict:
    at, first = timezone.now(), (page - 1) * PAGE
    known = versions.of(request)
    name = f"api-targets:{code}:{page}:{moments.held_since(known, at)}"
    total = known.keep(f"api-targets:{code}", ["tracker"], lambda: _rows(code).count())
    # Pages that are not there are not kept: strangers may ask for thousands.
    items = known.keep(name, ["tracker"], lambda: _items(code, first, at)) if first < total else []
    return {
        "total": total,
        "items": [{**item, "url": absolute(item["url"])} for item in items],
        "previous": _url(code, page - 1) if page > 1 and first - PAGE < total else None,
        "next": _url(code, page + 1) if first + PAGE < total else None,
    }


def _rows(code: str) -> QuerySet[Target]:
    rows = Target.objects.top_level()
    return rows.filter(congress__code=code) if code else rows


def _items(code: str, first: int, at: dt.datetime) -> list[dict]:
    return [_item(portrait) for portrait in dashboard.portraits(_rows(code), at, first, first + PAGE)]


def _url(code: str, page: int) -> str:
    wanted = f"dai-hoi={code}&" if code else ""
    return absolute(f"{reverse('api_targets')}?{wanted}trang={page}")


def _item(portrait: Portrait) -> dict:
    target = portrait.target
    return {
        **_part(portrait),
        "congress": {"code": target.congress.code, "name": str(target.congress)},
        "group": target.group.name,
        "url": target.get_absolute_url(),
        "parts": [_part(part) for part in portrait.parts],
    }


def _part(portrait: Portrait) -> dict:
    """Numbers are texts with a decimal point, as recorded or rounded as on the page: JSON's own would round them."""
    target, progress = portrait.target, portrait.progress
    return {
        "code": target.code,
        "wording": target.wording,
        "kind": target.kind,
        "unit": portrait.unit,
        "target_year": target.target_year,
        "target": {"value": _number(target.value), "low": _number(target.low), "high": _number(target.high)},
        "target_text": target.resolved_number or portrait.resolved,
        "comparator": target.comparator,
        "direction": target.direction or None,
        "is_approximate": target.is_approximate,
        "baseline": _baseline(target),
        "source": target.source,
        "source_as_of": target.source_as_of or None,
        **_found(portrait),
        "verdict": {"code": portrait.verdict.value, "word": portrait.verdict.word},
        "is_final": progress.is_final,
        "is_provisional": progress.is_provisional,
        "reason": progress.reason,
    }


def _found(portrait: Portrait) -> dict:
    indicator, progress = portrait.target.indicator, portrait.progress
    rows = indicator.shown_observations() if indicator else []
    as_of = freshness.of_targets([portrait.target])
    return {
        "found": _number(progress.found, portrait.decimals),
        "found_year": progress.found_year,
        "found_vintage": progress.found_vintage or None,
        "found_is_at_least": progress.is_at_least,
        "found_scope": "; ".join(progress.scope) or None,
        "missing_years": list(progress.missing_years),
        "ratio_percent": _number(progress.ratio, 1),
        "figures": [_figure(row, portrait.target) for row in rows],
        "figures_as_of": as_of.figures or None,
        "updated_on": as_of.updated.isoformat() if as_of.updated else None,
    }


def _baseline(target: Target) -> dict | None:
    if target.baseline_value is None:
        return None
    return {
        "value": _number(target.baseline_value),
        "unit": unit_of(target, Observation.Span.YEAR),
        "year": target.baseline_year,
        "vintage": target.baseline_vintage or None,
        "source": target.baseline_source,
    }


def _figure(row: Observation, target: Target) -> dict:
    return {
        "year": row.year,
        "period": row.period,
        "span": row.span,
        "value": _number(row.value),
        "unit": unit_of(target, row.span),
        "vintage": row.vintage,
        "scope": row.scope_note or None,
        "source": row.source,
        "source_as_of": row.source_as_of or None,
    }


def _number(value: Decimal | None, decimals: int | None = None) -> str | None:
    """As recorded, or rounded half up to so many decimals."""
    if value is None:
        return None
    return f"{(value if decimals is None else rounded(value, decimals)).normalize():f}"
