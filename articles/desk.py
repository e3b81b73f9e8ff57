"""The admin pages that are ours: taking a step, previewing, and what happens when two people edit at once."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

import vietnamese
from articles import comparing, richtext, services, views, writing
from articles.comments.services import comments_address, taking_part
from articles.conflicts.screens import ConflictScreens
from articles.corrections import services as corrections
from articles.editions import differences, keeping
from articles.forms import WithdrawForm
from articles.gate.screens import CheckedSteps
from articles.missing_step import reading as missing_step
from articles.presence import keeping as presence
from articles.presence.screens import PresenceScreens
from articles.sharing.services import at_the_desk
from articles.workflow import APPROVE, PUBLIC, STEPS, TABLE
from desk import refused
from desk.step_screens import StepScreens
from desk.steps import StepRefused
from web.digits import whole_number

APPROVING = ("approve", "override")
TO_BE_SEEN = "Đã lưu bài. Trước khi gửi duyệt, hãy xem các cảnh báo dưới đây."
SEEN_BY_READERS = "Bản xem trước: bạn đọc đang thấy bài này trên trang."
UNREADABLE = "Biểu mẫu không đọc được; chưa có gì thay đổi. Hãy mở lại trang rồi làm lại."


def _appears(article, at):
    """When readers see it, once it is approved."""
    if article.publish_at is None:
        return "Bài hiện cho bạn đọc ngay sau khi duyệt."
    moment = vietnamese.moment(article.publish_at)
    if article.publish_at > at:
        return f"Bài tự hiện cho bạn đọc lúc {moment}; đến giờ không ai phải bấm gì thêm."
    return f"Bài hiện cho bạn đọc ngay sau khi duyệt, với giờ đăng {moment}."


def _appearing(article, at):
    yield _appears(article, at)
    if article.expire_at:
        yield f"Bài tự gỡ lúc {vietnamese.moment(article.expire_at)}."
    if article.is_featured:
        yield "Bài được đưa lên đầu trang chủ."


def _alone(article, event):
    moment = vietnamese.moment(event.at)
    return f"{article.approved_alone_by} đã duyệt một mình lúc {moment}. Lý do: {event.note}"


def _to_preview(article):
    return format_html(
        'Hãy đọc <a href="{}" target="_blank" rel="noopener">bản xem trước</a> trước khi duyệt.',
        reverse("admin:articles_article_preview", args=[article.pk]),
    )


class DeskViews(ConflictScreens, PresenceScreens, CheckedSteps, StepScreens):
    """Mixed into the ModelAdmin of articles."""

    table = TABLE

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview)
        return [path("<int:pk>/xem-truoc/", view, name="articles_article_preview"), *super().get_urls()]

    def preview(self, request, pk):
        """The public page for any state; only for those who may see the article, and kept nowhere."""
        article = self.visible(request, pk)
        at = timezone.now()
        context = views.detail_context(request, article, at)
        facts = {"is_preview": True, "comments_url": comments_address(article, request.user)}
        if article.is_published(at):
            facts["preview_told"] = SEEN_BY_READERS
        response = render(request, "articles/detail.html", {**context, **facts})
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def may_read_history(self, request, article):
        return services.may_read_history(article, request.user)

    # Steps.

    def step_refusal(self, code, article, user, at):
        refusal = services.refusal(code, article, user)
        refusal = refusal or (services.times_refusal(article, at) if code in APPROVING else None)
        return refusal or self.checked_refusal(code, article)

    def person_refusal(self, code, article, user):
        return services.refusal(code, article, user)

    def step_state(self, article):
        return article.step_state

    def may_take(self, step, article, user):
        """The rare step has no button for those who may not take it."""
        if step is STEPS["override"]:
            return services.refusal("override", article, user) is None
        return super().may_take(step, article, user)

    def step_seen(self, article):
        return f"{article.revision}:{article.status}"

    def step_facts(self, article):
        writer = f", người viết {article.author}" if article.author else ""
        badge = format_html(
            '<span class="status" data-status="{}">{}</span>', article.status, article.get_status_display()
        )
        told = [format_html("{} {}{}", badge, article.section.name, writer), *self.told_ticks(article)]
        alone = article.approved_alone_by_id and article.events.filter(step="override").last()
        return [*told, _alone(article, alone)] if alone else told

    def step_follows(self, code, article, at):
        follows = super().step_follows(code, article, at)
        if code == "submit":
            return [*follows, f"Nếu được duyệt: {_appears(article, at)}"]
        return [*_appearing(article, at), *follows, _to_preview(article)] if code in APPROVING else follows

    def step_shown(self, code, article):
        """What changed since the text that was approved last, for who approves."""
        live = keeping.live(article) if code in (*APPROVING, "send_back") else None
        if live is None:
            return {}
        return {
            "shown": "admin/articles/_changes.html",
            # Its newest version may be a correction that was dropped.
            "comparison": differences.compare(live, keeping.of(article)),
            "names": ("Bản đã duyệt lần trước", "Bản chờ duyệt"),
        }

    def step_said(self, code, article, at):
        return [_appears(article, at)] if code in APPROVING else []

    def step_form(self, code, thing):
        return WithdrawForm if code == "withdraw" else super().step_form(code, thing)

    def take(self, code, article, seen, *, by, at, note, **facts):
        # What the person saw, not what is there now: the service refuses when the two differ.
        revision, _, status = seen.partition(":")
        if (number := whole_number(revision, 9)) is None:
            raise StepRefused(UNREADABLE)
        article.revision, article.status = number, status
        services.take(code, article, by=by, at=at, note=note, **facts)

    def submit_after_saving(self, request, article):
        """ "Lưu và gửi duyệt": one button for what a writer does last."""
        if "_submit" not in request.POST:
            return None
        if self.step_refusal("submit", article, request.user, timezone.now()) is None and self.has_unseen(article):
            messages.info(request, TO_BE_SEEN)
            return HttpResponseRedirect(reverse("admin:articles_article_submit", args=[article.pk]))
        refusal = self.try_step(request, article, "submit", self.step_seen(article), "")
        if refusal:
            # The text is saved all the same.
            messages.error(request, refusal)
        return HttpResponseRedirect(self._change_url(article))

    def conflict(self, request, article):
        """A page that gives back what was typed, when the text was locked while someone was typing."""
        refusal = services.edit_refusal(article, request.user)
        is_typed = request.method == "POST" and "body" in request.POST
        if refusal is None or not is_typed or not self.has_view_permission(request, article):
            return None
        return self.give_back(request, article, refusal)

    def give_back(self, request, article, refusal):
        refused.note(request, article, refusal, "edit")
        stored = self.get_object(request, str(article.pk)) or article
        body = services.clean_body(request.POST.get("body", ""))
        typed = [(label, request.POST.get(name, "")) for name, label in (("title", "Tiêu đề"), ("lead", "Sapo"))]
        context = {
            **self.admin_site.each_context(request),
            "title": "Chưa lưu được",
            "opts": self.opts,
            "article": article,
            "refusal": refusal,
            "last_change": writing.last_change(article),
            "typed": [*typed, ("Nội dung", richtext.to_text(body))],
            "comparison": comparing.compare(stored.body, body),
            "names": ("Bản đang lưu", "Bản anh/chị đã gõ"),
        }
        return TemplateResponse(request, "admin/articles/article/conflict.html", context, status=409)

    @staticmethod
    def _schedule_refusal(request, article):
        """For those who could change it, were the text not their own."""
        may_ever = article.status in PUBLIC and request.user.has_perm(APPROVE)
        return services.schedule_refusal(article, request.user) if may_ever else None

    def desk_context(self, request, article):
        correction = corrections.open_of(article) if article.status in PUBLIC else None
        is_ours = correction is not None and correction.author_id == request.user.pk
        return {
            "steps": self.step_buttons(request, article, article.step_state),
            "events": article.events.select_related("by"),
            "state_name": article.state_name(timezone.now()),
            "is_public_now": article.is_published(timezone.now()),
            "why": missing_step.of(article, timezone.now()),
            "edit_refusal": services.edit_refusal(article, request.user),
            "schedule_refusal": self._schedule_refusal(request, article),
            "alone": article.approved_alone_by_id and article.events.filter(step="override").last(),
            **taking_part(article, request.user),
            **at_the_desk(article, request.user),
            "correct_refusal": corrections.write_refusal(article, request.user) if article.status in PUBLIC else None,
            "may_see_correction": is_ours or self.may_read_history(request, article),
            "correction": correction,
            "present": presence.said(presence.others(article.pk, request.user, timezone.now())),
            "show_save_and_add_another": False,
            "may_submit": services.refusal("submit", article, request.user) is None,
        }
