"""The page on which an article is read with what was said at each paragraph. Works without script."""

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.comments import services
from desk import refused
from desk.steps import StepRefused

LONGEST = 2_000
UNREADABLE = "Biểu mẫu không đọc được; chưa có gì được ghi. Hãy mở lại trang rồi làm lại."
DONE = {
    "add": "Đã ghi ý kiến; những người liên quan được báo.",
    "reply": "Đã ghi trả lời; những người liên quan được báo.",
    "resolve": "Đã đánh dấu là giải quyết xong.",
    "reopen": "Đã mở lại ý kiến.",
}


class CommentForm(forms.Form):
    """`at`: the key of a paragraph, or of the comment that is answered."""

    at = forms.CharField(widget=forms.HiddenInput, max_length=20)
    opening = forms.RegexField("[0-9a-f]{32}", widget=forms.HiddenInput)
    text = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        error_messages={"required": services.EMPTY},
    )

    def clean(self):
        super().clean()
        if {"at", "opening"} & set(self.errors):
            raise forms.ValidationError(UNREADABLE)
        return self.cleaned_data


class CommentViews:
    """Mixed into the ModelAdmin of articles."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.comments_view)
        return [path("<int:pk>/y-kien/", view, name="articles_article_comments"), *super().get_urls()]

    def comments_view(self, request, pk):
        article = self.visible(request, pk)
        if not services.may_take_part(article, request.user):
            raise Http404
        form, step = self._comment_asked(request)
        if request.method == "POST" and step in DONE and (step in ENDS or form.is_valid()):
            try:
                self._comment_done(step, article, request)
            except StepRefused as refusal:
                refused.note(request, article, refusal, f"comment.{step}")
                form.add_error(None, str(refusal))
            else:
                messages.success(request, DONE[step])
                return HttpResponseRedirect(reverse("admin:articles_article_comments", args=[pk]))
        return self._comments_page(request, article, form, step)

    def _comment_asked(self, request):
        """The form that stands open, and what it is for."""
        if request.method == "POST":
            return CommentForm(request.POST), request.POST.get("step", "")
        step = "reply" if "tra-loi" in request.GET else "add"
        chosen = request.GET.get("tra-loi" if step == "reply" else "doan", "")[:20]
        return CommentForm(initial={"at": chosen, "opening": uuid.uuid4().hex}), step

    def _comment_done(self, step, article, request):
        facts = {"by": request.user, "at": timezone.now()}
        if step in ENDS:
            ENDS[step](services.thread_of(article, request.POST.get("at", "")), **facts)
            return
        asked = request.POST
        said = {"text": asked["text"], "form_key": asked["opening"], **facts}
        if step == "reply":
            services.reply(services.thread_of(article, asked["at"]), **said)
        else:
            services.add(article, asked["at"], **said)

    def _comments_page(self, request, article, form, step):
        paragraphs, lost = services.laid_out(article)
        chosen = form["at"].value() or ""
        keys = {one.anchor.key for one in paragraphs}
        context = {
            **self.admin_site.each_context(request),
            "title": "Đọc và ghi ý kiến",
            "opts": self.opts,
            "article": article,
            "paragraphs": paragraphs,
            "lost": lost,
            "form": form,
            "writing_at": chosen if step == "add" else "",
            "answering": chosen if step == "reply" else "",
            # What was typed is given back, also where its paragraph is gone.
            "is_homeless": form.is_bound and step == "add" and chosen not in keys,
        }
        status = 409 if form.is_bound else 200
        return TemplateResponse(request, "admin/articles/comments.html", context, status=status)


ENDS = {"resolve": services.resolve, "reopen": services.reopen}
