"""The list on which a second person decides."""

from http import HTTPStatus

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from desk import refused, todo
from desk.listing import ClosedFilters, OnlyShown, two_lines
from desk.step_screens import StepScreens
from desk.steps import StepRefused
from proposals import guards, services
from proposals.models import Proposal

MOST_TOGETHER = 200
NOT_WAITING = "Những đề nghị đã chọn không chờ anh/chị quyết định; hãy xem lại danh sách."
LIST = "admin:proposals_proposal_changelist"
LINK = '<a href="{}" target="_blank" rel="noopener">{}</a>'


@admin.register(Proposal)
class ProposalAdmin(OnlyShown, StepScreens, ClosedFilters, admin.ModelAdmin):
    table = services.TABLE
    list_display = ["title_listed", "state", "proposed_by", "proposed_at"]
    list_filter = ["state", "action"]
    list_select_related = ["proposed_by"]
    search_fields = ["title__folded", "reason__folded"]
    search_help_text = "Tìm trong tên mục và lý do."
    date_hierarchy = "proposed_at"
    fields = readonly_fields = [
        "title", "what", "looks", "reason", "state", "proposed_by", "proposed_at", "decided", "decision_note",
    ]  # fmt: skip
    change_form_template = "admin/desk/steps_of_a_row.html"

    def has_view_permission(self, request, obj=None):
        visible = guards.visible_to(request.user)
        return bool(visible) if obj is None else obj.model in visible

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        proposal = self.get_object(request, object_id)
        steps = self.step_buttons(request, proposal, proposal.state) if proposal else []
        return super().change_view(request, object_id, form_url, {"steps": steps, **(extra_context or {})})

    def get_urls(self):
        together = self.admin_site.admin_view(self.together_view)
        return [path("cung-luc/", together, name="proposals_proposal_together"), *super().get_urls()]

    def together_view(self, request):
        """Many in one go: a new term is thirty proposals."""
        if not guards.approvable_by(request.user):
            raise PermissionDenied
        waiting = Proposal.objects.approvable_by(request.user).select_related("proposed_by").order_by("pk")
        if request.method == "POST":
            chosen = set(request.POST.getlist("row"))
            rows = [proposal for proposal in waiting if str(proposal.pk) in chosen]
            if chosen and not rows:
                return self._nothing_for_them(request, chosen)
            if missing := services.TABLE.note_refusal(_step_of(request), request.POST.get("note", "")):
                refused.note(request, None, missing, _step_of(request))
                messages.error(request, missing)
                return HttpResponseRedirect(request.path)
            if refusal := self._decide(request, rows):
                return refused.page(request, self, None, refusal, back=request.path, step=_step_of(request))
            return HttpResponseRedirect(request.path if waiting.exists() else reverse(LIST))
        rows = [(row, services.in_words(row), self._looks(row)) for row in waiting[:MOST_TOGETHER]]
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": "Duyệt nhiều đề nghị"}
        return TemplateResponse(request, "admin/proposals/proposal/together.html", context | {"rows": rows})

    def _nothing_for_them(self, request, chosen):
        """What they chose was decided meanwhile, or was never theirs to decide."""
        keys = [int(key) for key in chosen if key.isascii() and key.isdigit() and len(key) < 19]
        is_waiting = Proposal.objects.waiting().filter(pk__in=keys).exists()
        status = HTTPStatus.FORBIDDEN if is_waiting else HTTPStatus.CONFLICT
        return refused.page(request, self, None, NOT_WAITING, back=request.path, step=_step_of(request), status=status)

    def _decide(self, request, rows) -> str:
        """Why not, or ""."""
        step, note = _step_of(request), request.POST.get("note", "")
        try:
            done = services.decide(rows, step, by=request.user, at=timezone.now(), note=note)
        except StepRefused as refusal:
            return str(refusal)
        said = {"approve": "Đã duyệt {} đề nghị.", "send_back": "Đã trả lại {} đề nghị."}[step].format(done)
        messages.success(request, said) if done else messages.warning(request, "Chưa chọn đề nghị nào.")
        return ""

    def step_rights(self, step):
        """It hangs on what is proposed."""
        by_right = {}
        for model, guard in guards.everything().items():
            by_right.setdefault(guard.approve, []).append(str(model._meta.verbose_name))
        return [(f"{self.opts.verbose_name}: {', '.join(names)}", right) for right, names in by_right.items()]

    def has_right(self, step, proposal, user):
        return services.may_decide(proposal, user)

    def step_follows(self, code, proposal, at):
        told = [guards.of(guards.model_named(proposal.model)).follows] if code == "approve" else []
        return [*told, *super().step_follows(code, proposal, at)]

    def step_refusal(self, code, proposal, user, at):
        return services.refusal(code, proposal, user)

    def step_seen(self, proposal):
        return proposal.proposed_at.isoformat()

    def step_facts(self, proposal):
        said = [f"{what}: {before} → {after}" for what, before, after in services.in_words(proposal)]
        reason = f"Lý do: {proposal.reason}" if proposal.reason else ""
        links = [*self._looks(proposal), self._to_the_thing(proposal)]
        return [*said, *filter(None, [reason, f"Người đề nghị: {proposal.proposed_by}.", *links])]

    def _looks(self, proposal):
        found = guards.of(guards.model_named(proposal.model)).looks(proposal)
        return [format_html(LINK, address, words) for words, address in found]

    def _to_the_thing(self, proposal):
        """What it is about, as it stands now."""
        model = guards.model_named(proposal.model)
        if proposal.object_id is None or not self.admin_site.is_registered(model):
            return ""
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        url = reverse(name, args=[proposal.object_id])
        return format_html(LINK, url, "Xem mục này như đang có")

    def take(self, code, proposal, seen, *, by, at, note):
        services.take(code, proposal, by=by, at=at, note=note)

    @admin.display(description="đề nghị", ordering="title")
    def title_listed(self, proposal):
        return two_lines(proposal, proposal.reason)

    @admin.display(description="nội dung")
    def what(self, proposal):
        return (
            "; ".join(f"{what}: {before} → {after}" for what, before, after in services.in_words(proposal)) or "cả dòng"
        )

    @admin.display(description="xem")
    def looks(self, proposal):
        return format_html_join(" · ", "{}", ((link,) for link in self._looks(proposal))) or None

    @admin.display(description="người quyết định")
    def decided(self, proposal):
        return proposal.decided_by or "chưa có"


def _step_of(request) -> str:
    return "send_back" if "send_back" in request.POST else "approve"


@todo.register
def waiting(user, at):
    """ "2 đề nghị sửa đổi chờ duyệt", for those who may decide."""
    if guards.approvable_by(user):
        rows = Proposal.objects.approvable_by(user).select_related("proposed_by")
        url = reverse("admin:proposals_proposal_together")
        items = tuple(
            todo.Item(str(row), reverse("admin:proposals_proposal_change", args=[row.pk]), str(row.proposed_by))
            for row in rows[: todo.AT_ONCE]
        )
        label = "đề nghị sửa đổi chờ duyệt"
        yield todo.Todo(label=label, url=url, count=rows.count(), items=items, kind=todo.Kind.DECIDE)
