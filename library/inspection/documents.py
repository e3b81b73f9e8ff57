"""One document, opened: what it is, what it tells about people, what it hides; and the same without names."""

from typing import BinaryIO

from library.inspection import archive, office, opendocument
from library.inspection.refused import Refused
from library.inspection.traces import Traces

UNKNOWN = "Không nhận loại tệp này. Hãy chọn tệp PDF, DOCX, XLSX, PPTX hoặc ODT."


def inspect(file: BinaryIO, kind: str) -> dict:
    """`kind`: "pdf" or "zip", by the first bytes. {"type": "docx", "traces": [...]}; raises Refused."""
    traces = Traces()
    found = _pdf().inspect(file, traces) if kind == "pdf" else _archive(file, traces)
    return {"type": found, "traces": traces.told()}


def cleaned(file: BinaryIO, found: str) -> bytes:
    """The file without names; only after `inspect` has let it in."""
    from library.inspection.cleaning import office, opendocument, pdf  # noqa: PLC0415 - seldom asked for, slow to load

    return {"pdf": pdf.cleaned, "odt": opendocument.cleaned}.get(found, office.cleaned)(file)


def _archive(file: BinaryIO, traces: Traces) -> str:
    with archive.opened(file) as opened:
        if office.TYPES_NAME in map(str.lower, opened.namelist()):
            found = office.inspect(opened, traces)
        else:
            found = opendocument.is_odt(opened) and opendocument.inspect(opened, traces)
    if not found:
        raise Refused(UNKNOWN)
    return found


def _pdf():
    """Loaded only for a PDF: its reader takes longer to start than most documents take to read."""
    from library.inspection import pdf  # noqa: PLC0415 - see above

    return pdf
