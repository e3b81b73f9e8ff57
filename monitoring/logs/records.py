"""What one record of the log says, whoever wrote it: facts of ours, and nothing that came with a request.

A line needs no address, no name, no query and no cookie to be of use: the request's id finds nginx's line, and the
record (audit) knows who was signed in. So what is told is chosen here, and all else stays out.
"""

import datetime as dt
import logging

from monitoring import passing
from monitoring.logs import faults

OURS = frozenset(
    {
        "accounts", "articles", "audit", "backup", "config", "desk", "library", "monitoring", "notices", "proposals",
        "resolutions", "search", "web", "words",
    }
)  # fmt: skip
"""Loggers whose own sentences are told with what stands in them: they name no person (tests/monitoring/)."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def facts(record: logging.LogRecord) -> dict:
    """In the order of the line; empty ones are left out."""
    at = dt.datetime.fromtimestamp(record.created, dt.UTC)
    told = {
        "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname,
        "logger": record.name,
        "process": record.process,
        "request": passing.current_id() or getattr(getattr(record, "request", None), "request_id", ""),
        "message": message(record),
        **_request(record),
        **_error(record),
        "held": getattr(record, "held_back", 0),
    }
    return {name: value for name, value in told.items() if value or name == "process"}


def message(record: logging.LogRecord) -> str:
    """Others put paths, hosts and texts of visitors into theirs: of these only the pattern is told."""
    if _is_ours(record):
        return record.getMessage()
    shown = pattern(record).replace("%s", "…")
    # Of Django's own "reason: path" nothing is left; view, status and error say it.
    return shown if any(map(str.isalpha, shown)) else ""


def pattern(record: logging.LogRecord) -> str:
    """ "" where somebody has put all into one text."""
    is_djangos = record.name.startswith("django.") and not record.name.startswith("django.security")
    return str(record.msg)[:200] if record.args or is_djangos or _is_ours(record) else ""


def _is_ours(record) -> bool:
    return record.name.partition(".")[0] in OURS


def about(record: logging.LogRecord) -> str:
    """What makes two records the same fault: the kind of error and its place, else the pattern and its place."""
    error = _error_of(record)
    what = faults.kind(error) if error else pattern(record)
    return f"{record.levelname} {record.name} {what} {place(record)} {_request(record).get('status', '')}"


def place(record: logging.LogRecord) -> str:
    error = _error_of(record)
    return (error and faults.place(error)) or f"{faults.shortened(record.pathname)}:{record.lineno}"


def _error_of(record) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


def _error(record) -> dict:
    error = _error_of(record)
    if error is None:
        return {"place": place(record)}
    return {
        "error": faults.kind(error),
        "words": faults.words(error),
        "place": place(record),
        "trace": faults.trace(error) if record.levelno >= logging.ERROR else [],
    }


def _request(record) -> dict:
    """Django hands its request over with what it logs of it."""
    request = getattr(record, "request", None)
    status = getattr(record, "status_code", None)
    match = getattr(request, "resolver_match", None)
    method = getattr(request, "method", None)
    return {
        "method": (method if method in METHODS else "other") if method else "",
        "view": match.view_name if match else "",
        "status": status if isinstance(status, int) else "",
    }
