"""What every page's template may name. Nothing here costs a query once the process is warm."""

import datetime as dt
import time

from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

import vietnamese
from articles.models import Section

# Names and addresses of sections are public and few, so each process may keep them for a moment; nothing that
# depends on the reader or on the hour is ever kept here.
_kept = {"until": 0.0, "sections": []}


def site(request):
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_OWNER": settings.SITE_OWNER,
        "SITE_EDITOR": settings.SITE_EDITOR,
        "SITE_ADDRESS": settings.SITE_ADDRESS,
        "TODAY": today_in_words(timezone.now()),
        "SECTIONS": sections,
    }


def today_in_words(at: dt.datetime) -> str:
    """ "Thứ Sáu, ngày 25 tháng 9 năm 2020"."""
    day = vietnamese.local(at).date()
    return f"{vietnamese.weekday(day)}, {vietnamese.long_date(day)}"


def sections() -> list[dict]:
    """The menu: id, name, slug and address of every section in the editors' order."""
    if time.monotonic() >= _kept["until"]:
        _kept["sections"] = [_menu_entry(section) for section in Section.objects.only("name", "slug", "order")]
        _kept["until"] = time.monotonic() + settings.MENU_SECONDS
    return _kept["sections"]


def forget_sections(**kwargs):
    """Called when a section is saved or deleted; other processes follow within MENU_SECONDS."""
    _kept["until"] = 0.0


def _menu_entry(section):
    return {"id": section.pk, "name": section.name, "slug": section.slug, "url": section.get_absolute_url()}


post_save.connect(forget_sections, sender=Section)
post_delete.connect(forget_sections, sender=Section)
