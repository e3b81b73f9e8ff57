"""What was typed and is not saved, drawn as readers would see it."""

from django.shortcuts import render

from articles import reading, richtext, views
from articles.links import LINKS
from articles.models import Section
from web import versions

TOLD = "Bản xem thử của những gì đang gõ, chưa lưu: bạn đọc chưa thấy trang này."
NO_TITLE = "Chưa có tiêu đề"
NO_SECTION = Section(name="Chưa chọn chuyên mục", slug="chua-chon")


def drawn(request, article, chosen: dict, at):
    """`article`: an instance that holds what was typed; `chosen`: the rows it is about, by name. Nothing is written."""
    article.normalise()
    article.title = article.title or NO_TITLE
    if article.section_id is None:
        article.section = NO_SECTION
    keys = {name: [row.pk for row in chosen.get(name, ())] for name in LINKS}
    about = reading.about(keys, at, versions.of(request))
    context = views.detail_context(request, article, at, about=about)
    return private(render(request, "articles/detail.html", {**context, "is_preview": True, "preview_told": TOLD}))


def refused(request, form):
    """Of a text that could not be saved either."""
    told = [sentence for sentences in form.errors.values() for sentence in sentences]
    return private(render(request, "articles/preview_refused.html", {"sentences": told}))


def private(response):
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def typed(form):
    """The article as typed, and what it is about; of a field that is wrong, what is stored."""
    form.is_valid()
    article = form.instance
    body = form.cleaned_data.get("body")
    if body is None and not form.data.get("body", "").strip():
        body = richtext.CleanHtml("")
    if body is not None:
        article.body = body
    return article, {name: form.cleaned_data.get(name, ()) for name in LINKS}
