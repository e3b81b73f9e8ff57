"""One thing that is wrong, in words for the administrator: what, where, what to do. Pure."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    """A note is worth reading and needs nothing done."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


NAMES = {Level.NOTE: "Ghi chú", Level.WARNING: "CẢNH BÁO", Level.ERROR: "LỖI"}


@dataclass(frozen=True)
class Symptom:
    level: Level
    what: str
    where: str
    todo: str


def note(what: str, where: str, todo: str) -> Symptom:
    return Symptom(Level.NOTE, what, where, todo)


def warning(what: str, where: str, todo: str) -> Symptom:
    return Symptom(Level.WARNING, what, where, todo)


def error(what: str, where: str, todo: str) -> Symptom:
    return Symptom(Level.ERROR, what, where, todo)


def code(symptoms: Sequence[Symptom]) -> int:
    """The exit code: 0 fine, 1 warnings, 2 errors."""
    levels = {symptom.level for symptom in symptoms}
    return 2 if Level.ERROR in levels else int(Level.WARNING in levels)


def text(found: Sequence[tuple[str, Sequence[Symptom]]]) -> str:
    """`found`: what was looked at, with what is wrong there."""
    lines = []
    for about, symptoms in found:
        if not symptoms:
            lines.append(f"{'ổn':8} {about}")
        for symptom in symptoms:
            lines.append(f"{NAMES[symptom.level]:8} {about}: {symptom.what}")
            lines.append(f"{'':8} Ở đâu: {symptom.where}")
            lines.append(f"{'':8} Cách chữa: {symptom.todo}")
    errors, warnings = (_count(found, level) for level in (Level.ERROR, Level.WARNING))
    ending = f"{errors} lỗi, {warnings} cảnh báo." if errors or warnings else "Không thấy gì sai."
    return "\n".join([*lines, ending])


def as_json(found: Sequence[tuple[str, Sequence[Symptom]]]) -> str:
    symptoms = [{"about": about, **asdict(symptom)} for about, those in found for symptom in those]
    errors, warnings = (_count(found, level) for level in (Level.ERROR, Level.WARNING))
    facts = {"errors": errors, "warnings": warnings, "checked": [about for about, _ in found], "symptoms": symptoms}
    return json.dumps(facts, ensure_ascii=False, indent=1)


def _count(found, level) -> int:
    return sum(symptom.level == level for _, symptoms in found for symptom in symptoms)
