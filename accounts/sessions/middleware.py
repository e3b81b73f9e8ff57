"""Who asks? A session opens something only with its live row (keeping.py) and with the second factor that is owed."""

from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.second_factor import duties
from accounts.sessions import asking, keeping
from accounts.sign_in.views import ended

DESK = frozenset({"admin", "accounts"})
ABOUT_ONESELF = frozenset({"admin:login", "admin:logout"})
"""Besides the pages of accounts/urls.py: they ask for secrets, so nothing sent to them is carried on."""
SETS_UP = frozenset(
    {"admin:logout", "admin:jsi18n", "accounts:factors", "accounts:prove"}
    | {f"accounts:{name}" for name in ("add_app", "remove_app", "add_passkey", "rename_passkey", "remove_passkey")}
    | {"accounts:make_paper"}
)
"""All that is open to somebody whose grace is over."""


class StaffSessions(AuthenticationMiddleware):
    """Stands after the check of the CSRF token, so that only a form of ours is carried on."""

    def process_request(self, request):
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: person(request))

    def process_view(self, request, view, args, kwargs):
        if not DESK & set(request.resolver_match.namespaces) or request.user.is_authenticated:
            return None
        if getattr(request, "owes_second_factor", False):
            return HttpResponseRedirect(reverse("accounts:factors"))
        owner = getattr(request, "session_ended_of", "")
        is_typed = not (_is_about_oneself(request.resolver_match) or asking.is_by_itself(request.resolver_match))
        if owner and request.method == "POST" and is_typed:
            return ended(request, owner)
        return None


def person(request):
    """The user of a live session, else nobody: also whoever owes a second factor, but for the page that sets it up."""
    if not hasattr(request, "asking_person"):
        request.asking_person = _person(request, timezone.now())
    return request.asking_person


def _person(request, at):
    owner = request.session.get(SESSION_KEY)
    if owner is None:
        return AnonymousUser()
    token, user = request.session.get(keeping.TOKEN), get_user(request)
    is_activity = not (request.resolver_match and asking.is_by_itself(request.resolver_match))
    row = keeping.find(token, user, at, is_activity=is_activity) if user.is_authenticated else None
    if row is None:
        request.session_ended_of = owner
        return AnonymousUser()
    request.staff_session = row
    request.second_factor_owed = owed = duties.owed(user, row, at)
    if owed and owed.is_over and not _sets_up(request):
        request.owes_second_factor = True
        return AnonymousUser()
    return user


def _sets_up(request) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name in SETS_UP


def _is_about_oneself(match) -> bool:
    return match.view_name in ABOUT_ONESELF or "accounts" in match.namespaces
