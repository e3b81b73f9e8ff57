"""ODT: no macro, script, DDE or OLE object, and nothing that is fetched from elsewhere when the file is opened."""

import zipfile

from library.inspection import links
from library.inspection.fields import check_formula
from library.inspection.markup import HEAD, Attributes, Budget, Listener, by_local, local, looks_like_markup, walk
from library.inspection.refused import DDE, LOCKED, MACROS, OBJECTS, Refused, bad_link, elsewhere
from library.inspection.traces import Traces

MIMETYPE = b"application/vnd.oasis.opendocument.text"
META = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
META_NAME = "meta.xml"
_HREF = "http://www.w3.org/1999/xlink}href"
_FORMULAS = (
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0}formula",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0}formula",
)
_MACRO_FOLDERS = ("basic/", "scripts/", "dialogs/")
_MACRO_SCHEMES = frozenset({"vnd.sun.star.script", "macro", "script", "vnd.sun.star.expand", "javascript"})
_MACRO_ELEMENTS = ("script", "event-listener", "execute-macro")
_DDE_ELEMENTS = ("dde-source", "dde-link", "dde-connection", "dde-connection-decl", "dde-connection-decls")
_OBJECT_ELEMENTS = ("object-ole", "applet", "plugin")
_CLICKED = frozenset({"a", "file-name"})
_OBJECT_BYTES = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"MZ", b"\x7fELF")


def is_odt(archive: zipfile.ZipFile) -> bool:
    """The type stands in the first entry, plain, as the standard asks."""
    first = archive.infolist()[0] if archive.infolist() else None
    says = first and first.filename == "mimetype" and first.file_size == len(MIMETYPE)
    return bool(says) and archive.read(first) == MIMETYPE and "content.xml" in archive.namelist()


def inspect(archive: zipfile.ZipFile, traces: Traces) -> str:
    budget = Budget()
    part = Part(traces)
    for entry in archive.infolist():
        name = entry.filename.lower()
        if entry.is_dir() or name == "mimetype":
            continue
        if name.startswith(_MACRO_FOLDERS):
            raise Refused(MACROS)
        part.in_properties = name == META_NAME
        content = archive.read(entry)
        # LibreOffice leaves some parts empty that are XML by their name.
        if content and (name.endswith((".xml", ".rdf")) or looks_like_markup(content[:HEAD])):
            walk(content, part, budget)
        elif content.startswith(_OBJECT_BYTES):
            raise Refused(OBJECTS)
    return "odt"


class Part(Listener):
    def __init__(self, traces: Traces):
        self.traces = traces
        self.always = self._judge
        self.in_properties = False
        count = traces.count
        self.starts = {
            **dict.fromkeys(_MACRO_ELEMENTS, _refuse(MACROS)),
            **dict.fromkeys(_DDE_ELEMENTS, _refuse(DDE)),
            **dict.fromkeys(_OBJECT_ELEMENTS, _refuse(OBJECTS)),
            "encryption-data": _refuse(LOCKED),
            "floating-frame": _refuse(elsewhere("khung").args[0]),
            **dict.fromkeys(("hidden-text", "hidden-paragraph"), lambda _name, _said: count("Chữ ẩn")),
            "annotation": lambda _name, _said: count("Ghi chú bên lề"),
            "deletion": lambda _name, _said: count("Chữ đã xóa nhưng còn lưu (theo dõi thay đổi)"),
            **dict.fromkeys(("section", "text-properties"), self._shown),
            "template": lambda _name, said: traces.add("Đường dẫn trên máy người soạn", said.get(_HREF, "")),
            "user-defined": lambda _name, said: traces.add("Thuộc tính riêng", by_local(said).get("name", "")),
        }
        self.texts = {
            "initial-creator": self._tell(META, "Người soạn"),
            "printed-by": self._tell(META, "Người in lần cuối"),
            "creator": self._creator,
        }

    def _tell(self, space, kind):
        """The same word in another namespace is a field on the page: everybody reads it anyway."""
        return lambda name, text: name.startswith(space) and self.traces.add(kind, text)

    def _creator(self, name, text):
        if name.startswith(DUBLIN_CORE):
            self.traces.add("Người lưu lần cuối" if self.in_properties else "Người sửa, ghi chú", text)

    def _judge(self, name: str, said: Attributes) -> None:
        if _HREF in said:
            _check_address(local(name), said[_HREF])
        for formula in _FORMULAS:
            if formula in said:
                check_formula(said[formula], bar_is_dde=False)

    def _shown(self, _name, said):
        if by_local(said).get("display") in {"none", "condition"}:
            self.traces.count("Chữ ẩn")


def _check_address(element: str, address: str) -> None:
    if links.scheme(address) in _MACRO_SCHEMES and not links.may_be_clicked(address):
        raise Refused(MACROS)
    if element in _CLICKED:
        if not links.may_be_clicked(address):
            raise bad_link(address)
    elif element == "template":
        if links.is_fetched_remotely(address):
            raise elsewhere("mẫu (template)", address)
    elif links.leads_outside(address) or address.startswith(("/", "../")):
        raise elsewhere("ảnh" if element in {"image", "fill-image", "background-image"} else "nội dung", address)


def _refuse(sentence):
    def refuse(_name, _said):
        raise Refused(sentence)

    return refuse
