"""Must this person have a second factor, and is the grace over? The rules are in rules.py."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from accounts.models import SecondFactorDuty
from accounts.second_factor import rules


@dataclass(frozen=True)
class Owed:
    days_left: int

    @property
    def is_over(self) -> bool:
        return self.days_left == 0


def is_switched_on() -> bool:
    """Only where the demo may be loaded can it be switched off: its people sign in with a printed password alone."""
    return settings.SECOND_FACTOR_DUTY or not settings.DEMO_ALLOWED


def must_have(user) -> bool:
    return is_switched_on() and rules.must_have(user.get_all_permissions(), is_superuser=user.is_superuser)


def owed(user, session, at: datetime) -> Owed | None:
    """None where nothing is owed. The grace begins when the duty is first met at the desk."""
    if session.has_second_factor or not must_have(user):
        return None
    duty, _ = SecondFactorDuty.objects.get_or_create(user=user, defaults={"began_at": at})
    return Owed(rules.days_left(duty.began_at, at))
