"""ODT without names: its properties, and who noted or changed what."""

from typing import BinaryIO

from lxml import etree

from library.inspection.cleaning.package import Names, bytes_of, remove, rewritten, tree_of
from library.inspection.markup import HEAD, looks_like_markup
from library.inspection.opendocument import DUBLIN_CORE, META, META_NAME

_EMPTIED = frozenset({f"{{{META}}}initial-creator", f"{{{META}}}printed-by"})
_REMOVED = frozenset({f"{{{META}}}user-defined", f"{{{META}}}template"})
_CREATOR = f"{{{DUBLIN_CORE}}}creator"
_INITIALS = (f"{{{META}}}creator-initials", "{http://openoffice.org/2009/office}sender-initials")


def cleaned(file: BinaryIO) -> bytes:
    names = Names()
    return rewritten(file, lambda name, content: _part(name, content, names))


def _part(name: str, content: bytes, names: Names) -> bytes:
    spaces = (META.encode(), DUBLIN_CORE.encode())
    if not looks_like_markup(content[:HEAD]) or not any(space in content for space in spaces):
        return content
    tree = tree_of(content)
    for element in list(tree.iter(*_EMPTIED, *_REMOVED, _CREATOR, *_INITIALS)):
        _clean(element, names, in_properties=name == META_NAME)
    return bytes_of(tree)


def _clean(element: etree._Element, names: Names, *, in_properties: bool) -> None:
    if element.tag in _REMOVED:
        remove(element)
    elif element.tag in _EMPTIED or (element.tag == _CREATOR and in_properties):
        element.text = None
    elif element.tag == _CREATOR:
        element.text = names.author(element.text or "")
    else:
        element.text = "TG"
