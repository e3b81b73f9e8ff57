"""A form of the desk does its work once, however often its button is pressed.

Each page puts a key into its form. Whoever sends the same once more is led to what the first sending made. Whoever went
back and typed something else into a form that makes a new thing is told so, and decides whether it is another one.
"""

import datetime as dt
import hashlib
import re
import uuid

from django.contrib import messages
from django.contrib.messages import constants
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

import vietnamese
from desk import refused
from desk.models import SentForm

FIELD = "form_key"
KEPT_FIELD = "kept"
"""The number under which the browser keeps what is being typed (static/js/desk-kept.js)."""
SAVED_COOKIE = "kept_saved"
REMEMBERED = dt.timedelta(days=1)
SAVED_COOKIE_SECONDS = 600
NEW, CHANGE = "them", "sua"
_KEY = re.compile(f"(?:{NEW}|{CHANGE})-[0-9a-f]{{32}}")
_KEPT = re.compile("[0-9a-f]{16}")
NOT_CONTENT = frozenset({FIELD, KEPT_FIELD, "csrfmiddlewaretoken"})
SENT_BEFORE = "Biểu mẫu này đã được lưu ở lần bấm trước, lúc {}; lần bấm sau không lưu thêm gì."
STILL_AT_IT = "Biểu mẫu này đang được lưu từ lần bấm trước. Hãy xem kết quả trong danh sách; lần bấm sau không lưu gì."


def new_key(kind: str) -> str:
    return f"{kind}-{uuid.uuid4().hex}"


class SendOnce:
    """Stands innermost: whoever may not come in, or whose form is not ours, has been refused by then."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_done = request.method == "POST" and is_success(request, response)
        if sent := getattr(request, "sent_form", None):
            _close(sent, response, is_done=is_done)
        kept = request.POST.get(KEPT_FIELD, "") if is_done else ""
        if _KEPT.fullmatch(kept):
            _tell_browser(request, response, kept)
        return response

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or "admin" not in request.resolver_match.namespaces:
            return None
        key = request.POST.get(FIELD, "")
        if not _KEY.fullmatch(key) or not request.user.is_authenticated:
            return None
        return _open(request, key, timezone.now())


def is_success(request, response) -> bool:
    """Did the form do what it was sent for? Its page leads on, or closes its window, and nothing was refused."""
    leads_on = response.status_code == 302 or "popup_response_data" in (getattr(response, "context_data", None) or {})
    if not leads_on or refused.of(request):
        return False
    said = messages.get_messages(request)
    has_failed = any(message.level >= constants.ERROR for message in said)
    said.used = False  # they were only looked at
    return not has_failed


def _open(request, key, at):
    """None where the form may do its work; else the answer of a form that has done it."""
    SentForm.objects.filter(sent_at__lt=at - REMEMBERED).delete()
    digest, owner = _digest(request), str(request.user.pk)
    with transaction.atomic():
        before, is_new = SentForm.objects.get_or_create(
            key=key, defaults={"owner": owner, "sent_at": at, "digest": digest}
        )
    if is_new:
        request.sent_form = before
        return None
    if before.owner != owner:
        # A key that somebody else has used says nothing about this form.
        return None
    if before.digest == digest:
        return _same_again(request, before)
    return _other_content(request, before) if key.startswith(NEW) else None


def _same_again(request, before):
    if not before.address:
        messages.warning(request, STILL_AT_IT)
        return HttpResponseRedirect(request.get_full_path())
    messages.info(request, SENT_BEFORE.format(_clock(before.sent_at)))
    return HttpResponseRedirect(before.address)


def _other_content(request, before):
    hidden = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_CONTENT and "password" not in name
    ]
    context = {
        "title": "Biểu mẫu này đã được lưu",
        "saved_at": _clock(before.sent_at),
        "address": before.address,
        "carried": hidden,
        "files": [file.name for _, several in request.FILES.lists() for file in several],
    }
    return render(request, "admin/desk/sent_before.html", context, status=409)


def _close(sent, response, *, is_done):
    if is_done:
        sent.address = (response.headers.get("Location") or "")[:500]
        sent.save(update_fields=["address"])
    else:
        # Nothing was made, so the same page may be sent again.
        sent.delete()


def _tell_browser(request, response, kept):
    """It drops what it kept of this form."""
    response.set_cookie(
        SAVED_COOKIE, kept, max_age=SAVED_COOKIE_SECONDS, path="/quan-tri/", secure=request.is_secure(), samesite="Lax"
    )


def _digest(request) -> str:
    sent = [(name, values) for name, values in request.POST.lists() if name not in NOT_CONTENT]
    files = [(name, file.name, file.size) for name, several in request.FILES.lists() for file in several]
    return hashlib.sha256(repr((sorted(sent), sorted(files), request.path)).encode(errors="replace")).hexdigest()


def _clock(at):
    return f"{vietnamese.local(at):%H:%M}"
