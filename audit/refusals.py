"""Refused attempts, recorded apart from what they tried, and bounded: a flood of them must not fill the disk.

The first few of a source in a minute are recorded one by one; all beyond are counted, and one event tells how many
once the minute is over, at the next refusal or when somebody reads the record.
"""

import datetime as dt

from django.db import models, transaction

from audit.kinds import Outcome
from audit.models import Refusals
from audit.services import record

EACH_MINUTE = 10
STRANGERS_EACH_MINUTE = 60
"""Sign-ins of people who are not known are one source all together."""
STRANGERS = "đăng nhập"


@transaction.atomic
def refused(
    thing: models.Model | None, sentence: str, *, by, at: dt.datetime, kind: str = "desk.step", step: str = "",
    outcome: Outcome = Outcome.REFUSED,
) -> None:  # fmt: skip
    """`sentence`: what the person was told. `step`: the code of what they tried, where it has one."""
    settle(at=at)
    known = by is not None and by.is_authenticated
    source, most = (f"user:{by.pk}", EACH_MINUTE) if known else (STRANGERS, STRANGERS_EACH_MINUTE)
    if _counted(source, at) <= most:
        after = {"step": step} if step else None
        record(kind, thing, by=by, at=at, note=sentence[:500], after=after, outcome=outcome)


def _counted(source: str, at: dt.datetime) -> int:
    row = None
    while row is None:  # until it is not settled at this very moment by somebody who is in the next minute
        Refusals.objects.bulk_create([Refusals(source=source, minute=_minute(at))], ignore_conflicts=True)
        row = Refusals.objects.select_for_update(no_key=True).filter(source=source, minute=_minute(at)).first()
    row.count += 1
    row.save(update_fields=["count"])
    return row.count


@transaction.atomic
def settle(*, at: dt.datetime) -> None:
    """One event for each source and past minute that went beyond the bound."""
    for row in Refusals.objects.select_for_update(no_key=True).filter(minute__lt=_minute(at)).order_by("pk"):
        most = STRANGERS_EACH_MINUTE if row.source == STRANGERS else EACH_MINUTE
        if Refusals.objects.filter(pk=row.pk).delete()[0] and row.count > most:
            facts = {"source": row.source, "minute": row.minute, "count": row.count - most}
            note = f"Thêm {row.count - most} lần trong cùng phút, nguồn «{row.source}»."
            record("desk.more_refused", by=None, at=at, after=facts, note=note, outcome=Outcome.REFUSED)


def _minute(at: dt.datetime) -> dt.datetime:
    return at.replace(second=0, microsecond=0)
