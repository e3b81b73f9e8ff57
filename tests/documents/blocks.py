"""Reads the commands out of a document."""

import re
from dataclasses import dataclass

from tests.source import ROOT

DOCUMENTS = tuple(name for name in ("README.md", "docs/operations.md", "docs/scaling.md") if (ROOT / name).exists())
_BLOCK = re.compile(r"(?:^<!-- (?P<mark>.*?) -->\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.M | re.S)
_WITHOUT_BLOCKS = re.compile(r"^```.*?^```$", re.M | re.S)
_IN_LINE = re.compile(r"`([^`\n]+)`")
_RUN, _NOT_RUN = "run: ", "not run: "


@dataclass(frozen=True)
class Block:
    """`place` and `reason`: one of them is empty; both are where nothing is said."""

    document: str
    line: int
    language: str
    text: str
    place: str
    reason: str

    def __str__(self):
        return f"{self.document}, dòng {self.line}"


def blocks() -> list[Block]:
    return [block for name in DOCUMENTS for block in _blocks_of(name, (ROOT / name).read_text("utf-8"))]


def _blocks_of(name: str, text: str):
    for found in _BLOCK.finditer(text):
        mark = found["mark"] or ""
        yield Block(
            document=name,
            line=text.count("\n", 0, found.start("text")),
            language=found["language"],
            text=found["text"],
            place=mark.removeprefix(_RUN) if mark.startswith(_RUN) else "",
            reason=mark.removeprefix(_NOT_RUN) if mark.startswith(_NOT_RUN) else "",
        )


def in_line() -> list[tuple[str, str]]:
    """(document, code) of every piece of code between the words."""
    texts = ((name, _WITHOUT_BLOCKS.sub("", (ROOT / name).read_text("utf-8"))) for name in DOCUMENTS)
    return [(name, code) for name, text in texts for code in _IN_LINE.findall(text)]


def lines(start: str) -> list[str]:
    """What follows that beginning, line by line, for a test that runs a block by itself."""
    every = [line for block in blocks() for line in block.text.splitlines()]
    return [line.removeprefix(start) for line in every if line.startswith(start)]
