"""A congress and its numbers in one call; what a test does not say is filled with real Vietnamese. Nothing random.

make_congress("xv")     make_target(value=60, unit="triệu đồng")     make_observation(target, 2024, "55,5")
"""

import datetime as dt
import itertools
from decimal import Decimal

import vietnamese
from resolutions import progress
from resolutions.models import (
    Breakthrough,
    Congress,
    Document,
    Indicator,
    Observation,
    Resolution,
    Target,
    TargetGroup,
    TaskGroup,
)
from resolutions.progress import Span, Vintage

_numbers = itertools.count(1)

RECORDED = dt.datetime(2025, 1, 6, 9, 0, tzinfo=vietnamese.TIME_ZONE)
CONGRESSES = {
    "xv": {
        "ordinal": 15,
        "start_year": 2020,
        "end_year": 2025,
        "opens_on": dt.date(2020, 9, 23),
        "closes_on": dt.date(2020, 9, 24),
        "state": Congress.State.CONCLUDED,
        "breakthrough_count": 3,
        "task_group_count": 9,
    },
    "xvi": {
        "ordinal": 16,
        "start_year": 2025,
        "end_year": 2030,
        "opens_on": dt.date(2025, 9, 28),
        "closes_on": dt.date(2025, 9, 29),
        "breakthrough_count": 3,
    },
}
FITTING = {"at_most": "down", "below": "down", "between": "range"}
WORDINGS = (
    "Tỷ lệ che phủ rừng toàn tỉnh",
    "GRDP bình quân đầu người",
    "Tỷ lệ hộ được sử dụng nước sinh hoạt hợp vệ sinh ở vùng đồng bào dân tộc thiểu số",
    "Tỷ lệ đô thị hóa",
    "Số thuê bao internet băng rộng trên 100 dân",
)


def make_congress(code="xv", **facts):
    """The congress of that code, made once, with a resolution whose number and day are unknown."""
    found = Congress.objects.filter(code=code).first()
    if found:
        return found
    defaults = {"name": f"Đại hội đại biểu Đảng bộ tỉnh Sơn La lần thứ {code.upper()}", **CONGRESSES.get(code, {})}
    congress = Congress.objects.create(code=code, **{**defaults, **facts})
    Resolution.objects.create(congress=congress)
    return congress


def make_parts(congress=None, names=()):
    """3 breakthroughs and 9 task groups; `names` fill the breakthroughs, the rest stay unnamed."""
    congress = congress or make_congress()
    for number in range(1, 4):
        name = names[number - 1] if number <= len(names) else ""
        Breakthrough.objects.create(congress=congress, number=number, name=name)
    for number in range(1, 10):
        TaskGroup.objects.create(congress=congress, number=number)
    return congress


def make_group(name="Kinh tế", **facts):
    return TargetGroup.objects.get_or_create(name=name, defaults={"code": vietnamese.slug(name), **facts})[0]


def make_indicator(**facts):
    number = next(_numbers)
    facts.setdefault("code", f"chi-so-{number}")
    facts.setdefault("name", WORDINGS[number % len(WORDINGS)])
    facts.setdefault("unit", "%")
    return Indicator.objects.create(**facts)


def make_target(value=Decimal("60"), **facts):
    """A level to reach in the last year of congress XV; `unit` and `direction` are those of its own indicator."""
    number = next(_numbers)
    facts.setdefault("congress", None)
    facts["congress"] = facts["congress"] or make_congress()
    facts.setdefault("kind", Target.Kind.LEVEL)
    facts.setdefault("code", f"chi-tieu-{number}")
    facts.setdefault("wording", WORDINGS[number % len(WORDINGS)])
    facts.setdefault("group", None)
    facts["group"] = facts["group"] or make_group()
    facts.setdefault("target_year", facts["congress"].end_year)
    facts.setdefault("source", "Báo cáo chính trị trình Đại hội")
    measured = {name: facts.pop(name) for name in ("unit", "direction", "decimals") if name in facts}
    if facts["kind"] in progress.WITHOUT_NUMBER:
        value = None
    elif "indicator" not in facts:
        if facts["kind"] != Target.Kind.AVERAGE_CHANGE:
            measured.setdefault("direction", FITTING.get(facts.get("comparator"), "up"))
        facts["indicator"] = make_indicator(name=facts["wording"], **measured)
    return Target.objects.create(value=value, order=facts.pop("order", number), **facts)


def make_observation(about, year=2024, value=Decimal("55.5"), *, by=None, approved_by=None, **facts):
    """An approved official figure about an indicator or the indicator of a target.

    `by` entered it (nobody: loaded from a file); `approved_at=None` leaves it waiting for a second person.
    """
    facts.setdefault("indicator", about.indicator if isinstance(about, Target) else about)
    facts.setdefault("span", Span.YEAR)
    facts.setdefault("vintage", Vintage.OFFICIAL)
    facts.setdefault("source", f"Niên giám thống kê tỉnh Sơn La năm {year}")
    facts.setdefault("recorded_at", RECORDED)
    facts.setdefault("approved_at", facts["recorded_at"])
    value = vietnamese.parse_number(value) if isinstance(value, str) else Decimal(value)
    return Observation.objects.create(year=year, value=value, entered_by=by, approved_by=approved_by, **facts)


def make_document(**facts):
    """A public resolution of the standing committee, unless told otherwise."""
    number = next(_numbers)
    facts.setdefault("number", f"{number}-NQ/TU")
    facts.setdefault("kind", "nghị quyết")
    facts.setdefault("issuer", "Ban Thường vụ Tỉnh ủy")
    if not {"issued_on", "issued_year"} & facts.keys():
        facts["issued_on"] = dt.date(2022, 6, 6)
    facts.setdefault("abstract", "Xây dựng nông thôn mới tỉnh Sơn La giai đoạn 2021 - 2025, định hướng đến năm 2030")
    facts.setdefault("scope", Document.Scope.PUBLIC)
    facts.setdefault("congress", None)
    facts["congress"] = facts["congress"] or make_congress()
    return Document.objects.create(**facts)
