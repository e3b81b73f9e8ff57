"""The screens of the site's own words. What is typed becomes a proposal; nothing here saves a row."""

from csp.decorators import csp_update
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator

import vietnamese
from articles.widgets import EDITOR_POLICY
from desk.listing import ClosedFilters, two_lines
from desk.step_screens import StepScreens
from proposals.models import Proposal
from proposals.screens import Guarded
from words import forms, history, services
from words.looking import PageLooks
from words.models import FrontPage, Page, PinnedArticle, SiteWords, UrgentNotice


class Words(Guarded, ClosedFilters):
    """What the screens of this app share: every version can be read, and what waits is named on the form."""

    actions = None
    change_form_template = "admin/words/change_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.versions_view)
        return [path("<int:pk>/cac-ban/", view, name=self._versions_name), *super().get_urls()]

    @property
    def _versions_name(self):
        return f"{self.opts.app_label}_{self.opts.model_name}_versions"

    def versions_view(self, request, pk):
        row = self.row_to_look_at(request, pk)
        context = {
            **self.admin_site.each_context(request),
            "title": "Các bản đã duyệt",
            "opts": self.opts,
            "row": row,
            "versions": history.of(row),
            "can_be_read": self.model is Page,
        }
        return TemplateResponse(request, "admin/words/versions.html", context)

    def row_to_look_at(self, request, pk):
        """The same answer whether it is hidden or not there."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        return row

    def render_change_form(self, request, context, *args, **kwargs):
        row = context.get("original")
        waiting = Proposal.objects.waiting().filter(model=self.opts.model_name, object_id=row and row.pk)
        context["waiting"] = waiting.select_related("proposed_by")
        context["versions_url"] = reverse(f"admin:{self._versions_name}", args=[row.pk]) if row else ""
        return super().render_change_form(request, context, *args, **kwargs)


class OneRowScreen(Words):
    """There is one row at most, so the list would only be a step on the way to it."""

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not self.model.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def render_change_form(self, request, context, *args, **kwargs):
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request, extra_context=None):
        row = self.model.objects.first()
        if request.method != "GET" or not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        here = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if row:
            return HttpResponseRedirect(reverse(f"{here}_change", args=[row.pk]))
        if self.has_add_permission(request):
            return HttpResponseRedirect(reverse(f"{here}_add"))
        return super().changelist_view(request, extra_context)


@admin.register(SiteWords)
class SiteWordsAdmin(OneRowScreen, admin.ModelAdmin):
    form = forms.SiteWordsForm
    fieldsets = [
        ("Tên và lời ở đầu trang", {"fields": ["name", "motto", "greeting", "description"]}),
        (
            "Ai chịu trách nhiệm",
            {
                "fields": ["owner", "editor", "address", "telephone", "email", "contacts"],
                "description": "Điều gì chưa biết thì để trống: trang sẽ không hiện dòng ấy.",
            },
        ),
        ("Giấy phép", {"fields": ["licence_number", "licence_on", "licence_issuer"]}),
        ("Lời khác", {"fields": ["place", "reuse", "footer"]}),
    ]


@admin.register(FrontPage)
class FrontPageAdmin(OneRowScreen, admin.ModelAdmin):
    form = forms.FrontPageForm
    fields = ["menu", "sections", "without_picture"]


@admin.register(PinnedArticle)
class PinnedArticleAdmin(Words, admin.ModelAdmin):
    form = forms.PinnedArticleForm
    list_display = ["article", "order", "last_day"]
    list_select_related = ["article"]
    fields = ["article", "order", "last_day"]
    autocomplete_fields = ["article"]


@admin.register(UrgentNotice)
class UrgentNoticeAdmin(Words, StepScreens, admin.ModelAdmin):
    form = forms.UrgentNoticeForm
    table = services.TABLE
    list_display = ["text", "shown"]
    search_fields = ["text__folded"]
    date_hierarchy = "starts_at"
    fields = ["text", "link", "starts_at", "ends_at"]

    @admin.display(description="hiện", ordering="starts_at")
    def shown(self, notice):
        at = timezone.now()
        times = f"{vietnamese.moment(notice.starts_at)} đến {vietnamese.moment(notice.ends_at)}"
        state = "Đã hết" if notice.ends_at <= at else "Sắp hiện" if notice.starts_at > at else "Đang hiện"
        return two_lines(state, times)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        notice = self.get_object(request, object_id)
        steps = self.step_buttons(request, notice, services.state(notice, timezone.now())) if notice else []
        return super().change_view(request, object_id, form_url, {"steps": steps, **(extra_context or {})})

    def step_refusal(self, code, thing, user, at):
        return services.refusal(thing, user, at)

    def step_seen(self, thing):
        return thing.ends_at.isoformat()

    def take(self, code, thing, seen, *, by, at, note):
        services.take_down(thing, by=by, at=at, note=note)


@admin.register(Page)
class PageAdmin(PageLooks, Words, admin.ModelAdmin):
    form = forms.PageForm
    list_display = ["title", "order", "updated"]
    search_fields = ["title__folded"]
    fields = ["title", "slug", "summary", "body", "order"]

    class Media:
        css = {"all": ["css/editor.css"]}

    def get_readonly_fields(self, request, obj=None):
        """An address that readers know stays."""
        return ["slug"] if obj else []

    @admin.display(description="cập nhật", ordering="updated_at")
    def updated(self, page):
        return vietnamese.moment(page.updated_at)

    def render_change_form(self, request, context, *args, **kwargs):
        if "body" in context["adminform"].form.fields:
            return self._with_editor(request, context, *args, **kwargs)
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(csp_update(EDITOR_POLICY))
    def _with_editor(self, *args, **kwargs):
        """The looser policy goes with the editor and nothing else."""
        return super().render_change_form(*args, **kwargs)
