"""In which mode the whole site is: as always, to be read only, or shut for maintenance.

It travels with the versions, which every page reads: as always there is no row of it, and nothing more is asked. In
another mode its row is read once by each process. Whoever changes it, changes it for every machine.
"""

import datetime as dt
import logging
from enum import StrEnum
from typing import NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InternalError, OperationalError, transaction

from web import versions
from web.removals import EVERYTHING

TOPIC = "site-mode"
SQLITE_READONLY = 8
POSTGRESQL_READONLY = "25006"


class Mode(StrEnum):
    """From the mildest on."""

    NORMAL = "normal"
    READ_ONLY = "read_only"
    MAINTENANCE = "maintenance"


class State(NamedTuple):
    """`reason` "": none was given; `since` None: not known, as where a setting or the database says so."""

    mode: Mode
    reason: str = ""
    since: dt.datetime | None = None

    @property
    def is_normal(self) -> bool:
        return self.mode is Mode.NORMAL

    @property
    def is_read_only(self) -> bool:
        return self.mode is Mode.READ_ONLY

    @property
    def is_maintenance(self) -> bool:
        return self.mode is Mode.MAINTENANCE


NORMAL = State(Mode.NORMAL)
_ORDER = list(Mode)


def of(known: versions.Versions) -> State:
    """The stricter of what the database and the settings say."""
    here = State(Mode(settings.SITE_MODE))
    said = _said(known)
    return said if _ORDER.index(said.mode) >= _ORDER.index(here.mode) else here


def now(using: str = DEFAULT_DB_ALIAS) -> State:
    """For whoever has no request at hand."""
    return of(versions.read(using))


def _said(known: versions.Versions) -> State:
    if TOPIC not in known.tokens:
        return NORMAL
    facts = known.prepared(TOPIC, TOPIC, dict)
    # Gone between two questions: it is as always again.
    return State(Mode(facts["mode"]), facts["reason"], dt.datetime.fromisoformat(facts["since"])) if facts else NORMAL


@transaction.atomic
def change(mode: Mode, reason: str, at: dt.datetime) -> None:
    versions.forget(TOPIC)
    if mode is not Mode.NORMAL:
        # A site that is only read goes on showing what it showed; one that is shut shows nothing, nor any old copy.
        versions.renew(TOPIC, marks=() if mode is Mode.READ_ONLY else EVERYTHING)
        versions.prepare(TOPIC, TOPIC, lambda: {"mode": mode.value, "reason": reason, "since": at.isoformat()})


def not_a_failure(request) -> None:
    """An answer that the mode gives is neither logged as a failure of the site nor mailed as one."""
    request.is_refused_by_mode = True


class NotByMode(logging.Filter):
    """For the logger in which Django notes each answer of 4xx and 5xx."""

    def filter(self, record):
        return not getattr(getattr(record, "request", None), "is_refused_by_mode", False)


def is_refused_by_database(error: BaseException | None) -> bool:
    """Whether a write failed because the database only lets itself be read: a replica, or a file without the right."""
    while error is not None:
        if isinstance(error, OperationalError | InternalError) and _says_read_only(error.__cause__):
            return True
        error = error.__cause__ or error.__context__
    return False


def _says_read_only(cause: BaseException | None) -> bool:
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest the detail
    return code == SQLITE_READONLY or getattr(cause, "pgcode", "") == POSTGRESQL_READONLY
