"""Documents of the Party and of the state, from the blocks of a facts file."""

import re

from resolutions.models import Congress, Document

from . import origins, words
from .congresses import codes
from .rows import Ref, Rows
from .shapes import Facts

NOT_OURS = "central"


def plan(file: Facts, rows: Rows):
    for document in file.get("party_documents") or []:
        _document(file, document, rows, is_party=True)
    for document in file.get("state_documents") or []:
        _document(file, document, rows, is_party=False)


def _document(file, document, rows, *, is_party):
    year = document["date"].year if document["date"] else document.get("year")
    kind = document.get("type") or _kind(document["number"])
    if year is None:
        rows.refuse(document, "date", "chưa rõ ngày thì phải có năm (year).")
    elif kind is None:
        rows.refuse(document, "type", "không đoán được thể loại từ số, ký hiệu; hãy ghi type.")
    else:
        _add(file, document, rows, kind, year, is_party)


def _add(file, document, rows, kind, year, is_party):
    issuer = words.ISSUERS.get(document["issuer"], document["issuer"])
    congress = _named(file, document, "term", rows) or (_term(file, document["date"], year) if is_party else None)
    source = document.get("source") or ""
    rows.add(
        Document,
        f"{issuer}/{congress.key if congress else year}/{kind}/{document['number']}",
        document,
        ["issuer", "congress", "kind", "number", "issued_year"],
        number=document["number"],
        kind=kind,
        issuer=issuer,
        issued_on=document["date"],
        issued_year=year,
        abstract=document["title"] or "",
        scope=Document.Scope.PUBLIC,
        congress=congress,
        implements=_named(file, document, "implements", rows),
        source=source,
        source_as_of=document.get("as_of") or "",
        from_press=origins.press(document, source),
        note=origins.note(document),
    )


def _kind(number):
    """ "238/NQ-HĐND" and "22-NQ/TU" both carry their kind."""
    return next(
        (words.KINDS_OF_DOCUMENT[part] for part in re.split(r"[/-]", number) if part in words.KINDS_OF_DOCUMENT), None
    )


def _named(file, document, name, rows):
    code = document.get(name)
    if code is None or (name == "implements" and code == NOT_OURS):
        return None
    if code not in codes(file):
        rows.refuse(document, name, f"tệp không có đại hội «{code}».")
        return None
    return Ref(Congress, code)


def _term(file, day, year):
    """The term in which a Party document got its number: the latest congress that had opened by then."""
    opened = []
    for code in codes(file):
        block = file[f"congress_{code}"]
        starts = min((session["date"] for session in block.get("sessions") or [] if session["date"]), default=None)
        first_year = block["term"]["start_year"]
        if (day and starts and starts <= day) or (not (day and starts) and first_year <= year):
            opened.append(code)
    return Ref(Congress, opened[-1]) if opened else None
