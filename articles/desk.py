"""The admin pages that are ours: taking a step, previewing, and what happens when two people edit at once."""

from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

import vietnamese
from articles import richtext, services, views
from articles.workflow import TABLE
from desk import refused
from desk.step_screens import StepScreens
from desk.steps import StepRefused

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


def _to_preview(article):
    return format_html(
        'Hãy đọc <a href="{}" target="_blank" rel="noopener">bản xem trước</a> trước khi duyệt.',
        reverse("admin:articles_article_preview", args=[article.pk]),
    )


class DeskViews(StepScreens):
    """Mixed into the ModelAdmin of articles."""

    table = TABLE

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview)
        return [path("<int:pk>/xem-truoc/", view, name="articles_article_preview"), *super().get_urls()]

    def preview(self, request, pk):
        """The public page for any state; only for those who may see the article, and kept nowhere."""
        article = self.visible(request, pk)
        context = views.detail_context(request, article, timezone.now())
        response = render(request, "articles/detail.html", {**context, "is_preview": True})
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    # Steps.

    def step_refusal(self, code, article, user, at):
        refusal = services.refusal(code, article, user)
        return refusal or (services.times_refusal(article, at) if code == "approve" else None)

    def step_seen(self, article):
        return f"{article.revision}:{article.status}"

    def step_facts(self, article):
        writer = f", người viết {article.author}" if article.author else ""
        badge = format_html(
            '<span class="status" data-status="{}">{}</span>', article.status, article.get_status_display()
        )
        return [format_html("{} {}{}", badge, article.section.name, writer)]

    def step_follows(self, code, article, at):
        follows = super().step_follows(code, article, at)
        if code == "submit":
            return [*follows, f"Nếu được duyệt: {_appears(article, at)}"]
        return [*_appearing(article, at), *follows, _to_preview(article)] if code == "approve" else follows

    def step_said(self, code, article, at):
        return [_appears(article, at)] if code == "approve" else []

    def take(self, code, article, seen, *, by, at, note):
        # What the person saw, not what is there now: the service refuses when the two differ.
        revision, _, status = seen.partition(":")
        if not (revision.isascii() and revision.isdigit() and len(revision) < 10):
            raise StepRefused(UNREADABLE)
        article.revision, article.status = int(revision), status
        services.take(code, article, by=by, at=at, note=note)

    def submit_after_saving(self, request, article):
        """ "Lưu và gửi duyệt": one button for what a writer does last."""
        if "_submit" not in request.POST:
            return None
        return self.take_step(request, article, "submit", self.step_seen(article), "")

    def conflict(self, request, article):
        """A page that gives back what was typed, when the text was locked while someone was typing."""
        refusal = services.edit_refusal(article, request.user)
        is_typed = request.method == "POST" and "body" in request.POST
        if refusal is None or not is_typed or not self.has_view_permission(request, article):
            return None
        return self.give_back(request, article, refusal)

    def give_back(self, request, article, refusal):
        refused.note(request, article, refusal, "edit")
        typed = [(label, request.POST.get(name, "")) for name, label in (("title", "Tiêu đề"), ("lead", "Sapo"))]
        context = {
            **self.admin_site.each_context(request),
            "title": "Chưa lưu được",
            "opts": self.opts,
            "article": article,
            "refusal": refusal,
            "last_change": services.last_change(article),
            "typed": [*typed, ("Nội dung", richtext.to_text(services.clean_body(request.POST.get("body", ""))))],
        }
        return TemplateResponse(request, "admin/articles/article/conflict.html", context, status=409)

    def desk_context(self, request, article):
        return {
            "steps": self.step_buttons(request, article, article.status),
            "events": article.events.select_related("by"),
            "state_name": article.state_name(timezone.now()),
            "is_public_now": article.is_published(timezone.now()),
            "edit_refusal": services.edit_refusal(article, request.user),
            "show_save_and_add_another": False,
            "may_submit": services.refusal("submit", article, request.user) is None,
        }
