"""What every public page's template may name: who speaks, the day, the menu and the page's place in it."""

from functools import partial

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

import vietnamese
from accounts.sessions import asking
from articles.models import Section
from notices import services as notices
from web import modes, speaker, versions
from web.addresses import absolute
from words import menu as menus
from words import reading

PLACES = ("/nghi-quyet/", "/van-ban/", "/tim-kiem/")
"""Parts of the site that a page can belong to, also where the menu does not name them."""


def site(request) -> dict:
    """One query for the versions, and none for all else once the process is warm."""
    known, at = versions.of(request), timezone.now()
    words, sections = reading.of(known), menu(known)
    entries = words.menu_with(menus.Entry(section["name"], section["url"]) for section in sections)
    here = place(request.path, [*PLACES, *(section["url"] for section in sections), *(entry.url for entry in entries)])
    return {
        "SITE": words.facts,
        "SITE_NAME": words.facts.name,
        "SITE_OWNER": words.facts.owner,
        "MENU": entries,
        "PAGES": words.pages,
        "URGENT": words.urgent(at),
        "ADDRESS": absolute(request.path),
        "HOME": absolute("/"),
        "SECTIONS": sections,
        "TODAY": today_in_words(at),
        "HERE": here,
        "CURRENT": "page" if here == request.path else "true",
    }


def names(request) -> dict:
    """What the staff's screens name."""
    known = versions.of(request)
    return {
        "SITE_NAME": speaker.of(known).name,
        "site_state": modes.of(known),
        "second_factor_owed": getattr(request, "second_factor_owed", None),
        "keeper": partial(keeper, request),
        # Asked only by a page that shows it.
        "unread_notices": SimpleLazyObject(lambda: notices.count_unread(request.user)),
    }


def keeper(request) -> dict:
    """For whom, and closed by which key, the browser keeps what is being typed; nothing where nobody is signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"owner": asking.owner_of(user), "key": asking.key_of(user)}


def menu(known: versions.Versions) -> list[dict]:
    """Every section in the editors' order."""
    return known.keep("menu", ["sections"], _sections)


def place(path: str, places: list[str]) -> str:
    """The entry of the menu that the page stands under, the nearest one; "" for none."""
    return max((place for place in places if place != "/" and path.startswith(place)), key=len, default="")


def today_in_words(at) -> str:
    """ "Thứ Sáu, ngày 25 tháng 9 năm 2020"."""
    day = vietnamese.local(at).date()
    return f"{vietnamese.weekday(day)}, {vietnamese.long_date(day)}"


def _sections() -> list[dict]:
    return [
        {"id": section.pk, "name": section.name, "slug": section.slug, "url": section.get_absolute_url()}
        for section in Section.objects.only("name", "slug", "order")
    ]
