"""The desk: where staff write, check and publish. It calls services and never sets a status."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from articles import filters, limits, services, typed_body
from articles import links as linking
from articles.comments.screens import CommentViews
from articles.composing.layout import clock as _clock
from articles.composing.screens import ComposingPage
from articles.corrections.admin import CorrectionAdmin  # noqa: F401 - registers it
from articles.corrections.screens import CorrectionScreens
from articles.desk import DeskViews
from articles.editions.screens import EditionScreens
from articles.finding import lists
from articles.finding import screens as finding
from articles.forms import ArticleForm, ScheduleForm
from articles.handing_over.screens import HandOverScreens
from articles.models import DESK_MOMENT, Article
from articles.office.intake.screens import WordIntake
from articles.section_screens import SectionAdmin, SectionLimitAdmin  # noqa: F401 - registers them
from articles.sharing.screens import ShareViews
from articles.workflow import SUBMIT
from desk import refused
from desk.listing import ClosedFilters, two_lines

WITHOUT_BODY = {"articles_article_changelist", "articles_article_presence"}
ALONE_BADGE = format_html('<span class="status" data-status="alone">{}</span>', "Một người duyệt, chờ xác nhận")


@admin.register(Article)
class ArticleAdmin(
    HandOverScreens,
    ComposingPage,
    WordIntake,
    CommentViews,
    ShareViews,
    EditionScreens,
    CorrectionScreens,
    DeskViews,
    ClosedFilters,
    admin.ModelAdmin,
):
    recorded_by_services = frozenset({"add", "change", "delete"})
    list_display = ["title", "state", "place", "edited"]
    list_filter = [filters.MyWorkFilter, filters.AloneFilter, lists.SoonFilter, "section", *lists.FILTERS]
    list_select_related = ["section", "author"]
    list_per_page = 30
    paginator = lists.BoundedPaginator
    show_full_result_count, show_facets = False, admin.ShowFacets.NEVER
    search_fields = ["title"]
    actions = None
    change_form_template = "admin/articles/article/change_form.html"

    class Media:
        css = {"all": ["css/editor.css", "css/writing.css", "css/writing-foot.css", "css/checklist.css"]}

    def get_queryset(self, request):
        articles = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name in WITHOUT_BODY:
            articles = articles.defer("body")
        return articles.filter(limits.seen_by(request.user))

    def get_ordering(self, request):
        return lists.ordering(request.GET)

    def get_search_results(self, request, queryset, search_term):
        return finding.in_the_list(request, queryset, search_term), False

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        if shown := getattr(response, "context_data", {}).get("cl"):
            response.context_data |= finding.line(request, shown)
        return response

    # Who may do what: articles/workflow.py decides, here it is only asked.

    def has_view_permission(self, request, obj=None):
        allowed = super().has_view_permission(request, obj)
        return allowed and (obj is None or services.may_see(obj, request.user))

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return services.edit_refusal(obj, request.user) is None or self._may_reschedule(request, obj)

    def has_delete_permission(self, request, obj=None):
        return obj is not None and services.may_delete(obj, request.user)

    # The form.

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "section":
            kwargs["queryset"] = limits.sections_of(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = ArticleForm if self._may_edit(request, obj) else ScheduleForm
        form = super().get_form(request, obj, change=change, **kwargs)
        form.request = request
        return form

    def add_view(self, request, form_url="", extra_context=None):
        context = {"may_submit": request.user.has_perm(SUBMIT), "show_save_and_add_another": False}
        typed_body.ahead(request, self)
        try:
            return super().add_view(request, form_url, {**context, **(extra_context or {})})
        except services.AlreadyCreated as answer:
            return self.made_before(request, answer)
        except services.StepRefused as refusal:
            back = reverse("admin:articles_article_add")
            return refused.page(request, self, None, str(refusal), back=back, step="create")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        article = self.get_object(request, object_id)
        if article and (conflict := self.conflict(request, article)):
            return conflict
        if article:
            typed_body.ahead(request, self, article)
        context = {**self.desk_context(request, article), **(extra_context or {})} if article else extra_context
        try:
            return super().change_view(request, object_id, form_url, context)
        except services.StepRefused as refusal:  # someone was faster by less than a second
            return self.conflict_page_after(request, article) or self.give_back(request, article, str(refusal))

    # Saving.

    def save_model(self, request, obj, form, change):
        at = timezone.now()
        if getattr(form, "lost_pictures", 0) > 0:
            messages.warning(request, typed_body.LOST_PICTURES.format(form.lost_pictures))
        if not change:
            obj.form_key = form.cleaned_data["opening"]
            services.save_draft(obj, by=request.user, at=at, links=_links(form))
            return
        obj.revision = form.cleaned_data["seen"]
        if isinstance(form, ArticleForm):
            services.save_draft(obj, by=request.user, at=at, links=_links(form))
        else:
            services.reschedule(obj, by=request.user, at=at, note=form.cleaned_data["reason"])

    def save_related(self, request, form, formsets, change):
        """Nothing is left: what an article is about is saved with its text, as one version."""

    def delete_model(self, request, obj):
        services.delete(obj, by=request.user, at=timezone.now())

    def response_add(self, request, obj, post_url_continue=None):
        return self.submit_after_saving(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.submit_after_saving(request, obj) or super().response_change(request, obj)

    # The list.

    @admin.display(description="trạng thái, giờ đăng", ordering=DESK_MOMENT)
    def state(self, article):
        shown_from = _clock(article.publish_at) if article.publish_at else "ngay khi được duyệt"
        state = article.state_name(timezone.now())
        badge = format_html('<span class="status" data-status="{}">{}</span>', article.status, state)
        if article.approved_alone_by_id:
            badge = format_html("{} {}", badge, ALONE_BADGE)
        return two_lines(badge, shown_from if article.is_published(timezone.now()) else _to_why(article, shown_from))

    @admin.display(description="chuyên mục, người viết")
    def place(self, article):
        return two_lines(article.section, article.author or "Không rõ")

    @admin.display(description="sửa lúc", ordering="edited_at")
    def edited(self, article):
        return _clock(article.edited_at)


def _links(form):
    return {name: form.cleaned_data[name] for name in linking.LINKS}


def _to_why(article, shown_from):
    """ "Vì sao chưa lên trang?": one click to the answer on the article's page."""
    address = reverse("admin:articles_article_change", args=[article.pk])
    said = '{} · <a href="{}#vi-sao">Vì sao chưa lên trang?<span class="visually-hidden"> {}</span></a>'
    return format_html(said, shown_from, address, article.title)
