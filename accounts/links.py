"""One-time links by which people choose their own passwords. Only a digest is kept; one works once, for three days."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction

from accounts import notices
from accounts.models import PasswordLink, User
from accounts.sessions import keeping
from audit import services as audit

KEPT = dt.timedelta(days=3)
MACHINE = "Người quản trị máy chủ"
"""Who did it, where a command on the machine did."""
TOLD = "{} đã tạo một liên kết để đặt mật khẩu mới cho tài khoản của anh/chị."


class DeadLink(Exception):  # noqa: N818 - a refusal is an answer, no error
    """Used, expired, replaced by a newer one, or never made: whoever asks is not told which."""

    def __str__(self):
        return (
            "Liên kết này không dùng được: đã được dùng, đã quá hạn hoặc chép chưa đủ. Hãy xin người quản trị liên kết "
            "khác."
        )


@transaction.atomic
def make(user: User, *, by, at: dt.datetime) -> str:
    """The secret of a new link, to be shown this once; earlier links of this person work no more."""
    void(user)
    secret = secrets.token_urlsafe(32)
    PasswordLink.objects.create(user=user, digest=_digest(secret), made_by=by, made_at=at, expires_at=at + KEPT)
    if user.has_usable_password():
        notices.tell(user, TOLD.format(by or MACHINE), by=by, at=at)
    audit.record("account.link", user, by=by, at=at)
    return secret


def locked(user: User) -> User:
    """As it is stored. Until the transaction ends nobody gives it a role, closes it, or makes a link for it."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def void(user: User) -> None:
    PasswordLink.objects.filter(user=user, used_at__isnull=True).delete()


def find(secret: str, at: dt.datetime) -> User:
    """Whose password the link sets. Raises DeadLink."""
    link = _open(secret, at).select_related("user").first()
    if link is None:
        raise DeadLink
    return link.user


def use(secret: str, password: str, at: dt.datetime) -> User:
    """Sets the password, once, whoever comes at the same moment. Raises DeadLink."""
    user = find(secret, at)
    # Before the transaction: hashing takes a third of a second, in which nobody else could write.
    user.set_password(password)
    with transaction.atomic():
        # First the account, then its links, as everywhere: else two who come at once could wait for each other.
        locked(user)
        # Of this table alone: with a join, PostgreSQL would let in whoever waited for the one who was first.
        if not _unused(secret, at).update(used_at=at):
            raise DeadLink
        void(user)
        user.save(update_fields=["password"])
        keeping.close(user.staff_sessions.all())
        audit.record("account.password_by_link", user, by=user, at=at)
    return user


def _open(secret, at):
    return _unused(secret, at).filter(user__is_active=True)


def _unused(secret, at):
    return PasswordLink.objects.filter(digest=_digest(secret), used_at__isnull=True, expires_at__gt=at)


def _digest(secret):
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
