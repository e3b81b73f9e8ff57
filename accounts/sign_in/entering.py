"""The last step of signing in: a new session, then on to where the person wanted to go, or to what they had sent."""

from django.contrib import admin
from django.contrib.auth import login
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from accounts import known_devices
from accounts.models import Passkey
from accounts.second_factor import duties
from accounts.sessions import keeping
from accounts.sign_in import carried


def finish(request, user, *, next_page: str, factor=None):
    """`factor`: what was shown besides the password. The session's key is new, and so is the CSRF token."""
    text = request.POST.get(carried.FIELD, "")
    keeping.leave(request)
    request.session.flush()
    request.second_factor = factor
    request.shown_to_sign_in = _shown(user, factor)
    login(request, user, backend=user.backend)
    response = send_again(request, user, text) if text else HttpResponseRedirect(next_page)
    known_devices.remember(request, response, user)
    return response


def _shown(user, factor) -> str:
    """For the record: with what somebody came in."""
    if factor is None:
        more = "; tài khoản này phải bật xác thực hai bước" if duties.must_have(user) else ""
        return f"Chỉ bằng mật khẩu{more}."
    name = f" «{factor.name}»" if isinstance(factor, Passkey) else ""
    return f"Bằng mật khẩu và {factor._meta.verbose_name}{name}."


def send_again(request, user, text: str):
    """The form of before under a fresh token. What belongs to somebody else is not shown, let alone saved."""
    found = carried.opened(text)
    is_own = found is not None and found.owner == str(user.pk)
    title = "Lưu tiếp nội dung vừa gửi" if is_own else "Nội dung chưa được lưu"
    return _page(request, title, carried=found if is_own else None, is_certain=True)


def confirm(request, sent: carried.Carried):
    """Whoever is signed in decides whether it is theirs: nothing goes on by itself."""
    return _page(request, "Lưu nội dung vừa gửi?", carried=sent, is_certain=False)


def _page(request, title, **context):
    context = {**admin.site.each_context(request), "title": title, "is_nav_sidebar_enabled": False, **context}
    return TemplateResponse(request, "admin/accounts/send_again.html", context)
