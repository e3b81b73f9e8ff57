"""PDF: every object is looked at, wherever it hangs, for what runs, fetches, sends or carries another file.

pikepdf reads it (qpdf, C++), so this runs only in a process of its own; see process.py.
"""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from library.inspection import links
from library.inspection.markup import Budget, Listener, walk
from library.inspection.refused import LOCKED, Refused, bad_link
from library.inspection.traces import Traces

BROKEN = "Tệp PDF bị cắt ngắn hoặc hỏng. Hãy xuất lại tệp PDF rồi tải lên."
TWO_FILES = (
    "Tệp vừa là PDF vừa là một tệp khác (có dữ liệu lạ trước hoặc sau phần PDF). Hãy mở tệp, in lại ra PDF rồi tải lên."
)
TOO_INTRICATE = "Tệp PDF có quá nhiều thành phần bên trong. Hãy chia nhỏ tệp, hoặc in lại ra PDF rồi tải lên."
_PRINT = "in lại ra PDF (Print to PDF) rồi tải lên."
_REMEDY = f"Hãy mở tệp, {_PRINT}"
_SCRIPT = f"Tệp PDF có mã JavaScript chạy khi mở. {_REMEDY}"
_FORBIDDEN_ACTIONS = {
    "/JavaScript": _SCRIPT,
    "/Launch": f"Tệp PDF có lệnh mở chương trình hoặc tệp khác (Launch). {_REMEDY}",
    "/ImportData": f"Tệp PDF có lệnh lấy dữ liệu từ tệp khác (ImportData). {_REMEDY}",
    "/SubmitForm": f"Tệp PDF có lệnh gửi biểu mẫu đi nơi khác (SubmitForm). {_REMEDY}",
    "/GoToR": f"Tệp PDF có liên kết mở một tệp khác trên máy (GoToR). {_REMEDY}",
    "/GoToE": f"Tệp PDF có liên kết mở tệp đính kèm bên trong (GoToE). {_REMEDY}",
    "/RichMediaExecute": f"Tệp PDF có nội dung chạy được (RichMedia). {_REMEDY}",
    "/Rendition": f"Tệp PDF có phim hoặc âm thanh tự chạy. {_REMEDY}",
    "/Movie": f"Tệp PDF có phim hoặc âm thanh tự chạy. {_REMEDY}",
}
_ATTACHED = f"Tệp PDF có tệp khác đính kèm bên trong. Hãy lấy tệp đính kèm ra, {_PRINT}"
_RICH = f"Tệp PDF có nội dung chạy được (phim, hình 3D, RichMedia). {_REMEDY}"
_FORBIDDEN_KEYS = {
    "/JS": _SCRIPT,
    "/JavaScript": _SCRIPT,
    "/EF": _ATTACHED,
    "/EmbeddedFiles": _ATTACHED,
    "/Collection": _ATTACHED,
    "/XFA": f"Tệp PDF là biểu mẫu XFA, có thể chứa mã chạy được. {_REMEDY}",
    "/RichMediaContent": _RICH,
    "/OnInstantiate": _RICH,
    "/3DD": _RICH,
}
_FORBIDDEN_KINDS = {
    "/EmbeddedFile": _ATTACHED,
    "/FileAttachment": _ATTACHED,
    "/RichMedia": _RICH,
    "/3D": _RICH,
    "/Movie": _RICH,
    "/Screen": _RICH,
}
# What an action says besides its name; an element of the page's structure has its name under the same key, and none.
_DEEDS = frozenset({"/F", "/Win", "/Mac", "/Unix", "/URI", "/Annotation", "/OP", "/CMD"})
# Of a stream: its bytes lie in another file, or pages of another file are shown in its place.
_OUTSIDE = frozenset({"/F", "/Ref", "/OPI"})
_FETCHED = f"Tệp PDF lấy nội dung từ nơi khác khi mở. {_REMEDY}"
NOTES = frozenset({"/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Ink",
                    "/Stamp", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Redact"})  # fmt: skip
MAX_OBJECTS = 60_000
MAX_VALUES = 200_000
MAX_DEPTH = 60
_TAIL = 66_000  # as far back as readers of zip look for the end of an archive
MAX_PACKET = 1024 * 1024
KEPT_INFO = frozenset({"/Title", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate", "/ModDate",
                       "/Trapped"})  # fmt: skip


def inspect(file: BinaryIO, traces: Traces) -> str:
    _check_ends(file)
    with opened(file) as document:
        _Walk(traces).whole(document)
        _tell_people(document, traces)
    return "pdf"


def opened(file: BinaryIO) -> pikepdf.Pdf:
    """Nothing is mended: what qpdf would guess, another reader guesses otherwise."""
    file.seek(0)
    try:
        return pikepdf.open(file, attempt_recovery=False, inherit_page_attributes=False)
    except pikepdf.PasswordError as error:
        raise Refused(LOCKED) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Refused(BROKEN) from error


def is_signed(document: pikepdf.Pdf) -> bool:
    """By a signature that covers bytes of the file, or by a form that says there is one."""
    form = document.Root.get("/AcroForm")
    says = isinstance(form, Dictionary) and int(form.get("/SigFlags", 0)) & 1
    return bool(says) or any(isinstance(value, Dictionary) and "/ByteRange" in value for value in document.objects)


def _check_ends(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if file.read(5) != b"%PDF-":
        raise Refused(TWO_FILES)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    _before, mark, after = tail.rpartition(b"%%EOF")
    if not mark:
        raise Refused(BROKEN)
    if after.strip(b"\x00\t\n\f\r ") or (b"PK\x05\x06" in tail and _has_directory(file)):
        raise Refused(TWO_FILES)


def _has_directory(file: BinaryIO) -> bool:
    file.seek(0)
    return b"PK\x01\x02" in file.read()


class _Walk:
    """Goes through all objects once, each with what hangs in it directly."""

    def __init__(self, traces: Traces):
        self.traces = traces
        self.seen = 0

    def whole(self, document: pikepdf.Pdf) -> None:
        try:
            # What the file itself says first: it costs nothing to ask.
            if int(document.trailer.get("/Size", 0)) > MAX_OBJECTS or len(document.objects) > MAX_OBJECTS:
                raise Refused(TOO_INTRICATE)
            self._value(document.trailer, 0)
            for value in document.objects:
                self._value(value, 0)
        except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError) as error:
            raise Refused(BROKEN) from error

    def _value(self, value, depth: int) -> None:
        self.seen += 1
        if depth > MAX_DEPTH or self.seen > MAX_VALUES:
            raise Refused(TOO_INTRICATE)
        if isinstance(value, Dictionary | Stream):
            said = dict(value.items())
            self._judge(said, is_stream=isinstance(value, Stream))
            inner = said.values()
        else:
            inner = value if isinstance(value, Array) else ()
        for one in inner:
            # What is indirect comes by itself; following it here would go round in circles.
            if isinstance(one, Dictionary | Array) and not one.is_indirect:
                self._value(one, depth + 1)

    def _judge(self, said: dict, *, is_stream: bool) -> None:
        for key, sentence in _FORBIDDEN_KEYS.items():
            if key in said:
                raise Refused(sentence)
        if (is_stream and not _OUTSIDE.isdisjoint(said)) or said.get("/FS") == Name.URL:
            raise Refused(_FETCHED)
        kind, part = str(said.get("/Type", "")), str(said.get("/Subtype", ""))
        if kind in _FORBIDDEN_KINDS or part in _FORBIDDEN_KINDS:
            raise Refused(_FORBIDDEN_KINDS.get(kind) or _FORBIDDEN_KINDS[part])
        # Readers run an action without asking whether it says that it is one.
        if "/S" in said and not (kind == "/StructElem" and _DEEDS.isdisjoint(said)):
            self._action(said)
        if part in NOTES and "/Rect" in said:
            self.traces.count("Ghi chú bên lề")
            self.traces.add("Người sửa, ghi chú", str(said.get("/T", "")))
        if "/PieceInfo" in said:
            self.traces.count("Dữ liệu riêng của phần mềm")
        self._check_link(said.get("/Base"))  # stands before every link that is not whole
        if kind == "/Catalog":
            self._layers(said)

    def _action(self, said: dict) -> None:
        name = said["/S"]
        if isinstance(name, Name) and str(name) in _FORBIDDEN_ACTIONS:
            raise Refused(_FORBIDDEN_ACTIONS[str(name)])
        if "/F" in said:
            raise Refused(_FORBIDDEN_ACTIONS["/GoToR"])
        self._check_link(said.get("/URI"))

    def _check_link(self, address) -> None:
        if isinstance(address, String) and not _may_be_opened(str(address)):
            raise bad_link(str(address))

    def _layers(self, catalog: dict) -> None:
        usual = catalog.get("/OCProperties", Dictionary()).get("/D", Dictionary())
        self.traces.count("Lớp ẩn", len(usual.get("/OFF", ())))


def _may_be_opened(address: str) -> bool:
    """In a PDF even an empty script is one."""
    return links.may_be_clicked(address) and links.scheme(address) != "javascript"


def _tell_people(document: pikepdf.Pdf, traces: Traces) -> None:
    for key, value in document.docinfo.items():
        if key == "/Author":
            traces.add("Người soạn", str(value))
        elif key == "/Company":
            traces.add("Cơ quan", str(value))
        elif key not in KEPT_INFO:
            traces.add("Thuộc tính riêng", key.lstrip("/"))
    for packet in _packets(document):
        try:
            walk(packet, _Packet(traces), Budget())
        except Refused:  # no XML, or too much of it: it is told that there is something
            traces.count("Dữ liệu riêng của phần mềm")


class _Packet(Listener):
    """XMP: who made it, as Dublin Core or as Adobe says it."""

    def __init__(self, traces: Traces):
        self.texts = dict.fromkeys(("creator", "Author"), lambda _name, text: traces.add("Người soạn", text))


def _packets(document: pikepdf.Pdf) -> Iterator[bytes]:
    """XMP of the document itself and of what was put into it; a bomb is unpacked only so far."""
    for value in document.objects:
        if isinstance(value, Stream) and value.get("/Type") == Name.Metadata:
            raw = value.read_raw_bytes()
            if value.get("/Filter") is not None:
                try:
                    raw = zlib.decompressobj().decompress(raw, MAX_PACKET)
                except zlib.error:
                    raw = b""
            yield raw[:MAX_PACKET].rstrip(b"\x00 \r\n\t")
