"""Which pages are measured, where they are on both sides, and what they may cost beside the yardstick. Pure."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

import corpus

MONTH = (corpus.DAY.replace(day=1), (corpus.DAY.replace(day=1) + dt.timedelta(days=31)).replace(day=1))
SINCE, UNTIL = MONTH[0], MONTH[1] - dt.timedelta(days=1)


@dataclass(frozen=True)
class Page:
    """Without paths of ours the page is not there; without the yardstick's, or a bar, there is nothing to compare."""

    name: str
    title: str
    bar: float | None
    ours: tuple[str, ...]
    theirs: tuple[str, ...] = ()


def pages(facts, their_deep):
    """In the order of the table. `facts`: what facts.py tells; `their_deep`: where the yardstick's page 500 begins."""
    return [*_reading(facts), *_searches(), _deep(facts["deep"], their_deep), *_others()]


def _reading(facts):
    section = corpus.LARGEST
    ours = tuple(f"/bai-viet/{slug}-{number}/" for slug, number, _, _ in facts["articles"])
    theirs = tuple(f"/{section}/{imported}/" for _, _, section, imported in facts["articles"])
    yield Page("home", "trang chủ", 1.0, ("/",), ("/",))
    yield Page("section", "chuyên mục, trang 1", 1.0, (f"/chuyen-muc/{section}/",), (f"/{section}/",))
    deep = f"/chuyen-muc/{section}/?trang=500"
    yield Page("section-500", "chuyên mục, trang 500", 1.0, (deep,), (f"/{section}/?trang=500",))
    yield Page("article", "bài viết", 1.0, ours, theirs)


def _searches():
    for name, title, bar, parameters in (
        ("common", "tìm từ thường gặp", 1.5, {"q": corpus.COMMON}),
        ("rare", "tìm từ hiếm", 1.5, {"q": corpus.RARE}),
        ("phrase", "tìm cụm từ", 2.5, {"q": f'"{corpus.PHRASE}"'}),
        ("strangers", "tìm hai từ không gặp nhau", 2.5, {"q": f"{corpus.RARE} {corpus.STRANGER}"}),
        ("old", "tìm từ chỉ có ở bài cũ", 1.5, {"q": corpus.OLD}),
        ("month", "một tháng, không từ", 1.5, {"tu": SINCE, "den": UNTIL}),
        ("day", "một ngày, không từ", 1.5, {"tu": corpus.DAY, "den": corpus.DAY}),
        ("calendar", "lịch một tháng, từ thường gặp", 1.5, {"q": corpus.COMMON, "tu": SINCE, "den": UNTIL}),
    ):
        yield Page(name, title, bar, *[(search(**parameters),)] * 2)


def _deep(ours, theirs):
    """Nobody has a page 500 of fewer than ten thousand."""
    paths = ((), ())
    if ours is not None and theirs is not None:
        here = search(q=corpus.COMMON, **{"thu-tu": "moi-nhat"}, truoc=ours)
        paths = ((here,), (search(q=corpus.COMMON, truoc=theirs),))
    return Page("common-500", "trang 500, từ thường gặp", 1.5, *paths)


def _others():
    """The yardstick has none of these: the tracker's pages are to be compared with our own home page."""
    for name, title, path in (
        ("suggest", "gợi ý khi gõ", search("goi-y/", q="chuyen d")),
        ("congresses", "các đại hội", "/nghi-quyet/"),
        ("congress", "một đại hội", "/nghi-quyet/xv/"),
        ("target", "một chỉ tiêu", "/nghi-quyet/xv/chi-tieu/tang-truong-grdp/"),
        ("documents", "văn bản", "/van-ban/"),
        ("targets-api", "giao diện mở: chỉ tiêu", "/api/v1/chi-tieu/"),
    ):
        yield Page(name, title, None, (path,))


def search(at="", **parameters):
    return f"/tim-kiem/{at}?{urlencode(parameters)}"
