"""What a link carries: 256 random bits and our signature, so that a guess is turned away before anything is looked up.

Only a digest is stored: whoever reads the database holds no link.
"""

import hashlib
import secrets

from django.core import signing

SALT = "articles.sharing"
FORM_SALT = "articles.sharing.form"
FORM_LASTS = 24 * 3600
"""Seconds that a page may lie open before it is answered."""


def new() -> str:
    return _signer().sign(secrets.token_urlsafe(32))


def is_ours(token: str) -> bool:
    try:
        _signer().unsign(token)
    except signing.BadSignature:
        return False
    return True


def digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def form_key(link_id: int) -> str:
    """For the form of one page that shows this link; no other site can read it from there."""
    return signing.dumps([link_id, secrets.token_hex(16)], salt=FORM_SALT)


def opened(key: str, link_id: int) -> str | None:
    """What tells this form from any other; None for a key of another link, an old one or none of ours."""
    try:
        made_for, once = signing.loads(key[:500], salt=FORM_SALT, max_age=FORM_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return once if made_for == link_id else None


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")
