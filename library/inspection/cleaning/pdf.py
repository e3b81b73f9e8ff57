"""PDF without names: its properties, XMP, the names beside notes, and what programs kept for themselves."""

import io
from typing import BinaryIO

import pikepdf
from pikepdf import Dictionary, Name, Stream

from library.inspection import pdf
from library.inspection.cleaning.package import SIGNED, UNWRITABLE
from library.inspection.refused import Refused
from library.inspection.traces import PLACEHOLDER


def cleaned(file: BinaryIO) -> bytes:
    result = io.BytesIO()
    with pdf.opened(file) as document:
        try:
            if pdf.is_signed(document):
                raise Refused(SIGNED)
            _remove(document)
            document.save(result, encryption=False, static_id=True, fix_metadata_version=False, preserve_pdfa=False)
        except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as error:
            raise Refused(UNWRITABLE) from error
    return result.getvalue()


def _remove(document: pikepdf.Pdf) -> None:
    for key in [key for key in document.docinfo.keys() if key not in pdf.KEPT_INFO]:  # noqa: SIM118 - no plain dict
        del document.docinfo[key]
    for value in document.objects:
        if isinstance(value, Dictionary | Stream):
            for key in ("/Metadata", "/PieceInfo"):
                if key in value:
                    del value[key]
            _unname(value)
            for note in _direct_notes(value):
                _unname(note)


def _unname(value) -> None:
    if str(value.get("/Subtype", "")) in pdf.NOTES and "/Rect" in value and "/T" in value:
        value[Name.T] = PLACEHOLDER


def _direct_notes(page):
    """Notes may stand in the page itself instead of beside it."""
    notes = page.get("/Annots")
    return [note for note in notes if isinstance(note, Dictionary)] if isinstance(notes, pikepdf.Array) else []
