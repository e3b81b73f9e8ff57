"""What a facts file asks of the database: rows in the order in which they can be written."""

from dataclasses import dataclass

from django.db import models

from .problems import Problem
from .shapes import Facts


@dataclass(frozen=True)
class Ref:
    """Another row of the same file."""

    model: type[models.Model]
    key: str


@dataclass(frozen=True)
class Row:
    """`key` names the row in every version of the file; `lookup` are the columns by which a person's row is known."""

    model: type[models.Model]
    key: str
    lookup: tuple[str, ...]
    facts: dict
    line: int
    place: str

    @property
    def ref(self):
        return Ref(self.model, self.key)


class Rows:
    """Collects rows and problems; the same key twice is a problem of the file."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        self._rows: dict[tuple, Row] = {}

    def __iter__(self):
        return iter(self._rows.values())

    def add(self, model, key, where: Facts, lookup, /, **facts) -> Ref:
        line, place = where.place()
        row = Row(model, key, tuple(lookup), facts, line, place)
        earlier = self._rows.setdefault((model, key), row)
        if earlier is not row:
            self.refuse(where, None, f"trùng với dòng {earlier.line}.")
        return row.ref

    def has(self, ref: Ref) -> bool:
        return (ref.model, ref.key) in self._rows

    def refuse(self, where: Facts, name, sentence: str):
        line, place = where.place(name)
        self.problems.append(Problem(line, place, sentence))
