"""Which pages are measured, where they are on both sides, and what they may cost beside the yardstick. Pure."""

from dataclasses import dataclass
from urllib.parse import urlencode

TITLES = {
    "home": "trang chủ",
    "section": "chuyên mục, trang 1",
    "section-500": "chuyên mục, trang 500",
    "article": "bài viết",
    "common": "tìm từ thường gặp",
    "rare": "tìm từ hiếm",
    "phrase": "tìm cụm từ",
    "strangers": "tìm hai từ không gặp nhau",
    "old": "tìm từ chỉ có ở bài cũ",
    "month": "một tháng, không từ",
    "day": "một ngày, không từ",
    "common-500": "trang 500, từ thường gặp",
    "calendar": "lịch một tháng, từ thường gặp",
    "suggest": "gợi ý khi gõ",
    "congresses": "các đại hội",
    "congress": "một đại hội",
    "target": "một chỉ tiêu",
    "documents": "văn bản",
    "targets-api": "giao diện mở: chỉ tiêu",
}
READING = ("home", "section", "section-500", "article")
TRACKER = ("congresses", "congress", "target", "documents", "targets-api")
GROUPS = {
    "reading": READING,
    "search": tuple(name for name in TITLES if name not in READING + TRACKER),
    "tracker": TRACKER,
}
# The yardstick has no tracker: its pages are to be compared with our own home page.
BARS = (
    dict.fromkeys(TITLES, 1.5)
    | dict.fromkeys(READING, 1.0)
    | dict.fromkeys(("phrase", "strangers"), 2.5)
    | dict.fromkeys(("suggest", *TRACKER))
)


@dataclass(frozen=True)
class Page:
    """Without paths of ours the page is not there; without the yardstick's, or a bar, there is nothing to compare."""

    name: str
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()

    @property
    def title(self):
        return TITLES[self.name]

    @property
    def bar(self):
        return BARS[self.name]


def wanted(names):
    """The pages that "search,home" means, in the order of the table. Raises ValueError with a sentence."""
    asked = [name.strip() for name in names.split(",")]
    unknown = [name for name in asked if name not in TITLES and name not in GROUPS]
    if unknown:
        known = ", ".join([*GROUPS, *TITLES])
        raise ValueError(f"Không có trang «{unknown[0]}»; hãy chọn trong: {known}.")
    meant = {each for name in asked for each in GROUPS.get(name, [name])}
    return [name for name in TITLES if name in meant]


def pages(facts, their_deep):
    """By name. `facts`: what facts.py tells; `their_deep`: the id before which the yardstick's page 500 begins."""
    section = facts["section"]
    some = [
        Page("home", ("/",), ("/",)),
        Page("section", (f"/chuyen-muc/{section}/",), (f"/{section}/",)),
        Page("section-500", (f"/chuyen-muc/{section}/?trang=500",), (f"/{section}/?trang=500",)),
        articles(facts["articles"]),
        *searches(facts["words"]),
        deep(facts["words"]["common"], facts["deep"], their_deep),
        Page("suggest", (search(q="chuyen d", at="goi-y/"),)),
        Page("congresses", ("/nghi-quyet/",)),
        Page("congress", ("/nghi-quyet/xv/",)),
        Page("target", ("/nghi-quyet/xv/chi-tieu/tang-truong-grdp/",)),
        Page("documents", ("/van-ban/",)),
        Page("targets-api", ("/api/v1/chi-tieu/",)),
    ]
    return {page.name: page for page in some}


def articles(sample):
    """One after the other, the same on both sides."""
    ours = tuple(f"/bai-viet/{slug}-{number}/" for slug, number, _, _ in sample)
    return Page("article", ours, tuple(f"/{section}/{imported}/" for _, _, section, imported in sample))


def searches(words):
    since, until = words["month"]
    for name, parameters in (
        ("common", {"q": words["common"]}),
        ("rare", {"q": words["rare"]}),
        ("phrase", {"q": f'"{words["phrase"]}"'}),
        ("strangers", {"q": words["strangers"]}),
        ("old", {"q": words["old"]}),
        ("month", {"tu": since, "den": until}),
        ("day", {"tu": words["day"], "den": words["day"]}),
        ("calendar", {"q": words["common"], "tu": since, "den": until}),
    ):
        yield Page(name, *[(search(**parameters),)] * 2)


def deep(word, ours, theirs):
    """Nobody has a page 500 of fewer than ten thousand."""
    if ours is None or theirs is None:
        return Page("common-500")
    return Page("common-500", (_before(word, ours, {"thu-tu": "moi-nhat"}),), (_before(word, theirs, {}),))


def _before(word, key, order):
    return search(q=word, **order, truoc=key)


def search(*, at="", **parameters):
    return f"/tim-kiem/{at}?{urlencode(parameters)}"
