"""The versions of an article at the desk: a list, each as a page, any two compared, one taken back."""

import copy
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

import vietnamese
from articles import limits, links, reading, services, views
from articles.corrections import services as corrections
from articles.editions import differences, keeping
from articles.models import Edition
from articles.workflow import OTHERS_DRAFT, PUBLIC
from desk import refused
from desk.steps import NO_PERMISSION, StepRefused
from web import versions
from web.digits import whole_number

AT_ONCE = 50
RESTORED = "Đã lấy lại bản {} thành bản {}."
BESIDE = "Đã lấy bản {} làm bản sửa của bài đang đăng; bạn đọc vẫn thấy bản cũ. Hãy xem lại rồi bấm «Gửi bản sửa»."
UNCHANGED = "Bài đang giống hệt bản {}; không có gì để lấy lại."
WITHOUT = "Không còn nên bản lấy lại thiếu: {}."


class EditionScreens:
    """Mixed into the ModelAdmin of articles."""

    def get_urls(self):
        def own(route, view, name):
            return path(f"<int:pk>/cac-ban/{route}", self.admin_site.admin_view(view), name=f"articles_article_{name}")

        return [
            own("", self.editions, "editions"),
            own("so-sanh/", self.compare_editions, "compare"),
            own("<int:number>/", self.edition, "edition"),
            own("<int:number>/lay-lai/", self.restore_edition, "restore"),
            *super().get_urls(),
        ]

    def visible_editions(self, request, article):
        """Drafts are the writer's and the approvers' business; what was approved everybody at the desk may read."""
        editions = Edition.objects.filter(article=article)
        return editions if self.may_read_history(request, article) else editions.approved()

    def editions(self, request, pk):
        article = self.visible(request, pk)
        editions = self.visible_editions(request, article)
        if before := whole_number(request.GET.get("truoc"), 9):
            editions = editions.filter(number__lt=before)
        rows = list(editions.for_list()[: AT_ONCE + 1])
        context = {
            "editions": rows[:AT_ONCE],
            "live": keeping.live(article),
            "earlier": rows[AT_ONCE - 1].number if len(rows) > AT_ONCE else None,
        }
        return self._edition_page(request, article, "list", "Các bản của bài", **context)

    def edition(self, request, pk, number):
        """As the public page shows it, for those who may see it, and kept nowhere."""
        article = self.visible(request, pk)
        edition = self._one(request, article, number)
        shown = copy.copy(article)
        lost = keeping.write_into(shown, edition)
        told = (
            f"Bản {edition.number}, {edition.get_origin_display().lower()} lúc {vietnamese.moment(edition.written_at)}."
        )
        if lost:
            told += f" Không còn trong thư viện: {', '.join(lost)}."
        at = timezone.now()
        about = reading.about(edition.links, at, versions.of(request))
        context = views.detail_context(request, shown, at, about=about)
        response = render(request, "articles/detail.html", {**context, "is_preview": True, "preview_told": told})
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def compare_editions(self, request, pk):
        """`tu` and `den`: two numbers. Without them: what changed since the version that was approved last."""
        article = self.visible(request, pk)
        editions = self.visible_editions(request, article)
        after = self._asked(request, article, "den") or editions.order_by("-number").first()
        before = self._asked(request, article, "tu") or self._before(editions, after)
        if before is None:
            messages.info(request, "Bài mới có một bản; chưa có gì để so sánh.")
            return HttpResponseRedirect(reverse("admin:articles_article_editions", args=[article.pk]))
        context = {
            "before": before,
            "after": after,
            "comparison": differences.compare(before, after),
            "names": (str(before), str(after)),
            "may_restore": _may_restore(article, request.user),
        }
        title = f"So sánh bản {before.number} với bản {after.number}"
        return self._edition_page(request, article, "compare", title, **context)

    @staticmethod
    def _before(editions, after):
        earlier = editions.filter(number__lt=after.number).order_by("-number") if after else editions.none()
        return earlier.approved().first() or earlier.first()

    def _asked(self, request, article, name):
        number = whole_number(request.GET.get(name), 9)
        return self._one(request, article, number) if number else None

    def _one(self, request, article, number):
        edition = self.visible_editions(request, article).select_related("section").filter(number=number).first()
        if edition is None:
            raise Http404
        return edition

    def restore_edition(self, request, pk, number):
        """A new version with the old text: of the draft, or beside the live text for a second person."""
        article = self.visible(request, pk)
        edition = self._one(request, article, number)
        refusal = restore_refusal(article, request.user)
        if request.method == "POST":
            return (
                self._restore_refused(request, article, refusal)
                if refusal
                else self._restored(request, article, edition)
            )
        is_live = article.status in PUBLIC
        now = keeping.newest(article) if is_live else keeping.of(article)
        context = {
            "edition": edition,
            "refusal": refusal,
            "is_live": is_live,
            "comparison": differences.compare(now, edition),
            "names": (f"{now} (mới nhất)" if is_live else "Bản nháp hiện nay", str(edition)),
        }
        return self._edition_page(request, article, "restore", f"Lấy lại bản {edition.number}", **context)

    def _restore_refused(self, request, article, refusal):
        is_personal = refusal in (NO_PERMISSION, OTHERS_DRAFT, limits.refusal(article, request.user))
        status = HTTPStatus.FORBIDDEN if is_personal else HTTPStatus.CONFLICT
        back = reverse("admin:articles_article_editions", args=[article.pk])
        return refused.page(request, self, article, refusal, back=back, step="edit", status=status)

    def _restored(self, request, article, edition):
        try:
            said, address = _restore(article, edition, by=request.user, at=timezone.now())
        except StepRefused as refusal:
            return self._restore_refused(request, article, str(refusal))
        for sentence in said:
            messages.warning(request, sentence)
        return HttpResponseRedirect(address)

    def _edition_page(self, request, article, template, title, **context):
        context |= {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "article": article}
        return TemplateResponse(request, f"admin/articles/editions/{template}.html", context)


def restore_refusal(article, by):
    """Why `by` may not take an old version back; None when they may."""
    if article.status in PUBLIC:
        return corrections.write_refusal(article, by)
    return services.edit_refusal(article, by)


def _may_restore(article, by):
    return restore_refusal(article, by) is None


def _restore(article, edition, *, by, at):
    """(what is said, where to go on)."""
    wanted = copy.copy(article)
    lost = keeping.write_into(wanted, edition)
    said = [WITHOUT.format(", ".join(lost))] if lost else []
    note = f"Lấy lại bản {edition.number}"
    if article.status in PUBLIC:
        corrections.take_back(article, edition, by=by, at=at)
        return [*said, BESIDE.format(edition.number)], reverse("admin:articles_article_correct", args=[article.pk])
    before = keeping.newest(article).number
    told = {"origin": Edition.Origin.RESTORED, "note": note}
    services.save_draft(wanted, by=by, at=at, links=links.rows_of(edition.links), **told)
    number = keeping.newest(article).number
    done = UNCHANGED.format(edition.number) if number == before else RESTORED.format(edition.number, number)
    return [*said, done], reverse("admin:articles_article_change", args=[article.pk])
