"""The site plan for people: every part of the site, and where it stands."""

from typing import NamedTuple

from django.urls import reverse

from config import context
from resolutions.models import Congress
from web.versions import Versions
from words import reading


class Part(NamedTuple):
    title: str
    links: list[tuple[str, str]]


def parts(known: Versions) -> list[Part]:
    """Without those that have nothing yet."""
    sections = [(section["name"], section["url"]) for section in context.menu(known)]
    standing = [(page.title, page.url) for page in reading.of(known).pages]
    found = [
        Part("Đọc", [("Trang chủ", "/"), *sections]),
        Part("Nghị quyết và văn bản", known.keep("plan-resolutions", ["tracker"], _resolutions)),
        Part(
            "Tìm", [("Tìm kiếm theo từ và theo ngày", reverse("search:search")), ("Tin RSS", reverse("articles:feed"))]
        ),
        Part("Về trang này", standing),
    ]
    return [part for part in found if part.links]


def _resolutions() -> list[tuple[str, str]]:
    congresses = [(f"Nghị quyết Đại hội {row.numeral}", row.get_absolute_url()) for row in Congress.objects.all()]
    names = {"index": "Nghị quyết Đại hội", "method": "Cách tính và đánh giá", "documents": "Văn bản"}
    index, *others = ((name, reverse(f"resolutions:{code}")) for code, name in names.items())
    return [index, *congresses, *others]
