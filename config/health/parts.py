"""What the site needs in order to be well, each as one look that is cheap.

Only the database decides whether readers can be served at all. Without the search, with a full disk, an old backup or
letters that lie about, pages are still read: the answer names the part, and a balancer leaves the machine where it is.
"""

import datetime as dt
import os
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

import vietnamese
from backup import age
from config.health.asking import OK, Found, Part
from config.health.database import looking
from config.replica import REPLICA
from notices.models import Letter
from search.backends import backend
from search.query import parsing
from search.storage import keys
from web import modes

UNSET = "unset"
LOW, LATE, WAITING = "low", "late", "waiting"
MODES = {modes.Mode.READ_ONLY: "read-only", modes.Mode.MAINTENANCE: "maintenance"}
LEAST_FREE = 0.1
"""Of a disk, in room and in file numbers alike."""
OLDEST_BACKUP = dt.timedelta(hours=26)
"""One a day, and two hours for it to be made."""
LATEST_LETTER = dt.timedelta(minutes=15)
"""After its time; `send_outbox` runs every minute."""


def database() -> Found:
    seconds = _seconds_to_answer(DEFAULT_DB_ALIAS)
    return Found(OK, f"trả lời sau {seconds * 1000:.0f} ms", {"cms_database_answer_seconds": seconds})


def replica() -> Found:
    """While the primary is away it serves readers alone."""
    if REPLICA not in connections:
        return Found(UNSET, "chưa đặt REPLICA_URL")
    return Found(OK, f"trả lời sau {_seconds_to_answer(REPLICA) * 1000:.0f} ms")


def _seconds_to_answer(using: str) -> float:
    began = time.monotonic()
    with looking(using), connections[using].cursor() as cursor:
        cursor.execute("SELECT 1")
    return time.monotonic() - began


def mode() -> Found:
    """A site that was shut on purpose is well: taken for lost, its readers would be sent to no page at all."""
    with looking():
        state = modes.now()
    return Found(OK if state.is_normal else MODES[state.mode], state.reason)


def search() -> Found:
    """One word is looked up and what it finds is read, as a reader's search does."""
    with looking():
        engine = backend(using=DEFAULT_DB_ALIAS)
        found = engine.keys(parsing.parse("nghị quyết"), keys.window(None, None, timezone.now()), 1)
        engine.rows(found or [0])
        entries = sum(n for _year, n in engine.years())
    return Found(OK, f"{entries} mục", {"cms_search_entries": entries})


def disk() -> Found:
    """The scarcest of the disks that the site writes to."""
    places = (Path(settings.MONITORING_DIR), Path(settings.MEDIA_ROOT))
    share, place = min((_free(place), str(place)) for place in map(_existing, places))
    told = f"{place}: còn trống {share:.0%}"
    return Found(LOW if share < LEAST_FREE else OK, told, {"cms_disk_free_ratio": share})


def _existing(path: Path) -> Path:
    """The first folder upwards that is there: a new site has not made all of its own."""
    return next(place for place in (path, *path.absolute().parents) if place.exists())


def _free(place: Path) -> float:
    """As a process sees it that is not root."""
    facts = os.statvfs(place)
    numbers = facts.f_favail / facts.f_files if facts.f_files else 1.0
    return min(facts.f_bavail / facts.f_blocks if facts.f_blocks else 1.0, numbers)


def backup() -> Found:
    if not settings.BACKUP_DIR:
        return Found(UNSET, "chưa đặt BACKUP_DIR")
    now = timezone.now()
    newest = age.newest(Path(settings.BACKUP_DIR), now)
    if newest is None:
        return Found(LATE, "chưa có bản sao lưu nào")
    past = now - newest
    told = f"bản mới nhất lúc {vietnamese.local(newest):%H:%M %d/%m/%Y}"
    return Found(LATE if past > OLDEST_BACKUP else OK, told, {"cms_backup_age_seconds": past.total_seconds()})


def outbox() -> Found:
    with looking():
        return letters(timezone.now())


def letters(at: dt.datetime) -> Found:
    """Late: due for longer than any run of `send_outbox` takes, so that none runs, or the mail server is away."""
    waiting = Letter.objects.filter(state=Letter.State.WAITING)
    facts = {
        "cms_outbox_waiting": waiting.count(),
        "cms_outbox_late": waiting.filter(next_at__lte=at - LATEST_LETTER).count(),
        "cms_outbox_given_up": Letter.objects.filter(state=Letter.State.FAILED).count(),
    }
    told = "chờ {cms_outbox_waiting}, quá giờ {cms_outbox_late}, đã thôi gửi {cms_outbox_given_up}".format(**facts)
    return Found(WAITING if facts["cms_outbox_late"] else OK, told, facts)


def _part(look: Callable[[], Found], **facts) -> Part:
    return Part(look.__name__, look, **facts)


PARTS = (
    _part(database, serves=True),
    _part(replica, serves=True),
    _part(search),
    _part(mode),
    _part(disk),
    _part(backup),
    _part(outbox),
)
GOOD = frozenset({OK, UNSET, *MODES.values()})
