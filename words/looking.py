"""A standing page as it would be or as it was: what the second person looks at, and what is left of every version."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path

import vietnamese
from articles import comparing
from proposals import services
from proposals.models import Proposal
from web.digits import whole_number
from words import history, reading
from words.guarded import GOES_ON
from words.models import Page


class PageLooks:
    """Mixed into the screen of pages: the preview of a proposal, what it changes, and a version of the past."""

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("de-nghi/<int:number>/xem-truoc/", view(self.preview_view), name="words_page_preview"),
            path("de-nghi/<int:number>/so-sanh/", view(self.compare_view), name="words_page_compare"),
            path("<int:pk>/cac-ban/<int:number>/", view(self.version_view), name="words_page_version"),
        ]
        return own + super().get_urls()

    def get_changeform_initial_data(self, request):
        """Of a new page that goes on from one that was sent back; a number that is none is an empty form."""
        number = whole_number(request.GET.get(GOES_ON))
        if number is None:
            return {}
        returned = Proposal.objects.filter(model=self.opts.model_name, action=Proposal.Action.ADD, pk=number)
        return next(map(services.told_of, returned), {})

    def preview_view(self, request, number):
        wanted = history.as_proposed(self._proposal(request, number), Page)
        return self._as_readers_see_it(request, wanted, "Bản xem trước: bạn đọc chưa thấy những gì đang đề nghị.")

    def compare_view(self, request, number):
        proposal = self._proposal(request, number)
        before, after = proposal.changes.get("body", ["", ""])
        context = {
            **self.admin_site.each_context(request),
            "title": "Đoạn nào đổi",
            "opts": self.opts,
            "comparison": comparing.compare(before or "", after),
            "names": ("Trang đang có", "Đề nghị"),
            "proposal": proposal,
        }
        return TemplateResponse(request, "admin/words/compare.html", context)

    def version_view(self, request, pk, number):
        row = self.row_to_look_at(request, pk)
        version = next((one for one in history.of(row) if one.number == number), None)
        if version is None:
            raise Http404
        said = f"Bản {number}, duyệt {vietnamese.moment(version.proposal.decided_at)}."
        return self._as_readers_see_it(request, version.row, said)

    def _proposal(self, request, number):
        if not self.has_view_permission(request):
            raise PermissionDenied
        proposal = get_object_or_404(Proposal, pk=number, model=self.opts.model_name)
        if proposal.action == Proposal.Action.DELETE:
            raise Http404
        return proposal

    def _as_readers_see_it(self, request, page, said):
        return render(request, "words/page.html", reading.page_context(page, said))
