"""«Sửa bài đang đăng»: the page on which the text of a live article is corrected."""

import copy
from functools import partial

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import helpers
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from articles.composing import layout
from articles.corrections import services
from articles.corrections.forms import CorrectionForm
from articles.editions import keeping
from articles.models import Article, Correction
from desk.steps import StepRefused

TOLD = ("Báo bạn đọc", {"fields": ["kind", "is_misprint", "public_note"], "classes": [layout.SIDE]})
TEXT = (None, {"fields": ["title", "lead", "body"], "classes": [layout.WORDS]})
PLACE = ("Chuyên mục và ảnh", {"fields": ["section", "cover"], "classes": [layout.SIDE]})
REMEMBERED = (None, {"fields": ["seen"], "classes": [layout.SEEN]})
SENT = "Bản sửa đã được gửi ở lần bấm trước."
KEPT = "Đã lưu bản sửa; bạn đọc vẫn thấy bản cũ. Khi xong, hãy bấm «Gửi bản sửa»."


class CorrectionScreens:
    """Mixed into the ModelAdmin of articles."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.correct)
        return [path("<int:pk>/sua-bai-dang/", view, name="articles_article_correct"), *super().get_urls()]

    def correct(self, request, pk):
        article = self.visible(request, pk)
        correction = services.open_of(article)
        refusal = services.write_refusal(article, request.user)
        base = keeping.live(article)
        if base is None or (refusal and request.method != "POST"):
            return self._elsewhere(request, article, correction, refusal or services.NOT_LIVE)
        form = self._correction_form(request, article, base, correction)
        is_good = request.method == "POST" and form.is_valid()
        if refusal:
            if is_good and _is_sent(correction, form, request.user):
                messages.info(request, SENT)
                return _to(correction)
            return self.give_back(request, article, refusal)
        return (
            self._correction_kept(request, article, form) if is_good else self._correction_page(request, article, form)
        )

    def _elsewhere(self, request, article, correction, refusal):
        messages.info(request, refusal)
        is_own = correction is not None and correction.author_id == request.user.pk
        if is_own or (correction and self.may_read_history(request, article)):
            return _to(correction)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _correction_form(self, request, article, base, correction):
        start = correction.edition if correction else base
        shown = copy.copy(article)
        lost = keeping.write_into(shown, start)
        if lost and request.method != "POST":
            messages.warning(request, f"Không còn trong thư viện nên bản này thiếu: {', '.join(lost)}.")
        callback = partial(self.formfield_for_dbfield, request=request)
        form = forms.modelform_factory(Article, form=CorrectionForm, formfield_callback=callback)
        kept = correction or Correction(kind=Correction.Kind.SMALL)
        initial = {"kind": kept.kind, "public_note": kept.public_note}
        return form(request.POST or None, instance=shown, base=base, start=start, initial=initial)

    def _correction_kept(self, request, article, form):
        at, told = timezone.now(), form.cleaned_data
        try:
            with transaction.atomic():
                correction = services.write(
                    article,
                    form.text,
                    told["kind"],
                    by=request.user,
                    at=at,
                    seen=told["seen"] or 0,
                    note=told["public_note"],
                    is_misprint=told["is_misprint"],
                )
                if "_submit" in request.POST:
                    services.take("submit", correction, by=request.user, at=at, seen=correction.edition.number)
        except StepRefused as refusal:
            return self.give_back(request, article, str(refusal))
        done = services.TABLE.steps["submit"].done.format(article) if "_submit" in request.POST else KEPT
        messages.success(request, done)
        return _to(correction)

    def _correction_page(self, request, article, form):
        adminform = helpers.AdminForm(
            form, [TEXT, REMEMBERED, TOLD, PLACE, layout.LINKS, layout.END], {}, model_admin=self
        )
        context = {
            **self.admin_site.each_context(request),
            "title": "Sửa bài đang đăng",
            "adminform": adminform,
            "object_id": article.pk,
            "original": article,
            "is_popup": False,
            "to_field": None,
            "media": self.media + adminform.media,
            "inline_admin_formsets": [],
            "errors": helpers.AdminErrorList(form, []),
            "preserved_filters": "",
            "is_correction": True,
            "most_words": settings.SMALL_CORRECTION_WORDS,
        }
        response = self.render_change_form(request, context, change=True, obj=article)
        response.template_name = "admin/articles/correction/write.html"
        return response


def _is_sent(correction, form, user):
    """The same text a second time: a double click."""
    is_own = correction is not None and correction.author_id == user.pk
    return is_own and keeping.is_same(correction.edition, form.text)


def _to(correction):
    return HttpResponseRedirect(reverse("admin:articles_correction_change", args=[correction.pk]))
