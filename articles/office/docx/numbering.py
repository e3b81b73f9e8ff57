"""The numbers that Word counts by itself: which list, which level, which number comes next. Pure."""

from collections import defaultdict
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from articles.office.blocks import BULLET
from articles.office.docx.package import value
from web.digits import whole_number

KINDS = {
    "decimal": "1", "decimalZero": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I",
    "bullet": BULLET, "none": "",
}  # fmt: skip
DEEPEST_LEVEL = 8
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True)
class Level:
    kind: str
    text: str  # "%1.", "Điều %1."
    start: int


@dataclass(frozen=True)
class Place:
    """Of one paragraph in its list. `label`: as Word shows it; `is_plain`: HTML can count like that."""

    kind: str
    level: int
    number: int
    label: str
    is_plain: bool


class Numbering:
    def __init__(self, root: Element | None):
        # Many lists may have one definition: it is read once.
        defined = (
            {} if root is None else {one.get("abstractNumId"): _defined(one) for one in root.findall("abstractNum")}
        )
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract: dict[str, str] = {}
        for number in [] if root is None else root.findall("num"):
            abstract = value(number, "abstractNumId") or ""
            self._abstract[number.get("numId", "")] = abstract
            self._levels[number.get("numId", "")] = _levels(defined.get(abstract, {}), number)
        self._restarted = {
            (number.get("numId", ""), _int(override.get("ilvl"), 0))
            for number in ([] if root is None else root.findall("num"))
            for override in number.findall("lvlOverride")
            if override.find("startOverride") is not None
        }
        self._counted: dict[str, dict[int, int]] = defaultdict(dict)

    def place(self, list_id: str, level: int) -> Place | None:
        """Counts one more paragraph of this list; None for what is in no list."""
        levels = self._levels.get(list_id)
        level = min(max(level, 0), DEEPEST_LEVEL)
        if not levels or level not in levels:
            return None
        here = levels[level]
        # Lists of one definition count on together, unless one of them starts anew.
        counted = self._counted[self._abstract[list_id]]
        if (list_id, level) in self._restarted:
            self._restarted.discard((list_id, level))
            counted.pop(level, None)
        counted[level] = counted[level] + 1 if level in counted else here.start
        for deeper in [one for one in counted if one > level]:
            del counted[deeper]
        label = self._label(levels, counted, here)
        return Place(here.kind, level, counted[level], label, _is_plain(here, level))

    def _label(self, levels: dict[int, Level], counted: dict[int, int], here: Level) -> str:
        if here.kind == BULLET:
            return ""
        label = here.text
        for position in range(DEEPEST_LEVEL + 1):
            level = levels.get(position)
            if level and f"%{position + 1}" in label:
                label = label.replace(f"%{position + 1}", shown(counted.get(position, level.start), level.kind))
        return label


def _is_plain(level: Level, position: int) -> bool:
    return level.kind == BULLET or level.text.strip("().-/ ") == f"%{position + 1}"


def _defined(abstract: Element) -> dict[int, Level]:
    levels = ((_int(one.get("ilvl"), 0), one) for one in abstract.findall("lvl"))
    return {position: _level(one) for position, one in levels if position <= DEEPEST_LEVEL}


def _levels(defined: dict[int, Level], number: Element) -> dict[int, Level]:
    found = dict(defined)
    for override in number.findall("lvlOverride"):
        position = _int(override.get("ilvl"), 0)
        if (own := override.find("lvl")) is not None:
            found[position] = _level(own)
        if position in found and (start := value(override, "startOverride")) is not None:
            found[position] = Level(found[position].kind, found[position].text, _int(start, 1))
    return found


def _level(element: Element) -> Level:
    kind = KINDS.get(value(element, "numFmt") or "decimal", "1")
    return Level(kind, value(element, "lvlText") or "", _int(value(element, "start"), 1))


def shown(number: int, kind: str) -> str:
    """3 -> "3", "c", "C", "iii" or "III"."""
    if kind in {"a", "A"} and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 20 + 1)
        return letter.upper() if kind == "A" else letter
    if kind in {"i", "I"} and 0 < number < 4000:
        roman, left = "", number
        for worth, sign in _ROMAN:
            roman += sign * (left // worth)
            left %= worth
        return roman.upper() if kind == "I" else roman
    return "" if kind == "" else str(number)


def _int(text: str | None, otherwise: int) -> int:
    number = whole_number(text, 4)
    return otherwise if number is None else number
