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
from accounts.forms import LoginForm, OwnPasswordForm
from audit import services as audit
from audit.models import Event
from audit.screens import Recorded
from config.django_words import SCRIPT_WORDS
from desk import todo
from desk.bounds import BoundedText

RECENT = 10


class ScriptWords(JavaScriptCatalog):
    """The words of the admin's scripts, all of them Vietnamese."""

    packages = ["django.contrib.admin"]

    def get_catalog(self):
        return super().get_catalog() | SCRIPT_WORDS


def _nothing(request, rest):
    raise Http404


class AdminSite(admin.AdminSite):
    site_header = "Ban biên tập"
    site_title = "Ban biên tập"
    index_title = "Việc cần làm"
    empty_value_display = "chưa có"

    @property
    def login_form(self):
        return partial(LoginForm, at=timezone.now())

    def index(self, request, extra_context=None):
        waiting = todo.for_user(request.user, timezone.now())
        own = Event.objects.filter(actor=request.user)
        may_read = request.user.has_perm("audit.view_event")
        events = (Event.objects.all() if may_read else own)[:RECENT]
        context = {"waiting": waiting, "recent_events": events, "may_read_record": may_read}
        return super().index(request, {**context, **(extra_context or {})})

    def register(self, model_or_iterable, admin_class=None, **options):
        """Every screen bounds what is typed and writes the record, beneath whatever it does itself."""
        own = admin_class or admin.ModelAdmin
        recorded = type(own.__name__, (own, BoundedText, Recorded), {"__module__": own.__module__})
        super().register(model_or_iterable, recorded, **options)

    def password_change(self, request, extra_context=None):
        response = PasswordChangeView.as_view(
            form_class=partial(OwnPasswordForm, request=request, at=timezone.now()),
            success_url=reverse("admin:password_change_done"),
            template_name="registration/password_change_form.html",
            extra_context={**self.each_context(request), **(extra_context or {})},
        )(request)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            audit.record("account.own_password", request.user, by=request.user, at=timezone.now())
        return response

    def get_app_list(self, request, app_label=None):
        """Names in the order of the Vietnamese alphabet: Đại hội stands before Khâu đột phá."""
        apps = sorted(super().get_app_list(request, app_label), key=lambda app: vietnamese.sort_key(app["name"]))
        for app in apps:
            app["models"].sort(key=lambda model: vietnamese.sort_key(model["name"]))
        return apps

    def get_urls(self):
        """The stock address would name any row to any member of staff: a draft's own address tells its title."""
        way = path("r/<int:content_type_id>/<int:object_id>/", self.admin_view(self.public_page), name="view_on_site")
        return [way, path("r/<path:rest>", self.admin_view(_nothing)), *super().get_urls()]

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
