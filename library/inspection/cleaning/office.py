"""DOCX, XLSX and PPTX without names: properties, comments, tracked changes, accounts, paths of the author's machine."""

from typing import BinaryIO

from lxml import etree

from library.inspection.cleaning.package import Names, bytes_of, remove, rewritten, tree_of
from library.inspection.markup import HEAD, Budget, looks_like_markup, walk
from library.inspection.office_parts import Part
from library.inspection.traces import PEOPLE, Traces

_EMPTIED = frozenset({"creator", "lastModifiedBy", "Manager", "Company", "HyperlinkBase"})
_REMOVED = frozenset({"presenceInfo", "fileSharing", "absPath"})
_NAMES = ("author", "userName", "displayName", "name")
_ACCOUNTS = ("userId", "providerId")


def cleaned(file: BinaryIO) -> bytes:
    names = Names()
    return rewritten(file, lambda _name, content: _part(content, names))


def _part(content: bytes, names: Names) -> bytes:
    if not looks_like_markup(content[:HEAD]) or not _tells_names(content):
        return content
    tree = tree_of(content)
    for element in list(tree.iter(etree.Element)):
        _clean(element, names)
    return bytes_of(tree)


def _tells_names(content: bytes) -> bool:
    """Asked before a tree is made of the part: most have no name in them, and the largest are the last to have one."""
    traces = Traces()
    walk(content, Part(traces), Budget())
    return any(told["kind"] in PEOPLE for told in traces.told())


def _clean(element, names: Names) -> None:
    space, _, name = element.tag.rpartition("}")
    if name in _REMOVED or (name == "property" and "custom" in space.lower()):
        remove(element)
    elif name in _EMPTIED:
        element.text = None
    elif name == "author" and "spreadsheetml" in space:
        element.text = names.author(element.text or "")
    elif name in {"person", "cmAuthor", "author"} or "userName" in element.attrib or _word_author(element):
        _rename(element, names)


def _word_author(element) -> bool:
    return any(key.endswith("}author") and "wordprocessingml" in key for key in element.attrib)


def _rename(element, names: Names) -> None:
    keys = {key.rpartition("}")[2]: key for key in element.attrib}
    called = next((element.attrib[keys[name]] for name in _NAMES if name in keys), "")
    for name in _NAMES:
        if name in keys:
            element.attrib[keys[name]] = names.author(called)
    if "initials" in keys:
        element.attrib[keys["initials"]] = names.initials(called)
    for name in _ACCOUNTS:
        if name in keys:
            element.attrib[keys[name]] = names.author(called) if name == "userId" else "None"
