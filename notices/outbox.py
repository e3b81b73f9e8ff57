"""Letters wait in a table, written in the transaction of the deed; `manage.py send_outbox` takes them to the server.

A letter is taken by one UPDATE that names the state it expects and puts the next try ten minutes off, so of two runs
one has it, and a run that is killed leaves it to the next. What a server may have taken before the line broke goes
once more under the same Message-ID.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, QuerySet

from desk import sealing
from notices import posting
from notices.models import Letter

SALT = "notices.outbox"
LEASE = dt.timedelta(minutes=10)
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 720, 1440))
"""After each try that failed; after the last one the letter is given up, some two days on."""
TOO_LATE = "Đã quá lúc thư còn có ích mà chưa gửi được."
LOST_KEY = "SECRET_KEY đã đổi sau khi thư được viết, nên nội dung thư không mở được nữa."
State = Letter.State
Clock = Callable[[], dt.datetime]


def can_mail(user) -> bool:
    return bool(settings.MAIL_READY and user.email)


def post(
    user, subject: str, text: str, *, at: dt.datetime, good_until: dt.datetime | None = None, address: str = ""
) -> Letter | None:
    """None where no letter can reach this person. `good_until`: when what it says is no longer of use.

    `address`: where it goes, if not to where the person has letters sent now.
    """
    address = address or user.email
    if not (settings.MAIL_READY and address):
        return None
    said = {"address": address, "subject": " ".join(subject.split())[:300], "text": text}
    hidden = sealing.hide(json.dumps(said), SALT)
    return Letter.objects.create(user=user, hidden=hidden, made_at=at, next_at=at, good_until=good_until)


def waiting() -> QuerySet[Letter]:
    return Letter.objects.filter(state=State.WAITING)


def due(at: dt.datetime) -> QuerySet[Letter]:
    return waiting().filter(next_at__lte=at).order_by("next_at", "pk")


@dataclass
class Told:
    """How one run ended. `problem`: why the last letter that failed did."""

    sent: int = 0
    later: int = 0
    given_up: int = 0
    problem: str = ""


def send(keys: Iterable[int], clock: Clock) -> Iterable[Told]:
    """The letters with these keys, one after the other; says after each how far it has got."""
    told = Told()
    with posting.Line() as line:
        for key in keys:
            if letter := _take(key, clock()):
                _try(letter, line, clock, told)
            yield told


def _take(key, at) -> Letter | None:
    """None where another run has it, or had it a moment ago."""
    taken = due(at).filter(pk=key).order_by().update(next_at=at + LEASE, tries=F("tries") + 1)
    return Letter.objects.get(pk=key) if taken else None


def _try(letter, line, clock, told) -> None:
    if letter.good_until and letter.good_until <= clock():
        _give_up(letter, TOO_LATE, clock(), told)
        return
    try:
        line.send(letter.key, **json.loads(sealing.show(letter.hidden, SALT)))
    except sealing.LostKeyError:
        _give_up(letter, LOST_KEY, clock(), told)
    except posting.NotSentError as problem:
        _failed(letter, problem, clock(), told)
    else:
        _mine(letter).update(state=State.SENT, done_at=clock(), hidden="", problem="")
        told.sent += 1


def _failed(letter, problem, at, told) -> None:
    told.problem = str(problem)
    if problem.is_final or letter.tries > len(WAITS):
        _give_up(letter, str(problem), at, told)
        return
    _mine(letter).update(next_at=at + WAITS[letter.tries - 1], problem=str(problem))
    told.later += 1


def _give_up(letter, sentence, at, told) -> None:
    _mine(letter).update(state=State.FAILED, done_at=at, hidden="", problem=sentence)
    told.problem = sentence
    told.given_up += 1


def _mine(letter) -> QuerySet[Letter]:
    """Unless it took so long that another run has it by now."""
    return waiting().filter(pk=letter.pk, tries=letter.tries)


def clear(at: dt.datetime) -> int:
    """Forgets letters that were done with OUTBOX_DAYS ago; how many."""
    return Letter.objects.filter(done_at__lt=at - dt.timedelta(days=settings.OUTBOX_DAYS)).delete()[0]
