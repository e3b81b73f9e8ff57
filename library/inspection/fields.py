"""The fields of a Word document and the formulas of a sheet: which of them fetch or run something?"""

import re

from library.inspection import links
from library.inspection.refused import ACTIVE_X, DDE, MACROS, OBJECTS, Refused, bad_link, elsewhere, shortened

NESTED = "\ufffc"
"""Stands in a code where another field's result would be put: what it makes there nobody knows beforehand."""
MAX_DEPTH = 50

# Every field of Word that only counts, dates, refers, asks or shows what the file itself holds.
HARMLESS = frozenset(
    "ADDIN ADDRESSBLOCK ADVANCE ASK AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT AUTOTEXT AUTOTEXTLIST BARCODE BIBLIOGRAPHY "
    "BIDIOUTLINE CITATION COMMENTS COMPARE CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY DOCVARIABLE EDITTIME EQ FILENAME "
    "FILESIZE FILLIN FORMCHECKBOX FORMDROPDOWN FORMTEXT FORMULA GLOSSARY GOTOBUTTON GREETINGLINE HYPERLINK IF INDEX "
    "INFO KEYWORDS LASTSAVEDBY LISTNUM MERGEBARCODE MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF NOTEREF NUMCHARS NUMPAGES "
    "NUMWORDS PAGE PAGEREF PRINTDATE PRIVATE QUOTE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET SHAPE SKIPIF "
    "STYLEREF SUBJECT SYMBOL TA TC TEMPLATE TIME TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE".split()
)
_FETCHING = frozenset({"INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "DATABASE", "RD"})
# A switch (three of them with something of their own behind), words in quotes, or a bare word.
_ARGUMENT = re.compile(
    r'\s*(?:\\(?:[lot]\s*(?:"[^"]*"|[^\s"\\]\S*)|[a-z](?![^\s]))|"(?P<quoted>[^"]*)"?|(?P<bare>\S+))', re.I
)
_NO_MACRO = re.compile(r"\s*MACROBUTTON\s+NoMacro\b", re.I)  # how templates say "type here"
_FIRST_WORD = re.compile(r"[^\s\"\\]+")
_TEXT = re.compile(r'"[^"]*"')
_CALLS = re.compile(
    r"(?<![\w.])(?:_xlfn\.|_xlws\.|_xll\.|of:|com\.sun\.star\.\S+\.)*"
    r"(DDE|WEBSERVICE|IMAGE|RTD|CALL|REGISTER|REGISTER\.ID|EXEC|SQL\.REQUEST)\s*\(",
    re.I,
)


def check_code(code: str) -> None:
    """Judges a whole field code by its first word. Raises Refused."""
    found = _FIRST_WORD.search(code)
    word = found[0].upper() if found else ""
    if word == "HYPERLINK":
        _check_link(code)
    if _NO_MACRO.match(code) or not word or word.startswith("=") or word in HARMLESS:
        return
    if word.startswith("DDE"):
        raise Refused(DDE)
    if word in _FETCHING:
        raise elsewhere(f"nội dung (trường {word})", code.strip()[len(word) :].strip().replace(NESTED, "…"))
    if word == "EMBED":
        raise Refused(OBJECTS)
    if word == "MACROBUTTON":
        raise Refused(MACROS)
    if word in {"CONTROL", "HTMLCONTROL"}:
        raise Refused(ACTIVE_X)
    raise Refused(
        f"Tệp có trường lạ «{shortened(code.replace(NESTED, '…'))}» mà trang không biết là vô hại. Trong Word, hãy "
        "nhấn Ctrl+A rồi Ctrl+Shift+F9 để chuyển các trường thành chữ thường, lưu lại rồi tải lên."
    )


def _check_link(code: str) -> None:
    """The first thing behind the word that is no switch: `HYPERLINK "https://…" \\o "lời nhắc"`."""
    for found in _ARGUMENT.finditer(code.strip()[len("HYPERLINK") :]):
        address = found["quoted"] or found["bare"]
        if address:
            # Word writes a backslash twice, and nobody makes an attacker do so.
            if not all(map(links.may_be_clicked, (address, address.replace("\\\\", "\\")))):
                raise bad_link(address)
            return


def check_formula(formula: str, *, bar_is_dde: bool = True) -> None:
    """`bar_is_dde`: in Excel only a DDE link has a bar outside quotes; in Writer a bar parts the arguments."""
    bare = _TEXT.sub('""', formula)
    if bar_is_dde and "|" in bare:
        raise Refused(DDE)
    if called := _CALLS.search(bare):
        if called[1].upper() == "DDE":
            raise Refused(DDE)
        raise elsewhere(f"dữ liệu (hàm {called[1].upper()})")


class FieldCodes:
    """Joins codes that are spread over runs and paragraphs, and judges each as soon as it is whole."""

    def __init__(self):
        self._open: list[list[str] | None] = []

    def mark(self, kind: str) -> None:
        """`kind`: "begin", "separate" or "end", as the file says."""
        if kind == "begin":
            self._begin()
        elif kind in {"separate", "end"} and self._open:
            self._judge(self._open.pop())
            if kind == "separate":
                self._open.append(None)  # what follows is the result, no longer the code

    def add(self, text: str) -> None:
        if self._open and self._open[-1] is not None:
            self._open[-1].append(text)
        else:
            check_code(text)

    def finish(self) -> None:
        """Also a field that the part never closes."""
        for code in self._open:
            self._judge(code)
        self._open.clear()

    def _begin(self) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise Refused("Tệp có các trường lồng nhau quá sâu. Hãy chuyển các trường thành chữ thường rồi tải lên.")
        if self._open and self._open[-1] is not None:
            self._open[-1].append(NESTED)
        self._open.append([])

    def _judge(self, code) -> None:
        if code is not None:
            check_code("".join(code))
