"""Decides for each request which database answers it, and asks the other one where that one goes away meanwhile."""

import contextlib
import logging
import time
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import connections
from django.http import FileResponse

from config import failures
from config.recording import DESK
from config.replica import DEFAULT, REPLICA, rules
from config.replica.absence import Absence
from config.replica.router import reading_from
from config.replica.rules import Source
from web import versions

logger = logging.getLogger(__name__)
# A link that opens a text to one person may be taken back, and nothing public tells of it.
PRIMARY_ONLY = ("/chia-se/", *(path for path in DESK if not path.startswith("/thu-vien/tep/")))
OTHER = {DEFAULT: REPLICA, REPLICA: DEFAULT}
CUT_SHOWS_WITHIN = 0.5
"""Seconds in which an old line turns out to have been cut; who takes longer is away."""


class ReadFromReplica:
    def __init__(self, get_response):
        self.get_response = get_response
        self.equal_at = None
        """When the replica was last seen to have all that the primary has, by a clock that nobody can set."""

    def __call__(self, request):
        is_staff = settings.SESSION_COOKIE_NAME in request.COOKIES
        wanted = rules.source(request.method, request.path_info, is_staff=is_staff, primary_only=PRIMARY_ONLY)
        if wanted is Source.PRIMARY:
            return self.get_response(request)
        alias = self._chosen(request) if wanted is Source.REPLICA_FIRST else _present(DEFAULT, REPLICA)
        response = self._from(alias, request)
        if alias is None or not failures.is_for_want_of_a_database(response):
            return response
        _miss(alias, "giữa chừng")
        request.__dict__.pop("content_versions", None)
        # Nothing was changed by reading, so the same may be asked again.
        return self._from(_present(OTHER[alias]), request)

    def _from(self, alias, request):
        if alias is None:
            return failures.unavailable(request)
        if alias == REPLICA and not hasattr(request, "as_of"):
            # Without the primary nobody knows what was withdrawn since: its page is no page of now (config/keeping.py).
            request.as_of = self.equal_at
        with reading_from(alias):
            response = self.get_response(request)
        # A file asks nobody any more.
        if response.streaming and not isinstance(response, FileResponse):
            response.streaming_content = _read_from(alias, response.streaming_content)
        return response

    def _chosen(self, request) -> str | None:
        """The request keeps the versions it was chosen by: what is read is kept under them."""
        asked_at = time.monotonic()
        primary, replica = _versions(DEFAULT), _versions(REPLICA)
        if rules.has_everything(primary and primary.tokens, replica and replica.tokens):
            if primary:
                self.equal_at = request.as_of = asked_at
            request.content_versions = replica
            return REPLICA
        if primary:
            request.content_versions = primary
            return DEFAULT
        return None


def _read_from(alias: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What is asked only while it is sent, as the sitemap is, is asked of the same database."""
    with reading_from(alias):
        yield from pieces


def _present(*aliases: str) -> str | None:
    return next((alias for alias in aliases if alias not in away), None)


def _versions(alias: str) -> versions.Versions | None:
    """None while that database is away."""
    if alias in away:
        return None
    line, begun = connections[alias], time.monotonic()
    # This question is itself the one that tells whether the line lives.
    line.health_check_done = True
    try:
        return versions.read(alias)
    except failures.AWAY as error:
        line.close()
        if time.monotonic() - begun < CUT_SHOWS_WITHIN:
            with contextlib.suppress(*failures.AWAY):
                return versions.read(alias)
            line.close()
        _miss(alias, type(error).__name__)
    return None


def is_there(alias: str) -> bool:
    """Asks on a line of its own, which is closed again in the thread that waits for the database."""
    try:
        versions.read(alias)
    except failures.AWAY:
        connections[alias].close()
        return False
    return True


def _miss(alias: str, reason: str) -> None:
    logger.warning("Cơ sở dữ liệu «%s» không trả lời: %s", alias, reason)
    away.note(alias)


away = Absence(is_there)
