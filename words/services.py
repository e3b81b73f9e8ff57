"""What happens once a second person has agreed, and what one person alone may do: take an urgent notice down."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from articles import pictures, richtext
from audit import services as audit
from desk.steps import Person, Step, StepRefused, Table, refuse
from library import services as library
from library.models import Picture
from search import services as search
from words.models import PAGE_KIND, Page, UrgentNotice

USE_KIND = "words.page"
APPROVE = "words.approve_words"
PICTURES_CHANGED = (
    "Từ khi có đề nghị, ảnh trong trang này hoặc lời của ảnh đã đổi; hãy trả lại để người đề nghị xem và gửi lại."
)
GONE = "Thông báo này không còn hiện; không có gì để gỡ."

SHOWN, OVER = "shown", "over"
TABLE = Table(
    own="",
    edited="",
    steps={
        "take_down": Step(
            name="Gỡ ngay",
            address="go-ngay",
            sources=frozenset({SHOWN}),
            target=OVER,
            permission=APPROVE,
            refusal=GONE,
            done="Đã gỡ thông báo: {}.",
            note="Vì sao gỡ",
            note_refusal="Hãy ghi vì sao gỡ để người khác biết.",
            follows=(
                "Thông báo rời mọi trang ngay; lý do được ghi vào nhật ký.",
                "Muốn thông báo hiện lại thì cần hai người, như khi đăng.",
            ),
        )
    },
)
"""Taking away what is wrong must be possible within the minute; it puts no word before readers."""


@transaction.atomic
def save_page(page: Page, at: dt.datetime) -> None:
    """Raises ValidationError when the text that was agreed to is not what readers would see."""
    if richtext.clean(page.body, pictures.facts) != page.body:
        raise ValidationError({"body": PICTURES_CHANGED})
    page.updated_at = at
    page.save()
    keys = richtext.picture_keys(page.body)
    shown = set(Picture.objects.filter(key__in=keys).values_list("pk", flat=True)) if keys else set()
    library.set_uses(USE_KIND, page.pk, pictures=shown, public_from=at, public_until=None)
    search.put(page.search_entry())


@transaction.atomic
def delete_page(page: Page) -> None:
    library.clear_uses(USE_KIND, page.pk)
    search.remove(PAGE_KIND, page.pk)
    page.delete()


def state(notice: UrgentNotice, at: dt.datetime) -> str:
    return SHOWN if notice.ends_at > at else OVER


def refusal(notice: UrgentNotice, by, at: dt.datetime) -> str | None:
    return TABLE.refusal("take_down", state(notice, at), Person(by.has_perm(APPROVE)))


@transaction.atomic
def take_down(notice: UrgentNotice, *, by, at: dt.datetime, note: str) -> None:
    """From now on nobody sees it, nor will they if it was to come. Raises StepRefused."""
    refuse(refusal(notice, by, at) or TABLE.note_refusal("take_down", note))
    times = {"starts_at": min(notice.starts_at, at), "ends_at": at}
    before = {"starts_at": notice.starts_at.isoformat(), "ends_at": notice.ends_at.isoformat()}
    row = UrgentNotice.objects.select_for_update(no_key=True).filter(pk=notice.pk, ends_at=notice.ends_at).first()
    if row is None:
        raise StepRefused(GONE)
    for name, moment in times.items():
        setattr(row, name, moment)
    row.save()
    audit.record("notice.take_down", row, by=by, at=at, before=before, after={"ends_at": at.isoformat()}, note=note)
