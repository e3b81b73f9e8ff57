"""What every page's template may name. Nothing here costs a query, and little else, once the process is warm.

Each process keeps the menu, and the head and foot of pages made from it, for MENU_SECONDS. They hold the names of
sections and of the site, the day and nothing more: nothing that depends on the reader or that could be withdrawn.
"""

import datetime as dt
import time
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple

from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.template.loader import render_to_string
from django.utils import timezone

import vietnamese
from articles.models import Section


class Surroundings(NamedTuple):
    """What base.html prints around the content of a page."""

    SITE_NAME: str
    SITE_OWNER: str
    ADDRESS: str
    ASSETS: str
    MASTHEAD: str
    FOOTER: str


def site(request):
    """Methods, so that a page that names little costs little."""
    frame = Frame(request.path, timezone.now())
    around = Surroundings(
        settings.SITE_NAME, settings.SITE_OWNER, partial(address, request), frame.assets, frame.masthead, frame.footer
    )
    return {**around._asdict(), "SECTIONS": frame.sections}


def surroundings(request) -> Surroundings:
    """The same for a page that is filled in (search/drawing.py), which prints all of it."""
    frame = Frame(request.path, timezone.now())
    return Surroundings(
        settings.SITE_NAME, settings.SITE_OWNER, address(request), frame.assets(), frame.masthead(), frame.footer()
    )


def address(request) -> str:
    """The page without its parameters: what search engines should keep it under."""
    return f"{request.scheme}://{request.get_host()}{request.path}"


@dataclass
class Menu:
    """Every section in the editors' order, and the pieces of pages rendered with them."""

    sections: list[dict]
    pieces: dict[tuple, str] = field(default_factory=dict)


_kept = {"until": 0.0, "menu": None}


def menu() -> Menu:
    if time.monotonic() >= _kept["until"]:
        _kept["menu"] = Menu([_entry(section) for section in Section.objects.only("name", "slug", "order")])
        _kept["until"] = time.monotonic() + settings.MENU_SECONDS
    return _kept["menu"]


def forget_menu(**kwargs):
    """Called when a section is saved or deleted; other processes follow within MENU_SECONDS."""
    _kept["until"] = 0.0


post_save.connect(forget_menu, sender=Section)
post_delete.connect(forget_menu, sender=Section)


class Frame:
    """What stands around the content of one page. Templates call its methods; a page that does not costs nothing."""

    def __init__(self, path: str, at: dt.datetime):
        self.path = path
        self.at = at

    @cached_property
    def menu(self) -> Menu:
        return menu()

    def sections(self) -> list[dict]:
        return self.menu.sections

    def assets(self) -> str:
        """Icons, faces, scripts and sheets: the same on every page."""
        return self._piece("components/assets.html")

    def masthead(self) -> str:
        here = next((place for place in self._places() if self.path.startswith(place)), "")
        return self._piece(
            "components/masthead.html",
            here=here,
            current="page" if here == self.path else "true",
            today=today_in_words(self.at),
            name=settings.SITE_NAME,
            owner=settings.SITE_OWNER,
        )

    def _places(self) -> list[str]:
        return ["/nghi-quyet/", "/van-ban/", "/tim-kiem/", *(entry["url"] for entry in self.menu.sections)]

    def footer(self) -> str:
        return self._piece(
            "components/footer.html",
            name=settings.SITE_NAME,
            owner=settings.SITE_OWNER,
            editor=settings.SITE_EDITOR,
            address=settings.SITE_ADDRESS,
        )

    def _piece(self, template: str, **facts) -> str:
        """The rendered template, kept as long as the menu. There are few facts, so few pieces are kept."""
        key = (template, *facts.values())
        if key not in self.menu.pieces:
            self.menu.pieces[key] = render_to_string(
                template, {**facts, "sections": self.menu.sections}, using="django"
            )
        return self.menu.pieces[key]


def today_in_words(at: dt.datetime) -> str:
    """ "Thứ Sáu, ngày 25 tháng 9 năm 2020"."""
    day = vietnamese.local(at).date()
    return f"{vietnamese.weekday(day)}, {vietnamese.long_date(day)}"


def _entry(section):
    return {"id": section.pk, "name": section.name, "slug": section.slug, "url": section.get_absolute_url()}
