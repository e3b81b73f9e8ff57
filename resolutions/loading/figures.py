"""Targets, the indicators that they are about, and what was found, from the blocks of a facts file."""

import itertools
import re

from resolutions.models import (
    AnnualPlan,
    Congress,
    Indicator,
    Observation,
    SeriesBreak,
    Target,
    TargetGroup,
)
from resolutions.models.target_rules import misfit
from resolutions.progress import Comparator, Kind, Road, Span

from . import origins, words
from .congresses import codes
from .rows import Ref, Rows
from .shapes import Facts

ONLY_OF_A_CHANGE = "chỉ dùng với chỉ tiêu về mức thay đổi bình quân (đơn vị bắt đầu bằng «điểm»)."
LEVELS_ONLY = "số của một năm là mức của chỉ số, phải ghi trong level_series; ở đây chỉ ghi mức thay đổi của giai đoạn."
BREAKDOWN = "Phân loại chi tiết chưa đưa vào số liệu."


def plan(file: Facts, rows: Rows):
    _check_codes(file, rows)
    for name in [name for name in file if name.startswith("targets_") and file[name]]:
        code = name.removeprefix("targets_")
        if code not in codes(file):
            rows.refuse(file, name, f"tệp không có khối congress_{code}.")
            continue
        _targets(Ref(Congress, code), file[name], rows)
    for item in file.get("indicators_without_target") or []:
        _without_target(item, rows)


def code_of(item: Facts) -> str:
    """The public name: the file's `code`, or the key where it has none. Rows are known by the key all the same."""
    return item.get("code") or item["key"]


def _check_codes(file, rows):
    """One list of codes for the whole file, headings included: a second row would be taken for the first."""
    reserved = {heading.code for heading in words.HEADINGS_BY_WORD.values()}
    blocks = [block["items"] for name, block in file.items() if name.startswith("targets_") and block]
    seen = {}
    for item in itertools.chain(*blocks, file.get("indicators_without_target") or []):
        code, name = code_of(item), "code" if item.get("code") else "key"
        earlier = seen.setdefault(code, item)
        if code in reserved:
            rows.refuse(item, name, f"mã «{code}» dành cho chỉ tiêu nhiều phần.")
        elif earlier["key"] != item["key"]:
            rows.refuse(item, name, f"mã «{code}» trùng với dòng {earlier.line}.")


def _targets(congress, block, rows):
    for place, group in enumerate(block["groups"], start=1):
        rows.add(TargetGroup, group["key"], group, ["code"], code=group["key"], name=group["name"], order=place)
    for place, item in enumerate(block["items"], start=1):
        _target(congress, block, item, place * 10, rows)


def _target(congress, block, item, order, rows):
    group = _group(item, rows)
    kind = words.kind(item["kind"], item["unit"])
    if kind is None:
        rows.refuse(item, "unit", "chỉ tiêu bình quân phải tính bằng % hoặc điểm phần trăm.")
        return
    indicator = _indicator(item, kind, rows)
    told = _origin(block, item, rows)
    target = rows.add(
        Target,
        f"{congress.key}/{item['key']}",
        item,
        ["congress", "code"],
        congress=congress,
        indicator=indicator,
        parent=_parent(congress, item, group, told, order, rows),
        code=code_of(item),
        order=order,
        group=group,
        wording=item["name"],
        kind=kind,
        unit=item["unit"] if item.get("level_series") else "",
        road=item.get("road") or Road.LINEAR,
        **_number(item, rows),
        **_baseline(item),
        not_assessed_reason=item.get("not_assessed_reason") or "",
        **told,
    )
    for plan_ in item.get("plans") or []:
        _plan(target, plan_, rows)
    _observations(indicator, item, rows)


def _check_series(item, kind, rows):
    """Levels and changes are two series: a change of one year, stored as a figure, would be read as a level."""
    series = item.get("level_series")
    if kind != Kind.AVERAGE_CHANGE:
        if series:
            rows.refuse(item, "level_series", ONLY_OF_A_CHANGE)
        for sentence in misfit(kind, "", item["unit"]).values():
            rows.refuse(item, "unit", sentence)
        return
    for sentence in misfit(kind, item["unit"], series["unit"]).values() if series else ():
        rows.refuse(series, "unit", sentence)
    for figure in _own_figures(item):
        if _when(figure)[0] != Span.TERM:
            rows.refuse(figure, None, LEVELS_ONLY)


def _origin(block, item, rows):
    defaults = {"source": block.get("source_default"), "as_of": block.get("as_of_default")}
    told = origins.columns(item["target"], item.get("note"), **defaults)
    if not told["source"]:
        rows.refuse(item["target"], "source", "chỉ tiêu phải có nguồn.")
    return told


def _group(item, rows):
    group = Ref(TargetGroup, item["group"])
    if not rows.has(group):
        rows.refuse(item, "group", f"lĩnh vực «{item['group']}» không có trong groups.")
    return group


def _parent(congress, item, group, told, order, rows):
    """The heading above, made with its first part; its own source is that part's."""
    heading = words.HEADINGS_BY_WORD.get(item.get("parent"))
    if heading is None:
        return None
    ref = Ref(Target, f"{congress.key}/{item['parent']}")
    if not rows.has(ref):
        rows.add(
            Target,
            ref.key,
            item,
            ["congress", "code"],
            congress=congress,
            indicator=None,
            parent=None,
            code=heading.code,
            order=order - 5,
            group=group,
            wording=heading.wording,
            kind=heading.kind,
            comparator=Comparator.AT_LEAST,
            target_year=item["target"]["year"],
            **{**told, "note": ""},
        )
    return ref


def _number(item, rows):
    """The resolved number; a range has two."""
    goal = item["target"]
    is_range = goal["operator"] == "range"
    needed, other = (("value_min", "value_max"), ("value",)) if is_range else (("value",), ("value_min", "value_max"))
    for name in needed:
        if goal.get(name) is None:
            rows.refuse(goal, name, "chỉ tiêu thiếu con số này.")
    for name in other:
        if goal.get(name) is not None:
            rows.refuse(goal, name, f"không đi cùng phép so sánh «{goal['operator']}».")
    return {
        "comparator": words.comparator(goal["operator"], item["direction"]),
        "comparator_is_read": goal["operator"] in words.BARE,
        "is_approximate": goal["operator"] == "≈",
        "value": goal.get("value"),
        "low": goal.get("value_min"),
        "high": goal.get("value_max"),
        "target_year": goal["year"],
    }


def _baseline(item):
    base = item.get("baseline") or {}
    from_press = bool(base) and origins.press(base, base["source"])
    return {
        "baseline_value": base.get("value"),
        "baseline_year": base.get("year"),
        "baseline_vintage": words.vintage(base["status"]) if base else "",
        "baseline_source": base.get("source", ""),
        "baseline_from_press": from_press,
        "baseline_note": origins.note(base),
    }


def _indicator(item, kind, rows):
    """What the target is about. A mean yearly change is measured as the level that changes, where the file has it."""
    _check_series(item, kind, rows)
    series = item.get("level_series") if kind == Kind.AVERAGE_CHANGE else None
    measured = series or item
    indicator = rows.add(
        Indicator,
        item["key"],
        item,
        ["code"],
        code=code_of(item),
        name=measured["name"],
        unit=measured["unit"],
        decimals=_decimals(item),
        direction=measured["direction"],
        is_stock=bool(item.get("stock")) or measured["unit"] in words.COUNTED_UNITS,
    )
    if series:
        _breaks(indicator, series, rows)
    return indicator


def _decimals(item):
    """As many as the file prints anywhere for this indicator."""
    series = (item.get("level_series") or {}).get("values", [])
    lists = [item.get("actuals"), item.get("partials"), item.get("plans"), series]
    single = [item.get("target"), item.get("baseline"), item.get("final")]
    told = [facts for facts in [*single, *(facts for some in lists for facts in some or [])] if facts]
    values = [facts.get(name) for facts in told for name in ("value", "value_min", "value_max")]
    return max((-value.as_tuple().exponent for value in values if value is not None), default=0)


def _breaks(indicator, series, rows):
    """Where the standard of the series changes, later figures do not compare with earlier ones.

    A year whose source names no standard says nothing of a change.
    """
    known = [level for level in series["values"] if level.get("standard")]
    for earlier, later in itertools.pairwise(sorted(known, key=lambda level: level["year"])):
        if earlier["standard"] != later["standard"] and earlier["year"] < later["year"]:
            reason = f"Đổi sang {later['standard']}"
            key = f"{indicator.key}/{later['year']}"
            columns = {"indicator": indicator, "year": later["year"], "reason": reason}
            rows.add(SeriesBreak, key, later, ["indicator", "year"], **columns)


def _plan(target, plan_, rows):
    columns = {"target": target, "year": plan_["year"], "value": plan_["value"], **origins.columns(plan_)}
    rows.add(AnnualPlan, f"{target.key}/{plan_['year']}", plan_, ["target", "year"], **columns)


def _observations(indicator, item, rows):
    series = item.get("level_series") or {}
    for figure in _own_figures(item):
        _observation(indicator, figure, rows)
    for level in series.get("values", []):
        _observation(indicator, level, rows)


def _own_figures(item):
    """The figures of the target itself: of a mean change they are changes, which only a stretch of years can have."""
    final = [item["final"]] if item.get("final") else []
    return [*final, *(item.get("actuals") or []), *(item.get("partials") or [])]


def _observation(indicator, figure, rows):
    span, label, year = _when(figure)
    if year is None:
        rows.refuse(figure, "period", "giai đoạn ghi hai năm, ví dụ 2021-2025.")
        return
    told = origins.columns(figure, figure.get("standard"))
    vintage = words.vintage(figure.get("status") or "partial")
    columns = {"indicator": indicator, "year": year, "span": span, "period_label": label, "vintage": vintage}
    rows.add(
        Observation,
        f"{indicator.key}/{year}/{span}/{label}/{vintage}/{told['source']}",
        figure,
        [*columns, "source"],
        **columns,
        value=figure["value"],
        is_derived=bool(figure.get("derived")),
        scope_note=figure.get("scope") or "",
        **told,
    )


def _when(figure):
    """Span, label and year; "2021 - 2025" is a term, any other period a part of the year."""
    period = figure.get("period") or ""
    if match := re.fullmatch(r"(\d{4})\s*[-–]\s*(\d{4})", period):
        return Span.TERM, f"{match[1]}-{match[2]}", int(match[2])
    is_part = bool(period) or figure.get("status") == "partial"
    span = Span.PART_YEAR if is_part else Span.YEAR
    return span, (period or "một phần năm") if is_part else "", figure.get("year")


def _without_target(item, rows):
    columns = {name: item[name] for name in ("name", "unit", "direction")} | {"decimals": _decimals(item)}
    columns["is_stock"] = bool(item.get("stock")) or item["unit"] in words.COUNTED_UNITS
    note = origins.note(item, BREAKDOWN if "breakdown" in item.lines else None)
    indicator = rows.add(Indicator, item["key"], item, ["code"], code=code_of(item), **columns, note=note)
    _observations(indicator, item, rows)
