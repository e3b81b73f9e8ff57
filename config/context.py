"""What every public page's template may name: who speaks, the day, the menu and the page's place in it."""

from django.conf import settings
from django.utils import timezone

import vietnamese
from articles.models import Section
from web import versions

PLACES = ("/nghi-quyet/", "/van-ban/", "/tim-kiem/")


def site(request) -> dict:
    """One query for the versions, and none for the menu once the process is warm."""
    sections = menu(versions.of(request))
    here = place(request.path, [*PLACES, *(section["url"] for section in sections)])
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_OWNER": settings.SITE_OWNER,
        "SITE_EDITOR": settings.SITE_EDITOR,
        "SITE_ADDRESS": settings.SITE_ADDRESS,
        "ADDRESS": f"{request.scheme}://{request.get_host()}{request.path}",
        "SECTIONS": sections,
        "TODAY": today_in_words(timezone.now()),
        "HERE": here,
        "CURRENT": "page" if here == request.path else "true",
    }


def names(request) -> dict:
    """What the staff's screens name."""
    return {"SITE_NAME": settings.SITE_NAME}


def menu(known: versions.Versions) -> list[dict]:
    """Every section in the editors' order."""
    return known.keep("menu", ["sections"], _sections)


def place(path: str, places: list[str]) -> str:
    """The entry of the menu that the page stands under; "" for none."""
    return next((place for place in places if path.startswith(place)), "")


def today_in_words(at) -> str:
    """ "Thứ Sáu, ngày 25 tháng 9 năm 2020"."""
    day = vietnamese.local(at).date()
    return f"{vietnamese.weekday(day)}, {vietnamese.long_date(day)}"


def _sections() -> list[dict]:
    return [
        {"id": section.pk, "name": section.name, "slug": section.slug, "url": section.get_absolute_url()}
        for section in Section.objects.only("name", "slug", "order")
    ]
