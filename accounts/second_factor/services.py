"""What people do with their second factors. Each deed is recorded, and ends the sessions on other devices."""

from datetime import datetime

from django.db import transaction

from accounts import notices
from accounts.models import CodeApp, Passkey, RecoveryCode
from accounts.second_factor import codes, passkeys, sealing
from accounts.sessions import keeping
from audit import services as audit

TOO_MANY = f"Mỗi tài khoản có nhiều nhất {passkeys.MOST} khóa truy cập. Hãy bỏ một khóa không dùng nữa trước khi thêm."
HAS_APP = "Tài khoản đã có một ứng dụng tạo mã. Hãy bỏ ứng dụng đó trước khi thêm ứng dụng khác."
TOLD = {
    "factor.add": "Tài khoản của anh/chị có thêm cách xác thực hai bước: {}.",
    "factor.remove": "Tài khoản của anh/chị đã bỏ một cách xác thực hai bước: {}.",
}
RESET = "Xác thực hai bước của anh/chị đã được đặt lại bằng lệnh trên máy chủ; hãy bật lại."


def has_any(user) -> bool:
    """Codes on paper alone are none: they are for when the others are lost."""
    return CodeApp.objects.filter(user=user).exists() or Passkey.objects.filter(user=user).exists()


@transaction.atomic
def add_app(user, secret: str, step: int, *, session, at: datetime) -> CodeApp:
    """`step`: the one whose code showed that the app works; it is used up. Raises CodeRefused."""
    app, is_new = CodeApp.objects.get_or_create(
        user=user, defaults={"secret": sealing.hide(secret), "last_step": step, "added_at": at}
    )
    if not is_new:
        raise codes.CodeRefused(HAS_APP)
    _changed("factor.add", app, user, session, at)
    return app


@transaction.atomic
def add_passkey(user, key: Passkey, name: str, *, session, at: datetime) -> Passkey:
    """Raises CodeRefused."""
    if user.passkeys.count() >= passkeys.MOST:
        raise codes.CodeRefused(TOO_MANY)
    key.user, key.name, key.added_at = user, name, at
    key.save()
    _changed("factor.add", key, user, session, at)
    return key


@transaction.atomic
def rename_passkey(key: Passkey, name: str, *, at: datetime) -> None:
    before, key.name = key.name, name
    key.save(update_fields=["name"])
    audit.record("factor.rename", key, by=key.user, at=at, before={"name": before}, after={"name": name})


@transaction.atomic
def remove(factor: CodeApp | Passkey, *, session, at: datetime) -> None:
    """Sessions that were opened with it end with it, this one too."""
    user, told = factor.user, type(factor)(pk=factor.pk, user=factor.user)
    told.name = getattr(factor, "name", "")
    factor.delete()
    if not has_any(user):
        RecoveryCode.objects.filter(user=user).delete()
    _changed("factor.remove", told, user, session, at)


@transaction.atomic
def make_paper(user, *, session, at: datetime) -> list[str]:
    made = codes.make_paper(user)
    _changed("factor.codes", user, user, session, at, made=len(made))
    return made


def _changed(kind, thing, user, session, at, **facts):
    if kind in TOLD:
        # Whoever knows the password may have done it instead of the owner.
        notices.tell(user, TOLD[kind].format(thing), by=None, at=at)
    closed = keeping.close(keeping.others(session))
    audit.record(kind, thing, by=user, at=at, after={"what": str(thing), "closed_sessions": closed, **facts})


def held(user) -> list:
    """Everything that a reset takes away."""
    return [*CodeApp.objects.filter(user=user), *user.passkeys.all()]


@transaction.atomic
def reset(user, *, by, at: datetime) -> None:
    """Takes away whatever this person has and ends their sessions. `by`: None for a command."""
    before = {"factors": [str(factor) for factor in held(user)], "codes": codes.unused(user)}
    after = {"closed_sessions": keeping.close(user.staff_sessions.all())}
    for rows in (CodeApp, Passkey, RecoveryCode):
        rows.objects.filter(user=user).delete()
    notices.tell(user, RESET, by=by, at=at)
    audit.record("factor.reset", user, by=by, at=at, before=before, after=after)
