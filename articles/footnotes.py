"""Notes of an article: a mark in the text, its words at the end, a way there and back. Pure.

`renumbered` is the last step of every cleaning (richtext.py), so that after cutting and pasting in the editor the
numbers run 1, 2, 3 again, a mark whose note is gone goes too, and a note whose mark was cut stays at the end, unlinked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

BACK = "Trở lại chỗ đang đọc"
_ID = re.compile(r"(?:ve-)?chu-thich-[1-9]\d{0,3}", re.ASCII)
_ANY_ID = re.compile(r' id="(?:ve-)?chu-thich-\d+"')
_MARK = re.compile(r'<sup>\s*<a (?:[^<>]* )?href="#chu-thich-(\d+)"[^<>]*>[^<]*</a>\s*</sup>')
_TYPED_BESIDE = re.compile(r'<sup>([^<]*)(<a (?:[^<>]* )?href="#chu-thich-\d+"[^<>]*>[^<]*</a>)([^<]*)</sup>')
# Begun only where a blank begins: a mile of blanks is walked once, not from each of its steps.
_RETURN = re.compile(r'(?<!\s)\s*<a (?:[^<>]* )?href="#ve-chu-thich-\d+"[^<>]*>[^<]*</a>')
_PLACE = re.compile(r'(id="chu-thich-|href="#ve-chu-thich-)(\d+)')
_ITEM = re.compile(r'<li(?: id="chu-thich-(\d+)")?>(.*?)</li>\s*', re.DOTALL)
_OPENING, _CLOSING = '<ol class="notes">', "</ol>"


@dataclass(frozen=True)
class Apart:
    """A text without its notes, and these as (number, words); without a number where no mark leads to them."""

    text: str
    items: list[tuple[str, str]]


def is_id(value: str) -> bool:
    return bool(_ID.fullmatch(value))


def mark(number: int, *, is_first: bool = True) -> str:
    place = f' id="ve-chu-thich-{number}"' if is_first else ""
    return f'<sup><a href="#chu-thich-{number}"{place} rel="noopener">{number}</a></sup>'


def item(number: int, words: str) -> str:
    back = f'<a href="#ve-chu-thich-{number}" title="{BACK}" rel="noopener">↩</a>'
    return f'<li id="chu-thich-{number}">{words} {back}</li>'


def listed(items: list[str]) -> str:
    return f"{_OPENING}{''.join(items)}{_CLOSING}" if items else ""


def renumbered(text: str) -> str:
    """Of HTML as the cleaner writes it. Twice changes nothing."""
    if "chu-thich-" not in text and _OPENING not in text:
        return text
    # Where the caret stood behind a mark, the editor puts what is typed next into the mark's own small print.
    text = _TYPED_BESIDE.sub(r"\1<sup>\2</sup>\3", text)
    text, notes, orphans = _taken_out(text)
    order: dict[str, int] = {}
    text = _MARK.sub(lambda found: _numbered(found[1], notes, order), text)
    text = _without_ids(text)
    items = [item(number, notes[old]) for old, number in order.items()]
    items += [f"<li>{words}</li>" for words in [*(notes[old] for old in notes if old not in order), *orphans]]
    return text.rstrip() + ("\n" if text.strip() and items else "") + listed(items)


def shifted(text: str, by: int) -> str:
    """The same notes with higher numbers, to be put into a text that has notes already."""
    if not by or "chu-thich-" not in text:
        return text
    text = _MARK.sub(lambda found: mark(int(found[1]) + by, is_first=' id="' in found[0]), text)
    return _PLACE.sub(lambda found: f"{found[1]}{int(found[2]) + by}", text)


def apart(text: str) -> Apart:
    words, notes, orphans = _taken_out(text)
    return Apart(words, [*notes.items(), *(("", orphan) for orphan in orphans)])


def renamed(text: str, numbers: Mapping[str, str]) -> str:
    """The marks under other numbers."""
    return _MARK.sub(lambda found: mark(int(numbers.get(found[1], found[1])), is_first=' id="' in found[0]), text)


def unnumbered(text: str) -> str:
    """For comparing: a mark is the same whatever its number."""
    return _MARK.sub("<sup>*</sup>", text)


def without_marks(text: str) -> str:
    """For search: a number glued to a word would be another word."""
    return _RETURN.sub("", _MARK.sub("", text)) if "chu-thich-" in text else text


def _numbered(old: str, notes: dict[str, str], order: dict[str, int]) -> str:
    if old not in notes:
        return ""
    is_first = old not in order
    return mark(order.setdefault(old, len(order) + 1), is_first=is_first)


def _taken_out(text: str) -> tuple[str, dict[str, str], list[str]]:
    """The text without its lists of notes; the words of each note by its number, and those without one."""
    kept, notes, orphans, position = [], {}, [], 0
    while (start := text.find(_OPENING, position)) != -1:
        end = text.find(_CLOSING, start)
        inside = text[start + len(_OPENING) : end].strip()
        if end == -1 or not _is_simple(inside):
            kept.append(text[position : start + len(_OPENING)])
            position = start + len(_OPENING)
            continue
        kept.append(text[position:start])
        position = end + len(_CLOSING)
        for number, words in _ITEM.findall(inside):
            words = _ANY_ID.sub("", _RETURN.sub("", words)).strip()
            if number and number not in notes:
                notes[number] = words
            elif words:
                orphans.append(words)
    return "".join([*kept, text[position:]]), notes, orphans


def _is_simple(inside: str) -> bool:
    """Items alone, none with a list or table in it: these can be moved as they are."""
    return not re.search("<(?:ol|ul|table)[ >]", inside) and not _ITEM.sub("", inside)


def _without_ids(text: str) -> str:
    """Only marks and notes have names, and each its own."""
    marks = {found.span() for found in _MARK.finditer(text)}
    if not marks:
        return _ANY_ID.sub("", text)
    parts, position = [], 0
    for start, end in sorted(marks):
        parts += [_ANY_ID.sub("", text[position:start]), text[start:end]]
        position = end
    return "".join([*parts, _ANY_ID.sub("", text[position:])])
