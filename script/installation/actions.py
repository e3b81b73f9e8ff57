"""One thing that installing does: what it is, whether it is done, and how to do it. A list of them is the plan."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import system_errors
from installation.machine import Refused

NOTHING_LEFT = "Mọi việc đã xong từ trước; không có gì phải làm."


@dataclass(frozen=True)
class Action:
    """`do` may run again after it was cut short anywhere."""

    what: str
    is_done: Callable[[], bool]
    do: Callable[[], object]


def plan(actions: Sequence[Action]) -> tuple[list[str], bool]:
    """(a line for each, whether anything is left to do). Changes nothing."""
    done = [action.is_done() for action in actions]
    lines = [
        f"  {'[xong]' if is_done else '[sẽ làm]'} {action.what}" for action, is_done in zip(actions, done, strict=True)
    ]
    return lines, not all(done)


def carry_out(actions: Sequence[Action]) -> None:
    """In order; stops at the first that fails. A second run goes on from there."""
    for number, action in enumerate(actions, 1):
        if action.is_done():
            continue
        say(f"[{number}/{len(actions)}] {action.what}…")
        try:
            action.do()
        except OSError as error:
            raise Refused(f"{action.what}: {in_words(error)}") from error


def in_words(error: OSError) -> str:
    return f"{error.filename or 'hệ thống'}: {system_errors.reason(error)}."


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def agreed(question: str) -> bool:
    """A closed terminal is no."""
    try:
        return input(f"{question} [c/K] ").strip().lower() in {"c", "có", "co", "y", "yes"}
    except EOFError:
        return False
