"""Tells people what others did: at the desk, and by a letter to those who want one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from notices import outbox
from notices.models import MailChoice, Notice
from web import speaker
from web.addresses import absolute

Kind = Notice.Kind
KEPT = dt.timedelta(days=90)
"""So long what was read can be read again."""
CHOSEN = "Muốn thôi nhận thư này, hãy mở «Lời báo» ở ban biên tập: {}"


@dataclass(frozen=True)
class Words:
    """What is told. `letter`: the same for a letter, which leaves the house: without titles and without what was said.

    `url`: the page of the desk where one can see it.
    """

    text: str
    letter: str
    subject: str
    url: str = ""


@transaction.atomic
def tell(people: Iterable, words: Words, *, kind: Kind, by, at: dt.datetime) -> list[Notice]:
    """In the transaction of the deed. `by`: who did it, None for a command; nobody is told what they did themselves."""
    told = {user.pk: user for user in people if by is None or user.pk != by.pk}
    made = Notice.objects.bulk_create(
        Notice(user=user, kind=kind, text=words.text[:500], url=words.url, by=by, at=at) for user in told.values()
    )
    for user in _wanting_mail(list(told.values()), kind):
        outbox.post(user, f"{words.subject} – {speaker.today().name}", _letter(user, words, kind), at=at)
    return made


def _wanting_mail(users, kind):
    """Of one's account one is always told: it may be somebody else who uses it."""
    if kind == Kind.ACCOUNT:
        return users
    refused = set(MailChoice.objects.filter(user__in=users, by_mail=False).values_list("user", flat=True))
    return [user for user in users if user.pk not in refused]


def _letter(user, words, kind) -> str:
    parts = [f"{user},", words.letter]
    if words.url:
        parts.append(f"Xem ở ban biên tập: {absolute(words.url)}")
    if kind != Kind.ACCOUNT:
        parts.append(CHOSEN.format(absolute("/quan-tri/loi-bao/")))
    return "\n\n".join([*parts, ""])


def of(user) -> QuerySet[Notice]:
    return Notice.objects.filter(user=user).select_related("by")


def unread(user, kind: Kind | None = None) -> QuerySet[Notice]:
    found = Notice.objects.unread(user).select_related("by")
    return found.filter(kind=kind) if kind else found


def count_unread(user) -> int:
    return Notice.objects.unread(user).count() if user.is_authenticated else 0


def mark_read(user, at: dt.datetime, *, only: int | None = None, up_to: int | None = None, kind=None) -> int:
    """One of them, or those up to the one with this key, for a newer one has not been seen. How many were unread."""
    rows = unread(user, kind)
    if only is not None:
        rows = rows.filter(pk=only)
    if up_to is not None:
        rows = rows.filter(pk__lte=up_to)
    return rows.update(read_at=at)


def wants_mail(user) -> bool:
    return not MailChoice.objects.filter(user=user, by_mail=False).exists()


def choose_mail(user, *, wanted: bool) -> None:
    MailChoice.objects.update_or_create(user=user, defaults={"by_mail": wanted})


def clear(at: dt.datetime) -> int:
    """Forgets what was read long ago; how many."""
    return Notice.objects.filter(read_at__lt=at - KEPT).delete()[0]
