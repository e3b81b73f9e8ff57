"""Every link of a copy, read apart from the code that wrote it."""

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

ELSEWHERE = ("https:", "http:", "mailto:", "tel:", "data:")


def broken(folder: Path, site: str) -> list[str]:
    """ "page → link" for each link that leads to no file; links to the running site stand only where they must."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    wrong = []
    for here in sorted(name for name in files if name.endswith(".html")):
        document = html.parse(str(folder / here), parser=html.HTMLParser(encoding="utf-8")).getroot()
        wrong += [f"{here}: biểu mẫu"] * bool(document.findall(".//form"))
        for element, link in _links(document):
            if link.startswith(ELSEWHERE):
                is_wanted = element.get("rel") == "canonical" or element.getparent().getparent().get("role") == "note"
                wrong += [f"{here} → {link}"] * (link.startswith(site) and not is_wanted)
            elif not _leads_to_a_file(files, here, link):
                wrong.append(f"{here} → {link}")
    for here in sorted(name for name in files if name.endswith(".css")):
        found = re.findall(r"url\(['\"]?([^'\")]+)", (folder / here).read_text("utf-8"))
        wrong += [f"{here} → {link}" for link in found if not _leads_to_a_file(files, here, link)]
    return wrong


def _links(document):
    for element in document.iter():
        for name in ("href", "src", "poster", "action", "data-suggest"):
            if element.get(name) is not None:
                yield element, element.get(name)
        for part in filter(None, element.get("srcset", "").split(",")):
            yield element, part.split()[0]


def _leads_to_a_file(files: set[str], here: str, link: str) -> bool:
    name, query, fragment = unquote(urlsplit(link).path), urlsplit(link).query, urlsplit(link).fragment
    if not name or query:
        return bool(fragment and not query)
    # A link from the root is right on the page that is shown at any depth, and there alone.
    if name.startswith("/") != (here == "404.html"):
        return False
    return posixpath.normpath(posixpath.join(posixpath.dirname(here), name)).lstrip("/") in files
