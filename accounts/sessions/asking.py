"""Small questions that a page of the desk asks by itself: is its person still signed in, is somebody else here?

They are no sign of a person at work, so they do not keep a session alive beyond its idle limit.
"""

from django.contrib import admin
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache


def by_itself(view):
    """Marks a view that pages ask without anybody pressing anything."""
    view.is_asked_by_itself = True
    return view


def is_by_itself(match) -> bool:
    return getattr(match.func, "is_asked_by_itself", False)


def owner_of(user) -> str:
    """Whose page it is, for scripts; says nothing of the account."""
    return salted_hmac("accounts.sessions.owner", str(user.pk), algorithm="sha256").hexdigest()[:16]


def key_of(user) -> str:
    """Closes what the browser keeps of an unsaved text: only a page of the same account can open it again."""
    return salted_hmac("accounts.sessions.kept", str(user.pk), algorithm="sha256").hexdigest()


@by_itself
@never_cache
def still_here(request):
    """Who is signed in, with the token of today; {"owner": ""} for nobody."""
    if not admin.site.has_permission(request):
        return JsonResponse({"owner": ""})
    return JsonResponse({"owner": owner_of(request.user), "name": str(request.user), "token": get_token(request)})
