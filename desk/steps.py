"""May this step happen? One table says it for every kind of content that two people stand behind. Pure.

A table names the states, the steps between them, who may take each, and the sentences that answer. The app that owns
the content makes a step happen (its services), with one UPDATE that names the state which the person saw.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

NO_PERMISSION = "Tài khoản của anh/chị không có quyền thực hiện bước này."


class StepRefused(Exception):  # noqa: N818 - a refusal is an answer, no error
    """The step did not happen and nothing changed; the text is a sentence for the person who tried."""


@dataclass(frozen=True)
class Person:
    """Whoever tries: may they take such steps at all, are they the author, have they edited since the submission?

    `was_author`: they wrote it before it was given to somebody else.
    """

    has_permission: bool
    is_author: bool = False
    has_edited: bool = False
    was_author: bool = False

    @property
    def is_behind(self) -> bool:
        """Words of theirs are in it."""
        return self.is_author or self.has_edited or self.was_author


@dataclass(frozen=True)
class Step:
    """From some states to another.

    `address` ends the step's URL, `refusal` answers in any other state (`refusals`: in some of them otherwise), `done`
    says that it happened ("{}" is the thing's name), `follows` what will happen. `only_author` and `four_eyes` say who
    may not: anyone but the author, or the author and every editor; `instead` answers whom four eyes would not stop, in
    a step that is there for those whom they stop. `note` is the question put to whoever takes the step, `note_refusal`
    answers when it is left open or has fewer than `note_letters` letters; both "": a word may be added.
    """

    name: str
    address: str
    sources: frozenset[str]
    target: str
    permission: str
    refusal: str
    done: str
    follows: tuple[str, ...] = ()
    only_author: bool = False
    four_eyes: bool = False
    instead: str = ""
    note: str = ""
    note_refusal: str = ""
    note_letters: int = 1
    refusals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """`not_author`, `own`, `edited` and `former` answer whom a step's rules about people leave out."""

    steps: Mapping[str, Step]
    own: str
    edited: str
    not_author: str = NO_PERMISSION
    former: str = ""

    def refusal(self, code: str, state: str, person: Person) -> str | None:
        """Why this person may not take the step now, as a sentence; None when they may."""
        step = self.steps[code]
        if not person.has_permission:
            return NO_PERMISSION
        if state not in step.sources:
            return step.refusals.get(state, step.refusal)
        if step.only_author and not person.is_author:
            return self.not_author
        if step.four_eyes and person.is_author:
            return self.own
        if step.four_eyes and person.has_edited:
            return self.edited
        if step.four_eyes and person.was_author:
            return self.former or self.own
        return (step.instead or None) if not person.is_behind else None

    def note_refusal(self, code: str, note: str) -> str | None:
        """Why the step cannot do with this note; None when it can."""
        step = self.steps[code]
        said = sum(letter.isalnum() for letter in note)
        return step.note_refusal if step.note and said < step.note_letters else None


def refuse(sentence: str | None) -> None:
    """Raises StepRefused when there is a sentence."""
    if sentence:
        raise StepRefused(sentence)
