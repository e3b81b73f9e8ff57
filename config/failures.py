"""What is answered when something of ours fails: 503 and when to come again where the database is away, else 500.
A database that only lets itself be read is a site that may only be read (site_modes.py).

Django asks here whatever failed, a view, a template or a middleware that looks for a session.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from django.views import defaults

from config import site_modes
from config.recording import DESK
from web import answers, modes

AWAY = (OperationalError, InterfaceError)
"""Not reached, gone in the middle, or not answering in time; a wrong question of ours is none of these."""
RETRY_AFTER = 30
"""Seconds."""
SENTENCE = "Máy chủ đang không trả lời; hãy thử lại sau ít phút."


def server_error(request):
    """`handler500` of the site map."""
    error = sys.exc_info()[1]
    if modes.is_refused_by_database(error):
        return site_modes.refused(request, modes.State(modes.Mode.READ_ONLY))
    return unavailable(request) if is_database_away(error) else defaults.server_error(request)


def is_database_away(error: BaseException | None) -> bool:
    """Also where it stands behind another error, which came of it."""
    seen = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, AWAY):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def is_for_want_of_a_database(response) -> bool:
    """Whether this is the answer of `unavailable`."""
    return getattr(response, "wants_database", False)


def unavailable(request):
    if request.path.startswith("/api/"):
        response = answers.refuse({"": [SENTENCE]}, status=503)
    else:
        # Without the request: what every page may name would be asked of the database.
        response = render(None, "503.html", {"is_desk": request.path.startswith(DESK)}, status=503)
    response.wants_database = True
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
