"""Hides a secret that has to be read again, with a key made from SECRET_KEY.

With settings.SECRET_KEY_FALLBACKS an older SECRET_KEY still opens what it closed.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


class LostKeyError(Exception):
    """SECRET_KEY is another than the one that hid this."""


def hide(secret: str, salt: str) -> str:
    """`salt`: names what is hidden; what one use has hidden no other use can show."""
    return _fernet(salt).encrypt(secret.encode()).decode()


def show(hidden: str, salt: str) -> str:
    try:
        return _fernet(salt).decrypt(hidden.encode()).decode()
    except InvalidToken:
        raise LostKeyError from None


def secret_keys() -> list[str]:
    """The present one, then former ones."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _fernet(salt: str) -> MultiFernet:
    made = [salted_hmac(salt, "", key, algorithm="sha256").digest() for key in secret_keys()]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])
