"""The parts of DOCX, XLSX and PPTX: their fields, formulas and actions, and what they tell about people."""

import re

from library.inspection import links
from library.inspection.fields import FieldCodes, check_formula
from library.inspection.markup import Listener, by_local
from library.inspection.refused import DDE, MACROS, OBJECTS, Refused, bad_link, elsewhere
from library.inspection.traces import Traces

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_AUTHORS = tuple(f"{space}author" for space in _WORD)
_OTHER_WORKBOOK = re.compile(r"\[(?!0\])|[\\/]|\.xl", re.I)
_OFF = frozenset({"0", "false", "off"})
_HARMLESS_ACTIONS = ("", "ppaction://hlinksldjump", "ppaction://hlinkshowjump", "ppaction://media",
                     "ppaction://noaction", "ppaction://customshow", "ppaction://hlinkfile")  # fmt: skip
_FORMULAS = ("f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula")


class Part(Listener):
    """Reads one part after another; `sum_up` tells what only all of them together show."""

    def __init__(self, traces: Traces):
        self.traces = traces
        self.always = self._author
        self.fields = FieldCodes()
        self.hidden_styles, self.used_styles = set(), {}
        self.type = self.style = ""
        self.starts = {**self._dangers(), **self._hidden(), **self._people()}
        self.texts = self._told_texts()

    def _dangers(self):
        return {
            **dict.fromkeys(("OLEObject", "oleObject", "oleObj", "altChunk", "subDoc"), _refuse(OBJECTS)),
            **dict.fromkeys(("ddeLink", "oleLink", "ddeItem"), _refuse(DDE)),
            "connectString": _refuse(elsewhere("danh sách trộn thư").args[0]),
            "fldChar": lambda _name, said: self.fields.mark(by_local(said).get("fldCharType", "")),
            "fldSimple": lambda _name, said: self._whole_code(by_local(said).get("instr", "")),
            **dict.fromkeys(("hlinkClick", "hlinkHover", "hlinkMouseOver"), self._action),
            **dict.fromkeys(("imagedata", "fill", "stroke", "background", "image", "feImage", "use"), self._picture),
            **dict.fromkeys(("sp", "pic", "graphicFrame", "cxnSp"), self._shape),
            "schema": self._schema,
            "script": self._script,
        }

    def _told_texts(self):
        told = self._tells
        return {
            **dict.fromkeys(("instrText", "delInstrText"), lambda _name, text: self.fields.add(text)),
            **dict.fromkeys(_FORMULAS, lambda _name, text: check_formula(text)),
            "FmlaMacro": lambda _name, text: _check_macro(text),
            "creator": told("Người soạn", "purl.org/dc/elements"),
            "lastModifiedBy": told("Người lưu lần cuối", "core-properties", "coreProperties"),
            "Manager": told("Người quản lý", "extended-properties", "extendedProperties"),
            "Company": told("Cơ quan", "extended-properties", "extendedProperties"),
            "HyperlinkBase": told("Đường dẫn trên máy người soạn", "extended-properties", "extendedProperties"),
            "author": told("Người sửa, ghi chú", "spreadsheetml"),
        }

    def begin(self, content_type: str) -> None:
        self.type = content_type

    def finish(self):
        self.fields.finish()

    def sum_up(self):
        self.traces.count("Chữ ẩn", sum(self.used_styles.get(style, 0) for style in self.hidden_styles))

    def _hidden(self):
        count = self.traces.count
        return {
            "vanish": self._vanish,
            "style": lambda _name, said: setattr(self, "style", by_local(said).get("styleId", "")),
            **dict.fromkeys(("rStyle", "pStyle"), self._styled),
            "del": lambda name, _said: name.startswith(_WORD) and count("Chữ đã xóa nhưng còn lưu (theo dõi thay đổi)"),
            **dict.fromkeys(("comment", "cm", "threadedComment"), lambda _name, _said: count("Ghi chú bên lề")),
            "sheet": self._sheet,
            **dict.fromkeys(("row", "col"), self._row),
            "sld": lambda _name, said: said.get("show") in _OFF and count("Trang chiếu ẩn"),
            "notes": lambda _name, _said: count("Lời ghi của người trình bày"),
        }

    def _people(self):
        add = self.traces.add
        return {
            "property": lambda name, said: self._of_custom(name) and add("Thuộc tính riêng", said.get("name", "")),
            "presenceInfo": lambda _name, said: add("Tài khoản", by_local(said).get("userId", "")),
            "person": lambda _name, said: self._person(by_local(said)),
            "cmAuthor": lambda _name, said: add("Người sửa, ghi chú", said.get("name", "")),
            "author": lambda _name, said: self._person(by_local(said)),
            "header": lambda _name, said: add("Người sửa, ghi chú", said.get("userName", "")),
            "fileSharing": lambda _name, said: add("Người giữ quyền sửa", said.get("userName", "")),
            "absPath": lambda _name, said: add("Đường dẫn trên máy người soạn", said.get("url", "")),
        }

    def _author(self, _name, attributes):
        for author in _AUTHORS:
            if author in attributes:
                self.traces.add("Người sửa, ghi chú", attributes[author])

    def _person(self, said):
        self.traces.add("Người sửa, ghi chú", said.get("displayName") or said.get("name", ""))
        if "@" in said.get("userId", ""):
            self.traces.add("Tài khoản", said["userId"])

    def _tells(self, kind, *spaces):
        def tell(name, text):
            if any(space in name for space in spaces):
                self.traces.add(kind, text)

        return tell

    def _of_custom(self, name):
        return "custom-properties" in name or "customProperties" in name

    def _whole_code(self, code):
        """A field in one attribute; it may stand within the code of another, so it has its own judge."""
        own = FieldCodes()
        own.mark("begin")
        own.add(code)
        own.mark("end")

    def _vanish(self, name, said):
        if name.startswith(_WORD) and by_local(said).get("val", "") not in _OFF:
            if "styles+xml" in self.type:
                self.hidden_styles.add(self.style)
            else:
                self.traces.count("Chữ ẩn")

    def _styled(self, _name, said):
        style = by_local(said).get("val", "")
        self.used_styles[style] = self.used_styles.get(style, 0) + 1

    def _sheet(self, _name, said):
        if said.get("state", "visible") != "visible":
            self.traces.add("Trang tính ẩn", said.get("name", ""))

    def _row(self, name, said):
        if "spreadsheetml" in name and said.get("hidden", "0") not in _OFF:
            self.traces.count("Hàng, cột ẩn")

    def _action(self, _name, said):
        action = said.get("action", "").strip()
        if action.partition("?")[0].lower() not in _HARMLESS_ACTIONS:
            raise Refused(MACROS) if "macro" in action.lower() else bad_link(action)

    def _picture(self, _name, said):
        """The old ways, VML and SVG, name their pictures themselves instead of through a relationship."""
        for name, address in by_local(said).items():
            if name in {"src", "href", "althref"} and links.leads_outside(address) and links.scheme(address) != "data":
                raise elsewhere("ảnh", address)

    def _shape(self, _name, said):
        _check_macro(said.get("macro", ""))

    def _schema(self, _name, said):
        address = by_local(said).get("manifestLocation", "")
        if links.leads_outside(address):
            raise elsewhere("phần mở rộng", address)

    def _script(self, name, _said):
        if "svg" in name:
            raise Refused(MACROS)


def _check_macro(name: str) -> None:
    """A click may name a macro of this workbook, which has none; it may not name one of another."""
    if _OTHER_WORKBOOK.search(name):
        raise Refused(MACROS)


def _refuse(sentence):
    def refuse(_name, _said):
        raise Refused(sentence)

    return refuse
