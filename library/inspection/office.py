"""DOCX, XLSX and PPTX: every part is read by what it is, not by what it is called, and judged.

What a part is, the package's own content types and relationships say (ECMA-376, part 2); where a part looks like
something else than it says, it is judged as both.
"""

import zipfile
from posixpath import normpath

from library.inspection import links
from library.inspection.markup import HEAD, Budget, Listener, by_local, looks_like_markup, walk
from library.inspection.office_parts import Part
from library.inspection.refused import ACTIVE_X, BROKEN, DDE, MACROS, OBJECTS, Refused, bad_link, elsewhere
from library.inspection.traces import Traces

TYPES_NAME = "[content_types].xml"
ROOT_RELATIONSHIPS = "_rels/.rels"
_MAIN = "application/vnd.openxmlformats-officedocument."
KINDS = {
    f"{_MAIN}wordprocessingml.document.main+xml": "docx",
    f"{_MAIN}spreadsheetml.sheet.main+xml": "xlsx",
    f"{_MAIN}presentationml.presentation.main+xml": "pptx",
}
# A word within a content type -> what such a part is.
_FORBIDDEN_TYPES = {
    "macroenabled": MACROS,
    "vbaproject": MACROS,
    "vbadata": MACROS,
    "macrosheet": MACROS,
    "dialogsheet": MACROS,
    "attachedtoolbars": MACROS,
    "customui": MACROS,
    "webextension": MACROS,
    "activex": ACTIVE_X,
    "oleobject": OBJECTS,
    "externallink": elsewhere("số liệu").args[0],
    "connections": elsewhere("số liệu").args[0],
    "querytable": elsewhere("số liệu").args[0],
}
# The last word of a relationship's type -> what its target is, wherever it lies.
_FORBIDDEN_RELATIONSHIPS = {
    "oleobject": OBJECTS,
    "package": OBJECTS,
    "afchunk": OBJECTS,
    "subdocument": OBJECTS,
    "control": ACTIVE_X,
    "activexcontrolbinary": ACTIVE_X,
    "vbaproject": MACROS,
    "wordvbadata": MACROS,
    "xlmacrosheet": MACROS,
    "xlintlmacrosheet": MACROS,
    "dialogsheet": MACROS,
    "extensibility": MACROS,
    "attachedtoolbars": MACROS,
    "webextension": MACROS,
    "webextensiontaskpanes": MACROS,
    "externallink": elsewhere("số liệu").args[0],
    "connections": elsewhere("số liệu").args[0],
    "querytable": elsewhere("số liệu").args[0],
}
_WHAT = {
    "attachedtemplate": "mẫu (template)",
    "image": "ảnh",
    "video": "phim",
    "audio": "âm thanh",
    "media": "phim hoặc âm thanh",
    "frame": "khung",
    "mailmergesource": "danh sách trộn thư",
    "mailmergeheadersource": "danh sách trộn thư",
}
# First bytes -> what a part is, whatever it is called.
_FIRST_BYTES = {
    b"\xd0\xcf\x11\xe0": OBJECTS,
    b"PK\x03\x04": OBJECTS,
    b"MZ": OBJECTS,
    b"\x7fELF": OBJECTS,
    b"%PDF": OBJECTS,
    b"{\\rtf": OBJECTS,
}
_MACRO_NAMES = frozenset({"vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin"})
_MACRO_FOLDERS = ("basic/", "scripts/", "word/activex/", "xl/activex/", "ppt/activex/", "xl/macrosheets/")


def inspect(archive: zipfile.ZipFile, traces: Traces) -> str:
    """ "docx", "xlsx" or "pptx", or "" for another package. Raises Refused for what may not come in."""
    budget = Budget()
    names = {name.lower(): name for name in archive.namelist()}
    types = _Types()
    walk(archive.read(names[TYPES_NAME]), types, budget)
    kind = _kind(archive, names, types, budget)
    part = Part(traces)
    # In every part, so that no spelling of a name keeps relationships from being read.
    part.starts |= _Relationships().starts
    # Relationships first: they are small, and what they give away need not wait for a sheet of a million cells.
    for entry in sorted(archive.infolist(), key=lambda entry: not entry.filename.lower().endswith(".rels")):
        name = entry.filename.lower()
        if entry.is_dir() or name == TYPES_NAME:
            continue
        _check_name(name)
        content = _markup_of(archive, entry, is_expected=types.is_markup(name))
        if content is not None:
            part.begin(types.of(name))
            walk(content, part, budget)
    part.sum_up()
    return kind


def _kind(archive, names, types, budget) -> str:
    """What the package's one main part says it is."""
    if ROOT_RELATIONSHIPS not in names:
        return ""
    root = _Relationships()
    walk(archive.read(names[ROOT_RELATIONSHIPS]), root, budget)
    main = {normpath(target.lower().lstrip("/")) for target in root.targets.get("officedocument", ())}
    if len(main) != 1 or not main <= set(names):
        raise Refused(BROKEN)
    return KINDS.get(types.of(main.pop()), "")


def _check_name(name: str) -> None:
    """Nothing depends on names, but nobody has a reason for these."""
    if name.rpartition("/")[2] in _MACRO_NAMES or name.startswith(_MACRO_FOLDERS):
        raise Refused(MACROS)


def _markup_of(archive, entry, *, is_expected) -> bytes | None:
    """The bytes of a part of XML; of another part None, once its first bytes are known and its sums agree."""
    with archive.open(entry) as content:
        head = content.read(HEAD)
        if is_expected or looks_like_markup(head):
            return head + content.read()
        for sign, sentence in _FIRST_BYTES.items():
            if head.startswith(sign):
                raise Refused(sentence)
        while content.read(256 * 1024):
            pass
    return None


class _Types(Listener):
    """[Content_Types].xml: what each part is, by its name or else by its extension."""

    def __init__(self):
        self.starts = {"Override": self._override, "Default": self._default}
        self._by_name, self._by_extension = {}, {}

    def of(self, name: str) -> str:
        return self._by_name.get(name) or self._by_extension.get(name.rpartition(".")[2], "")

    def is_markup(self, name: str) -> bool:
        return name.endswith((".xml", ".rels")) or self.of(name).endswith(("+xml", "/xml"))

    def _override(self, _name, attributes):
        said = by_local(attributes)
        self._learn(self._by_name, said.get("PartName", "").lstrip("/").lower(), said)

    def _default(self, _name, attributes):
        said = by_local(attributes)
        self._learn(self._by_extension, said.get("Extension", "").lstrip(".").lower(), said)

    def _learn(self, table, key, said):
        kind = said.get("ContentType", "").lower().strip()
        for word, sentence in _FORBIDDEN_TYPES.items():
            if word in kind:
                raise Refused(sentence)
        if table.get(key, kind) != kind:  # of two that disagree, one reader believes the first and another the last
            raise Refused(BROKEN)
        table[key] = kind


class _Relationships(Listener):
    """`targets`: of what lies inside the package, by the last word of the type."""

    def __init__(self):
        self.starts = {"Relationship": self._judge}
        self.targets: dict[str, list[str]] = {}

    def _judge(self, _name, attributes):
        said = by_local(attributes)
        kind = said.get("Type", "").rpartition("/")[2].lower()
        target = said.get("Target", "")
        if kind in _FORBIDDEN_RELATIONSHIPS:
            raise Refused(_FORBIDDEN_RELATIONSHIPS[kind])
        if said.get("TargetMode", "").lower() != "external" and not links.leads_outside(target):
            self.targets.setdefault(kind, []).append(target)
        elif kind == "externallinkpath" and "dde" in target.lower():
            raise Refused(DDE)
        elif kind != "hyperlink":
            raise elsewhere(_WHAT.get(kind, "nội dung"), target)
        elif not links.may_be_clicked(target):
            raise bad_link(target)
