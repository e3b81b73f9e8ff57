"""Documents of the Party and of the state, from the blocks of a facts file."""

import re

from resolutions.models import Congress, Document

from . import origins, words
from .congresses import codes
from .rows import Ref, Rows
from .shapes import Facts

NOT_OURS = "central"


def plan(file: Facts, rows: Rows):
    for paper in file.get("party_documents") or []:
        _paper(file, paper, rows, is_party=True)
    for paper in file.get("state_documents") or []:
        _paper(file, paper, rows, is_party=False)


def _paper(file, paper, rows, *, is_party):
    year = paper["date"].year if paper["date"] else paper.get("year")
    kind = paper.get("type") or _kind(paper["number"])
    if year is None:
        rows.refuse(paper, "date", "chưa rõ ngày thì phải có năm (year).")
    elif kind is None:
        rows.refuse(paper, "type", "không đoán được thể loại từ số, ký hiệu; hãy ghi type.")
    else:
        _add(file, paper, rows, kind, year, is_party)


def _add(file, paper, rows, kind, year, is_party):
    issuer = words.ISSUERS.get(paper["issuer"], paper["issuer"])
    congress = _named(file, paper, "term", rows) or (_term(file, paper["date"], year) if is_party else None)
    source = paper.get("source") or ""
    rows.add(
        Document,
        f"{issuer}/{congress.key if congress else year}/{kind}/{paper['number']}",
        paper,
        ["issuer", "congress", "kind", "number", "issued_year"],
        number=paper["number"],
        kind=kind,
        issuer=issuer,
        issued_on=paper["date"],
        issued_year=year,
        abstract=paper["title"] or "",
        scope=Document.Scope.PUBLIC,
        congress=congress,
        implements=_named(file, paper, "implements", rows),
        source=source,
        source_as_of=paper.get("as_of") or "",
        from_press=origins.press(paper, source),
        note=origins.note(paper),
    )


def _kind(number):
    """ "238/NQ-HĐND" and "22-NQ/TU" both carry their kind."""
    return next(
        (words.KINDS_OF_PAPER[part] for part in re.split(r"[/-]", number) if part in words.KINDS_OF_PAPER), None
    )


def _named(file, paper, name, rows):
    code = paper.get(name)
    if code is None or (name == "implements" and code == NOT_OURS):
        return None
    if code not in codes(file):
        rows.refuse(paper, name, f"tệp không có đại hội «{code}».")
        return None
    return Ref(Congress, code)


def _term(file, day, year):
    """The term in which a Party paper got its number: the latest congress that had opened by then."""
    opened = []
    for code in codes(file):
        block = file[f"congress_{code}"]
        starts = min((session["date"] for session in block.get("sessions") or [] if session["date"]), default=None)
        first_year = block["term"]["start_year"]
        if (day and starts and starts <= day) or (not (day and starts) and first_year <= year):
            opened.append(code)
    return Ref(Congress, opened[-1]) if opened else None
