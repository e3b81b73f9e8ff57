"""A device from which somebody has signed in before counts its tries by itself.

Whoever shares an address with a flood of tries, or whose name is tried from everywhere, is so not kept out: what others
try locks nothing here. The cookie opens nothing, it only says under which count a try stands; its own bound holds.
"""

import datetime as dt
import secrets

from django.conf import settings
from django.core import signing

COOKIE = "known_device"
SALT = "accounts.known_devices"
KEPT = dt.timedelta(days=180)
PATH = "/quan-tri/"
"""Readers' pages never see it."""


def remember(request, response, user) -> None:
    """Called when somebody has shown all that was asked of them."""
    device = of(request, user.get_username()) or secrets.token_urlsafe(16)
    response.set_cookie(
        COOKIE,
        signing.dumps([_name(user.get_username()), device], salt=SALT),
        max_age=KEPT,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def of(request, name: str) -> str:
    """Which device this is, if `name` has signed in from it; "" for all others, forged, foreign and old ones."""
    try:
        owner, device = signing.loads(request.COOKIES.get(COOKIE, "")[:2000], salt=SALT, max_age=KEPT)
    except (signing.BadSignature, ValueError):
        return ""
    return device if owner == _name(name) else ""


def _name(name: str) -> str:
    return name.casefold()[:150]
