"""Where a figure is from, as columns."""

from . import words
from .shapes import Facts

ALSO = "Nguồn khác: "


def press(facts: Facts, source: str) -> bool:
    """The file may say itself whether a source is the press; otherwise its address decides."""
    stated = facts.get("from_press")
    return words.is_press(source) if stated is None else stated


def note(facts: Facts, *more: str | None) -> str:
    also = f"{ALSO}{', '.join(facts['also'])}" if facts.get("also") else None
    return "\n".join(filter(None, [*more, facts.get("note"), also]))


def columns(facts: Facts, *more_notes: str | None, source: str | None = None, as_of: str | None = None) -> dict:
    """For a `Sourced` model; `source` and `as_of` stand in where the file leaves them to a default."""
    source = facts.get("source") or source or ""
    return {
        "source": source,
        "source_as_of": facts.get("as_of") or as_of or "",
        "confidence": facts.get("confidence") or "high",
        "from_press": press(facts, source),
        "note": note(facts, *more_notes),
    }


def as_json(facts: Facts, *more_notes: str | None) -> dict:
    """For `Congress.sources`."""
    source = facts.get("source") or ""
    told = {
        "source": source,
        "as_of": facts.get("as_of") or "",
        "confidence": facts.get("confidence") or "",
        "from_press": press(facts, source),
        "note": note(facts, *more_notes),
    }
    return {name: value for name, value in told.items() if value not in ("", None)}
