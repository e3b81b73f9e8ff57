"""Somebody is always left who can manage accounts: the last superuser and the last user manager stay."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from desk.steps import StepRefused

MANAGER = "user_manager"
LAST_SUPERUSER = (
    "Không làm được: đây là tài khoản quản trị hệ thống cuối cùng còn hoạt động. Hãy lập một tài khoản khác trước."
)
LAST_MANAGER = (
    "Không làm được: đây là người quản trị người dùng cuối cùng còn hoạt động. Hãy giao vai trò này cho "
    "người khác trước."
)


@contextmanager
def kept() -> Iterator[None]:
    """Around a change of accounts, which it undoes with StepRefused when nobody would be left."""
    with transaction.atomic():
        # Two who demote each other at once come here one after the other.
        list(User.objects.select_for_update(of=["self"], no_key=True).filter(is_superuser=True).order_by("pk"))
        list(User.objects.select_for_update(of=["self"], no_key=True).filter(groups__name=MANAGER).order_by("pk"))
        before = _left()
        yield
        after = _left()
        for sentence in before - after:
            raise StepRefused(sentence)


def _left() -> set[str]:
    """The sentences that would be said if nobody of the kind were left; of kinds of which there is somebody."""
    active = User.objects.filter(is_active=True)
    kinds = {LAST_SUPERUSER: Q(is_superuser=True), LAST_MANAGER: Q(groups__name=MANAGER)}
    return {sentence for sentence, kind in kinds.items() if active.filter(kind).exists()}
