"""The admin pages that are ours: taking a step, previewing, and what happens when two people edit at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

import vietnamese
from articles import richtext, services, views
from articles.forms import StepForm
from articles.workflow import STEPS

ACTIONS = {
    "submit": services.submit,
    "send_back": services.send_back,
    "approve": services.approve,
    "withdraw": services.withdraw,
    "reopen": services.reopen,
}
DONE = {
    "submit": "Đã gửi bài «{}» chờ duyệt.",
    "send_back": "Đã trả lại bài «{}» cho người viết.",
    "approve": "Đã duyệt bài «{}».",
    "withdraw": "Đã gỡ bài «{}».",
    "reopen": "Đã đưa bài «{}» về bản nháp.",
}
ADDRESSES = {
    "gui-duyet": "submit",
    "tra-lai": "send_back",
    "duyet": "approve",
    "go-bai": "withdraw",
    "dua-ve-nhap": "reopen",
}
ADDRESS_OF = {step: address for address, step in ADDRESSES.items()}


def _appears(article, at):
    """When readers see it, once it is approved."""
    if article.publish_at is None:
        return "Bài hiện cho bạn đọc ngay sau khi duyệt."
    moment = vietnamese.moment(article.publish_at)
    if article.publish_at > at:
        return f"Bài tự hiện cho bạn đọc lúc {moment}; đến giờ không ai phải bấm gì thêm."
    return f"Bài hiện cho bạn đọc ngay sau khi duyệt, với giờ đăng {moment}."


class DeskViews:
    """Mixed into the ModelAdmin of articles."""

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/xem-truoc/", view(self.preview), name="articles_article_preview"),
            *(
                path(f"<int:pk>/{address}/", view(self.step), {"step": step}, name=f"articles_article_{step}")
                for address, step in ADDRESSES.items()
            ),
        ]
        return own + super().get_urls()

    def preview(self, request, pk):
        """The public page for any state; only for those who may see the article, and kept nowhere."""
        article = self._visible(request, pk)
        context = views.detail_context(request, article, timezone.now())
        response = render(request, "articles/detail.html", {**context, "is_preview": True})
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def step(self, request, pk, step):
        article = self._visible(request, pk)
        seen = {"revision": article.revision, "status": article.status}
        form = StepForm(step, request.POST or None, initial=seen)
        at = timezone.now()
        refusal = services.refusal(step, article, request.user)
        if step == "approve":
            refusal = refusal or services.times_refusal(article, at)
        if request.method == "POST" and form.is_valid():
            return self._take(request, article, step, form.cleaned_data)
        context = {
            **self.admin_site.each_context(request),
            "title": STEPS[step].name,
            "opts": self.opts,
            "article": article,
            "form": form,
            "step": step,
            "refusal": refusal,
            "appears": _appears(article, at),
        }
        return TemplateResponse(request, "admin/articles/article/step.html", context)

    def _take(self, request, article, step, answers):
        # What the person saw, not what is there now: the service refuses when the two differ.
        article.revision, article.status = answers["revision"], answers["status"]
        try:
            ACTIONS[step](article, by=request.user, at=timezone.now(), note=answers["note"])
        except services.StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, DONE[step].format(article.title))
            if step == "approve":
                messages.info(request, _appears(article, timezone.now()))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def submit_after_saving(self, request, article):
        """ "Lưu và gửi duyệt": one button for what a writer does last."""
        if "_submit" not in request.POST:
            return None
        return self._take(
            request, article, "submit", {"revision": article.revision, "status": article.status, "note": ""}
        )

    def conflict(self, request, article):
        """A page that gives back what was typed, when the text was locked while someone was typing."""
        refusal = services.edit_refusal(article, request.user)
        is_typed = request.method == "POST" and "body" in request.POST
        if refusal is None or not is_typed or not self.has_view_permission(request, article):
            return None
        return self.give_back(request, article, refusal)

    def give_back(self, request, article, refusal):
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
        steps = [self._button(name, article, request.user) for name in STEPS if article.status in STEPS[name].sources]
        return {
            "steps": [step for step in steps if step],
            "events": article.events.select_related("by"),
            "state_name": article.state_name(timezone.now()),
            "is_public_now": article.is_published(timezone.now()),
            "edit_refusal": services.edit_refusal(article, request.user),
            "show_save_and_add_another": False,
            "may_submit": services.refusal("submit", article, request.user) is None,
        }

    def _button(self, step, article, user):
        """A step that this state offers; with the reason when it is not for this person. None: not their work."""
        if not user.has_perm(STEPS[step].permission):
            return None
        return {
            "code": step,
            "name": STEPS[step].name,
            "url": reverse(f"admin:articles_article_{step}", args=[article.pk]),
            "refusal": services.refusal(step, article, user),
        }

    def _visible(self, request, pk):
        article = self.get_object(request, pk)
        if article is None:
            raise Http404
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return article
