"""Keys made from SECRET_KEY: one that hides the secret of an app, one that seals a code on paper."""

from django.utils.crypto import salted_hmac

from desk import sealing
from desk.sealing import LostKeyError

__all__ = ["LostKeyError", "hide", "seals", "show"]

SALT = "accounts.second_factor"


def hide(secret: str) -> str:
    return sealing.hide(secret, f"{SALT}.hide")


def show(hidden: str) -> str:
    return sealing.show(hidden, f"{SALT}.hide")


def seals(text: str) -> list[str]:
    """The seal under the present key, then those under former ones."""
    return [salted_hmac(f"{SALT}.seal", text, key, algorithm="sha256").hexdigest() for key in sealing.secret_keys()]
