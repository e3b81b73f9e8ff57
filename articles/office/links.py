"""Where a link of a document may lead. Pure; articles/richtext.py has the last word."""

import re

from articles.office.report import Findings

_KNOWN = re.compile(r"https?://[^\s\\/][^\s\\]*|mailto:[^\s\\]+|tel:[+\d().\- ]+", re.I)
_BARE = re.compile(r"(?:www\.)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:/[^\s\\]*)?", re.I)
_MAIL = re.compile(r"[^\s@:/\\]+@(?:[a-z0-9-]+\.)+[a-z]{2,}", re.I)


def repaired(address: str, findings: Findings) -> str:
    """An address that a reader can follow, or "": bookmarks, files and half addresses lead nowhere."""
    address = address.strip()
    if _KNOWN.fullmatch(address):
        return address
    if _MAIL.fullmatch(address):
        return f"mailto:{address}"
    if _BARE.fullmatch(address):
        findings.add("completed_links", address)
        return f"https://{address}"
    if address:
        findings.add("lost_links", address)
    return ""
