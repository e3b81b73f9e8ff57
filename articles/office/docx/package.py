"""The members of a .docx, each bounded before it is read. Pure.

Read by zipfile and defusedxml and not by python-docx: that one parses every member of the archive, knows no footnotes,
list numbers, tracked changes or text boxes, and what it leaves is the raw XML that is read here anyway.
library/archives.py has counted and bounded the archive itself before.
"""

import io
import posixpath
import zipfile
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from articles.office import refusals
from articles.office.refusals import DocumentRefused

MOST_BYTES = 12_000_000
MOST_ELEMENTS = 150_000
"""A page of Word has about 500; more than these take seconds of a core."""
MOST_LETTERS = 200_000
DEEPEST = 100
MOST_PICTURE_BYTES = 20 * 1024 * 1024

# Pictures that lie elsewhere are named in the report; nothing is ever fetched.
_HARMLESS = ("hyperlink", "image")


@dataclass(frozen=True)
class Relation:
    kind: str  # the last word of its type: "image", "hyperlink"
    target: str
    is_external: bool


class Package:
    def __init__(self, content: bytes):
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise DocumentRefused(refusals.BROKEN) from error
        self.names = frozenset(self._archive.namelist())
        self._elements = self._letters = 0
        if "word/document.xml" not in self.names:
            raise DocumentRefused(refusals.NOT_WORD)

    def refuse_external(self) -> None:
        for name in sorted(self.names):
            if name.endswith(".rels") and any(
                relation.is_external and relation.kind not in _HARMLESS for relation in self._relations(name).values()
            ):
                raise DocumentRefused(refusals.EXTERNAL)

    def xml(self, name: str) -> Element | None:
        """The parsed member, its names without namespaces; None when there is none."""
        return self._parsed(self._bytes(name, MOST_BYTES, refusals.TOO_LONG)) if name in self.names else None

    def relations(self, member: str) -> dict[str, Relation]:
        folder, base = posixpath.split(member)
        return self._relations(f"{folder}/_rels/{base}.rels", folder)

    def picture(self, name: str) -> bytes | None:
        if name not in self.names:
            return None
        return self._bytes(name, MOST_PICTURE_BYTES, refusals.TOO_MANY_PICTURES)

    @cached_property
    def page_frames(self) -> int:
        """Headers and footers."""
        return sum(name.startswith(("word/header", "word/footer")) for name in self.names)

    def _relations(self, name: str, folder: str = "") -> dict[str, Relation]:
        root = self.xml(name)
        found = {}
        for one in [] if root is None else root.iter("Relationship"):
            is_external = one.get("TargetMode") == "External"
            target = one.get("Target", "")
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[one.get("Id", "")] = Relation(one.get("Type", "").rpartition("/")[2], target, is_external)
        return found

    def _bytes(self, name: str, most: int, refusal: str) -> bytes:
        try:
            with self._archive.open(name) as member:
                content = member.read(most + 1)
        except Exception as error:  # zipfile and zlib raise almost anything over hostile bytes
            raise DocumentRefused(refusals.BROKEN) from error
        if len(content) > most:
            raise DocumentRefused(refusal)
        return content

    def _parsed(self, content: bytes) -> Element:
        depth, root = 0, None
        try:
            for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
                if event == "start":
                    depth += 1
                    root = element if root is None else root
                    self._count(depth)
                    _without_namespaces(element)
                else:
                    depth -= 1
                    self._letters += len(element.text or "") if element.tag in {"t", "delText"} else 0
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            if isinstance(error, DocumentRefused):
                raise
            raise DocumentRefused(refusals.BROKEN) from error
        if self._letters > MOST_LETTERS:
            raise DocumentRefused(refusals.TOO_LONG)
        return root

    def _count(self, depth: int) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS or self._letters > MOST_LETTERS:
            raise DocumentRefused(refusals.TOO_LONG)
        if depth > DEEPEST:
            raise DocumentRefused(refusals.TOO_DEEP)


def _without_namespaces(element: Element) -> None:
    """Word's two dialects name the same things in two namespaces; the names alone are clear enough."""
    element.tag = element.tag.rpartition("}")[2]
    for name in [name for name in element.attrib if "}" in name]:
        element.attrib[name.rpartition("}")[2]] = element.attrib.pop(name)


def value(element: Element | None, name: str, attribute: str = "val") -> str | None:
    """`<w:jc w:val="right"/>` below `element` -> "right"; None when there is no such child."""
    child = None if element is None else element.find(name)
    return None if child is None else child.get(attribute, "")


def flag(element: Element | None, name: str) -> bool | None:
    """A switch of Word: there is on, unless it says off; None when it says nothing."""
    said = value(element, name)
    return None if said is None else said not in {"0", "false", "off", "none"}
