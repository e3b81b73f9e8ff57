"""The page "Lời báo": what one was told, what of it is still unread, and whether letters come too."""

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from notices import services
from web.digits import whole_number

AT_ONCE = 50
CHOSEN = {True: "Từ nay anh/chị nhận cả thư.", False: "Từ nay lời báo chỉ hiện ở đây, không gửi thư."}


def notices(request):
    if request.method == "POST":
        return _done(request)
    page = Paginator(services.of(request.user), AT_ONCE).get_page(request.GET.get("trang", "1")[:6])
    before, after = page.has_previous(), page.has_next()
    context = {
        **admin.site.each_context(request),
        "title": "Lời báo",
        "page": page,
        "previous_url": f"?trang={page.number - 1}" if before else None,
        "next_url": f"?trang={page.number + 1}" if after else None,
        "label": f"Trang {page.number} trong {page.paginator.num_pages}",
        "newest": max((notice.pk for notice in page), default=0),
        "wants_mail": services.wants_mail(request.user),
    }
    return TemplateResponse(request, "admin/notices/list.html", context)


def _done(request):
    """One's own alone; what is asked of another's is as if it were not there."""
    at, asked = timezone.now(), request.POST
    if "mail" in asked:
        services.choose_mail(request.user, wanted=asked["mail"] == "co")
        messages.success(request, CHOSEN[asked["mail"] == "co"])
    elif (one := whole_number(asked.get("one"))) is not None:
        services.mark_read(request.user, at, only=one)
    elif (last := whole_number(asked.get("last"))) is not None:
        services.mark_read(request.user, at, up_to=last)
    return HttpResponseRedirect(reverse("notices:list"))
