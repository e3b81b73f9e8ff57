"""A package written anew, part by part: what is not changed is copied, and nothing tells when it was written."""

import io
import zipfile
from collections.abc import Callable
from typing import BinaryIO

from lxml import etree

from library.inspection import archive
from library.inspection.refused import Refused
from library.inspection.traces import PLACEHOLDER

SIGNED = (
    "Tệp có chữ ký số; xóa tên sẽ làm hỏng chữ ký. Hãy bỏ đánh dấu «Xóa tên người soạn và dữ liệu ẩn trong tệp» rồi "
    "tải lên, hoặc xóa tên trước khi ký."
)
UNWRITABLE = "Trang không viết lại được tệp này để xóa tên. Hãy xóa tên bằng Word hoặc LibreOffice rồi tải lên."
# No time at all: the same file is written the same way every time.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_SIGNATURES = ("_xmlsignatures/", "meta-inf/documentsignatures.xml")
_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


class Names:
    """One and the same person keeps one and the same number in every part."""

    def __init__(self):
        self._numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        return self._numbers.setdefault(name.strip(), len(self._numbers) + 1)

    def author(self, name: str) -> str:
        return f"{PLACEHOLDER} {self.number(name)}" if name.strip() else name

    def initials(self, name: str) -> str:
        return f"TG{self.number(name)}"


def rewritten(file: BinaryIO, part: Callable[[str, bytes], bytes]) -> bytes:
    """`part(name, content)` gives what is to stand there instead, or the very same bytes."""
    result = io.BytesIO()
    with archive.opened(file) as given, zipfile.ZipFile(result, "w") as written:
        if any(name.lower().startswith(_SIGNATURES) for name in given.namelist()):
            raise Refused(SIGNED)
        for entry in given.infolist():
            if not entry.is_dir():
                content = part(entry.filename.lower(), given.read(entry))
                written.writestr(zipfile.ZipInfo(entry.filename, _NO_TIME), content, _method(entry), compresslevel=6)
    return result.getvalue()


def _method(entry: zipfile.ZipInfo) -> int:
    """Pictures are packed already; packing them once more takes a second and saves nothing."""
    return zipfile.ZIP_DEFLATED if entry.compress_size < 0.9 * entry.file_size else zipfile.ZIP_STORED


def tree_of(content: bytes) -> etree._ElementTree:
    try:
        return etree.ElementTree(etree.fromstring(content, etree.XMLParser(**_PARSER)))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(UNWRITABLE) from error


def bytes_of(tree: etree._ElementTree) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def remove(element: etree._Element) -> None:
    """With what stands in it, but not the words behind it."""
    before, parent = element.getprevious(), element.getparent()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
