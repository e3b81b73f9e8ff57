"""Opens, asks for and ends sessions. The row decides: a session whose row is gone or too old opens nothing."""

import secrets
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Exists, OuterRef

from accounts.models import CodeApp, Passkey, RecoveryCode, SessionClearing, StaffSession
from accounts.throttle import address_of
from web import modes

TOKEN = "staff_session"  # noqa: S105 - a name
LONGEST = timedelta(hours=12)
MINUTE = timedelta(minutes=1)
FRESH = timedelta(minutes=15)
"""For so long a proof of who sits there is good for changes to the account."""
CLEARED_EVERY = timedelta(days=1)


def idle() -> timedelta:
    return timedelta(minutes=settings.SESSION_IDLE_MINUTES)


def begin(request, user, at: datetime, factor=None) -> StaffSession:
    """The row of a session that begins now. `factor`: what opened it besides the password, None for nothing."""
    row = StaffSession(
        token=secrets.token_urlsafe(32),
        user=user,
        began_at=at,
        seen_at=at,
        proved_at=at,
        agent=request.META.get("HTTP_USER_AGENT", "")[:300].replace("\0", ""),
        address=address_of(request)[:64],
        **opened_with(factor),
    )
    row.save()
    request.session[TOKEN] = row.token
    request.staff_session = row
    clear_old(at)
    return row


def opened_with(factor) -> dict:
    """The columns that say with what a session was opened."""
    kinds = {"code_app": CodeApp, "passkey": Passkey, "recovery_code": RecoveryCode}
    return {name: factor if isinstance(factor, kind) else None for name, kind in kinds.items()}


def find(token: str, user, at: datetime, *, is_activity: bool = True) -> StaffSession | None:
    """The live row, or None. Whoever has a second factor has used it, or the session is none.

    `is_activity`: False where a page asks by itself, which is no sign of a person (asking.py).
    """
    row = (
        StaffSession.objects.filter(token=token or "", user=user)
        .annotate(
            has_app=Exists(CodeApp.objects.filter(user=OuterRef("user"))),
            has_passkey=Exists(Passkey.objects.filter(user=OuterRef("user"))),
        )
        .first()
    )
    if row is None or row.began_at <= at - LONGEST or row.seen_at <= at - idle():
        return None
    if (row.has_app or row.has_passkey) and not row.has_second_factor:
        return None
    if is_activity and row.seen_at <= at - MINUTE:
        _saw(row, at)
    return row


def _saw(row: StaffSession, at: datetime) -> None:
    try:
        StaffSession.objects.filter(pk=row.pk).update(seen_at=at)
        row.seen_at = at
    except DatabaseError as error:
        # A database that only lets itself be read: whoever is signed in reads on, until the idle limit.
        if not modes.is_refused_by_database(error):
            raise


def live(user, at: datetime):
    return StaffSession.objects.filter(user=user, began_at__gt=at - LONGEST, seen_at__gt=at - idle())


def others(row: StaffSession):
    return StaffSession.objects.filter(user=row.user_id).exclude(pk=row.pk)


def close(rows) -> int:
    """How many were ended."""
    return rows.delete()[1].get(StaffSession._meta.label, 0)


def leave(request) -> None:
    """Ends the session of this browser, which is about to be forgotten."""
    close(StaffSession.objects.filter(token=request.session.get(TOKEN, "")))


def prove(row: StaffSession, at: datetime) -> None:
    """Whoever sits there has just shown again who they are. A session that was closed meanwhile stays closed."""
    StaffSession.objects.filter(pk=row.pk).update(proved_at=at)


def reopen(row: StaffSession, factor) -> None:
    """From now on it counts as opened with this, which has just been added in it."""
    StaffSession.objects.filter(pk=row.pk).update(**opened_with(factor))


def is_fresh(row: StaffSession, at: datetime) -> bool:
    return row.proved_at > at - FRESH


def clear_old(at: datetime) -> None:
    """What Django's `clearsessions` does and our own rows, by whoever signs in first on a day. Nobody need remember."""
    SessionClearing.objects.bulk_create([SessionClearing(cleared_at=at)], ignore_conflicts=True)
    if SessionClearing.objects.filter(cleared_at__lte=at - CLEARED_EVERY).update(cleared_at=at):
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        StaffSession.objects.filter(began_at__lte=at - 2 * LONGEST).delete()
