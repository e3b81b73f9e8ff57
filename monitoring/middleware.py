"""Around every request: gives it its id, and counts it once it is answered.

Every page passes here, and a page is two milliseconds: what can wait is done later (counters.py).
"""

from pathlib import Path
from time import perf_counter, thread_time, time

from django.conf import settings

from monitoring import counters, passing

HEADER = "X-Request-ID"


class Watch:
    """The first of the middleware, so that it sees everything. What a visitor sends under these names is not believed:
    nginx sets both itself, and without a proxy in front they count for nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.has_proxy = bool(getattr(settings, "TRUSTED_PROXIES", 0))
        if settings.METRICS_TOKEN:
            counters.start(Path(settings.MONITORING_DIR))

    def __call__(self, request):
        at, began, worked = time(), perf_counter(), thread_time()
        told = request.META if self.has_proxy else {}
        here = passing.Passing(passing.known_as(told.get("HTTP_X_REQUEST_ID", "")))
        # Django logs a 404 after all middleware, when nothing is in hand any more.
        request.request_id = here.id
        token = passing.begin(here)
        try:
            response = self.get_response(request)
        finally:
            passing.end(token)
        response.headers[HEADER] = here.id
        spent = perf_counter() - began, thread_time() - worked
        asked = view_of(request), request.method, response.status_code
        counters.answered((*asked, *spent, told.get("HTTP_X_REQUEST_START", ""), at, here))
        return response


def view_of(request) -> str:
    """A name out of the site map, never anything that a visitor chose."""
    if request.resolver_match:
        return request.resolver_match.view_name
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"
