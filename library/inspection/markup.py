"""Reads XML of strangers once, from front to back, and tells only what somebody listens for.

Straight on expat, the reader beneath defusedxml: its SAX and its tree take 2,4 and 2,8 times as long for a sheet of
200.000 cells. What defusedxml forbids is forbidden here: no DOCTYPE, so no entities either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from library.inspection.refused import BROKEN, TOO_INTRICATE, Refused

MAX_BYTES = 40 * 1024 * 1024
MAX_TAGS = 1_600_000  # a sheet of 400.000 cells
MAX_NAMES = 5_000
MAX_ATTRIBUTES = 2_000
SEPARATOR = "}"
HEAD = 4096
"""So many first bytes say what a part looks like."""

_MARKS = ("<".encode("utf-16-le"), "<".encode("utf-16-be"), "<".encode("utf-32-be"))
_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")

Attributes = Mapping[str, str]
"""Keyed "namespace}name", or only by the name where there is no namespace."""
Start = Callable[[str, Attributes], None]
Text = Callable[[str, str], None]


def looks_like_markup(head: bytes) -> bool:
    """Whatever its name says: it starts as XML does, in any encoding that a reader may try."""
    is_long = len(head) >= HEAD
    for mark in _ORDER_MARKS:
        head = head.removeprefix(mark)
    head = head.lstrip(b" \t\r\n\x00")
    # Nothing but blanks so far: what comes behind them may be markup.
    return head.startswith((b"<", *_MARKS)) or (is_long and not head)


def local(name: str) -> str:
    return name.rpartition(SEPARATOR)[2]


def by_local(attributes: Attributes) -> dict[str, str]:
    """Keyed by the names alone: a stranger's namespace must not hide what a lenient reader sees."""
    return {local(name): value for name, value in attributes.items()}


@dataclass
class Budget:
    """What all the parts of one file may take together."""

    bytes: int = MAX_BYTES
    tags: int = MAX_TAGS
    names: set = field(default_factory=set)

    def take(self, content: bytes) -> None:
        """Counted before anything is parsed, so that too much of it costs nothing."""
        self.bytes -= len(content)
        self.tags -= content.count(b"<")
        if self.bytes < 0 or self.tags < 0:
            raise Refused(TOO_INTRICATE)

    def take_name(self, name: str) -> None:
        self.names.add(name)
        if len(self.names) > MAX_NAMES:
            raise Refused(TOO_INTRICATE)


class Listener:
    """`starts`, `texts`: keyed by local name. `always` hears of every element, so it must be quick."""

    starts: Mapping[str, Start] = {}
    texts: Mapping[str, Text] = {}
    always: Start | None = None

    def finish(self) -> None:
        """After the last element of a part."""


def walk(content: bytes, listener: Listener, budget: Budget) -> None:
    """Raises Refused for what is not whole XML, has a DOCTYPE, or is more than the budget allows."""
    budget.take(content)
    try:
        # In one piece: expat before 2.6 reads an unfinished token anew with every further piece.
        _Walk(listener, budget).parser.Parse(content, True)
    except (expat.ExpatError, LookupError, UnicodeError, ValueError) as error:
        raise Refused(BROKEN) from error
    listener.finish()


class _Walk:
    def __init__(self, listener: Listener, budget: Budget):
        self.listener, self.budget = listener, budget
        self.known = {}
        self.text, self.depth = [], 0
        self.parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = _refuse_doctype

    def _start(self, name, attributes):
        if len(attributes) > MAX_ATTRIBUTES:
            raise Refused(TOO_INTRICATE)
        if self.depth:
            self.depth += 1
        if name not in self.known:
            self._learn(name)
        start, text = self.known[name]
        if self.listener.always:
            self.listener.always(name, attributes)
        if start:
            start(name, attributes)
        if text and not self.depth:
            self._collect(name, text)

    def _learn(self, name):
        self.budget.take_name(name)
        self.known[name] = self.listener.starts.get(local(name)), self.listener.texts.get(local(name))

    def _collect(self, name, tell):
        self.text, self.depth = [], 1
        self.parser.CharacterDataHandler = self.text.append
        self.parser.EndElementHandler = lambda _name: self._end(name, tell)

    def _end(self, name, tell):
        self.depth -= 1
        if not self.depth:
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
            tell(name, "".join(self.text))


def _refuse_doctype(*_declared):
    raise Refused(BROKEN)
