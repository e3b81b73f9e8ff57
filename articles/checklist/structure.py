"""How the text is built: pictures with words, headings in order, links that lead somewhere."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from articles.checklist.findings import Facts, Reach
from articles.checklist.reading import HEADINGS, Link, Page

_FILE_NAME = re.compile(
    r"(?:.*\.(?:jpe?g|png|gif|webp|heic|bmp)|(?:img|dsc|image|screenshot|anh|ảnh|hình)[\W_\d]*)", re.I
)
_INNER = (".local", ".lan", ".internal", ".localhost", ".intranet", ".home", ".corp")


def wordless(page: Page, facts: Facts) -> Iterator[str]:
    for picture in page.pictures:
        if not picture.alt and picture.key not in facts.silent and picture.key not in facts.lost:
            yield picture.place


def lost_pictures(page: Page, facts: Facts) -> Iterator[str]:
    for picture in page.pictures:
        if picture.key in facts.lost:
            yield picture.place


def file_names(page: Page, _facts: Facts) -> Iterator[str]:
    for picture in page.pictures:
        if _FILE_NAME.fullmatch(picture.alt):
            yield picture.place


def heading_order(page: Page, _facts: Facts) -> Iterator[str]:
    """The title is the first level; nobody who listens should look for a level that was left out."""
    before = 1
    for block in page.blocks:
        if level := HEADINGS.get(block.kind):
            if level > before + 1:
                yield f"{block.place} là cấp {level}, ngay dưới {'tiêu đề bài' if before == 1 else f'cấp {before}'}"
            before = level


def empty_headings(page: Page, _facts: Facts) -> Iterator[str]:
    for number, block in enumerate((block for block in page.blocks if block.kind in HEADINGS), start=1):
        if not any(letter.isalnum() for letter in block.raw):
            yield f"Đề mục thứ {number}"


def empty_links(page: Page, _facts: Facts) -> Iterator[str]:
    for link in page.links:
        says = link.has_picture_words or link.title.strip() or any(map(str.isalnum, link.text))
        if link.href is not None and not says:
            yield link.place


def dead_links(page: Page, facts: Facts) -> Iterator[str]:
    for link in page.links:
        if _is_dead(link, page, facts):
            yield _with_address(link)


def _is_dead(link: Link, page: Page, facts: Facts) -> bool:
    if link.href is None:
        return not link.is_target
    if link.href.startswith("#"):
        return link.href[1:] not in page.ids
    return facts.reaches.get(link.href) == Reach.MISSING


def inner_links(page: Page, facts: Facts) -> Iterator[str]:
    for link in page.links:
        if link.href and (facts.reaches.get(link.href) == Reach.INSIDE or _is_inner(link.href, facts.site)):
            yield _with_address(link)


def later_links(page: Page, facts: Facts) -> Iterator[str]:
    for link in page.links:
        if link.href and facts.reaches.get(link.href) == Reach.LATER:
            yield _with_address(link)


def _is_inner(href: str, site: str) -> bool:
    """Told by the name alone: no address is ever fetched."""
    try:
        asked, own = urlsplit(href), urlsplit(site)
        host = (asked.hostname or "").rstrip(".").lower()
    except ValueError:  # brackets that hold no address
        return True
    if asked.scheme not in {"http", "https"} or (site and asked.netloc == own.netloc):
        return False
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_INNER)


def _with_address(link: Link) -> str:
    return f"{link.place} ({link.href[:200]})" if link.href else link.place
