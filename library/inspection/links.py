"""Where does an address lead? Pure; addresses are those of relationships, hyperlinks and pictures in documents."""

import re

_SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.-]+):")
_HARMLESS = frozenset({"http", "https", "ftp", "mailto", "tel", "sms", "about"})
# What pages copied from the web have for links that lead nowhere.
_EMPTY_SCRIPT = re.compile(r"javascript:\s*(void\s*\(?\s*0?\s*\)?)?\s*;?\s*", re.I)
_ON_THIS_MACHINE = re.compile(r"(/{0,3}[a-zA-Z]:.*|/(//)?[^/].*|[^/].*)?", re.S)


def scheme(address: str) -> str:
    """ "http", "file", ...; "" for a path, also for one that begins with a drive."""
    found = _SCHEME.match(address)
    return found[1].lower() if found else ""


def leads_outside(address: str) -> bool:
    """Whether it leaves the file at all, to another machine or to another place of this one."""
    plain = address.strip().replace("\\", "/")
    return bool(scheme(address)) or plain.startswith("//") or bool(re.match(r"[a-zA-Z]:", plain))


def is_fetched_remotely(address: str) -> bool:
    """Whether following it asks another machine."""
    plain = address.strip().replace("\\", "/")
    if scheme(plain) == "file":
        return not _ON_THIS_MACHINE.fullmatch(plain.partition(":")[2])
    return bool(scheme(plain)) or plain.startswith("//")


def may_be_clicked(address: str) -> bool:
    """A page, a letter, a telephone, a place in this file or beside it; nothing that starts a program or signs in."""
    if scheme(address) in _HARMLESS or _EMPTY_SCRIPT.fullmatch(address.strip()):
        return True
    return scheme(address) in {"", "file"} and not is_fetched_remotely(address)
