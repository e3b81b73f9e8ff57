"""Refusals at the turn of a minute: who is in the next one settles the last, and nobody's count is lost with it."""

import datetime as dt

from audit import refusals
from audit.models import Event
from tests.accounts.together import Together
from tests.factories import MORNING

THREADS, EACH = 8, 15


def told(_position):
    """How many stand in the record, by themselves or as a number."""
    refusals.settle(at=MORNING + dt.timedelta(minutes=9))
    beyond = Event.objects.filter(kind="desk.more_refused").values_list("after", flat=True)
    return Event.objects.filter(kind="session.sign_in").count() + sum(facts["count"] for facts in beyond)


class TogetherTests(Together):
    def test_none_is_lost_and_nobody_meets_an_error(self):
        def refuse(position):
            for number in range(EACH):
                minute = dt.timedelta(minutes=(position + number) % 2)
                refusals.refused(None, "Sai mật khẩu.", by=None, at=MORNING + minute, kind="session.sign_in")

        self.try_together(refuse, THREADS)
        self.assertEqual(self.try_together(told, 1), [THREADS * EACH])
