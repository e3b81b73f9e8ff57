"""Typed codes: of an app, good for half a minute and once; of the paper, good once.

A code is used by one UPDATE that names the state it expects, so of two who type it at once one gets in.
"""

import re
import secrets
from datetime import datetime

import pyotp
from django.conf import settings
from django.db import transaction

import vietnamese
from accounts.second_factor import rules, sealing
from accounts.second_factor.models import CodeApp, RecoveryCode
from audit import services as audit

DIGITS = 6
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that are taken for each other on paper."""
LENGTH = 12
HOW_MANY = 10

WRONG = "Mã không đúng. Hãy nhập mã đang hiện trong ứng dụng, hoặc một mã dự phòng chưa dùng."
USED = "Mã này đã dùng rồi. Hãy chờ ứng dụng hiện mã mới, nhiều nhất là vài phút, rồi nhập mã đó."
CLOCK = (
    "Mã đúng, nhưng đồng hồ của điện thoại {direction} khoảng {seconds} giây. Hãy bật tự động đặt ngày giờ trong"
    " cài đặt của điện thoại, chờ vài phút rồi nhập mã mới."
)
LOST = "Khóa bí mật của trang đã đổi nên không đọc được ứng dụng này nữa. Hãy nhờ người quản trị đặt lại."


class CodeRefused(Exception):  # noqa: N818 - an answer, no error
    """The sentence for whoever typed the code. `later`: the step at which that code would become good, if it will."""

    def __init__(self, sentence: str, *, later: int | None = None):
        super().__init__(sentence)
        self.later = later


def new_secret() -> str:
    return pyotp.random_base32()


def address_for(secret: str, name: str) -> str:
    """What the QR code says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=settings.SITE_NAME)


def step_of(secret: str, typed: str, at: datetime) -> int:
    """The step whose code was typed. Raises CodeRefused."""
    found = rules.matching(_plain(typed), _code_of(secret), at)
    if found is None:
        raise CodeRefused(WRONG)
    if not found.is_near:
        direction = "chậm" if found.late_by > 0 else "nhanh"
        later = found.step if found.late_by < 0 else None
        raise CodeRefused(CLOCK.format(direction=direction, seconds=found.seconds), later=later)
    return found.step


def use(user, typed: str, at: datetime) -> CodeApp | RecoveryCode:
    """What the code belongs to. Raises CodeRefused. Stands inside throttle.attempt, outside a transaction."""
    typed = _plain(typed)
    if re.fullmatch(f"[0-9]{{{DIGITS}}}", typed):
        return _use_app(user, typed, at)
    return _use_paper(user, typed, at)


def _use_app(user, typed, at):
    app = CodeApp.objects.filter(user=user).first()
    if app is None:
        raise CodeRefused(WRONG)
    try:
        step = step_of(sealing.show(app.secret), typed, at)
    except sealing.LostKeyError:
        raise CodeRefused(LOST) from None
    except CodeRefused as refusal:
        # Whoever guessed a code that will be good in two minutes must not come back with it.
        _take(app, refusal.later)
        raise
    if not _take(app, step, used_at=at):
        raise CodeRefused(USED)
    return app


def _take(app, step, **facts) -> bool:
    if step is None:
        return False
    return bool(CodeApp.objects.filter(pk=app.pk, last_step__lt=step).update(last_step=step, **facts))


@transaction.atomic
def _use_paper(user, typed, at):
    mine = RecoveryCode.objects.filter(user=user, seal__in=sealing.seals(f"{user.pk}:{typed}"))
    code = mine.first()
    if code is None or not mine.filter(pk=code.pk, used_at=None).update(used_at=at):
        raise CodeRefused(WRONG)
    audit.record("factor.recovery", user, by=user, at=at, after={"left": unused(user)})
    return code


def make_paper(user) -> list[str]:
    """New codes in place of those not used; shown once and kept nowhere."""
    RecoveryCode.objects.filter(user=user, used_at=None).delete()
    made = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(HOW_MANY)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, seal=sealing.seals(f"{user.pk}:{code}")[0]) for code in made
    )
    return ["-".join(code[start : start + 4] for start in range(0, LENGTH, 4)) for code in made]


def unused(user) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def _code_of(secret: str):
    generator = pyotp.TOTP(secret)
    return generator.generate_otp


def _plain(typed: str) -> str:
    """As it was made, however people set it in groups."""
    return re.sub(r"[\s\-–.]+", "", vietnamese.fold(typed))
