"""Tells nginx how long it may show an answer, and until when an old copy of it may be shown while the site is away.

nginx asks by a header; whoever else sends it learns nothing. What the reader's browser is told of keeping travels under
another name meanwhile, for Cache-Control is nginx's here. deploy/nginx.conf and stale/ are the other ends.
"""

import datetime as dt
import math
import time
from dataclasses import dataclass

from django.contrib import messages
from django.db import DatabaseError
from django.utils import timezone

from articles import reading
from monitoring import counters
from web import removals, versions
from words import reading as own_words

ASKED = "HTTP_X_STALE_KEY"
BEGUN = "HTTP_X_REQUEST_START"
"""When nginx had read the request, by its own clock."""
KEPT = {200, 301, 302, 410}
"""404 is not: strangers ask for much that is not there."""
HORIZON = dt.timedelta(hours=26)
"""Longer than a copy is shown."""
MOST_ENDS = 40
URGENT = "thong-bao-khan"
"""Stands on every page with an urgent notice (templates/components/urgent.html)."""
LONGEST_WAIT = dt.timedelta(seconds=2)
"""After which nginx has turned to somebody else (deploy/cms-readers.conf)."""
AGAIN = 2
"""Seconds in which nginx shows it: the one in which it was made, and one more while it asks anew."""
NOT_TOLD = (
    "Việc này đã xong, nhưng nơi giữ trang «{}» chưa trả lời nên có thể chưa biết. Nếu máy chủ dữ liệu ngừng đúng lúc"
    " này, bạn đọc ở đó có thể còn thấy bản cũ. Hệ thống báo lại mỗi phút cho đến khi được; hãy báo người quản trị."
)


@dataclass(frozen=True)
class Clock:
    """What changes by the clock alone. `ends`: (moment, mark) of what goes within a day; `change`: the next of all."""

    ends: tuple[tuple[dt.datetime, str], ...]
    change: dt.datetime | None


@dataclass(frozen=True)
class Making:
    """The moment after which all was read that is on the page: by the clock of this machine, by that of nginx's, where
    it said so, and in seconds by one that nobody can set.
    """

    here: dt.datetime
    there: dt.datetime | None
    begun: float

    @property
    def at(self) -> dt.datetime:
        """What was removed is dated by the clock of nginx's machine (stale/), so a page is, too, where ours is ahead.
        Where ours is behind, so is what the page takes for public.
        """
        return min(self.here, self.there or self.here)

    @property
    def fresh_at(self) -> dt.datetime:
        """Whoever had to wait is not older for it; but no clock that is wrong makes a page fresh for longer."""
        agrees = self.there is None or self.there <= self.here <= self.there + LONGEST_WAIT
        return self.here if agrees else self.there


class TellNginx:
    """The first of the middleware: what was read was read after it began."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if ASKED not in request.META:
            return self.get_response(request)
        made = Making(timezone.now(), counters.moment(request.META.get(BEGUN, "")), time.monotonic())
        response = self.get_response(request)
        if for_readers := response.get("Cache-Control", ""):
            del response["Cache-Control"]
            response["X-Reader-Cache-Control"] = for_readers
        for name, value in _told(request, response, for_readers, made).items():
            response[name] = value
        return response


def _told(request, response, for_readers, made) -> dict[str, str]:
    refused = response.status_code not in KEPT or response.cookies or request.COOKIES or response.streaming
    clock = None if refused or "no-store" in for_readers or "private" in for_readers else _clock(request, made.at)
    as_of = getattr(request, "as_of", made.begun)
    return facts(clock, made, made.begun - as_of) if clock and as_of else {"X-Accel-Expires": "0"}


def _clock(request, at) -> Clock | None:
    """None where nobody can say it now."""
    try:
        known = versions.of(request)
        notices = [one for one in own_words.of(known).notices if at < one.ends_at]
        going = [*reading.ends(at, known, HORIZON, MOST_ENDS + 1), *((one.ends_at, URGENT) for one in notices)]
        starts = [one.starts_at for one in notices if at < one.starts_at]
        coming = [reading.unchanged_until(at, known), *starts, *(end for end, _mark in going)]
    except DatabaseError:
        return None
    return Clock(_bounded(sorted(going)), min(filter(None, coming), default=None))


def _bounded(ends) -> tuple:
    """No header is endless: of too many, the first that has no room ends every page."""
    return tuple(ends if len(ends) <= MOST_ENDS else [*ends[:MOST_ENDS], (ends[MOST_ENDS][0], "")])


def facts(clock: Clock, made: Making, behind: float = 0.0) -> dict[str, str]:
    """In this order: nginx 1.22 reads Cache-Control only before X-Accel-Expires. `behind`: the last seconds before
    it was made, of which the page may not know; a replica that is asked alone may not have heard of what came in them
    (config/replica/).
    """
    change = clock.change.timestamp() if clock.change else math.inf
    said = {
        "X-Made-At": f"{made.at.timestamp() - max(behind, 0.0):.3f}",
        "X-Ends": " ".join(f"{end.timestamp():.3f}:{mark}" for end, mark in clock.ends),
    }
    second = math.floor(made.fresh_at.timestamp())
    if change >= second + AGAIN:
        said["Cache-Control"] = "stale-while-revalidate=1"
    # The last second in which it is fresh: the one in which it was made, unless something changes within it.
    said["X-Accel-Expires"] = f"@{second if change >= second + 1 else second - 1}"
    return said


class SayWhoWasNotTold:
    """A node that did not hear of a removal is named to whoever caused it, on their next page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with removals.watched() as unreached:
            response = self.get_response(request)
        if unreached:
            messages.warning(request, NOT_TOLD.format("», «".join(sorted(unreached))))
        return response
