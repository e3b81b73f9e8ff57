"""Signing in and out, as Django tells of it, whichever form was used."""

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.utils import timezone

from audit import refusals
from audit.kinds import Outcome
from audit.services import record

FAILED = "Sai tên đăng nhập hoặc mật khẩu."


def connect() -> None:
    user_logged_in.connect(signed_in, dispatch_uid="audit.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="audit.signed_out")
    user_login_failed.connect(failed, dispatch_uid="audit.failed")


def signed_in(user, request=None, **_kwargs) -> None:
    """Whoever lets somebody in says with what, in `request.shown_to_sign_in`."""
    record("session.sign_in", user, by=user, at=timezone.now(), note=getattr(request, "shown_to_sign_in", ""))


def signed_out(user, **_kwargs) -> None:
    if user is not None:
        record("session.sign_out", user, by=user, at=timezone.now())


def failed(credentials, **_kwargs) -> None:
    """Under the account only where there is one: people type passwords into the name's field."""
    users = get_user_model()
    account = users.objects.filter(**{users.USERNAME_FIELD: str(credentials.get("username", ""))[:150]}).first()
    refusals.refused(account, FAILED, by=None, at=timezone.now(), kind="session.sign_in", outcome=Outcome.FAILED)
