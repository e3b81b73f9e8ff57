"""The stock Django admin under our name; docs/decisions/ says why it stays stock."""

from functools import partial
from http import HTTPStatus

from django.contrib import admin
from django.contrib.auth.views import PasswordChangeView
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.i18n import JavaScriptCatalog

import vietnamese
from accounts import notices
from accounts.forms import OwnPasswordForm
from accounts.sessions import keeping
from accounts.sign_in.views import SignIn
from accounts.views import set_password
from audit import services as audit
from audit.models import Event
from audit.screens import Recorded
from config import front_page
from config.django_words import SCRIPT_WORDS
from desk import todo
from desk.bounds import BoundedText
from desk.choosers import Choosers
from desk.step_screens import StepScreens
from desk.whole_row import UnchangedStays
from notices import services as told
from web.digits import whole_number

RECENT = 10


class ScriptWords(JavaScriptCatalog):
    """The words of the admin's scripts, all of them Vietnamese."""

    packages = ["django.contrib.admin"]

    def get_catalog(self):
        return super().get_catalog() | SCRIPT_WORDS


def _nothing(request, rest):
    raise Http404


def _told_of_work(user):
    """The newest of what is unread, and how many more there are."""
    unread = list(told.unread(user, told.Kind.WORK)[: todo.AT_ONCE + 1])
    more = told.unread(user, told.Kind.WORK).count() - todo.AT_ONCE if len(unread) > todo.AT_ONCE else 0
    return {"told": unread[: todo.AT_ONCE], "more": more}


class AdminSite(admin.AdminSite):
    site_header = "Ban biên tập"
    site_title = "Ban biên tập"
    index_title = "Việc cần làm"
    empty_value_display = "chưa có"

    def login(self, request, extra_context=None):
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        context = {
            **self.each_context(request),
            "title": "Đăng nhập",
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            **(extra_context or {}),
        }
        return SignIn.as_view(extra_context=context)(request)

    def index(self, request, extra_context=None):
        own = Event.objects.filter(actor=request.user)
        may_read = request.user.has_perm("audit.view_event")
        events = (Event.objects.all() if may_read else own)[:RECENT]
        context = {
            "notices": notices.unread(request.user),
            "recent_events": events,
            "may_read_record": may_read,
            **_told_of_work(request.user),
        }
        page = front_page.context(request.user, request.GET, timezone.now())
        return super().index(request, {**context, **page, **(extra_context or {})})

    def register(self, model_or_iterable, admin_class=None, **options):
        """Beneath whatever a screen does itself, it bounds what is typed, leaves alone what nobody changed, and writes
        the record."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        self.registered = [*getattr(self, "registered", []), *models]
        own = admin_class or admin.ModelAdmin
        recorded = type(
            own.__name__, (own, BoundedText, Choosers, UnchangedStays, Recorded), {"__module__": own.__module__}
        )
        super().register(models, recorded, **options)

    def step_screens(self):
        """The screens on which two people stand behind something."""
        screens = [self.get_model_admin(model) for model in self.registered if self.is_registered(model)]
        return [screen for screen in screens if isinstance(screen, StepScreens)]

    def password_change(self, request, extra_context=None):
        response = PasswordChangeView.as_view(
            form_class=partial(OwnPasswordForm, request=request, at=timezone.now()),
            success_url=reverse("admin:password_change_done"),
            template_name="registration/password_change_form.html",
            extra_context={**self.each_context(request), **(extra_context or {})},
        )(request)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            closed = {"closed_sessions": keeping.close(keeping.others(request.staff_session))}
            audit.record("account.own_password", request.user, by=request.user, at=timezone.now(), after=closed)
        return response

    def get_app_list(self, request, app_label=None):
        """Names in the order of the Vietnamese alphabet: Đại hội stands before Khâu đột phá."""
        apps = sorted(super().get_app_list(request, app_label), key=lambda app: vietnamese.sort_key(app["name"]))
        for app in apps:
            app["models"].sort(key=lambda model: vietnamese.sort_key(model["name"]))
        return apps

    def get_urls(self):
        """The stock address would name any row to any member of staff: a draft's own address tells its title."""
        link = path("mat-khau/<str:secret>/", set_password, name="set_password")
        read = path("da-doc/", self.admin_view(self.notices_read), name="notices_read")
        way = path("r/<int:content_type_id>/<int:object_id>/", self.admin_view(self.public_page), name="view_on_site")
        return [link, read, way, path("r/<path:rest>", self.admin_view(_nothing)), *super().get_urls()]

    def notices_read(self, request):
        last = whole_number(request.POST.get("last"))
        if request.method == "POST" and last is not None:
            notices.mark_read(request.user, last, timezone.now())
        return HttpResponseRedirect(reverse("admin:index"))

    def public_page(self, request, content_type_id, object_id):
        kind = ContentType.objects.filter(pk=content_type_id).first()
        model = kind and kind.model_class()
        screen = self.get_model_admin(model) if model and self.is_registered(model) else None
        row = screen.get_object(request, str(object_id)) if screen else None
        if row is None or not hasattr(row, "get_absolute_url") or not screen.has_view_permission(request, row):
            raise Http404
        return HttpResponseRedirect(row.get_absolute_url())

    def i18n_javascript(self, request, extra_context=None):
        return ScriptWords.as_view()(request)
