"""Who has an article open now. A row lives 40 seconds and is renewed every 20 by the page itself."""

import datetime as dt

import vietnamese
from articles.models import Presence

LIVES = dt.timedelta(seconds=40)
RENEWED = dt.timedelta(seconds=20)


def renew(article_id: int, by, at: dt.datetime) -> None:
    """`by` has it open. Whoever comes clears away what is over."""
    live = Presence.objects.filter(article=article_id, user=by, seen_at__gt=at - LIVES)
    if live.update(seen_at=at):
        return
    Presence.objects.filter(seen_at__lte=at - LIVES).delete()
    one = Presence(article_id=article_id, user=by, since=at, seen_at=at)
    Presence.objects.bulk_create([one], ignore_conflicts=True)


def others(article_id: int, user, at: dt.datetime) -> list[Presence]:
    """Those besides this person, the first first."""
    live = Presence.objects.filter(article=article_id, seen_at__gt=at - LIVES).exclude(user=user)
    return list(live.select_related("user").order_by("since", "pk"))


def said(present: list[Presence]) -> str:
    """ "Nguyễn Văn Duyệt đang mở bài này từ 09:40." for each."""
    clocks = [(one, vietnamese.local(one.since)) for one in present]
    return " ".join(f"{one.user} đang mở bài này từ {since:%H:%M}." for one, since in clocks)
