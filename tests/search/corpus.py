"""Entries to search, in real Vietnamese; the facts that a test does not state fill themselves."""

import datetime as dt
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

import vietnamese
from search.storage import kinds
from search.storage.entry import Entry

_numbers = count(1)

NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=vietnamese.TIME_ZONE)


def moment(text: str) -> dt.datetime:
    """ "2020-09-25 08:30" on the clock of Việt Nam."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=vietnamese.TIME_ZONE)


def make_entry(**facts) -> Entry:
    number = facts.pop("object_id", None) or next(_numbers)
    if isinstance(facts.get("at", "2020-09-25 08:30"), str):
        facts["at"] = moment(facts.get("at", "2020-09-25 08:30"))
    if isinstance(facts.get("expires"), str):
        facts["expires"] = moment(facts["expires"])
    return Entry(
        **{
            "kind": "bai-viet",
            "object_id": number,
            "title": "Đưa Nghị quyết Đại hội Đảng bộ tỉnh vào cuộc sống",
            "url": f"/bai-viet/thu-{number}/",
            "summary": "Cả hệ thống chính trị vào cuộc ngay từ những ngày đầu.",
            "text": "Ủy ban nhân dân các huyện cụ thể hóa thành chương trình hành động.",
            "section": "xay-dung-dang",
            **facts,
        }
    )


@contextmanager
def content(*entries: Entry):
    """As if these entries, and nothing else, were what the content apps have."""
    by_kind = {kind.code: [] for kind in kinds.everything()} | {entry.kind: [] for entry in entries}
    for entry in sorted(entries, key=lambda entry: entry.at):
        by_kind[entry.kind].append(entry)
    known = {kind.code: kind for kind in kinds.everything()}
    for code, offered in by_kind.items():
        names = known.get(code) or kinds.Kind(code, code, code, "", list)
        kinds.register(replace(names, entries=lambda offered=offered: iter(offered)))
    try:
        yield
    finally:
        for code in by_kind:
            kinds.forget(code)
        for kind in known.values():
            kinds.register(kind)
