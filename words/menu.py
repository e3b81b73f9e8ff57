"""The menu as it is typed: one entry a line, "Tên | địa chỉ". Pure.

A line that says "Các chuyên mục" stands for every section that no other line names, in the order of the sections.
"""

from collections.abc import Iterable
from typing import NamedTuple

EVERY_SECTION = "Các chuyên mục"
USUAL = f"Nghị quyết | /nghi-quyet/\n{EVERY_SECTION}\nVăn bản | /van-ban/"
"""Where nobody has said another."""
MOST = 20
LONGEST_NAME = 60

NO_ADDRESS = "Dòng {} chưa có địa chỉ. Hãy ghi tên, dấu gạch đứng, rồi địa chỉ; ví dụ: Văn bản | /van-ban/"
NO_NAME = "Dòng {} chưa có tên đứng trước dấu gạch đứng."
TOO_LONG = f"Tên ở dòng {{}} dài quá {LONGEST_NAME} ký tự; thực đơn cần tên ngắn."
TWICE = "Dòng {} lặp lại một địa chỉ đã có ở trên."
TOO_MANY = f"Thực đơn có quá {MOST} dòng; hãy bớt đi."


class Entry(NamedTuple):
    """`url` is "" for the line that stands for every section."""

    name: str
    url: str


def tidy(text: str) -> str:
    """Without empty lines and stray spaces, so that the same menu is always the same text."""
    lines = (" | ".join(part.strip() for part in line.split("|", 1)) for line in text.splitlines())
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def read(text: str) -> list[Entry]:
    return [_entry(line) for line in tidy(text).splitlines()]


def complaint(text: str) -> str | None:
    """What is wrong with how it is typed, as a sentence; whether an address leads anywhere is asked elsewhere."""
    entries = read(text)
    if len(entries) > MOST:
        return TOO_MANY
    seen = set()
    for number, entry in enumerate(entries, start=1):
        if not entry.name:
            return NO_NAME.format(number)
        if not entry.url and entry.name != EVERY_SECTION:
            return NO_ADDRESS.format(number)
        if len(entry.name) > LONGEST_NAME:
            return TOO_LONG.format(number)
        if entry.url in seen:
            return TWICE.format(number)
        seen.add(entry.url)
    return None


def shown(entries: Iterable[Entry], sections: list[Entry]) -> list[Entry]:
    """With the sections in the place of the line that stands for them."""
    entries = list(entries)
    named = {entry.url for entry in entries}
    others = [section for section in sections if section.url not in named]
    return [one for entry in entries for one in (others if not entry.url else [entry])]


def _entry(line: str) -> Entry:
    name, _bar, url = line.partition("|")
    return Entry(name.strip(), url.strip())
