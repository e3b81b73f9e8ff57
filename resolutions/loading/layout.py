"""The layout of a facts file: every key that may stand in it, and what its value must be."""

import re

import yaml

from . import words
from .problems import BadFileError, Problem
from .scalars import count, day, key, moment_of_source, number, one_of, text, whole, year, yes_no
from .shapes import Facts, anything, compose, entries, listing, may, must, record, stated

long_text = text(4000)
source = text(500)
ORIGIN = {
    "source": must(source),
    "also": may(listing(source)),
    "as_of": may(moment_of_source),
    "confidence": may(one_of(words.CONFIDENCES, "độ tin cậy")),
    "from_press": may(yes_no),
    "note": may(long_text),
}
OPTIONAL_ORIGIN = {**ORIGIN, "source": may(source)}
STATUS = one_of(words.STATUSES, "trạng thái")


def _head(read):
    """One fact about a congress, with its own origin."""
    return record({"value": must(read), **ORIGIN})


FIGURE = {
    "year": must(year),
    "value": must(number),
    "status": must(STATUS),
    "period": may(text(40)),
    "derived": may(yes_no),
    "scope": may(text(200)),
    **ORIGIN,
}
PERIOD = {**FIGURE, "period": must(text(40)), "year": may(year)}
PART_OF_YEAR = {**FIGURE, "period": must(text(40)), "status": may(STATUS)}
LEVEL = {**FIGURE, "standard": may(text(200))}
PLAN = {"year": must(year), "value": must(number), **ORIGIN}
BASELINE = {"year": must(year), "value": must(number), "status": must(STATUS), "derived": may(yes_no), **ORIGIN}
GOAL = {
    "year": must(year),
    "value": may(number),
    "value_min": may(number),
    "value_max": may(number),
    "operator": must(one_of(words.OPERATOR_WORDS, "phép so sánh")),
    **OPTIONAL_ORIGIN,
}
MEASURED = {
    "key": must(key),
    "code": may(key),
    "name": must(text(300)),
    "unit": must(text(60)),
    "group": must(key),
    "direction": must(one_of(words.DIRECTIONS, "hướng")),
    "stock": may(yes_no),
    "note": may(long_text),
}
LEVEL_SERIES = {
    "name": must(text(300)),
    "unit": must(text(60)),
    "direction": must(one_of(words.DIRECTIONS, "hướng")),
    "values": must(listing(record(LEVEL))),
}
TARGET = {
    **MEASURED,
    "parent": may(key),
    "kind": must(one_of(words.KINDS, "loại chỉ tiêu")),
    "baseline": may(record(BASELINE)),
    "target": must(record(GOAL)),
    "final": may(record(PERIOD)),
    "actuals": may(listing(record(FIGURE))),
    "partials": may(listing(record(PART_OF_YEAR))),
    "plans": may(listing(record(PLAN))),
    "level_series": may(record(LEVEL_SERIES)),
    "not_assessed_reason": may(text(300)),
    "road": may(one_of(words.ROADS, "cách tăng")),
}
WITHOUT_TARGET = {
    **MEASURED,
    "target": may(anything),
    "actuals": may(listing(record(FIGURE))),
    "breakdown": may(anything),
    **OPTIONAL_ORIGIN,
}
PART = {
    "key": must(key),
    "order": stated(whole(1, 99)),
    "name": stated(text(500)),
    "topic": may(text(300)),
    **OPTIONAL_ORIGIN,
}
PARTS = {
    "count": may(record({"value": must(whole(1, 99)), **ORIGIN})),
    "items": must(listing(record(PART))),
    "where_to_read_them": may(anything),
    "fields_evidenced_by_later_documents": may(anything),
}
SESSION = {"name": must(text(100)), "date": stated(day), "part_of_day": may(text(20)), **ORIGIN}
CONGRESS = {
    "key": must(key),
    "name": must(text(300)),
    "state": may(one_of(words.STATES, "trạng thái")),
    "term": must(record({"start_year": must(year), "end_year": must(year), "label": may(text(100))})),
    "sessions": may(listing(record(SESSION))),
    "venue": may(_head(text(300))),
    "theme": may(_head(long_text)),
    "motto": may(_head(long_text)),
    "overall_goal": may(_head(long_text)),
    "structure_of_resolution": may(
        record(
            {
                "breakthroughs": may(whole(1, 99)),
                "task_groups": may(whole(1, 99)),
                "main_targets": may(count),
                "main_targets_source": may(source),
                "main_targets_as_of": may(moment_of_source),
                **ORIGIN,
            }
        )
    ),
    "resolution": may(record({"number": stated(text(60, numbers_too=True)), "date": stated(day)})),
    "breakthroughs": may(record(PARTS)),
    "key_tasks": may(record({"items": must(listing(record(PART | {"order": must(whole(1, 99))}))), **ORIGIN})),
    "targets": may(listing(anything)),
    "targets_note": may(long_text),
    # Kept in the file for people; nothing of the site shows them yet.
    **dict.fromkeys(
        (
            "duration_days",
            "delegates",
            "orientation",
            "orientation_source",
            "central_representative",
            "consultation_on_draft_report",
            "background_previous_term",
            "leadership_over_term",
            "elected",
            "later_change",
            "administrative_setting",
        ),
        may(anything),
    ),
}
TARGETS = {
    "source_default": may(source),
    "as_of_default": may(moment_of_source),
    "groups": must(listing(record({"key": must(key), "name": must(text(200))}))),
    "items": must(listing(record(TARGET))),
}
DOCUMENT = {
    "number": must(text(60, numbers_too=True)),
    "date": stated(day),
    "year": may(year),
    "issuer": must(text(200)),
    "type": may(text(60)),
    "title": stated(long_text),
    "implements": may(text(20)),
    "term": may(text(10)),
    **ORIGIN,
}
SCORE = {"total": must(count), "met_or_exceeded": must(count), **ORIGIN}

FIXED = {
    "schema_version": must(whole(1, 1)),
    "meta": may(anything),
    "indicators_without_target": may(listing(record(WITHOUT_TARGET))),
    "party_documents": may(listing(record(DOCUMENT))),
    "state_documents": may(listing(record(DOCUMENT))),
    "reviews": may(anything),
    "not_found": may(anything),
}
PER_CONGRESS = {"congress": CONGRESS, "breakthroughs": PARTS, "task_groups": PARTS, "targets": TARGETS}
BLOCK = re.compile(rf"({'|'.join(PER_CONGRESS)})_([ivxlc]+)")


def read(content: bytes) -> tuple[Facts, list[Problem]]:
    """The whole file, and what is wrong with its layout. Raises BadFileError where it is no YAML at all."""
    root = compose(content)
    if not isinstance(root, yaml.MappingNode):
        raise BadFileError([Problem(1, "", "Tệp phải bắt đầu bằng các khóa «khóa: giá trị».")])
    problems: list[Problem] = []
    return record(_fields(root))(root, "", problems), problems


def _fields(root):
    """The keys of this file: the fixed ones and, for each congress that it names, its blocks."""
    fields = dict(FIXED)
    for name, _ in entries(root, "", []):
        if match := BLOCK.fullmatch(name):
            fields[name] = must(record(PER_CONGRESS[match[1]]))
        elif name == "scorecard":
            fields[name] = must(_scorecard)
    return fields


def _scorecard(node, key, problems):
    """`term_xv` and the like; `yearly_plan` is another list than the congress's and is not stored."""
    if not isinstance(node, yaml.MappingNode):
        return record({})(node, key, problems)
    names = [name for name, _ in entries(node, key, []) if re.fullmatch(r"term_[ivxlc]+", name)]
    scores = {name: must(record(SCORE)) for name in names}
    return record({**scores, "yearly_plan": may(anything)})(node, key, problems)
