"""Turns what stands in rows and forms into what the record can hold: JSON without floats, of bounded length."""

import datetime as dt
import hashlib
from collections.abc import Mapping

from django.db import models

import vietnamese
from audit.chain import Json

LONGEST = 2_000
"""Longer texts are named by their hash: which text it was can be shown, and a row stays small."""


def plain(value) -> Json:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, models.Model):
        return _text(str(value))
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, Mapping):
        return {vietnamese.nfc(str(key)): plain(one) for key, one in value.items()}
    if isinstance(value, models.QuerySet | set | frozenset):
        return sorted((plain(one) for one in value), key=str)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return _text(str(value))


def _text(text: str) -> Json:
    text = vietnamese.nfc(text)
    if len(text) <= LONGEST:
        return text
    return {"sha256": hashlib.sha256(text.encode()).hexdigest(), "length": len(text), "begins": text[:200]}


def of_row(row: models.Model, names: tuple[str, ...] = ()) -> dict[str, Json]:
    """Each column of the row, or of the named ones, without passwords."""
    fields = [row._meta.get_field(name) for name in names] or row._meta.concrete_fields
    return {field.name: plain(getattr(row, field.attname)) for field in fields if field.name != "password"}


def differences(before: Mapping[str, Json], after: Mapping[str, Json]) -> tuple[dict[str, Json], dict[str, Json]]:
    """What differs, as it was and as it is."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}
