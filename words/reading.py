"""What readers see of the site's own words. Reads only.

All of it is kept together until somebody changes any of it (web/versions.py): a warm process asks the database
nothing, and neither does a cold one where nobody has said anything yet. A row that is missing is no mistake: the
settings hold, and what is usual.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

import vietnamese
from articles import richtext
from web.speaker import Speaker
from web.versions import Versions
from words import menu
from words.models import FrontPage, Page, PinnedArticle, SiteWords, UrgentNotice

TOPIC = "words"
REUSE = "Ghi rõ nguồn khi dùng lại thông tin từ trang này."
DIGITS_OF_A_TELEPHONE = range(3, 16)


@dataclass(frozen=True)
class Facts:
    """What the site says of itself; "" and () for what nobody has said, which is not shown."""

    name: str
    owner: str
    greeting: str
    description: str
    reuse: str
    editor: str = ""
    address: str = ""
    motto: str = ""
    place: str = ""
    telephone: str = ""
    email: str = ""
    contacts: tuple[str, ...] = ()
    licence: str = ""
    footer: tuple[str, ...] = ()

    @property
    def telephone_address(self) -> str:
        """For a tel: link; "" where two numbers or words stand in the box."""
        digits = "".join(letter for letter in self.telephone if letter.isdecimal())
        is_one = all(letter.isdecimal() or letter in "+ .-()" for letter in self.telephone)
        sign = "+" if self.telephone.startswith("+") else ""
        return sign + digits if is_one and len(digits) in DIGITS_OF_A_TELEPHONE else ""


class UrgentLine(NamedTuple):
    text: str
    link: str
    starts_at: dt.datetime
    ends_at: dt.datetime


class Pin(NamedTuple):
    article: int
    last_day: dt.date


class PageLine(NamedTuple):
    title: str
    url: str
    slug: str
    updated_on: dt.date


@dataclass(frozen=True)
class Words:
    """`sections`: slugs in the order of the front page; (): all of them, in the editors' order."""

    facts: Facts
    menu: tuple[menu.Entry, ...]
    sections: tuple[str, ...] = ()
    has_picture: bool = True
    pins: tuple[Pin, ...] = ()
    pages: tuple[PageLine, ...] = ()
    notices: tuple[UrgentLine, ...] = ()

    def menu_with(self, sections: Iterable[menu.Entry]) -> list[menu.Entry]:
        return menu.shown(self.menu, list(sections))

    def pinned(self, today: dt.date) -> list[int]:
        return [pin.article for pin in self.pins if pin.last_day >= today]

    def urgent(self, at: dt.datetime) -> list[UrgentLine]:
        """Those whose hour it is: asked at every visit, so a page that is kept changes nothing about it."""
        return [notice for notice in self.notices if notice.starts_at <= at < notice.ends_at]


def of(known: Versions) -> Words:
    if TOPIC not in known.tokens:
        # No row has ever been written.
        return _made(SiteWords(), FrontPage())
    return known.keep("site-words", [TOPIC], _read)


def _read() -> Words:
    pages = Page.objects.only("title", "slug", "updated_at")
    notices = UrgentNotice.objects.coming(timezone.now()).values_list(*UrgentLine._fields)
    return _made(
        SiteWords.objects.first() or SiteWords(),
        FrontPage.objects.first() or FrontPage(),
        pins=tuple(Pin(*row) for row in PinnedArticle.objects.values_list("article_id", "last_day")),
        pages=tuple(PageLine(row.title, row.get_absolute_url(), row.slug, _day(row.updated_at)) for row in pages),
        notices=tuple(UrgentLine(*row) for row in notices),
    )


def _made(said: SiteWords, front: FrontPage, **rows) -> Words:
    return Words(
        facts=facts_of(said),
        menu=tuple(menu.read(front.menu or menu.USUAL)),
        sections=tuple(front.sections.splitlines()),
        has_picture=not front.without_picture,
        **rows,
    )


def facts_of(row: SiteWords) -> Facts:
    owner = row.owner or settings.SITE_OWNER
    who = f"Trang thông tin của {owner}"
    return Facts(
        name=row.name or settings.SITE_NAME,
        owner=owner,
        greeting=row.greeting or who,
        description=row.description or f"{who}: bài viết, nghị quyết, chỉ tiêu và văn bản, tìm được theo ngày.",
        reuse=row.reuse or REUSE,
        editor=row.editor or settings.SITE_EDITOR,
        address=row.address or settings.SITE_ADDRESS,
        **{name: getattr(row, name) for name in ("motto", "place", "telephone", "email")},
        contacts=tuple(row.contacts.splitlines()),
        licence=_licence(row),
        footer=tuple(row.footer.splitlines()),
    )


def _licence(row: SiteWords) -> str:
    """ "Giấy phép số 12/GP-TTĐT, ngày 25/09/2020, do … cấp"."""
    if not row.licence_number:
        return ""
    day = f", ngày {vietnamese.short_date(row.licence_on)}" if row.licence_on else ""
    issuer = f", do {row.licence_issuer} cấp" if row.licence_issuer else ""
    return f"Giấy phép số {row.licence_number}{day}{issuer}"


def speaker(known: Versions) -> Speaker:
    facts = of(known).facts
    return Speaker(facts.name, facts.owner, facts.place)


def page(known: Versions, slug: str) -> Page | None:
    """Only what is there is kept: strangers ask for much that is not."""
    if slug not in {line.slug for line in of(known).pages}:
        return None
    return known.keep(f"standing-page:{slug}", [TOPIC], lambda: Page.objects.filter(slug=slug).first())


def page_context(row: Page, said: str = "") -> dict:
    """Shared with the preview, so that both look the same. `said`: first, where it is not the public one."""
    return {"page": row, "body": richtext.safe(row.body), "said": said, "trail": [(row.title, None)]}


def _day(at: dt.datetime) -> dt.date:
    return vietnamese.local(at).date()
