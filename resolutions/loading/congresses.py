"""Congresses with their resolution, breakthroughs and task groups, from the blocks of a facts file."""

import re

from resolutions.models import Breakthrough, Congress, Resolution, TaskGroup

from . import origins
from .rows import Rows
from .shapes import Facts

ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
SESSIONS = {"Khai mạc": "opens_on", "Bế mạc": "closes_on"}
HEADS = ("venue", "theme", "motto", "overall_goal")
STRUCTURE = {
    "breakthroughs": "breakthrough_count",
    "task_groups": "task_group_count",
    "main_targets": "official_target_count",
}


def codes(file: Facts) -> list[str]:
    """The congresses of the file, earliest first."""
    found = [match[1] for name in file if (match := re.fullmatch(r"congress_([ivxlc]+)", name)) and file[name]]
    return sorted(found, key=ordinal)


def ordinal(code: str) -> int:
    """ "xiv" -> 14."""
    values = [ROMAN[letter] for letter in code]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def plan(file: Facts, rows: Rows):
    known = codes(file)
    for code in known:
        block = file[f"congress_{code}"]
        if block["key"] != code:
            rows.refuse(block, "key", f"phải trùng với tên khối, «{code}».")
        else:
            _congress(file, code, block, rows, is_last=code == known[-1])


def _congress(file, code, block, rows, *, is_last):
    facts, sources = _head(file, code, block)
    congress = rows.add(
        Congress,
        code,
        block,
        ["code"],
        code=code,
        ordinal=ordinal(code),
        name=block["name"],
        start_year=block["term"]["start_year"],
        end_year=block["term"]["end_year"],
        # The next congress of the file ends the term of the one before.
        state=block.get("state") or (Congress.State.IN_TERM if is_last else Congress.State.CONCLUDED),
        targets_note=(block.get("targets_note") or "").strip(),
        **facts,
        sources=sources,
    )
    _resolution(congress, block, rows)
    if block.get("targets"):
        rows.refuse(block, "targets", f"hãy ghi chỉ tiêu trong khối targets_{code}.")
    _parts(Breakthrough, congress, block.get("breakthroughs") or file.get(f"breakthroughs_{code}"), rows)
    _parts(TaskGroup, congress, file.get(f"task_groups_{code}"), rows)
    if block.get("key_tasks"):
        _named(TaskGroup, congress, block["key_tasks"]["items"], rows, block["key_tasks"])


def _resolution(congress, block, rows):
    """Every congress adopts one; its number and day may be unknown."""
    told = block.get("resolution") or {}
    columns = {"number": told.get("number") or "", "adopted_on": told.get("date")}
    rows.add(Resolution, congress.key, block, ["congress"], congress=congress, **columns)


def _head(file, code, block):
    """The columns of the congress, and where each is from."""
    facts, sources = _from_sessions(block)
    for name in HEADS:
        told = block.get(name)
        facts[name] = (told and told["value"]) or ""
        if told:
            sources[name] = origins.as_json(told)
    for part in (_structure(block), _counts(file, code, block), _score(file, code)):
        facts |= part[0]
        sources |= part[1]
    return facts, sources | _topics(file, code)


def _from_sessions(block):
    facts, sources = {"opens_on": None, "closes_on": None}, {}
    for session in block.get("sessions") or []:
        if session["name"] in SESSIONS:
            column = SESSIONS[session["name"]]
            facts[column], sources[column] = session["date"], origins.as_json(session)
    return facts, sources


def _structure(block):
    told = block.get("structure_of_resolution") or {}
    facts = {column: told.get(name) for name, column in STRUCTURE.items()}
    sources = {column: origins.as_json(told) for column, value in facts.items() if value is not None}
    if told.get("main_targets_source"):
        own = {**told, "source": told["main_targets_source"], "as_of": told.get("main_targets_as_of")}
        sources["official_target_count"] = origins.as_json(own)
    return facts, sources


def _counts(file, code, block):
    """A block of breakthroughs or task groups may state their number itself."""
    facts, sources = {}, {}
    blocks = {
        "breakthrough_count": block.get("breakthroughs") or file.get(f"breakthroughs_{code}"),
        "task_group_count": file.get(f"task_groups_{code}"),
    }
    for column, parts in blocks.items():
        if parts and parts.get("count"):
            facts[column], sources[column] = parts["count"]["value"], origins.as_json(parts["count"])
    return facts, sources


def _score(file, code):
    """How many targets were met, as told by others; shown beside our own count, never mixed with it."""
    told = (file.get("scorecard") or {}).get(f"term_{code}")
    if not told:
        return {}, {}
    facts = {"official_target_count": told["total"], "official_met_count": told["met_or_exceeded"]}
    return facts, dict.fromkeys(facts, origins.as_json(told))


def _topics(file, code):
    """A task group whose number is unknown cannot be a row; what is told of it stays with the congress."""
    items = (file.get(f"task_groups_{code}") or {}).get("items", [])
    told = [item for item in items if item["order"] is None and item.get("source")]
    notes = [item["topic"] for item in told if item.get("topic")]
    return {"task_group_topic": origins.as_json(told[0], f"Nội dung: {', '.join(notes)}.")} if notes else {}


def _parts(model, congress, block, rows):
    """As many rows as the resolution has, named where the name is known."""
    if not block:
        return
    items = [item for item in block["items"] if item["order"] is not None]
    _named(model, congress, items, rows)
    numbers = {item["order"] for item in items}
    for number in range(1, ((block.get("count") or {}).get("value") or 0) + 1):
        if number not in numbers:
            _part(model, congress, block, rows, number=number, name="", source="", from_press=False, note="")


def _named(model, congress, items, rows, default=None):
    for item in items:
        told = {**(default or {}), **{name: value for name, value in item.items() if value is not None}}
        source = told.get("source") or ""
        _part(
            model,
            congress,
            item,
            rows,
            number=item["order"],
            name=item["name"] or "",
            source=source,
            from_press=bool(source) and origins.press(told, source),
            note=origins.note(told),
        )


def _part(model, congress, where, rows, *, number, **facts):
    rows.add(
        model, f"{congress.key}/{number}", where, ["congress", "number"], congress=congress, number=number, **facts
    )
