"""Does an answer look as docs/openapi.yaml says? As much of JSON Schema as that file uses; all else is an error."""

import datetime as dt
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import yaml

FILE = Path(__file__).resolve().parents[1] / "docs" / "openapi.yaml"
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int}
SPOKEN = {"description", "example"}
FORMATS = {
    "date": dt.date.fromisoformat,
    "date-time": dt.datetime.fromisoformat,
    "uri": lambda text: urlsplit(text).netloc or 1 / 0,
}
RULES = {
    "enum": lambda value, wanted: value in wanted,
    "minimum": lambda value, wanted: value >= wanted,
    "maximum": lambda value, wanted: value <= wanted,
    "maxItems": lambda value, wanted: len(value) <= wanted,
    "pattern": lambda value, wanted: value is None or re.search(wanted, value),
    "format": lambda value, wanted: value is None or FORMATS[wanted](value),
}


@cache
def description() -> dict:
    return yaml.safe_load(FILE.read_text("utf-8"))


def faults(value, schema: dict, where: str = "$") -> list[str]:
    """A line for everything in the value that the schema does not allow."""
    if "$ref" in schema:
        return faults(value, resolve(schema["$ref"]), where)
    if not _has_type(value, schema["type"]):
        return [f"{where}: {value!r} là {type(value).__name__}, không phải {schema['type']}"]
    broken = [name for name in RULES.keys() & schema.keys() if not RULES[name](value, schema[name])]
    found = [f"{where}: {value!r} không hợp {name} {schema[name]}" for name in broken]
    if isinstance(value, dict):
        found += _of_object(value, schema, where)
    if isinstance(value, list):
        found += [fault for n, item in enumerate(value) for fault in faults(item, schema["items"], f"{where}[{n}]")]
    known = {"type", "required", "properties", "additionalProperties", "items", *RULES, *SPOKEN}
    return found + [f"{where}: tests/openapi.py không biết «{name}»" for name in schema.keys() - known]


def resolve(reference: str):
    found = description()
    for name in reference.removeprefix("#/").split("/"):
        found = found[name]
    return found


def _has_type(value, types) -> bool:
    types = types if isinstance(types, list) else [types]
    return any(isinstance(value, TYPES[name]) and not (name == "integer" and value is True) for name in types)


def _of_object(value: dict, schema: dict, where: str) -> list[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    found = [f"{where}: thiếu {name}" for name in schema.get("required", []) if name not in value]
    for name, part in value.items():
        if name in known:
            found += faults(part, known[name], f"{where}.{name}")
        elif isinstance(others, dict):
            found += faults(part, others, f"{where}.{name}")
        elif not others:
            found.append(f"{where}: thừa {name}")
    return found
