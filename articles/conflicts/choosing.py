"""One conflict: what somebody typed beside what another saved meanwhile, and what comes of their choices."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from articles import comparing
from articles.conflicts import facts
from articles.conflicts.merging import Row, Side, Texts, side_by_side

COMPARED = "merge_seen"
"""The revision beside which the choices were made."""
ALL = "merge_all"
PREFIX = "merge-"
BODY = "body-"


@dataclass(frozen=True)
class Question:
    """One row to choose of. `name`: of its radio buttons; `before`, `after`: pieces, theirs and mine."""

    name: str
    label: str
    sides: tuple[Side, ...]
    chosen: Side | None
    before: tuple[tuple[comparing.Piece, ...], ...]
    after: tuple[tuple[comparing.Piece, ...], ...]


class Conflict:
    """`stored`: the article as it is kept now; `typed`: what its form has cleaned."""

    def __init__(self, stored, typed: dict):
        self.stored, self.typed = stored, typed

    @cached_property
    def texts(self) -> Texts:
        return side_by_side(self.stored.body, self.typed["body"])

    @cached_property
    def facts(self) -> list[facts.Fact]:
        return facts.differing(self.stored, self.typed)

    @property
    def is_same(self) -> bool:
        return not self.facts and not self.texts.differing

    def choices(self, sent: Mapping[str, str]) -> dict[str, Side]:
        """Those that answer a question of this conflict with one of its sides; whatever else was sent is no choice.

        After a further save the answers to questions that stay the same still hold, but not one answer to all.
        """
        offered = {_name(fact): fact.sides for fact in self.facts}
        offered |= {BODY + row.name: tuple(Side) for row in self.texts.differing}
        everything = sent.get(ALL, "") if self.is_compared(sent) else ""
        found = {name: everything or sent.get(PREFIX + name, "") for name in offered}
        return {name: Side(side) for name, side in found.items() if side in offered[name]}

    def is_compared(self, sent: Mapping[str, str]) -> bool:
        """Was this what the person was shown?"""
        return sent.get(COMPARED) == str(self.stored.revision)

    def left(self, choices: Mapping[str, Side]) -> int:
        """How many questions have no answer yet."""
        return len(self.facts) + len(self.texts.differing) - len(choices)

    def merged(self, choices: Mapping[str, Side]) -> dict:
        """What the form would have cleaned, had the person typed what they chose."""
        told = {fact.name: fact.chosen(choices[_name(fact)]) for fact in self.facts}
        told["body"] = self.texts.merged({row.name: choices[BODY + row.name] for row in self.texts.differing})
        return told

    def questions(self, choices: Mapping[str, Side]) -> list[Question | int]:
        """Facts first, then the text; a number stands for so many paragraphs in which both agree."""
        found: list[Question | int] = [_of_fact(fact, choices) for fact in self.facts]
        for row in self.texts.rows:
            if not row.is_same:
                found.append(_of_row(row, choices))
            elif found and isinstance(found[-1], int):
                found[-1] += 1
            else:
                found.append(1)
        return found


def _name(fact: facts.Fact) -> str:
    """Another one as soon as either side says something else."""
    words = f"{fact.their_words}\0{fact.my_words}"
    return f"{fact.name}-{hashlib.sha256(words.encode()).hexdigest()[:16]}"


def _of_fact(fact: facts.Fact, choices: Mapping[str, Side]) -> Question:
    before, after = _compared(_as_paragraph(fact.their_words), _as_paragraph(fact.my_words))
    name = _name(fact)
    return Question(PREFIX + name, fact.label, fact.sides, choices.get(name), before, after)


def _of_row(row: Row, choices: Mapping[str, Side]) -> Question:
    before, after = _compared(row.theirs, row.mine)
    name = BODY + row.name
    label = "Chú thích" if row.is_note else "Đoạn"
    return Question(PREFIX + name, label, tuple(Side), choices.get(name), before, after)


def _as_paragraph(words: str) -> str:
    text = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"<p>{line}</p>" for line in text.split("\n"))


def _compared(theirs: str, mine: str):
    rows = comparing.compare(theirs, mine).rows
    return tuple(row.before for row in rows if row.before), tuple(row.after for row in rows if row.after)
