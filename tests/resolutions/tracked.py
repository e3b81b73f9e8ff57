"""Congresses, targets and figures for tests, in real Vietnamese; what a test does not say is filled in."""

import datetime as dt
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

import vietnamese
from resolutions.models import AnnualPlan, Congress, Indicator, Observation, Target, TargetGroup

SOURCE = "https://www.vietnamplus.vn/son-la-665755.vnp"
RECORDED = dt.datetime(2025, 10, 1, 9, 0, tzinfo=vietnamese.TIME_ZONE)
NOW = dt.datetime(2026, 3, 1, 8, 0, tzinfo=vietnamese.TIME_ZONE)


def make_congress(code="xv", **facts):
    start = {"xv": 2020, "xvi": 2025}[code]
    facts = {
        "ordinal": {"xv": 15, "xvi": 16}[code],
        "name": f"Đại hội đại biểu Đảng bộ tỉnh Sơn La lần thứ {code.upper()}",
        "start_year": start,
        "end_year": start + 5,
        "state": Congress.State.CONCLUDED if code == "xv" else Congress.State.IN_TERM,
        **facts,
    }
    return Congress.objects.create(code=code, **facts)


def make_group():
    return TargetGroup.objects.get_or_create(code="kinh-te", defaults={"name": "Kinh tế", "order": 1})[0]


def make_target(congress, code="grdp", *, found=None, plans=None, **facts):
    """A target on the GRDP per head with the `found` value of each year; None for `value` makes a heading."""
    indicator = None
    if facts.get("value", 60) is not None:
        indicator = Indicator.objects.create(
            code=f"{congress.code}-{code}", name="GRDP bình quân đầu người", unit="triệu đồng/người/năm", decimals=1
        )
        facts["value"] = Decimal(str(facts.get("value", 60)))
    facts = {
        "group": make_group(),
        "wording": "GRDP bình quân đầu người đến năm cuối nhiệm kỳ",
        "kind": Target.Kind.LEVEL,
        "target_year": congress.end_year,
        "source": SOURCE,
        "source_as_of": "2020-09-24",
        "from_press": True,
        **facts,
    }
    target = Target.objects.create(congress=congress, code=code, indicator=indicator, **facts)
    target.refresh_from_db()
    for year, value in (found or {}).items():
        make_figure(indicator, year, value)
    for year, value in (plans or {}).items():
        AnnualPlan.objects.create(target=target, year=year, value=Decimal(str(value)), source=SOURCE)
    return target


def make_figure(indicator, year, value, **facts):
    facts = {"vintage": "estimate", "source": SOURCE, "source_as_of": str(year), "recorded_at": RECORDED, **facts}
    facts.setdefault("approved_at", RECORDED)
    return Observation.objects.create(indicator=indicator, year=year, value=Decimal(str(value)), **facts)


def queries(action):
    """How many queries that takes."""
    with CaptureQueriesContext(connection) as context:
        action()
    return len(context)
