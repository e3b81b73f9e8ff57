"""The page on which links of an article are made, seen and revoked, with what was answered by each."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.comments.services import may_take_part
from articles.sharing import services
from articles.sharing.forms import LinkForm
from desk import refused
from desk.steps import StepRefused
from web.addresses import absolute
from web.digits import whole_number

GONE = "Không có liên kết này."


class ShareViews:
    """Mixed into the ModelAdmin of articles."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.share_view)
        return [path("<int:pk>/chia-se/", view, name="articles_article_share"), *super().get_urls()]

    def share_view(self, request, pk):
        article = self.visible(request, pk)
        if not may_take_part(article, request.user):
            raise Http404
        at, made, status = timezone.now(), None, HTTPStatus.OK
        form = LinkForm(request.POST if "make" in request.POST else None, initial=_fresh())
        try:
            if "revoke" in request.POST:
                self._revoke_link(request, article, at)
                return HttpResponseRedirect(reverse("admin:articles_article_share", args=[pk]))
            if form.is_bound and form.is_valid():
                made = self._make_link(request, article, form, at)
        except StepRefused as refusal:
            refused.note(request, article, refusal, "share")
            messages.error(request, str(refusal))
            status = HTTPStatus.CONFLICT
        page = self._share_page(request, article, LinkForm(initial=_fresh()) if made else form, made, at)
        page.status_code = status
        return page

    def _make_link(self, request, article, form, at):
        asked = form.cleaned_data
        facts = {"by": request.user, "at": at, "form_key": asked["opening"]}
        return services.make(article, asked["for_whom"], asked["days"], **facts)

    def _revoke_link(self, request, article, at):
        link = article.share_links.filter(pk=whole_number(request.POST["revoke"])).first()
        if link is None:
            raise StepRefused(GONE)
        services.revoke(link, by=request.user, at=at)
        messages.success(request, f"Đã thu hồi liên kết gửi {link.for_whom}; ai giữ liên kết này không mở được nữa.")

    def _share_page(self, request, article, form, made, at):
        links = article.share_links.select_related("edition", "made_by", "revoked_by").prefetch_related("answers")
        context = {
            **self.admin_site.each_context(request),
            "title": "Liên kết chia sẻ",
            "opts": self.opts,
            "article": article,
            "form": form,
            "made": made and absolute(reverse("articles:shared", args=[made.token])),
            "made_link": made and made.link,
            "links": [(link, link.is_living(at)) for link in links],
            "refusal": services.refusal(article, request.user, at),
        }
        response = TemplateResponse(request, "admin/articles/share.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response


def _fresh():
    return {"days": services.days_offered(), "opening": uuid.uuid4().hex}
