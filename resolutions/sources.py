"""Where a figure comes from, as pages say it."""

import re
from typing import NamedTuple

from resolutions.loading import words

_ADDRESS = re.compile(r"https?://([\w.-]+)(?=[/:?#]|$)")


class Source(NamedTuple):
    """`url` "" where the source is no address of the web; `marks`: what a reader should know of it."""

    name: str
    url: str
    as_of: str
    marks: list[str]

    def __bool__(self) -> bool:
        return bool(self.name)


def of_row(row) -> Source:
    """Of a Sourced row: a target, a plan, a figure, a document."""
    return _source(
        row.source,
        as_of=getattr(row, "source_as_of", ""),
        from_press=getattr(row, "from_press", False),
        is_derived=getattr(row, "is_derived", False),
        is_doubtful=getattr(row, "confidence", "") == "low",
    )


def of_baseline(target) -> Source:
    return _source(target.baseline_source, from_press=target.baseline_from_press)


def of_fact(congress, name: str) -> Source:
    """Of one fact of a congress, as {"source", "as_of", "from_press"} in its `sources`."""
    facts = congress.sources.get(name) or {}
    return _source(facts.get("source", ""), as_of=facts.get("as_of", ""), from_press=facts.get("from_press", False))


def is_taken_for_press(source: str) -> bool:
    """Of a figure that staff enter, until they say otherwise. A paper or a yearbook is no address, and
    is not said to be the press."""
    return bool(_ADDRESS.match(source)) and words.is_press(source)


def day_in_words(text: str) -> str:
    """ "2024-12-05", "2024-12" or "2024" -> 05/12/2024, tháng 12/2024, năm 2024"""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text or "", re.ASCII)
    if match is None:
        return text or ""
    year, month, day = match.groups()
    if day:
        return f"{day}/{month}/{year}"
    return f"tháng {month}/{year}" if month else f"năm {year}"


def _source(text, *, as_of="", from_press=False, is_derived=False, is_doubtful=False) -> Source:
    """With the full host as its name for an address of the web; plain words for anything else."""
    said = {
        "theo báo chí, cần đối chiếu": from_press,
        "tính từ số đã công bố": is_derived,
        "độ tin cậy thấp": is_doubtful,
    }
    marks = [mark for mark, holds in said.items() if holds]
    match = _ADDRESS.match(text)
    return Source(match[1] if match else text, text if match else "", day_in_words(as_of), marks)
