"""The line of search above the desk's list of articles."""

from django.urls import reverse

import vietnamese
from articles import richtext
from articles.finding import lists, reading
from articles.finding.forms import FindForm
from desk import week
from web.digits import whole_number

TOO_MANY = (
    "Danh sách dừng ở {} bài mới nhất. Hãy thêm từ, chọn người viết, trạng thái hoặc ngày để thấy những bài khác."
)
LONGEST = 200
NARROWING = ("nguoi-viet", "trang-thai", "tu", "den", "section__id__exact", "viec")


def in_the_list(request, articles, typed):
    """Those of `articles` that have the words or the number; every way of asking narrows what may be seen."""
    typed = richtext.plain(typed)[:LONGEST]
    if not typed.strip():
        return articles
    since, until = (week.day_of(request.GET.get(name)) for name in ("tu", "den"))
    most = reading.MOST if any(map(request.GET.get, NARROWING)) else reading.WITHOUT_MORE
    found = reading.find(articles, typed, since, until, most)
    request.stopped_at = most if found.was_cut else None
    return articles.filter(pk__in={*found.keys, whole_number(typed)} - {None})


def line(request, shown) -> dict:
    """What the template of the line names. `shown`: the list (django.contrib.admin's ChangeList)."""
    stopped_at = getattr(request, "stopped_at", None) or (lists.MOST if shown.paginator.is_cut else None)
    form = FindForm(request.GET, user=request.user)
    asked = {"q", *FindForm.NAMES.values()}
    return {
        "find": form,
        "address": reverse("admin:articles_article_changelist"),
        "keep": [(name, value) for name, value in shown.params.items() if name not in asked],
        "said": TOO_MANY.format(vietnamese.number(stopped_at)) if stopped_at else "",
    }
