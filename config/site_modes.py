"""What the modes of the site mean for who asks: shut for everybody, or read by everybody and written by nobody.

Stands behind the check of the CSRF token and of the session, so that only a form of ours is offered once more.
"""

from django.contrib import admin
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from accounts.sign_in import carried
from config import keeping
from config.recording import DESK
from web import answers, modes, versions
from web.modes import Mode, State

RETRY_AFTER = {Mode.READ_ONLY: 300, Mode.MAINTENANCE: 120}
"""Seconds."""
NEVER_SHUT = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/robots.txt",
    "/favicon.ico",
    "/.well-known/",
    "/thu-vien/anh/",
    "/thu-vien/tep/",
    "/static/",
    "/api/v1/openapi.yaml",
)
"""What machines ask of the process, and files that pages consist of: they ask for no version either."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SIGNING_IN = frozenset({"admin:login", "admin:logout", "accounts:second_step", "accounts:prove"})
"""They write sessions, tries and the record, and nothing that anybody typed."""
NGINX_ASKS_AGAIN = "/bao-tri/"
"""Within deploy/nginx.conf, from where it leads to the site once more."""
SENTENCE = "Trang đang ở chế độ chỉ đọc nên chưa lưu được gì."
SHUT = "Trang đang bảo trì; xin quay lại sau ít phút."


class SiteModes:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(NEVER_SHUT) and modes.of(versions.of(request)).is_maintenance:
            return past_all_copies(request) if keeping.ASKED in request.META else shut(request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if request.method in SAFE:
            return None
        request.may_be_offered_again = "admin" in match.namespaces and not getattr(view, "csrf_exempt", False)
        state = modes.of(versions.of(request))
        is_open = match.view_name in SIGNING_IN or not state.is_read_only
        return None if is_open else refused(request, state)


def past_all_copies(request) -> HttpResponse:
    """nginx looks for an old copy wherever it reads 503, so it is told to ask at another address of its own."""
    kind = "api/" if request.path.startswith("/api/") else ""
    return HttpResponse(headers={"X-Accel-Redirect": f"{NGINX_ASKS_AGAIN}{kind}"})


def shut(request) -> HttpResponse:
    if request.path.startswith("/api/"):
        return _marked(request, answers.refuse({"": [SHUT]}, status=503), Mode.MAINTENANCE)
    # Without the request: what every page may name is asked of the database.
    return _marked(request, render(None, "maintenance.html", status=503), Mode.MAINTENANCE)


def refused(request, state: State) -> HttpResponse:
    """The answer to a write: why, and the form once more, with all that was typed."""
    if request.path.startswith("/api/"):
        response = answers.refuse({"": [SENTENCE]}, status=503)
    elif "text/html" not in request.headers.get("Accept", "text/html"):
        # Asked by a script of ours; each shows one of the two.
        response = JsonResponse({"errors": {"": [SENTENCE]}, "error": {"message": SENTENCE}}, status=503)
    elif request.path.startswith(DESK):
        response = _desk_page(request, state)
    else:
        response = _plain_page(request)
    return _marked(request, response, Mode.READ_ONLY)


def _plain_page(request) -> HttpResponse:
    """For whoever has no account. Without the request, as this is shown when little else works."""
    typed = [(name, value) for name, value in request.POST.items() if value and name != "key"]
    facts = {"typed": typed, "address": request.path, "is_read": request.method in SAFE}
    return render(None, "read_only.html", facts, status=503)


def _desk_page(request, state: State) -> HttpResponse:
    may_be_offered = getattr(request, "may_be_offered_again", False)
    sent = carried.from_request(request, owner="") if may_be_offered and request.method == "POST" else None
    context = {
        **admin.site.each_context(request),
        "title": "Chưa lưu được: trang đang ở chế độ chỉ đọc",
        "state": state,
        "sent": sent,
        "is_nav_sidebar_enabled": False,
    }
    return render(request, "admin/desk/read_only.html", context, status=503)


def _marked(request, response: HttpResponse, mode: Mode) -> HttpResponse:
    modes.not_a_failure(request)
    response["Retry-After"] = str(RETRY_AFTER[mode])
    response["Cache-Control"] = "no-store"
    return response
