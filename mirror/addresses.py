"""Which addresses belong to a copy of the site, which file each becomes, and how one file leads to another. Pure.

An address here is a path with its query, "/chuyen-muc/xa-luan/?trang=2", without host and fragment.
"""

import calendar
import datetime as dt
import hashlib
import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

import vietnamese

SEARCH = "/tim-kiem/"
DATES = "/tim-kiem/theo-ngay/"
"""Only in copies: every month that has something."""
NEVER = (
    "/quan-tri/", "/soan-thao/", "/chia-se/", "/thu-vien/tai-anh/", "/thu-vien/chon-anh/", "/healthz", "/readyz",
    "/tim-kiem/goi-y/", "/api/v1/tim-kiem/",
)  # fmt: skip
"""Where staff work, what was sent to one person, and what only a server can answer."""
SINCE, UNTIL, OLDER, NEWER = "tu", "den", "truoc", "sau"
NARROWING = ("loai", "chuyen-muc")
INDEX = {"application/json": "index.json", "application/rss+xml": "index.xml", "application/xml": "index.xml"}
PLAIN = re.compile(r"[A-Za-z0-9-][A-Za-z0-9.-]{0,59}")
LONGEST = 200
"""Bytes of a name that every file system takes."""
KEPT_IN_PATHS = "/-._~!$&'()*+,;=:@"


def within(link: str, page: str, site: str) -> tuple[str, str] | None:
    """(address, fragment) of a link that stands on that page; None where it leads elsewhere. `site`: with scheme."""
    # Most links stand on every page, and need not be told from which one.
    return _within(link, "/" if link.startswith("/") else page, site)


@lru_cache(maxsize=100_000)
def _within(link: str, page: str, site: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(urljoin(site + page, link.strip()))
    except ValueError:
        return None
    if f"{parts.scheme}://{parts.netloc}" != site:
        return None
    path = quote(unquote(parts.path or "/"), safe=KEPT_IN_PATHS)
    query = quote(parts.query, safe=f"{KEPT_IN_PATHS}%?")
    return (f"{path}?{query}" if query else path), parts.fragment


def is_copied(address: str) -> bool:
    path, _, query = address.partition("?")
    if path.startswith(NEVER):
        return False
    return not (query and path.startswith(SEARCH)) or (path == SEARCH and _is_prebuilt(dict(parse_qsl(query))))


def _is_prebuilt(asked: Mapping[str, str]) -> bool:
    """Of the endless questions: one kind, one section, or one whole day, month or year, and the pages of its list."""
    asked = {name: value for name, value in asked.items() if name not in (OLDER, NEWER)}
    if set(asked) == {SINCE, UNTIL}:
        return stretch(asked[SINCE], asked[UNTIL]) != ""
    return not asked or (len(asked) == 1 and next(iter(asked)) in NARROWING)


def stretch(since: str, until: str) -> str:
    """ "day", "month" or "year" where it is exactly one; else ""."""
    try:
        first, last = dt.date.fromisoformat(since), dt.date.fromisoformat(until)
    except ValueError:
        return ""
    if first == last:
        return "day"
    if first == last.replace(day=1) and last.day == calendar.monthrange(last.year, last.month)[1]:
        return "month"
    return "year" if (first, last) == (dt.date(first.year, 1, 1), dt.date(first.year, 12, 31)) else ""


def archive_of(address: str) -> str | None:
    """Of a whole day, month or year: where its articles stand. No page leads there, but links from outside do."""
    path, _, query = address.partition("?")
    asked = dict(parse_qsl(query))
    if path != SEARCH or set(asked) != {SINCE, UNTIL}:
        return None
    shapes = {"day": "%Y/%m/%d", "month": "%Y/%m", "year": "%Y"}
    shape = shapes.get(stretch(asked[SINCE], asked[UNTIL]))
    return f"/bai-viet/{dt.date.fromisoformat(asked[SINCE]).strftime(shape)}/" if shape else None


def month_of(address: str) -> dt.date | None:
    """The first day of the month whose whole list stands there."""
    path, _, query = address.partition("?")
    asked = dict(parse_qsl(query))
    if path != SEARCH or set(asked) != {SINCE, UNTIL} or stretch(asked[SINCE], asked[UNTIL]) != "month":
        return None
    return dt.date.fromisoformat(asked[SINCE])


def parameter(address: str, name: str) -> str:
    return dict(parse_qsl(address.partition("?")[2])).get(name, "")


def file_of(address: str, content_type: str) -> str | None:
    """Its path in the copy; None for a name that no file may have. What was asked is a folder of its own."""
    path, _, query = address.partition("?")
    name = unquote(path).lstrip("/")
    if any(part in {".", ".."} or len(part.encode()) > LONGEST for part in name.split("/")) or "\0" in name:
        return None
    if not name or name.endswith("/"):
        asked = f"{_said(query)}/" if query else ""
        return f"{name}{asked}{INDEX.get(content_type.partition(';')[0], 'index.html')}"
    stem, ending = posixpath.splitext(name)
    return f"{stem},{_said(query)}{ending}" if query else name


def _said(query: str) -> str:
    """ "trang=2", "tu=2020-09-01,den=2020-09-30"; a value that is no plain word gets a checksum behind its slug."""
    pairs = parse_qsl(query, keep_blank_values=True)
    said = ",".join(f"{_plain(name)}={_plain(value)}" for name, value in pairs) or _plain(query)
    return said if len(said) <= LONGEST else hashlib.sha256(query.encode()).hexdigest()


def _plain(word: str) -> str:
    if PLAIN.fullmatch(word):
        return word
    return f"{vietnamese.slug(word)[:40]}~{hashlib.sha256(word.encode()).hexdigest()[:8]}"


def way(here: str, there: str) -> str:
    """The relative link from one file of the copy to another; it names the file, so that it works without a server."""
    return _way(posixpath.dirname(here), there)


@lru_cache(maxsize=100_000)
def _way(folder: str, there: str) -> str:
    return quote(posixpath.relpath(there, folder or "."), safe=KEPT_IN_PATHS)
