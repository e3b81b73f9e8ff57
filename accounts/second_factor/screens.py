"""The pages "Xác thực hai bước" of one's own account. Each change asks first who sits there, unless that is fresh."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth import BACKEND_SESSION_KEY
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import CodeApp, StaffSession
from accounts.second_factor import codes, drawing, passkeys, sealing, services
from accounts.second_factor.forms import AgainForm, AppForm, NameForm, PasskeyForm
from accounts.sessions import keeping
from accounts.sign_in import pending

NEW_APP = "new_app"


def page(request, template, title, **context):
    context = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/accounts/{template}.html", context)


def home():
    return HttpResponseRedirect(reverse("accounts:factors"))


def account(request):
    return home()


def proved(view):
    """Asks for password or factor again where the last proof is too old."""

    @wraps(view)
    def ask_first(request, *args, **kwargs):
        if keeping.is_fresh(request.staff_session, timezone.now()):
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(f"{reverse('accounts:prove')}?{urlencode({'next': request.path})}")

    return ask_first


def factors(request):
    user = request.user
    return page(
        request,
        "factors",
        "Xác thực hai bước",
        app=CodeApp.objects.filter(user=user).first(),
        passkeys=user.passkeys.all(),
        codes_left=codes.unused(user),
        has_any=services.has_any(user),
        can_use_passkeys=passkeys.can_be_used(request),
    )


@sensitive_post_parameters()
def prove(request):
    at, user = timezone.now(), request.user
    wanted = request.GET.get("next", "")
    next_page = wanted if wanted.startswith(reverse("accounts:factors")) else reverse("accounts:factors")
    form = AgainForm(request.POST or None, request=request, user=user, at=at)
    if request.method == "POST" and form.is_valid():
        keeping.prove(request.staff_session, at)
        return HttpResponseRedirect(next_page)
    question = passkeys.ask_for_known(request, user) if passkeys.can_be_used(request) else ""
    has_app = CodeApp.objects.filter(user=user).exists()
    return page(request, "prove", "Xác nhận lại", form=form, question=question, has_app=has_app)


@sensitive_post_parameters()
@proved
def add_app(request):
    if CodeApp.objects.filter(user=request.user).exists():
        messages.error(request, services.HAS_APP)
        return home()
    secret, at = _secret_of(request), timezone.now()
    form = AppForm(request.POST or None, request=request, user=request.user, at=at, secret=secret)
    if request.method == "POST" and form.is_valid():
        return _added(request, at, lambda row: services.add_app(request.user, secret, form.step, session=row, at=at))
    address = codes.address_for(secret, request.user.get_username())
    grouped = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return page(request, "app", "Thêm ứng dụng tạo mã", form=form, drawing=drawing.qr(address), secret=grouped)


def _secret_of(request) -> str:
    """The same until it is used, so that a mistyped code asks for no new picture. Hidden also in the session."""
    try:
        return sealing.show(request.session.get(NEW_APP, ""))
    except sealing.LostKeyError:
        secret = codes.new_secret()
        request.session[NEW_APP] = sealing.hide(secret)
        return secret


@proved
def add_passkey(request):
    at = timezone.now()
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, answer = form.cleaned_data["name"], form.cleaned_data["credential"]
        return _added(
            request,
            at,
            lambda row: services.add_passkey(request.user, passkeys.made(request, answer), name, session=row, at=at),
        )
    can_use = passkeys.can_be_used(request)
    question = passkeys.ask_for_new(request, request.user) if can_use else ""
    return page(request, "passkey_add", "Thêm khóa truy cập", form=form, question=question)


def _added(request, at, add):
    """The session counts from now on as opened with what was added; the first time, codes on paper follow."""
    row, user = request.staff_session, request.user
    try:
        factor = add(row)
    except codes.CodeRefused as refusal:
        messages.error(request, str(refusal))
        return home()
    request.session.pop(NEW_APP, None)
    request.session.cycle_key()
    keeping.reopen(row, factor)
    if codes.unused(user):
        messages.success(request, f"Đã thêm: {factor}. Các phiên đăng nhập khác đã đóng.")
        return home()
    return _paper(request, at)


@proved
def make_paper(request):
    if not services.has_any(request.user):
        return home()
    if request.method == "POST":
        return _paper(request, timezone.now())
    return page(
        request,
        "confirm",
        "Tạo mã dự phòng mới",
        sentences=["Mười mã mới thay cho mọi mã cũ chưa dùng.", "Các phiên đăng nhập khác sẽ đóng lại."],
        button="Tạo mã dự phòng mới",
    )


def _paper(request, at):
    made = services.make_paper(request.user, session=request.staff_session, at=at)
    return page(request, "paper", "Mã dự phòng", codes=made)


@proved
def rename_passkey(request, pk):
    key = get_object_or_404(request.user.passkeys, pk=pk)
    form = NameForm(request.POST or None, initial={"name": key.name})
    if request.method == "POST" and form.is_valid():
        services.rename_passkey(key, form.cleaned_data["name"], at=timezone.now())
        messages.success(request, f"Đã đổi tên thành “{key.name}”.")
        return home()
    return page(request, "passkey", "Đổi tên khóa truy cập", form=form, key=key)


@proved
def remove_passkey(request, pk):
    return _remove(request, get_object_or_404(request.user.passkeys, pk=pk))


@proved
def remove_app(request):
    return _remove(request, get_object_or_404(CodeApp, user=request.user))


def _remove(request, factor):
    if request.method != "POST":
        sentences = [
            f"“{factor}” sẽ không dùng để đăng nhập được nữa.",
            "Các phiên đăng nhập khác sẽ đóng lại; phiên này được hỏi lại bước hai nếu đã mở bằng cách này.",
        ]
        return page(request, "confirm", f"Bỏ “{factor}”", sentences=sentences, button="Bỏ")
    at, name = timezone.now(), str(factor)
    services.remove(factor, session=request.staff_session, at=at)
    if not StaffSession.objects.filter(pk=request.staff_session.pk).exists():
        return _ask_anew(request, at)
    messages.success(request, f"Đã bỏ “{name}”.")
    return home()


def _ask_anew(request, at):
    """This session was opened with what is gone: another factor is asked for, where there is one."""
    user = request.user
    if services.has_any(user):
        user.backend = request.session[BACKEND_SESSION_KEY]
        pending.begin(request, user, next_page=reverse("accounts:factors"), at=at)
        return HttpResponseRedirect(reverse("accounts:second_step"))
    request.session.cycle_key()
    keeping.begin(request, user, at)
    return home()
