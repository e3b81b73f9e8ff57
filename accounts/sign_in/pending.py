"""Whoever gave the right password and still owes the second step. For every page they are nobody yet."""

from datetime import datetime, timedelta

from django.contrib.auth import load_backend
from django.utils.crypto import constant_time_compare

from accounts.sessions import keeping

WAITING = "second_step"
LONGEST = timedelta(minutes=10)


def begin(request, user, *, next_page: str, at: datetime) -> None:
    """Forgets whatever the session held: what was opened in it before is at an end."""
    keeping.leave(request)
    request.session.flush()
    request.session[WAITING] = {
        "user": user.pk,
        "backend": user.backend,
        "seal": user.get_session_auth_hash(),
        "next": next_page,
        "since": at.timestamp(),
    }


def of(request, at: datetime):
    """(the person, where they want to go), or (None, "")."""
    waiting = request.session.get(WAITING)
    if not waiting or not 0 <= at.timestamp() - waiting["since"] < LONGEST.total_seconds():
        return None, ""
    user = load_backend(waiting["backend"]).get_user(waiting["user"])
    # A password changed meanwhile opens nothing more.
    if user is None or not constant_time_compare(waiting["seal"], user.get_session_auth_hash()):
        return None, ""
    user.backend = waiting["backend"]
    return user, waiting["next"]
