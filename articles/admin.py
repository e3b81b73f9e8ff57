"""The desk: where staff write, check and publish. It calls services and never sets a status."""

from csp.decorators import csp_update
from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html

import vietnamese
from articles import filters, richtext, services
from articles.desk import DeskViews
from articles.forms import ArticleForm, ScheduleForm, SectionForm, SectionOrderForm
from articles.models import Article, Section, WorkflowEvent
from articles.widgets import EDITOR_POLICY
from articles.workflow import APPROVE, PUBLIC, SUBMIT
from desk import refused, todo
from desk.listing import ClosedFilters, two_lines

TEXT = (None, {"fields": ["title", "lead", "body"]})
PLACE = ("Chuyên mục và ảnh", {"fields": ["section", "cover"]})
SCHEDULE = (
    "Lịch đăng",
    {
        "fields": ["publish_at", "expire_at", "is_featured"],
        "description": "Giờ Việt Nam. Bài chỉ hiện cho bạn đọc sau khi được duyệt.",
    },
)
LINKS = (
    "Bài viết nói về",
    {
        "fields": ["targets", "breakthroughs", "task_groups"],
        "description": "Những phần của nghị quyết mà bài nhắc.",
    },
)
END = ("Cuối bài", {"fields": ["byline", "sources", "opening", "seen", "told", "replace"]})
SHOWN_SCHEDULE = ("Lịch đăng", {"fields": ["publish_at", "expire_at", "featured"]})
LOCKED_TEXT = ("Nội dung", {"fields": ["title", "lead", "section", "body_shown", "byline", "sources"]})


# Word pastes only the address of a picture on the writer's own disk.
LOST_PICTURES = (
    "{} ảnh trong bài không giữ được vì không nằm trong thư viện. Hãy bấm nút «Ảnh», tải ảnh lên thư viện rồi chèn lại."
)


@admin.register(Section)
class SectionAdmin(ClosedFilters, admin.ModelAdmin):
    list_display = ["name", "slug", "order"]
    list_editable = ["order"]
    search_fields = ["name__folded"]
    form = SectionForm
    actions = None

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, form=SectionOrderForm, **kwargs)


@admin.register(Article)
class ArticleAdmin(DeskViews, ClosedFilters, admin.ModelAdmin):
    recorded_by_services = frozenset({"add", "change", "delete"})
    list_display = ["title", "state", "place", "edited"]
    list_filter = [filters.MyWorkFilter, "status", "section", "publish_at", filters.AuthorFilter]
    list_select_related = ["section", "author"]
    list_per_page = 50
    show_full_result_count = False
    date_hierarchy = "publish_at"
    search_fields = ["title__folded"]
    search_help_text = "Tìm trong tiêu đề, có dấu hay không dấu, hoặc theo số của bài."
    actions = None
    change_form_template = "admin/articles/article/change_form.html"

    class Media:
        css = {"all": ["css/editor.css"]}

    def get_queryset(self, request):
        articles = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "articles_article_changelist":
            articles = articles.defer("body")
        if request.user.has_perm(APPROVE):
            return articles
        return articles.filter(Q(author=request.user) | Q(status__in=PUBLIC))

    def get_search_results(self, request, queryset, search_term):
        words = richtext.plain(search_term)[:200]
        found, may_repeat = super().get_search_results(request, queryset, words)
        if words.isascii() and words.isdigit() and len(words) < 18:
            found |= queryset.filter(pk=int(words))
        return found, may_repeat

    # Who may do what: articles/workflow.py decides, here it is only asked.

    def has_view_permission(self, request, obj=None):
        allowed = super().has_view_permission(request, obj)
        return allowed and (obj is None or services.may_see(obj, request.user))

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return services.edit_refusal(obj, request.user) is None or services.may_reschedule(obj, request.user)

    def has_delete_permission(self, request, obj=None):
        return obj is not None and services.may_delete(obj, request.user)

    # The form.

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = ArticleForm if self._may_edit(request, obj) else ScheduleForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if self._may_edit(request, obj):
            return [TEXT, PLACE, SCHEDULE, LINKS, END]
        if services.may_reschedule(obj, request.user):
            name, options = SCHEDULE
            return [(name, {**options, "fields": [*options["fields"], "seen", "told", "replace"]}), LOCKED_TEXT]
        return [LOCKED_TEXT, SHOWN_SCHEDULE]

    def get_readonly_fields(self, request, obj=None):
        if self._may_edit(request, obj):
            return []
        return ["title", "lead", "section", "body_shown", "byline", "sources"]

    def _may_edit(self, request, obj):
        return obj is None or services.edit_refusal(obj, request.user) is None

    @admin.display(description="bài nổi bật")
    def featured(self, article):
        """In words: the stock picture of a yes or no says "True" and "False" to those who listen."""
        return "Có" if article.is_featured else "Không"

    @admin.display(description="nội dung")
    def body_shown(self, article):
        return format_html('<div class="editor-text">{}</div>', richtext.safe(article.body))

    @method_decorator(csp_update(EDITOR_POLICY))
    def add_view(self, request, form_url="", extra_context=None):
        context = {"may_submit": request.user.has_perm(SUBMIT), "show_save_and_add_another": False}
        try:
            return super().add_view(request, form_url, {**context, **(extra_context or {})})
        except services.AlreadyCreated as answer:
            messages.info(request, str(answer))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[answer.article.pk]))
        except services.StepRefused as refusal:
            refused.note(request, None, refusal, "create")
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("admin:articles_article_add"))

    @method_decorator(csp_update(EDITOR_POLICY))
    def change_view(self, request, object_id, form_url="", extra_context=None):
        article = self.get_object(request, object_id)
        if article and (conflict := self.conflict(request, article)):
            return conflict
        context = {**self.desk_context(request, article), **(extra_context or {})} if article else extra_context
        try:
            return super().change_view(request, object_id, form_url, context)
        except services.StepRefused as refusal:  # someone was faster by less than a second
            return self.give_back(request, article, str(refusal))

    # Saving.

    def save_model(self, request, obj, form, change):
        at = timezone.now()
        if getattr(form, "lost_pictures", 0) > 0:
            messages.warning(request, LOST_PICTURES.format(form.lost_pictures))
        if not change:
            obj.form_key = form.cleaned_data["opening"]
            services.save_draft(obj, by=request.user, at=at)
            return
        obj.revision = form.cleaned_data["seen"]
        if isinstance(form, ArticleForm):
            services.save_draft(obj, by=request.user, at=at)
        else:
            services.reschedule(obj, by=request.user, at=at)

    def save_related(self, request, form, formsets, change):
        if isinstance(form, ArticleForm):
            links = {name: form.cleaned_data[name] for name in services.LINKS}
            services.set_links(form.instance, links, by=request.user, at=timezone.now())

    def delete_model(self, request, obj):
        services.delete(obj, by=request.user, at=timezone.now())

    def response_add(self, request, obj, post_url_continue=None):
        return self.submit_after_saving(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.submit_after_saving(request, obj) or super().response_change(request, obj)

    # The list.

    @admin.display(description="trạng thái, giờ đăng", ordering="publish_at")
    def state(self, article):
        shown_from = _clock(article.publish_at) if article.publish_at else "ngay khi được duyệt"
        state = article.state_name(timezone.now())
        badge = format_html('<span class="status" data-status="{}">{}</span>', article.status, state)
        return two_lines(badge, shown_from)

    @admin.display(description="chuyên mục, người viết", ordering="section__name")
    def place(self, article):
        return two_lines(article.section, article.author or "Không rõ")

    @admin.display(description="sửa lúc", ordering="edited_at")
    def edited(self, article):
        return _clock(article.edited_at)


def _clock(at):
    """ "25/09/2020, 08:30": a list has no room for weekdays."""
    at = vietnamese.local(at)
    return f"{vietnamese.short_date(at.date())}, {at:%H:%M}"


@todo.register
def waiting(user, at):
    """What waits for this person at the desk."""
    address = reverse("admin:articles_article_changelist")
    for code, label, articles in filters.my_work(user):
        yield todo.Todo(
            label=label, url=f"{address}?viec={code}", count=articles.count(), items=_first(articles, STEP_TOLD[code])
        )


STEP_TOLD = {"cho-duyet": "submit", "bi-tra-lai": "send_back", "ban-nhap": "create"}
"""The step of the past that says why the article waits here."""


def _first(articles, step):
    """The ones that wait longest, each with who took that step, when, and what they wrote."""
    rows = list(articles.only("title", "edited_at").order_by("edited_at", "pk")[: todo.AT_ONCE])
    events = WorkflowEvent.objects.filter(article__in=rows, step=step).select_related("by").order_by("at", "pk")
    last = {event.article_id: event for event in events}
    return tuple(
        todo.Item(row.title, reverse("admin:articles_article_change", args=[row.pk]), _told(last.get(row.pk)))
        for row in rows
    )


def _told(event):
    if event is None:
        return ""
    told = f"{event.step_name} {_clock(event.at)}" + (f", {event.by}" if event.by else "")
    return f"{told}: {event.note}" if event.note else told
