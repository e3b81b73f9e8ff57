"""What every request passes before any page of ours sees it."""

from urllib.parse import unquote_plus

from django.conf import settings
from django.shortcuts import render

from web import answers


class RefuseNulBytes:
    """Answers 400 to a NUL byte in an address, a query or a cookie: PostgreSQL refuses it in any text.

    Django's forms refuse NUL themselves; paths, raw query values and quoted cookies reach the database without one.
    Broken UTF-8 needs no help: Django reads it as U+FFFD in a query, and as text that no path matches.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return refusal(request) if has_nul(request) else self.get_response(request)


def has_nul(request) -> bool:
    query = request.META.get("QUERY_STRING", "")
    return (
        "\0" in request.path_info
        or "\0" in unquote_plus(query)
        or ("HTTP_COOKIE" in request.META and any("\0" in name + value for name, value in request.COOKIES.items()))
    )


def refusal(request):
    if request.path_info.startswith("/api/"):
        return answers.refuse({"": ["Yêu cầu có ký tự NUL (%00), không đọc được."]})
    return render(request, "400.html", status=400)


class PermissionsPolicy:
    """Tells the browser which of its powers no page of ours uses."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.value = ", ".join(f"{power}=()" for power in settings.PERMISSIONS_POLICY)

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.value)
        return response
