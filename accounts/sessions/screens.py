"""The page "Phiên đăng nhập": where one is signed in, and how to end it there."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts.sessions import keeping
from audit import services as audit


def sessions(request):
    at = timezone.now()
    if request.method == "POST":
        return _close(request, at)
    context = {
        **admin.site.each_context(request),
        "title": "Phiên đăng nhập",
        "sessions": keeping.live(request.user, at),
        "here": request.staff_session,
        "idle_minutes": keeping.idle().seconds // 60,
        "longest_hours": keeping.LONGEST.seconds // 3600,
    }
    return TemplateResponse(request, "admin/accounts/sessions.html", context)


def _close(request, at):
    """One's own alone, and never the one that asks: that is what "Đăng xuất" is for."""
    rows = keeping.others(request.staff_session)
    which = request.POST.get("session", "")
    if which != "others":
        rows = rows.filter(pk=which if which.isascii() and which.isdigit() and len(which) < 18 else 0)
    closed = keeping.close(rows)
    if closed:
        audit.record("session.close", request.user, by=request.user, at=at, after={"sessions": closed})
        messages.success(request, f"Đã đóng {closed} phiên.")
    else:
        messages.warning(request, "Không còn phiên nào như vậy để đóng.")
    return HttpResponseRedirect(reverse("accounts:sessions"))
