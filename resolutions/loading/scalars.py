"""Readers of single values: what each may be, and the sentence when it is not."""

import datetime as dt
import re
from decimal import Decimal

import yaml

import vietnamese
from resolutions.models.sourced import FIRST_YEAR, LAST_YEAR

from .problems import Problem

STRING, BOOLEAN, INTEGER = (f"tag:yaml.org,2002:{tag}" for tag in ("str", "bool", "int"))


class _WrongError(Exception):
    """Its text is the sentence."""


def _scalar(parse):
    """Turns parse(node) into a reader: anything but a single value is refused here."""

    def read(node, key, problems):
        try:
            if not isinstance(node, yaml.ScalarNode):
                raise _WrongError("phải là một giá trị, không phải danh sách hay nhóm.")
            return parse(node)
        except _WrongError as wrong:
            problems.append(Problem(node.start_mark.line + 1, key, str(wrong)))
            return None

    return read


def text(limit, *, numbers_too=False):
    """Words, in NFC and in one line's worth of blanks; `numbers_too` takes a bare 16 or 2024 as it is written."""

    @_scalar
    def read(node):
        if node.tag != STRING and not (numbers_too and node.tag == INTEGER):
            raise _WrongError(f"phải là chữ, đang là «{_shown(node)}» (hãy đặt trong ngoặc kép).")
        words = " ".join(vietnamese.nfc(node.value).split())
        if not words:
            raise _WrongError("không được để trống.")
        if len(words) > limit:
            raise _WrongError(f"dài quá {limit} chữ.")
        return words

    return read


def one_of(words: dict, what="từ"):
    """One of the file's words; gives ours."""

    @_scalar
    def read(node):
        if node.value not in words:
            known = ", ".join(words)
            raise _WrongError(f"{what} «{_shown(node)}» không có trong danh sách: {known}.")
        return words[node.value]

    return read


def whole(low, high):
    @_scalar
    def read(node):
        if node.style or not re.fullmatch(r"\d{1,9}", node.value, re.ASCII):
            raise _WrongError(f"phải là số nguyên, đang là «{_shown(node)}».")
        if not low <= int(node.value) <= high:
            raise _WrongError(f"phải từ {low} đến {high}, đang là {node.value}.")
        return int(node.value)

    return read


year = whole(FIRST_YEAR, LAST_YEAR)
count = whole(0, 30_000)


@_scalar
def number(node):
    """A plain decimal with a point, as YAML writes it."""
    if node.style or not re.fullmatch(r"-?\d+(\.\d+)?", node.value, re.ASCII):
        raise _WrongError(f"phải là số (dấu chấm trước phần thập phân), đang là «{_shown(node)}».")
    digits, _, decimals = node.value.lstrip("-").partition(".")
    if len(decimals) > 4:
        raise _WrongError("có quá 4 chữ số thập phân.")
    if len(digits) > 16:
        raise _WrongError("lớn quá 16 chữ số.")
    return Decimal(node.value)


@_scalar
def yes_no(node):
    if node.tag != BOOLEAN or node.value not in {"true", "false"}:
        raise _WrongError(f"phải là true hoặc false, đang là «{_shown(node)}».")
    return node.value == "true"


@_scalar
def day(node):
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", node.value, re.ASCII):
            raise ValueError
        found = dt.date.fromisoformat(node.value)
    except ValueError as error:
        raise _WrongError(f"«{_shown(node)}» không phải một ngày có thật, viết dạng 2020-09-25.") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _WrongError(f"năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    return found


@_scalar
def moment_of_source(node):
    """A year, a month or a day, kept as it is written; each must exist."""
    parts = node.value.split("-")
    try:
        if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", node.value, re.ASCII):
            raise ValueError
        dt.date(*map(int, [*parts, "1", "1"][:3]))
    except ValueError as error:
        raise _WrongError(f"«{_shown(node)}» không phải năm, tháng hoặc ngày có thật, ví dụ 2024-12.") from error
    return node.value


@_scalar
def key(node):
    if node.tag != STRING or not re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", node.value, re.ASCII):
        raise _WrongError(f"«{_shown(node)}» không phải mã (chữ thường không dấu, số, gạch dưới).")
    if len(node.value) > 40:
        raise _WrongError("mã dài quá 40 chữ.")
    return node.value.replace("_", "-")


def _shown(node):
    return vietnamese.nfc(node.value)[:60]
