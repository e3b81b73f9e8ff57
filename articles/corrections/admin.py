"""Where a second person sees what a correction changes, and agrees with one click."""

from django.contrib import admin
from django.db.models import Q
from django.template.response import TemplateResponse

import vietnamese
from articles import limits
from articles import services as articles
from articles.corrections import services
from articles.corrections.front_page import my_corrections
from articles.corrections.rules import TABLE, State
from articles.editions import differences
from articles.models import Article, Correction
from articles.workflow import APPROVE
from desk.listing import ClosedFilters, OnlyShown, two_lines
from desk.step_screens import StepScreens
from desk.steps import StepRefused
from web.digits import whole_number

UNREADABLE = "Biểu mẫu không đọc được; chưa có gì thay đổi. Hãy mở lại trang rồi làm lại."


class MyCorrectionsFilter(admin.SimpleListFilter):
    title = "việc của tôi"
    parameter_name = "viec"

    def lookups(self, request, model_admin):
        return [(code, vietnamese.capitalised(label)) for code, (_, label, _) in my_corrections(request.user).items()]

    def queryset(self, request, queryset):
        found = my_corrections(request.user).get(self.value())
        return queryset.filter(pk__in=found[2].values("pk")) if found else queryset


@admin.register(Correction)
class CorrectionAdmin(OnlyShown, StepScreens, ClosedFilters, admin.ModelAdmin):
    table = TABLE
    list_display = ["titled", "state_shown", "author", "submitted_at"]
    list_filter = [MyCorrectionsFilter, "state", "kind"]
    list_select_related = ["article", "author"]
    search_fields = ["article__title__folded"]
    search_help_text = "Tìm trong tiêu đề bài, có dấu hay không dấu."
    list_per_page = 50
    show_full_result_count = False

    class Media:
        css = {"all": ["css/editor.css"]}

    # Who sees it: what is not agreed yet is its writer's and the approvers' business, as a draft is.

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        if not request.user.has_perm("articles.view_article"):
            return False
        return obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()

    def get_queryset(self, request):
        corrections = super().get_queryset(request)
        seen = Q(author=request.user) | Q(state=State.AGREED)
        if request.user.has_perm(APPROVE):
            seen |= Q(article__in=Article.objects.filter(limits.within(request.user)))
        return corrections.filter(seen)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        correction = self.visible(request, whole_number(object_id))
        steps = self.step_buttons(request, correction, correction.state)
        article = correction.article
        context = {
            **self.admin_site.each_context(request),
            "title": f"Bản sửa: {article.title}",
            "opts": self.opts,
            "correction": correction,
            "article": article,
            "comparison": differences.compare(correction.base, correction.edition),
            "names": ("Bài đang đăng", "Bản sửa"),
            "seen": self.step_seen(correction),
            "steps": [step for step in steps if not step["refusal"]],
            "refusals": [step for step in steps if step["refusal"]],
            "may_write": services.write_refusal(article, request.user) is None,
            "may_see_article": articles.may_see(article, request.user),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/articles/correction/correction.html", context)

    # Steps.

    def has_right(self, step, correction, user):
        return services.has_right(step, correction, user)

    def step_refusal(self, code, correction, user, at):
        return services.refusal(code, correction, user)

    def person_refusal(self, code, correction, user):
        return services.person_refusal(code, correction, user)

    def step_seen(self, correction):
        return f"{correction.edition.number}:{correction.state}"

    def step_facts(self, correction):
        note = f"Lời báo bạn đọc: {correction.public_note}" if correction.public_note else ""
        return [f"{correction.get_kind_display()}, {correction.author} đề nghị.", *filter(None, [note])]

    def take(self, code, correction, seen, *, by, at, note):
        number, _, state = seen.partition(":")
        if (seen := whole_number(number, 9)) is None:
            raise StepRefused(UNREADABLE)
        correction.state = state
        services.take(code, correction, by=by, at=at, note=note, seen=seen)

    # The list.

    @admin.display(description="bài viết", ordering="article__title")
    def titled(self, correction):
        return two_lines(correction, correction.get_kind_display())

    @admin.display(description="trạng thái", ordering="state")
    def state_shown(self, correction):
        return two_lines(correction.get_state_display(), correction.decision_note[:100])
