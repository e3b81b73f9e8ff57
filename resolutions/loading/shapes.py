"""Reads YAML nodes as what they should be, and remembers the line of everything.

A reader is a function (node, key, problems) -> value. It appends to `problems` and gives None for what it refuses, so
that one run names every fault of a file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

import vietnamese

from .problems import BadFileError, Problem

Reader = Callable[[yaml.Node, str, list[Problem]], Any]
MAX_BYTES = 5_000_000
NULL = "tag:yaml.org,2002:null"


class Facts(dict):
    """One mapping of the file: its values, the line of each, and what it is called in messages."""

    def __init__(self, node, key):
        super().__init__()
        self.line, self.key, self.lines = _line(node), key, {}

    def place(self, name=None):
        """Line and full key, for a problem found later about one of its values or the whole."""
        return self.lines.get(name, self.line), _join(self.key, name) if name else self.key


@dataclass(frozen=True)
class Field:
    read: Reader
    is_required: bool = False
    may_be_null: bool = True


def must(read: Reader) -> Field:
    """The key has to be there, with a value."""
    return Field(read, is_required=True, may_be_null=False)


def may(read: Reader) -> Field:
    """Absent or null: unknown."""
    return Field(read)


def stated(read: Reader) -> Field:
    """The key has to be there; null says that the value is unknown."""
    return Field(read, is_required=True)


def compose(content: bytes) -> yaml.Node:
    """The file as nodes; raises BadFileError with one problem if it is no YAML we accept."""
    if len(content) > MAX_BYTES:
        raise BadFileError([Problem(1, "", f"Tệp lớn hơn {MAX_BYTES // 1_000_000} MB.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadFileError([Problem(line, "", "Tệp không phải chữ Unicode (UTF-8).")]) from error
    try:
        _refuse_aliases(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"cột {mark.column + 1}" if mark else "không rõ cột"
        raise BadFileError([Problem(mark.line + 1 if mark else 1, "", f"Sai cú pháp YAML ({place}).")]) from error
    except yaml.YAMLError as error:
        raise BadFileError([Problem(_line_of(text, error), "", "Tệp có ký tự không được phép.")]) from error
    except RecursionError as error:
        raise BadFileError([Problem(1, "", "Tệp lồng quá nhiều tầng.")]) from error
    if node is None:
        raise BadFileError([Problem(1, "", "Tệp không có nội dung.")])
    return node


def _refuse_aliases(text):
    """Ten lines of aliases can stand for a billion values."""
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
            line = token.start_mark.line + 1
            raise BadFileError([Problem(line, "", "Tệp không được dùng neo (&, *) của YAML.")])


def _line_of(text, error):
    position = getattr(error, "position", 0)
    return text.count("\n", 0, position) + 1


def _line(node):
    return node.start_mark.line + 1


def record(fields: dict[str, Field]) -> Reader:
    def read(node, key, problems):
        if not isinstance(node, yaml.MappingNode):
            problems.append(Problem(_line(node), key, "phải là một nhóm «khóa: giá trị»."))
            return None
        facts = Facts(node, key)
        for name, value in entries(node, key, problems):
            if name not in fields:
                problems.append(Problem(_line(value), _join(key, name), "khóa lạ, chương trình không biết."))
                continue
            facts.lines[name] = _line(value)
            facts[name] = _value(fields[name], value, _join(key, name), problems)
        _require(fields, facts, problems)
        return facts

    return read


def entries(node, key, problems):
    """(name, value node) of a mapping, each name once."""
    seen = set()
    for name_node, value in node.value:
        name = name_node.value if isinstance(name_node, yaml.ScalarNode) else None
        if name is None:
            problems.append(Problem(_line(name_node), key, "khóa phải là một từ."))
        elif name in seen:
            problems.append(Problem(_line(name_node), _join(key, name), "khóa bị lặp."))
        else:
            seen.add(name)
            yield name, value


def listing(read: Reader) -> Reader:
    def read_all(node, key, problems):
        if not isinstance(node, yaml.SequenceNode):
            problems.append(Problem(_line(node), key, "phải là một danh sách."))
            return None
        items = [read(item, f"{key}[{_name(item, place)}]", problems) for place, item in enumerate(node.value, start=1)]
        return [item for item in items if item is not None]

    return read_all


def anything(node, key, problems):
    """Kept in the file for people; not stored."""


def _value(field, node, key, problems):
    if isinstance(node, yaml.ScalarNode) and node.tag == NULL:
        if not field.may_be_null:
            problems.append(Problem(_line(node), key, "không được để trống."))
        return None
    return field.read(node, key, problems)


def _require(fields, facts, problems):
    for name, field in fields.items():
        if field.is_required and name not in facts.lines:
            problems.append(Problem(facts.line, _join(facts.key, name), "thiếu khóa này."))
            facts[name] = None


def _join(key, name):
    return f"{key}.{name}" if key else name


def _name(item, place):
    """An item is called by its own key or number where it has one: people look for that, not for the 17th."""
    if isinstance(item, yaml.MappingNode):
        for name, value in item.value:
            if name.value in {"key", "number", "year"} and isinstance(value, yaml.ScalarNode):
                return vietnamese.nfc(value.value)
    return place
