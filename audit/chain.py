"""What makes the record prove itself: each row's hash covers the hash before it and everything the row says. Pure.

Whoever changes, removes, inserts or swaps rows must make every later hash anew; a digest on paper shows even that.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

START = "0" * 64
"""Stands before the first row."""

Json = None | bool | int | str | list["Json"] | Mapping[str, "Json"]


class Fault(StrEnum):
    """What is wrong with the first row that does not hold."""

    MISSING = "missing"
    CHANGED = "changed"


@dataclass(frozen=True)
class Link:
    """One row as it is stored: its place in the chain from 1 on, what it says, and its hash."""

    number: int
    facts: Mapping[str, Json]
    hash: str


@dataclass(frozen=True)
class Broken(Exception):  # noqa: N818 - an answer
    """`number`: the first row that does not hold; where one is missing, the number that should come."""

    number: int
    fault: Fault


def canonical(facts: Mapping[str, Json]) -> bytes:
    """The one way to write these facts: JSON, keys in order, no blanks, UTF-8 in NFC.

    Raises TypeError for a float, whose text no two programs agree on, and for whatever JSON does not know; ValueError
    for keys that become one in NFC.
    """
    text = json.dumps(_strict(facts), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8")


def _strict(value: Json) -> Json:
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Mapping):
        strict = {_key(key): _strict(one) for key, one in value.items()}
        if len(strict) != len(value):
            raise ValueError("two keys are the same text")
        return strict
    if isinstance(value, list):
        return [_strict(one) for one in value]
    raise TypeError(f"not for the record: {type(value).__name__}")


def _key(key: str) -> str:
    if not isinstance(key, str):
        raise TypeError(f"not a key for the record: {type(key).__name__}")
    return unicodedata.normalize("NFC", key)


def link(previous: str, facts: Mapping[str, Json]) -> str:
    """The hash of a row, 64 hexadecimal digits, that comes after the row with the hash `previous`."""
    return hashlib.sha256(previous.encode("ascii") + b"\n" + canonical(facts)).hexdigest()


def sealed(salt: str, text: str) -> str:
    """What stands in a row for text that may be erased later. Without the salt, few texts could be tried one by one."""
    return hashlib.sha256(canonical({"salt": salt, "text": text})).hexdigest()


def follow(links: Iterable[Link], number: int = 0, head: str = START) -> Iterator[Link]:
    """Gives every row on as long as it holds, `number` and `head` being those before the first of them.

    Raises Broken at the first one that does not. Holds one row at a time.
    """
    for one in links:
        number += 1
        if one.number != number:
            raise Broken(min(number, one.number), Fault.MISSING if one.number > number else Fault.CHANGED)
        if one.hash != link(head, one.facts):
            raise Broken(number, Fault.CHANGED)
        head = one.hash
        yield one
