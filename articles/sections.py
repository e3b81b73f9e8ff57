"""What follows when a section gets another address, or goes: its old addresses lead to it for ever."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.models import FORMER, Article, FormerAddress, Section
from articles.workflow import APPROVE
from proposals import guards
from search import services as search
from web import versions

GUARDED = ("name", "slug", "description")
FOLLOWS = (
    "Thay đổi có hiệu lực ngay trên mọi trang. Nếu địa chỉ đổi, địa chỉ cũ tự dẫn sang địa chỉ mới và không bao giờ "
    "được dùng cho chuyên mục khác."
)


def standing_at(slug: str) -> Section | None:
    """The section of that address, today's or a former one."""
    found = Section.objects.filter(slug=slug).first()
    return found or Section.objects.filter(former_addresses__slug=slug).first()


def moved() -> dict[str, str]:
    """Former address -> today's."""
    return dict(FormerAddress.objects.exclude(section=None).values_list("slug", "section__slug"))


def closed() -> set[str]:
    """Addresses of sections that are gone: they lead nowhere, for ever."""
    return set(FormerAddress.objects.filter(section=None).values_list("slug", flat=True))


@transaction.atomic
def save(section: Section, at: dt.datetime) -> None:
    """Raises ValidationError for an address that was another section's."""
    before = Section.objects.select_for_update(no_key=True).filter(pk=section.pk).values_list("slug", flat=True).first()
    section.save()
    # Asked once the new address is written: whoever leaves it at this moment was waited for.
    if FormerAddress.objects.filter(slug=section.slug).exclude(section=section).exists():
        raise ValidationError({"slug": FORMER})
    if before in (None, section.slug):
        return
    section.former_addresses.filter(slug=section.slug).delete()
    FormerAddress.objects.create(slug=before, section=section, left_at=at)
    search.put_many(Article.objects.filter(section=section).search_entries())
    versions.renew("articles")


@transaction.atomic
def delete(section: Section, at: dt.datetime) -> None:
    """Its addresses stay taken: a link of old does not lead to something else one day."""
    FormerAddress.objects.create(slug=section.slug, section=section, left_at=at)
    section.delete()


def guard() -> None:
    kept = guards.Guard(columns=GUARDED, approve=APPROVE, save=save, delete=delete, follows=FOLLOWS)
    guards.register(Section, kept)
